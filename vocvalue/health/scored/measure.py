"""Tables of accounts in, their health on a day out."""

from collections.abc import Mapping, Sequence

import narwhals as nw
import numpy as np

from vocvalue import duration, progress
from vocvalue.errors import DataError
from vocvalue.health.account_log import AccountLog
from vocvalue.health.bands import HealthBands
from vocvalue.health.doing import Gaps
from vocvalue.health.gathered import gathered
from vocvalue.health.measure_notes import emptied
from vocvalue.health.measured import Measures, measured
from vocvalue.health.scale import HealthScale, Scales, scales_of
from vocvalue.health.scored import notes
from vocvalue.health.scored.points import Scored, scored
from vocvalue.health.scored.result import AnswersHeard, HealthScore
from vocvalue.health.scored.weighing import ScoreWeights, Weights, weights_of
from vocvalue.health.tables_read import AccountTables
from vocvalue.results.texts import pair
from vocvalue.tables import times
from vocvalue.tables.engine_errors import translated


@progress.step(pair("scoring accounts", "给企业客户评分"))
@translated
def score(
    accounts: object,
    *,
    at: object,
    responses: object = None,
    usage: object = None,
    billing: object = None,
    churn: object = None,
    currency: str | None = None,
    role_weights: Mapping[str, float] | None = None,
    weights: Weights = None,
    scales: Scales = None,
    bands: Sequence[float] = (40.0, 70.0),
    window: duration.Span = "12 months",
    gaps: Gaps = "zero",
) -> HealthScore:
    """Return how healthy accounts are on a day, from what they say, do and pay.

    What they say is the latest answer of each of their people within the window, from 0 to 10,
    weighted by role and drawn towards the mean of all accounts where few people answered. What they
    do is their usage: the last three months against the three before and against their best year,
    the features used, and the seats in use. What they pay is the share of the amount paid on time,
    how long open invoices are overdue, what was billed against the year before, and whether the
    latest renewal was paid. Each measure has fixed anchors that are worth 0 and 100 points, so that
    an account's score changes by what it does itself. A part is the mean of its known measures, and
    the score that of the known parts. Nothing that happened after the day is used.

    Args:
        accounts: The accounts, one row each: a table or a path with the columns `account_id`,
            `revenue` (of a year) and, if it has them, `tier` and `since`; or a `vocvalue.Accounts`.
        at: The day on which health is measured, or the moment.
        responses: The answers of their people, from 0 to 10: a table or a path with the columns
            `account_id`, `timestamp`, `score` and, if it has them, `customer_id` (the person) and
            `role`; or a `vocvalue.Responses`.
        usage: What they use, one row per account and day or month: a table or a path with the
            columns `account_id`, `timestamp`, `usage` and, if it has them, `users`, `seats` and
            `features`; or a `vocvalue.Usage`. Only whole months count.
        billing: Their invoices: a table or a path with the columns `account_id`, `due`, `paid`
            (empty while open), `amount` and, if it has them, `issued` and `kind`; or a
            `vocvalue.Billing`.
        churn: Those that left: a table or a path with the columns `account_id` and `timestamp`, or
            a `vocvalue.Closures`. Who had left by the day is not scored.
        currency: The currency code of the revenue, or the column that holds it.
        role_weights: The weights of answers by role; None where all are equal.
        weights: The weights of the parts ("says", "does" and "pays"), or of all measures, or what
            has such `weights`; None for equal parts.
        scales: Other scales, or their ends, by measure.
        bands: From which score on an account is watched, and from which it is healthy.
        window: The window up to the day in which answers and invoices count.
        gaps: Whether a month without a row of usage, within an account's life, is one without usage
            ("zero") or one of which nothing is known ("unknown").

    Returns:
        The score, its parts and its band by account, and the revenue at risk.

    Raises:
        DataError: A column is missing or cannot be read, an account occurs twice, ids hardly match,
            a number that cannot be is below 0, or nothing is known of any account.
        ParameterError: No table beside the accounts, clocks or currencies that cannot be compared,
            a role or a part without a weight, or scales and bands that make no sense.

    References:
        Bühlmann and Gisler (2005), A Course in Credibility Theory and its Applications, chapter 4,
        for answers of few people.

    Examples:
        >>> import pandas as pd
        >>> from vocvalue import health
        >>> accounts = pd.DataFrame({"account_id": ["A", "B"], "revenue": [900_000, 100_000]})
        >>> months = pd.date_range("2024-07-01", periods=12, freq="MS")
        >>> usage = pd.DataFrame({
        ...     "account_id": ["A"] * 12 + ["B"] * 12,
        ...     "timestamp": [*months, *months],
        ...     "usage": [100] * 9 + [60, 40, 20] + [100] * 12,
        ... })
        >>> result = health.score(accounts, usage=usage, at="2025-06-30", currency="CNY")
        >>> result.to_frame()[["account_id", "does", "score", "band"]].round(1)
          account_id  does  score     band
        0          A   14.7   14.7  at risk
        1          B  87.8   87.8  healthy
        >>> print(result.at_risk)
        CNY 900,000 of revenue (evidence: association only)
    """
    tables = AccountTables.of(
        accounts,
        responses=responses,
        usage=usage,
        billing=billing,
        churn=churn,
        currency=currency,
    )
    starts, ends = HealthBands.of(bands), scales_of(scales)
    log = gathered(tables)
    moment = times.moment(at, name="at", timezone=log.timezone)
    measures = measured(log, moment, window=window, gaps=gaps, role_weights=role_weights)
    weighed = weights_of(weights, tuple(measures.values))
    found = scored(measures, weighed, ends)
    _refuse_nothing(found, measures)
    return _result(log, measures, found, weights=weighed, scales=ends, bands=starts)


