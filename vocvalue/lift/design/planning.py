"""How many customers an experiment needs, what it can detect, and with what power."""

import math
from dataclasses import dataclass

from vocvalue import checks
from vocvalue.errors import ParameterError
from vocvalue.lift.design.planning_result import (
    Alternative,
    Outcome,
    Power,
    Solved,
    two_sided_level,
)
from vocvalue.stats import power as two_shares

ALTERNATIVES = ("two-sided", "greater")
ROUNDING = 1e-9


def power(
    *,
    baseline_churn: float | None = None,
    baseline_retention: float | None = None,
    percentage_points: float | None = None,
    relative: float | None = None,
    power: float | None = None,
    n_treated: int | None = None,
    n_control: int | None = None,
    treated_share: float | None = None,
    level: float = 0.95,
    alternative: Alternative = "two-sided",
) -> Power:
    """Return the sample size, the detectable effect or the power of an experiment.

    Pass two of the three, and the one left out is calculated: the effect (`percentage_points` or
    `relative`), the `power`, and the sizes. Retention here is any rate that should rise, such as
    the share of customers who visit or buy.

    Args:
        baseline_churn: The share of the control arm that leaves; pass this or baseline_retention.
        baseline_retention: The share of the control arm that stays.
        percentage_points: The change to be detected, a fall in churn or a rise in retention, as a
            difference: 0.10 is ten percentage points.
        relative: The change as a fraction of the baseline: 0.30 reduces a churn of 50% to 35%.
        power: The probability of detecting the change if it exists.
        n_treated: How many customers are treated.
        n_control: How many customers are in the control arm. If only one of the two sizes is
            given, the other follows from treated_share.
        treated_share: The share of all customers who are treated; by default one half.
        level: The confidence level, which is one minus the significance level.
        alternative: "two-sided" detects a change in either direction. "greater" tests for an
            improvement only: it needs fewer customers, and can never show that a contact did harm.

    Returns:
        The size, the effect and the power of the experiment. Sizes are rounded up.

    Raises:
        ParameterError: Not exactly one of effect, power and sizes is left out; both baselines or
            none are given; the effect takes the rate below 0 or above 1, or cannot be detected at
            any size; or an argument is outside its range.

    References:
        The z-test of two shares with the pooled share under the null hypothesis, as in Fleiss,
        Tytun and Ury (1980), A simple approximation for calculating sample sizes for comparing
        independent proportions, Biometrics 36, before its continuity correction.

    Examples:
        >>> print(power(baseline_churn=0.50, relative=0.15, n_treated=500).statement())
        With 500 customers in each arm, the chance of detecting a fall in churn from 50% to 42.5%
        (7.5 percentage points, or 15% of the baseline) is 66.3%.
        >>> power(baseline_churn=0.50, relative=0.15, power=0.80).n_treated
        693
        >>> detectable = power(baseline_churn=0.50, n_treated=900, n_control=100, power=0.80)
        >>> round(detectable.percentage_points, 3)
        0.144
    """
    question = _question(baseline_churn, baseline_retention, level, alternative)
    effect = _effect(question, percentage_points, relative)
    share = 0.5 if treated_share is None else checks.level(treated_share, name="treated_share")
    sizes = _sizes(n_treated, n_control, share)
    if treated_share is not None and n_treated is not None and n_control is not None:
        raise ParameterError("treated_share follows from n_treated and n_control. Leave it out.")
    solved_for = _left_out(effect=effect, power=power, sizes=sizes)
    wanted = 0.0 if power is None else _wanted(question, power)
    if effect is None:
        effect = _detectable(question, sizes or (0, 0), wanted)
    if sizes is None:
        sizes = _needed(question, effect, wanted, share)
    if power is None:
        wanted = question.power(effect, sizes)
    return Power(
        outcome=question.outcome,
        baseline=question.baseline,
        percentage_points=effect,
        relative=effect / question.baseline,
        power=wanted,
        n_treated=sizes[0],
        n_control=sizes[1],
        level=level,
        alternative=alternative,
        solved_for=solved_for,
    )


