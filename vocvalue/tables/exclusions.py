"""What an order log lost on the way to a result, in words and counted."""

import math

from vocvalue.results import Note, counted, figure
from vocvalue.tables.orders import (
    LATE,
    NO_CUSTOMER,
    NO_MONEY,
    NO_TIME,
    REFUND,
    ZERO,
    Census,
    OrderLog,
)
from vocvalue.tables.summary import CustomerSummary
from vocvalue.tables.unnamed import says_no_id


def n_lines(log: OrderLog, census: Census) -> int:
    """Return the number of lines of the order table."""
    return sum(census.n.values()) + log.n_copies_dropped


def n_lines_left_out(notes: tuple[Note, ...]) -> int:
    """Return how many lines the notes of `excluded` leave out."""
    return sum(note.count for note in notes)


def of_reading(log: OrderLog, census: Census) -> tuple[Note, ...]:
    """Return how the table was opened, which texts were no ids, and which times lie far off."""
    column = log.schema.customer_id
    unnamed = says_no_id(log.source, column, "orders") if census.count(NO_CUSTOMER) else ()
    return (*log.source.notes, *unnamed, *census.notes)


def excluded(log: OrderLog, census: Census) -> tuple[Note, ...]:
    """Return a note for every kind of line that was left out; the counts add up."""
    names, end = log.schema, f"{census.end:%Y-%m-%d %H:%M}"
    notes = [
        *[
            _left_out(census, kind, f"had no {column}", f"缺少 {column}")
            for kind, column in (
                (NO_CUSTOMER, names.customer_id),
                (NO_TIME, names.timestamp),
                (NO_MONEY, names.amount),
            )
        ],
        _left_out(census, LATE, f"came after the end ({end})", f"晚于期末 ({end})"),
        _copies_dropped(log),
    ]
    if names.zeros == "drop":
        notes.append(_left_out(census, ZERO, "had an amount of 0", "金额为 0"))
    if names.refunds == "drop":
        notes.append(_left_out(census, REFUND, "were refunds", "为退款"))
    return _non_empty(notes)


def unattributed(summary: CustomerSummary) -> tuple[Note, ...]:
    """Return a note on the lines before any purchase that could not be deducted from one."""
    n, money = summary.n_early, figure(summary.early_money)
    note = Note(
        en=f"{counted(n, 'line')} ({money} in all) came before any purchase that stands: refunds "
        "of what was bought before the table begins, or purchases returned in the same "
        f"{summary.log.grain}; left out.",
        zh=f"{n:,} 行 (合计 {money}) 早于任何有效购买: "
        "为表前购买的退款, 或同期全退的购买, 未计入。",
        count=n,
    )
    return _non_empty([note])


def remarks(summary: CustomerSummary) -> tuple[Note, ...]:
    """Return the notes on what was counted, but needs a word."""
    return (
        *kept(summary.log, summary.census, n_copies=summary.n_copies),
        *_non_empty([_undone(summary), _without(summary)]),
    )


def kept(log: OrderLog, census: Census, *, n_copies: int) -> tuple[Note, ...]:
    """Return the notes on odd lines that the policies keep."""
    notes = []
    if log.schema.zeros == "keep":
        notes.append(_zeros_kept(census.count(ZERO)))
    if log.schema.duplicates == "keep":
        notes.append(_copies_kept(n_copies))
    return _non_empty(notes)


def _non_empty(notes: list[Note]) -> tuple[Note, ...]:
    return tuple(note for note in notes if note.count)


def _left_out(census: Census, kind: int, en: str, zh: str) -> Note:
    n, money = census.count(kind), census.money.get(kind)
    worth_en, worth_zh = "", ""
    if money and math.isfinite(money):
        worth_en, worth_zh = f" ({figure(money)} in all)", f" (金额合计 {figure(money)})"
    return Note(
        en=f"{counted(n, 'line')} {en}{worth_en}; left out.",
        zh=f"{n:,} 行{zh}{worth_zh}, 未计入。",
        count=n,
    )


def _copies_dropped(log: OrderLog) -> Note:
    n = log.n_copies_dropped
    return Note(
        en=f"{counted(n, 'line')} repeated another in every column; left out.",
        zh=f"{n:,} 行与另一行完全重复, 未计入。",
        count=n,
    )


def _copies_kept(n: int) -> Note:
    return Note(
        en=f"{counted(n, 'line')} repeated another in every column; kept. "
        'Leave them out with duplicates="drop".',
        zh=f'{n:,} 行与另一行完全重复, 已保留。可用 duplicates="drop" 剔除。',
        count=n,
    )


def _zeros_kept(n: int) -> Note:
    return Note(
        en=f"{counted(n, 'line')} had an amount of 0; counted as purchases. "
        'Leave free items out with zeros="drop".',
        zh=f'{n:,} 行金额为 0, 按购买计入。可用 zeros="drop" 剔除赠品。',
        count=n,
    )


def _undone(summary: CustomerSummary) -> Note:
    n, grain = summary.n_undone, summary.log.grain
    return Note(
        en=f"{counted(n, 'time')} everything a customer bought in one {grain} was returned in it; "
        "not counted as purchases.",
        zh=f"{n:,} 次购买在同一周期内全部退回, 不算购买。",
        count=n,
    )


def _without(summary: CustomerSummary) -> Note:
    n = summary.n_without
    return Note(
        en=f"{counted(n, 'customer')} bought nothing on balance, only refunds or purchases "
        "returned in the same period; not in the table.",
        zh=f"{n:,} 位客户净额上没有任何购买 (只有退款或当期全退), 不在表中。",
        count=n,
    )
