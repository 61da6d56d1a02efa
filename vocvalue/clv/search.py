"""The search for the highest maximum of a likelihood, in the logarithms of the parameters.

A likelihood of these models may have several tops. The search climbs from every start and keeps the
best; with many customers it first climbs on a sample of them, and in full only from where that led.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from vocvalue import progress
from vocvalue.clv.special import Array
from vocvalue.errors import FitError
from vocvalue.results.texts import pair

Likelihood = Callable[[Array], tuple[float, Array, Array]]
"""Log-likelihood, gradient and Hessian at the parameters, on their natural scale."""

GAIN_LEFT = 1e-4
"""What is left to gain, in log-likelihood, below which the top counts as reached."""
GAIN_SOUGHT, FLAT_SLOPE = 1e-12, 1e-5
"""When a climb ends: gain left where the data identify a direction, slope where they do not."""
BOUNDARY_LOSS = 1e-5
FLAT_INFORMATION = 0.01
"""Information below this, a standard error above ten on the log scale, identifies nothing."""
STEPS, LONGEST_STEP = 200, 12.0
FARTHEST = 100.0
"""Logarithms of parameters beyond this are infinite, or nothing, for all that data can say."""
SAME_TOP = 0.01
"""Two points are at one top if climbing from one to the other gains less than this."""
NEARLY_AS_LIKELY = 2.5
"""A lower top within this of the best, in log-likelihood, is told of."""
FEW_SAMPLES, STARTS_OF_ALL = 30, 2
"""Of customers up to so many times the sample the first starts are climbed from in full too."""
SAMPLE_DOUBTS = 10.0
"""A top of the sample so far below its best cannot be the best of all customers."""


class Objective:
    """Minus the log-likelihood per customer in log-parameters, evaluated once per point."""

    def __init__(self, likelihood: Likelihood, n: int) -> None:
        self._likelihood = likelihood
        self.n = n
        self._theta: Array | None = None
        self._last: tuple[float, Array, Array] = (0.0, np.empty(0), np.empty(0))
        self.evaluations = 0

    def at(self, theta: Array) -> tuple[float, Array, Array]:
        """Return value, gradient and Hessian at the logarithms of parameters."""
        if self._theta is None or not np.array_equal(theta, self._theta):
            self._theta, self._last = theta.copy(), self._evaluate(theta)
            self.evaluations += 1
        return self._last

    def _evaluate(self, theta: Array) -> tuple[float, Array, Array]:
        parameters = np.exp(theta)
        value, gradient, hessian = self._likelihood(parameters)
        in_logs = parameters * gradient
        curvature = hessian * np.outer(parameters, parameters) + np.diag(in_logs)
        is_held = (np.abs(theta) >= FARTHEST) & (in_logs * theta > 0)
        in_logs[is_held] = 0.0  # what cannot move must not bend the steps of the others
        curvature[is_held, :] = curvature[:, is_held] = 0.0
        return -value / self.n, -in_logs / self.n, -curvature / self.n


@dataclass(frozen=True)
class Maximum:
    """The highest maximum of the likelihood that the search reached.

    `others` are lower tops that are nearly as likely, the best of them first.
    """

    parameters: Array
    log_likelihood: float
    hessian: Array
    gain_left: float
    flat: Array | None
    evaluations: int
    others: tuple["Maximum", ...] = ()

    @property
    def converged(self) -> bool:
        """Whether the gradient leaves nothing to gain."""
        return self.gain_left < GAIN_LEFT

    @property
    def lower_tops(self) -> list[tuple["Maximum", float]]:
        """The other tops, each with the log-likelihood that it loses."""
        return [(top, self.log_likelihood - top.log_likelihood) for top in self.others]


def maximise(
    likelihood: Likelihood,
    starts: Sequence[Array],
    n_customers: int,
    *,
    sample: tuple[Likelihood, int] | None = None,
) -> Maximum:
    """Climb from every start until the gradient says that a top is reached, and keep the best.

    Newton's method on the logarithms of the parameters, with the curvature's absolute value, so
    that each step leads upward, and no step longer than what the last one proved right.

    Args:
        likelihood: Log-likelihood with its gradient and Hessian.
        starts: Parameters to start from.
        n_customers: The number of customers, which scales the gradient.
        sample: The likelihood of a sample of the customers, and their number. The starts are then
            climbed from on it, and only its tops on the likelihood of all.

    Returns:
        The highest maximum, with the others that are nearly as likely.

    Raises:
        FitError: There is no start.

    References:
        Dauphin and others (2014), Identifying and attacking the saddle point problem in
        high-dimensional non-convex optimization, NeurIPS 27: the absolute curvature.
    """
    if sample is not None:
        rough = _tops(*sample, starts)
        few = n_customers < FEW_SAMPLES * sample[1]
        kept = list(starts[:STARTS_OF_ALL]) if few else []
        likely = rough[0].log_likelihood - SAMPLE_DOUBTS
        starts = [top.parameters for top in rough if top.log_likelihood > likely] + kept
    tops = _tops(likelihood, n_customers, starts)
    if not tops:
        raise FitError("there is no starting point for the search.")
    best = next((top for top in tops if top.converged), tops[0])
    highest = tops[0]
    if highest.log_likelihood > best.log_likelihood + GAIN_LEFT + _rounding(highest, n_customers):
        best = highest
    floor = best.log_likelihood - NEARLY_AS_LIKELY
    others = [
        top for top in tops if top is not best and top.converged and top.log_likelihood > floor
    ]
    return replace(best, others=tuple(others), evaluations=sum(top.evaluations for top in tops))


def _rounding(top: Maximum, n: int) -> float:
    """Return what rounding may add to a likelihood, which is made of differences of log-gammas.

    Those of parameters of a billion are as large, and differ by as little as those of small ones.
    """
    return float(n * np.finfo(np.float64).eps * top.parameters.max())


def _tops(likelihood: Likelihood, n: int, starts: Sequence[Array]) -> list[Maximum]:
    """Return the different tops that the starts lead to, the highest first."""
    tops: list[Maximum] = []
    with progress.over(starts, pair("fitting the model", "拟合模型")) as tried:
        for start in tried:
            top = _climb(Objective(likelihood, n), np.log(start), tops)
            if top is not None:
                tops.append(top)
    return sorted(tops, key=lambda top: -top.log_likelihood)


def _climb(objective: Objective, start: Array, tops: Sequence[Maximum]) -> Maximum | None:
    """Climb to a top; None where the way leads to one that is known."""
    theta, radius = start, 1.0
    value, gradient, hessian = objective.at(theta)
    for _ in range(STEPS):
        curvature, directions = np.linalg.eigh(hessian)
        slope = directions.T @ gradient
        size = np.maximum(np.abs(curvature), 1e-300)
        if _arrived(slope, curvature, objective.n):
            break
        if any(_leads_to(top, theta, value, objective.n) for top in tops):
            return None
        along = np.clip(-slope / size, -radius, radius)
        expected = -(slope @ along + (curvature * along**2).sum() / 2)
        next_theta = np.clip(theta + directions @ along, -FARTHEST, FARTHEST)
        if np.array_equal(next_theta, theta):
            break
        nearer = objective.at(next_theta)
        gained = value - nearer[0]
        if not gained > 0.1 * expected and not abs(gained) < 1e-14 * abs(value):
            radius = float(np.abs(along).max()) / 4
            if radius < 1e-12:
                break
            continue
        if gained > 0.5 * expected:
            radius = min(LONGEST_STEP, max(radius, 2 * float(np.abs(along).max())))
        theta, (value, gradient, hessian) = next_theta, nearer
    top = _seen_from(objective, theta)
    if any(_leads_to(known, theta, value, objective.n) for known in tops):
        return None
    if top.flat is None or not top.converged:
        return top
    away = top.flat @ (top.flat.T @ (theta - start))
    return _moved_back(objective, theta, away, top)


def _arrived(slope: Array, curvature: Array, n: int) -> bool:
    """Whether nothing is left to gain, in every direction."""
    flat = np.abs(curvature) * n < FLAT_INFORMATION
    if (curvature * n < -FLAT_INFORMATION).any():
        return False
    gains = slope**2 / np.maximum(np.abs(curvature), FLAT_INFORMATION / n) * n / 2
    return bool(np.where(flat, np.abs(slope) * n < FLAT_SLOPE, gains < GAIN_SOUGHT).all())


def _leads_to(top: Maximum, theta: Array, value: float, n: int) -> bool:
    """Whether a point lies where a known top is a quadratic and its slope leads to the top."""
    if not top.converged or abs(top.log_likelihood + value * n) > SAME_TOP:
        return False
    gap = theta - np.log(top.parameters)
    return float(gap @ top.hessian @ gap) < SAME_TOP


def _seen_from(objective: Objective, theta: Array) -> Maximum:
    value, gradient, hessian = objective.at(theta)
    n = objective.n
    curvature, directions = np.linalg.eigh(hessian)
    floor = FLAT_INFORMATION / n
    sloped = np.abs(curvature) > floor
    along = directions.T @ gradient
    gain = float((along**2 / np.maximum(np.abs(curvature), floor)).sum()) * n / 2
    at_saddle = bool((curvature < -floor).any())
    return Maximum(
        parameters=np.exp(theta),
        log_likelihood=-value * n,
        hessian=hessian * n,
        gain_left=np.inf if at_saddle else gain,
        flat=None if sloped.all() else directions[:, ~sloped],
        evaluations=objective.evaluations,
    )


def _moved_back(objective: Objective, theta: Array, away: Array, top: Maximum) -> Maximum:
    """Return from where parameters ran off to as near as costs no likelihood to speak of.

    Where they stop is chance, and parameters of a billion cannot be computed with.
    """
    for share in np.linspace(0.95, 0.05, 19):
        nearer = _seen_from(objective, theta - share * away)
        if nearer.converged and top.log_likelihood - nearer.log_likelihood < BOUNDARY_LOSS:
            return nearer
    return top
