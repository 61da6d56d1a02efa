"""The coefficients of the simulated shop: how customers, attitudes and money are related."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from vocvalue import checks
from vocvalue.datasets.purchase import fraction
from vocvalue.errors import ParameterError


def _regions() -> dict[str, float]:
    return {"east": 0.10, "north": 0.00, "south": -0.05, "west": -0.20}


def _channels() -> dict[str, float]:
    return {"app": 0.15, "store": 0.05, "web": -0.10}


def _answer_by_segment() -> dict[str, float]:
    return {"detractor": 0.30, "passive": -0.50, "promoter": 0.20}


@dataclass(frozen=True, kw_only=True)
class ShopModel:
    """Every coefficient of `simulate_shop`; its docstring has the equations.

    Attributes:
        attitude_prior_spend: Attitude per standard deviation of log prior spend.
        attitude_tenure: Attitude per standard deviation of tenure.
        attitude_region: Attitude by region.
        attitude_channel: Attitude by the channel of the first purchase.
        attitude_sd: Standard deviation of the personal part of the attitude.
        rate_shape: Shape r of the personal purchase rates.
        rate_scale: Rate alpha of the personal purchase rates, in days.
        rate_attitude: Log purchase rate per unit of attitude: a causal effect.
        rate_prior_spend: Log purchase rate per standard deviation of log prior spend.
        dropout_a: First shape of the personal dropout probabilities.
        dropout_b: Second shape of the personal dropout probabilities.
        dropout_attitude: Logit of the dropout probability per unit of attitude: a causal effect.
        spend_p: Shape of a customer's amounts.
        spend_q: Shape of the spend rates nu over customers.
        spend_v: Rate of the spend rates nu over customers, in money.
        spend_prior_spend: Log mean spend per standard deviation of log prior spend.
        score_noise: Standard deviation of the noise in one answer.
        score_cuts: The ten thresholds between the scores 0 to 10.
        answer_intercept: Logit of answering an NPS invitation.
        answer_prior_spend: The same per standard deviation of log prior spend.
        answer_tenure: The same per standard deviation of tenure.
        answer_segment: The same by the segment of the answer.
        refund_share: Share of purchases refunded.

    Examples:
        >>> from dataclasses import replace
        >>> indifferent = replace(ShopModel(), rate_attitude=0.0, dropout_attitude=0.0)
        >>> indifferent.rate_attitude
        0.0
    """

    attitude_prior_spend: float = 0.35
    attitude_tenure: float = 0.15
    attitude_region: Mapping[str, float] = field(default_factory=_regions)
    attitude_channel: Mapping[str, float] = field(default_factory=_channels)
    attitude_sd: float = 0.90
    rate_shape: float = 0.28
    rate_scale: float = 24.0
    rate_attitude: float = 0.25
    rate_prior_spend: float = 0.20
    dropout_a: float = 0.90
    dropout_b: float = 3.50
    dropout_attitude: float = -0.90
    spend_p: float = 4.0
    spend_q: float = 4.0
    spend_v: float = 135.0
    spend_prior_spend: float = 0.25
    score_noise: float = 0.50
    score_cuts: tuple[float, ...] = (-3.0, -2.6, -2.2, -1.9, -1.6, -1.3, -0.95, -0.4, 0.25, 1.0)
    answer_intercept: float = -0.30
    answer_prior_spend: float = 0.30
    answer_tenure: float = 0.20
    answer_segment: Mapping[str, float] = field(default_factory=_answer_by_segment)
    refund_share: float = 0.06

    def __post_init__(self) -> None:
        for name in POSITIVE:
            checks.positive(name, getattr(self, name))
        fraction("refund_share", self.refund_share)
        if len(self.score_cuts) != 10 or sorted(set(self.score_cuts)) != list(self.score_cuts):
            raise ParameterError("score_cuts must be ten ascending numbers.")
        if tuple(self.answer_segment) != SEGMENTS:
            raise ParameterError(f"answer_segment must name {', '.join(SEGMENTS)}, in this order.")


SEGMENTS = ("detractor", "passive", "promoter")
FIRST_PASSIVE, FIRST_PROMOTER = 7, 9
POSITIVE = (
    "attitude_sd",
    "rate_shape",
    "rate_scale",
    "dropout_a",
    "dropout_b",
    "spend_p",
    "spend_q",
    "spend_v",
    "score_noise",
)
