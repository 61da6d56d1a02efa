"""Models from elsewhere: our JSON files, and fitted lifetimes models."""

import dataclasses
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np

from vocvalue import checks, duration
from vocvalue.clv import storage
from vocvalue.clv.bg_nbd import BGNBD
from vocvalue.clv.fitted import Fit
from vocvalue.clv.gamma_gamma import GammaGamma
from vocvalue.clv.mbg_nbd import MBGNBD
from vocvalue.clv.pareto_nbd import ParetoNBD
from vocvalue.clv.special import Array
from vocvalue.errors import DataError, ParameterError
from vocvalue.results import Note, kept

Model: TypeAlias = BGNBD | MBGNBD | ParetoNBD | GammaGamma

MODELS: Mapping[str, type[Model]] = {
    model.__name__: model for model in (BGNBD, MBGNBD, ParetoNBD, GammaGamma)
}
FIT = {field.name for field in dataclasses.fields(Fit)} - {"model"}
FROM_LIFETIMES: Mapping[str, type[Model]] = {
    "BetaGeoFitter": BGNBD,
    "ModifiedBetaGeoFitter": MBGNBD,
    "ParetoNBDFitter": ParetoNBD,
    "GammaGammaFitter": GammaGamma,
}


def load(path: str | Path) -> Fit[Any]:
    """Read a fit that `fit.save(path)` wrote.

    The file is data and nothing in it is run. It is refused unless it holds exactly what `save`
    writes. Files of version 1, from before there was a checksum, are read under the same checks
    except that one.

    Args:
        path: The JSON file.

    Returns:
        The fit, with its model in `fit.model`.

    Raises:
        DataError: The file is not one of ours, is damaged or edited, or is from a later version.

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
    except (DataError, ParameterError) as error:
        raise DataError(f"{path} is damaged: {error} Save the fit again.") from error


def from_lifetimes(fitter: Any, *, unit: duration.Unit | None = None) -> Model:
    """Convert a fitted lifetimes model.

    Args:
        fitter: A fitted BetaGeoFitter, ModifiedBetaGeoFitter, ParetoNBDFitter or
            GammaGammaFitter.
        unit: The unit of time of the summary it was fitted to; not used for a GammaGammaFitter.

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
    timed = {"unit"} if "unit" in record else set()
    kind = _kind(_names(record, {"model", "parameters", "fit", *timed}, "the file")["model"])
    if timed and issubclass(kind, GammaGamma):
        raise DataError("a GammaGamma has no unit.")
    _names(record["parameters"], storage.parameter_names(kind), "parameters")
    fit = _names(record["fit"], FIT, "fit")
    return Fit(
        model=_model(kind, record["parameters"], record.get("unit")),
        log_likelihood=fit["log_likelihood"],
        information=_matrix(fit["information"]),
        converged=fit["converged"],
        diagnostics=_notes(fit, "diagnostics"),
        notes=_notes(fit, "notes"),
        n_customers=fit["n_customers"],
        n_distinct=fit["n_distinct"],
        evaluations=fit["evaluations"],
    )


def _kind(name: object) -> type[Model]:
    if not isinstance(name, str) or name not in MODELS:
        raise DataError(f"the model {name!r:.50} is not one of {', '.join(MODELS)}.")
    return MODELS[name]


def _notes(fit: Mapping[str, Any], kind: str) -> tuple[Note, ...]:
    if not isinstance(fit[kind], list):
        raise DataError(f"{kind} is not a list.")
    return tuple(_note(note) for note in fit[kind])


def _note(record: Any) -> Note:
    later = kept.LATER & set(record) if isinstance(record, dict) else set()
    return kept.note_of(_names(record, kept.NAMES | later, "a note"))


def _matrix(rows: Any) -> Array:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise DataError("information is not a list of rows.")
    if len({len(row) for row in rows}) != 1:
        raise DataError("the rows of information differ in length.")
    return np.array([[checks.number("information", value) for value in row] for row in rows])


def _names(record: Any, names: Iterable[str], what: str) -> Mapping[str, Any]:
    """Return a record that has these names and no others."""
    if not isinstance(record, dict):
        raise DataError(f"{what} has no names.")
    if missing := sorted(set(names) - set(record)):
        raise DataError(f"{what} is incomplete, {', '.join(missing)} missing.")
    if extra := sorted(set(record) - set(names)):
        raise DataError(f"{what} has {', '.join(extra):.100}, which no fit has.")
    return record
