"""Answers of a model kept by the hash of the text, the model's name and its version."""

import json
from collections.abc import MutableMapping
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeAlias

from vocvalue.errors import DataError, ParameterError
from vocvalue.signals.trained.model import RawSignal, SignalModel, TextItem

Cache: TypeAlias = MutableMapping[str, Any] | str | Path


def key_of(model: SignalModel, item: TextItem) -> str:
    """Return what the answer on a text is kept by: of whom, on what, as SHA-256.

    Args:
        model: Who answers.
        item: The text; its id does not matter.

    Examples:
        >>> from vocvalue.signals.trained.model import FunctionModel
        >>> model = FunctionModel(function=list, name="a", version="1")
        >>> one, other = (TextItem(id=id, text="好", language="zh") for id in "01")
        >>> key_of(model, one) == key_of(model, other)
        True
    """
    what = [model.name, model.version, item.text, item.channel, item.role]
    return sha256(json.dumps(what).encode()).hexdigest()


def as_plain(signal: RawSignal | str) -> dict[str, Any] | str:
    """Return a signal as JSON holds it, without what is not said.

    Args:
        signal: A signal; or in words what was no signal.
    """
    if isinstance(signal, str):
        return signal
    return {name: value for name, value in asdict(signal).items() if value not in (None, ())}


class KeptAnswers:
    """Answers in a mapping, in a file of JSON lines, or nowhere.

    Args:
        cache: A mapping; the path of a file, which is written if it is not there; or None.

    Raises:
        DataError: The file cannot be read, or a line of it is none of ours.
        ParameterError: It is neither a mapping nor a path.
    """

    def __init__(self, cache: Cache | None) -> None:
        if cache is not None and not isinstance(cache, MutableMapping | str | Path):
            raise ParameterError(
                f"cache is of type {type(cache).__name__}, must be a dictionary or a path."
            )
        self._path = Path(cache) if isinstance(cache, str | Path) else None
        self._answers: MutableMapping[str, Any] | None
        self._answers = cache if isinstance(cache, MutableMapping) else None
        if self._path is not None:
            self._answers = _read(self._path)

    def get(self, key: str) -> list[Any] | None:
        """Return the answer that is kept, or None.

        Args:
            key: What it is kept by.
        """
        kept = None if self._answers is None else self._answers.get(key)
        return kept if isinstance(kept, list) else None

    def keep(self, answers: dict[str, list[RawSignal | str]]) -> None:
        """Keep answers, at once: what was paid for is not lost if a later batch fails.

        Args:
            answers: The signals of texts, by their keys.

        Raises:
            DataError: The file cannot be written.
        """
        if self._answers is None or not answers:
            return
        plain = {key: [as_plain(signal) for signal in held] for key, held in answers.items()}
        self._answers.update(plain)
        if self._path is not None:
            _append(self._path, plain)


def _read(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    try:
        lines = path.read_text("utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"cache: {path} cannot be read ({error}).") from error
    # What stands behind the last line end is half a line of a run that was stopped.
    answers: dict[str, Any] = {}
    for number, line in enumerate(lines[:-1], 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
            answers[record["key"]] = list(record["signals"])
        except (ValueError, KeyError, TypeError) as error:
            raise DataError(
                f"cache: line {number:,} of {path} is no answer of a model. Name a file that "
                "vocvalue wrote, or a new one."
            ) from error
    return answers


def _append(path: Path, answers: dict[str, list[Any]]) -> None:
    lines = (
        json.dumps({"key": key, "signals": held}, ensure_ascii=False)
        for key, held in answers.items()
    )
    text = "".join(f"{line}\n" for line in lines)
    try:
        _drop_half_line(path)
        with path.open("ab") as file:
            file.write(text.encode("utf-8", "backslashreplace"))
    except OSError as error:
        raise DataError(
            f"cache: {path} cannot be written ({error}). Name a file in a folder that exists."
        ) from error


def _drop_half_line(path: Path) -> None:
    if not path.exists():
        return
    whole = path.read_bytes() if not _ends_a_line(path) else None
    if whole is not None:
        path.write_bytes(whole[: whole.rfind(b"\n") + 1])


def _ends_a_line(path: Path) -> bool:
    with path.open("rb") as file:
        if file.seek(0, 2) == 0:
            return True
        file.seek(-1, 2)
        return file.read(1) == b"\n"
