"""Tables of accounts in, learned weights out."""

from collections.abc import Mapping
from dataclasses import replace

from vocvalue import duration, progress
from vocvalue.health.cutoffs import Looking, views_of, windows_of
from vocvalue.health.doing import Gaps
from vocvalue.health.gathered import gathered
from vocvalue.health.leaks import leak_notes
from vocvalue.health.learned.measure import refuse_unknown, weights_learned
from vocvalue.health.learned.result import LearnedOf, LearnedWeights
from vocvalue.health.scale import Scales, scales_of
from vocvalue.health.tables_read import AccountTables
from vocvalue.results.texts import pair
from vocvalue.tables.engine_errors import translated


@progress.step(pair("learning weights", "学习权重"))
@translated
def learn_weights(
    accounts: object,
    *,
    responses: object = None,
    usage: object = None,
    billing: object = None,
    churn: object,
    cutoffs: object,
    within: duration.Span = "6 months",
    learned_of: LearnedOf = "measures",
    role_weights: Mapping[str, float] | None = None,
    window: duration.Span = "12 months",
    gaps: Gaps = "zero",
    scales: Scales = None,
    observation_end: object = None,
    currency: str | None = None,
) -> LearnedWeights:
    """Learn from the accounts that left what each measure should weigh in the health score.

    A logit of leaving within the window is fitted to the points of all accounts at all cut-offs. A
    ridge holds its slopes per 25 points; how strongly is chosen by five-fold cross-validation in
    which an account is in one fold with all its cut-offs. A weight is the slope per point over the
    sum of all. Where more points do not go with staying, beside the others, the measure weighs
    nothing, which is said, and the others are fitted again. What is not known stands at the mean.

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
        cutoffs: The days from which accounts are looked at.
        within: How long after a cut-off leaving counts.
        learned_of: Whether "measures" or "parts" (says, does, pays) are weighed; with few accounts
            that left, three weights are steadier than ten.
        role_weights: The weights of answers by role; None where all are equal.
        window: How far back from a cut-off answers and invoices count.
        gaps: Whether a month without a row of usage is one without usage ("zero") or one of which
            nothing is known ("unknown").
        scales: Other scales, or their ends, by measure.
        observation_end: The last moment observed, until which it is known who left; by default the
            last in the tables.
        currency: The currency code of the revenue, or the column that holds it.

    Returns:
        A `LearnedWeights`, which `health.score` and `backtest` take as `weights`. It says until
        when leaving counted, and `backtest` refuses to judge it by cut-offs before that.

    Raises:
        DataError: As `backtest`; fewer than 5 accounts left; or no points go with staying.
        ParameterError: An argument makes no sense.

    References:
        le Cessie and van Houwelingen (1992), Ridge estimators in logistic regression, Applied
        Statistics 41.

    Examples:
        >>> import vocvalue as vv
        >>> sample = vv.datasets.load_account_sample()
        >>> learned = learn_weights(
        ...     sample.accounts,
        ...     responses=sample.responses,
        ...     usage=sample.usage,
        ...     billing=sample.billing,
        ...     churn=sample.churn,
        ...     cutoffs=["2023-12-31", "2024-06-30"],
        ...     learned_of="parts",
        ...     currency="CNY",
        ... )
        >>> {part: round(weight, 2) for part, weight in learned.weights.items()}
        {'says': 0.13, 'does': 0.72, 'pays': 0.14}
    """
    of = refuse_unknown(learned_of)
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
    found = weights_learned(views, learned_of=of, within=within)
    return replace(found, notes=(*leaks, *found.notes, *log.notes))
