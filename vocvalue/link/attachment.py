"""From responses and orders to one row per customer who answered."""

from collections.abc import Sequence
from typing import Any, get_args

import narwhals as nw
import numpy as np

from vocvalue import checks, progress
from vocvalue.errors import DataError, ParameterError
from vocvalue.link import notes
from vocvalue.link.chosen import answers_of, labels_of
from vocvalue.link.clock import dated, one_clock
from vocvalue.link.joining import (
    beside_orders,
    check_beside,
    counted_from,
    counts,
    floats,
    has_orders,
    moments,
)
from vocvalue.link.linked import Linked
from vocvalue.link.months import by_month, unequal_months
from vocvalue.link.report import LinkReport, Rule
from vocvalue.link.window import WindowLike, period, window_of
from vocvalue.results import Note
from vocvalue.results.texts import pair
from vocvalue.tables import exclusions, responses, windows
from vocvalue.tables.copies import n_copies
from vocvalue.tables.engine_errors import translated
from vocvalue.tables.heavy_ids import heavy
from vocvalue.tables.orders import (
    CUSTOMER,
    Census,
    OrderLog,
    read_orders,
    revenue,
    take_census,
)
from vocvalue.tables.reading.bare import for_bare, refuse_idle
from vocvalue.tables.reading.customers import Timed
from vocvalue.tables.reading.described import described
from vocvalue.tables.reading.orders import Duplicates, Orders, Refunds, Zeros
from vocvalue.tables.reading.responses import Responses
from vocvalue.tables.responses import ResponseLog, Wanted
from vocvalue.tables.windows import Window

RULES: tuple[Rule, ...] = get_args(Rule)


