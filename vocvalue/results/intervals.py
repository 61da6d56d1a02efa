"""Intervals as a reader meets them, and what keeps them within what is possible."""

import math
from collections.abc import Callable, Sequence

from vocvalue.results.dispatch import Row, said
from vocvalue.results.estimates import Estimate
from vocvalue.results.numerals import UNKNOWN, confidence, number, signed
from vocvalue.results.texts import Text, pair, set_apart

UNKNOWN_ENDS = pair("interval not known", "区间未知")


def ends(estimate: Estimate, write: Callable[[float], Text] = number) -> Text:
    """Return the interval of an estimate; an end that is not known is not written as a number.

    Args:
        estimate: The estimate.
        write: How an end is written.

    Examples:
        >>> lift = Estimate(value=0.2, lower=0.14, upper=0.26, level=0.95, method="Wald", n=9)
        >>> ends(lift).en, ends(lift).zh
        ('95% interval: 0.14 to 0.26', '95% 置信区间 0.14 至 0.26')
    """
    return between(estimate.level, estimate.lower, estimate.upper, write)


def between(
    level: float, lower: float, upper: float, write: Callable[[float], Text] = number
) -> Text:
    """Return an interval of a level.

    Args:
        level: The confidence level.
        lower: The lower end.
        upper: The upper end.
        write: How an end is written.

    Examples:
        >>> between(0.9, 1200.0, float("nan")).en, between(0.9, float("nan"), float("nan")).zh
        ('90% interval: 1,200 to not known', '区间未知')
    """
    if math.isnan(lower) and math.isnan(upper):
        return UNKNOWN_ENDS
    low, high = (UNKNOWN if math.isnan(end) else write(end) for end in (lower, upper))
    return pair(
        "{level} interval: {low} to {high}",
        "{level} 置信区间 {low} 至 {high}",
        level=confidence(level),
        low=low,
        high=high,
    )


def points_ends(difference: Estimate) -> Text:
    """Return the interval of a difference of two shares, in percentage points.

    Args:
        difference: The difference, as a fraction.

    Examples:
        >>> lift = Estimate(value=0.2, lower=-0.1, upper=0.5, level=0.95, method="Wald", n=9)
        >>> points_ends(lift).en, points_ends(lift).zh
        ('95% interval: -10.0 to +50.0', '95% 置信区间 -10.0 至 +50.0')
    """
    return between(difference.level, 100 * difference.lower, 100 * difference.upper, signed)


def is_certain(estimate: Estimate) -> bool:
    """Return whether a number is taken as certain: its interval has no width."""
    return estimate.lower == estimate.upper


def with_interval(
    estimate: Estimate,
    write: Callable[[float], Text] = number,
    write_end: Callable[[float], Text] | None = None,
) -> Text:
    """Return an estimate with its interval behind it, or alone where it is certain.

    Args:
        estimate: The estimate.
        write: How the value is written.
        write_end: How an end is written; by default as the value is.
    """
    value = write(estimate.value)
    return value if is_certain(estimate) else beside(value, ends(estimate, write_end or write))


def beside(value: Text, *remarks: Text) -> Text:
    """Return a figure with remarks on it in brackets.

    Examples:
        >>> beside(pair("12", "12"), pair("95%", "95%"), pair("randomised", "随机实验")).zh
        '12（95%；随机实验）'
    """
    inside = set_apart(*remarks)
    return pair("{value} ({remarks})", "{value}（{remarks}）", value=value, remarks=inside)


def row(
    label: Text,
    estimate: Estimate,
    write: Callable[[float], Text] = number,
    write_end: Callable[[float], Text] | None = None,
) -> Row:
    """Return the headline of an estimate.

    Args:
        label: What the figure is.
        estimate: The estimate.
        write: How the value is written.
        write_end: How an end is written; by default as the value is.
    """
    interval = None if is_certain(estimate) else ends(estimate, write_end or write)
    return Row(label, write(estimate.value), interval)


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


@said.register
def _(estimate: Estimate) -> Text:
    return with_interval(estimate)
