"""Answers, orders, invitations and tickets in, the checks against gaming out."""

from vocvalue import checks, progress
from vocvalue.duration import Every, Span
from vocvalue.kpi.gaming.given import GivenTables
from vocvalue.kpi.gaming.measure import measure
from vocvalue.kpi.gaming.question import GamingQuestion
from vocvalue.kpi.gaming.reading import read_tables
from vocvalue.kpi.gaming.result import GamingChecks
from vocvalue.results.texts import pair
from vocvalue.survey.scores.scale import ScaleName, scale_of
from vocvalue.tables.engine_errors import translated

PERIODS = ("month", "quarter", "year")
"""The periods that have weeks enough to tell how much weeks vary."""


@progress.step(pair("looking for gaming", "检查得分是否被人为抬高"))
@translated
def check_gaming(
    responses: object,
    *,
    segment: str | None = None,
    agent: str | None = None,
    orders: object = None,
    invitations: object = None,
    tickets: object = None,
    scale: ScaleName = "nps",
    points: int | None = None,
    every: Every = "quarter",
    closing: Span | None = None,
    reopened_within: Span = "30 days",
    survey: str | None = None,
    survey_column: str | None = None,
    customer_id: str = "customer_id",
    timestamp: str = "timestamp",
    score: str = "score",
    observation_end: object = None,
    timezone: str | None = None,
    timestamp_format: str | None = None,
    level: float = 0.95,
) -> GamingChecks:
    """Check whether a score is earned or made: a measure that becomes a target is gamed.

    The last period that is over is compared with the one before it. Six checks, as far as the
    tables allow, each a test that knows how much weeks and agents vary by themselves:

    - the score rises while the answers fall, per order or invitation where these are known;
    - another mix of segments answers, with the score at the earlier mix beside the raw one;
    - another mix of segments is asked;
    - more tickets are opened again after they were closed;
    - the highest scores pile up in the last days of periods;
    - an agent has more of the highest scores than the others lead to expect.

    The p-values are corrected by Holm for the number of checks, and those of agents before for the
    number of agents, so that an honest programme raises any alarm with a chance of one less the
    level. Agents are taken to differ as a normal distribution does: where a few are truly far
    better than all others, one of these looks like an agent who begs for scores.

    Args:
        responses: The answers: a table, a path, or a `vocvalue.Responses`. Of several answers of a
            customer in one period the first counts.
        segment: The column of the responses, and of the invitations, with the segment of the
            customer. None leaves the mix unchecked.
        agent: The column of the responses with the agent who served the customer. None leaves
            agents unchecked.
        orders: An order log; answers are then counted per order. None counts them by the week.
        invitations: Who was asked to answer and when, one row each: a table, a path, or a
            `vocvalue.Contacts`. Answers are then counted per invitation.
        tickets: The tickets, with a column of when each was opened again: a table, a path, or a
            `vocvalue.Tickets`.
        scale: The scale of the scores: "nps", "csat" or "ces".
        points: The number of points on the scale, see `survey.segment`.
        every: The length of a period: "month", "quarter" or "year".
        closing: How long the end of a period is, at most a third of it; by default 7, 14 or 28
            days.
        reopened_within: How long after its opening a ticket is followed.
        survey: The survey to use if the responses hold several; by default the one named like the
            scale.
        survey_column: Column that names the survey; by default "survey", if there is one.
        customer_id: Column with the customer ids, in all tables.
        timestamp: Column with the timestamps of responses, orders and invitations.
        score: Column with the scores.
        observation_end: The last moment observed; by default that of the latest response.
        timezone: The time zone whose wall-clock time counts, for times that carry a zone.
        timestamp_format: How text is parsed as times, in all tables.
        level: The confidence level of the intervals; one less it is the chance of a false alarm.

    Returns:
        The checks with their p-values, the mix of segments, and the agents.

    Raises:
        DataError: A table cannot be read, or the answers do not reach into two periods.
        ParameterError: An argument that makes no sense, or is idle.

    References:
        Strathern (1997), "Improving ratings": audit in the British university system, European
        Review 5, for the law; Spiegelhalter (2005), Statistics in Medicine 24; Rao and Scott
        (1981), Journal of the American Statistical Association 76; Holm (1979), Scandinavian
        Journal of Statistics 6.

    Examples:
        In the second quarter there are half as many answers of the same customers as before, and
        most of them are of one segment:

        >>> import numpy as np, pandas as pd
        >>> days = np.arange("2024-01-01", "2024-07-01", dtype="datetime64[D]")
        >>> n = np.where(days < np.datetime64("2024-04-01"), 10, 5)
        >>> answers = pd.DataFrame({"timestamp": np.repeat(days, n)})
        >>> answers["customer_id"] = np.arange(len(answers))
        >>> late = answers["timestamp"] >= "2024-04-01"
        >>> place = answers["customer_id"] % 10
        >>> answers["tier"] = np.where(place < np.where(late, 8, 4), "gold", "basic")
        >>> answers["score"] = np.where(answers["tier"] == "gold", 9 - 2 * (place % 4 > 2), 5)
        >>> found = check_gaming(answers, segment="tier")
        >>> [alarm.check for alarm in found.alarms]
        ['fewer answers', 'mix']
        >>> {name: round(figure.value) for name, figure in found.of("mix").figures.items()}
        {'score before': -30, 'score': 40, 'score at the earlier mix': -30}
    """
    checks.one_of("every", every, PERIODS)
    checks.level(level)
    question = GamingQuestion.of(
        scale=scale_of(scale, points=points),
        survey=scale,
        every=every,
        closing=closing,
        reopened_within=reopened_within,
        segment=segment,
        agent=agent,
    )
    shared = {
        "customer_id": customer_id,
        "timezone": timezone,
        "timestamp_format": timestamp_format,
    }
    given = GivenTables.of(
        {
            "responses": responses,
            "orders": orders,
            "invitations": invitations,
            "tickets": tickets,
        },
        shared=shared,
        timestamp=timestamp,
        of_responses={"score": score, "survey": survey, "survey_column": survey_column},
    )
    tables = read_tables(given, question, observation_end)
    return measure(tables, closing=question.closing, reopened_within=reopened_within, level=level)
