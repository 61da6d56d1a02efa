"""How many customers each answer stands for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
from numpy.typing import NDArray

from vocvalue.results.result import Pictured
from vocvalue.survey.weights.margins import Floats, Margin


@dataclass(frozen=True, kw_only=True)
class Weights(Pictured):
    """How many customers each answer stands for, and what the weighting costs.

    Attributes:
        weights: One weight per answer, in the order of the rows, shape (n,).
        n_answers: The number of answers.
        n_customers: What the weights add up to: the number of customers; None where the margins
            were shares, and the weights add up to the number of answers.
        effective_n: How many equally weighted answers are as certain (Kish).
        design_effect: The number of answers over `effective_n`.
        largest: The largest weight.
        margins: One row per column and category, before and after.
        cells: The weight of each combination of categories, for a join where rows have no order:
            one array per column, then "answers" and "weight".
        n_trimmed: How many answers carry the largest weight allowed.
        converged: Whether all margins are met; always so, as raking that does not is an error.
        n_iterations: How often all margins were gone through.
    """

    weights: Floats
    n_answers: int
    n_customers: float | None
    effective_n: float
    design_effect: float
    largest: float
    margins: tuple[Margin, ...]
    cells: Mapping[str, NDArray[Any]]
    n_trimmed: int
    converged: bool
    n_iterations: int

    def to_frame(self) -> pd.DataFrame:
        """Return one row per column and category: customers, answers and the three shares."""
        return pd.DataFrame([vars(margin) for margin in self.margins])
