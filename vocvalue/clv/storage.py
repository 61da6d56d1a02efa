"""Models and fits as small JSON files: readable, safe to load, no pickle.

A file is written beside its place and moved there when it is whole, so that nobody ever reads half
of one. The checksum is the SHA-256 of what the file says, whatever the spaces and line ends; it
finds damage, and is no signature.
"""

import contextlib
import dataclasses
import hashlib
import json
import math
import os
import secrets
import shutil
import stat
from pathlib import Path
from typing import Any, NoReturn

from vocvalue import checks
from vocvalue.errors import DataError, ParameterError
from vocvalue.results.plain_data import plain

FORMAT = "vocvalue model"
VERSION = 3
"""Since version 3 a note says what it bears on; version 2 brought the checksum."""
WITHOUT_CHECKSUM = 1
"""The version of files that were written before there was a checksum."""
CHECKSUM = "sha256"
LARGEST = 1_000_000
"""A fit is some thousand bytes; what has more than this is something else."""


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
    """Write a record, stamped with format, version and checksum, and return the path.

    Raises:
        DataError: The file cannot be written. An existing file is left as it was.
    """
    target = _path(path)
    stamped = plain({"format": FORMAT, "version": VERSION, **record})
    text = json.dumps({**stamped, CHECKSUM: _checksum(stamped)}, indent=2, ensure_ascii=False)
    try:
        # What UTF-8 cannot hold, half a character, is written as JSON escapes it.
        _move_into_place(f"{text}\n".encode("utf-8", "backslashreplace"), target.resolve())
    except (OSError, RuntimeError) as error:
        raise DataError(
            f"{target} cannot be written ({error}). Name a file in a folder that exists and may be "
            "written to."
        ) from error
    return target


def read(path: str | Path) -> dict[str, Any]:
    """Read a record that `write` wrote, without its stamps.

    Raises:
        DataError: The file is not one of ours, is damaged, or is of a later version.
    """
    source = _path(path)
    record = _parsed(_text(source), source)
    if not isinstance(record, dict) or record.pop("format", None) != FORMAT:
        raise DataError(f"{source} is not a {FORMAT} file; write one with fit.save(path).")
    version = record.pop("version", None)
    if type(version) is not int or version < WITHOUT_CHECKSUM:
        raise DataError(f"{source} is damaged: its version is {version!r:.20}. Save the fit again.")
    if version > VERSION:
        raise DataError(
            f"{source} has version {version}, this vocvalue reads up to {VERSION}. Update vocvalue."
        )
    if version == WITHOUT_CHECKSUM:
        return record
    checksum = record.pop(CHECKSUM, None)
    if checksum != _checksum({"format": FORMAT, "version": version, **record}):
        raise DataError(
            f"{source} is damaged or was edited: its content does not match its checksum. Save the "
            "fit again."
        )
    return record


def _path(path: str | Path) -> Path:
    text = os.fspath(path) if isinstance(path, str | os.PathLike) else None
    if not isinstance(text, str) or not text or "\0" in text:
        raise ParameterError(f"path == {path!r}, must be the path of a file.")
    return Path(path)


def _checksum(record: dict[str, Any]) -> str:
    canonical = json.dumps(record, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _move_into_place(content: bytes, target: Path) -> None:
    if target.exists() and not target.is_file():
        raise FileExistsError("it exists and is not a file")
    aside = target.with_name(f".{target.name[:100]}.{secrets.token_hex(8)}.tmp")
    try:
        with aside.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            shutil.copymode(target, aside)
        aside.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            aside.unlink(missing_ok=True)
        raise


def _text(source: Path) -> str:
    try:
        facts = source.stat()
        # A device or a pipe may never end, and is not opened.
        if not stat.S_ISREG(facts.st_mode):
            raise DataError(f"{source} is not a file.")
        if facts.st_size > LARGEST:
            raise DataError(
                f"{source} has {facts.st_size:,} bytes, more than any {FORMAT} file "
                f"({LARGEST:,}); write one with fit.save(path)."
            )
        return source.read_text("utf-8-sig")
    except OSError as error:
        raise DataError(f"{source} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise DataError(f"{source} is not a JSON file: {error}.") from error


def _parsed(text: str, source: Path) -> Any:
    try:
        return json.loads(
            text,
            object_pairs_hook=_without_repeats,
            parse_constant=_not_finite,
            parse_float=_finite,
        )
    except (ValueError, RecursionError) as error:
        raise DataError(f"{source} is not a JSON file with a saved fit: {error}.") from error


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    record = dict(pairs)
    if len(record) < len(pairs):
        raise ValueError("a name occurs in it twice")
    return record


def _finite(literal: str) -> float:
    number = float(literal)
    return number if math.isfinite(number) else _not_finite(literal)


def _not_finite(literal: str) -> NoReturn:
    raise ValueError(f"{literal:.20} is not a finite number")
