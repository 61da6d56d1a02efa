"""A fitted model, with the precision of its parameters."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Generic, TypeVar

import numpy as np
import pandas as pd

from vocvalue import checks
from vocvalue.clv import storage
from vocvalue.clv.search import FLAT_INFORMATION
from vocvalue.clv.special import Array
from vocvalue.errors import FitError, ParameterError
from vocvalue.results import Estimate, Note, kept
from vocvalue.results.frame import stacked
from vocvalue.results.result import Pictured
from vocvalue.stats import normal

ModelT = TypeVar("ModelT")

ASYMMETRY = 1e-6
"""By how much of its largest number a Hessian may be off symmetry: rounding, and far below news."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Fit(Pictured, Generic[ModelT]):
    """A model fitted by maximum likelihood, with how well the fit went.

    Attributes:
        model: The model at the maximum.
        log_likelihood: The log-likelihood at the maximum.
        information: Observed information on the logarithms of the parameters, in their order:
            minus the Hessian of the log-likelihood.
        converged: Whether the gradient is zero, judged by the gain that is left.
        diagnostics: Warnings in words; empty if there are none.
        n_customers: Number of customers that the model was fitted to.
        n_distinct: Number of distinct rows that the customers were grouped into.
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

    def __post_init__(self) -> None:
        names = list(self.parameters)
        checks.number("log_likelihood", self.log_likelihood)
        checks.whole("n_customers", self.n_customers, least=1)
        checks.whole("n_distinct", self.n_distinct, least=1)
        checks.whole("evaluations", self.evaluations)
        if not isinstance(self.converged, bool):
            raise ParameterError(f"converged == {self.converged!r}, must be True or False.")
        _check_information(self.information, names)
        super().__post_init__()

    @property
    def covariance(self) -> Array | None:
        """Covariance matrix of the logarithms of the parameters, in their order.

        None if the data do not identify every parameter.
        """
        identified = self.converged and np.linalg.eigvalsh(self.information)[0] > FLAT_INFORMATION
        return np.asarray(np.linalg.inv(self.information)) if identified else None

    @property
    def covariance_identified(self) -> Array:
        """The covariance within the directions that the data identify, zero along the others.

        Along a flat direction the predictions do not change, so this carries the full uncertainty
        into them.
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
        """Return an interval for each parameter, computed on the log scale and so always positive.

        Args:
            level: The confidence level.

        Raises:
            FitError: The data do not identify every parameter.
        """
        z = normal.critical_value(level)
        if self.covariance is None:
            raise FitError(self._no_intervals(), fit=self)
        errors = np.sqrt(np.diag(self.covariance))
        return {
            name: Estimate.of(
                (value, value * np.exp(-z * error), value * np.exp(z * error)),
                level=level,
                method="Wald on the log scale",
                n=self.n_customers,
            )
            for (name, value), error in zip(self.parameters.items(), errors, strict=True)
        }

    def save(self, path: str | Path) -> Path:
        """Write the fit to a small JSON file, which `clv.load` reads.

        It is written to a temporary file and moved into place once complete, with a checksum that
        detects damage when it is read. An existing file is replaced.

        Args:
            path: The file to write.

        Returns:
            The path of the file.

        Raises:
            DataError: The file cannot be written. An existing file is left as it was.
        """
        fit = {f.name: getattr(self, f.name) for f in fields(self) if f.name != "model"}
        for name in ("diagnostics", "notes"):
            fit[name] = [kept.record_of(note) for note in fit[name]]
        return storage.write({**storage.model_record(self.model), "fit": fit}, path)

    def to_frame(self) -> pd.DataFrame:
        """Return one row per parameter: value, interval and standard error."""
        identified = self.covariance is not None
        errors = self.standard_errors if identified else dict.fromkeys(self.parameters, np.nan)
        return stacked(self.figures()).assign(standard_error=list(errors.values()))

    def figures(self) -> dict[str, Estimate]:
        """Return the parameters, with unknown ends if the data do not identify every one."""
        if self.covariance is not None:
            return dict(self.intervals())
        return {
            name: Estimate.of(
                (value, np.nan, np.nan), level=0.95, method="not identified", n=self.n_customers
            )
            for name, value in self.parameters.items()
        }

    def _no_intervals(self) -> str:
        reasons = " ".join(note.en for note in self.diagnostics)
        return f"the data do not identify every parameter, so there is no interval. {reasons}"


def _check_information(matrix: Array, names: Sequence[str]) -> None:
    """Refuse what cannot be minus a Hessian.

    Raises:
        ParameterError: It is not a symmetric matrix of finite numbers, one row a parameter.
    """
    information = checks.finite_array("information", matrix)
    if information.shape != (len(names), len(names)):
        raise ParameterError(
            f"information has the shape {information.shape}, must have a row and a column for each "
            f"of {', '.join(names)}."
        )
    slack = ASYMMETRY * np.abs(information).max()
    if not np.abs(information / 2 - information.T / 2).max() <= slack:
        raise ParameterError("information is not symmetric, as minus a Hessian must be.")
    if not np.isfinite(np.linalg.eigvalsh(information)).all():
        raise ParameterError("information holds numbers too large to compute with.")
