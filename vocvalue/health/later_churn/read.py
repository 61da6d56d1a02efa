"""Tables of accounts in, a back-test of their score out."""

from collections.abc import Mapping, Sequence
from typing import Literal

from vocvalue import checks, duration, progress
from vocvalue.health.bands import HealthBands
from vocvalue.health.cutoffs import Looking, views_of, windows_of
from vocvalue.health.doing import Gaps
from vocvalue.health.gathered import gathered
from vocvalue.health.later_churn.measure import backtested
from vocvalue.health.later_churn.result import HealthBacktest
from vocvalue.health.later_churn.weighed import weighing_of
from vocvalue.health.leaks import leak_notes
from vocvalue.health.scale import Scales, scales_of
from vocvalue.health.scored.weighing import Weights
from vocvalue.health.tables_read import AccountTables
from vocvalue.results.texts import pair
from vocvalue.tables.engine_errors import translated


@progress.step(pair("testing scores at past dates", "用过去的日期检验评分"))
@translated
def backtest(
    accounts: object,
    *,
    responses: object = None,
    usage: object = None,
    billing: object = None,
    churn: object,
    cutoffs: object,
    within: duration.Span = "6 months",
    weights: Weights | Literal["learned"] = None,
    role_weights: Mapping[str, float] | None = None,
    window: duration.Span = "12 months",
    gaps: Gaps = "zero",
    scales: Scales = None,
    bands: Sequence[float] = (40.0, 70.0),
    observation_end: object = None,
    currency: str | None = None,
    level: float = 0.95,
) -> HealthBacktest:
    """Ask whether the health score foretold who left, and better than NPS alone.

    At each cut-off accounts are scored from what had happened by then, and followed for `within`.
    How well the score tells those that left from the others is the area under its ROC curve (AUC):
    how often, of one account that left and one that stayed, the one that left had the lower score.
    0.5 is chance. NPS alone is the mean of the latest answers of an account's people, all alike.
    The two are compared on the same accounts, those with an answer; an account that is looked at
    from several cut-offs is one. Better is said only where the interval of the difference excludes
    0, and nothing is said with fewer than 5 accounts that left.

    Args:
        accounts: The accounts, one row each: a table or a path with the columns `account_id`,
            `revenue` (of a year) and, if it has them, `tier` and `since`; or a `vocvalue.Accounts`.
        responses: The answers of their people, from 0 to 10: a table or a path with the columns
            `account_id`, `timestamp`, `score` and, if it has them, `customer_id` (the person) and
            `role`; or a `vocvalue.Responses`.
        usage: What they use, one row per account and day or month: a table or a path with the
            columns `account_id`, `timestamp`, `usage` and, if it has them, `users`, `seats` and
            `features`; or a `vocvalue.Usage`.
        billing: Their invoices: a table or a path with the columns `account_id`, `due`, `paid`
            (empty while open), `amount` and, if it has them, `issued` and `kind`; or a
            `vocvalue.Billing`.
        churn: Those that left: a table or a path with the columns `account_id` and `timestamp`, or
            a `vocvalue.Closures`.
        cutoffs: The days from which accounts are looked at, such as ["2024-06-30", "2024-12-31"].
            One whose window is not over at the end of observation is left out and counted.
        within: How long after a cut-off leaving counts.
        weights: The weights of parts or measures, or what `learn_weights` returned from earlier
            cut-offs; None for equal ones. With "learned", weights are learned for each cut-off
            from those whose windows were over by then, and the first cut-offs only teach.
        role_weights: The weights of answers by role; None where all are equal.
        window: How far back from a cut-off answers and invoices count.
        gaps: Whether a month without a row of usage, within an account's life, is one without usage
            ("zero") or one of which nothing is known ("unknown").
        scales: Other scales, or their ends, by measure.
        bands: From which score on an account is watched, and from which it is healthy.
        observation_end: The last moment observed, until which it is known who left; by default the
            last in the tables.
        currency: The currency code of the revenue, or the column that holds it.
        level: The confidence level of the intervals.

    Returns:
        A `HealthBacktest`: areas, their difference and the verdict, churn by band and by tenth of
        the scores, what the lowest band is worth as an alarm, how long it warns ahead, and, with
        learned weights, whether as many left as these said.

    Raises:
        DataError: A table cannot be read or does not fit the others, it is not known who left, no
            window is over, or a measure tells without error who left, which is a leak.
        ParameterError: An argument makes no sense, or weights were learned after a cut-off.

    References:
        DeLong, DeLong and Clarke-Pearson (1988), Biometrics 44, for areas and their difference;
        Obuchowski (1997), Biometrics 53, for accounts at several cut-offs.

    Examples:
        >>> import vocvalue as vv
        >>> sample = vv.datasets.load_account_sample()
        >>> test = backtest(
        ...     sample.accounts,
        ...     responses=sample.responses,
        ...     usage=sample.usage,
        ...     billing=sample.billing,
        ...     churn=sample.churn,
        ...     cutoffs=["2024-06-30", "2024-12-31"],
        ...     currency="CNY",
        ... )
        >>> print(test.difference)
        0.1665 (95% interval: 0.04429 to 0.2887)
        >>> test.verdict, test.n_churned
        ('better', 39)
    """
    checks.level(level)
    starts = HealthBands.of(bands)
    held = scales_of(scales)
    tables = AccountTables.of(
        accounts,
        responses=responses,
        usage=usage,
        billing=billing,
        churn=churn,
        currency=currency,
    )
    log = gathered(tables)
    windows = windows_of(cutoffs, within, log, observation_end)
    looking = Looking(window=window, gaps=gaps, role_weights=role_weights, scales=held)
    views = views_of(log, windows, looking)
    leaks = leak_notes(views)
    judged, weighing = weighing_of(weights, views, scales=held, within=within)
    return backtested(
        log,
        judged,
        weighing,
        windows=windows,
        within=within,
        bands=starts,
        level=level,
        leaks=leaks,
    )
