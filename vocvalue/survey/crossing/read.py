"""Scores crossed with money: customer segments by score, compared by revenue and churn."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from vocvalue import checks, duration, progress
from vocvalue.errors import ParameterError
from vocvalue.link import Linked
from vocvalue.results import Basis, Estimate, Note
from vocvalue.results.numerals import counted
from vocvalue.results.texts import pair
from vocvalue.stats.proportions import wilson
from vocvalue.survey.crossing.alike import make_alike
from vocvalue.survey.crossing.gathered import Gathered
from vocvalue.survey.crossing.gathering import gather
from vocvalue.survey.crossing.measure import Measure
from vocvalue.survey.crossing.names import members, within
from vocvalue.survey.crossing.question import CrossQuestion, FollowUp, Unmatched
from vocvalue.survey.crossing.result import SegmentTable
from vocvalue.survey.crossing.segment_metric import FEWEST, MetricName, SegmentMetric
from vocvalue.survey.scores.scale import Bands
from vocvalue.tables.categories import key
from vocvalue.tables.engine_errors import translated
from vocvalue.tables.reading.bare import for_bare, refuse_idle
from vocvalue.tables.reading.described import described
from vocvalue.tables.reading.experiments import Outcomes
from vocvalue.tables.reading.orders import Orders
from vocvalue.tables.reading.responses import Responses


@progress.step(pair("comparing segments", "比较客群"))
@translated
def cross_analysis(
    responses: object,
    *,
    orders: object = None,
    values: object = None,
    by: str = "nps",
    points: int | None = None,
    bands: Bands | None = None,
    order: Sequence[str] | None = None,
    reference: str | None = None,
    window: duration.Span | tuple[object, object] = "12 months",
    churn_window: duration.Span | None = None,
    follow_up: FollowUp = "complete",
    unmatched: Unmatched | None = None,
    revenue: str | None = None,
    churned: str | Outcomes | None = None,
    margin: float | None = None,
    horizon: duration.Span | None = None,
    discount_rate: float = 0.10,
    basis: Basis = "revenue",
    covariates: object = None,
    adjust_for: Sequence[str] | None = None,
    weights: str | None = None,
    level: float = 0.95,
    currency: str | None = None,
    survey: str | None = None,
    survey_column: str | None = None,
    customer_id: str = "customer_id",
    timestamp: str = "timestamp",
    score: str = "score",
    amount: str = "amount",
) -> SegmentTable:
    """Compare what customers in each segment spent and whether they stayed after they answered.

    For every segment the table gives the number and share of customers, and annual revenue per
    customer, margin, lifetime value and churn, each with an interval. It also gives the gaps
    between segments, observed and adjusted, and says whether the sample shows any link at all.

    Args:
        responses: One row per response, with customer_id, timestamp and score: any frame that
            narwhals accepts, a path, or a `vocvalue.Responses`. Alternatively the result of
            `link.attach`, which has more options.
        orders: An order log: a frame, a path, or a `vocvalue.Orders` if its columns are named
            differently from those of the responses. `link.attach` joins the first response of each
            customer to the orders in the window after it. If None, the figures are columns of the
            responses, which then hold one row per customer.
        values: What each customer is worth: a result of `clv.predict`, or the name of a column of
            the responses, whose `horizon` must then be stated. If None, the lifetime value is
            computed from each segment's revenue and churn over the `horizon`; without a horizon
            there is no value.
        by: "nps", "csat" or "ces", whose scores define the segments; or the name of a column that
            holds the segments.
        points: The number of points on the scale, see `survey.segment`.
        bands: Custom bands, see `survey.segment`.
        order: The segments of a column from lowest to highest, such as from the least to the most
            satisfied. If None, segments are ordered if the column's type is (an ordered
            Categorical, an Enum), if they are numbers, or if they are words of a known scale (NPS,
            satisfaction, agreement, high to low, no and yes, in English or Chinese). Other segments
            have no order, and a link with them is never "reversed".
        reference: The segment that the others are compared with. By default the first of ordered
            segments, or the largest of unordered ones.
        window: The window after each response: a span that starts there, or a pair (first day, last
            day) for all customers.
        churn_window: A customer with no order in this last part of the window has left. By default
            the whole window counts.
        follow_up: "complete" measures revenue and churn over the customers followed through the
            whole window. "kaplan-meier" also includes, for churn only, customers who answered too
            late for that, for as long as they were followed.
        unmatched: What to do with customers who answered but have no order at all: "drop" leaves
            them out and counts them in a note; "zero" treats them as customers who spent nothing.
            If None they are left out, and an error is raised if their share differs clearly between
            segments (p < 0.001), because customers without an order may be those who left.
        revenue: The column of the responses with annual revenue, used without orders.
        churned: The column of the responses that says who left (1) or stayed (0), used without
            orders; or a `vocvalue.Outcomes`, a table of one row per customer.
        margin: The margin, as a share of revenue; adds the annual margin to the table.
        horizon: The span of the lifetime value. The longer the horizon, the more churn matters.
        discount_rate: Effective annual rate of a computed lifetime value; 10% is 0.10.
        basis: What the money in a column of values is: "revenue", "margin" or "net profit".
        covariates: The covariates to adjust for: a table with one row per customer, or names of
            columns of the responses. With orders, tenure and spending in a window of the same
            length before the response are added.
        adjust_for: The covariates to use: by default all, and none if empty.
        weights: The column of the responses with weights, such as those of `survey.rake`.
        level: The confidence level.
        currency: The currency code of the money, such as "CNY"; amounts are shown in it.
        survey: The survey to use if the responses hold several; by default the one named by `by`.
        survey_column: Column that names the survey; by default "survey", if there is one.
        customer_id: Column with the customer ids, in all tables.
        timestamp: Column with the timestamps, in both tables.
        score: Column with the scores.
        amount: Column with the order amounts, negative for a refund.

    Returns:
        The table of segments. Its notes count what was left out.

    Raises:
        DataError: Scores are off the scale, a column is missing or cannot be read, a customer has
            several responses although no orders are given, weights are negative, or no customer was
            followed through the whole window.
        ParameterError: An argument is outside its range, or values have no horizon.

    References:
        Welch (1947 and 1951) for means; Wilson (1927) and Newcombe (1998) for shares; Kaplan and
        Meier (1958); Robins, Rotnitzky and Zhao (1994) for the adjusted gap; Holm (1979).

    Examples:
        >>> import vocvalue as vv
        >>> shop = vv.datasets.load_sample()
        >>> table = cross_analysis(
        ...     shop.responses, orders=shop.orders, covariates=shop.customers, currency="CNY"
        ... )
        >>> table.segments, sum(table.n)
        (('detractor', 'passive', 'promoter'), 1287)
        >>> table.metric("revenue").verdict, table.metric("churn").verdict
        ('link found', 'no link found')
    """
    question = CrossQuestion(
        by=by,
        points=points,
        bands=bands,
        order=order,
        window=window,
        churn_window=churn_window,
        follow_up=follow_up,
        unmatched=unmatched,
        values=values,
        revenue=revenue,
        churned=churned,
        margin=margin,
        horizon=horizon,
        discount_rate=discount_rate,
        basis=basis,
        covariates=covariates,
        adjust_for=adjust_for,
        weights=weights,
        level=level,
        currency=currency,
        customer_id=customer_id,
    )
    shared: dict[str, Any] = {"customer_id": customer_id, "timestamp": timestamp}
    tables = {"responses": None if isinstance(responses, Linked) else responses, "orders": orders}
    refuse_idle(tables, **shared)
    answers = _answers(responses, survey=survey, survey_column=survey_column, score=score, **shared)
    log = _order_log(orders, amount=amount, currency=currency, **shared)
    return _table(question, gather(question, answers, log), reference)


def _order_log(
    orders: object, *, amount: str, currency: str | None, **shared: Any
) -> Orders | None:
    if orders is not None:
        money: dict[str, Any] = {"amount": amount, "currency": currency}
        return described(Orders, orders, "orders", **money, **for_bare(orders, **shared))
    if amount != "amount":
        raise ParameterError("amount names a column of orders=, but orders= was not passed.")
    return None


def _answers(
    responses: object, *, customer_id: str, timestamp: str, **asked: Any
) -> Responses | Linked:
    if isinstance(responses, Linked):
        return responses
    shared = for_bare(responses, customer_id=customer_id, timestamp=timestamp)
    return described(Responses, responses, "responses", **asked, **shared)


def _table(question: CrossQuestion, gathered: Gathered, reference: str | None) -> SegmentTable:
    segments = gathered.segments
    if reference is not None:
        reference = key(reference)
        checks.one_of("reference", reference, segments)
    n, shares = _shares(gathered, question.level)
    alike = make_alike(
        gathered.outcomes,
        gathered.has_outcomes,
        gathered.covariates,
        segments=segments,
    )
    measure = Measure(
        outcomes=gathered.outcomes,
        segments=segments,
        is_ordered=gathered.is_ordered,
        alike=alike,
        level=question.level,
    )
    metrics = dict(_metrics(question, gathered, measure))
    return SegmentTable(
        by=question.by,
        segments=segments,
        is_ordered=gathered.is_ordered,
        n=n,
        shares=shares,
        metrics=metrics,
        reference=reference or _reference(gathered, n),
        terms=gathered.terms,
        report=gathered.report,
        level=question.level,
        notes=(
            *gathered.notes,
            *gathered.outcomes.notes,
            *alike.notes,
            *_unadjusted(metrics),
            *([] if gathered.is_ordered or reference else [_unordered(_reference(gathered, n))]),
            *_few(metrics),
        ),
    )


def _reference(gathered: Gathered, n: Sequence[int]) -> str:
    """Return the first of ordered segments, or the largest of unordered ones."""
    return gathered.segments[0 if gathered.is_ordered else int(np.argmax(n))]


def _unordered(reference: str) -> Note:
    return Note.of(
        "The segments have no order, so the table compares them with the largest one: {members}. "
        "If they do have an order, state it with order=.",
        "各分群没有高低顺序，表中的差距以人数最多的{members}为基准。若有顺序，请用 order= 指定。",
        bears_on="reading",
        members=members(reference),
    )


def _metrics(
    question: CrossQuestion, gathered: Gathered, measure: Measure
) -> Iterator[tuple[MetricName, SegmentMetric]]:
    seen = gathered.outcomes
    if seen.revenue is not None:
        yield "revenue", measure.money("revenue", seen.revenue)
        if question.margin is not None:
            yield "margin", measure.money("margin", question.margin * seen.revenue)
    value = _value(question, gathered, measure)
    if value is not None:
        yield "ltv", value
    churn = _churn(question, gathered, measure)
    if churn is not None:
        yield "churn", churn
        yield "retention", churn.mirrored("retention")


def _value(question: CrossQuestion, gathered: Gathered, measure: Measure) -> SegmentMetric | None:
    seen = gathered.outcomes
    if seen.value is not None:
        return measure.money("ltv", seen.value)
    if question.horizon is None or seen.revenue is None or seen.churned is None:
        return None
    return measure.computed_value(
        seen.revenue,
        seen.churned,
        years=gathered.years,
        horizon=question.horizon,
        discount_rate=question.discount_rate,
        margin=question.margin,
    )


def _churn(question: CrossQuestion, gathered: Gathered, measure: Measure) -> SegmentMetric | None:
    seen = gathered.outcomes
    if seen.churned is None:
        return None
    if question.follow_up == "complete" or seen.days_to_order is None or seen.ordered is None:
        return measure.share(seen.churned)
    return measure.waiting(
        seen.days_to_order, seen.ordered, gathered.years * duration.DAYS_PER_YEAR
    )


def _shares(gathered: Gathered, level: float) -> tuple[tuple[int, ...], tuple[Estimate, ...]]:
    seen, k, weight = gathered.outcomes, len(gathered.segments), gathered.outcomes.weight
    n, sums, answers = seen.members(k), seen.members(k, weight), len(seen.cell)
    effective = float(answers) if weight is None else weight.sum() ** 2 / (weight @ weight)
    share = sums / sums.sum()
    lower, upper = wilson(share * effective, np.full(k, effective), level)
    estimates = tuple(
        Estimate.of(ends, level=level, method="Wilson score", n=answers)
        for ends in zip(share, lower, upper, strict=True)
    )
    return tuple(map(int, n)), estimates


def _unadjusted(metrics: Mapping[MetricName, SegmentMetric]) -> tuple[Note, ...]:
    """Return the reasons why figures are not adjusted, each reason once."""
    reasons = (metric.unadjusted for metric in metrics.values())
    return tuple(dict.fromkeys(note for note in reasons if note))


def _few(metrics: Mapping[MetricName, SegmentMetric]) -> tuple[Note, ...]:
    """Note the segments with too few customers for a reliable interval."""
    fewest = {
        segment: min(metric.of(segment).n for metric in metrics.values())
        for segment in next(iter(metrics.values())).segments
    }
    return tuple(
        Note.of(
            "Only {customers} {within}: do not rely on the intervals of this segment.",
            "{within}仅有 {customers}，该分群的区间不宜采信。",
            count=n,
            bears_on="claim",
            customers=counted(n, "customer"),
            within=within(segment),
        )
        for segment, n in fewest.items()
        if n < FEWEST
    )
