"""The number of responses that an NPS needs."""

import math
from typing import NamedTuple

import scipy

from vocvalue import checks
from vocvalue.errors import ParameterError
from vocvalue.results.numerals import number, stated_rate
from vocvalue.results.texts import Text, pair
from vocvalue.stats import normal
from vocvalue.survey.scores.planning_result import SampleSize


def sample_size(
    *,
    shares: tuple[float, float, float],
    margin_of_error: float | None = None,
    change: float | None = None,
    power: float = 0.80,
    level: float = 0.95,
    response_rate: float = 1.0,
) -> SampleSize:
    """Return the number of responses an NPS needs for a margin of error, or to detect a change.

    Args:
        shares: The expected shares of detractors, passives and promoters, which add up to 1.
        margin_of_error: Half the width of the interval, in points; pass this or `change`.
        change: The change between two surveys of equal size that is to be detected, in points.
        power: The probability of detecting the change if it is real.
        level: The confidence level.
        response_rate: The fraction of invited customers who answer.

    Returns:
        The number of responses and of invitations that each survey needs.

    Raises:
        ParameterError: The shares do not add up to 1; neither or both of margin_of_error and change
            are given, or exceed what is possible; or an argument is outside its range.

    References:
        The normal approximation: n = z^2 v / margin^2, and n = 2 (z_level + z_power)^2 v /
        change^2 for each of two surveys, with v = promoters + detractors - (their difference)^2.

    Examples:
        >>> sample_size(shares=(0.2, 0.3, 0.5), margin_of_error=5).answers
        938
        >>> sample_size(shares=(0.2, 0.3, 0.5), change=5, response_rate=0.1).invitations
        38310
    """
    checks.level(level)
    rate = checks.margin(response_rate, name="response_rate")
    variance, nps = _variance(shares)
    if (margin_of_error is None) == (change is None):
        raise ParameterError("pass either margin_of_error or change, in points, but not both.")
    if margin_of_error is not None:
        plan = _for_margin(margin_of_error, variance, level)
    else:
        plan = _for_change(change, variance, nps, level=level, power=power)
    answers = math.ceil(plan.exact)
    return SampleSize(
        answers=answers,
        invitations=math.ceil(answers / rate),
        score_points=plan.points,
        power=plan.power,
        purpose=plan.purpose,
        nps=100 * nps,
        level=level,
        exact=plan.exact,
    )


class _Plan(NamedTuple):
    """What a survey is planned for, and the number of responses before rounding up."""

    points: float
    power: float | None
    purpose: Text
    exact: float


def _for_margin(margin_of_error: float, variance: float, level: float) -> _Plan:
    points = _at_most("margin_of_error", margin_of_error, 100.0)
    purpose = pair(
        "know the NPS to within {points} points with {level} confidence",
        "以 {level} 的把握将 NPS 的误差控制在 {points} 点以内",
        points=number(points),
        level=stated_rate(level),
    )
    exact = variance * (100 * normal.critical_value(level) / points) ** 2
    return _Plan(points, None, purpose, exact)


def _for_change(
    change: float | None, variance: float, nps: float, *, level: float, power: float
) -> _Plan:
    points = _at_most("change", change, 100 + 100 * abs(nps))
    certainty = checks.level(power, name="power")
    reach = normal.critical_value(level) + float(scipy.stats.norm.ppf(certainty))
    purpose = pair(
        "detect a change of {points} points with a probability of {power}",
        "有 {power} 的把握检出 {points} 点的变化",
        points=number(points),
        power=stated_rate(power),
    )
    return _Plan(points, certainty, purpose, 2 * variance * (100 * reach / points) ** 2)


def _at_most(name: str, value: object, most: float) -> float:
    """Return a positive number of points, at most as many as possible."""
    points = checks.positive(name, value)
    if points > most:
        raise ParameterError(
            f"{name} == {value}, must be at most {most:g}, in points of a score from -100 to 100."
        )
    return points


def _variance(shares: tuple[float, float, float]) -> tuple[float, float]:
    checked = [checks.non_negative("shares", share) for share in shares]
    if len(checked) != 3 or abs(sum(checked) - 1) > 1e-9:
        raise ParameterError(
            f"shares == {shares!r}, must be the shares of detractors, passives and promoters and "
            "add up to 1."
        )
    detractors, _, promoters = checked
    nps = promoters - detractors
    variance = promoters + detractors - nps**2
    if variance <= 0:
        raise ParameterError(
            f"shares == {shares!r} put all responses in one band, so there is no uncertainty."
        )
    return variance, nps
