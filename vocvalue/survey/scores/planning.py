"""How many answers an NPS needs."""

import math

import scipy

from vocvalue import checks
from vocvalue.errors import ParameterError
from vocvalue.results.numerals import number, stated_rate
from vocvalue.results.texts import pair
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
    """Return how many answers an NPS needs, to be as sure as wanted or to show a change.

    Args:
        shares: The shares of detractors, passives and promoters that are expected; they add to 1.
        margin_of_error: Half the width of the interval, in points; or else
        change: The change between two surveys, of as many answers each, that is to be found; in
            points.
        power: How likely the change is to be found when it is there.
        level: The confidence level.
        response_rate: The share of those invited who answer.

    Returns:
        The number of answers and of invitations.

    Raises:
        ParameterError: Shares that do not add to 1; neither or both of margin_of_error and change,
            or more points than the score can be off or change by; or an argument outside its range.

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
    z = normal.critical_value(level)
    if (margin_of_error is None) == (change is None):
        raise ParameterError("name either margin_of_error or change, in points, and not both.")
    if margin_of_error is not None:
        points = _at_most("margin_of_error", margin_of_error, 100.0)
        certainty, exact = None, variance * (100 * z / points) ** 2
        purpose = pair(
            "know the NPS to within {points} points with {level} confidence",
            "以 {level} 的把握将 NPS 的误差控制在 {points} 点以内",
            points=number(points),
            level=stated_rate(level),
        )
    else:
        points = _at_most("change", change, 100 + 100 * abs(nps))
        certainty = checks.level(power, name="power")
        reach = z + float(scipy.stats.norm.ppf(certainty))
        exact = 2 * variance * (100 * reach / points) ** 2
        purpose = pair(
            "detect a change of {points} points with a probability of {power}",
            "有 {power} 的把握检出 {points} 点的变化",
            points=number(points),
            power=stated_rate(power),
        )
    answers = math.ceil(exact)
    return SampleSize(
        answers=answers,
        invitations=math.ceil(answers / rate),
        points=points,
        power=certainty,
        purpose=purpose,
        nps=100 * nps,
        level=level,
        exact=exact,
    )


def _at_most(name: str, value: object, most: float) -> float:
    """Return points that an NPS from -100 to 100 can have."""
    points = checks.positive(name, value)
    if points > most:
        raise ParameterError(
            f"{name} == {value}, must be at most {most:g}: in points of a score from -100 to 100."
        )
    return points


def _variance(shares: tuple[float, float, float]) -> tuple[float, float]:
    checked = [checks.non_negative("shares", share) for share in shares]
    if len(checked) != 3 or abs(sum(checked) - 1) > 1e-9:
        raise ParameterError(
            f"shares == {shares!r}, must be those of detractors, passives and promoters and add "
            "to 1."
        )
    detractors, _, promoters = checked
    nps = promoters - detractors
    variance = promoters + detractors - nps**2
    if variance <= 0:
        raise ParameterError(
            f"shares == {shares!r}, leave nothing to be unsure of: all answer alike."
        )
    return variance, nps
