"""Notes on customers who answered more than once."""

from vocvalue.results import Note
from vocvalue.results.numerals import counted


def repeat_notes(n: int, n_customers: int, n_without: int = 0) -> list[Note]:
    """Return the notes on repeat responses, where customers are the unit.

    Args:
        n: The number of responses.
        n_customers: The number of known customers.
        n_without: The number of responses without a customer id.

    Examples:
        >>> print(repeat_notes(1000, 50)[0])
        950 of 1,000 responses are repeats by 50 customers. Intervals and tests count customers, so
        a customer who responds again does not make the result more certain than it is.
    """
    repeats = n - n_without - n_customers
    return [
        Note.of(
            "{repeats} of {responses} are repeats by {customers}. Intervals and tests count "
            "customers, so a customer who responds again does not make the result more certain "
            "than it is.",
            "{responses}中有 {repeats} 份为重复作答（共 {customers}）。区间与检验以客户为单位，"
            "重复作答不会使结果显得更可靠。",
            repeats=repeats,
            responses=counted(n, "response"),
            customers=counted(n_customers, "customer"),
            count=repeats,
            bears_on="reading",
        ),
        *Note.counted(
            n_without,
            "{responses} without a customer id: each counts as one customer.",
            "{responses}缺少客户编号，每份按一位客户计。",
            responses=counted(n_without, "response"),
        ),
    ]
