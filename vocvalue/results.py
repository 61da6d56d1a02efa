"""What every result of vocvalue is made of: estimates, money, notes and how they are shown."""

import dataclasses
import functools
import html
import math
import textwrap
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol, TypeAlias, runtime_checkable

import numpy as np

from vocvalue import checks
from vocvalue.errors import ParameterError
from vocvalue.sealed import seal

Language: TypeAlias = Literal["en", "zh"]
Evidence: TypeAlias = Literal["randomised", "adjusted observational", "association only"]
Basis: TypeAlias = Literal["revenue", "margin", "net profit"]

ROUNDING = 1e-9

LANGUAGES = ("en", "zh")
UNKNOWN: Mapping[Language, str] = {"en": "not known", "zh": "未知"}
UNKNOWN_ENDS: Mapping[Language, str] = {"en": "interval not known", "zh": "区间未知"}
BASIS_ZH: Mapping[Basis, str] = {"revenue": "收入", "margin": "毛利", "net profit": "净利润"}
EVIDENCE_ZH: Mapping[Evidence, str] = {
    "randomised": "随机实验",
    "adjusted observational": "调整后的观察数据",
    "association only": "仅为相关",
}


def language(value: str) -> Language:
    """Return a language that statements can be written in."""
    checks.one_of("language", value, LANGUAGES)
    return "zh" if value == "zh" else "en"


known_language = language
"""The same, where an argument is called `language`."""


@dataclass(frozen=True, kw_only=True)
class Note:
    """Something a reader must know of a result, with the number of rows or customers it touches.

    Attributes:
        en: The note in English.
        zh: The note in Chinese.
        count: How many rows or customers it concerns; 0 where it concerns them all.
    """

    en: str
    zh: str
    count: int = 0

    def __str__(self) -> str:
        return self.en

    def text(self, language: Language) -> str:
        """Return the note in a language."""
        return self.zh if known_language(language) == "zh" else self.en


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """A number with its interval.

    Attributes:
        value: The point estimate.
        lower: The lower end of the interval.
        upper: The upper end of the interval.
        level: The confidence level of the interval, such as 0.95.
        method: How the interval was made, and what it leaves out.
        n: The number of units the estimate rests on.

    Examples:
        >>> print(Estimate(value=0.2, lower=0.14, upper=0.26, level=0.95, method="Wald", n=1000))
        0.2 (95 %: 0.14 to 0.26)
    """

    value: float
    lower: float
    upper: float
    level: float
    method: str
    n: int

    def __post_init__(self) -> None:
        if not 0 < self.level < 1:
            raise ParameterError(f"level == {self.level}, must be between 0 and 1.")
        if self.n < 0:
            raise ParameterError(f"n == {self.n}, must not be below 0.")
        # An end that is not known is NaN, which no comparison holds against the value.
        slack = ROUNDING * max(1.0, abs(self.value)) if np.isfinite(self.value) else 0.0
        if self.lower > self.value + slack or self.upper < self.value - slack:
            raise ParameterError(
                f"value == {self.value}, must lie within its interval, {self.lower} to "
                f"{self.upper}."
            )

    def __str__(self) -> str:
        return f"{figure(self.value)} ({self.ends})"

    @property
    def ends(self) -> str:
        """The interval for a reader; an end that is not known is not written as a number."""
        return interval(self.level, self.lower, self.upper)

    def to_dict(self) -> dict[str, Any]:
        """Return the fields as a plain dictionary."""
        return plain(self)  # type: ignore[no-any-return]


@dataclass(frozen=True, kw_only=True)
class Money(Estimate):
    """An amount of money with its interval, what it counts and how far it can be trusted.

    Attributes:
        currency: The currency's code, or None where the data did not say.
        basis: What the money is: revenue, margin or net profit.
        evidence: Whether the figure rests on a random experiment, on adjusted observation, or on
            association only.
    """

    currency: str | None
    basis: Basis
    evidence: Evidence

    def __str__(self) -> str:
        unit = f"{self.currency} " if self.currency else ""
        return f"{unit}{figure(self.value)} {self.basis} ({self.ends}; {self.evidence})"


@dataclass(frozen=True, kw_only=True, eq=False)
class CustomerValues:
    """What each customer is worth, as one room hands it to another.

    Attributes:
        table: One row per customer, of any dataframe library.
        customer_id: The table's column of the customer.
        value: The table's column of the value, in money.
        horizon: The span over which it was counted.
        basis: What the money is: revenue, margin or net profit.
        discount_rate: The annual effective rate that it is discounted at, where known.
        currency: The currency's code, where known.
    """

    table: Any = field(repr=False)
    customer_id: str
    value: str
    horizon: Any
    basis: Basis
    discount_rate: float | None = None
    currency: str | None = None


@runtime_checkable
class Valued(Protocol):
    """Anything that knows what each customer is worth."""

    @property
    def customer_values(self) -> CustomerValues:
        """What each customer is worth."""


