"""The window around an answer, as a caller writes it: a span, or a first and a last day."""

import datetime as dt
from typing import TypeAlias, cast

from vocvalue import duration
from vocvalue.errors import ParameterError
from vocvalue.tables.times import moment
from vocvalue.tables.windows import Window

WindowLike: TypeAlias = duration.Span | tuple[object, object]
Period: TypeAlias = tuple[dt.datetime, dt.datetime]


def window_of(window: WindowLike) -> Window:
    """Return a window as the engines count it.

    Args:
        window: A span such as "12 months", or a pair of the first and the last day.

    Raises:
        ParameterError: It is neither.

    Examples:
        >>> window_of("1 day").seconds, window_of(("2024-01-01", "2024-01-07")).seconds // 86_400
        (86400, 7)
    """
    if not isinstance(window, tuple):
        return Window(seconds=round(duration.length(window, "day", name="window") * 86_400))
    start, end = cast("Period", period(window, name="window"))
    return Window(seconds=(end - start).days * 86_400, start=start)


def period(days: tuple[object, object] | None, *, name: str) -> Period | None:
    """Return where the first day begins and where the last one ends.

    Args:
        days: The first and the last day, or None.
        name: The argument's name in messages.

    Raises:
        ParameterError: It is no such pair, or ends before it begins.
    """
    if days is None:
        return None
    if len(days) != 2:
        raise ParameterError(f"{name} == {days!r}, must be a pair of the first and the last day.")
    first, last = (moment(day, name=name, timezone=None).date() for day in days)
    if last < first:
        raise ParameterError(f"{name} == {days!r}, must not end before it begins.")
    midnight = dt.time.min
    return (
        dt.datetime.combine(first, midnight),
        dt.datetime.combine(last + dt.timedelta(days=1), midnight),
    )
