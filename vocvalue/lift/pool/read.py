"""The alerts of all rules brought together, with one row for each customer at risk."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vocvalue import progress
from vocvalue.errors import ParameterError
from vocvalue.lift.pool.looking import Findings, Tables, check_used, look
from vocvalue.lift.pool.result import RiskPool
from vocvalue.lift.pool.rule_words import called
from vocvalue.lift.pool.rules import FallingValue, Rule, checked_rules
from vocvalue.lift.pool.tables import at_end_of_day, check_together
from vocvalue.lift.pool.values import read_values
from vocvalue.link.worth import terms_of, worth_of
from vocvalue.results import CustomerValues, Note
from vocvalue.results.numerals import counted
from vocvalue.results.texts import pair
from vocvalue.tables import ids
from vocvalue.tables.alerts import Period, Values
from vocvalue.tables.engine_errors import translated
from vocvalue.tables.reading.bare import for_bare, refuse_idle
from vocvalue.tables.reading.customers import Timed
from vocvalue.tables.reading.described import Kind, described
from vocvalue.tables.reading.orders import Orders
from vocvalue.tables.reading.responses import Responses
from vocvalue.tables.times import moment, optional_moment


@progress.step(pair("looking for customers at risk", "寻找可能流失的客户"))
@translated
def risk_pool(
    rules: Sequence[Rule],
    *,
    responses: object = None,
    complaints: object = None,
    orders: object = None,
    values: object = None,
    between: tuple[object, object] | None = None,
    as_of: object = None,
    customer_id: str = "customer_id",
    timestamp: str = "timestamp",
    score: str = "score",
    survey_column: str | None = None,
    amount: str = "amount",
    timezone: str | None = None,
    timestamp_format: str | None = None,
) -> RiskPool:
    """Return the customers who triggered an alert, each once, with all alerts they triggered.

    Each rule is reduced to one row per customer in the engine that holds its table; the tables may
    be in different engines. The result is in the library of the first rule's table. All tables are
    read in one time zone, and customers must have the same id in all of them. If one table has
    dates only and another has times, each date counts as the end of its day.

    Args:
        rules: Any number of `LowScore`, `Complaint`, `FallingValue` and `Silence`.
        responses: Survey responses, for `LowScore` and for a `Complaint` with a column.
        complaints: One row per complaint, with customer and timestamp, for `Complaint`.
        orders: An order log, for `Silence`.
        values: What each customer is worth, for `FallingValue` and as a column of the result: a
            table with one row per customer, or what `clv.predict` returned; for `FallingValue` a
            pair of these (before, now), or one table with a column for each.
        between: First and last day of the alerts that count. A silence counts if it reached the
            length of the rule within these days.
        as_of: The last day that counts, where there is no first day. Without between and as_of,
            silence is evaluated at the latest order.
        customer_id: Column with the customer ids, in every table.
        timestamp: Column with the timestamps, in every table.
        score: Column with the scores.
        survey_column: Column that names the survey; by default "survey", if there is one.
        amount: Column with the order amounts, negative for a refund.
        timezone: The time zone whose wall-clock time counts, for times that carry a zone.
        timestamp_format: How text is parsed as times, in all tables.

    Returns:
        The customers at risk, sorted. A falling value has no timestamp of its own, so its alert is
        dated to the end of the period.

    Raises:
        DataError: A column is missing or cannot be read, scores are below the scale, a customer
            occurs twice in a table of values, or at least one customer in a hundred has ids that
            are spelled differently in two tables.
        ParameterError: There are no rules, two rules have the same name, a rule lacks its table, no
            rule examines a table, both between and as_of are given, or some times carry a zone and
            others do not.

    Examples:
        >>> import vocvalue as vv
        >>> from vocvalue.lift import LowScore, Silence
        >>> shop = vv.datasets.load_sample()
        >>> rules = [LowScore(), Silence(longer_than="180 days")]
        >>> pool = risk_pool(
        ...     rules,
        ...     responses=shop.responses,
        ...     orders=shop.orders,
        ...     between=("2024-07-01", "2024-12-31"),
        ... )
        >>> print(pool.statement())
        Between 1 July 2024 and 31 December 2024, 345 customers triggered an alert: a score of 6 or
        less in the NPS survey (99), no order for more than 180 days (261). 15 of them triggered
        more than one.
    """
    given = checked_rules(rules)
    period = _period(between, as_of, timezone)
    shared: dict[str, Any] = {
        "customer_id": customer_id,
        "timestamp": timestamp,
        "timezone": timezone,
        "timestamp_format": timestamp_format,
    }
    logs = {"responses": responses, "complaints": complaints, "orders": orders}
    refuse_idle(logs, **shared)
    tables = Tables(
        responses=_read(
            Responses, responses, "responses", score=score, survey_column=survey_column, **shared
        ),
        complaints=_read(Timed, complaints, "complaints", **shared),
        orders=_read(Orders, orders, "orders", amount=amount, **shared),
        period=period,
    )
    check_used(given, tables)
    tables = tables.by_one_clock()
    worth = read_values(values, given, customer_id)
    findings = {rule.name: look(rule, tables, worth) for rule in given}
    written = check_together(list(findings.values()))
    findings, dated = at_end_of_day(findings)
    ends = [found.end for found in findings.values() if found.end is not None]
    end = period.end or (max(ends) if ends else None)
    return _pooled(
        {rule.name: rule for rule in given},
        findings,
        worth,
        terms=terms_of(values),
        period=Period(start=period.start, end=end),
        name=customer_id,
        notes=(*written, *dated),
    )


def _read(
    kind: type[Kind], data: object, name: str, *, customer_id: str, **asked: Any
) -> Kind | None:
    """Return a table with how it is read; arguments for all tables apply to bare ones."""
    if data is None:
        return None
    clock = {key: asked.pop(key) for key in ("timestamp", "timezone", "timestamp_format")}
    shared = for_bare(data, customer_id=customer_id, **clock)
    return described(kind, data, name, **asked, **shared)


def _period(between: tuple[object, object] | None, as_of: object, timezone: str | None) -> Period:
    if between is None:
        return Period(end=optional_moment(as_of, name="as_of", timezone=timezone))
    if as_of is not None:
        raise ParameterError("between already has a last day. Pass either between= or as_of=.")
    if not isinstance(between, tuple | list) or len(between) != 2:
        raise ParameterError(f"between == {between!r}, must be a pair: (first day, last day).")
    first, last = (moment(day, name="between", timezone=timezone) for day in between)
    # A bare day means its end, but a period begins at the start of its first day.
    start = dt.datetime.combine(first, dt.time.min) if first.time() == dt.time.max else first
    if start > last:
        raise ParameterError(f"between == {between!r}, must begin before it ends.")
    return Period(start=start, end=last)


def _pooled(
    rules: Mapping[str, Rule],
    findings: Mapping[str, Findings],
    values: Values | None,
    *,
    terms: CustomerValues | None,
    period: Period,
    name: str,
    notes: tuple[Note, ...],
) -> RiskPool:
    columns = [found.fired.ids for found in findings.values()]
    texts = [ids.texts_of(column) if len(column) else [] for column in columns]
    codes, known = pd.factorize(np.array([text for part in texts for text in part], dtype=object))
    customer, order = _customers(columns, list(map(str, known)))
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    fired_at = np.full(len(order), np.datetime64("NaT", "us"), dtype="datetime64[us]")
    fired: dict[str, NDArray[np.bool_]] = {}
    ends = np.cumsum([len(part) for part in texts])
    for (rule, found), rows in zip(
        findings.items(), np.split(place[codes], ends[:-1]), strict=True
    ):
        fired[rule] = np.zeros(len(order), dtype=np.bool_)
        fired[rule][rows] = True
        # fmin takes the other where one is NaT.
        fired_at[rows] = np.fmin(fired_at[rows], _dated(found, rules[rule], period.end))
    worth, of_values = _worth(values, customer)
    return RiskPool(
        customer_id=customer.alias(name),
        fired_at=fired_at,
        fired=fired,
        value=worth,
        rules=dict(rules),
        customers_checked={rule: found.fired.n_seen for rule, found in findings.items()},
        start=period.start,
        end=period.end,
        basis=None if terms is None else terms.basis,
        currency=None if terms is None else terms.currency,
        notes=(
            *notes,
            *dict.fromkeys(note for found in findings.values() for note in found.notes),
            *_never(findings),
            *of_values,
        ),
    )


def _dated(found: Findings, rule: Rule, end: dt.datetime | None) -> NDArray[np.datetime64]:
    if isinstance(rule, FallingValue) and end is not None:
        return np.full(found.fired.at.shape, np.datetime64(end, "us"))
    return found.fired.at


def _customers(
    columns: list[nw.Series[Any]], known: list[str]
) -> tuple[nw.Series[Any], NDArray[np.int64]]:
    """Return the customers sorted, in the first column's library, and the order that sorts them."""
    first = columns[0]
    if all(column.dtype.is_numeric() for column in columns):
        order = np.argsort(np.array([int(text) for text in known], dtype=object))
        numbers = [int(known[i]) for i in order]
        values = nw.new_series(str(first.name), numbers, backend=first.implementation)
    else:
        order = np.argsort(np.array(known, dtype=np.str_))
        sorted_texts = [known[i] for i in order]
        values = nw.new_series(
            str(first.name), sorted_texts, nw.String, backend=first.implementation
        )
    return values, np.asarray(order, dtype=np.int64)


def _worth(
    values: Values | None, customer: nw.Series[Any]
) -> tuple[NDArray[np.float64] | None, tuple[Note, ...]]:
    if values is None:
        return None, ()
    worth, notes = worth_of(customer, values)
    n = int(np.isnan(worth).sum())
    unknown = Note.counted(
        n,
        "The value of {customers} at risk is not known.",
        "{customers}有流失风险，但客户价值未知。",
        customers=counted(n, "customer"),
    )
    return worth, (*notes, *unknown)


def _never(findings: Mapping[str, Findings]) -> list[Note]:
    return [
        Note.of(
            "The rule '{rule}' matched none of {customers}. Check that this is what you expect.",
            "{customers}中没有一位触发规则“{rule}”，请确认是否符合预期。",
            rule=called(name),
            customers=counted(found.fired.n_seen, "customer"),
        )
        for name, found in findings.items()
        if not len(found.fired.ids)
    ]
