"""What is said of customers who answered more than once."""

from vocvalue.results import Note
from vocvalue.results.former import counted


def repeat_notes(n: int, n_customers: int, n_without: int = 0) -> list[Note]:
    """Return what is said where customers are the unit, and answered again.

    Args:
        n: The answers.
        n_customers: The customers who are known.
        n_without: The answers whose customer is missing.

    Examples:
        >>> print(repeat_notes(1000, 50)[0])
        950 of 1,000 answers are repeats of 50 customers. Intervals and tests count customers, so
        that a customer who answers again does not make the result more certain than it is.
    """
    again, whose = n - n_without - n_customers, counted(n_customers, "customer")
    said = [
        Note.of(
            (
                f"{again:,} of {counted(n, 'answer')} are repeats of {whose}. Intervals and tests "
                "count customers, so that a customer who answers again does not make the result "
                "more certain than it is."
            ),
            (
                f"{n:,} 份回答中有 {again:,} 份来自重复作答的客户（共 {n_customers:,} 位客户）。"
                "区间与检验以客户为单位，重复作答不会使结果显得更可靠。"
            ),
            count=again,
        )
    ]
    if n_without:
        en = f"{counted(n_without, 'answer')} without a customer count as one customer each."
        zh = f"{n_without:,} 份回答缺少客户，每份按一位客户计。"
        said.append(Note.of(en, zh, count=n_without))
    return said
