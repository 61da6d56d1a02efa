"""The moments of responses: read from text, never guessing the order of month and day."""

import re
import zoneinfo
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vocvalue.errors import DataError, ParameterError
from vocvalue.results.numerals import counted
from vocvalue.showing import cell
from vocvalue.tables.exports.layout import Order
from vocvalue.tables.exports.sheet import Heading, Sheet, hold, rows_shown

_CLOCK = (
    r"(?:[T ]*(?P<early>上午|下午)?\s*(?P<hour>\d{1,2}):(?P<minute>\d{2})"
    r"(?::(?P<second>\d{2}(?:\.\d+)?))?\s*(?P<half>[AaPp][Mm])?)?"
)
_OFFSET = r"\s*(?P<offset>Z|UTC|(?:GMT|UTC)?[+-]\d{1,2}(?::?\d{2})?)?"
_DATES = {
    "ymd": r"(?P<year>\d{4})[-/.年](?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})日?",
    "mdy": r"(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{4})",
}
PATTERNS = {name: re.compile(f"^{date}{_CLOCK}{_OFFSET}$") for name, date in _DATES.items()}
OFFSET = r"(?:GMT|UTC)?(?P<sign>[+-])(?P<hours>\d{1,2}):?(?P<minutes>\d{2})?"
AFTERNOON = {"pm": True, "下午": True, "am": False, "上午": False}
# Before there were survey tools: a year typed wrong.
FIRST_YEAR = 1970
LIMITS = {"hour": 23, "minute": 59, "second": 59.999999}


@dataclass(frozen=True, kw_only=True, eq=False)
class Moments:
    """The moments of responses.

    Attributes:
        times: The moments by row, NaT where there is none; with a zone where it is known.
        zone: That zone.
        month_first: Whether any was read as month before day.
        n_twice: How many fall in an hour that the clocks went through twice.
    """

    times: pd.Series
    zone: str | None
    month_first: bool
    n_twice: int


def read_moments(
    sheet: Sheet,
    heading: Heading,
    rows: NDArray[np.bool_],
    *,
    order: Order,
    zone: str | None,
    timestamp_format: str | None,
) -> Moments:
    """Return the moments of the rows that count.

    Args:
        sheet: The export.
        heading: The column of the moments.
        rows: The rows that count.
        order: The order of a text that does not begin with the year.
        zone: The zone that the times are of, where it is known.
        timestamp_format: How the texts are read, instead.

    Raises:
        DataError: A text that is no such time, or a time that the zone does not have.
    """
    texts = sheet.texts(heading)[rows].str.strip()
    texts = texts[texts != ""]
    if timestamp_format is not None:
        times, offset = _by_format(texts, timestamp_format, sheet, heading)
        month_first = False
    else:
        times, offset, month_first = _by_rule(texts, order, sheet, heading)
    if offset is not None:
        utc = (times - offset).dt.tz_localize("UTC")
        made, n_twice, zone = utc.dt.tz_convert(zone or "UTC"), 0, zone or "UTC"
    else:
        made, n_twice = _in_zone(times, zone, sheet, heading)
    return Moments(
        times=made.reindex(sheet.body.index), zone=zone, month_first=month_first, n_twice=n_twice
    )


def is_zone(timezone: object) -> bool:
    """Whether this is the name of a time zone.

    Examples:
        >>> is_zone("Asia/Shanghai"), is_zone("Mars/Olympus")
        (True, False)
    """
    try:
        zoneinfo.ZoneInfo(timezone)  # type: ignore[arg-type]
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, TypeError, AttributeError, OSError):
        return False
    return True


def _by_format(
    texts: pd.Series, timestamp_format: str, sheet: Sheet, heading: Heading
) -> tuple[pd.Series, pd.Series | None]:
    if "%z" in str(timestamp_format).lower():
        raise ParameterError(
            f"timestamp_format == {timestamp_format!r}: an offset in the text is read without a "
            "format where the text begins with the year; otherwise take it out of the column."
        )
    try:
        times = pd.to_datetime(texts, format=timestamp_format, errors="coerce")
    except (ValueError, TypeError) as error:
        raise ParameterError(
            f"timestamp_format == {timestamp_format!r}, must be a format such as '%d/%m/%Y %H:%M'."
        ) from error
    _check_read(times, texts, sheet, heading, f"not as timestamp_format == {timestamp_format!r}")
    return times.astype("datetime64[us]"), None


