"""The bands that scores fall in."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

import numpy as np
from numpy.typing import NDArray

from vocvalue import checks
from vocvalue.errors import ParameterError

Band: TypeAlias = Literal["at risk", "watch", "healthy"]
BANDS: tuple[Band, ...] = get_args(Band)
LOWEST, HIGHEST = 0.0, 100.0


@dataclass(frozen=True, kw_only=True)
class HealthBands:
    """Where the bands of a score begin.

    Attributes:
        watch: From so many points on an account is no longer at risk.
        healthy: From so many points on it is healthy.

    Examples:
        >>> bands = HealthBands(watch=40.0, healthy=70.0)
        >>> bands.codes(np.array([39.9, 40.0, 70.0, np.nan])).tolist()
        [0, 1, 2, -1]
    """

    watch: float
    healthy: float

    @classmethod
    def of(cls, bands: Sequence[float]) -> "HealthBands":
        """Return the bands that two scores make.

        Args:
            bands: From where on an account is watched, and healthy.

        Raises:
            ParameterError: Not two scores between 0 and 100, the first below the second.
        """
        held: object = bands
        if isinstance(held, str) or not isinstance(held, Sequence) or len(held) != 2:
            raise ParameterError(f"bands == {bands!r}, must be two scores, such as (40, 70).")
        low, high = (checks.number(f"bands[{i}]", it) for i, it in enumerate(held))
        if not LOWEST < low < high < HIGHEST:
            raise ParameterError(
                f"bands == {bands!r}, must be two scores between 0 and 100, the lower one first."
            )
        if high <= 1:
            raise ParameterError(
                f"bands == {bands!r}, must be scores from 0 to 100. Write 40 points as 40, not "
                "0.40."
            )
        return cls(watch=low, healthy=high)

    def codes(self, scores: NDArray[np.float64]) -> NDArray[np.int64]:
        """Return the number of the band of each score, 0 for the lowest, -1 where there is none.

        Args:
            scores: The scores, NaN where there is none, shape (n,).
        """
        codes = np.searchsorted([self.watch, self.healthy], scores, side="right")
        return np.where(np.isnan(scores), -1, codes).astype(np.int64)
