"""How the marks along an axis are written in a language, as matplotlib asks for them.

Matplotlib is loaded with this module; `scales` loads it when something is drawn.
"""

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Sequence

import numpy as np
from matplotlib.dates import num2date
from matplotlib.ticker import Formatter

from vocvalue.results.numerals import number, signed
from vocvalue.results.sums import magnitude, unit
from vocvalue.results.tongues import Tongue

MOST_DIGITS = 9
SHORTENED = 100_000
"""From here on a mark is shorter with the magnitude in a word."""
YEAR, MONTH, DAY, MOMENT = "y", "MMM", "MMMd", "Hm"
"""Names of the Unicode locale data for what of a date is written."""


class Marks(Formatter, ABC):
    """Marks that are written together, each as the others need it."""

    @abstractmethod
    def format_ticks(self, values: Sequence[float]) -> list[str]:
        """Return the texts of the marks."""

    def __call__(self, x: float, pos: int | None = None) -> str:  # noqa: ARG002 - matplotlib's
        """Return the text of a mark that stands alone."""
        return self.format_ticks([x])[0]


class Numbers(Marks):
    """Numbers, all with the digits that the marks need.

    Args:
        tongue: The language.
        sign: Whether a number above 0 has a plus.

    Examples:
        >>> from vocvalue.results.tongues import CHINESE, ENGLISH
        >>> Numbers(ENGLISH).format_ticks([0, 500, 1000])
        ['0', '500', '1,000']
        >>> Numbers(CHINESE, sign=True).format_ticks([-2.5, 0, 2.5])
        ['-2.5', '0.0', '+2.5']
    """

    def __init__(self, tongue: Tongue, *, sign: bool = False) -> None:
        self.tongue = tongue
        self.write = signed if sign else number

    def format_ticks(self, values: Sequence[float]) -> list[str]:
        """Return the texts of the marks."""
        places = digits(values)
        return [self.write(value, places).into(self.tongue) for value in values]


class Magnitudes(Numbers):
    """Numbers of different magnitudes, each with the digits that it needs.

    Examples:
        >>> from vocvalue.results.tongues import ENGLISH
        >>> Magnitudes(ENGLISH).format_ticks([0.05, 1, 1000])
        ['0.05', '1', '1,000']
    """

    def format_ticks(self, values: Sequence[float]) -> list[str]:
        """Return the texts of the marks."""
        return [super(Magnitudes, self).format_ticks([value])[0] for value in values]


class Shares(Numbers):
    """Shares in percent, all with the digits that the marks need.

    Examples:
        >>> from vocvalue.results.tongues import ENGLISH
        >>> Shares(ENGLISH).format_ticks([0.0, 0.001, 0.002])
        ['0.0%', '0.1%', '0.2%']
        >>> Shares(ENGLISH).format_ticks([0.0, 0.5, 1.0])
        ['0%', '50%', '100%']
    """

    def format_ticks(self, values: Sequence[float]) -> list[str]:
        """Return the texts of the marks."""
        return [f"{text}%" for text in super().format_ticks([100 * value for value in values])]


class Amounts(Marks):
    """Amounts of money with their unit, all in one magnitude.

    Args:
        tongue: The language.
        currency: The code of the currency, where it is known.

    Examples:
        >>> from vocvalue.results.tongues import CHINESE, ENGLISH
        >>> Amounts(ENGLISH, currency="GBP").format_ticks([0, 500_000, 1_000_000])
        ['£0', '£0.5m', '£1.0m']
        >>> Amounts(CHINESE, currency="CNY").format_ticks([-500_000, 0, 500_000])
        ['-50 万元', '0 元', '50 万元']
        >>> Amounts(CHINESE).format_ticks([0, 20_000])
        ['0', '20,000']
    """

    def __init__(self, tongue: Tongue, *, currency: str | None = None) -> None:
        self.tongue = tongue
        self.unit = unit(tongue, currency) if currency else ""

    def format_ticks(self, values: Sequence[float]) -> list[str]:
        """Return the texts of the marks."""
        largest = max(map(abs, values), default=0.0)
        size, name = magnitude(self.tongue, largest) if largest >= SHORTENED else (1.0, "")
        places = digits([value / size for value in values])
        return [self._written(value / size, name, places) for value in values]

    def _written(self, value: float, name: str, places: int) -> str:
        written = number(abs(value), places).into(self.tongue) if value else "0"
        brief = self.tongue.brief.format(
            unit=self.unit, number=written, magnitude=name if value else ""
        )
        return f"{'-' if value < 0 else ''}{brief.strip()}"


class Days(Marks):
    r"""Dates, as briefly as they can be told apart: the year below where it begins.

    Args:
        tongue: The language.

    Examples:
        >>> from matplotlib.dates import date2num
        >>> from vocvalue.results.tongues import CHINESE, ENGLISH
        >>> months = date2num(np.array(["2023-11-01", "2023-12-01", "2024-01-01"], "M8[D]"))
        >>> Days(ENGLISH).format_ticks(months)
        ['Nov\n2023', 'Dec', 'Jan\n2024']
        >>> Days(CHINESE).format_ticks(date2num(np.array(["2024-01-15", "2024-02-15"], "M8[D]")))
        ['1月15日\n2024年', '2月15日']
    """

    def __init__(self, tongue: Tongue) -> None:
        self.tongue = tongue

    def __call__(self, x: float, pos: int | None = None) -> str:  # noqa: ARG002 - matplotlib's
        """Return the text of a mark that stands alone."""
        return self._written(_moment(x), "yMMMd")

    def format_ticks(self, values: Sequence[float]) -> list[str]:
        """Return the texts of the marks."""
        moments = [_moment(value) for value in values]
        part = _finest(moments)
        if part == YEAR:
            return [self._written(moment, YEAR) for moment in moments]
        texts, year = [], None
        for moment in moments:
            text = self._written(moment, _part_of(moment, part))
            below = f"\n{self._written(moment, YEAR)}" if moment.year != year else ""
            texts.append(f"{text}{below}")
            year = moment.year
        return texts

    def _written(self, moment: dt.datetime, skeleton: str) -> str:
        from babel.dates import format_skeleton  # noqa: PLC0415 (loaded when something is written)

        return format_skeleton(skeleton, moment, locale=self.tongue.locale)


def digits(values: Sequence[float]) -> int:
    """Return how many digits behind the point tell numbers apart as they are.

    Args:
        values: The numbers, such as the marks along an axis.

    Examples:
        >>> digits([0, 1, 2]), digits([0.0, 0.25, 0.5]), digits([0.0, 1e-3])
        (0, 2, 3)
    """
    marks = np.asarray(values, dtype=np.float64)
    apart = 1e-6 * float(np.ptp(marks) or np.abs(marks).max()) if marks.size else 0.0
    for places in range(MOST_DIGITS):
        if np.all(np.abs(np.round(marks, places) - marks) <= apart):
            return places
    return MOST_DIGITS


def _moment(value: float) -> dt.datetime:
    moment: dt.datetime = num2date(value)  # type: ignore[no-untyped-call]
    return moment


def _finest(moments: Sequence[dt.datetime]) -> str:
    """Return the largest part of a date by which the marks can be told apart."""
    if any(moment.hour or moment.minute for moment in moments):
        return MOMENT
    if any(moment.day != 1 for moment in moments):
        return DAY
    return MONTH if any(moment.month != 1 for moment in moments) else YEAR


def _part_of(moment: dt.datetime, finest: str) -> str:
    """Return what is written of a mark: of a midnight among moments its day."""
    return DAY if finest == MOMENT and not (moment.hour or moment.minute) else finest
