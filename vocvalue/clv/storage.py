"""Models and fits as small JSON files: readable, safe to load, no pickle."""

import dataclasses
from pathlib import Path
from typing import Any

from vocvalue import checks
from vocvalue.results.records import Form

FORM = Form(
    name="vocvalue model",
    # Since version 3 a note says what it bears on; version 2 brought the checksum.
    version=3,
    without_checksum=1,
    # A fit is some thousand bytes.
    largest=1_000_000,
    saved_by="fit.save(path)",
    held="fit",
)


def parameters(model: object) -> dict[str, float]:
    """Return the numeric parameters of a model by name, in their order."""
    return {name: float(getattr(model, name)) for name in parameter_names(model)}


def parameter_names(model: object) -> list[str]:
    """Return the names of the parameters of a model, or of a class of models, in their order."""
    fields = dataclasses.fields(model)  # type: ignore[arg-type]
    return [field.name for field in fields if field.name != "unit"]


def check_parameters(model: object) -> None:
    """Refuse parameters that are not numbers above zero.

    Raises:
        ParameterError: With the parameter's name and value.
    """
    for name in parameter_names(model):
        checks.positive(name, getattr(model, name))


def model_record(model: object) -> dict[str, Any]:
    """Return what a model is, as plain values."""
    record: dict[str, Any] = {"model": type(model).__name__, "parameters": parameters(model)}
    unit = getattr(model, "unit", None)
    return record if unit is None else {**record, "unit": unit}


def write(record: dict[str, Any], path: str | Path) -> Path:
    """Write a record and return the path; see `Form.write`."""
    return FORM.write(record, path)


def read(path: str | Path) -> dict[str, Any]:
    """Read a record that `write` wrote; see `Form.read`."""
    return FORM.read(path)
