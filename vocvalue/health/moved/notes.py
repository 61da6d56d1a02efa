"""What a reader must know of changes of health."""

from vocvalue.results import Note
from vocvalue.results.notes import left_out
from vocvalue.results.numerals import counted
from vocvalue.results.texts import pair


def only_before(n: int) -> tuple[Note, ...]:
    """Note the accounts with a score on the first day only.

    Args:
        n: How many there are.
    """
    return left_out(
        n,
        pair(
            "{accounts} with a score on the first day only",
            "{accounts}仅在前一个评估日有得分",
            accounts=counted(n, "account"),
        ),
    )


def only_after(n: int) -> tuple[Note, ...]:
    """Note the accounts with a score on the second day only.

    Args:
        n: How many there are.
    """
    return left_out(
        n,
        pair(
            "{accounts} with a score on the second day only",
            "{accounts}仅在后一个评估日有得分",
            accounts=counted(n, "account"),
        ),
    )


def no_revenue(n: int) -> tuple[Note, ...]:
    """Note the accounts that weigh nothing in the book.

    Args:
        n: How many there are.
    """
    return Note.counted(
        n,
        "The revenue of {accounts} is not known: without weight in the score of all accounts.",
        "{accounts}缺少收入，在整体得分中不占权重。",
        accounts=counted(n, "account"),
    )
