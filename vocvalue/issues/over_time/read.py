"""Mentions and orders in, the trend of a problem out."""

from collections.abc import Sequence

import numpy as np

from vocvalue import checks, progress
from vocvalue.duration import EVERY, Every
from vocvalue.errors import ParameterError
from vocvalue.issues.exposed.notes import on_reading
from vocvalue.issues.gathered import plain_table
from vocvalue.issues.moments.problems import LeftOut
from vocvalue.issues.over_time.measure import measure
from vocvalue.issues.over_time.result import IssueTrend
from vocvalue.issues.over_time.series import MentionSeries
from vocvalue.link.clock import one_clock
from vocvalue.results import Note
from vocvalue.results.texts import pair
from vocvalue.tables import times
from vocvalue.tables.engine_errors import translated
from vocvalue.tables.labels import near_alike
from vocvalue.tables.order_counts import count_orders
from vocvalue.tables.problem_counts import ProblemCounts, count_problems
from vocvalue.tables.problems import read_problems
from vocvalue.tables.reading.bare import for_bare, refuse_idle
from vocvalue.tables.reading.described import described
from vocvalue.tables.reading.orders import Orders
from vocvalue.tables.reading.problems import Problems


@progress.step(pair("comparing before and after", "比较修复前后"))
@translated
def trend(
    mentions: object,
    *,
    topic: str,
    fixed_at: object,
    per: object,
    every: Every = "month",
    comparison: str | Sequence[str] | None = None,
    level: float = 0.95,
    customer_id: str = "customer_id",
    timestamp: str = "timestamp",
    amount: str | None = "amount",
    observation_end: object = None,
    timezone: str | None = None,
    timestamp_format: str | None = None,
) -> IssueTrend:
    """Tell whether a problem became rarer after a fix, and stayed so.

    Mentions are counted per order, so that fewer complaints because of fewer orders are no fall. A
    line through the rate before the fix, with a season where there are two years, is drawn on as
    the counterfactual; the level may change with the fix, and the slope too where there are eight
    periods to either side. Errors allow for counts that vary more than by chance and for rates that
    move slowly by themselves.

    The verdict is made by tests. "fell": the mean rate after the fix is shown to be below the
    counterfactual; where the fix came at a peak, also without that peak. "fell and stayed down": so
    is that of the last half of the time after. "rose": it is shown to be above.

    Args:
        mentions: Who told of which problem and when, one row each: a table, a path, a
            `vocvalue.Problems`, or what `signals.mentions` returned, of which complaints count.
        topic: The problem, as the column of topics has it.
        fixed_at: The day of the fix. The period that it cuts is left out.
        per: The orders that mentions are counted per, one row per order line: a table, a path or a
            `vocvalue.Orders`.
        every: The length of a period: "week" (from Monday), "month", "quarter" or "year".
        comparison: A topic that the fix left alone, or several; their change is deducted.
        level: The confidence level of the intervals, and of the tests.
        customer_id: Column with the customer ids, in both tables.
        timestamp: Column with the timestamps, in both tables.
        amount: Column with the order amounts, by which refunds are known; None where there is none.
        observation_end: The last moment observed, in both tables; by default the latest row of
            each, so that a log without its last weeks shows no fall.
        timezone: The time zone whose wall-clock time counts, for times that carry a zone.
        timestamp_format: How text is parsed as times, in both tables.

    Returns:
        The rate of each period with the counterfactual, the change with its interval, the verdict.

    Raises:
        DataError: A table cannot be read, nobody mentioned the topic (the message names those there
            are), or fewer than four whole periods lie before the fix or two after it.
        ParameterError: An argument that makes no sense.
        FitError: The counts do not tell the model.

    References:
        Wagner et al. (2002), Segmented regression analysis of interrupted time series studies,
        Journal of Clinical Pharmacy and Therapeutics 27; Lopez Bernal, Cummins and Gasparrini
        (2017), International Journal of Epidemiology 46; Zeger (1988), Biometrika 75.

    Examples:
        >>> import numpy as np, pandas as pd
        >>> days = np.arange("2023-01-01", "2024-12-31", dtype="datetime64[D]")
        >>> orders = pd.DataFrame({"timestamp": np.repeat(days, 40)})
        >>> orders["customer_id"] = np.arange(len(orders))
        >>> rate = np.where(days < np.datetime64("2024-05-01"), 4, 2)
        >>> tickets = pd.DataFrame({"timestamp": np.repeat(days, rate), "topic": "late"})
        >>> tickets["customer_id"] = np.arange(len(tickets))
        >>> found = trend(tickets, topic="late", fixed_at="2024-05-01", per=orders, amount=None)
        >>> found.verdict, round(found.change.value, 2)
        ('fell and stayed down', -0.5)
    """
    checks.one_of("every", every, EVERY)
    checks.level(level)
    others = _comparison(comparison, topic)
    mentions = plain_table(mentions)
    named = {
        "customer_id": customer_id,
        "timestamp": timestamp,
        "timezone": timezone,
        "timestamp_format": timestamp_format,
    }
    refuse_idle({"mentions": mentions, "per": per}, **named)
    told = described(Problems, mentions, "mentions", **for_bare(mentions, **named))
    log = described(
        Orders,
        per,
        "per",
        **for_bare(per, **named, amount=amount),
        observation_end=observation_end,
    )
    told, log = one_clock(told, log, called="orders")
    at = times.moment(fixed_at, name="fixed_at", timezone=log.timezone)
    problems = count_problems(read_problems(told))
    orders = count_orders(log, every)
    series = MentionSeries.of(
        problems,
        orders,
        topic=topic,
        comparison=others,
        fixed_at=np.datetime64(at, "D"),
        every=every,
        end=None if log.observation_end is None else orders.last,
    )
    notes = (
        *_left_out(problems),
        *near_alike(problems.sizes, column=told.topic),
        *problems.notes,
        *orders.notes,
    )
    return measure(series, topic=topic, comparison=others, level=level, notes=notes)


def _comparison(comparison: str | Sequence[str] | None, topic: str) -> tuple[str, ...]:
    if not isinstance(topic, str) or not topic:
        raise ParameterError(f"topic == {topic!r}, must be the name of a problem.")
    given = [comparison] if isinstance(comparison, str) else comparison or ()
    others = checks.columns("comparison", list(given))
    if topic in others:
        raise ParameterError(
            f"comparison holds {topic!r}, the topic itself. Name topics that the fix left alone."
        )
    return others


def _left_out(problems: ProblemCounts) -> tuple[Note, ...]:
    return on_reading(
        LeftOut(
            no_customer=problems.no_customer,
            no_time=problems.no_time,
            no_topic=problems.no_topic,
            no_complaint=problems.no_complaint,
            again=problems.again,
        )
    )
