"""Two arms in, the lift in retention out."""

from collections.abc import Sequence
from dataclasses import replace

from vocvalue import checks
from vocvalue.lift.experiments.arms import CONTROL, TREATED, Counts, arm
from vocvalue.lift.experiments.randomness import Said, of_counts
from vocvalue.lift.two_arms.context import LiftContext
from vocvalue.lift.two_arms.intervals import IN_WORDS, Method, TwoArms, a_loss
from vocvalue.lift.two_arms.result import NonInferiority, RetentionLift
from vocvalue.results import Estimate, Note
from vocvalue.results.intervals import bounded
from vocvalue.stats import ratios
from vocvalue.stats.normal import ALTERNATIVES, Alternative


def retention_test(
    *,
    treated: Counts | Sequence[int],
    control: Counts | Sequence[int],
    method: Method = "newcombe",
    alternative: Alternative = "two-sided",
    non_inferiority_margin: float | None = None,
    randomised: Said = None,
    level: float = 0.95,
) -> RetentionLift:
    """Compare the retention of contacted customers with that of customers left alone.

    Args:
        treated: The arm that was contacted, as (retained, n). Intention to treat: count everybody
            assigned to it, reached or not.
        control: The arm that was left alone, as (retained, n).
        method: The method of the interval: "newcombe" (the default: its coverage stays near the
            level for small holdouts and high retention), "miettinen-nurminen", "mee",
            "agresti-caffo", "wald", "exact" (arms of up to 1,000 customers) or "bayes" (Jeffreys'
            prior).
        alternative: "two-sided", "greater" (retention is higher among the treated) or "less".
        non_inferiority_margin: The largest acceptable loss, as a fraction: 0.02 is 2 percentage
            points. The result then also says whether a larger loss is ruled out.
        randomised: Whether customers were assigned at random, which counts alone cannot show.
            Unless it is True, the result says "association only"; `lift.adjusted_retention` adjusts
            the comparison for covariates.
        level: The confidence level.

    Returns:
        The difference in retention, the relative lift, the risk ratio and the customers kept, each
        with an interval, and the p-value that inverts the interval of the difference.

    Raises:
        DataError: An arm has no customers, or more customers retained than assigned.
        ParameterError: An argument outside its range.

    References:
        Newcombe (1998), Interval estimation for the difference between independent proportions,
        Statistics in Medicine 17, method 10; Koopman (1984), Confidence intervals for the ratio of
        two binomial proportions, Biometrics 40. For the other methods see
        `vocvalue.stats.differences`.

    Examples:
        The experiment of the articles: of 500 customers in each arm, 350 and 250 stayed.

        >>> lift = retention_test(treated=(350, 500), control=(250, 500), randomised=True)
        >>> print(lift.statement())
        70.0% of the treated customers stayed, against 50.0% of the control group: a difference of
        +20.0 percentage points (95% interval: +14.0 to +25.8). That is 100 of 500 customers kept
        who would otherwise have left (95% interval: 70 to 129; randomised).
    """
    checks.level(level)
    checks.one_of("alternative", alternative, ALTERNATIVES)
    evidence, notes = of_counts(randomised)
    arms = TwoArms(treated=arm(TREATED, treated), control=arm(CONTROL, control), method=method)
    context = LiftContext(alternative=alternative, evidence=evidence, level=level, notes=notes)
    margin = a_loss("non_inferiority_margin", non_inferiority_margin)
    return compared(arms, context, non_inferiority_margin=margin)


def compared(
    arms: TwoArms, context: LiftContext, *, non_inferiority_margin: float | None = None
) -> RetentionLift:
    """Return the lift from the counts of two arms."""
    arms, widened = with_width(arms)
    at = context.interval_level
    lower, upper, words = bounded(arms.difference, arms.interval(at), lowest=-1.0, highest=1.0)
    method = IN_WORDS[arms.method]
    ratio, *ends = _ratio(arms, at)
    return context.lift(
        (arms.treated, arms.control),
        difference=estimate(arms.difference, (lower, upper), arms, at, f"{method}{words}"),
        ratio=estimate(ratio, ends, arms, at, "Koopman score"),
        p_value=arms.p_value(alternative=context.alternative),
        method=method,
        from_counts=True,
        non_inferiority=_non_inferiority(arms, non_inferiority_margin, at),
        notes=widened,
    )


def with_width(arms: TwoArms) -> tuple[TwoArms, tuple[Note, ...]]:
    """Return arms with a method whose interval has a width, and a note where that changed it.

    Where all customers of each arm stayed or all left, Wald's standard error is 0, as if the
    difference were known for certain.
    """
    if arms.method != "wald" or any(
        0 < arm.retained < arm.n for arm in (arms.treated, arms.control)
    ):
        return arms, ()
    note = Note.of(
        "Within each arm all customers stayed or all left. Wald's interval would have no width, so "
        "Newcombe's interval is used instead.",
        "各组客户全部留存或全部流失，此时瓦尔德区间宽度为 0，因此改用纽科姆混合得分区间。",
    )
    return replace(arms, method="newcombe"), (note,)


def _ratio(arms: TwoArms, level: float) -> tuple[float, float, float]:
    """Return the ratio of the rates with Koopman's interval; NaN where no control stayed."""
    if not arms.control.retained:
        nothing = float("nan")
        return nothing, nothing, nothing
    lower, upper = map(float, ratios.koopman(*arms.counts, level))
    return arms.treated.rate / arms.control.rate, lower, upper


def estimate(
    value: float, ends: Sequence[float], arms: TwoArms, level: float, method: str
) -> Estimate:
    """Return an estimate from two arms with its interval."""
    lower, upper = ends
    n = arms.treated.n + arms.control.n
    return Estimate.of((value, lower, upper), level=level, method=method, n=n)


def _non_inferiority(arms: TwoArms, margin: float | None, level: float) -> NonInferiority | None:
    if margin is None:
        return None
    p_value = arms.p_value(-margin, "greater")
    return NonInferiority(
        non_inferiority_margin=margin, p_value=p_value, shown=p_value < (1 - level) / 2
    )
