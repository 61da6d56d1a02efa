"""Orders and problems in, the ranking out."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from vocvalue import checks, duration, progress
from vocvalue.duration import Span
from vocvalue.errors import DataError, ParameterError
from vocvalue.issues.costing.terms import Reported, shares_reported
from vocvalue.issues.exposed.beside import beside
from vocvalue.issues.exposed.notes import on_reading
from vocvalue.issues.exposed.question import MOST_CONTROLS
from vocvalue.issues.gathered import OrdersAndProblems, as_asked, gather
from vocvalue.issues.ranking.described import DescribedMoments
from vocvalue.issues.ranking.measure import RankingQuestion, measure
from vocvalue.issues.ranking.notes import on_moments
from vocvalue.issues.ranking.occasions import MentionedMoments, controls_of
from vocvalue.issues.ranking.result import IssueRanking
from vocvalue.link.worth import read_worth, worth_of
from vocvalue.results import Note
from vocvalue.results.texts import pair
from vocvalue.tables.engine_errors import translated
from vocvalue.tables.reading.orders import Duplicates, Refunds, Zeros


@progress.step(pair("ranking problems", "给问题排序"))
@translated
def rank(
    mentions: object,
    orders: object,
    *,
    window: Span = "3 months",
    covariates: object = None,
    values: object = None,
    value: str = "value",
    margin: float | None = None,
    reported: Reported = None,
    controls: int = 5,
    level: float = 0.95,
    seed: int = 0,
    customer_id: str = "customer_id",
    timestamp: str = "timestamp",
    amount: str = "amount",
    quantity: str | None = None,
    observation_end: object = None,
    refunds: Refunds = "net",
    zeros: Zeros = "keep",
    duplicates: Duplicates = "keep",
    timezone: str | None = None,
    timestamp_format: str | None = None,
    currency: str | None = None,
) -> IssueRanking:
    """Rank problems by what they cost, beside how often they are mentioned.

    Orders at which anything was mentioned are compared with orders of the same weeks without a
    mention, made alike in what was known of the customers before: what they had bought, how often,
    how long they had been customers, the calendar. All topics are in one model with a term for
    further topics of the same order, so that a harmless topic is not blamed for its company, and
    the losses of the topics sum to the loss of all of them. Where orders are not named the moment
    is that of the mention, and that of a control lies as long after an order as mentions do.

    Losses of topics of few mentions are drawn towards those of the others. A topic of few mentions
    that is nearly surely among the costliest is flagged as a silent killer, one of many that surely
    costs little as loud but harmless. Where the topics together show nothing, no flag is given.

    Args:
        mentions: Problems that customers met or told of, one row each: a table, a path, a
            `vocvalue.Problems`, or what `signals.mentions` returned of texts with customers and
            times.
        orders: One row per order line: a table, a path, or a `vocvalue.Orders`.
        window: The span after the moment in which spend counts.
        covariates: Columns to adjust for, known of customers before: a table or a path with one row
            per customer, or a `vocvalue.Customers`.
        values: What each customer is worth, by which it is told whom a topic hits: a table with one
            row per customer, or what `clv.predict` returned; by default the spend before the
            moment, which no problem can have changed.
        value: Column with the value in a table of values.
        margin: The margin, as a share of revenue, such as 0.40; None counts revenue.
        reported: The share of customers who meet a problem that reports it, or the lowest and the
            highest share: adds losses corrected for controls who met problems in silence.
        controls: How many controls are drawn for each moment with a mention; in all there are at
            most 300,000.
        level: The confidence level.
        seed: The seed of the draws.
        customer_id: Column with the customer ids, in all tables.
        timestamp: Column with the timestamps, in all tables.
        amount: Column with the order amounts, negative for a refund.
        quantity: Column that multiplies `amount`, which is then a unit price.
        observation_end: The last moment observed; by default the latest order.
        refunds: What to do with negative amounts: "net", "drop" or "error", see `clv.rfm`.
        zeros: What to do with orders of amount 0: "keep", "drop" or "error", see `clv.rfm`.
        duplicates: What to do with rows that repeat another in every column: "keep", "drop" or
            "error", see `clv.rfm`.
        timezone: The time zone whose wall-clock time counts, for times that carry a zone.
        timestamp_format: How text is parsed as times, in all tables.
        currency: The currency code, passed on to the results, or the orders' column that holds it.

    Returns:
        The topics with what each cost in the time observed and costs a month, both ranks, how
        certain these are, and the flags; the costliest first.

    Raises:
        DataError: A table cannot be read, ids do not fit, no topic has 30 moments that can be
            followed, two topics always come together, or nobody is left to compare with.
        ParameterError: An argument that makes no sense, or is idle.

    References:
        Robins, Rotnitzky and Zhao (1994), Journal of the American Statistical Association 89, for
        the doubly robust effect; Shapley (1953) for what topics of one order share; DerSimonian and
        Laird (1986), Controlled Clinical Trials 7, on drawing estimates towards each other;
        Benjamini and Hochberg (1995), Journal of the Royal Statistical Society B 57.

    Examples:
        >>> import vocvalue as vv
        >>> model = vv.datasets.ProblemModel.many(8)
        >>> shop = vv.datasets.simulate_problems(3_000, model=model, seed=1)
        >>> ranking = rank(shop.mentions, shop.orders, covariates=shop.customers, margin=0.4)
        >>> losses = [ranking.loss(topic).value for topic in ranking.topics]
        >>> abs(sum(losses) - ranking.loss().value) < 1e-6
        True
    """
    question = RankingQuestion(
        window_days=duration.length(window, "day", name="window"),
        margin=None if margin is None else checks.margin(margin),
        currency=currency,
        reported=shares_reported(reported),
        level=checks.level(level),
    )
    _check_controls(controls)
    generator = checks.seed(seed)
    named = {
        "customer_id": customer_id,
        "timestamp": timestamp,
        "timezone": timezone,
        "timestamp_format": timestamp_format,
    }
    told, log = as_asked(
        mentions,
        orders,
        of_all=named,
        amount=amount,
        quantity=quantity,
        observation_end=observation_end,
        refunds=refunds,
        zeros=zeros,
        duplicates=duplicates,
        currency=currency,
    )
    gathered = gather(told, log)
    moments, notes = _described(
        gathered,
        question.window_days,
        controls=controls,
        generator=generator,
        covariates=covariates,
        customer_id=customer_id,
    )
    worth, told_of_worth = _worth(gathered, values, value, customer_id)
    return measure(
        gathered,
        moments,
        replace(question, currency=gathered.orders.currency),
        generator,
        worth=worth,
        notes=(
            *notes,
            *told_of_worth,
            *on_reading(gathered.problems.counts),
            *gathered.notes,
        ),
    )


def _check_controls(controls: int) -> None:
    checks.whole("controls", controls, least=1)
    if controls > MOST_CONTROLS:
        raise ParameterError(f"controls == {controls}, must be at most {MOST_CONTROLS}.")


def _described(
    gathered: OrdersAndProblems,
    window_days: float,
    *,
    controls: int,
    generator: np.random.Generator,
    covariates: object,
    customer_id: str,
) -> tuple[DescribedMoments, tuple[Note, ...]]:
    """Return the moments that are compared, and what is to be noted of them."""
    problems, orders = gathered.problems, gathered.orders
    until = orders.end - window_days
    mentioned = MentionedMoments.of(problems, orders, until=until)
    if not mentioned.at.n:
        raise DataError(
            f"no mention is about a known order and can be followed for the window of "
            f"{window_days:.4g} days: {mentioned.n_without_order:,} are about no known order, "
            f"{mentioned.n_late:,} are too late. Check that both tables cover the same time, or "
            "shorten the window."
        )
    drawn = controls_of(
        mentioned,
        problems,
        orders,
        until=until,
        per_exposed=controls,
        generator=generator,
    )
    at = mentioned.at.and_then(drawn.at)
    exposed = np.arange(at.n) < mentioned.at.n
    tables = beside(orders, at, exposed, covariates=covariates, customer_id=customer_id)
    found = DescribedMoments(
        names=problems.topics, mentioned=mentioned, controls=drawn, beside=tables
    )
    return found.whole(), (*on_moments(mentioned, problems, window_days), *tables.notes)


def _worth(
    gathered: OrdersAndProblems, values: object, value: str, customer_id: str
) -> tuple[NDArray[np.float64] | None, tuple[Note, ...]]:
    """Return what each customer of the orders is worth, or None where that is not asked."""
    if values is None:
        return None, ()
    read = read_worth(values, column=value, customer_id=customer_id)
    worth, notes = worth_of(gathered.orders.ids, read)
    if np.isnan(worth).all():
        raise DataError(
            "the table values knows none of the customers of the orders. Write the ids the same "
            "way in both tables."
        )
    return worth, notes
