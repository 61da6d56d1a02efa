"""The spend of two arms in, the lift in spend out."""

from dataclasses import dataclass, replace
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from vocvalue import checks, progress
from vocvalue.amounts.worth import BASES
from vocvalue.errors import DataError, ParameterError
from vocvalue.lift.experiments.randomness import Said, of_counts
from vocvalue.lift.spending import notes as spend_notes
from vocvalue.lift.spending.arms import SpendArm, Spent, spent_pair
from vocvalue.lift.spending.integrity import of_values
from vocvalue.lift.spending.parts import Parts
from vocvalue.lift.spending.result import SpendLift, times
from vocvalue.results import Basis, Estimate, Evidence, Money, Note
from vocvalue.results.estimates import Interval
from vocvalue.results.intervals import bounded
from vocvalue.results.texts import Text, pair
from vocvalue.stats import cuped, normal
from vocvalue.stats.cuped import MeanDifference
from vocvalue.stats.resampling import Bootstrap

Method: TypeAlias = Literal["welch", "bootstrap"]

METHODS = ("welch", "bootstrap")
IN_WORDS = {"welch": "Welch", "bootstrap": "bootstrap, bias-corrected and accelerated"}
BEFORE = ", adjusted for earlier spend (CUPED)"
RELATIVE = "log ratio of means, delta"
PARTS = "midpoint weights, delta"


@dataclass(frozen=True, kw_only=True)
class SpendTerms:
    """What all figures of a lift in spend have in common.

    Attributes:
        n: The number of customers of both arms.
        level: The confidence level.
        currency: The currency code, or None.
        basis: The basis of the money.
        evidence: The evidence that the figures rest on.
    """

    n: int
    level: float
    currency: str | None
    basis: Basis
    evidence: Evidence

    def estimate(self, interval: Interval, method: str, n: int | None = None) -> Estimate:
        """Return an estimate with its interval."""
        size = self.n if n is None else n
        return Estimate.of(interval, level=self.level, method=method, n=size)

    def among_buyers(self, interval: Interval, method: str, n: int | None = None) -> Money:
        """Return an amount based on buyers alone, whom the contact itself may have made buy."""
        return replace(self.money(interval, method, n), evidence="association only")

    def money(self, interval: Interval, method: str, n: int | None = None) -> Money:
        """Return an amount of money with its interval."""
        return Money.priced(
            self.estimate(interval, method, n),
            currency=self.currency,
            basis=self.basis,
            evidence=self.evidence,
        )


def spend_test(
    *,
    treated: SpendArm | ArrayLike,
    control: SpendArm | ArrayLike,
    treated_before: ArrayLike | None = None,
    control_before: ArrayLike | None = None,
    method: Method = "welch",
    randomised: Said = None,
    currency: str | None = None,
    basis: Basis = "revenue",
    level: float = 0.95,
    seed: int | np.random.Generator = 0,
    n_resamples: int = 5_000,
) -> SpendLift:
    """Compare the spend of contacted customers with that of customers left alone.

    Everybody assigned counts, those who spent nothing with 0, because the mean over all of them is
    what contacting a customer brings. Where the spend before is known, the difference is adjusted
    for it (CUPED), which does not change its expectation and narrows its interval.

    Args:
        treated: The spend of each customer in the arm that was contacted, shape (n,): 0 for those
            who bought nothing, NaN where it is not known; refunds may make it negative. Or a
            `lift.SpendArm` of counts, means and variances.
        control: The spend of each customer in the arm that was left alone, shape (m,), or a
            `lift.SpendArm`.
        treated_before: The spend of each treated customer before the experiment, shape (n,). The
            mean of all customers replaces NaN.
        control_before: The spend of each control before the experiment, shape (m,).
        method: "welch" (the default, with the better coverage in all simulations), or "bootstrap"
            (BCa, needs the spend of each customer); the result has Welch's interval in either case.
        randomised: Whether customers were assigned at random. Unless it is True, the result says
            "association only".
        currency: The currency code.
        basis: The basis of the money: "revenue", "margin" or "net profit".
        level: The confidence level.
        seed: The seed of the bootstrap: a whole number, or a NumPy generator.
        n_resamples: The number of bootstrap resamples.

    Returns:
        The difference per customer with its interval, the relative lift, the share of buyers and
        the spend per buyer, and how much of the difference comes from each of these two.

    Raises:
        DataError: The spend of fewer than two customers in an arm is known, or amounts are
            infinite.
        ParameterError: An argument outside its range, or spend before and after differ in length.

    References:
        Welch (1947), The generalization of Student's problem when several different population
        variances are involved, Biometrika 34; Efron (1987), Better bootstrap confidence intervals,
        Journal of the American Statistical Association 82; Deng, Xu, Kohavi and Walker (2013),
        Improving the sensitivity of online controlled experiments by utilizing pre-experiment
        data, WSDM; Newcombe (1998), Statistics in Medicine 17, method 10, for the shares.

    Examples:
        An e-mail to a random half of the customers, from counts, means and variances (Hillstrom
        2008):

        >>> treated = SpendArm(n=21_307, mean=1.422617, variance=315.2118, buyers=267)
        >>> control = SpendArm(n=21_306, mean=0.652789, variance=134.2864, buyers=122)
        >>> spent = spend_test(
        ...     treated=treated, control=control, currency="USD", randomised=True
        ... )
        >>> print(spent.difference)
        USD 0.77 of revenue (95% interval: 0.49 to 1.05; evidence: randomised)
        >>> round(spent.from_more_buyers.value, 3), round(spent.from_spend_per_buyer.value, 3)
        (0.774, -0.004)
    """
    evidence, notes = of_counts(randomised)
    given = treated, control, treated_before, control_before
    arms = spent_pair(*given)
    doubts = of_values(*given) if evidence == "randomised" else ()
    return compared(
        *arms,
        doubts=doubts,
        method=method,
        evidence="association only" if doubts else evidence,
        currency=currency,
        basis=basis,
        level=level,
        seed=seed,
        n_resamples=n_resamples,
        notes=(*doubts, *notes),
    )


