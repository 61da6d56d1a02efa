"""What a reader must know of how tickets were read."""

from vocvalue.results import Note
from vocvalue.results.notes import left_out, numbered
from vocvalue.results.numerals import counted
from vocvalue.results.texts import Text, pair


def without_opening(n: int, column: str) -> tuple[Note, ...]:
    """Note the tickets without a moment of opening.

    Args:
        n: How many there are.
        column: The column of it.
    """
    lacking = pair(
        "{tickets} with no {column}",
        "{tickets}缺少 {column}",
        tickets=counted(n, "ticket"),
        column=column,
    )
    return left_out(n, lacking)


def opened_later(n: int) -> tuple[Note, ...]:
    """Note the tickets that were opened after the end of observation.

    Args:
        n: How many there are.
    """
    later = pair(
        "{tickets} opened after the end of observation",
        "{tickets}在观察期末之后创建",
        tickets=counted(n, "ticket"),
    )
    return left_out(n, later)


def after_the_end(n: int) -> tuple[Note, ...]:
    """Note closings, contacts and the like after the end of observation.

    Args:
        n: How many there are.
    """
    return Note.counted(
        n,
        "Closings, contacts and reopenings after the end of observation were taken as not known "
        "yet ({n} in all).",
        "晚于观察期末的关闭、联系或重新打开时间（共 {n} 个）按尚未发生计。",
        bears_on="reading",
    )


def contacted_early(n: int) -> tuple[Note, ...]:
    """Note contacts that are recorded before the opening of their ticket.

    Args:
        n: How many there are.
    """
    parts = {"tickets": counted(n, "ticket")}
    return numbered(
        n,
        pair(
            "{tickets} records a contact before it was opened; it counts as contacted at once.",
            "{tickets}的联系时间早于创建时间，按创建时即已联系计。",
            **parts,
        ),
        pair(
            "{tickets} record a contact before they were opened; they count as contacted at once.",
            "{tickets}的联系时间早于创建时间，按创建时即已联系计。",
            **parts,
        ),
    )


def opened_again(n: int) -> tuple[Note, ...]:
    """Note the tickets that were closed, opened again and not closed since.

    Args:
        n: How many there are.
    """
    parts = {"tickets": counted(n, "ticket")}
    return numbered(
        n,
        pair(
            "{tickets} was opened again and not closed since; it counts as open.",
            "{tickets}重新打开后尚未再次关闭，按未关闭计。",
            **parts,
        ),
        pair(
            "{tickets} were opened again and not closed since; they count as open.",
            "{tickets}重新打开后尚未再次关闭，按未关闭计。",
            **parts,
        ),
    )


def overlapping(n: int, *, by_topic: bool) -> tuple[Note, ...]:
    """Note the tickets that were opened while another of the same customer was open.

    Args:
        n: How many there are.
        by_topic: Whether only tickets of the same topic are taken together.
    """
    about: Text = (
        pair("of the same customer and topic", "同一客户同一主题的")
        if by_topic
        else pair("of the same customer", "同一客户的")
    )
    opened = pair(
        "{tickets} opened while another {about} was open",
        "{tickets}在{about}另一张工单尚未关闭时创建",
        tickets=counted(n, "ticket"),
        about=about,
    )
    first = pair("Of tickets that overlap, the first counts.", "时间重叠的工单只计第一张。")
    return left_out(n, opened, first, of=pair("the times and the backlog", "时长与积压"))


def without_customer(n: int) -> tuple[Note, ...]:
    """Note the tickets without a customer.

    Args:
        n: How many there are.
    """
    return Note.counted(
        n,
        "Tickets with no customer count for the times, but cannot reach a detractor: {n}.",
        "缺少客户编号的工单计入时长，但无法与贬损者对应：{n} 张。",
    )


def of_strangers(n: int) -> tuple[Note, ...]:
    """Note the tickets of customers who answered no survey.

    Args:
        n: How many there are.
    """
    return Note.counted(
        n,
        "Tickets of customers who are not among the responses count for the times only: {n}.",
        "客户不在答卷中的工单只计入时长：{n} 张。",
        bears_on="reading",
    )
