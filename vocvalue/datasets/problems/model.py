"""The coefficients of a shop with problems: who meets them, what they do, who tells of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from vocvalue import checks
from vocvalue.datasets.purchase import fraction
from vocvalue.errors import ParameterError


def _no_regions() -> dict[str, float]:
    return {}


@dataclass(frozen=True, kw_only=True)
class Problem:
    """A problem that an order may meet, and what it truly does.

    Attributes:
        name: The name of the topic under which customers tell of it.
        met: Logit of an order's meeting it.
        met_prior_spend: The same per standard deviation of log prior spend.
        met_tenure: The same per year since the first purchase.
        met_amount: The same per standard deviation of an order's log amount.
        met_region: The same by region; a region that is not named has 0.
        met_rate: The same per unit of the customer's log purchase rate, which nobody observes.
        log_rate: What it adds to the customer's log purchase rate from then on: a causal effect.
        dropout: What it adds to the chance of leaving after the order: a causal effect.
        reported: Chance that a customer of average attitude tells of it.
        reported_attitude: Logit of telling of it per unit of attitude.
        delay_days: Mean days from the order until it is told of.

    Examples:
        >>> harmless = Problem(name="late invoice", met=-2.5, log_rate=0.0, dropout=0.0)
        >>> harmless.reported
        0.5
    """

    name: str
    met: float = -3.6
    met_prior_spend: float = 0.25
    met_tenure: float = 0.20
    met_amount: float = 0.25
    met_region: Mapping[str, float] = field(default_factory=_no_regions)
    met_rate: float = 0.0
    log_rate: float = -0.5
    dropout: float = 0.10
    reported: float = 0.5
    reported_attitude: float = 0.0
    delay_days: float = 6.0

    def __post_init__(self) -> None:
        fraction("reported", self.reported)
        checks.non_negative("delay_days", self.delay_days)
        for name in ("met", "met_rate", "log_rate", "dropout", "reported_attitude"):
            checks.number(name, getattr(self, name))


def _one_problem() -> tuple[Problem, ...]:
    return (Problem(name="packaging"),)


def _regions() -> dict[str, float]:
    return {"east": 0.10, "north": 0.00, "south": -0.05, "west": -0.20}


@dataclass(frozen=True, kw_only=True)
class ProblemModel:
    """Every coefficient of `simulate_problems`; its docstring has the equations.

    Attributes:
        problems: The problems, each with its own coefficients.
        shock: Logit of meeting each problem per standard deviation of what all problems of an order
            have in common.
        attitude_sd: Standard deviation of the attitude, which nobody observes.
        attitude_prior_spend: Attitude per standard deviation of log prior spend.
        mean_rate: Orders a day of an average customer.
        rate_shape: Shape of the personal part of the rate: the smaller, the more customers differ.
        rate_attitude: Log purchase rate per unit of attitude.
        rate_prior_spend: Log purchase rate per standard deviation of log prior spend.
        rate_region: Log purchase rate by region.
        dropout: Chance of leaving after an order without a problem, of a customer of average
            attitude.
        dropout_attitude: Logit of that chance per unit of attitude.
        median_amount: Median amount of an order.
        amount_prior_spend: Log amount per standard deviation of log prior spend.
        amount_customer_sd: Standard deviation of the personal part of the log amount.
        amount_order_sd: Standard deviation of the log amounts of one customer.

    Examples:
        >>> ProblemModel().problems[0].name
        'packaging'
        >>> [problem.reported for problem in ProblemModel.few_tell().problems]
        [0.2]
    """

    problems: tuple[Problem, ...] = field(default_factory=_one_problem)
    shock: float = 0.8
    attitude_sd: float = 1.0
    attitude_prior_spend: float = 0.0
    mean_rate: float = 1 / 38
    rate_shape: float = 1.0
    rate_attitude: float = 0.0
    rate_prior_spend: float = 0.25
    rate_region: Mapping[str, float] = field(default_factory=_regions)
    dropout: float = 0.08
    dropout_attitude: float = 0.0
    median_amount: float = 59.0
    amount_prior_spend: float = 0.25
    amount_customer_sd: float = 0.40
    amount_order_sd: float = 0.50

    def __post_init__(self) -> None:
        names = [problem.name for problem in self.problems]
        if not names or len(set(names)) < len(names):
            raise ParameterError("problems must be one or more, each with a name of its own.")
        for name in POSITIVE:
            checks.positive(name, getattr(self, name))
        if not 0 < self.dropout < 1:
            raise ParameterError(f"dropout == {self.dropout}, must be between 0 and 1.")
        self._refuse_unknown_regions()

    def _refuse_unknown_regions(self) -> None:
        if not self.rate_region:
            raise ParameterError("rate_region must name one region or more.")
        for problem in self.problems:
            unknown = set(problem.met_region) - set(self.rate_region)
            if unknown:
                raise ParameterError(
                    f"met_region of {problem.name!r} names {', '.join(sorted(unknown))}, which is "
                    f"not among the regions of rate_region: {', '.join(self.rate_region)}."
                )

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the problems."""
        return tuple(problem.name for problem in self.problems)

    @classmethod
    def history_suffices(cls) -> "ProblemModel":
        """Return the shop in which the history explains who meets the problem; half tell of it."""
        return cls()

    @classmethod
    def all_tell(cls) -> "ProblemModel":
        """Return the same shop in which everybody who meets the problem tells of it."""
        return _changed(cls(), reported=1.0)

    @classmethod
    def hidden_rate(cls) -> "ProblemModel":
        """Return a shop in which those with a high hidden rate meet the problem more often."""
        return _changed(cls(), met_rate=0.6)

    @classmethod
    def unhappy_tell(cls) -> "ProblemModel":
        """Return a shop in which the unhappy tell far more, buy less and leave sooner."""
        return _changed(cls(rate_attitude=0.25, dropout_attitude=-0.5), reported_attitude=-1.6)

    @classmethod
    def few_tell(cls) -> "ProblemModel":
        """Return a shop in which a quarter of orders meet the problem, and one in five tells."""
        return _changed(cls(), met=-1.35, reported=0.2)

    @classmethod
    def many(cls, n_problems: int = 20) -> "ProblemModel":
        """Return a shop with many problems: loud but harmless ones, and a silent killer.

        The first problem and the one at a little less than half are frequent and harmless, the one
        at four fifths is rare, costs most, and meets customers with a high prior spend; the others
        do some damage. Nearly everybody tells of them.

        Args:
            n_problems: How many problems, at least 5.
        """
        n = checks.whole("n_problems", n_problems, least=5)
        problems = [
            Problem(
                name=f"topic {j:02d}", met=float(met), log_rate=-0.3, dropout=0.05, reported=0.88
            )
            for j, met in enumerate(np.linspace(-3.2, -5.0, n))
        ]
        for harmless in (0, (9 * n) // 20):
            problems[harmless] = replace(problems[harmless], log_rate=0.0, dropout=0.0)
        killer = (4 * n) // 5
        problems[killer] = replace(
            problems[killer], log_rate=-1.0, dropout=0.35, met_prior_spend=0.8
        )
        return cls(problems=tuple(problems))


def _changed(model: "ProblemModel", **coefficients: float) -> "ProblemModel":
    """Return the model with the same coefficients of every problem changed."""
    problems = [
        replace(problem, **coefficients)  # type: ignore[arg-type]
        for problem in model.problems
    ]
    return replace(model, problems=tuple(problems))


POSITIVE = (
    *(
        "attitude_sd",
        "mean_rate",
        "rate_shape",
        "median_amount",
        "amount_customer_sd",
        "amount_order_sd",
    ),
)