@progress.step(pair("comparing spend", "比较消费额"))
def compared(
    treated: Spent,
    control: Spent,
    *,
    method: Method,
    evidence: Evidence,
    currency: str | None,
    basis: Basis,
    level: float,
    seed: int | np.random.Generator,
    n_resamples: int,
    notes: tuple[Note, ...] = (),
    window: Text | None = None,
    doubts: tuple[Note, ...] = (),
) -> SpendLift:
    """Return the lift in spend of two arms."""
    checks.one_of("method", method, METHODS)
    checks.one_of("basis", basis, BASES)
    arms = treated.arm, control.arm
    terms = SpendTerms(
        n=arms[0].n + arms[1].n,
        level=checks.level(level),
        currency=currency,
        basis=basis,
        evidence=evidence,
    )
    _refuse_without_spread(*arms)
    plain, adjusted = _differences(*arms)
    off = BEFORE if adjusted.theta else ""
    welch = terms.money(_interval(adjusted, level), f"Welch{off}")
    difference, p_value = welch, adjusted.p_value()
    if method == "bootstrap":
        drawn = _bootstrap(treated, control, adjusted.theta, seed=seed, n_resamples=n_resamples)
        difference, p_value = _as_drawn(drawn, adjusted.value, off, terms), drawn.p_value()
    lift = SpendLift(
        treated=arms[0],
        control=arms[1],
        difference=difference,
        unadjusted=terms.money(_interval(plain, level), "Welch"),
        welch=welch,
        relative=terms.estimate(_relative(*arms, adjusted, level), RELATIVE),
        total=times(difference, arms[0].n),
        p_value=p_value,
        theta=adjusted.theta,
        variance_reduction=adjusted.variance_reduction,
        **_of_buyers(Parts(treated=arms[0], control=arms[1], level=level), terms),
        top_customer_share=_top_customer(*arms),
        method=difference.method,
        window=window,
        doubts=doubts,
        level=level,
    )
    return replace(lift, notes=(*notes, *spend_notes.notes(lift, treated, control)))


def _of_buyers(parts: Parts, terms: SpendTerms) -> dict[str, Any]:
    """Return the differences in buyers and per buyer, and what comes from each of them."""
    return {
        "difference_in_buyers": terms.estimate(
            parts.difference_in_buyers, "Newcombe's hybrid score"
        ),
        "difference_per_buyer": terms.among_buyers(
            parts.difference_per_buyer, "Welch, of buyers", parts.buyers
        ),
        "from_more_buyers": terms.among_buyers(parts.from_more_buyers, PARTS),
        "from_spend_per_buyer": terms.among_buyers(parts.from_spend_per_buyer, PARTS),
    }


