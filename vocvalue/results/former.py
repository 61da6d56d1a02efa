"""What wrote results before their words stood in pairs."""

import math
from collections.abc import Callable, Mapping
from typing import TypeAlias

import numpy as np

from vocvalue.results.dispatch import Row, rows
from vocvalue.results.estimates import Basis, Evidence
from vocvalue.results.result import Result
from vocvalue.results.texts import pair
from vocvalue.results.tongues import TONGUES, tongue

Language: TypeAlias = str

UNKNOWN: Mapping[Language, str] = {"en": "not known", "zh": "未知"}
UNKNOWN_ENDS: Mapping[Language, str] = {"en": "interval not known", "zh": "区间未知"}
BASIS_ZH: Mapping[Basis, str] = {"revenue": "收入", "margin": "毛利", "net profit": "净利润"}
EVIDENCE_ZH: Mapping[Evidence, str] = {
    "randomised": "随机实验",
    "adjusted observational": "调整后的观察数据",
    "association only": "仅为相关",
}
LANGUAGES = tuple(TONGUES)


def language(value: str) -> Language:
    """Return a language."""
    return tongue(value).code


known_language = language


@rows.register
def _(result: Result) -> list[Row]:
    return [Row(pair(a, a), pair(b, b)) for a, b in type(result).headlines(result)]


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


def counted(n: int, noun: str) -> str:
    """Write how many there are of something.

    Examples:
        >>> counted(1, "customer"), counted(1234, "customer")
        ('1 customer', '1,234 customers')
    """
    return f"{n:,} {noun}{'' if n == 1 else 's'}"


def signed(x: float, digits: int = 1) -> str:
    """Return a number with its sign, and what is written as 0 with a plus.

    Examples:
        >>> signed(2.04), signed(-0.04), signed(-3.0)
        ('+2.0', '+0.0', '-3.0')
    """
    return f"{round(x, digits) + 0.0:+,.{digits}f}"
