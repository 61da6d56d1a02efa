"""The arms of an experiment compared in what was known beforehand."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from vocvalue.results.result import Pictured
from vocvalue.stats.randomisation import ImbalanceTest

LARGE = 0.1
"""Standardised differences beyond this limit are named, by convention (Austin 2009)."""
UNLIKELY = 0.001


@dataclass(frozen=True, kw_only=True)
class CovariateComparison:
    """One covariate, or one category of it, in every arm.

    Attributes:
        covariate: The column.
        category: The category whose share is compared; None where the mean of a number is.
        means: The mean or share in each arm.
        differences: Each arm's standardised difference from the reference arm.
    """

    covariate: str
    category: str | None
    means: Mapping[str, float]
    differences: Mapping[str, float]

    @property
    def name(self) -> str:
        """The covariate, with its category where it has one."""
        return self.covariate if self.category is None else f"{self.covariate} = {self.category}"

    @property
    def largest(self) -> float:
        """The difference furthest from 0; NaN where no arm has a value to compare."""
        return max(self.differences.values(), key=_size)


@dataclass(frozen=True, kw_only=True)
class Balance(Pictured):
    """The arms of an experiment compared in what was known beforehand.

    Attributes:
        comparisons: The comparison of each number, and of each category of the texts.
        sizes: How many customers each arm has.
        reference: The arm with which the others are compared.
        test: The overall test of all covariates.
    """

    comparisons: tuple[CovariateComparison, ...] = field(repr=False)
    sizes: Mapping[str, int]
    reference: str
    test: ImbalanceTest

    @property
    def largest(self) -> CovariateComparison:
        """The comparison whose standardised difference is furthest from 0."""
        return max(self.comparisons, key=lambda comparison: _size(comparison.largest))

    def to_frame(self) -> pd.DataFrame:
        """Return one row for each number and category, with its mean in each arm."""
        return pd.DataFrame(
            [
                {
                    "covariate": comparison.covariate,
                    "category": comparison.category,
                    **{f"mean_{arm}": mean for arm, mean in comparison.means.items()},
                    **{f"smd_{arm}": gap for arm, gap in comparison.differences.items()},
                }
                for comparison in self.comparisons
            ]
        )

    @property
    def is_odd(self) -> bool:
        """Whether the arms differ by more than a random assignment explains."""
        return self.test.p_value < UNLIKELY


def _size(difference: float) -> float:
    """Return how far a difference is from 0; unknown differences come last."""
    return -1.0 if np.isnan(difference) else abs(difference)
