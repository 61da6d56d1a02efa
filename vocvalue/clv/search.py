"""The search for the maximum of a likelihood, in the logarithms of the parameters."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import scipy

from vocvalue.clv.special import Array
from vocvalue.errors import FitError

Likelihood = Callable[[Array], tuple[float, Array, Array]]
"""Log-likelihood, gradient and Hessian at the parameters, on their natural scale."""

GRADIENT_PER_CUSTOMER = 1e-9
GAIN_LEFT = 1e-4
"""What is left to gain, in log-likelihood, below which the top counts as reached."""
BOUNDARY_LOSS = 1e-5
FLAT_INFORMATION = 0.01
"""Information below this, a standard error above ten on the log scale, identifies nothing."""


@dataclass(frozen=True)
class Maximum:
    """Where the likelihood is largest, as far as the search came."""

    parameters: Array
    log_likelihood: float
    hessian: Array
    gain_left: float
    flat: Array | None
    evaluations: int

    @property
    def converged(self) -> bool:
        """Whether the gradient leaves nothing to gain."""
        return self.gain_left < GAIN_LEFT


def maximise(likelihood: Likelihood, starts: Sequence[Array], n_customers: int) -> Maximum:
    """Climb from each start in turn until the gradient says that the top is reached.

    Trust-region Newton on the logarithms of the parameters: the exact Hessian gives quadratic
    convergence, the trust region a safe way where the likelihood is not concave.

    Args:
        likelihood: Log-likelihood with its gradient and Hessian.
        starts: Parameters to start from; later ones are used only where earlier ones fail.
        n_customers: The number of customers, which scales the gradient.

    Returns:
        The first maximum that converged, or the best of all that did not.
    """
    best: Maximum | None = None
    for start in starts:
        found = _climb(likelihood, start, n_customers)
        if best is None or found.log_likelihood > best.log_likelihood:
            best = found
        if best.converged:
            break
    if best is None:
        raise FitError("there is no start to climb from.")
    return best


def _climb(likelihood: Likelihood, start: Array, n: int) -> Maximum:
    objective = _Objective(likelihood, n)
    found: scipy.optimize.OptimizeResult = scipy.optimize.minimize(
        objective.value,
        np.log(start),
        jac=objective.gradient,
        hess=objective.hessian,
        method="trust-exact",
        options={
            "gtol": GRADIENT_PER_CUSTOMER,
            "initial_trust_radius": 1.0,
            "max_trust_radius": 3.0,
            "maxiter": 200,
        },
    )
    top = _seen_from(objective, np.asarray(found.x))
    if top.flat is None or not top.converged:
        return top
    away = top.flat @ (top.flat.T @ (found.x - np.log(start)))
    return _moved_back(objective, np.asarray(found.x), away, top)


def _seen_from(objective: "_Objective", theta: Array) -> Maximum:
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


def _moved_back(objective: "_Objective", theta: Array, away: Array, top: Maximum) -> Maximum:
    """Return from where parameters ran off to as near as costs no likelihood to speak of.

    Where they stop is chance, and parameters of a billion cannot be computed with.
    """
    for share in np.linspace(0.95, 0.05, 19):
        nearer = _seen_from(objective, theta - share * away)
        if nearer.converged and top.log_likelihood - nearer.log_likelihood < BOUNDARY_LOSS:
            return nearer
    return top


class _Objective:
    """Minus the log-likelihood per customer in log-parameters, evaluated once per point."""

    def __init__(self, likelihood: Likelihood, n: int) -> None:
        self._likelihood = likelihood
        self.n = n
        self._theta: Array | None = None
        self._last: tuple[float, Array, Array] = (0.0, np.empty(0), np.empty(0))
        self.evaluations = 0

    def at(self, theta: Array) -> tuple[float, Array, Array]:
        if self._theta is None or not np.array_equal(theta, self._theta):
            self._theta, self._last = theta.copy(), self._evaluate(theta)
            self.evaluations += 1
        return self._last

    def value(self, theta: Array) -> float:
        return self.at(theta)[0]

    def gradient(self, theta: Array) -> Array:
        return self.at(theta)[1]

    def hessian(self, theta: Array) -> Array:
        return self.at(theta)[2]

    def _evaluate(self, theta: Array) -> tuple[float, Array, Array]:
        parameters = np.exp(np.clip(theta, -300, 300))
        value, gradient, hessian = self._likelihood(parameters)
        in_logs = parameters * gradient
        curvature = hessian * np.outer(parameters, parameters) + np.diag(in_logs)
        return -value / self.n, -in_logs / self.n, -curvature / self.n
