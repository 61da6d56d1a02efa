"""What an order log lost on the way to a result, in words and counted."""

import math
from collections.abc import Mapping

from vocvalue.results import Note
from vocvalue.results.intervals import beside
from vocvalue.results.notes import left_out, numbered
from vocvalue.results.numerals import counted
from vocvalue.results.spans import moment
from vocvalue.results.sums import amount
from vocvalue.results.texts import Text, named, pair
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
from vocvalue.tables.times import Grain
from vocvalue.tables.unnamed import says_no_id

SAME: Mapping[Grain, Text] = {
    "hour": pair("the same hour", "同一小时"),
    "day": pair("the same day", "同一天"),
    "week": pair("the same week", "同一周"),
    "month": pair("the same month", "同一个月"),
}


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
    names = log.schema
    return (
        *_lacking(log, census, NO_CUSTOMER, names.customer_id),
        *_lacking(log, census, NO_TIME, names.timestamp),
        *(_lacking(log, census, NO_MONEY, names.amount) if names.amount is not None else ()),
        *_late(log, census),
        *_copies_dropped(log),
        *(_zeros_dropped(log, census) if names.zeros == "drop" else ()),
        *(_refunds_dropped(log, census) if names.refunds == "drop" else ()),
    )


def unattributed(summary: CustomerSummary) -> tuple[Note, ...]:
    """Return a note on the lines before any purchase that could not be deducted from one."""
    n, log = summary.n_early, summary.log
    lines = pair(
        "{lines} before any purchase that counts",
        "{lines}早于任何有效购买",
        lines=counted(n, "order line"),
    )
    reason = pair(
        "These are refunds of what was bought before the table begins, or purchases returned "
        "within {same}.",
        "它们是对更早购买（不在表中）的退款，或{same}内全部退回的购买。",
        same=SAME[log.grain],
    )
    return left_out(n, _with_money(lines, summary.early_money, log.currency), reason)


def remarks(summary: CustomerSummary) -> tuple[Note, ...]:
    """Return the notes on what was counted, but needs a word."""
    return (
        *kept(summary.log, summary.census, n_copies=summary.n_copies),
        *_undone(summary),
        *_without(summary),
    )


def kept(log: OrderLog, census: Census, *, n_copies: int) -> tuple[Note, ...]:
    """Return the notes on odd lines that the policies keep."""
    return (
        *(_zeros_kept(census.count(ZERO)) if log.schema.zeros == "keep" else ()),
        *(_copies_kept(n_copies) if log.schema.duplicates == "keep" else ()),
    )


def _lacking(log: OrderLog, census: Census, kind: int, column: str) -> tuple[Note, ...]:
    lines = pair(
        "{lines} with no {column}",
        "{lines}缺少 {column}",
        lines=counted(census.count(kind), "order line"),
        column=named(column),
    )
    return _of_kind(log, census, kind, lines)


def _late(log: OrderLog, census: Census) -> tuple[Note, ...]:
    lines = pair(
        "{lines} dated after the observation ended on {end}",
        "{lines}晚于观察期末{end}",
        lines=counted(census.count(LATE), "order line"),
        end=moment(census.end),
    )
    return _of_kind(log, census, LATE, lines)


def _zeros_dropped(log: OrderLog, census: Census) -> tuple[Note, ...]:
    lines = pair(
        "{lines} with an amount of 0",
        "{lines}金额为 0",
        lines=counted(census.count(ZERO), "order line"),
    )
    return _of_kind(log, census, ZERO, lines)


def _refunds_dropped(log: OrderLog, census: Census) -> tuple[Note, ...]:
    return _of_kind(log, census, REFUND, counted(census.count(REFUND), "refund"))


def _of_kind(log: OrderLog, census: Census, kind: int, lines: Text) -> tuple[Note, ...]:
    money = census.money.get(kind, 0.0)
    return left_out(census.count(kind), _with_money(lines, money, log.currency))


def _with_money(lines: Text, money: float, currency: str | None) -> Text:
    if not money or not math.isfinite(money):
        return lines
    total = pair("{money} in total", "合计 {money}", money=amount(money, currency))
    return beside(lines, total)


def _copies_dropped(log: OrderLog) -> tuple[Note, ...]:
    n = log.n_copies_dropped
    lines = pair(
        "{lines} repeating another in every column",
        "{lines}与另一条完全重复",
        lines=counted(n, "order line"),
    )
    return left_out(n, lines)


def _copies_kept(n: int) -> tuple[Note, ...]:
    lines = counted(n, "order line")
    return numbered(
        n,
        pair(
            "{lines} repeats another in every column and was kept.",
            "{lines}与另一条完全重复，已保留。",
            lines=lines,
        ),
        pair(
            "{lines} repeat another in every column and were kept.",
            "{lines}与另一条完全重复，已保留。",
            lines=lines,
        ),
        pair(
            'To leave out such lines, pass duplicates="drop".',
            '如需剔除，请用 duplicates="drop"。',
        ),
    )


def _zeros_kept(n: int) -> tuple[Note, ...]:
    lines = counted(n, "order line")
    return numbered(
        n,
        pair(
            "{lines} with an amount of 0 was counted as a purchase.",
            "{lines}金额为 0，按购买计入。",
            lines=lines,
        ),
        pair(
            "{lines} with an amount of 0 were counted as purchases.",
            "{lines}金额为 0，按购买计入。",
            lines=lines,
        ),
        pair('To leave out free items, pass zeros="drop".', '如需剔除赠品，请用 zeros="drop"。'),
    )


def _undone(summary: CustomerSummary) -> tuple[Note, ...]:
    n = summary.n_undone
    parts = {"purchases": counted(n, "purchase"), "same": SAME[summary.log.grain]}
    return numbered(
        n,
        pair(
            "{purchases} returned in full within {same} was not counted.",
            "{purchases}在{same}内全部退回，不算购买。",
            **parts,
        ),
        pair(
            "{purchases} returned in full within {same} were not counted.",
            "{purchases}在{same}内全部退回，不算购买。",
            **parts,
        ),
    )


def _without(summary: CustomerSummary) -> tuple[Note, ...]:
    n = summary.n_without
    parts = {"customers": counted(n, "customer"), "same": SAME[summary.log.grain]}
    return numbered(
        n,
        pair(
            "{customers} with no net purchase, only refunds or purchases returned within "
            "{same}, is not in the table.",
            "{customers}没有净购买（只有退款，或在{same}内全部退回的购买），不在表中。",
            **parts,
        ),
        pair(
            "{customers} with no net purchase, only refunds or purchases returned within "
            "{same}, are not in the table.",
            "{customers}没有净购买（只有退款，或在{same}内全部退回的购买），不在表中。",
            **parts,
        ),
    )
