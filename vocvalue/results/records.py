"""Records as small JSON files: readable, safe to load, no pickle.

A file is written beside its place and moved there when it is whole, so that nobody ever reads half
of one. The checksum is the SHA-256 of what the file says, whatever the spaces and line ends; it
finds damage, and is no signature.
"""

import hashlib
import json
import math
import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from vocvalue.errors import DataError, ParameterError
from vocvalue.results.plain_data import plain
from vocvalue.results.whole_files import put_whole

CHECKSUM = "sha256"


@dataclass(frozen=True, kw_only=True)
class Form:
    """A kind of files: what they are called, of which versions they are, how large they may be.

    Attributes:
        name: What stands in the file as its format.
        version: The version that is written.
        largest: The most bytes of a file; what has more is something else.
        saved_by: The call that writes one.
        held: What it holds, in a message.
        without_checksum: The version of files from before there was a checksum; 0 for none.
    """

    name: str
    version: int
    largest: int
    saved_by: str
    held: str
    without_checksum: int = 0

    def write(self, record: dict[str, Any], path: str | Path) -> Path:
        """Write a record, stamped with format, version and checksum, and return the path.

        Args:
            record: What the file holds, by name.
            path: The file.

        Raises:
            DataError: The file cannot be written. An existing file is left as it was.
        """
        target = _path(path)
        stamped = plain({"format": self.name, "version": self.version, **record})
        text = json.dumps({**stamped, CHECKSUM: checksum(stamped)}, indent=2, ensure_ascii=False)
        try:
            # What UTF-8 cannot hold, half a character, is written as JSON escapes it.
            put_whole(f"{text}\n".encode("utf-8", "backslashreplace"), target.resolve())
        except (OSError, RuntimeError) as error:
            raise DataError(
                f"{target} cannot be written ({error}). Name a file in a folder that exists and "
                "may be written to."
            ) from error
        return target

    def read(self, path: str | Path) -> dict[str, Any]:
        """Read a record that `write` wrote, without its stamps.

        Args:
            path: The file.

        Raises:
            DataError: The file is not one of ours, is damaged, or is of a later version.
        """
        source = _path(path)
        record = _parsed(_text(source, self), source, self)
        again = f"Save the {self.held} again."
        if not isinstance(record, dict) or record.pop("format", None) != self.name:
            raise DataError(f"{source} is not a {self.name} file; write one with {self.saved_by}.")
        version = record.pop("version", None)
        if type(version) is not int or version < 1:
            raise DataError(f"{source} is damaged: its version is {version!r:.20}. {again}")
        if version > self.version:
            raise DataError(
                f"{source} has version {version}, this vocvalue reads up to {self.version}. "
                "Update vocvalue."
            )
        if version == self.without_checksum:
            return record
        stated = record.pop(CHECKSUM, None)
        if stated != checksum({"format": self.name, "version": version, **record}):
            raise DataError(
                f"{source} is damaged or was edited: its content does not match its checksum. "
                f"{again}"
            )
        return record


def checksum(record: dict[str, Any]) -> str:
    """Return the SHA-256 of a record, whatever the order of its names.

    Args:
        record: What JSON holds.

    Examples:
        >>> checksum({"a": 1, "b": 2}) == checksum({"b": 2, "a": 1})
        True
    """
    canonical = json.dumps(record, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _path(path: str | Path) -> Path:
    text = os.fspath(path) if isinstance(path, str | os.PathLike) else None
    if not isinstance(text, str) or not text or "\0" in text:
        raise ParameterError(f"path == {path!r}, must be the path of a file.")
    return Path(path)


def _text(source: Path, form: Form) -> str:
    try:
        facts = source.stat()
        # A device or a pipe may never end, and is not opened.
        if not stat.S_ISREG(facts.st_mode):
            raise DataError(f"{source} is not a file.")
        if facts.st_size > form.largest:
            raise DataError(
                f"{source} has {facts.st_size:,} bytes, more than any {form.name} file "
                f"({form.largest:,}); write one with {form.saved_by}."
            )
        return source.read_text("utf-8-sig")
    except OSError as error:
        raise DataError(f"{source} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise DataError(f"{source} is not a JSON file: {error}.") from error


def _parsed(text: str, source: Path, form: Form) -> Any:
    try:
        return json.loads(
            text,
            object_pairs_hook=_without_repeats,
            parse_constant=_not_finite,
            parse_float=_finite,
        )
    except (ValueError, RecursionError) as error:
        raise DataError(
            f"{source} is not a JSON file with a saved {form.held}: {error}."
        ) from error


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
