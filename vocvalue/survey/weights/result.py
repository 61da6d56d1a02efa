"""Weights of survey responses: the result of `rake`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
from numpy.typing import NDArray

from vocvalue.results.result import Pictured
from vocvalue.survey.weights.margins import Floats, Margin


@dataclass(frozen=True, kw_only=True)
class Weights(Pictured):
    """The number of customers each response stands for, and the precision that weighting costs.

    Attributes:
        weights: One weight per response, in the order of the rows, shape (n,).
        n_answers: The number of responses.
        n_customers: The number of customers, which the weights add up to; None if the margins were
            shares, so that the weights add up to the number of responses.
        effective_n: Kish's effective sample size: the number of equally weighted responses with the
            same precision.
        design_effect: The number of responses divided by `effective_n`.
        largest: The largest weight.
        margins: One row per column and category, before and after weighting.
        cells: The weight of each combination of categories, to join to tables whose rows have no
            order: one array per column, then "answers" and "weight".
        n_trimmed: The number of responses that carry the largest weight allowed.
        converged: Whether all margins are met; always True, since raking raises an error otherwise.
        n_iterations: The number of passes over all margins.
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
        """Return one row per column and category: customers, responses and the three shares."""
        return pd.DataFrame([vars(margin) for margin in self.margins])
