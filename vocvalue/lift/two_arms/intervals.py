"""The difference between two retention rates, by the method chosen."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from vocvalue import checks
from vocvalue.errors import ParameterError
from vocvalue.lift.experiments.arms import Arm
from vocvalue.stats import differences, exact
from vocvalue.stats.beta_binomial import BetaPair
from vocvalue.stats.normal import ALTERNATIVES, Alternative

Method: TypeAlias = Literal[
    "newcombe", "miettinen-nurminen", "mee", "agresti-caffo", "wald", "exact", "bayes"
]

IN_WORDS: dict[str, str] = {
    "newcombe": "Newcombe's hybrid score",
    "miettinen-nurminen": "Miettinen-Nurminen score",
    "mee": "Mee score",
    "agresti-caffo": "Agresti-Caffo",
    "wald": "Wald",
    "exact": "exact unconditional",
    "bayes": "beta-binomial posterior, Jeffreys prior",
}
METHODS = tuple(IN_WORDS)


@dataclass(frozen=True, kw_only=True)
class TwoArms:
    """Two arms and the method by which they are compared.

    Attributes:
        treated: The arm that was contacted.
        control: The arm that was left alone.
        method: The method.
    """

    treated: Arm
    control: Arm
    method: Method

    def __post_init__(self) -> None:
        checks.one_of("method", self.method, METHODS)

    @property
    def counts(self) -> tuple[int, int, int, int]:
        """The treated retained and assigned, then the controls retained and assigned."""
        return self.treated.retained, self.treated.n, self.control.retained, self.control.n

    @property
    def difference(self) -> float:
        """The treated rate minus the control rate."""
        return self.treated.rate - self.control.rate

    @property
    def posterior(self) -> BetaPair:
        """The posterior of the two rates, with Jeffreys' prior."""
        return BetaPair.after(*self.counts, prior=(0.5, 0.5))

    def interval(self, level: float) -> tuple[float, float]:
        """Return the interval of the difference at a level."""
        if self.method == "exact":
            return exact.interval(*self.counts, level)
        if self.method == "bayes":
            lower, upper = self.posterior.difference_interval(level)
            return float(lower), float(upper)
        lower, upper = differences.interval(*self.counts, level, method=self.method)
        return float(lower), float(upper)

    def p_value(self, delta0: float = 0.0, alternative: Alternative = "two-sided") -> float:
        """Return the p-value that inverts the interval of the same method.

        With "bayes" it is the posterior probability of the null's side, doubled if two-sided.
        """
        checks.one_of("alternative", alternative, ALTERNATIVES)
        if self.method == "exact":
            return exact.p_value(*self.counts, delta0=delta0, alternative=alternative)
        if self.method == "bayes":
            return self._tail(delta0, alternative)
        p_value = differences.p_value(
            *self.counts, delta0=delta0, method=self.method, alternative=alternative
        )
        return float(p_value)

    def _tail(self, delta0: float, alternative: Alternative) -> float:
        above = float(self.posterior.probability_above(delta0))
        if alternative == "greater":
            return 1 - above
        return above if alternative == "less" else 2 * min(above, 1 - above)


def a_loss(name: str, value: float | None) -> float | None:
    """Return a loss as a fraction between 0 and 1, or None."""
    if value is None:
        return None
    checked = checks.number(name, value)
    if not 0 < checked < 1:
        raise ParameterError(
            f"{name} == {value}, must be between 0 and 1. Write 2 percentage points as 0.02."
        )
    return checked
