"""Models and fits as small JSON files: readable, safe to load, no pickle."""

import dataclasses
import json
from pathlib import Path
from typing import Any

from vocvalue import checks
from vocvalue.errors import DataError
from vocvalue.results import plain

FORMAT = "vocvalue model"
VERSION = 1


def parameters(model: object) -> dict[str, float]:
    """Return the numeric parameters of a model by name, in their order."""
    fields = dataclasses.fields(model)  # type: ignore[arg-type]
    return {f.name: float(getattr(model, f.name)) for f in fields if f.name != "unit"}


def check_parameters(model: object) -> None:
    """Refuse parameters that are not numbers above zero.

    Raises:
        ParameterError: With the parameter's name and value.
    """
    for field in dataclasses.fields(model):  # type: ignore[arg-type]
        if field.name != "unit":
            checks.positive(field.name, getattr(model, field.name))


def model_record(model: object) -> dict[str, Any]:
    """Return what a model is, as plain values."""
    record: dict[str, Any] = {"model": type(model).__name__, "parameters": parameters(model)}
    unit = getattr(model, "unit", None)
    return record if unit is None else {**record, "unit": unit}


def write(record: dict[str, Any], path: str | Path) -> Path:
    """Write a record, stamped with format and version, and return the path."""
    target = Path(path)
    stamped = {"format": FORMAT, "version": VERSION, **record}
    target.write_text(json.dumps(plain(stamped), indent=2, ensure_ascii=False) + "\n", "utf-8")
    return target


def read(path: str | Path) -> dict[str, Any]:
    """Read a record that `write` wrote.

    Raises:
        DataError: The file is not one of ours, or of a later version.
    """
    try:
        record = json.loads(Path(path).read_text("utf-8"))
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise DataError(f"{path} is not a JSON file: {error}.") from error
    if not isinstance(record, dict) or record.get("format") != FORMAT:
        raise DataError(f"{path} is not a {FORMAT} file; write one with fit.save(path).")
    if record.get("version", 0) > VERSION:
        raise DataError(
            f"{path} has version {record['version']}, this vocvalue reads up to {VERSION}. "
            "Update vocvalue."
        )
    return record