@progress.step(pair("joining responses to orders", "关联答卷与订单"))
@translated
def attach(
    responses_table: object,
    orders: object,
    *,
    window: WindowLike = "12 months",
    rule: Rule = "first",
    survey: str | None = None,
    answered_between: tuple[object, object] | None = None,
    score: str | None = "score",
    keep: Sequence[str] = (),
    customer_id: str = "customer_id",
    timestamp: str = "timestamp",
    survey_column: str | None = None,
    orders_customer_id: str | None = None,
    orders_timestamp: str | None = None,
    amount: str = "amount",
    quantity: str | None = None,
    observation_end: object = None,
    refunds: Refunds = "net",
    zeros: Zeros = "keep",
    duplicates: Duplicates = "keep",
    timezone: str | None = None,
    timestamp_format: str | None = None,
    currency: str | None = None,
) -> Linked:
    """Join each customer's answer to what they ordered before and after it.

    This is one join and one aggregation in the engine that holds the orders, which returns one row
    per customer. Responses from another engine are brought there, one row per customer.

    Args:
        responses_table: One row per answer: any frame narwhals accepts, a path to CSV or Parquet,
            or a `vocvalue.Responses`, which knows how it is read.
        orders: An order log in any of these forms, or a `vocvalue.Orders`.
        window: A span such as "12 months", counted from each answer both forwards and backwards. Or
            a pair of dates: the first and last day of one calendar window for all.
        rule: Which answer of a customer counts. "first": the first, so that what follows is
            observed in full and for every customer. "only": several answers are refused. There is
            no "last": last answers exist only for customers who stayed.
        survey: The survey whose answers are used, such as "nps"; needed if the table holds several;
            "*" takes every row.
        answered_between: First and last day of the answers used; None takes all.
        score: Column with the scores; None if no score is needed.
        keep: Further columns of the responses to keep.
        customer_id: Column with the customer ids.
        timestamp: Column with the timestamps.
        survey_column: Column that names the survey; by default "survey", if there is one.
        orders_customer_id: The orders' column of the customer, if it has another name.
        orders_timestamp: The orders' column of the time, if it has another name.
        amount: Column with the order amounts, negative for a refund.
        quantity: Column of the orders that multiplies `amount`, which is then a unit price.
        observation_end: The last moment observed; by default the latest order.
        refunds: What to do with negative amounts: "net", "drop" or "error", see `clv.rfm`.
        zeros: What to do with orders of amount 0: "keep", "drop" or "error", see `clv.rfm`.
        duplicates: What to do with rows that repeat another in every column: "keep", "drop" or
            "error", see `clv.rfm`.
        timezone: The time zone whose wall-clock time counts, for times that carry a zone.
        timestamp_format: How text is parsed as times, in both tables.
        currency: The currency code, passed on to the results, or the orders' column that holds it.

    Returns:
        The customers who answered, with a report of what was matched and what was left out.

    Raises:
        DataError: A column is missing or cannot be read; ids are of two types, or written
            differently in the two tables for one customer in a hundred or more; there are several
            currencies; a customer has several answers and the rule is "only"; or the tables are in
            two engines of which one accepts no table from outside.
        ParameterError: The rule is unknown, the window cannot be read, none of several surveys is
            named, or an argument repeats what a table already states.

    Examples:
        >>> import vocvalue as vv
        >>> shop = vv.datasets.load_sample()
        >>> linked = attach(shop.responses, shop.orders, window="12 months", survey="nps")
        >>> linked.report.customers, linked.report.repeated
        (1287, 327)
        >>> print(linked.statement())
        1,287 customers answered; 1,287 of them (100.0%) had orders, which made up 69.4% of all
        revenue.
    """
    shared = {
        "customer_id": customer_id,
        "timestamp": timestamp,
        "timezone": timezone,
        "timestamp_format": timestamp_format,
    }
    refuse_idle({"responses_table": responses_table, "orders": orders}, **shared)
    own = {"customer_id": orders_customer_id, "timestamp": orders_timestamp}
    named = {key: name for key, name in own.items() if name is not None}
    refuse_idle({"orders": orders}, **named)
    surveyed = {"survey": survey, "survey_column": survey_column, "score": score or "score"}
    answers = described(
        Responses,
        responses_table,
        "responses_table",
        **surveyed,
        **for_bare(responses_table, **shared),
    )
    money = {"amount": amount, "quantity": quantity, "currency": currency}
    policies = {"refunds": refunds, "zeros": zeros, "duplicates": duplicates}
    log = described(
        Orders,
        orders,
        "orders",
        observation_end=observation_end,
        **money,
        **policies,
        **for_bare(orders, **{**shared, **named}),
    )
    between = period(answered_between, name="answered_between")
    wanted = Wanted(score=score is not None, between=between, keep=checks.columns("keep", keep))
    return joined(answers, log, wanted, window=window, rule=rule)


def joined(
    answers: Timed, orders: Orders, wanted: Wanted, *, window: WindowLike, rule: Rule = "first"
) -> Linked:
    """Join each customer of a table with timestamps to what they ordered before and after.

    This is `attach` for tables whose columns are already described.

    Args:
        answers: The customers and their timestamps: responses, or the assignments of an experiment.
        orders: The order log.
        wanted: The rows and columns to take from the customers' table.
        window: As in `attach`.
        rule: As in `attach`.
    """
    _check_rule(rule)
    answers, orders = one_clock(answers, orders)
    first = responses.read_responses(answers, wanted)
    log = read_orders(orders, "day")
    return _linked(first, log, take_census(log, log.end), window=window, rule=rule)


