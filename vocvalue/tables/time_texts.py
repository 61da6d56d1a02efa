"""Texts read to wall-clock times: by ISO, or by the format that is named."""

from typing import Any

import narwhals as nw

from vocvalue.errors import FIRST_IDS, DataError, ParameterError
from vocvalue.showing import cell
from vocvalue.tables import offset_texts, years
from vocvalue.tables.engine_errors import reason
from vocvalue.tables.sources import collect, count

# Days that exist, so that no engine meets one that does not: each says so in its own way.
_LEAP = r"(?:[1-8]\d(?:0[48]|[2468][048]|[13579][26])|(?:[2468][048]|[1357][26])00)-02-29"
_DAY = (
    r"[1-8]\d{3}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\d|3[01])|"
    r"(?:0[469]|11)-(?:0[1-9]|[12]\d|30)|02-(?:0[1-9]|1\d|2[0-8]))"
)
_CLOCK = r"[T ](?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?"
PLAIN = rf"^(?:{_DAY}|{_LEAP})(?:{_CLOCK})?$"
WITH_OFFSET = rf"^(?:{_DAY}|{_LEAP}){_CLOCK}{offset_texts.OFFSET}$"
OTHER_YEAR = rf"^[09]\d{{3}}-\d\d-\d\d(?:{_CLOCK}(?:{offset_texts.OFFSET})?)?$"
ISO_FORMAT = "%Y-%m-%d %H:%M:%S"


def blank(column: str) -> nw.Expr:
    """Return the expression of whether a text is missing or empty."""
    return nw.col(column).is_null() | (nw.col(column) == "")


def carry_utc(frame: nw.LazyFrame[Any], column: str, timestamp_format: str | None) -> bool:
    """Whether the texts of a column say how far they are ahead of UTC, or stand for UTC itself."""
    if timestamp_format is None:
        return offset_texts.are_in(frame, column)
    return _ends_in_utc(timestamp_format)


def by_iso(
    frame: nw.LazyFrame[Any], column: str, into: str, customer: str, *, in_utc: bool
) -> nw.LazyFrame[Any]:
    """Add the times of ISO texts; in UTC where the texts carry offsets."""
    _check_iso(frame, column, customer, in_utc=in_utc)
    if not in_utc:
        return _added(frame, column, column, into)
    split = _added(offset_texts.split(frame, column), column, offset_texts.BASE, into)
    return offset_texts.in_utc(split, into)


def by_format(
    frame: nw.LazyFrame[Any],
    column: str,
    into: str,
    timestamp_format: str,
    *,
    name: str | None = None,
) -> nw.LazyFrame[Any]:
    """Add the times of texts of a format; in UTC where the format ends in %z or in a Z.

    Args:
        frame: The table.
        column: Its column of texts.
        into: The column that is made.
        timestamp_format: The format.
        name: What the column is called in messages.

    Raises:
        DataError: Texts that the format does not fit.
        ParameterError: A format whose zones are not read.
    """
    if not _ends_in_utc(timestamp_format):
        _refuse_zones(timestamp_format)
        return _formatted(frame, column, column, into, timestamp_format, name=name or column)
    rest = timestamp_format.removesuffix("%z").removesuffix("Z").rstrip()
    _refuse_zones(rest)
    _check_offsets(frame, column, timestamp_format)
    split = offset_texts.split(frame, column)
    parsed = _formatted(split, column, offset_texts.BASE, into, rest, name=column)
    return offset_texts.in_utc(parsed, into)


def _ends_in_utc(timestamp_format: str) -> bool:
    return timestamp_format.endswith(("%z", "Z")) and not timestamp_format.endswith("%Z")


def _added(frame: nw.LazyFrame[Any], column: str, base: str, into: str) -> nw.LazyFrame[Any]:
    text = nw.col(base)
    length = text.str.len_chars()
    whole = (
        nw.when(length == 10)
        .then(nw.concat_str([text, nw.lit(" 00:00:00")]))
        .otherwise(nw.when(length == 16).then(nw.concat_str([text, nw.lit(":00")])).otherwise(text))
    )
    plain = whole.str.replace_all("T", " ", literal=True).str.slice(0, 19)
    given = nw.when(~blank(column)).then(plain)
    return frame.with_columns(given.str.to_datetime(ISO_FORMAT).alias(into))


def _formatted(
    frame: nw.LazyFrame[Any],
    column: str,
    base: str,
    into: str,
    timestamp_format: str,
    *,
    name: str,
) -> nw.LazyFrame[Any]:
    text = nw.col(base)
    if "." not in timestamp_format:
        # A column of floats writes 20240115 as "20240115.0" into a file.
        text = text.str.replace_all(r"\.0+$", "")
    given = nw.when(~blank(column)).then(text)
    try:
        parsed = frame.with_columns(given.str.to_datetime(timestamp_format).alias(into))
        collect(parsed.select(nw.col(into).max()))
    except Exception as error:  # every engine raises its own
        why = reason(error.__cause__ or error)
        raise DataError(
            f"column {name!r} cannot be read with timestamp_format == {timestamp_format!r}: "
            f"{why}. Correct the rows or the format."
        ) from error
    return parsed


def _refuse_zones(timestamp_format: str) -> None:
    if "%z" in timestamp_format.lower():
        raise ParameterError(
            f"timestamp_format == {timestamp_format!r}: names of zones are not read, and offsets "
            "from UTC only as %z at the end. Take them out of the column, or convert it first."
        )


def _check_offsets(frame: nw.LazyFrame[Any], column: str, timestamp_format: str) -> None:
    odd = frame.filter(~blank(column)).filter(~nw.col(column).str.contains(offset_texts.ENDS_SO))
    n = count(odd)
    if n:
        example = collect(odd.select(column).head(1))[column].to_list()[0]
        raise DataError(
            f"column {column!r}: {n:,} row{' ends' if n == 1 else 's end'} in no offset from UTC, "
            f"as timestamp_format == {timestamp_format!r} has it, for example {cell(example)}. "
            "Correct the rows or the format."
        )


def _check_iso(frame: nw.LazyFrame[Any], column: str, customer: str, *, in_utc: bool) -> None:
    pattern, other = (WITH_OFFSET, PLAIN) if in_utc else (PLAIN, WITH_OFFSET)
    text = nw.col(column)
    odd = frame.filter(~blank(column)).filter(~text.str.contains(pattern))
    if not count(odd):
        return
    for kind, what, hint in (
        (OTHER_YEAR, years.STANDS_FOR_NONE, years.HINT),
        (other, *_two_clocks(in_utc=in_utc)),
        ("", "with no ISO date or time", HOW_TO_READ),
    ):
        rows = odd.filter(text.str.contains(kind)) if kind else odd
        n = count(rows)
        if n:
            first = collect(rows.select(customer, column).head(FIRST_IDS))
            example = first[column].to_list()[0]
            raise DataError.bad_rows(
                f"{what}, for example {cell(example)}",
                column=column,
                count=n,
                first_ids=first[customer].to_list(),
                hint=hint,
            )


def _two_clocks(*, in_utc: bool) -> tuple[str, str]:
    rest = "Write all rows the same way, each with its offset from UTC or all without."
    if in_utc:
        return "without an offset from UTC, which the first row has", rest
    return "with an offset from UTC, which the first row does not have", rest


HOW_TO_READ = (
    "Pass timestamp_format=, such as '%d/%m/%Y', or 's' or 'ms' for numbers counted since 1970, or "
    "convert the column first; the order of day and month is never guessed."
)
