"""How many answers an NPS needs."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import scipy

from vocvalue import checks
from vocvalue.errors import ParameterError
from vocvalue.results import Result
from vocvalue.results.former import Language, counted
from vocvalue.stats import normal


@dataclass(frozen=True, kw_only=True)
class SampleSize(Result):
    """How many answers an NPS needs, and how many invitations that takes.

    Attributes:
        answers: The number of answers, in each survey.
        invitations: The number of invitations, in each survey.
        purpose: What they are enough for, in English.
        purpose_zh: The same in Chinese.
        nps: The score that was assumed, in points.
        level: The confidence level.
    """

    answers: int
    invitations: int
    purpose: str
    purpose_zh: str
    nps: float
    level: float

    def to_frame(self) -> pd.DataFrame:
        """Return one row."""
        return pd.DataFrame(
            [{name: value for name, value in self.to_dict().items() if name != "notes"}]
        )

    def headlines(self) -> Sequence[tuple[str, str]]:
        """Return the numbers and what they are for."""
        return [
            ("answers", f"{self.answers:,}"),
            ("invitations", f"{self.invitations:,}"),
            ("enough for", self.purpose),
            ("assumed NPS", f"{self.nps:.0f}"),
        ]

    def statement(self, language: Language = "en") -> str:
        """Return the sentence that a CFO reads, in English or Chinese."""
        if language == "zh":
            return (
                f"要{self.purpose_zh}，每次调查需要 {self.answers:,} 份回答，即发出 "
                f"{self.invitations:,} 份邀请。"
            )
        return (
            f"To {self.purpose}, each survey needs {counted(self.answers, 'answer')}, that is "
            f"{counted(self.invitations, 'invitation')}."
        )


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
        answers = math.ceil(variance * (100 * z / points) ** 2)
        purpose = f"know the NPS to within {points:g} points at {level * 100:g} %"
        purpose_zh = f"以 {level * 100:g}% 的把握将 NPS 的误差控制在 {points:g} 点以内"
    else:
        points = _at_most("change", change, 100 + 100 * abs(nps))
        reach = z + float(scipy.stats.norm.ppf(checks.level(power, name="power")))
        answers = math.ceil(2 * variance * (100 * reach / points) ** 2)
        purpose = f"show a change of {points:g} points in {power * 100:g} of 100 cases"
        purpose_zh = f"有 {power * 100:g}% 的把握检出 {points:g} 点的变化"
    return SampleSize(
        answers=answers,
        invitations=math.ceil(answers / rate),
        purpose=purpose,
        purpose_zh=purpose_zh,
        nps=100 * nps,
        level=level,
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