@dataclass(frozen=True, kw_only=True)
class Result(ABC):
    """The base of every result: one way to see it, tabulate it, say it and pass it on.

    Attributes:
        notes: What was left out or needs care, each counted.
    """

    notes: tuple[Note, ...] = field(default=(), kw_only=True)

    def __post_init__(self) -> None:
        seal(self)

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        seal(self)

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        # A dataclass writes a __repr__ of all its fields into every class that has none of its
        # own; a result is read by people, and shows its summary.
        cls.__repr__ = Result.__repr__  # type: ignore[method-assign]
        if "statement" in vars(cls):
            cls.statement = _in_known_language(cls.statement)  # type: ignore[method-assign]

    def __repr__(self) -> str:
        return self.summary()

    @abstractmethod
    def to_frame(self) -> Any:
        """Return the result as a table."""

    @abstractmethod
    def statement(self, language: Language = "en") -> str:
        """Return the sentence that a CFO reads, in English or Chinese."""

    @abstractmethod
    def headlines(self) -> Sequence[tuple[str, str]]:
        """Return the few labelled figures that sum the result up."""

    def to_dict(self) -> dict[str, Any]:
        """Return the result as plain dictionaries, lists, numbers and strings."""
        return {f.name: plain(getattr(self, f.name)) for f in dataclasses.fields(self)}

    def summary(self) -> str:
        """Return the result as text: its headlines, then every note."""
        rows = self.headlines()
        width = max((len(label) for label, _ in rows), default=0)
        lines = [type(self).__name__, *(f"  {label:<{width}}  {value}" for label, value in rows)]
        for note in self.notes:
            lines += textwrap.wrap(
                note.en, width=96, initial_indent="  - ", subsequent_indent="    "
            )
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><th style='text-align:left'>{html.escape(label)}</th>"
            f"<td style='text-align:left'>{html.escape(value)}</td></tr>"
            for label, value in self.headlines()
        )
        notes = "".join(f"<li>{html.escape(note.en)}</li>" for note in self.notes)
        return (
            f"<div><strong>{type(self).__name__}</strong><table>{rows}</table>"
            f"{f'<ul>{notes}</ul>' if notes else ''}</div>"
        )


def _in_known_language(statement: Callable[..., str]) -> Callable[..., str]:
    """Return a statement that refuses languages it is not written in."""

    @functools.wraps(statement)
    def checked(self: Result, language: Language = "en") -> str:
        return statement(self, known_language(language))

    return checked


def bounded(
    value: float, ends: Sequence[float], *, lowest: float, highest: float
) -> tuple[float, float, str]:
    """Return an interval that holds its estimate and nothing impossible, and what was done for it.

    Args:
        value: The estimate.
        ends: The interval's ends as a method gives them.
        lowest: The lowest that is possible.
        highest: The highest.

    Examples:
        >>> bounded(1.0, (0.61, 1.05), lowest=-1.0, highest=1.0)
        (0.61, 1.0, ', clipped at what is possible')
        >>> bounded(100.0, (-48.5, 98.5), lowest=-100.0, highest=100.0)
        (-48.5, 100.0, ', widened to its estimate')
    """
    lower, upper = (float(end) for end in ends)
    words = ", clipped at what is possible" if lower < lowest or upper > highest else ""
    lower, upper = max(lower, lowest), min(upper, highest)
    if lower > value or upper < value:
        words += ", widened to its estimate"
    return min(lower, value), max(upper, value), words


def interval(
    level: float,
    lower: float,
    upper: float,
    write: Callable[[float], str] | None = None,
    language: Language = "en",
    *,
    word: str = ":",
) -> str:
    """Write an interval for a reader; an end that is not known is not written as a number.

    Args:
        level: The confidence level.
        lower: The lower end.
        upper: The upper end.
        write: How an end is written; as `figure` does without it.
        language: "en" or "zh".
        word: What stands after the level in English.

    Examples:
        >>> interval(0.95, 1200.0, 3400.0), interval(0.95, 1.0, 3.0, "{:+.1f}".format, "zh")
        ('95 %: 1,200 to 3,400', '95 % 区间 +1.0 至 +3.0')
        >>> interval(0.95, float("nan"), float("nan"), language="zh")
        '区间未知'
    """
    if math.isnan(lower) and math.isnan(upper):
        return UNKNOWN_ENDS[language]
    written = write or figure
    low, high = (UNKNOWN[language] if math.isnan(x) else written(x) for x in (lower, upper))
    if language == "zh":
        return f"{level * 100:g} % 区间 {low} 至 {high}"
    return f"{level * 100:g} %{word} {low} to {high}"


def figure(value: float) -> str:
    """Write a number for a reader: thousands separated, digits to suit its size.

    What is not known is written as such.

    Examples:
        >>> figure(1234567.8), figure(12.345), figure(0.0123456), figure(float("nan"))
        ('1,234,568', '12.35', '0.01235', 'not known')
    """
    if np.isnan(value):
        return UNKNOWN["en"]
    if not np.isfinite(value) or abs(value - round(value)) < 1e-9 * abs(value) or not value:
        return f"{value:,.0f}"
    size = abs(value)
    if size >= 1000:
        return f"{value:,.0f}"
    return f"{value:,.2f}" if size >= 1 else f"{value:.4g}"


def signed(x: float, digits: int = 1) -> str:
    """Write a number with its sign, and what is written as 0 with a plus.

    Examples:
        >>> signed(2.04), signed(-0.04), signed(-3.0)
        ('+2.0', '+0.0', '-3.0')
    """
    return f"{round(x, digits) + 0.0:+,.{digits}f}"


def counted(n: int, noun: str) -> str:
    """Write how many there are of something.

    Examples:
        >>> counted(1, "customer"), counted(1234, "customer")
        ('1 customer', '1,234 customers')
    """
    return f"{n:,} {noun}{'' if n == 1 else 's'}"


def plain(value: Any) -> Any:
    """Return a value made of dictionaries, lists, numbers and strings only.

    Examples:
        >>> plain({"share": np.float64(0.5), "ends": [float("nan"), 1.0]})
        {'share': 0.5, 'ends': [None, 1.0]}
    """
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, np.ndarray | np.generic):
        return plain(value.tolist())
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    # JSON has no NaN: what is not known is nothing.
    return None if isinstance(value, float) and np.isnan(value) else value
