"""What is said to a reader, before a language is chosen: pairs of templates with their parts.

A text is data: it can be compared, pickled and read in any language later.
"""

import functools
import inspect
import re
import unicodedata
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from string import Formatter
from typing import Any, Concatenate, ParamSpec, TypeAlias

import numpy as np

from vocvalue.results.tongues import CHINESE, ENGLISH, Tongue

P = ParamSpec("P")


MARK = "\0"
"""Stands for the items of a list where only the words between them are wanted."""
DATE = re.compile(r"\d+年\d")
"""Chinese sets a date without a space before it, as it is itself written without any."""


class Text(ABC):
    """Something that can be read in every language."""

    @abstractmethod
    def into(self, tongue: Tongue) -> str:
        """Return the text in a language."""

    def __str__(self) -> str:
        return self.into(ENGLISH)

    @property
    def en(self) -> str:
        """The text in English."""
        return self.into(ENGLISH)

    @property
    def zh(self) -> str:
        """The text in Chinese."""
        return self.into(CHINESE)


Part: TypeAlias = Text | str | int
"""What a template is filled with: a text, a word of the data's own, or a whole number."""


@dataclass(frozen=True)
class Pair(Text):
    """A template in English and the same in Chinese, with the parts that both are filled with.

    Attributes:
        english: The template in English, by which further languages know it.
        chinese: The template in Chinese.
        parts: What the fields are filled with, by name.
    """

    english: str
    chinese: str
    parts: Mapping[str, Part] = field(default_factory=dict)

    def into(self, tongue: Tongue) -> str:
        """Return the text in a language."""
        template = tongue.template(self.english, self.chinese)
        if not self.parts:
            return template
        pieces = [
            piece
            for words, name, _, _ in Formatter().parse(template)
            for piece in (words, "" if name is None else read(self.parts[name], tongue))
        ]
        return "".join(pieces) if tongue.spaces_words else _without_spaces(pieces)


@dataclass(frozen=True)
class Joined(Text):
    """Sentences that follow one another."""

    texts: tuple[Text, ...]

    def into(self, tongue: Tongue) -> str:
        """Return the text in a language."""
        return tongue.between.join(text.into(tongue) for text in self.texts)


@dataclass(frozen=True)
class Phrase(Text):
    """A number or the like, written by a function that knows the language.

    Attributes:
        written_by: The function, as "module:name".
        arguments: What it is given.
    """

    written_by: str
    arguments: tuple[Any, ...]

    def into(self, tongue: Tongue) -> str:
        """Return the text in a language."""
        module, _, name = self.written_by.partition(":")
        written: str = getattr(import_module(module), name).write(tongue, *self.arguments)
        return written


def pair(en: str, zh: str, /, **parts: Part) -> Text:
    """Return what is said in English and, beside it, in Chinese.

    Args:
        en: The English template, with fields in braces.
        zh: The Chinese template, with the same fields.
        **parts: What the fields are filled with.

    Examples:
        >>> said = pair("{n} of {all} stayed.", "{all} 位中 {n} 位留存。", n=12, all=1500)
        >>> said.en, said.zh
        ('12 of 1,500 stayed.', '1,500 位中 12 位留存。')
    """
    return Pair(en, zh, parts)


def phrase(write: Callable[Concatenate[Tongue, P], str]) -> Callable[P, Text]:
    """Make a function that writes something in a language one that returns the text of it.

    Args:
        write: Takes the language and what is to be written; a function of its module.
    """
    place, signature = f"{write.__module__}:{write.__name__}", inspect.signature(write)

    @functools.wraps(write)
    def said(*args: P.args, **kwargs: P.kwargs) -> Text:
        bound = signature.bind(None, *args, **kwargs)
        bound.apply_defaults()
        return Phrase(place, bound.args[1:])

    said.write = write  # type: ignore[attr-defined]
    return said


def sentences(*texts: Text | None) -> Text:
    """Return sentences one behind the other, without those that are None.

    Examples:
        >>> said = sentences(pair("One.", "一。"), None, pair("Two.", "二。"))
        >>> said.en, said.zh
        ('One. Two.', '一。二。')
    """
    return Joined(tuple(text for text in texts if text is not None))


