"""From the losses of problems and the fixes that may be paid for to the best set of fixes."""

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from vocvalue import checks, duration, progress
from vocvalue.amounts.combining import ratio
from vocvalue.errors import DataError, ParameterError
from vocvalue.issues.combined_losses import Losses, losses_of
from vocvalue.issues.investment.choice import best_set, certainty
from vocvalue.issues.investment.fix import Fix
from vocvalue.issues.investment.notes import notes_of
from vocvalue.issues.investment.options import Option, cost_within, options_of
from vocvalue.issues.investment.result import FixReturn, InvestmentPlan
from vocvalue.issues.monthly_losses import MonthlyLosses
from vocvalue.results import Estimate, Money
from vocvalue.results.texts import pair
from vocvalue.stats import normal

Floats: TypeAlias = NDArray[np.float64]

DRAWS = 2_000
METHOD = "normal of the loss, uniform within the shares"


def invest(
    losses: Losses,
    fixes: Sequence[Fix],
    *,
    budget: float,
    horizon: duration.Span = "12 months",
    seed: int = 0,
) -> InvestmentPlan:
    """Find the fixes to pay for: what each recovers and costs, and the best set within a budget.

    A fix ends its share of the loss a month from when it works to the end of the horizon; of two
    fixes of one problem each ends its share of what the other leaves. A loss is assumed to go on
    as it is. Money is not discounted.

    Args:
        losses: What `issues.cost` or `issues.rank` returned, or several of these.
        fixes: What may be done, at most eight fixes of one problem.
        budget: What may be spent within the horizon, running costs included.
        horizon: The span within which losses are ended and costs arise.
        seed: The seed of the draws by which the certainty of the choice is told.

    Returns:
        The return of each fix, the set that nets most, and how certain it is that no other would.

    Raises:
        DataError: A fix of a problem without a loss, two losses of one problem, or money that
            differs in currency or basis.
        ParameterError: No fix, a fix that is none, two of one name, or a budget below every cost.

    References:
        The best set is a knapsack with one option of each problem, solved exactly as an integer
        programme: Kellerer, Pferschy and Pisinger (2004), Knapsack Problems, chapter 11.

    Examples:
        >>> from vocvalue.issues.monthly_losses import MonthlyLosses
        >>> losses = MonthlyLosses(
        ...     topics=("A", "B"), loss=np.array([300_000.0, 150_000.0]),
        ...     covariance=np.diag([4e8, 1e8]), currency="CNY", basis="margin",
        ...     evidence="adjusted observational", level=0.95, n=900,
        ... )
        >>> fixes = [Fix("A", cost=1_000_000, share=0.6), Fix("B", cost=1_000_000, share=0.8)]
        >>> plan = invest(losses, fixes, budget=1_000_000)
        >>> [fix.topic for fix in plan.best], round(plan.plan.net.value), plan.plan.roi.value
        (['A'], 1160000, 1.16)
    """
    held, fixes = losses_of(losses), _checked(fixes)
    months = duration.length(horizon, "month")
    checks.non_negative("budget", budget)
    unknown = [fix.topic for fix in fixes if fix.topic not in held.topics]
    if unknown:
        raise DataError(
            f"fixes of {sorted(set(unknown))}, whose loss is not known; there are "
            f"{list(held.topics)}. Rank these problems too, or name the topic as it is there."
        )
    least = min(cost_within(fix, months) for fix in fixes)
    if budget < least:
        raise ParameterError(
            f"budget == {budget:g}, is below the cost of every fix within the horizon: the "
            f"cheapest costs {least:g}, running costs included."
        )
    random = checks.seed(seed)
    low, high = np.array([fix.shares for fix in fixes]).T
    shares = random.uniform(low, high, (DRAWS, len(fixes)))
    options = options_of(fixes, held.topics, months, shares)
    return _planned(held, fixes, options, budget=budget, horizon=horizon, random=random)


def _checked(fixes: Sequence[Fix]) -> tuple[Fix, ...]:
    kept = (fixes,) if isinstance(fixes, Fix) else tuple(fixes)
    if not kept:
        raise ParameterError("fixes is empty. Pass at least one issues.Fix(topic, cost, share).")
    strange = [type(fix).__name__ for fix in kept if not isinstance(fix, Fix)]
    if strange:
        raise ParameterError(f"fixes holds {strange[0]}, must hold issues.Fix(topic, cost, share).")
    names = [fix.called for fix in kept]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ParameterError(
            f"several fixes are called {twice[0]!r}. Tell them apart: Fix(..., name=...)."
        )
    return kept


