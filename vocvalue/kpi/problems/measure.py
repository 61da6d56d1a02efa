"""The trend of a problem in, a KPI out."""

import numpy as np

from vocvalue import checks
from vocvalue.amounts.combining import product, reach
from vocvalue.amounts.worth import BASES, Worth, amount, same
from vocvalue.errors import ParameterError
from vocvalue.issues.over_time.result import IssueTrend
from vocvalue.kpi.kpi import Bounds, KpiPeriod
from vocvalue.kpi.problems import notes
from vocvalue.kpi.problems.result import IssueReduction
from vocvalue.kpi.shares import nothing
from vocvalue.results import Basis, Estimate, Evidence, Money, Note
from vocvalue.results.estimates import weakest
from vocvalue.stats import normal
from vocvalue.stats.multiplicity import holm

METHOD = "count over counterfactual, t"


def issue_reduction(
    trend: IssueTrend,
    *,
    n_periods: int = 3,
    bounds: Bounds | tuple[float, float] = (0.0, 0.30),
    value_per_mention: Worth | None = None,
    currency: str | None = None,
    basis: Basis = "revenue",
) -> IssueReduction:
    """Return how much rarer a problem is since it was mended, as a KPI with its money.

    Mended in June, and July, August and September each lower: whether that is seen, and whether it
    is shown. Each month is tested against what it would have been without the fix, one-sided. All
    of them are shown to be lower if every one is at the level (an intersection-union test, which
    needs no correction); which ones are, is told with Holm's correction. A fall that is one only
    because the fix came at a peak counts as none, as in `issues.trend`.

    Args:
        trend: What `issues.trend` returned.
        n_periods: How many of the first periods after the fix are asked to be lower, one by one.
        bounds: From where on the reduction is low, and high, as fractions.
        value_per_mention: What a mention that did not come is worth, such as the loss of each
            exposure of `issues.cost`: a number, an estimate or money. None leaves the money out.
        currency: The currency code, where the value carries none.
        basis: What the money is, where the value does not say so: "revenue", "margin" or "net
            profit".

    Returns:
        The reduction with interval and band, that of each period after the fix, and the verdict.

    Raises:
        DataError: Two currencies, or a value of unknown certainty.
        ParameterError: Anything but a trend, or an argument outside its range.

    References:
        Berger (1982), Multiparameter hypothesis testing and acceptance sampling, Technometrics 24;
        Holm (1979), Scandinavian Journal of Statistics 6.

    Examples:
        >>> import numpy as np, pandas as pd
        >>> from vocvalue import issues
        >>> days = np.arange("2023-01-01", "2024-12-31", dtype="datetime64[D]")
        >>> orders = pd.DataFrame({"timestamp": np.repeat(days, 40)})
        >>> orders["customer_id"] = np.arange(len(orders))
        >>> rate = np.where(days < np.datetime64("2024-06-10"), 4, 2)
        >>> tickets = pd.DataFrame({"timestamp": np.repeat(days, rate), "topic": "late"})
        >>> tickets["customer_id"] = np.arange(len(tickets))
        >>> asked = {"topic": "late", "fixed_at": "2024-06-10", "amount": None}
        >>> found = issue_reduction(issues.trend(tickets, per=orders, **asked))
        >>> found.verdict, round(found.reduction.value, 2), found.n_shown
        ('each lower', 0.5, 3)
    """
    if not isinstance(trend, IssueTrend):
        raise ParameterError(
            f"trend == {type(trend).__name__}, must be what issues.trend returned."
        )
    checks.whole("n_periods", n_periods, least=1)
    checks.one_of("basis", basis, BASES)
    periods = _periods(trend)
    p_values = trend.p_lower[trend.is_after][:n_periods]
    change = trend.change
    money, remarks = _money(trend, value_per_mention, currency, basis)
    return IssueReduction(
        topic=trend.topic,
        reduction=Estimate.of(
            (-change.value, -change.upper, -change.lower),
            level=change.level,
            method=change.method,
            n=change.n,
        ),
        periods=periods,
        n_judged=p_values.size,
        p_values=p_values,
        corrected=holm(p_values),
        p_each=float(p_values.max()),
        trend_of_issue=trend,
        bounds=Bounds.of(bounds, lowest=-np.inf, highest=1.0),
        money=money,
        level=trend.level,
        notes=(
            *notes.fewer_periods(p_values.size, n_periods, trend.every),
            *notes.gaps(int(np.isnan(p_values).sum()), trend.every),
            *trend.notes,
            *remarks,
        ),
    )


def _periods(trend: IssueTrend) -> tuple[KpiPeriod, ...]:
    """Return the reduction of each period after the fix; of one without orders nothing is known."""
    level = normal.interval_level(trend.level, "less")
    return tuple(
        KpiPeriod(start=trend.period[place], every=trend.every, estimate=_of(trend, place, level))
        for place in np.flatnonzero(trend.is_after).tolist()
    )


def _of(trend: IssueTrend, place: int, level: float) -> Estimate:
    if not np.isfinite(trend.counterfactual[place]):
        return nothing(level)
    ratio = trend.rate[place] / trend.counterfactual[place]
    ends = (1 - ratio, 1 - trend.ratio_upper[place], 1 - trend.ratio_lower[place])
    return Estimate.of(ends, level=level, method=METHOD, n=int(trend.mentions[place]))


def _money(
    trend: IssueTrend, value: Worth | None, currency: str | None, basis: Basis
) -> tuple[Money | None, tuple[Note, ...]]:
    """Return what the mentions avoided would have cost, with what must be known of the value.

    What happened beside the fix is deducted only where there is a topic to compare with.
    """
    if value is None:
        return None, ()
    worth = amount("value_per_mention", value, trend.level)
    same("value_per_mention", currency, worth.currency, "currency")
    evidence: Evidence = "adjusted observational" if trend.comparison else "association only"
    avoided = trend.avoided
    ends = product((avoided.value, avoided.lower, avoided.upper), reach(worth))
    money = Money.priced(
        Estimate.of(ends, level=trend.level, method=f"{avoided.method}, MOVER", n=avoided.n),
        currency=worth.currency or currency,
        basis=worth.basis or basis,
        evidence=weakest(evidence, worth.evidence),
    )
    return money, worth.notes