def separated(*parts: Part) -> Text:
    """Return parts one behind the other with commas between them, and no "and".

    Examples:
        >>> separated("r = 0.24", "alpha = 4.4").en, separated("r = 0.24", "alpha = 4.4").zh
        ('r = 0.24, alpha = 4.4', 'r = 0.24，alpha = 4.4')
    """
    whole = pair("{part}", "{part}", part=parts[0])
    for part in parts[1:]:
        whole = pair("{before}, {part}", "{before}，{part}", before=whole, part=part)
    return whole


def set_apart(*parts: Part) -> Text:
    """Return parts one behind the other with semicolons between them.

    Examples:
        >>> set_apart("call: 12", "mail: 9").en, set_apart("call: 12", "mail: 9").zh
        ('call: 12; mail: 9', 'call: 12；mail: 9')
    """
    whole = pair("{part}", "{part}", part=parts[0])
    for part in parts[1:]:
        whole = pair("{before}; {part}", "{before}；{part}", before=whole, part=part)
    return whole


def read(part: Part, tongue: Tongue) -> str:
    """Return a part of a text in a language.

    Raises:
        TypeError: The part is a fraction: how it is written has to be said.
    """
    if isinstance(part, Text):
        return part.into(tongue)
    if isinstance(part, str):
        return part
    if isinstance(part, int | np.integer) and not isinstance(part, bool):
        return tongue.number(part)
    raise TypeError(f"{part!r} cannot stand in a text: say how it is written.")


@phrase
def listed(tongue: Tongue, parts: Sequence[Part]) -> str:
    """Write an enumeration: "a, b and c".

    Examples:
        >>> listed(["churn", "spend"]).en, listed(["流失", "消费", "评分"]).zh
        ('churn and spend', '流失、消费和评分')
        >>> listed(["C3", "C4"]).zh, listed(["2024年6月", "2024年7月"]).zh
        ('C3 和 C4', '2024年6月和2024年7月')
    """
    from babel.lists import format_list  # noqa: PLC0415 (loaded when something is written)

    written = [read(part, tongue) for part in parts]
    between = format_list([MARK] * len(written), locale=tongue.locale).split(MARK)
    pieces = [piece for both in zip(between, [*written, ""], strict=True) for piece in both]
    return "".join(pieces) if tongue.spaces_words else _with_spaces(pieces)


@phrase
def named(tongue: Tongue, name: str, otherwise: Text | None = None) -> str:
    """Write a column or group by its label, or else by what it is commonly called.

    Args:
        tongue: The language.
        name: Its name in the data.
        otherwise: What it is commonly called; by default its name in the data.
    """
    label = tongue.labels.get(name)
    if label is not None:
        return label
    return name if otherwise is None else otherwise.into(tongue)


def names(parts: Iterable[str]) -> Text:
    """Return an enumeration of columns or groups by their labels."""
    return listed(tuple(named(part) for part in parts))


def _without_spaces(pieces: Sequence[str]) -> str:
    """Join pieces with no space between two characters of a script that writes none."""
    whole = ""
    for piece in filter(None, pieces):
        tail, head = whole.rstrip(" "), piece.lstrip(" ")
        meets = bool(tail and head) and _is_wide(tail[-1]) and _is_wide(head[0])
        whole = tail + head if meets else whole + piece
    return whole


def _with_spaces(pieces: Sequence[str]) -> str:
    """Join pieces with a space where a letter of a wide script meets a figure or a foreign word."""
    whole = ""
    for piece in filter(None, pieces):
        apart = whole and not DATE.match(piece) and _stands_apart(whole[-1], piece[0])
        whole += f" {piece}" if apart else piece
    return whole


def _stands_apart(one: str, other: str) -> bool:
    wide, narrow = (one, other) if _is_wide(one) else (other, one)
    return _is_wide(wide) and wide.isalpha() and narrow.isascii()


def _is_wide(letter: str) -> bool:
    return unicodedata.east_asian_width(letter) in "WF"
