"""Models of texts read from files that were saved: data, of which nothing is run."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from vocvalue.errors import DataError, ParameterError
from vocvalue.results import Note
from vocvalue.results.kept import note_of
from vocvalue.signals.matching.lexicon import load as load_lexicon
from vocvalue.signals.matching.matchers import matcher_of
from vocvalue.signals.trained.fit import with_version
from vocvalue.signals.trained.form import FORM
from vocvalue.signals.trained.polarity_model import PolarityModel, polarity_of
from vocvalue.signals.trained.target import Target
from vocvalue.signals.trained.trained_signals import TrainedSignals, fingerprint


def load(path: str | Path) -> TrainedSignals | PolarityModel:
    """Read what `TrainedSignals.save` or `PolarityModel.save` wrote; scikit-learn is not needed.

    Args:
        path: The JSON file.

    Returns:
        The model, with the scores that it had. Where the rules have changed since, a note says so.

    Raises:
        DataError: The file is not one of ours, is damaged or edited, or is from a later version.

    Examples:
        >>> import pathlib, tempfile
        >>> import pandas as pd
        >>> import vocvalue as vv
        >>> texts = [f"{n}号，很好吃" for n in range(60)] + [f"{n}号，太难吃" for n in range(60)]
        >>> comments = pd.DataFrame({"text": texts, "score": [10] * 60 + [2] * 60})
        >>> mood = vv.signals.fit_polarity(comments)
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     again = vv.signals.load(mood.save(pathlib.Path(folder) / "mood.json"))
        >>> again.praise(["好吃"]).tolist() == mood.praise(["好吃"]).tolist()
        True
    """
    record = FORM.read(path)
    kinds: Mapping[str, Callable[[dict[str, Any]], TrainedSignals | PolarityModel]] = {
        "TrainedSignals": _trained,
        "PolarityModel": _polarity,
    }
    kind = record.get("model")
    if not isinstance(kind, str) or kind not in kinds:
        raise DataError(f"{path} holds a model {kind!r:.40}, which is not known. Save it again.")
    try:
        return kinds[kind](record)
    except (DataError, ParameterError) as error:
        raise DataError(f"{path} is damaged: {error} Save the model again.") from error
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise DataError(f"{path} is damaged ({error!s:.80}). Save the model again.") from error


def _notes(record: dict[str, Any]) -> tuple[Note, ...]:
    return tuple(note_of(note) for note in record["notes"])


def _polarity(record: dict[str, Any]) -> PolarityModel:
    return PolarityModel(**polarity_of(record), notes=_notes(record))


def _trained(record: dict[str, Any]) -> TrainedSignals:
    trained = with_version(
        TrainedSignals(
            version="",
            lexicons=tuple(map(str, record["lexicons"])),
            rules=str(record["rules"]),
            targets=tuple(map(Target.of, record["targets"])),
            precision=float(record["precision"]),
            n_texts=int(record["n_texts"]),
            notes=_notes(record),
        )
    )
    now = fingerprint(matcher_of([load_lexicon(name) for name in trained.lexicons]))
    if now == trained.rules:
        return trained
    fields = {name: getattr(trained, name) for name in trained.__dataclass_fields__}
    return TrainedSignals(**{**fields, "notes": (*trained.notes, CHANGED)})


CHANGED = Note.of(
    "The rules have changed since the model was fitted to their hits. Fit it again.",
    "模型拟合之后规则已有改动，建议重新拟合。",
    bears_on="figure",
)
