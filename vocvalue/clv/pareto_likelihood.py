"""The likelihood of the Pareto/NBD model, with gradient and Hessian.

That of x purchases, the last at t_x, is a sum of positive terms: alive at T, or dead at some tau
between t_x and T,

    L = prod_{j<x} (r+j) * alpha^r * [ (alpha+T)^-(r+x) (beta/(beta+T))^s
        + integral over tau of  s beta^s (beta+tau)^-(s+1) (alpha+tau)^-(r+x) ].

The integral is taken by Gauss-Legendre quadrature, so that nothing can cancel at t_x = T, at
alpha = beta or for large x, where the textbook difference of two hypergeometric functions fails.
"""

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from vocvalue.clv.history import Histories
from vocvalue.clv.special import LOG_NEGLIGIBLE, Array, gauss_legendre

LEAST_DEATH_NODES = 20
ROWS_AT_ONCE = 2_048


class Paths:
    """For each row, the log of each way its history can have come about: the integrand's nodes.

    The variable of integration is log((m + tau)/(m + t_x)) with m the smaller of alpha and beta,
    cut where the integrand, which is log-concave in it, has become negligible.
    """

    def __init__(self, parameters: Array, frequency: Array, recency: Array, T: Array) -> None:
        r, alpha, s, beta = parameters
        self.events = r + frequency
        self.tau, log_weight = _death_times(parameters, self.events, recency, T)
        self.wait_a, self.wait_b = np.log1p(self.tau / alpha), np.log1p(self.tau / beta)
        purchases = self.events[:, None] * self.wait_a + (frequency * np.log(alpha))[:, None]
        log_density = np.log(s / beta) - (s + 1) * self.wait_b
        self.log_terms = log_density - purchases + log_weight
        self.age_a, self.age_b = np.log1p(T / alpha), np.log1p(T / beta)
        self.log_alive = -self.events * self.age_a - frequency * np.log(alpha) - s * self.age_b

    @cached_property
    def log_dead(self) -> Array:
        """The log of the integral over the time of death."""
        top = self.log_terms.max(axis=1)
        safe = np.where(np.isfinite(top), top, 0.0)
        total = np.exp(self.log_terms - safe[:, None]).sum(axis=1)
        return np.asarray(safe + np.log(total, out=np.full_like(total, -np.inf), where=total > 0))


def _death_times(parameters: Array, events: Array, recency: Array, T: Array) -> tuple[Array, Array]:
    """Return the nodes tau between t_x and T, and the logs of their weights.

    As many as reach ten digits for each of the rows: their number grows with the longest stretch
    of the integral. The rule was found by trial on 40,000 random histories.
    """
    base, stop = _stretch(parameters, events, recency, T)
    n_nodes = max(LEAST_DEATH_NODES, 12 + 2 * math.ceil(float(stop.max(initial=0.0))))
    nodes, weights = gauss_legendre(n_nodes)
    v = stop[:, None] * nodes
    tau = recency[:, None] + base[:, None] * np.expm1(v)
    with np.errstate(divide="ignore"):  # t_x = T leaves no time to die in: log 0 is meant
        log_weight = np.log(weights * stop[:, None]) + np.log(base)[:, None] + v
    return tau, log_weight


def _stretch(parameters: Array, events: Array, recency: Array, T: Array) -> tuple[Array, Array]:
    """Return m + t_x, and where log((m + tau)/(m + t_x)) has covered all that counts."""
    _, alpha, s, beta = parameters
    if alpha <= beta:
        small, gap, near, far = alpha, beta - alpha, events - 1, np.full_like(events, s + 1)
    else:
        small, gap, near, far = beta, alpha - beta, np.full_like(events, s), events
    base = small + recency
    span = np.log1p((T - recency) / base)
    return base, _negligible_after(near, far, base / (base + gap), span)


def _negligible_after(near: Array, far: Array, share: Array, span: Array) -> Array:
    """Return where near*v + far*log(1 + share*(e^v - 1)) passes what is negligible, if it does.

    It is convex in v, so Newton steps from the far side come down to the root from above.
    """
    v = span.copy()
    for _ in range(8):
        grown = share * np.expm1(v)
        excess = near * v + far * np.log1p(grown) - LOG_NEGLIGIBLE
        slope = near + far * (share + grown) / (1 + grown)
        over = excess > 0
        if not over.any():
            break
        v = np.where(over, v - excess / np.where(over, slope, 1.0), v)
    return v


