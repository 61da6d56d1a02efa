"""Several arms in, the lift of each over the control out."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal, TypeAlias

import numpy as np
import scipy
from numpy.typing import NDArray

from vocvalue import checks, progress
from vocvalue.errors import DataError, ParameterError
from vocvalue.lift.experiments.arms import CONTROL, Arm, Counts, arm
from vocvalue.lift.experiments.grounds import grounds
from vocvalue.lift.experiments.randomness import Said, not_random, of_counts
from vocvalue.lift.experiments.result import Experiment
from vocvalue.lift.several_arms.result import ArmsLift
from vocvalue.lift.two_arms.context import LiftContext
from vocvalue.lift.two_arms.intervals import IN_WORDS, Method, TwoArms
from vocvalue.lift.two_arms.measure import compared, estimate
from vocvalue.results import Estimate
from vocvalue.results.texts import pair
from vocvalue.stats import multiplicity

Correction: TypeAlias = Literal["holm", "benjamini-hochberg"]

CORRECTIONS = {
    "holm": multiplicity.holm,
    "benjamini-hochberg": multiplicity.benjamini_hochberg,
}


@progress.step(pair("comparing arms", "比较各组"))
def compare_arms(
    arms: Experiment | Mapping[str, Counts | Sequence[int]],
    *,
    control: str | None = None,
    correction: Correction = "holm",
    method: Method = "newcombe",
    randomised: Said = None,
    level: float = 0.95,
) -> ArmsLift:
    """Compare the retention of each of several treated arms with that of the control group.

    The more arms there are, the more likely one of them looks good by chance. The p-values are
    therefore corrected for the number of arms, and simultaneous intervals are given beside the
    single ones. The best arm is compared with the second best by the ordinary test of two arms;
    between arms of equal size, choosing the two by their results does not raise its error rate.

    Args:
        arms: What `lift.experiment` returned, or (retained, n) of each arm by name:
            {"control": (r, n), "call": (r, n), "mail": (r, n)}.
        control: The arm that was left alone; by default that of the experiment, or "control".
        correction: "holm" (controls the chance of any false finding) or "benjamini-hochberg"
            (controls the expected share of false findings).
        method: As in `lift.retention_test`.
        randomised: With counts, whether customers were assigned at random; unless it is True, the
            result says "association only". An experiment states this itself.
        level: The confidence level.

    Returns:
        The lift of each arm, corrected p-values, simultaneous intervals, a test for any difference
        and the comparison of the best two arms.

    Raises:
        DataError: No control, fewer than two treated arms, or an arm without customers.
        ParameterError: An argument outside its range, or randomised= passed with an experiment.

    References:
        Holm (1979), A simple sequentially rejective multiple test procedure, Scandinavian Journal
        of Statistics 6; Benjamini and Hochberg (1995), Controlling the false discovery rate,
        Journal of the Royal Statistical Society B 57; Gutmann and Maymin (1987), Is the selected
        population the best?, Annals of Statistics 15.

    Examples:
        >>> counts = {"control": (250, 500), "call": (350, 500), "mail": (330, 500)}
        >>> arms = compare_arms(counts, randomised=True)
        >>> {name: round(p, 7) for name, p in arms.p_values.items()}
        {'call': 0.0, 'mail': 3e-07}
        >>> arms.best, arms.best_shown
        ('call', False)
    """
    checks.level(level)
    checks.one_of("correction", correction, tuple(CORRECTIONS))
    counts, context = _read(arms, control, randomised, level)
    untreated, *treated = counts
    pairs = {arm.name: TwoArms(treated=arm, control=untreated, method=method) for arm in treated}
    lifts = {name: compared(pair, context) for name, pair in pairs.items()}
    best, second = sorted(treated, key=lambda arm: -arm.rate)[:2]
    best_pair = TwoArms(treated=best, control=second, method=method)
    chi2, df, p_value = _any_difference(counts)
    corrected = CORRECTIONS[correction](np.array([lift.p_value for lift in lifts.values()]))
    wide = 1 - (1 - level) / len(treated)
    step = _step(corrected, correction, level)
    return ArmsLift(
        control=untreated.name,
        lifts=lifts,
        simultaneous=_at(wide, pairs, f"{IN_WORDS[method]}, Bonferroni for {len(treated)}"),
        simultaneous_level=wide,
        corrected=_at(step, pairs, f"{IN_WORDS[method]}, corrected"),
        p_values=dict(zip(lifts, corrected.tolist(), strict=True)),
        correction=correction,
        chi2=chi2,
        df=df,
        p_value=p_value,
        best=best.name,
        runner_up=second.name,
        lead=compared(best_pair, replace(context, notes=())),
        doubts=context.doubts,
        level=level,
        notes=context.notes,
    )


def _at(level: float, pairs: Mapping[str, TwoArms], words: str) -> dict[str, Estimate]:
    """Return the difference between each pair of arms with its interval at a level."""
    return {
        name: estimate(pair.difference, pair.interval(level), pair, level, words)
        for name, pair in pairs.items()
    }


def _read(
    arms: Experiment | Mapping[str, Counts | Sequence[int]],
    control: str | None,
    randomised: Said,
    level: float,
) -> tuple[list[Arm], LiftContext]:
    """Return the arms with the control first, and what all comparisons state alike."""
    if not isinstance(arms, Experiment):
        evidence, notes = of_counts(randomised)
        counts = _of_counts(arms, CONTROL if control is None else control)
        return counts, LiftContext(evidence=evidence, level=level, notes=notes)
    if randomised is not None:
        raise ParameterError(
            f"randomised == {randomised!r}, but the experiment itself states whether it was "
            "randomised. Pass randomised= to lift.experiment, which checks it against the tables."
        )
    rests_on = grounds(arms)
    context = LiftContext(
        evidence=rests_on.evidence,
        doubts=rests_on.doubts,
        level=level,
        window=arms.window,
        window_days=arms.window_days,
        notes=(*rests_on.notes, *not_random(randomised=arms.claimed_randomised)),
    )
    return _of_experiment(arms, control), context


def _step(corrected: NDArray[np.float64], correction: Correction, level: float) -> float:
    """Return the level at which an interval excludes 0 exactly where its arm is shown to differ.

    It is the level of the step at which the procedure stops: all arms before it exceed its
    threshold, and all others do not.
    """
    shown, k = int(np.sum(corrected < 1 - level)), corrected.size
    if correction == "holm":
        return 1 - (1 - level) / max(k - shown, 1)
    return 1 - (1 - level) * max(shown, 1) / k


def _of_experiment(experiment: Experiment, control: str | None) -> list[Arm]:
    if control is not None and control != experiment.control:
        raise ParameterError(
            f"control == {control!r}, but the experiment was read with the control "
            f"{experiment.control!r}. Pass control= to lift.experiment instead."
        )
    retained, n = experiment.counts()
    empty = [name for name, size in zip(experiment.arms, n, strict=True) if not size]
    if empty:
        raise DataError(
            f"nobody in the arm {empty[0]!r} has been followed through the window yet. Wait, or "
            "use a shorter window."
        )
    pairs = zip(experiment.arms, retained.tolist(), n.tolist(), strict=True)
    return _several([arm(name, (r, size)) for name, r, size in pairs])


def _of_counts(arms: Mapping[str, Counts | Sequence[int]], control: str) -> list[Arm]:
    if not isinstance(arms, Mapping):
        raise ParameterError(
            f"arms == {arms!r}, must be an experiment, or (retained, n) of each arm by name: "
            '{"control": (250, 500), "call": (350, 500), "mail": (330, 500)}.'
        )
    if control not in list(arms):
        raise DataError(
            f"the arms are {', '.join(map(repr, arms))}, and none is {control!r}. Name the arm "
            "that was left alone with control=."
        )
    names = [control, *(name for name in arms if name != control)]
    return _several([arm(name, arms[name]) for name in names])


def _several(arms: list[Arm]) -> list[Arm]:
    if len(arms) < 3:
        raise DataError(
            f"there are {len(arms) - 1} treated arms, must be at least 2. To compare one arm with "
            "the control, use lift.retention_test, or lift.retention for an experiment."
        )
    return arms


def _any_difference(arms: Sequence[Arm]) -> tuple[float, int, float]:
    """Return Pearson's chi-square over all arms, its degrees of freedom and its p-value."""
    table = np.array([[arm.retained, arm.lost] for arm in arms])
    df = len(arms) - 1
    if not table.sum(axis=0).all():
        return float("nan"), df, float("nan")
    test = scipy.stats.chi2_contingency(table, correction=False)
    return float(test.statistic), df, float(test.pvalue)
