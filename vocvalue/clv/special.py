"""Special functions of the models, made of positive terms only: no overflow, no NaN.

Two ideas carry this module.

1. Every expectation of the beta-geometric models is a mean, over the dropout probability p, of a
   power (1 + p s/A)^-k. With p/(1-p) = w/(1+u), u = s/A and y = log w that mean is

       (1+u)^-a / B(a, b)  *  integral over y of  w^a (1+w)^-k  (1 + w/(1+u))^(k-a-b).

   Every term is positive, so nothing cancels. The first factor under the integral depends on
   the frequency alone, the second on time alone (k - a - b is one number for all frequencies),
   so the logs of both are tabulated once each. The trapezoidal rule on the whole line converges
   geometrically for it; both tails are geometric series and are summed as such. The log of the
   result is smooth in log A, so that many scales A are interpolated from some forty.
2. Integrals over time use Gauss-Legendre nodes in log(1 + s/A), on which the integrands are
   smooth from an hour to a century.

`tests/clv/test_special.py` proves the accuracy against mpmath.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Self, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaln

from vocvalue.clv.distinct import distinct_rows

Array: TypeAlias = NDArray[np.float64]
TimeNodes: TypeAlias = Callable[[Array], tuple[Array, Array]]
"""Given scales A of shape (m, 1): moments s and their weights, both of shape (m, nodes)."""

NEGLIGIBLE = 1e-16
LOG_NEGLIGIBLE = -math.log(NEGLIGIBLE)
GRID_LEAST, GRID_PER_LOG = 32, 8
LARGEST_SHAPE = 1e8
"""Beyond this p is as good as fixed at a / (a + b), and its density too narrow for the nodes."""

SHORT = 0.1
"""A time, as log(1 + s/A), that is short against the scale."""
PAIRS_AT_ONCE = 50_000
NUMBERS_AT_ONCE = 2**18


@cache
def gauss_legendre(n: int) -> tuple[Array, Array]:
    """Return the nodes and weights of the n-point Gauss-Legendre rule on (0, 1)."""
    nodes, weights = np.polynomial.legendre.leggauss(n)
    return (nodes + 1) / 2, weights / 2


def nodes_needed(length: float) -> float:
    """Return how many nodes a polynomial needs on an interval of log time for full precision.

    The integrands are analytic up to a distance of pi from the real line, so the error falls by
    the sum of the semi-axes of the largest Bernstein ellipse per node.
    """
    half = max(length / 2, 0.01)
    return LOG_NEGLIGIBLE / float(np.log((np.pi + np.hypot(np.pi, half)) / half))


def discounted_span(horizon: float, rate: float) -> TimeNodes:
    """Return the nodes that integrate exp(-rate s) f(s) over (0, horizon).

    Args:
        horizon: End of the integral; infinite is allowed where the rate is above zero.
        rate: Continuous discount rate per unit of time.
    """
    end = min(horizon, LOG_NEGLIGIBLE / rate) if rate > 0 else horizon

    def nodes(scale: Array) -> tuple[Array, Array]:
        stretch = np.log1p(end / scale)
        # exp(-rate s) is as smooth as its exponent is small.
        needed = nodes_needed(float(stretch.max())) / 2 + 2 * rate * end
        unit_nodes, unit_weights = gauss_legendre(16 + math.ceil(needed))
        growth = np.expm1(unit_nodes * stretch)
        s = scale * growth
        return s, unit_weights * stretch * scale * (1 + growth) * np.exp(-rate * s)

    return nodes


def moment(t: float) -> TimeNodes:
    """Return the single node that evaluates f at t."""

    def nodes(scale: Array) -> tuple[Array, Array]:
        return np.full_like(scale, t), np.ones_like(scale)

    return nodes


def beta_mean_of_power(
    k: float, a: float, b: float, *, frequency: Array, scale: Array, nodes: TimeNodes
) -> Array:
    """Return sum_i weight_i E[(1 + p s_i / scale)^-(k + frequency)], p ~ Beta(a, b + frequency).

    Args:
        k: Exponent at frequency zero, above 0.
        a: First parameter of the beta distribution, above 0.
        b: Its second parameter at frequency zero, above 0.
        frequency: Whole numbers x, shape (n,).
        scale: The times A, shape (n,).
        nodes: Where in time to evaluate, and the weights of the sum.

    Returns:
        The weighted means, shape (n,).
    """
    excess = max(1.0, a / LARGEST_SHAPE)
    a, b = a / excess, b / excess
    examples, pair = distinct_rows(frequency, scale)
    counts, count_of = np.unique(frequency[examples], return_inverse=True)
    scales, scale_of = np.unique(scale[examples], return_inverse=True)
    grid, at_scale = _interpolation(scales)
    least = float(scales[0])
    line = _Line.laid(k - a - b, a, b, counts=counts, least_scale=least, nodes=nodes)
    log_means = line.log_means(counts, grid, nodes)
    values = np.empty(len(examples))
    for start in range(0, len(values), PAIRS_AT_ONCE):
        rows = slice(start, start + PAIRS_AT_ONCE)
        logs = np.einsum("ij,ij->i", log_means[count_of[rows]], at_scale[scale_of[rows]])
        values[rows] = np.exp(logs)
    return values[pair]


def log_ways(r: Array, n: Array) -> Array:
    """Return log(Gamma(r + n) / (Gamma(r) n!)), in which nothing cancels however large r is.

    Args:
        r: Above zero.
        n: Whole numbers of at least 0.

    Examples:
        (r + 1) r / 2 at r = 3 is 6:

        >>> print(f"{np.exp(log_ways(np.array(3.0), np.array(2.0))):.12g}")
        6
    """
    some = np.maximum(n, 1.0)
    return np.asarray(np.where(n > 0, -betaln(r, some) - np.log(some), 0.0))


def _interpolation(scales: Array) -> tuple[Array, Array]:
    """Return a grid of scales, and the weights on it, shape (scales, grid), of each scale.

    Few scales are their own grid; many are interpolated at Chebyshev points of the logarithm.
    """
    low, high = np.log(scales[[0, -1]])
    n = GRID_LEAST + GRID_PER_LOG * math.ceil(high - low)
    if len(scales) <= n:
        return scales, np.eye(len(scales))
    angles = (np.arange(n) + 0.5) * np.pi / n
    points = (low + high) / 2 + (high - low) / 2 * np.cos(angles)
    weights = np.sin(angles) * (-1.0) ** np.arange(n)
    gaps = np.log(scales)[:, None] - points
    met = gaps == 0
    shares = np.where(met.any(axis=1, keepdims=True), met, weights / np.where(met, 1.0, gaps))
    return np.exp(points), shares / shares.sum(axis=1, keepdims=True)


def _log_sum(logs: Array) -> Array:
    """Return the log of the sum of exponentials over the last axis; overwrites its argument."""
    top = logs.max(axis=-1, keepdims=True)
    logs -= top
    return np.asarray(np.log(np.exp(logs, out=logs).sum(axis=-1)) + top[..., 0])


@dataclass(frozen=True)
class _Line:
    """The trapezoidal nodes y = log w, and the two factors of the integrand on them.

    The integrand is the beta density w^a (1+w)^-(a+b+x) times what time makes of it,
    (1+u)^-a ((1+w)/(1+w/(1+u)))^-power. Both are kept as logarithms: a mean may be smaller than
    any float can tell.
    """

    power: float
    a: float
    b: float
    y: Array
    step: float

    @classmethod
    def laid(
        cls,
        power: float,
        a: float,
        b: float,
        *,
        counts: Array,
        least_scale: float,
        nodes: TimeNodes,
    ) -> Self:
        """Lay the nodes wherever the least or the largest frequency needs them.

        A large power only makes the integrand fall faster: where it rises it stays as smooth as
        w^a, since 1 - p (1 - 1/(1+u)) is at most 1 in size within the strip |Im y| <= pi/2.
        """
        latest = float(np.log1p(nodes(np.array([[least_scale]]))[0].max() / least_scale))
        rise, fall = 4 + a, 4 + b + counts.max() + max(power, 0.0)
        step = min(0.25, 0.75 * math.sqrt(1 / rise + 1 / fall))
        low = -LOG_NEGLIGIBLE - np.log1p(a + b + counts.max() + abs(power))
        high = LOG_NEGLIGIBLE + latest + np.log1p(abs(power))
        whole = cls(power, a, b, np.arange(low, high + step, step), step)
        density = whole._log_density(counts[[0, -1]])
        needed = np.zeros(len(whole.y), dtype=bool)
        for size in (*density, *(density + whole._log_time(np.array(latest), whole.y))):
            needed |= size > size.max() - LOG_NEGLIGIBLE
        kept = np.flatnonzero(needed)
        return replace(whole, y=whole.y[kept[0] : kept[-1] + 1])

    def log_means(self, counts: Array, scales: Array, nodes: TimeNodes) -> Array:
        """Return the log of the mean for each frequency and scale, shape (counts, scales)."""
        density = self._log_density(counts)
        density[:, 0] -= np.log(-np.expm1(-self.a * self.step))
        density[:, -1] -= np.log(-np.expm1(-(self.b + counts) * self.step))
        density -= _log_sum(density.copy())[:, None]
        time = self._log_sums_over_time(scales, nodes)
        means = np.empty((len(counts), len(scales)))
        for rows in _slices(len(counts), of=time.size):
            means[rows] = _log_sum(density[rows, None, :] + time)
        return means

    def _log_sums_over_time(self, scales: Array, nodes: TimeNodes) -> Array:
        """Return the log of the second factor summed over time, shape (scales, nodes)."""
        moments, weights = nodes(scales[:, None] / self._pace)
        late = np.log1p(moments / scales[:, None])[:, None, :]
        with np.errstate(divide="ignore"):  # a discount may leave a late moment no weight at all
            log_weights = np.log(weights)[:, None, :]
        sums = np.empty((len(scales), len(self.y)))
        for rows in _slices(len(scales), of=len(self.y) * late.shape[-1]):
            sums[rows] = _log_sum(self._log_time(late[rows], self.y[:, None]) + log_weights[rows])
        return sums

    @property
    def _pace(self) -> float:
        """How much faster than 1/A the mean may fall at first: about by p (k + x) at most."""
        k = self.power + self.a + self.b
        return 1 + self.a + k * self.a / (self.a + self.b)

    def _log_density(self, counts: Array) -> Array:
        exponents = self.a + self.b + counts[:, None]
        return np.asarray(self.a * self.y - exponents * np.log1p(np.exp(self.y)))

    def _log_time(self, late: Array, y: Array) -> Array:
        """Return the log of the second factor, at late = log(1+u)."""
        w = np.exp(y)
        if float(np.max(late)) < SHORT:  # the difference of the logs would cancel
            spread = np.log1p(w / (1 + w) * np.expm1(-late))
        else:
            spread = np.log1p(w * np.exp(-late)) - np.log1p(w)
        return np.asarray(self.power * spread - self.a * late)


def _slices(rows: int, *, of: int) -> Iterator[slice]:
    """Cut rows of a size into slices that stay within the memory allowed."""
    at_once = max(1, NUMBERS_AT_ONCE // of)
    return (slice(start, start + at_once) for start in range(0, rows, at_once))
