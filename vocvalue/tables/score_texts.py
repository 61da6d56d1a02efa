"""Scores written as text: what number each text stands for, read by a rule or as stated."""

import math
import numbers
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vocvalue.errors import DataError, ParameterError
from vocvalue.showing import cell
from vocvalue.tables.score_words import SCALES, Wording

Labels: TypeAlias = str | Mapping[str, float | None]

FIRST_TEXTS = 5
LONGEST = 40
UNSEEN = dict.fromkeys(map(ord, "\ufeff\u200b\u200c\u200d\u2060"))
# Full-width digits, letters and signs are the ASCII ones to a reader.
NARROW = {code + 0xFEE0: code for code in range(0x21, 0x7F)} | {0x3000: 0x20, 0xA0: 0x20}
NUMBER = re.compile(r"([+-]?\d+(?:\.\d+)?)(.*)", re.DOTALL)
PLAIN = re.compile(r"[+-]?\d+(?:\.\d+)?")
# "9分", "5 stars", "10 - Extremely likely", "10(非常愿意)"; not "10k", "3rd" or "18-24".
UNIT = re.compile(r"\s*(?:分(?!钟)|颗?星|(?:points?|pts?|stars?)\b)", re.IGNORECASE)
SEPARATED = re.compile(r"\s*[-–—:.,;=|()\[\]、。·\s]\s*\D*|[\u4e00-\u9fff]\D*")
OUT_OF = re.compile(r"\s*(?:/|out of|of)\s*(\d+)", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class _Read:
    """A text that begins with a number."""

    text: str
    number: float
    label: str


@dataclass(frozen=True, kw_only=True)
class _Column:
    """What messages call things.

    Attributes:
        column: The column of the texts.
        argument: The argument that says what they stand for.
    """

    column: str
    argument: str

    @property
    def state(self) -> str:
        """How the texts' numbers are stated."""
        return f"{self.argument}={{'text': number, ...}}"


def score_numbers(
    texts: Iterable[object],
    labels: Labels | None = None,
    *,
    column: str = "score",
    argument: str = "score_labels",
    rows: Sequence[int] | None = None,
) -> NDArray[np.float64]:
    """Return the number that each score text stands for; NaN where there is no answer.

    Without labels a text stands for the number it begins with ("9", "10 - Extremely likely",
    "9分", "4/5"), if every text of the column begins with one, no number has two labels and no
    label two numbers. Anything else is stated, never guessed.

    Args:
        texts: The texts of a column, or its distinct ones; numbers stand for themselves, and what
            is missing or blank is no answer.
        labels: What texts stand for: a mapping from text to number (None: no answer), or the name
            of a scale whose words are known in English and Chinese, such as "satisfaction5". Texts
            that a mapping does not have must begin with a number.
        column: The column's name in messages.
        argument: What messages call the argument that states `labels`.
        rows: How many rows hold each text, where `texts` are the distinct ones.

    Returns:
        Numbers in the order of the texts, shape (n,).

    Raises:
        DataError: Texts that stand for no number, with how many rows hold them; a number with two
            labels, or words in the wrong order (1 - Very satisfied, 5 - Very dissatisfied).
        ParameterError: No such scale, or a mapping to something that is no number.

    Examples:
        >>> score_numbers(["10 - Extremely likely", "9", "", "0 - Not at all likely"]).tolist()
        [10.0, 9.0, nan, 0.0]
        >>> score_numbers(["非常满意", "一般", "Satisfied"], "satisfaction5").tolist()
        [5.0, 3.0, 4.0]
        >>> score_numbers(["Yes", "No", "Cannot say"], {"Yes": 1, "No": 0, "Cannot say": None})
        array([ 1.,  0., nan])
    """
    cleaned = [_cleaned(text) for text in texts]
    seen: Counter[str] = Counter()
    for text, n in zip(cleaned, [1] * len(cleaned) if rows is None else rows, strict=True):
        seen[text] += int(n)
    del seen[""]
    numbers_of = {"": math.nan} | _numbers(seen, labels, _Column(column=column, argument=argument))
    return np.array([numbers_of[text] for text in cleaned], dtype=np.float64)


def check_labels(labels: Labels | None, argument: str = "score_labels") -> None:
    """Refuse a name of no scale, and a mapping to something that is no number.

    Examples:
        >>> check_labels({"Yes": 1, "No": 0, "Cannot say": None})
    """
    if isinstance(labels, Mapping):
        _stated(labels, argument)
    elif labels is not None and (not isinstance(labels, str) or labels not in SCALES):
        raise ParameterError(
            f"{argument} == {labels!r}, must map texts to numbers, or be the name of a scale: "
            f"{', '.join(map(repr, SCALES))}."
        )


def _cleaned(value: object) -> str:
    """Return a value as text, without what a reader cannot see; "" for no answer."""
    if value is None or value is pd.NaT or value is pd.NA:
        return ""
    text = str(value).translate(NARROW).translate(UNSEEN)
    if isinstance(value, numbers.Real | Decimal) and math.isnan(value):
        return ""
    text = " ".join(text.split())
    return _plain(float(text)) if PLAIN.fullmatch(text) else text


def _plain(number: float) -> str:
    """Return a number as it is compared: 9 for 9.0 and 09."""
    return repr(number).removesuffix(".0")


def _numbers(seen: Counter[str], labels: Labels | None, place: _Column) -> dict[str, float]:
    check_labels(labels, place.argument)
    if isinstance(labels, str):
        return _worded(seen, labels, place)
    stated = {} if labels is None else _stated(labels, place.argument)
    rest = Counter({text: n for text, n in seen.items() if text.casefold() not in stated})
    if rest and _renumbers(stated):
        raise DataError(
            f"column {place.column!r}: {place.argument} maps numbers to other numbers, and lacks "
            f"{_listed(rest)}. Name each, None for no answer."
        )
    by_rule = _leading(rest, place)
    return by_rule | {text: stated[text.casefold()] for text in seen if text.casefold() in stated}


def _renumbers(stated: Mapping[str, float]) -> bool:
    """Whether a number is to stand for another one, as where 1 is the best answer."""
    plain = [(float(text), worth) for text, worth in stated.items() if PLAIN.fullmatch(text)]
    return any(number != worth and not math.isnan(worth) for number, worth in plain)


def _stated(labels: Mapping[Any, float | None], argument: str) -> dict[str, float]:
    """Return a mapping by texts as they are compared, with NaN for no answer."""
    stated: dict[str, float] = {}
    for text, number in labels.items():
        worth = _worth(text, number, argument)
        key = _cleaned(text).casefold()
        before = stated.setdefault(key, worth)
        if before != worth and not (math.isnan(before) and math.isnan(worth)):
            raise ParameterError(
                f"{argument} names {text!r} twice, for {before:g} and for {worth:g}; case and "
                "spaces do not distinguish texts."
            )
    return stated


def _worth(text: Any, number: Any, argument: str) -> float:
    if isinstance(text, bool) or not isinstance(text, str | numbers.Real):
        raise ParameterError(f"{argument} has the key {text!r}, must be text.")
    if number is None:
        return math.nan
    if isinstance(number, bool) or not isinstance(number, numbers.Real) or not _finite(number):
        raise ParameterError(
            f"{argument}[{text!r}] == {number!r}, must be a number, or None for no answer."
        )
    return float(number)


def _finite(number: numbers.Real) -> bool:
    return math.isfinite(float(number))


def _worded(seen: Counter[str], name: str, place: _Column) -> dict[str, float]:
    """Return what the words of a named scale stand for, where one wording has them all."""
    numbers_of: dict[str, float] = {}
    for wordings in SCALES[name]:
        any_wording = set().union(*wordings)
        asked = {text for text in seen if text.casefold() in any_wording}
        fitting = next((each for each in wordings if _has_all(each, asked)), None)
        if fitting is None:
            raise DataError(
                f"column {place.column!r} mixes wordings of the scale {name!r} "
                f"({_listed(Counter({text: seen[text] for text in asked}))}), so that two of them "
                f"would stand for one number. State each: {place.state}."
            )
        numbers_of |= {text: fitting[text.casefold()] for text in asked}
    unknown = Counter({text: n for text, n in seen.items() if text not in numbers_of})
    if unknown:
        raise DataError(
            f"column {place.column!r}: {_rows(unknown)} not one of the words of the scale "
            f"{name!r}: {_listed(unknown)}. State each: {place.state}, None for no answer."
        )
    return numbers_of


def _has_all(wording: Wording, texts: Iterable[str]) -> bool:
    return all(text.casefold() in wording for text in texts)


def _leading(seen: Counter[str], place: _Column) -> dict[str, float]:
    """Return the number that each text begins with, where all begin with one."""
    reads = {text: _read(text) for text in seen}
    odd = Counter({text: seen[text] for text, read in reads.items() if read is None})
    if odd:
        raise DataError(
            f"column {place.column!r}: {_rows(odd)} not a number, nor a number with a label: "
            f"{_listed(odd)}. {_hint(seen, place)}"
        )
    known = [read for read in reads.values() if read is not None]
    _check_one_to_one(known, place)
    _check_order(known, place)
    return {read.text: read.number for read in known}


def _read(text: str) -> _Read | None:
    match = NUMBER.fullmatch(text)
    if match is None:
        return None
    number, label = float(match[1]), _without_unit(match[2])
    most = OUT_OF.fullmatch(label)
    if most is not None:
        fits = number <= float(most[1])
        return _Read(text=text, number=number, label=f"/{most[1]}") if fits else None
    if label and not SEPARATED.fullmatch(label):
        return None
    bare = label.strip(" -–—:.,;=|()[]、。·").casefold()
    return _Read(text=text, number=number, label=bare)


def _without_unit(label: str) -> str:
    unit = UNIT.match(label)
    return label if unit is None else label[unit.end() :]


def _check_one_to_one(reads: Sequence[_Read], place: _Column) -> None:
    labelled = list({(read.number, read.label): read for read in reads if read.label}.values())
    if len({read.label for read in labelled}) <= 1:
        return  # a unit, such as 分
    by_number: dict[float, _Read] = {}
    by_label: dict[str, _Read] = {}
    for read in labelled:
        other = by_number.setdefault(read.number, read)
        if other.label == read.label:
            other = by_label.setdefault(read.label, read)
        # 9/10 beside 4/5: two scales, whatever the numbers.
        if other is not read or read.label.startswith("/"):
            raise DataError(
                f"column {place.column!r}: {cell(other.text)} and {cell(read.text)} share a "
                f"number or a label. State what each is: {place.state}."
            )


def _check_order(reads: Sequence[_Read], place: _Column) -> None:
    """Refuse a scale whose words fall where its numbers rise: 1 - Very satisfied."""
    for wording in (wording for scale in SCALES.values() for set_ in scale for wording in set_):
        worded = sorted(
            (read for read in reads if read.label in wording), key=lambda read: read.number
        )
        places = [wording[read.label] for read in worded]
        if places != sorted(places):
            raise DataError(
                f"column {place.column!r} runs from {cell(worded[0].text)} to "
                f"{cell(worded[-1].text)}: "
                "by its words a higher number is worse, but a higher score counts as better. "
                f"State what each is: {place.state}."
            )


def _hint(seen: Iterable[str], place: _Column) -> str:
    texts = {text.casefold() for text in seen}
    for name, scale in SCALES.items():
        if texts <= set().union(*(words for wordings in scale for words in wordings)):
            return f"These are words of a scale that can be named: {place.argument}={name!r}."
    return (
        f"State what they stand for: {place.state}, None for no answer, or the name "
        f"of a scale: {', '.join(map(repr, SCALES))}."
    )


def _rows(texts: Counter[str]) -> str:
    n = texts.total()
    return f"{n:,} {'row is' if n == 1 else 'rows are'}"


def _listed(texts: Counter[str]) -> str:
    """Return the most frequent texts with their numbers, cut to a readable length."""
    most = texts.most_common(FIRST_TEXTS)
    shown = [f"{cell(_cut(text))} ({n:,})" for text, n in most]
    more = len(texts) - len(most)
    return ", ".join(shown) + (f" and {more:,} more" if more else "")


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
