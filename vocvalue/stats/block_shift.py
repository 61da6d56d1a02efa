"""Whether a mean is another in some weeks than in others, where weeks vary by themselves.

Answers of one week resemble each other: a campaign, a delay, a new agent moves all of them. A test
that counts answers takes that for a finding. Here the weeks tell how much they vary.
"""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr

Floats: TypeAlias = NDArray[np.float64]
Codes: TypeAlias = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True, eq=False)
class Cells:
    """Sums of values by block, side and week.

    Attributes:
        block: The number of each cell's block, within which both sides are compared, shape (m,).
        is_judged: Whether a cell is on the side that is judged, shape (m,).
        n: How many values it has, above 0, shape (m,).
        total: Their sum, shape (m,).
        squares: The sum of their squares, shape (m,).
    """

    block: Codes
    is_judged: NDArray[np.bool_]
    n: Floats
    total: Floats
    squares: Floats

    @classmethod
    def of(
        cls, values: Floats, *, block: Codes, is_judged: NDArray[np.bool_], week: Codes
    ) -> "Cells":
        """Return the sums of single values.

        Args:
            values: The values, shape (n,).
            block: The number of the block of each, shape (n,).
            is_judged: Whether it is on the side that is judged, shape (n,).
            week: The number of its week, shape (n,).
        """
        keys = np.column_stack([block, is_judged, week])
        cells, place = np.unique(keys, axis=0, return_inverse=True)
        place, k = place.ravel(), len(cells)
        return cls(
            block=cells[:, 0].astype(np.int64),
            is_judged=cells[:, 1].astype(np.bool_),
            n=np.bincount(place, minlength=k).astype(np.float64),
            total=np.bincount(place, values, k).astype(np.float64),
            squares=np.bincount(place, values**2, k).astype(np.float64),
        )


@dataclass(frozen=True, kw_only=True)
class Shift:
    """The difference of two means, of the weeks judged and the others.

    Attributes:
        difference: The mean of the judged less that of the others, blocks weighted by their size.
        standard_error: Its standard error, weeks taken as they vary.
        df: Degrees of freedom of that.
        dispersion: How many times as much as by chance the means of weeks vary, at least 1.
    """

    difference: float
    standard_error: float
    df: int
    dispersion: float

    @property
    def p_greater(self) -> float:
        """One-sided, that the mean of the judged is no higher; NaN where it cannot be told."""
        if not self.standard_error > 0:
            return float("nan")
        return float(stdtr(self.df, -self.difference / self.standard_error))


def shift(cells: Cells) -> Shift | None:
    """Return how much higher the mean of the judged is, within blocks.

    The variance of a mean is that of single values times the dispersion: how much the sums of weeks
    vary about what the mean of their block and side makes them, over what single values alone would
    make them vary. Large weeks count in it as much as in the means. Blocks that have one side only
    are left out.

    Args:
        cells: The sums.

    Returns:
        The difference; None where no block has both sides, or fewer than two weeks tell how much
        weeks vary.

    References:
        Donald and Donner (1987), Adjustments to the Mantel-Haenszel chi-square statistic and odds
        ratio variance estimator when the data are clustered, Statistics in Medicine 6; Kish (1965),
        Survey Sampling, for the dispersion of clusters.

    Examples:
        Two weeks before and two after, all of the same size, the weeks of a side alike:

        >>> values = np.tile([0.0, 1.0, 0.0, 1.0, 1.0], 2)
        >>> found = shift(Cells.of(
        ...     np.concatenate([values, values, 1 - values, 1 - values]),
        ...     block=np.zeros(40, dtype=int),
        ...     is_judged=np.repeat([False, True], 20),
        ...     week=np.repeat([0, 1, 2, 3], 10),
        ... ))
        >>> round(found.difference, 3), found.dispersion, found.df
        (-0.2, 1.0, 2)
    """
    sides = _sides(cells)
    if sides is None:
        return None
    rows, n, mean = sides
    left = float(rows.n.sum()) - rows.n.size
    within = float(np.sum(rows.squares - rows.total**2 / rows.n))
    if not left > 0 or not within > 0:
        return None
    variance = within / left
    weeks, spread = _spread(rows, mean)
    several = weeks > 1
    df = int((weeks[several] - 1).sum())
    if df < 1:
        return None
    dispersion = max(1.0, float(spread[several].sum() / (variance * n[several].sum())))
    weight = n.prod(axis=1) / n.sum(axis=1)
    return Shift(
        difference=float(weight @ (mean[:, 1] - mean[:, 0]) / weight.sum()),
        standard_error=float(np.sqrt(dispersion * variance / weight.sum())),
        df=df,
        dispersion=dispersion,
    )


def _spread(cells: Cells, mean: Floats) -> tuple[Codes, Floats]:
    """Return the number of weeks of each block and side, and the variance of its sum by them."""
    at = cells.block, _side(cells)
    weeks, squares = np.zeros(mean.shape, dtype=np.int64), np.zeros(mean.shape)
    np.add.at(weeks, at, 1)
    np.add.at(squares, at, (cells.total - cells.n * mean[at]) ** 2)
    return weeks, squares * weeks / np.maximum(weeks - 1, 1)


def _side(cells: Cells) -> Codes:
    return cells.is_judged.astype(np.int64)


def _sides(cells: Cells) -> tuple[Cells, Floats, Floats] | None:
    """Return the cells of blocks with both sides, and the size and the mean of each side."""
    blocks, block = np.unique(cells.block, return_inverse=True)
    both = np.zeros((len(blocks), 2), dtype=np.bool_)
    both[block, _side(cells)] = True
    used: NDArray[np.bool_] = np.asarray(both.all(axis=1))
    if not used.any():
        return None
    rows = used[block]
    number = np.cumsum(used) - 1
    held = Cells(
        block=number[block[rows]],
        is_judged=cells.is_judged[rows],
        n=cells.n[rows],
        total=cells.total[rows],
        squares=cells.squares[rows],
    )
    n, total = (np.zeros((int(used.sum()), 2)) for _ in range(2))
    np.add.at(n, (held.block, _side(held)), held.n)
    np.add.at(total, (held.block, _side(held)), held.total)
    return held, n, total / n
