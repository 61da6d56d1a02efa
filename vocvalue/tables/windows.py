"""Orders in windows around a moment of a customer: joined and summed in the engine."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import narwhals as nw

from vocvalue.errors import DataError
from vocvalue.tables.id_columns import cast_ids, common_type
from vocvalue.tables.orders import (
    CUSTOMER,
    MONEY,
    REFUND,
    TIME,
    Census,
    OrderLog,
    counted_lines,
)
from vocvalue.tables.responses import ANSWERED
from vocvalue.tables.sources import Source, collect

FROM_BEFORE, TO_AFTER = "_vv_from", "_vv_to"
SPEND_BEFORE, SPEND_AFTER, TOTAL = "spend_before", "spend_after", "total_spend"
SPLIT = "_vv_split"
LAST_SECOND = 86_399
BOUGHT, EARLY = "_vv_bought", "_vv_early"
FIRST_ORDER, FIRST_AFTER, LAST_AFTER = "first_order", "first_after", "last_after"
ORDERS_AFTER, OUTSIDE = "orders_after", "_vv_outside"


@dataclass(frozen=True, kw_only=True)
class Window:
    """The time in which orders count as before and as after an answer.

    Attributes:
        seconds: The length of either side.
        start: Start of a calendar window; None counts from each answer.
        from_day_end: Whether the answers are dates, each of which counts as the end of its day.
    """

    seconds: int
    start: dt.datetime | None = None
    from_day_end: bool = False

    @property
    def end(self) -> dt.datetime | None:
        """Where a calendar window ends."""
        return None if self.start is None else self.start + dt.timedelta(seconds=self.seconds)


def attached(
    answers: nw.LazyFrame[Any], log: OrderLog, census: Census, window: Window
) -> nw.LazyFrame[Any]:
    """Return the answers, each with what its customer ordered in the window around it.

    A customer may have several answers, of different moments: each has a window of its own. An
    order of the moment of the answer counts as before. Money is net of refunds, each of which
    belongs to the purchase that it follows: spend after is less what of it was returned, whenever
    that was, and spend before less what was returned up to the answer. The moments are those of
    orders, not of refunds; lines of one moment are one order. Customers without any order have no
    `total_spend`.
    """
    bounds = _bounded(answers, window)
    lines = _owned(counted_lines(log, census).select(CUSTOMER, TIME, MONEY), log, census)
    keys = bounds.select(CUSTOMER, ANSWERED, SPLIT, FROM_BEFORE, TO_AFTER)
    time, money = nw.col(TIME), nw.col(MONEY)
    split = nw.col(SPLIT) if window.start is None else nw.lit(window.start)
    bought = nw.col(BOUGHT)
    after = (bought > split) & (bought <= nw.col(TO_AFTER))
    before = (time <= split) & (bought <= split) & (bought > nw.col(FROM_BEFORE))
    early = bought.is_null()
    ordered = money >= 0
    marked = lines.join(keys, on=CUSTOMER, how="inner").select(
        CUSTOMER,
        ANSWERED,
        money.alias(TOTAL),
        nw.when(before).then(money).otherwise(nw.lit(0.0)).alias(SPEND_BEFORE),
        nw.when(after).then(money).otherwise(nw.lit(0.0)).alias(SPEND_AFTER),
        nw.when(ordered & (time <= split)).then(time).alias(FIRST_ORDER),
        nw.when(ordered & after).then(time).alias(FIRST_AFTER),
        nw.when(early).then(nw.lit(1)).otherwise(nw.lit(0)).alias(EARLY),
        nw.when(ordered & after).then(nw.lit(0)).otherwise(nw.lit(1)).alias(OUTSIDE),
    )
    summed = marked.group_by(CUSTOMER, ANSWERED).agg(
        nw.col(TOTAL).sum(),
        nw.col(SPEND_BEFORE).sum(),
        nw.col(SPEND_AFTER).sum(),
        nw.col(FIRST_ORDER).min(),
        nw.col(FIRST_AFTER).min(),
        nw.col(FIRST_AFTER).max().alias(LAST_AFTER),
        nw.col(EARLY).sum(),
        # The lines outside are one more value, a missing one.
        nw.col(FIRST_AFTER).n_unique().alias(ORDERS_AFTER),
        nw.col(OUTSIDE).max(),
    )
    counted = summed.with_columns((nw.col(ORDERS_AFTER) - nw.col(OUTSIDE)).alias(ORDERS_AFTER))
    return answers.join(counted, on=[CUSTOMER, ANSWERED], how="left")


def _owned(lines: nw.LazyFrame[Any], log: OrderLog, census: Census) -> nw.LazyFrame[Any]:
    """Return the lines with the moment of the purchase that each belongs to.

    That is its own for a purchase, for a refund that of the latest purchase up to it, and missing
    where there is none.
    """
    own = lines.with_columns(nw.col(TIME).alias(BOUGHT))
    if not census.count(REFUND) or log.schema.refunds != "net":
        return own
    purchases = own.filter(nw.col(MONEY) >= 0)
    refunds = lines.filter(nw.col(MONEY) < 0)
    returned = refunds.group_by(CUSTOMER, TIME).agg(nw.col(MONEY).sum())
    pairs = returned.join(purchases.select(CUSTOMER, BOUGHT), on=CUSTOMER, how="left")
    earlier = pairs.with_columns(
        nw.when(nw.col(BOUGHT) <= nw.col(TIME)).then(nw.col(BOUGHT)).alias(BOUGHT)
    )
    owners = earlier.group_by(CUSTOMER, TIME).agg(nw.col(MONEY).max(), nw.col(BOUGHT).max())
    columns = [CUSTOMER, TIME, MONEY, BOUGHT]
    return nw.concat([purchases.select(columns), owners.select(columns)])


def in_engine_of(
    source: Source, answers: nw.LazyFrame[Any], orders: OrderLog
) -> tuple[nw.LazyFrame[Any], OrderLog]:
    """Return answers and orders so that they can be joined: in one engine, with one type of id.

    Answers that live elsewhere are brought to the orders, one row per customer.

    Raises:
        DataError: The orders live in an engine that takes no table from outside.
    """
    if not _joinable(source, orders.source):
        brought = orders.source.bring(collect(answers))
        if brought is None:
            raise DataError(
                f"the orders are in {orders.source.frame.implementation.name} and the "
                f"responses in {source.frame.implementation.name}. Pass both from the same "
                "engine, or both as files."
            )
        answers = brought
    elif answers.implementation.is_duckdb():
        _check_connection(answers, orders.lines)
    left, right = (frame.collect_schema()[CUSTOMER] for frame in (answers, orders.lines))
    if left == right:
        return answers, orders
    common = common_type(left, right)
    brought = answers.with_columns(cast_ids(CUSTOMER, left, common))
    return brought, orders.cast_customer(common)


def _bounded(answers: nw.LazyFrame[Any], window: Window) -> nw.LazyFrame[Any]:
    if window.start is not None:
        begin = window.start - dt.timedelta(seconds=window.seconds)
        return answers.with_columns(
            nw.col(ANSWERED).alias(SPLIT),
            nw.lit(begin).alias(FROM_BEFORE),
            nw.lit(window.end).alias(TO_AFTER),
        )
    # The one way to move a time that every engine knows.
    later = LAST_SECOND if window.from_day_end else 0
    answered = nw.col(ANSWERED)
    return answers.with_columns(
        (answered.dt.offset_by(f"{later}s") if later else answered).alias(SPLIT),
        answered.dt.offset_by(f"{later - window.seconds}s").alias(FROM_BEFORE),
        answered.dt.offset_by(f"{later + window.seconds}s").alias(TO_AFTER),
    )


def _joinable(one: Source, other: Source) -> bool:
    same = one.frame.implementation == other.frame.implementation
    return same and one.connection is other.connection


def _check_connection(answers: nw.LazyFrame[Any], lines: nw.LazyFrame[Any]) -> None:
    import duckdb  # noqa: PLC0415 (only its own relations need it)

    try:
        answers.select(CUSTOMER).join(lines.select(CUSTOMER), on=CUSTOMER, how="inner")
    except duckdb.InvalidInputException as error:
        raise DataError(
            "the responses and the orders come from two DuckDB connections, which cannot be "
            "joined. Open both in one, or pass both as files."
        ) from error
