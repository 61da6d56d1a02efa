"""What was left out on the way from responses and orders to customers, in words and counted."""

from vocvalue.link.report import LinkReport
from vocvalue.results import Note
from vocvalue.results.notes import left_out
from vocvalue.results.numerals import counted
from vocvalue.results.texts import Text, pair


def notes_of(report: LinkReport) -> tuple[Note, ...]:
    """Return the notes on what was left out, each with its count."""
    return (
        *_lacking(report.without_customer, pair("with no customer", "缺少客户编号")),
        *_lacking(report.without_time, pair("with no time", "缺少时间")),
        *_lacking(report.without_score, pair("with no score", "缺少评分")),
        *_repeated(report.repeated),
        *_without_orders(report.without_orders),
        *_after_the_last_order(report.answered_late),
    )


def tied(n: int) -> tuple[Note, ...]:
    """Note customers with several answers at one moment.

    Args:
        n: How many customers there are.
    """
    return Note.counted(
        n,
        "{customers} gave several answers at the same moment; the lowest score counts.",
        "{customers}在同一时刻有多份答卷，以最低分计。",
        customers=counted(n, "customer"),
    )


def returned_early(n: int) -> tuple[Note, ...]:
    """Note refunds of which the table does not have the purchase.

    Args:
        n: How many refunds there are.
    """
    refunds = pair(
        "{refunds} before the customer's first purchase in the table",
        "{refunds}早于该客户在表中的首次购买",
        refunds=counted(n, "refund"),
    )
    return left_out(n, refunds, of=pair("every window", "任何观察期"))


def answered_late(n: int) -> tuple[Note, ...]:
    """Note customers who answered when a calendar window had already begun.

    Args:
        n: How many customers there are.
    """
    return Note.counted(
        n,
        "{customers} answered after the window began. Some of their orders that count as after "
        "the answer were placed before it, and may be the reason for the score.",
        "{customers}在观察期开始后才作答。部分计入“作答后”的订单其实早于作答，可能正是评分的原因。",
        customers=counted(n, "customer"),
        bears_on="claim",
    )


def _lacking(n: int, what: Text) -> tuple[Note, ...]:
    responses = pair(
        "{responses} {what}", "{responses}{what}", responses=counted(n, "response"), what=what
    )
    return left_out(n, responses)


def _repeated(n: int) -> tuple[Note, ...]:
    reason = pair(
        "Each customer's first response is used: later ones exist only for customers who stayed.",
        "每位客户只取首次作答：之后的作答只来自留下的客户。",
    )
    return left_out(n, counted(n, "repeat response"), reason)


def _without_orders(n: int) -> tuple[Note, ...]:
    return Note.counted(
        n,
        "{customers} answered but had no order in the table.",
        "{customers}作答，但在订单表中没有订单。",
        customers=counted(n, "customer"),
    )


def _after_the_last_order(n: int) -> tuple[Note, ...]:
    return Note.counted(
        n,
        "{customers} answered after the last order, so what they did afterwards is not known.",
        "{customers}在最后一笔订单之后才作答，之后的情况未知。",
        customers=counted(n, "customer"),
    )
