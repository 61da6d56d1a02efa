"""Models from elsewhere: our JSON files, and fitted lifetimes models."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np

from vocvalue import duration
from vocvalue.clv import storage
from vocvalue.clv.bg_nbd import BGNBD
from vocvalue.clv.fitted import Fit
from vocvalue.clv.gamma_gamma import GammaGamma
from vocvalue.clv.mbg_nbd import MBGNBD
from vocvalue.clv.pareto_nbd import ParetoNBD
from vocvalue.errors import DataError, ParameterError
from vocvalue.results import Note

Model: TypeAlias = BGNBD | MBGNBD | ParetoNBD | GammaGamma

MODELS: Mapping[str, type[Model]] = {
    model.__name__: model for model in (BGNBD, MBGNBD, ParetoNBD, GammaGamma)
}
FROM_LIFETIMES: Mapping[str, type[Model]] = {
    "BetaGeoFitter": BGNBD,
    "ModifiedBetaGeoFitter": MBGNBD,
    "ParetoNBDFitter": ParetoNBD,
    "GammaGammaFitter": GammaGamma,
}


def load(path: str | Path) -> Fit[Any]:
    """Read a fit that `fit.save(path)` wrote.

    Args:
        path: The JSON file.

    Returns:
        The fit, with its model in `fit.model`.

    Raises:
        DataError: The file is not one of ours, or of a later version.

    Examples:
        >>> import tempfile, pathlib
        >>> import vocvalue as vv
        >>> orders = vv.datasets.simulate_orders(500, seed=1).orders
        >>> fit = vv.clv.BGNBD.fit(vv.clv.rfm(orders))
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     path = fit.save(pathlib.Path(folder) / "bg.json")
        ...     vv.clv.load(path).model == fit.model
        True
    """
    record = storage.read(path)
    try:
        return _fit(record)
    except (KeyError, TypeError) as error:
        raise DataError(f"{path} is incomplete: {error}. Save the fit again.") from error


def from_lifetimes(fitter: Any, *, unit: duration.Unit | None = None) -> Model:
    """Turn a fitted lifetimes model into ours.

    Args:
        fitter: A fitted BetaGeoFitter, ModifiedBetaGeoFitter, ParetoNBDFitter or
            GammaGammaFitter.
        unit: The unit of time of the summary it was fitted to; not for the GammaGammaFitter.

    Returns:
        The model with the same parameters.

    Raises:
        ParameterError: The fitter is of another kind, is not fitted, or the unit is missing.

    Examples:
        Anything with the fitter's name and its `params_` will do:

        >>> class GammaGammaFitter:
        ...     params_ = {"p": 6.25, "q": 3.74, "v": 15.44}
        >>> from_lifetimes(GammaGammaFitter())
        GammaGamma(p=6.25, q=3.74, v=15.44)
    """
    name = type(fitter).__name__
    if name not in FROM_LIFETIMES:
        raise ParameterError(f"fitter is a {name}, must be one of {', '.join(FROM_LIFETIMES)}.")
    if not hasattr(fitter, "params_"):
        raise ParameterError(f"the {name} is not fitted: call its fit method first.")
    parameters = {key: float(value) for key, value in dict(fitter.params_).items()}
    return _model(FROM_LIFETIMES[name], parameters, unit)


def _model(kind: type[Model], parameters: Mapping[str, float], unit: Any) -> Model:
    if issubclass(kind, GammaGamma):
        return kind(**parameters)
    if unit is None:
        raise ParameterError(
            'unit is missing: name the unit of frequency, recency and T, such as unit="week".'
        )
    return kind(**parameters, unit=duration.unit(unit))


def _fit(record: Mapping[str, Any]) -> Fit[Any]:
    if record["model"] not in MODELS:
        raise DataError(f"the model {record['model']!r} is not one of {', '.join(MODELS)}.")
    told = record["fit"]
    diagnostics, notes = (
        tuple(Note(**note) for note in told[kind]) for kind in ("diagnostics", "notes")
    )
    return Fit(
        model=_model(MODELS[record["model"]], record["parameters"], record.get("unit")),
        log_likelihood=told["log_likelihood"],
        information=np.array(told["information"]),
        converged=told["converged"],
        diagnostics=diagnostics,
        notes=notes,
        n_customers=told["n_customers"],
        n_distinct=told["n_distinct"],
        evaluations=told["evaluations"],
    )