def _by_rule(
    texts: pd.Series, order: Order, sheet: Sheet, heading: Heading
) -> tuple[pd.Series, pd.Series | None, bool]:
    parts = texts.str.extract(PATTERNS["ymd"])
    month_first = False
    if order == "mdy":
        other = texts.str.extract(PATTERNS["mdy"])
        month_first = bool(other["year"].notna().any())
        parts = parts.where(parts["year"].notna(), other[parts.columns])
    times = _times(parts)
    expected = "no time that begins with the year"
    if order == "mdy":
        expected += ", nor month/day/year"
    _check_read(times, texts, sheet, heading, expected)
    return times, _offsets(parts["offset"], sheet, heading), month_first


def _times(parts: pd.DataFrame) -> pd.Series:
    """Return the times of years, months, days and clocks; NaT where there is no such time."""
    clock = {name: parts[name].astype(float).fillna(0.0) for name in LIMITS}
    fits = np.logical_and.reduce([clock[name] <= most for name, most in LIMITS.items()])
    half = parts["half"].str.lower().fillna(parts["early"])
    late = half.map(AFTERNOON)
    fits &= (parts["year"].astype(float) >= FIRST_YEAR).to_numpy()
    fits &= (late.isna() | ((clock["hour"] >= 1) & (clock["hour"] <= 12))).to_numpy()
    hour = clock["hour"].where(late.isna(), clock["hour"] % 12 + 12.0 * late.eq(other=True))
    days = pd.to_datetime(parts[["year", "month", "day"]], errors="coerce")
    seconds = hour * 3600 + clock["minute"] * 60 + clock["second"]
    times = days.astype("datetime64[us]") + (seconds * 1e6).round().astype("timedelta64[us]")
    return times.where(fits)


def _offsets(offset: pd.Series, sheet: Sheet, heading: Heading) -> pd.Series | None:
    """Return what each time is ahead of UTC, or None where no text says it."""
    without = offset.isna().to_numpy(dtype=bool)
    if without.all():
        return None
    if without.any():
        rows = rows_shown(without, sheet.body.loc[offset.index])
        raise DataError(
            f"{sheet.file!r}, column {heading.name!r}: {counted(int(without.sum()), 'time')} "
            f"{'carries' if without.sum() == 1 else 'carry'} no offset from UTC but the others "
            f"do ({rows}). Write them all the same way."
        )
    parts = offset.str.extract(OFFSET)
    minutes = parts["hours"].astype(float) * 60 + parts["minutes"].astype(float).fillna(0.0)
    signed = minutes.where(parts["sign"] == "+", -minutes).fillna(0.0)
    return pd.Series(signed * 60_000_000, dtype="int64").astype("timedelta64[us]")


def _in_zone(
    times: pd.Series, zone: str | None, sheet: Sheet, heading: Heading
) -> tuple[pd.Series, int]:
    if zone is None:
        return times, 0
    first = times.dt.tz_localize(zone, ambiguous=np.ones(len(times), bool), nonexistent="NaT")
    lost = first.isna().to_numpy()
    if lost.any():
        text = times[lost].iloc[0]
        raise DataError(
            f"{sheet.file!r}, column {heading.name!r}: {counted(int(lost.sum()), 'time')} "
            f"{'does' if lost.sum() == 1 else 'do'} not exist in {zone!r}, as {text} "
            f"({rows_shown(lost, sheet.body.loc[times.index])}): the clocks were put forward "
            "then. The times must belong to another zone."
        )
    second = times.dt.tz_localize(zone, ambiguous=np.zeros(len(times), bool), nonexistent="NaT")
    return first, int((first != second).sum())


def _check_read(
    times: pd.Series, texts: pd.Series, sheet: Sheet, heading: Heading, expected: str
) -> None:
    odd = times.isna().to_numpy()
    if not odd.any():
        return
    rows = rows_shown(odd, sheet.body.loc[texts.index])
    example = str(texts[odd].iloc[0])[:40]
    raise DataError(
        f"{sheet.file!r}, column {heading.name!r}: {counted(int(odd.sum()), 'row')} {hold(odd)} "
        f"{expected}, for example {cell(example)} ({rows}). State how they are written: "
        "timestamp_format='%d/%m/%Y %H:%M'; the order of day and month is never guessed."
    )