def _linked(
    answers: ResponseLog,
    log: OrderLog,
    census: Census,
    *,
    window: WindowLike,
    rule: Rule,
) -> Linked:
    span = counted_from(window_of(window), answers, log)
    table, orders = beside_orders(answers, responses.first_answers(answers), log, census, span)
    if rule == "only":
        _refuse_several(table, answers)
    is_matched = has_orders(table)
    gate_notes = check_beside(table, answers, log, orders)
    kept = answers_of(answers, table)
    crowd = heavy(log, census)
    report = _report(answers, table, log, census, rule=rule, n_ordering=crowd.n_customers)
    return Linked(
        report=report,
        customer_id=table[CUSTOMER].alias(answers.schema.customer_id),
        answered=moments(table, responses.ANSWERED),
        score=None if answers.score is None else kept[responses.SCORE],
        kept={column: kept[responses.kept_name(column)] for column in answers.wanted.keep},
        labels=labels_of(answers, table),
        matched=is_matched,
        spend_before=np.nan_to_num(floats(table, windows.SPEND_BEFORE)),
        spend_after=np.nan_to_num(floats(table, windows.SPEND_AFTER)),
        orders_after=counts(table, windows.ORDERS_AFTER),
        first_order=moments(table, windows.FIRST_ORDER),
        first_after=moments(table, windows.FIRST_AFTER),
        last_after=moments(table, windows.LAST_AFTER),
        window=window,
        window_start=span.start,
        window_seconds=span.seconds,
        observation_end=census.end,
        currency=log.currency,
        notes=(
            *gate_notes,
            *answers.source.notes,
            *exclusions.of_reading(log, census),
            *_notes(table, span, report),
            *exclusions.excluded(log, census),
            *exclusions.kept(log, census, n_copies=n_copies(log, census)),
            *crowd.notes,
        ),
    )


def _report(
    answers: ResponseLog,
    table: nw.DataFrame[Any],
    log: OrderLog,
    census: Census,
    *,
    rule: Rule,
    n_ordering: int,
) -> LinkReport:
    """Return how well the responses match the orders."""
    return LinkReport(
        **_counts(answers, table, census),
        customers_with_orders=n_ordering,
        revenue=revenue(log, census),
        revenue_matched=float(np.nansum(floats(table, windows.TOTAL))),
        rule=rule,
        months=by_month(moments(table, responses.ANSWERED), has_orders(table)),
        currency=log.currency,
    )


def _check_rule(rule: str) -> None:
    if rule == "last":
        raise ParameterError(
            "rule == 'last' would select customers who stayed: those who left give no late "
            "answers. Use 'first', or 'only' to refuse several answers."
        )
    checks.one_of("rule", rule, RULES)


def _counts(answers: ResponseLog, table: nw.DataFrame[Any], census: Census) -> dict[str, Any]:
    n, n_answers = answers.n, table[responses.N_ANSWERS].to_numpy()
    late = moments(table, responses.ANSWERED) > np.datetime64(census.latest, "us")
    several = int((n_answers > 1).sum())
    wanted = {kind: count for kind, count in n.items() if kind not in responses.UNWANTED}
    return {
        "responses": sum(wanted.values()),
        "without_customer": n.get(responses.NO_CUSTOMER, 0),
        "without_time": n.get(responses.NO_TIME, 0),
        "without_score": n.get(responses.NO_SCORE, 0),
        "repeated": n[responses.USED] - len(table),
        "customers": len(table),
        "several_answers": several,
        "exact_copies": responses.n_copies(answers) if several else 0,
        "matched": int(has_orders(table).sum()),
        "answered_late": int(late.sum()),
    }


def _refuse_several(table: nw.DataFrame[Any], answers: ResponseLog) -> None:
    several = table.filter(nw.col(responses.N_ANSWERS) > 1)
    if len(several):
        raise DataError.bad_rows(
            "of customers with several answers",
            column=answers.schema.customer_id,
            count=int(several[responses.N_ANSWERS].sum()),
            first_ids=several[CUSTOMER].head(5).to_list(),
            hint='Keep one answer per customer, or take the first with rule="first".',
        )


def _notes(table: nw.DataFrame[Any], span: Window, report: LinkReport) -> tuple[Note, ...]:
    tied = int((table[responses.N_TIED].to_numpy() > 1).sum())
    late = 0
    if span.start is not None:
        late = int((moments(table, responses.ANSWERED) > np.datetime64(span.start, "us")).sum())
    return (
        *unequal_months(report.months),
        *notes.notes_of(report),
        *notes.tied(tied),
        *notes.returned_early(int(np.nansum(floats(table, windows.EARLY)))),
        *notes.answered_late(late),
        *([dated()] if span.from_day_end else []),
    )
