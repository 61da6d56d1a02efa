"""Each rule applied to its table: who triggered it, when, and what was left out."""

import datetime as dt
from dataclasses import dataclass, field, fields, replace
from typing import Any

import narwhals as nw
import numpy as np

from vocvalue.errors import ParameterError
from vocvalue.lift.pool.rule_words import called
from vocvalue.lift.pool.rules import NPS, Complaint, FallingValue, LowScore, Rule, Silence
from vocvalue.link.clock import has_days_only, one_clock_of
from vocvalue.results import Note
from vocvalue.results.numerals import counted
from vocvalue.results.texts import named
from vocvalue.tables import alerts, exclusions, responses, times
from vocvalue.tables.alerts import Fired, Period, Values
from vocvalue.tables.orders import CUSTOMER, TIME, read_orders, take_census
from vocvalue.tables.reading.customers import Timed
from vocvalue.tables.reading.orders import Orders
from vocvalue.tables.reading.responses import Responses
from vocvalue.tables.responses import COLUMN as SURVEY
from vocvalue.tables.responses import ResponseLog, Wanted, has_column, read_responses
from vocvalue.tables.which_survey import EVERY_SURVEY


@dataclass(frozen=True, kw_only=True, eq=False)
class Tables:
    """The tables that the rules examine, and how they are read.

    Attributes:
        responses: The survey responses, or None.
        complaints: The complaints, or None.
        orders: The order log, or None.
        period: The period in which an alert counts.
    """

    responses: Responses | None = field(repr=False)
    complaints: Timed | None = field(repr=False)
    orders: Orders | None = field(repr=False)
    period: Period

    def by_one_clock(self) -> "Tables":
        """Return the tables read in one time zone."""
        names = ("responses", "complaints", "orders")
        tables = {name: getattr(self, name) for name in names}
        passed = {name: table for name, table in tables.items() if table is not None}
        zones = one_clock_of(passed)
        zoned = {name: replace(table, timezone=zones[name]) for name, table in passed.items()}
        return replace(self, **zoned)


@dataclass(frozen=True, kw_only=True, eq=False)
class Findings:
    """What a rule found in its table.

    Attributes:
        fired: The customers who triggered the rule.
        notes: What was left out.
        end: The moment at which the rule was evaluated, if it is evaluated at a single one.
        table: The name of the table examined; None for values.
        customers: The customers of the rows that count, under the table's own column name.
        has_days_only: Whether it is a table of responses or complaints with dates only.
        has_clock: Whether the table has times other than midnight.
    """

    fired: Fired
    notes: tuple[Note, ...] = ()
    end: dt.datetime | None = None
    table: str | None = None
    customers: nw.LazyFrame[Any] | None = field(default=None, repr=False)
    has_days_only: bool = False
    has_clock: bool = False


def look(rule: Rule, tables: Tables, values: Values | None) -> Findings:
    """Return what a rule finds in its table."""
    if isinstance(rule, LowScore):
        return _low_score(rule, tables)
    if isinstance(rule, Complaint):
        return _complaint(rule, tables)
    if isinstance(rule, Silence):
        return _silence(rule, tables)
    return _falling(rule, tables, values)


def check_used(rules: tuple[Rule, ...], tables: Tables) -> None:
    """Refuse a table that no rule examines, which the caller meant to be examined."""
    kinds = {type(rule) for rule in rules}
    by_column = any(isinstance(rule, Complaint) and rule.column for rule in rules)
    used = {
        "orders": Silence in kinds,
        "complaints": Complaint in kinds,
        "responses": LowScore in kinds or (by_column and tables.complaints is None),
    }
    for name, is_used in used.items():
        if getattr(tables, name) is not None and not is_used:
            raise ParameterError(
                f"no rule examines {name}. Leave the table out, or add the rule that was meant."
            )


def _low_score(rule: LowScore, tables: Tables) -> Findings:
    data: Responses = _needed(rule, tables, "responses")
    is_told = data.survey_column is not None or has_column(data, SURVEY)
    survey: str | None = EVERY_SURVEY if rule.survey is None else rule.survey
    if survey == NPS and not is_told:
        survey = None
    log = read_responses(replace(data, survey=survey), Wanted())
    period, is_dated = _period(log, tables)
    fired = alerts.low_scores(log, at_most=rule.at_most, lowest=rule.lowest, period=period)
    return _findings(rule, log, fired, table="responses", is_dated=is_dated)


def _complaint(rule: Complaint, tables: Tables) -> Findings:
    name = "complaints" if tables.complaints is not None or rule.column is None else "responses"
    data = _needed(rule, tables, name)
    keep = () if rule.column is None else (rule.column,)
    wanted = Wanted(score=False, keep=keep, called=f"the table {name}")
    log = read_responses(data if name == "complaints" else _timed(data), wanted)
    period, is_dated = _period(log, tables)
    fired = alerts.marked_rows(log, column=rule.column, values=rule.any_of, period=period)
    return _findings(rule, log, fired, table=name, is_dated=is_dated)


def _period(log: ResponseLog, tables: Tables) -> tuple[Period, bool]:
    """Return the period as it applies to a table, and whether the table has dates only."""
    is_dated = has_days_only(log)
    return (tables.period.of_days() if is_dated else tables.period), is_dated


def _findings(
    rule: Rule, log: ResponseLog, fired: Fired, *, table: str, is_dated: bool
) -> Findings:
    noun = "complaint" if table == "complaints" else "response"
    return Findings(
        fired=fired,
        notes=(*log.source.notes, *_rows_left_out(rule, log, fired, noun)),
        table=table,
        customers=_customers(log.rows, log.schema),
        has_days_only=is_dated,
        has_clock=not is_dated and times.has_clock(log.rows, responses.ANSWERED),
    )


