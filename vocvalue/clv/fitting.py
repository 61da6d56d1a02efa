"""Maximum likelihood in log-parameters, and the Fit that it ends in."""

import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import NormalDist
from typing import Generic, TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.optimize import OptimizeResult, minimize

from vocvalue import checks
from vocvalue.clv import storage
from vocvalue.clv.rfm import Rfm
from vocvalue.errors import FitError, FitWarning
from vocvalue.results import Estimate, Language, Note, Result, counted

Array = NDArray[np.float64]
Likelihood = Callable[[Array], tuple[float, Array, Array]]
"""Log-likelihood, gradient and Hessian at the parameters, on their natural scale."""
ModelT = TypeVar("ModelT")

GRADIENT_PER_CUSTOMER = 1e-9
GAIN_LEFT = 1e-4
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
    found: OptimizeResult = minimize(
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
    return _moved_back(objective, np.asarray(found.x), np.log(start), top)


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


def _moved_back(objective: "_Objective", theta: Array, start: Array, top: Maximum) -> Maximum:
    """Return from where parameters ran off to as near as costs no likelihood to speak of.

    Where they stop is chance, and parameters of a billion cannot be computed with.
    """
    away = top.flat @ (top.flat.T @ (theta - start)) if top.flat is not None else 0.0 * theta
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


@dataclass(frozen=True, kw_only=True, eq=False)
class Fit(Result, Generic[ModelT]):
    """A model fitted by maximum likelihood, and how well that went.

    Attributes:
        model: The model at the maximum.
        log_likelihood: The log-likelihood there.
        information: Observed information on the logarithms of the parameters, in their order:
            minus the Hessian of the log-likelihood.
        converged: Whether the gradient is zero, judged by what is left to gain.
        diagnostics: What needs care, in words; empty where nothing does.
        n_customers: Customers that the fit rests on.
        n_distinct: Distinct rows that they were grouped to.
        evaluations: Evaluations of the likelihood.
    """

    model: ModelT
    log_likelihood: float
    information: Array
    converged: bool
    diagnostics: tuple[Note, ...]
    n_customers: int
    n_distinct: int
    evaluations: int

    @property
    def covariance(self) -> Array | None:
        """Covariance matrix of the logarithms of the parameters, in their order.

        None where the data do not identify every parameter.
        """
        identified = self.converged and np.linalg.eigvalsh(self.information)[0] > FLAT_INFORMATION
        return np.asarray(np.linalg.inv(self.information)) if identified else None

    @property
    def covariance_identified(self) -> Array:
        """The covariance within the directions that the data identify, zero along the others.

        Along a flat direction the predictions do not change, so this carries into them all the
        uncertainty there is.
        """
        curvature, directions = np.linalg.eigh(self.information)
        inverse = np.where(curvature > FLAT_INFORMATION, 1 / np.maximum(curvature, 1e-300), 0.0)
        return np.asarray((directions * inverse) @ directions.T)

    @property
    def parameters(self) -> dict[str, float]:
        """The fitted parameters by name."""
        return storage.parameters(self.model)

    @property
    def standard_errors(self) -> dict[str, float]:
        """Standard errors of the parameters, by name."""
        if self.covariance is None:
            raise FitError(self._no_intervals(), fit=self)
        on_log_scale = np.sqrt(np.diag(self.covariance))
        pairs = zip(self.parameters.items(), on_log_scale, strict=True)
        return {name: float(value * error) for (name, value), error in pairs}

    def intervals(self, level: float = 0.95) -> dict[str, Estimate]:
        """Return an interval for each parameter, made on the log scale, so always positive.

        Args:
            level: The confidence level.

        Raises:
            FitError: The data do not identify every parameter.
        """
        z = NormalDist().inv_cdf((1 + checks.level(level)) / 2)
        if self.covariance is None:
            raise FitError(self._no_intervals(), fit=self)
        errors = np.sqrt(np.diag(self.covariance))
        return {
            name: Estimate(
                value=value,
                lower=float(value * np.exp(-z * error)),
                upper=float(value * np.exp(z * error)),
                level=level,
                method="Wald on the log scale",
                n=self.n_customers,
            )
            for (name, value), error in zip(self.parameters.items(), errors, strict=True)
        }

    def save(self, path: str | Path) -> Path:
        """Write the fit to a small JSON file, which `clv.load` reads.

        Args:
            path: The file to write.

        Returns:
            The path of the file.
        """
        told = ("log_likelihood", "information", "converged", "diagnostics", "notes")
        counts = ("n_customers", "n_distinct", "evaluations")
        fit = {name: getattr(self, name) for name in told + counts}
        return storage.write({**storage.model_record(self.model), "fit": fit}, path)

    def to_frame(self) -> pd.DataFrame:
        """Return one row per parameter: estimate, standard error, interval."""
        if self.covariance is None:
            return pd.DataFrame(self.parameters.items(), columns=["parameter", "estimate"])
        errors, intervals = self.standard_errors, self.intervals()
        return pd.DataFrame(
            {
                "parameter": list(intervals),
                "estimate": [interval.value for interval in intervals.values()],
                "standard_error": [errors[name] for name in intervals],
                "lower": [interval.lower for interval in intervals.values()],
                "upper": [interval.upper for interval in intervals.values()],
            }
        )

    def headlines(self) -> Sequence[tuple[str, str]]:
        """Return the model, its parameters and how the fit went."""
        if self.covariance is None:
            shown = {name: f"{value:.6g}" for name, value in self.parameters.items()}
        else:
            errors = self.standard_errors
            shown = {
                name: f"{value:.6g} (standard error {errors[name]:.3g})"
                for name, value in self.parameters.items()
            }
        return [
            ("model", type(self.model).__name__),
            *shown.items(),
            ("log-likelihood", f"{self.log_likelihood:,.4f}"),
            ("customers", f"{self.n_customers:,} ({self.n_distinct:,} distinct rows)"),
            ("converged", "yes" if self.converged else "no"),
        ]

    def statement(self, language: Language = "en") -> str:
        """Return whether the model describes the customers it was fitted to, in a sentence."""
        name = type(self.model).__name__
        told = " ".join(note.text(language) for note in self.diagnostics)
        if language == "zh":
            return f"{name} 模型已用 {self.n_customers:,} 位客户拟合。{told}"
        return f"{name} was fitted to {self.n_customers:,} customers. {told}".strip()

    def short(self) -> str:
        """Return the model and its parameters on one line."""
        values = ", ".join(f"{name} {value:.4g}" for name, value in self.parameters.items())
        unit = getattr(self.model, "unit", None)
        return f"{type(self.model).__name__} ({values}{f'; per {unit}' if unit else ''})"

    def _no_intervals(self) -> str:
        reasons = " ".join(note.en for note in self.diagnostics)
        return f"the data do not identify every parameter, so there is no interval. {reasons}"


def conclude(
    model: ModelT,
    maximum: Maximum,
    diagnostics: Sequence[Note],
    *,
    n_customers: int,
    n_distinct: int,
    remarks: Sequence[Note] = (),
) -> Fit[ModelT]:
    """Make the Fit of a maximum: warn where it needs care, refuse where it is none.

    Raises:
        FitError: The search stopped where the likelihood still rises; the error carries the Fit.
    """
    fit = Fit(
        model=model,
        log_likelihood=maximum.log_likelihood,
        information=maximum.hessian,
        converged=maximum.converged,
        diagnostics=tuple(diagnostics),
        notes=(*remarks, *diagnostics),
        n_customers=n_customers,
        n_distinct=n_distinct,
        evaluations=maximum.evaluations,
    )
    if not fit.converged:
        raise FitError(
            f"the fit of {type(model).__name__} stopped where the likelihood still rises (about "
            f"{maximum.gain_left:.3g} to gain after {maximum.evaluations} evaluations). "
            "Look at the RFM for impossible rows, or fit another model; the error's `fit` "
            "carries how far it came.",
            fit=fit,
        )
    for note in fit.diagnostics:
        warnings.warn(note.en, FitWarning, stacklevel=3)
    return fit


def boundary_notes(
    maximum: Maximum, names: Sequence[str], stories: Mapping[frozenset[str], tuple[str, str]]
) -> list[Note]:
    """Say in words which parameters the data do not pin down.

    Args:
        maximum: Where the search ended.
        names: The parameters' names, in order.
        stories: What it means that a set of parameters runs off together, in English and Chinese.
    """
    if maximum.flat is None:
        return []
    weights = np.abs(maximum.flat).max(axis=1)
    flat = frozenset(name for name, weight in zip(names, weights, strict=True) if weight > 0.3)
    known = next((told for who, told in stories.items() if who <= flat), None)
    values = ", ".join(
        f"{name} = {value:.4g}" for name, value in zip(names, maximum.parameters, strict=True)
    )
    listed = ", ".join(sorted(flat))
    en = known[0] if known else "The data hold too little on them."
    zh = known[1] if known else "数据中关于它们的信息太少。"
    return [
        Note(
            en=f"The likelihood is flat along {listed} ({values}): {en}",
            zh=f"似然函数沿 {listed} 方向是平的({values}): {zh}",
        )
    ]


def require_repeat_purchases(rfm: Rfm) -> None:
    """Refuse a fit that no data could decide.

    Raises:
        FitError: There is one customer, nobody bought again, or no time has passed.
    """
    n_customers = rfm.n_customers
    if n_customers < 2:
        raise FitError(
            f"there is only {counted(n_customers, 'customer')}; a distribution over customers "
            "needs at least two."
        )
    if not rfm.frequency.any():
        raise FitError(
            f"all {n_customers:,} customers bought once: without one repeat purchase the "
            "purchase rate and the dropout cannot be told apart. Use a longer observation, or "
            "a finer grain if repeat purchases fell into the same period."
        )
    if not rfm.T.any():
        raise FitError(
            f"T is 0 for all {n_customers:,} customers: nobody has been observed for any time. "
            "Use a later observation end, or a finer grain."
        )