@dataclass(frozen=True)
class ParetoLikelihood:
    """The log-likelihood of grouped customers as a function of (r, alpha, s, beta)."""

    histories: Histories

    def __call__(self, parameters: Array) -> tuple[float, Array, Array]:
        """Return log-likelihood, gradient and Hessian."""
        more_than = self.histories.exceeding
        rate = parameters[0] + np.arange(len(more_than))
        value = float(more_than @ np.log(rate))
        gradient, hessian = np.zeros(4), np.zeros((4, 4))
        gradient[0] = more_than @ (1 / rate)
        hessian[0, 0] = -(more_than @ rate**-2.0)
        for block in self._blocks:
            part = _block(parameters, block)
            value += part[0]
            gradient += part[1]
            hessian += part[2]
        return value, gradient, hessian

    @cached_property
    def _blocks(self) -> list[Histories]:
        """The rows without repeat purchase apart: their integrals may need many more nodes."""
        once = self.histories.frequency == 0
        parts = [self.histories.where(once), self.histories.where(~once)]
        return [block for part in parts for block in part.blocks(ROWS_AT_ONCE)]


def _block(parameters: Array, block: Histories) -> tuple[float, Array, Array]:
    """Log of a sum of paths: the gradient is their mean, the Hessian adds their covariance."""
    r, alpha, s, beta = parameters
    history = (block.frequency, block.recency, block.T)
    paths = Paths(parameters, *history)
    log_terms = np.concatenate([paths.log_terms, paths.log_alive[:, None]], axis=1)
    top = log_terms.max(axis=1, keepdims=True)
    share = np.exp(log_terms - top)
    total = share.sum(axis=1, keepdims=True)
    share /= total
    value = block.count @ (top + np.log(total))[:, 0]

    tau = np.concatenate([paths.tau, block.T[:, None]], axis=1)
    wait_a = np.concatenate([paths.wait_a, paths.age_a[:, None]], axis=1)
    wait_b = np.concatenate([paths.wait_b, paths.age_b[:, None]], axis=1)
    per_a, per_b = 1 / (alpha + tau), 1 / (beta + tau)
    died = np.ones(tau.shape[1])
    died[-1] = 0.0
    slopes = np.stack(
        [
            -wait_a,
            (r / alpha * tau - block.frequency[:, None]) * per_a,
            died / s - wait_b,
            (s / beta * tau - died) * per_b,
        ]
    )
    mean = np.einsum("pij,ij->pi", slopes, share)
    weighted = slopes * (share * block.count[:, None])
    hessian = np.einsum("pij,qij->pq", weighted, slopes, optimize=True)
    hessian -= (mean * block.count) @ mean.T
    weight = share * block.count[:, None]
    hessian += _mean_curvature(parameters, block.frequency, weight, tau)
    return float(value), mean @ block.count, hessian


def _mean_curvature(parameters: Array, frequency: Array, weight: Array, tau: Array) -> Array:
    """The mean over the paths of the second derivatives of their logs.

    Written so that nothing cancels where alpha or beta runs off.
    """
    r, alpha, s, beta = parameters
    per_a, per_b = tau / (alpha + tau) / alpha, tau / (beta + tau) / beta
    by_a, by_b = weight / (alpha + tau) ** 2, weight[:, :-1] / (beta + tau[:, :-1]) ** 2
    curvature = np.zeros((4, 4))
    curvature[0, 1] = curvature[1, 0] = (weight * per_a).sum()
    curvature[1, 1] = (
        frequency @ by_a.sum(axis=1) - r * (weight * per_a * (1 / alpha + 1 / (alpha + tau))).sum()
    )
    curvature[2, 2] = -weight[:, :-1].sum() / s**2
    curvature[2, 3] = curvature[3, 2] = (weight * per_b).sum()
    curvature[3, 3] = by_b.sum() - s * (weight * per_b * (1 / beta + 1 / (beta + tau))).sum()
    return curvature
