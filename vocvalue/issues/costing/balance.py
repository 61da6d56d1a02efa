"""How alike the controls of a comparison were made: before weighting and after."""

from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vocvalue.effects.covariates import Columns
from vocvalue.results.plain_data import plain
from vocvalue.results.result import Pictured
from vocvalue.stats.expansion import expanded

Floats: TypeAlias = NDArray[np.float64]
Bool: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True, eq=False)
class ExposureBalance(Pictured):
    """How alike the controls were made to those who met a problem.

    Attributes:
        topic: The problem.
        names: The covariates.
        before: How far the exposed are from the controls in each, in standard deviations, shape
            (k,); of a covariate with several columns the one that is farthest.
        after: The same with the controls weighted, shape (k,).
        effective_n: How many equally weighted controls they count as.
        largest_weight: The largest share of one control in the weights.
        n_exposed: The exposed.
        n_controls: The controls.
    """

    topic: str
    names: tuple[str, ...]
    before: Floats = field(repr=False)
    after: Floats = field(repr=False)
    effective_n: float
    largest_weight: float
    n_exposed: int
    n_controls: int

    def to_frame(self) -> pd.DataFrame:
        """Return one row per covariate: its difference before and after weighting."""
        return pd.DataFrame({"covariate": self.names, "before": self.before, "after": self.after})

    def to_dict(self) -> dict[str, Any]:
        """Return the differences and what the weights rest on."""
        return {
            "topic": self.topic,
            "covariates": plain(self.to_frame().to_dict("records")),
            "effective_n": self.effective_n,
            "largest_weight": self.largest_weight,
        }


def differences(
    columns: Columns, exposed: Bool, weight: Floats
) -> tuple[tuple[str, ...], Floats, Floats]:
    """Return how far exposed and controls are apart in each covariate, before and after weighting.

    Args:
        columns: Numbers or text by name, each of shape (n,).
        exposed: Who met the problem, shape (n,).
        weight: The controls' weights, adding up to one.

    Returns:
        The names, and both differences in standard deviations, each of shape (k,).

    Examples:
        >>> x, exposed = np.array([0.0, 2.0, 2.0]), np.array([False, False, True])
        >>> names, before, after = differences({"x": x}, exposed, np.array([0.0, 1.0]))
        >>> names, before.round(2).tolist(), after.tolist()
        (('x',), [1.06], [0.0])
    """
    pairs = {name: _apart(_numbers(name, it), exposed, weight) for name, it in columns.items()}
    there = {name: both for name, both in pairs.items() if both is not None}
    before, after = np.array(list(there.values())).reshape(-1, 2).T
    return tuple(there), before, after


def _numbers(name: str, values: NDArray[Any]) -> Floats:
    return values[:, None] if values.dtype.kind == "f" else expanded({name: values})


def _apart(columns: Floats, exposed: Bool, weight: Floats) -> tuple[float, float] | None:
    """Return both differences of the column that is farthest apart, or None if none varies."""
    spread = columns.std(axis=0)
    varies = spread > 1e-12 * (1 + np.abs(columns).max(axis=0, initial=0.0))
    if not varies.any():
        return None
    scaled = columns[:, varies] / spread[varies]
    wanted, controls = scaled[exposed].mean(axis=0), scaled[~exposed]
    before, after = wanted - controls.mean(axis=0), wanted - weight @ controls
    far = int(np.abs(before).argmax())
    return float(before[far]), float(after[far])