@progress.step(pair("weighing which problems to mend", "权衡先解决哪些问题"))
def _planned(
    losses: MonthlyLosses,
    fixes: tuple[Fix, ...],
    options: Sequence[Option],
    *,
    budget: float,
    horizon: duration.Span,
    random: np.random.Generator,
) -> InvestmentPlan:
    net = np.array([losses.loss[it.topic] * it.months - it.cost for it in options])
    taken = best_set(net, options, budget)
    nets = _drawn_nets(losses, options, random)
    sure = certainty(taken, nets, options, budget)
    single = {it.fixes[0]: it for it in options if len(it.fixes) == 1}
    returns = tuple(_return(losses, [single[place]], fixes) for place in range(len(fixes)))
    best = [it for it, is_taken in zip(options, taken, strict=True) if is_taken]
    chosen = {number for it in best for number in it.fixes}
    plan = _return(losses, best, fixes) if best else None
    return InvestmentPlan(
        fixes=fixes,
        returns=returns,
        chosen=tuple(place in chosen for place in range(len(fixes))),
        plan=plan,
        budget=float(budget),
        horizon=horizon,
        probability_best=sure.best,
        probability_within=_within(sure.within, options, len(fixes)),
        regret=_known(losses, sure.regret),
        n_draws=sure.n,
        notes=notes_of(losses, fixes, plan),
    )


def _drawn_nets(
    losses: MonthlyLosses, options: Sequence[Option], random: np.random.Generator
) -> Floats:
    """Return what each option nets in each draw, shape (draws, options)."""
    drawn = random.multivariate_normal(losses.loss, losses.covariance, DRAWS, method="eigh")
    nothing = np.zeros(losses.loss.size)
    by_chance = random.multivariate_normal(nothing, losses.chance, DRAWS, method="eigh")
    topics = [it.topic for it in options]
    months = np.column_stack([it.drawn for it in options])
    recovered = drawn[:, topics] * months + by_chance[:, topics] * np.sqrt(months)
    return np.asarray(recovered - np.array([it.cost for it in options]))


def _within(within: Floats, options: Sequence[Option], n: int) -> tuple[float, ...]:
    """Return how often each fix is in the best set, in whichever option."""
    return tuple(
        float(sum(share for share, it in zip(within, options, strict=True) if place in it.fixes))
        for place in range(n)
    )


def _return(losses: MonthlyLosses, parts: Sequence[Option], fixes: Sequence[Fix]) -> FixReturn:
    """Return what options of different problems bring together."""
    topics = [part.topic for part in parts]
    of_topics = losses.among(topics)
    loss = of_topics.loss
    months = np.array([part.months for part in parts])
    drawn = np.column_stack([part.drawn for part in parts])
    value, cost = float(loss @ months), float(sum(part.cost for part in parts))
    # Of given shares the loss is normal; the shares add what they move its mean by.
    given = np.sqrt(of_topics.variance(drawn))
    error = float(np.sqrt(np.mean(given**2) + np.var(drawn @ loss)))
    recovered = _money(losses, value, error)
    net = _money(losses, value - cost, error)
    working = [number for part in parts for number in part.fixes]
    return FixReturn(
        recovered=recovered,
        cost=_known(losses, cost),
        net=net,
        roi=_roi(net, cost),
        payback_months=_payback(losses, parts, [fixes[number] for number in working]),
        probability_positive=_chance(drawn @ loss - cost, given),
    )


def _chance(mean: Floats, error: Floats) -> float:
    """Return the probability that the net is above 0, over the draws of the shares."""
    with np.errstate(divide="ignore", invalid="ignore"):
        chance = np.where(error > 0, ndtr(mean / error), mean > 0)
    return float(chance.mean())


def _roi(net: Money, cost: float) -> Estimate | None:
    if not cost > 0:
        return None
    ends = ratio((net.value, net.lower, net.upper), (cost, cost, cost))
    return Estimate.of(ends, level=net.level, method=net.method, n=net.n)


def _payback(losses: MonthlyLosses, parts: Sequence[Option], fixes: Sequence[Fix]) -> float:
    """Return when what was recovered has paid for all that was spent: the last time it does."""
    owed, at = sum(fix.cost for fix in fixes), 0.0
    if not owed and not any(fix.running_cost for fix in fixes):
        return 0.0
    starts = sorted({fix.delay for fix in fixes})
    for start, end in zip(starts, [*starts[1:], np.inf], strict=True):
        working = [fix for fix in fixes if fix.delay <= start]
        rate = sum(
            losses.loss[part.topic] * _ended(losses.topics[part.topic], working) for part in parts
        ) - sum(fix.running_cost for fix in working)
        if rate > 0 and start + owed / rate <= end:
            return float(start + max(owed, 0.0) / rate)
        owed, at = owed - rate * (end - start) if np.isfinite(end) else owed, end
    return float(at)


def _ended(topic: str, working: Sequence[Fix]) -> float:
    """Return the share of a loss that the fixes at work end."""
    left = [1 - fix.expected_share for fix in working if fix.topic == topic]
    return 1 - float(np.prod(left))


def _money(losses: MonthlyLosses, value: float, error: float) -> Money:
    ends = normal.interval(value, error, losses.level)
    estimate = Estimate.of(ends, level=losses.level, method=METHOD, n=losses.n)
    return Money.priced(
        estimate, currency=losses.currency, basis=losses.basis, evidence=losses.evidence
    )


def _known(losses: MonthlyLosses, value: float) -> Money:
    return _money(losses, value, 0.0)