def _refuse_nothing(found: Scored, measures: Measures) -> None:
    if np.isnan(found.score).all():
        raise DataError(
            f"nothing is known of any account on {measures.at:%Y-%m-%d}: no answer, no invoice and "
            "no whole month of usage lies within the window. Check the day, and the ids of the "
            "tables."
        )


def _result(
    log: AccountLog,
    measures: Measures,
    found: Scored,
    *,
    weights: ScoreWeights,
    scales: Mapping[str, HealthScale],
    bands: HealthBands,
) -> HealthScore:
    """Return the health of the accounts that are customers on the day."""
    rows = measures.is_there
    held = {name: {key: it[rows] for key, it in getattr(found, name).items()} for name in PER_NAME}
    return HealthScore(
        account_id=nw.maybe_reset_index(log.ids.filter(rows.tolist())),
        at=measures.at,
        revenue=log.revenue[rows],
        tier=None if log.tier is None else log.tier.words[rows],
        measures={name: it[rows] for name, it in measures.values.items()},
        **held,
        score=found.score[rows],
        heard=_heard(measures),
        weights=weights,
        scales=scales,
        bands=bands,
        currency=log.currency,
        matches=log.matches,
        notes=(
            notes.conventions(),
            *log.notes,
            *measures.notes,
            *emptied(log, np.datetime64(measures.at, "us")),
            *notes.beyond(found.n_beyond, found.points),
            *notes.unknown(
                {part: int(np.isnan(it[rows]).sum()) for part, it in found.parts.items()}
            ),
            *notes.unscored(int(np.isnan(found.score[rows]).sum())),
        ),
    )


PER_NAME = ("points", "shares", "parts")


def _heard(measures: Measures) -> AnswersHeard | None:
    if measures.saying is None:
        return None
    found, rows = measures.saying.found, measures.is_there
    return AnswersHeard(
        own=found.own[rows],
        credibility=found.z[rows],
        people=measures.saying.n_people[rows],
        mean=found.mean,
    )