def _customers(rows: nw.LazyFrame[Any], schema: Timed) -> nw.LazyFrame[Any]:
    return rows.select(nw.col(CUSTOMER).alias(schema.customer_id))


def _silence(rule: Silence, tables: Tables) -> Findings:
    # A refund is no sign of life.
    log = read_orders(replace(_needed(rule, tables, "orders"), refunds="drop"), "day")
    census = take_census(log, tables.period.end)
    fired = alerts.silent(log, census, seconds=rule.seconds, period=tables.period)
    notes = (
        *exclusions.of_reading(log, census),
        *_silent_before(rule, fired),
        *exclusions.excluded(log, census),
    )
    return Findings(
        fired=fired,
        notes=notes,
        end=tables.period.end or census.end,
        table="orders",
        customers=_customers(log.lines, log.schema),
        has_clock=times.has_clock(log.lines, TIME),
    )


def _falling(rule: FallingValue, tables: Tables, values: Values | None) -> Findings:
    if values is None or values.before is None:  # pragma: no cover - refused in read_values
        raise ParameterError(f"rule {rule.name!r} needs values=.")
    now, before = values.now, values.before
    is_known = np.isfinite(now) & np.isfinite(before)
    fall = before - now
    if rule.absolute is not None:
        fell = is_known & (fall >= rule.absolute * (1 - 1e-12))
        no_base = np.zeros(len(now), dtype=np.bool_)
    else:
        no_base = is_known & (before <= 0)
        fell = is_known & ~no_base & (fall >= (rule.relative or 0.0) * before * (1 - 1e-12))
    end = np.datetime64(tables.period.end or "NaT", "us")
    fired = Fired(
        ids=values.ids.filter(fell.tolist()) if len(fell) else values.ids,
        at=np.full(int(fell.sum()), end, dtype="datetime64[us]"),
        n_seen=int(is_known.sum()),
    )
    return Findings(fired=fired, notes=_values_left_out(values, is_known, no_base))


def _needed(rule: Rule, tables: Tables, name: str) -> Any:
    data = getattr(tables, name)
    if data is None:
        raise ParameterError(f"rule {rule.name!r} needs {name}=, the table that it examines.")
    return data


def _timed(data: Responses) -> Timed:
    """Return responses of all surveys, because a topic counts whichever survey it comes from."""
    return Timed(**{field.name: getattr(data, field.name) for field in fields(Timed)})


def _rows_left_out(rule: Rule, log: ResponseLog, fired: Fired, noun: str) -> tuple[Note, ...]:
    names = log.schema
    missing = {
        names.customer_id: log.n.get(responses.NO_CUSTOMER, 0),
        names.timestamp: log.n.get(responses.NO_TIME, 0),
        str(log.score): log.n.get(responses.NO_SCORE, 0),
    }
    return (
        *(note for column, n in missing.items() for note in _without(rule, n, noun, column)),
        *Note.counted(
            fired.n_early,
            "The rule '{rule}' leaves out {rows} from before the period.",
            "规则“{rule}”未计入 {rows}：早于所选期间。",
            rule=called(rule.name),
            rows=counted(fired.n_early, noun),
        ),
        *Note.counted(
            fired.n_late,
            "The rule '{rule}' leaves out {rows} from after the period.",
            "规则“{rule}”未计入 {rows}：晚于所选期间。",
            rule=called(rule.name),
            rows=counted(fired.n_late, noun),
        ),
    )


def _without(rule: Rule, n: int, noun: str, column: str) -> tuple[Note, ...]:
    return Note.counted(
        n,
        "The rule '{rule}' leaves out {rows} with no {column}.",
        "规则“{rule}”未计入 {rows}：缺少 {column}。",
        rule=called(rule.name),
        rows=counted(n, noun),
        column=named(column),
    )


def _silent_before(rule: Silence, fired: Fired) -> tuple[Note, ...]:
    return Note.counted(
        fired.n_early,
        "The rule '{rule}' leaves out {customers} who had already been silent for that long when "
        "the period began.",
        "规则“{rule}”未计入 {customers}：在期间开始之前就已达到这一未下单时长。",
        rule=called(rule.name),
        customers=counted(fired.n_early, "customer"),
    )


def _values_left_out(values: Values, is_known: Any, no_base: Any) -> tuple[Note, ...]:
    absent = ~values.is_in_both
    n_absent, n_half = int(absent.sum()), int((~is_known & ~absent).sum())
    n_no_base = int(no_base.sum())
    return (
        *Note.counted(
            n_absent,
            "{customers} had no earlier value and could not be checked for a fall in value.",
            "{customers}没有此前的价值，无法检查价值是否下降。",
            customers=counted(n_absent, "customer"),
        ),
        *Note.counted(
            n_half,
            "{customers} had only one of the two values and could not be checked for a fall in "
            "value.",
            "{customers}缺少前后两个价值之一，无法检查价值是否下降。",
            customers=counted(n_half, "customer"),
        ),
        *Note.counted(
            n_no_base,
            "{customers} had an earlier value of zero or less, from which no relative fall can be "
            "calculated, and could not be checked for a fall in value.",
            "{customers}此前的价值不大于零，无法计算相对降幅，因此未检查价值是否下降。",
            customers=counted(n_no_base, "customer"),
        ),
    )