@dataclass(frozen=True, kw_only=True)
class _Question:
    """The outcome compared, its baseline, and the two-sided level of the test."""

    outcome: Outcome
    baseline: float
    level: float

    def target(self, effect: float) -> float:
        """Return the rate of the treated arm if the effect exists."""
        target = self.baseline + (-effect if self.outcome == "churn" else effect)
        if not -ROUNDING <= target <= 1 + ROUNDING:
            raise ParameterError(
                f"an effect of {100 * effect:.4g} percentage points takes {self.outcome} from "
                f"{100 * self.baseline:.4g}% to {100 * target:.4g}%, must stay between 0% and "
                "100%. Write ten percentage points as percentage_points=0.10, and ten percent as "
                "relative=0.10."
            )
        return min(max(target, 0.0), 1.0)

    def power(self, effect: float, sizes: tuple[int, int]) -> float:
        """Return the probability of detecting an effect."""
        target = self.target(effect)
        return float(two_shares.achieved_power(self.baseline, target, *sizes, level=self.level))


def _question(
    churn: float | None, retention: float | None, level: float, alternative: Alternative
) -> _Question:
    checks.one_of("alternative", alternative, ALTERNATIVES)
    two_sided = two_sided_level(checks.level(level), alternative)
    if (churn is None) == (retention is None):
        raise ParameterError("pass either baseline_churn or baseline_retention, and not both.")
    if churn is not None:
        rate = checks.level(churn, name="baseline_churn")
        return _Question(outcome="churn", baseline=rate, level=two_sided)
    rate = checks.level(retention, name="baseline_retention")
    return _Question(outcome="retention", baseline=rate, level=two_sided)


def _effect(
    question: _Question, percentage_points: float | None, relative: float | None
) -> float | None:
    if percentage_points is None and relative is None:
        return None
    if percentage_points is not None and relative is not None:
        raise ParameterError("pass either percentage_points or relative, and not both.")
    if percentage_points is not None:
        effect = checks.positive("percentage_points", percentage_points)
    else:
        effect = question.baseline * checks.positive("relative", relative)
    question.target(effect)
    return effect


def _sizes(n_treated: int | None, n_control: int | None, share: float) -> tuple[int, int] | None:
    if n_treated is None and n_control is None:
        return None
    treated = None if n_treated is None else checks.whole("n_treated", n_treated, least=2)
    control = None if n_control is None else checks.whole("n_control", n_control, least=2)
    if treated is None and control is not None:
        treated = _up(control * share / (1 - share))
    if control is None and treated is not None:
        control = _up(treated * (1 - share) / share)
    return treated or 0, control or 0


def _left_out(*, effect: object, power: object, sizes: object) -> Solved:
    absent: list[Solved] = []
    if effect is None:
        absent.append("effect")
    if power is None:
        absent.append("power")
    if sizes is None:
        absent.append("n")
    if len(absent) == 1:
        return absent[0]
    named = "none" if not absent else " and ".join(absent)
    raise ParameterError(
        "leave out exactly one of the effect (percentage_points= or relative=), power= and the "
        f"sizes (n_treated=, n_control=), which is then calculated; left out: {named}."
    )


def _wanted(question: _Question, power: float) -> float:
    wanted, least = checks.level(power, name="power"), (1 - question.level) / 2
    if wanted <= least:
        raise ParameterError(
            f"power == {power}, must be above {least:g}, how often the test detects a change by "
            "chance alone."
        )
    return wanted


def _needed(question: _Question, effect: float, wanted: float, share: float) -> tuple[int, int]:
    ratio = share / (1 - share)
    controls = float(
        two_shares.sample_size(
            question.baseline,
            question.target(effect),
            level=question.level,
            power=wanted,
            ratio=ratio,
        )
    )
    return _up(ratio * controls), _up(controls)


def _detectable(question: _Question, sizes: tuple[int, int], wanted: float) -> float:
    fall, rise = two_shares.detectable_difference(
        question.baseline, *sizes, level=question.level, power=wanted
    )
    effect = -float(fall) if question.outcome == "churn" else float(rise)
    if math.isnan(effect):
        extreme = "0%" if question.outcome == "churn" else "100%"
        raise ParameterError(
            f"{sizes[0]:,} treated and {sizes[1]:,} control customers are too few to detect even a "
            f"{question.outcome} of {extreme} with a power of {wanted:g}. Use more customers."
        )
    return effect


def _up(n: float) -> int:
    """Return a number of customers, rounded up beyond the error of floating point."""
    return max(math.ceil(n - ROUNDING * max(n, 1.0)), 2)
