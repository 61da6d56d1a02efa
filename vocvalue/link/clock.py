"""The one clock that two tables are read by, and the grain of their moments."""

from dataclasses import replace
from typing import TypeVar

import narwhals as nw

from vocvalue.errors import ParameterError
from vocvalue.results import Note
from vocvalue.tables import times
from vocvalue.tables.orders import TIME, OrderLog
from vocvalue.tables.reading import Timed
from vocvalue.tables.responses import ANSWERED, ResponseLog
from vocvalue.tables.sources import open_table

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
    theirs, log = _zone(answers), _zone(orders)
    if theirs is None and log is None:
        return answers, orders
    asked = _asked(answers, orders)
    if theirs is not None and log is not None:
        zone = asked or theirs
        return replace(answers, timezone=zone), replace(orders, timezone=zone)
    if asked is None and _is_spark(answers if log is None else orders):
        # Spark shows all moments on the clock of its session: they carry no zone of their own.
        return answers, orders
    if asked is None:
        raise _no_zone(answers, orders, theirs or log, called)
    return (
        replace(answers, timezone=None if theirs is None else asked),
        replace(orders, timezone=None if log is None else asked),
    )


def is_dated(answers: ResponseLog, orders: OrderLog) -> bool:
    """Whether the answers carry days only, where the orders carry times of the day.

    One midnight for all, in a column of times, is a moment: that of a campaign, for example.
    """
    if times.has_clock(answers.rows, ANSWERED) or not times.has_clock(orders.lines, TIME):
        return False
    dtype = answers.source.frame.collect_schema()[answers.schema.timestamp]
    return not isinstance(dtype, nw.Datetime) or times.has_several(answers.rows, ANSWERED)


def dated() -> Note:
    """Note how days are compared with moments."""
    return Note(
        en="The first table carries dates without a time of day: each counts as the end of its "
        "day, so that an order of the same day counts as before it.",
        zh="第一张表只有日期、没有时刻：按当天结束计，因此当天的订单都算作在此之前。",
    )


def _zone(table: Timed) -> str | None:
    frame = open_table(table, name="the table").frame
    is_there = table.timestamp in frame.collect_schema().names()
    return times.zone_of(frame, table.timestamp, table.timestamp_format) if is_there else None


def _asked(answers: Timed, orders: Timed) -> str | None:
    zones = {zone for zone in (answers.timezone, orders.timezone) if zone is not None}
    if len(zones) > 1:
        raise ParameterError(
            f"timezone == {answers.timezone!r} and {orders.timezone!r}: two tables are counted by "
            "one clock. Say one zone."
        )
    return next(iter(zones), None)


def _is_spark(table: Timed) -> bool:
    kind: nw.Implementation = open_table(table, name="the table").frame.implementation
    return kind.is_spark_like()


def _no_zone(answers: Timed, orders: Timed, zone: str | None, called: str) -> ParameterError:
    aware, naive = (orders, answers) if _zone(answers) is None else (answers, orders)
    which = called if naive is orders else "first table"
    return ParameterError(
        f"column {aware.timestamp!r} carries the zone {zone}, column {naive.timestamp!r} of the "
        f"{which} carries none: an hour of the one is not an hour of the other. Say of which zone "
        "the latter are: timezone='Asia/Shanghai', for example."
    )
