"""Whether the arms have the planned sizes, the first check of any experiment."""

from collections.abc import Mapping

import numpy as np

from vocvalue import checks
from vocvalue.errors import DataError, ParameterError
from vocvalue.lift.design import planned_arms as arms
from vocvalue.lift.design.ratio_result import SampleRatio, shares_of
from vocvalue.results import Note
from vocvalue.results.numerals import number
from vocvalue.stats.group_sizes import fit_of_sizes

LEVEL = 0.95


def sample_ratio(
    counts: Mapping[str, int],
    *,
    shares: Mapping[str, float] | None = None,
    significance: float = 0.001,
) -> SampleRatio:
    """Test whether the sizes of the arms match the planned shares.

    Count the customers assigned, and again the customers analysed: the test finds out whether one
    arm lost more customers on the way than the other. The limit of the p-value is strict because
    the check is made in every experiment, often daily: at 0.05 it would stop one sound experiment
    in twenty each time, while the faults it is meant for (an arm whose messages bounce, a filter
    applied to one arm only) give far smaller p-values if there are enough customers.

    Args:
        counts: How many customers each arm has.
        shares: The planned share of each arm; the shares add up to 1. By default equal shares.
        significance: The p-value below which the verdict is a mismatch.

    Returns:
        The test, the verdict and each arm's share.

    Raises:
        DataError: There are no customers at all.
        ParameterError: The counts are not whole numbers, there are fewer than two arms, or the
            shares do not add up to 1 or name other arms.

    References:
        Pearson's chi-square; where an arm is expected to have fewer than 30 customers, the exact
        multinomial test, which sums the probabilities of all sizes no more likely than those seen.
        Fabijan, Gupchup, Gupta, Omhover, Qin, Vermeer and Dmitriev (2019), Diagnosing sample ratio
        mismatch in online controlled experiments, KDD '19. Kohavi, Tang and Xu (2020), Trustworthy
        online controlled experiments, Cambridge University Press.

    Examples:
        >>> halves = {"treated": 0.5, "control": 0.5}
        >>> print(sample_ratio({"treated": 10_242, "control": 10_055}, shares=halves).statement())
        The arms have 10,242 (treated) and 10,055 (control) customers, which fits the planned split
        of 50:50 (p = 0.19).
        >>> sample_ratio({"treated": 10_242, "control": 9_555}, shares=halves).verdict
        'mismatch'
    """
    sizes = _sizes(counts)
    equal = {arm: 1 / len(sizes) for arm in sizes}
    planned = equal if shares is None else arms.shares_of(shares)
    if set(planned) != set(sizes):
        raise ParameterError(
            f"shares names {_listed(planned)}, counts names {_listed(sizes)}: both must name the "
            "same arms."
        )
    planned = {arm: planned[arm] for arm in sizes}
    seen = np.array(list(sizes.values()), dtype=np.int64)
    share = np.array(list(planned.values()))
    test = fit_of_sizes(seen, share)
    return SampleRatio(
        counts=sizes,
        planned=planned,
        shares=shares_of(sizes, LEVEL),
        statistic=test.statistic,
        p_value=test.p_value,
        significance=checks.significance(significance),
        method=test.method,
        notes=(_rough(test.least_expected),) if test.is_rough else (),
    )


def _sizes(counts: Mapping[str, int]) -> dict[str, int]:
    if not isinstance(counts, Mapping):
        raise ParameterError(
            f"counts == {counts!r}, must name the arms: {{'treated': 510, 'control': 490}}."
        )
    if len(counts) < 2:
        raise ParameterError(f"counts names {len(counts)} arm(s), must name at least two.")
    sizes = {arm: checks.whole(f"counts[{arm!r}]", n) for arm, n in counts.items()}
    if not sum(sizes.values()):
        raise DataError("there are no customers in any arm. Count the customers assigned to each.")
    return sizes


def _rough(expected: float) -> Note:
    return Note.of(
        "The expected size of an arm is only {n} customers, for which the chi-square test is a "
        "rough approximation.",
        "某组的期望客户数仅为 {n} 位，卡方检验只是粗略近似。",
        n=number(expected, 1),
        bears_on="claim",
    )


def _listed(names: Mapping[str, object]) -> str:
    return ", ".join(map(repr, names))
