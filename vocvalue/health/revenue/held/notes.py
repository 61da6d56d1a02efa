"""What a reader must know of who holds the revenue."""

from vocvalue.results import Note
from vocvalue.results.numerals import counted


def alike(n: int, n_in: int) -> tuple[Note, ...]:
    """Note the accounts as large as the last of the holders.

    Args:
        n: How many accounts have the revenue of the last holder.
        n_in: How many of these are holders.
    """
    if n_in >= n:
        return ()
    return (
        Note.of(
            "{accounts} have the same revenue as the last that is counted; {n_in} of them are, in "
            "the order of the table.",
            "{accounts}与计入的最后一家收入相同，其中 {n_in} 家按表中顺序计入。",
            accounts=counted(n, "account"),
            n_in=n_in,
            count=n,
            bears_on="reading",
        ),
    )
