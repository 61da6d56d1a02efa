"""The arguments of `cross_analysis`, checked."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from vocvalue import checks, duration
from vocvalue.effects.covariates import column_names
from vocvalue.errors import ParameterError
from vocvalue.link.window import WindowLike
from vocvalue.results import Basis
from vocvalue.results.values import Valued
from vocvalue.survey.scores.scale import Bands, ScaleName, scale_named
from vocvalue.tables.reading.experiments import Outcomes

FollowUp: TypeAlias = Literal["complete", "kaplan-meier"]
Unmatched: TypeAlias = Literal["drop", "zero"]


@dataclass(frozen=True, kw_only=True)
class CrossQuestion:
    """The arguments of `cross_analysis`, checked."""

    by: str
    points: int | None
    bands: Bands | None
    order: Sequence[str] | None
    window: WindowLike
    churn_window: duration.Span | None
    follow_up: FollowUp
    unmatched: Unmatched | None
    values: object
    revenue: str | None
    churned: str | Outcomes | None
    margin: float | None
    horizon: duration.Span | None
    discount_rate: float
    basis: Basis
    covariates: object
    adjust_for: Sequence[str] | None
    weights: str | None
    level: float
    currency: str | None
    customer_id: str

    def __post_init__(self) -> None:
        for name in ("by", "revenue", "weights", "customer_id"):
            if getattr(self, name) is not None:
                checks.column(name, getattr(self, name))
        if self.adjust_for is not None:
            checks.columns("adjust_for", self.adjust_for)
        checks.level(self.level)
        checks.one_of("follow_up", self.follow_up, ("complete", "kaplan-meier"))
        if self.unmatched is not None:
            checks.one_of("unmatched", self.unmatched, ("drop", "zero"))
        checks.one_of("basis", self.basis, ("revenue", "margin", "net profit"))
        checks.discount_rate(self.discount_rate)
        if self.margin is not None:
            checks.margin(self.margin)
        if self.horizon is not None:
            duration.horizon_length(self.horizon, "day")
        if not (self.values is None or isinstance(self.values, str | Valued)):
            raise ParameterError(
                f"values == {type(self.values).__name__}, must be a result of clv.predict or the "
                "name of a column of the responses."
            )
        if isinstance(self.values, str) and self.horizon is None:
            raise ParameterError(
                f'values == {self.values!r} needs a horizon: pass horizon="3 years", or '
                '"lifetime". A longer horizon makes the gaps larger.'
            )
        if self.follow_up == "kaplan-meier" and (self.weights or self.churn_window):
            raise ParameterError(
                "follow_up == 'kaplan-meier' cannot be combined with weights or a churn_window. "
                "Use 'complete'."
            )

    @property
    def scale(self) -> ScaleName | None:
        """The scale that defines the segments; None where a column holds them."""
        return scale_named(self.by)

    @property
    def churned_column(self) -> str | None:
        """The churn column of the responses; None where churn is unknown or in its own table."""
        return None if isinstance(self.churned, Outcomes) else self.churned

    @property
    def beside(self) -> tuple[str, ...]:
        """The columns of the responses that are covariates."""
        return column_names(self.covariates) or ()

    @property
    def numbers(self) -> tuple[str, ...]:
        """The columns of the responses, besides the score, that must hold numbers."""
        value = self.values if isinstance(self.values, str) else None
        return tuple(name for name in (self.weights, value) if name is not None)