def _refuse_without_spread(treated: SpendArm, control: SpendArm) -> None:
    """Refuse arms in which all customers spent the same, so that the difference has no error.

    Raises:
        DataError: Neither arm has any spread.
    """
    if treated.variance > 0 or control.variance > 0:
        return
    spent = " and ".join(f"{arm.mean:g}" for arm in (treated, control))
    raise DataError(
        f"within each arm every customer spent the same ({spent}), and without any spread the "
        "difference has no interval. Wait until some customers have bought, or compare retention "
        "with lift.retention_test."
    )


def _differences(treated: SpendArm, control: SpendArm) -> tuple[MeanDifference, MeanDifference]:
    """Return the difference, and the difference adjusted for spend before where it is known."""
    arms = treated.moments, control.moments
    plain = cuped.difference(*arms)
    has_before = [arm.before_mean is not None for arm in (treated, control)]
    if any(has_before) and not all(has_before):
        raise ParameterError(
            "the spend before is known in one arm only. Pass it for both arms, or for neither."
        )
    return plain, cuped.adjusted_difference(*arms) if all(has_before) else plain


def _interval(difference: MeanDifference, level: float) -> Interval:
    if not difference.standard_error > 0:
        return difference.value, difference.value, difference.value
    return difference.value, *difference.interval(level)


def _bootstrap(
    treated: Spent,
    control: Spent,
    theta: float,
    *,
    seed: int | np.random.Generator,
    n_resamples: int,
) -> Bootstrap:
    """Return the bootstrap of the difference, with theta taken as known."""
    if treated.values is None or control.values is None:
        raise ParameterError(
            'method == "bootstrap" needs the spend of each customer, but a SpendArm has only '
            'moments. Use method="welch".'
        )
    first, second = treated.values, control.values
    # Unadjusted values stay as they are, so that all zeros are drawn as one value.
    if theta and treated.before is not None and control.before is not None:
        first, second = first - theta * treated.before, second - theta * control.before
    return Bootstrap.of(first, second, seed=seed, n_resamples=n_resamples)


def _as_drawn(drawn: Bootstrap, value: float, off: str, terms: SpendTerms) -> Money:
    """Return a difference with its bootstrap interval."""
    ends = drawn.interval(terms.level)
    lower, upper, words = bounded(value, ends, lowest=-np.inf, highest=np.inf)
    return terms.money((value, lower, upper), f"{IN_WORDS['bootstrap']}{off}{words}")


def _relative(
    treated: SpendArm, control: SpendArm, difference: MeanDifference, level: float
) -> Interval:
    """Return the difference relative to the control's mean, on the log scale of the ratio.

    Adjusted for spend before, both means are those at its common mean, which is itself uncertain
    and moves both.
    """
    theta, arms = difference.theta, (treated, control)
    n = treated.n + control.n
    common = sum(arm.n * (arm.before_mean or 0.0) for arm in arms) / n
    means = [arm.mean - theta * ((arm.before_mean or 0.0) - common) for arm in arms]
    if not all(mean > 0 for mean in means):
        nothing = float("nan")
        return nothing, nothing, nothing
    errors = [
        (arm.variance - 2 * theta * arm.covariance + theta**2 * arm.before_variance) / arm.n
        for arm in arms
    ]
    shared = theta**2 * sum(arm.n * arm.before_variance for arm in arms) / n**2
    square = sum(error / mean**2 for error, mean in zip(errors, means, strict=True))
    square += shared * (1 / means[0] - 1 / means[1]) ** 2
    ratio = means[0] / means[1]
    factor = float(np.exp(normal.critical_value(level) * np.sqrt(max(square, 0.0))))
    return ratio - 1, ratio / factor - 1, ratio * factor - 1


def _top_customer(treated: SpendArm, control: SpendArm) -> float:
    """Return the largest share of the variance of the difference due to one customer."""
    total = treated.squared_error + control.squared_error
    if not total > 0:
        return float("nan")
    shares = [arm.furthest_share * arm.squared_error / total for arm in (treated, control)]
    return max((share for share in shares if np.isfinite(share)), default=float("nan"))
