"""The one clock that two tables are read by, and the grain of their moments."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

import narwhals as nw

from vocvalue.errors import ParameterError
from vocvalue.results import Note
from vocvalue.tables import times
from vocvalue.tables.orders import TIME, OrderLog
from vocvalue.tables.reading.customers import Timed
from vocvalue.tables.responses import ANSWERED, ResponseLog
from vocvalue.tables.sources import look_at

Kind = TypeVar("Kind", bound=Timed)
Other = TypeVar("Other", bound=Timed)


def one_clock(answers: Kind, orders: Other, *, called: str = "orders") -> tuple[Kind, Other]:
    """Return two tables as they are to be read, so that both are counted by one clock.

    Where both carry a zone, the times of both are converted to the zone asked for, or else to that
    of the first table. Where one carries a zone and the other none, the zone has to be said: it is
    that of the table without.

    Args:
        answers: The table of the answers or the assignments.
        orders: The table of what followed: an order log, or outcomes.
        called: What the latter is called in messages.

    Raises:
        ParameterError: A zone is missing, or the two tables ask for two.
    """
    zones = one_clock_of({"first table": answers, called: orders})
    return (
        replace(answers, timezone=zones["first table"]),
        replace(orders, timezone=zones[called]),
    )


def one_clock_of(tables: Mapping[str, Timed]) -> dict[str, str | None]:
    """Return the zone that each table is to be read by, so that all are counted by one clock.

    Args:
        tables: The tables by what they are called in messages; the zone of the first that carries
            one is that of all where none is asked for.

    Raises:
        ParameterError: As in `one_clock`.
    """
    own = {name: table.timezone for name, table in tables.items()}
    carried = {name: _zone(table) for name, table in tables.items() if _is_timed(table)}
    aware = [name for name, zone in carried.items() if zone is not None]
    naive = [name for name, zone in carried.items() if zone is None]
    if not aware:
        return own
    asked = _asked(own)
    if not naive:
        return {**own, **dict.fromkeys(aware, asked or carried[aware[0]])}
    if asked is None and all(_is_spark(tables[name]) for name in aware):
        # Spark shows all moments on the clock of its session: they carry no zone of their own.
        return own
    if asked is None:
        raise _no_zone(
            tables[aware[0]].timestamp, str(carried[aware[0]]), tables[naive[0]].timestamp, naive[0]
        )
    return {**own, **dict.fromkeys(aware, asked), **dict.fromkeys(naive, None)}


def is_dated(answers: ResponseLog, orders: OrderLog) -> bool:
    """Whether the answers carry days only, where the orders carry times of the day."""
    return has_days_only(answers) and times.has_clock(orders.lines, TIME)


def has_days_only(answers: ResponseLog) -> bool:
    """Whether a table carries days and no times of the day.

    One midnight for all, in a column of times, is a moment: that of a campaign, for example.
    """
    if times.has_clock(answers.rows, ANSWERED):
        return False
    dtype = answers.source.frame.collect_schema()[answers.schema.timestamp]
    return not isinstance(dtype, nw.Datetime) or times.has_several(answers.rows, ANSWERED)


def dated() -> Note:
    """Note how days are compared with moments."""
    return Note.of(
        "The first table holds dates without a time of day. Each date is taken as the end of "
        "its day, so orders on the same day count as before it.",
        "第一张表只有日期，没有具体时间，按当天结束计，因此当天的订单都算作在此之前。",
        bears_on="reading",
    )


def _is_timed(table: Timed) -> bool:
    frame = look_at(table, name="the table")
    return table.timestamp in frame.collect_schema().names()


def _zone(table: Timed) -> str | None:
    frame = look_at(table, name="the table")
    return times.zone_of(frame, table.timestamp, table.timestamp_format)


def _asked(own: Mapping[str, str | None]) -> str | None:
    zones = list(dict.fromkeys(zone for zone in own.values() if zone is not None))
    if len(zones) > 1:
        raise ParameterError(
            f"timezone == {zones[0]!r} and {zones[1]!r}: both tables must use one time zone. "
            "State a single one."
        )
    return zones[0] if zones else None


def _is_spark(table: Timed) -> bool:
    kind: nw.Implementation = look_at(table, name="the table").implementation
    return kind.is_spark_like()


def _no_zone(aware: str, zone: str, naive: str, called: str) -> ParameterError:
    return ParameterError(
        f"column {aware!r} is in the time zone {zone}, but column {naive!r} of the {called} "
        f"has none, so their times cannot be compared. State the zone of {naive!r}, for "
        "example timezone='Asia/Shanghai'."
    )
