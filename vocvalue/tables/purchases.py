"""Purchases: the lines of a customer in one period merged into one, then one row per customer.

Everything but the last, per-customer, table stays in the engine that holds the orders.
"""

from typing import Any

import narwhals as nw

from vocvalue.tables.orders import CUSTOMER, MONEY, PERIOD
from vocvalue.tables.sources import collect

# A period's net counts as money only above the rounding error of what was summed into it.
ROUNDING = 1e-9


def periods(lines: nw.LazyFrame[Any], *, with_refunds: bool) -> nw.LazyFrame[Any]:
    """Merge the lines of each customer and period: net money and number of lines.

    With refunds the table also has the least and the largest line, and what a purchase is:
    a period whose net is above zero, or that holds nothing but orders of amount 0.
    """
    if not with_refunds:
        return lines.group_by(CUSTOMER, PERIOD).agg(
            nw.col(MONEY).sum().alias("net"), nw.len().alias("n")
        )
    sized = lines.select(CUSTOMER, PERIOD, MONEY, nw.col(MONEY).abs().alias("size"))
    merged = sized.group_by(CUSTOMER, PERIOD).agg(
        nw.col(MONEY).sum().alias("net"),
        nw.len().alias("n"),
        nw.col(MONEY).min().alias("least"),
        nw.col(MONEY).max().alias("most"),
        nw.col("size").sum().alias("size"),
    )
    size = nw.col("size")
    bought = (nw.col("net") > ROUNDING * size) | (size == 0)
    return merged.with_columns(bought.alias("bought"))


def customers(merged: nw.LazyFrame[Any]) -> nw.DataFrame[Any]:
    """Return one row per customer, sorted, from periods that are all purchases.

    Columns: first and last period, number of purchases, spend of the repeat purchases, and
    whether any period has two lines or more.
    """
    merged = merged.with_columns((nw.col("n") > 1).alias("shared"))
    if merged.implementation.is_spark_like():
        return collect(_customers_by_window(merged).sort(CUSTOMER))
    table = merged.group_by(CUSTOMER).agg(
        nw.col(PERIOD).min().alias("first"),
        nw.col(PERIOD).max().alias("last"),
        nw.len().alias("purchases"),
        nw.col("net").sum().alias("total"),
        nw.col("net").first(order_by=PERIOD).alias("at_first"),
        nw.col("shared").any(),
    )
    return collect(
        table.select(
            CUSTOMER,
            "first",
            "last",
            "purchases",
            (nw.col("total") - nw.col("at_first")).alias("repeat"),
            "shared",
        ).sort(CUSTOMER)
    )


def refunded(merged: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Return the customers who have a refund."""
    return merged.filter(nw.col("least") < 0).select(CUSTOMER).unique()


def refunded_customers(theirs: nw.LazyFrame[Any]) -> nw.DataFrame[Any]:
    """Return one row per customer from periods in which refunds occur.

    A refund is deducted from the purchase it follows, so all that happens from the second
    purchase on is repeat spend. Columns beside those of `customers`: lines and money of refunds
    before any purchase, and how many periods were bought and returned within themselves.
    `purchases` is 0 where nothing was bought on balance.
    """
    bought, period, net = nw.col("bought"), nw.col(PERIOD), nw.col("net")
    marked = theirs.with_columns(nw.when(bought).then(period).alias("at"))
    firsts = marked.with_columns(nw.col("at").min().over(CUSTOMER).alias("first"))
    seconds = firsts.with_columns(
        nw.when(nw.col("at") > nw.col("first")).then(nw.col("at")).alias("again")
    ).with_columns(nw.col("again").min().over(CUSTOMER).alias("second"))
    early = nw.col("first").is_null() | (period < nw.col("first"))
    columns = seconds.select(
        CUSTOMER,
        "at",
        nw.when(period >= nw.col("second")).then(net).otherwise(nw.lit(0.0)).alias("repeat"),
        nw.when(early).then(net).otherwise(nw.lit(0.0)).alias("early"),
        nw.when(early).then(nw.col("n")).otherwise(nw.lit(0)).alias("n_early"),
        nw.when(~bought & (nw.col("most") > 0))
        .then(nw.lit(1))
        .otherwise(nw.lit(0))
        .alias("undone"),
    )
    return collect(
        columns.group_by(CUSTOMER).agg(
            nw.col("at").min().alias("first"),
            nw.col("at").max().alias("last"),
            nw.col("at").count().alias("purchases"),
            nw.col("repeat").sum(),
            nw.col("early").sum(),
            nw.col("n_early").sum(),
            nw.col("undone").sum(),
        )
    )


def activity(merged: nw.LazyFrame[Any], *, with_refunds: bool) -> nw.LazyFrame[Any]:
    """Return number of purchases, net spend, lines, first and last period per customer."""
    hit = nw.col("bought") if with_refunds else nw.col("n") > 0
    counted = merged.select(
        CUSTOMER, PERIOD, "net", "n", nw.when(hit).then(1).otherwise(0).alias("purchases")
    )
    return counted.group_by(CUSTOMER).agg(
        nw.col("purchases").sum(),
        nw.col("net").sum(),
        nw.col("n").sum(),
        nw.col(PERIOD).min().alias("first"),
        nw.col(PERIOD).max().alias("last"),
    )


def calendar(
    merged: nw.LazyFrame[Any], *, with_refunds: bool
) -> tuple[nw.DataFrame[Any], nw.DataFrame[Any]]:
    """Return the number of purchases per period, and the number of first purchases per period."""
    bought = merged.filter(nw.col("bought")) if with_refunds else merged
    every = bought.group_by(PERIOD).agg(nw.len().alias("n"))
    firsts = bought.group_by(CUSTOMER).agg(nw.col(PERIOD).min())
    return collect(every), collect(firsts.group_by(PERIOD).agg(nw.len().alias("n")))


def _customers_by_window(merged: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    first = nw.col(PERIOD).min().over(CUSTOMER).alias("first")
    later = nw.when(nw.col(PERIOD) > nw.col("first")).then(nw.col("net")).otherwise(nw.lit(0.0))
    return (
        merged.with_columns(first)
        .select(CUSTOMER, PERIOD, "shared", later.alias("repeat"))
        .group_by(CUSTOMER)
        .agg(
            nw.col(PERIOD).min().alias("first"),
            nw.col(PERIOD).max().alias("last"),
            nw.len().alias("purchases"),
            nw.col("repeat").sum(),
            nw.col("shared").any(),
        )
    )
