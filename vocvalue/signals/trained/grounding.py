"""What a model reports held against the text: only what stands there verbatim is a signal."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Literal, TypeAlias

from vocvalue.signals.matching.match import KINDS, STATUSES, Match
from vocvalue.signals.matching.normal import Normalised, normalise
from vocvalue.signals.trained.model import RawSignal, language_of

Reason: TypeAlias = Literal["form", "kind", "status", "quote", "product", "condition", "repeat"]

FIELDS = frozenset(field.name for field in fields(RawSignal))
_QUOTES = str.maketrans("\u201c\u201d", '""')
_TYPES: Mapping[str, tuple[type, ...]] = {
    "start": (int,),
    "product": (str,),
    "confidence": (int, float),
    "condition": (str,),
    "rule": (str,),
}


@dataclass(frozen=True, slots=True)
class Refused:
    """A signal of a model that is no signal, and why.

    Attributes:
        reason: What is wrong with it.
        example: The part that is wrong.
    """

    reason: Reason
    example: str


def raw_signal(answer: object) -> RawSignal | Refused:
    """Return a signal of a model, a dictionary as one.

    Args:
        answer: What the model reports; in words what was no signal when it was kept.
    """
    if isinstance(answer, str):
        return Refused("form", answer)
    if isinstance(answer, Mapping):
        unknown = [name for name in answer if name not in FIELDS]
        if unknown or not {"kind", "status", "quote"} <= set(answer):
            return Refused("form", repr(dict(answer)))
        answer = RawSignal(**answer)
    if not isinstance(answer, RawSignal):
        return Refused("form", repr(answer))
    needed = all(isinstance(part, str) for part in (answer.kind, answer.status, answer.quote))
    return answer if needed and _is_well_formed(answer) else Refused("form", repr(answer))


def _is_well_formed(raw: RawSignal) -> bool:
    for name, types in _TYPES.items():
        value = getattr(raw, name)
        if value is not None and (not isinstance(value, types) or isinstance(value, bool)):
            return False
    listed = isinstance(raw.modifiers, list | tuple)
    return listed and (raw.confidence is None or 0 <= raw.confidence <= 1)


def grounded(raw: RawSignal, row: int, text: Normalised, *, rule: str) -> Match | Refused:
    """Return a signal of a model as a match in its text.

    Args:
        raw: The signal.
        row: The number of the text.
        text: The text.
        rule: What led to it where the model does not say.
    """
    if raw.kind not in KINDS:
        return Refused("kind", raw.kind)
    if raw.status not in STATUSES:
        return Refused("status", raw.status)
    span = located(text, raw.quote, raw.start)
    if span is None:
        return Refused("quote", raw.quote)
    words = text.original[span[0] : span[1]]
    product = _within(words, raw.product)
    if raw.product and product is None:
        return Refused("product", raw.product)
    condition = _within(text.original, raw.condition)
    if raw.condition and condition is None:
        return Refused("condition", raw.condition)
    return Match(
        row=row,
        language=language_of(words),
        kind=raw.kind,
        status=raw.status,
        start=span[0],
        end=span[1],
        words=words,
        product=product,
        rule=raw.rule or rule,
        modifiers=tuple(map(str, raw.modifiers)),
        sarcasm=bool(raw.sarcasm),
        condition=condition,
        confidence=None if raw.confidence is None else float(raw.confidence),
    )


def located(text: Normalised, quote: str, start: int | None = None) -> tuple[int, int] | None:
    """Return where a quote stands in the original text, or None.

    Width, case, spaces, traditional characters and the form of quotation marks do not matter.

    Args:
        text: The text.
        quote: The words.
        start: Where they should begin in the original; the nearest place counts, else the first.

    Examples:
        >>> text = normalise("買了ＡＢ，还买 ab")
        >>> located(text, "ab"), located(text, "ab", start=9)
        ((2, 4), (8, 10))
    """
    needle = normalise(quote).text.strip().translate(_QUOTES)
    if not needle:
        return None
    spans = [text.span(place, place + len(needle)) for place in _places(text.text, needle)]
    if not spans:
        return None
    return spans[0] if start is None else min(spans, key=lambda span: abs(span[0] - start))


def _places(text: str, needle: str) -> Iterator[int]:
    hay = text.translate(_QUOTES)
    place = hay.find(needle)
    while place >= 0:
        yield place
        place = hay.find(needle, place + 1)


def _within(words: str, part: str | None) -> str | None:
    """Return a part as it stands in the words, or None."""
    if not part:
        return None
    span = located(normalise(words), part)
    return None if span is None else words[span[0] : span[1]]
