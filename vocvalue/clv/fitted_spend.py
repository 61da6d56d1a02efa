"""A fitted Gamma-Gamma model as a valuation asks for spend."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from vocvalue.clv import storage
from vocvalue.clv.fitted import Fit
from vocvalue.clv.gamma_gamma import GammaGamma
from vocvalue.clv.rfm_summary import Rfm
from vocvalue.clv.special import Array
from vocvalue.clv.spend import Spend
from vocvalue.errors import FitError
from vocvalue.results import Note
from vocvalue.stats.simulation import spend_amounts

STEP = 1e-4


@dataclass(frozen=True, kw_only=True, eq=False)
class FittedSpend(Spend):
    """The spend of a fitted Gamma-Gamma model.

    Raises:
        FitError: The mean over customers does not exist (q <= 1).
    """

    fit: Fit[GammaGamma]

    def __post_init__(self) -> None:
        if self.fit.model.q <= 1:
            raise FitError(f"{self.fit.statement()} {WAYS}", fit=self.fit)

    @property
    def notes(self) -> tuple[Note, ...]:
        """The notes of the fit."""
        return self.fit.notes

    @property
    def mean_spend(self) -> float:
        """The mean of a purchase over customers."""
        return self.fit.model.mean_spend

    @property
    def model(self) -> GammaGamma:
        """The model."""
        return self.fit.model

    @property
    def model_name(self) -> str:
        """The name of the model."""
        return type(self.model).__name__

    @property
    def parameters(self) -> dict[str, float]:
        """The parameters of the model by name."""
        return self.fit.parameters

    def expected(self, rfm: Rfm) -> Array:
        """Return the expected spend per purchase in money, shape (n,).

        Args:
            rfm: The customers.
        """
        return self.fit.model.expected_spend(rfm.frequency, rfm.mean_spend)

    def variance_of_total(self, rfm: Rfm, purchases: Array) -> float:
        """Return the variance that the parameters bring into a total, by the delta method.

        Args:
            rfm: The customers.
            purchases: The discounted purchases of each customer in the total, shape (n,).
        """
        model, slopes = self.fit.model, []
        for name, value in storage.parameters(model).items():
            up, down = (
                replace(model, **{name: value * np.exp(step)}).expected_spend(
                    rfm.frequency, rfm.mean_spend
                )
                for step in (STEP, -STEP)
            )
            slopes.append(purchases @ (up - down) / (2 * STEP))
        gradient = np.array(slopes)
        return float(gradient @ self.fit.covariance_identified @ gradient)

    def draw(
        self, rfm: Rfm, who: NDArray[np.int64], count: NDArray[np.int64], rng: np.random.Generator
    ) -> Array:
        """Draw the amounts of purchases to come, given each customer's own.

        Args:
            rfm: The customers.
            who: The positions of some of them, shape (m,).
            count: The number of purchases of each of those, shape (m,).
            rng: The generator.
        """
        model = self.fit.model
        x = rfm.frequency[who].astype(np.float64)
        rate = rng.gamma(model.q + model.p * x)
        mean = model.p * (model.v + x * rfm.mean_spend[who]) / rate
        return spend_amounts(mean, count, model.p, rng)


WAYS = (
    'Value purchases by the customers\' own shrunken means with spend="mean", or by an amount '
    "that you know, such as spend=30."
)
