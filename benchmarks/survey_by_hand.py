"""The same figures as one would write them in polars: no checks, no intervals, no tests."""

import datetime as dt

import polars as pl

from benchmarks.findings import Job

YEAR = dt.timedelta(days=365.25)
SEGMENT = pl.when(pl.col("score") <= 6).then(0).when(pl.col("score") <= 8).then(1).otherwise(2)


def nps(file: str) -> Job:
    """The share of promoters less that of detractors."""
    score = pl.read_parquet(file)["score"]
    return (
        lambda: 100 * ((score >= 9).mean() - (score <= 6).mean()),
        lambda found: {"figures": [found]},
    )


def cross(file: str) -> Job:
    """Number, mean, variance and churn of each segment."""
    table = pl.read_parquet(file)
    spend = pl.col("spend")
    return (
        lambda: table.group_by(SEGMENT.alias("segment")).agg(
            pl.len().alias("n"),
            spend.mean().alias("mean"),
            spend.var().alias("variance"),
            pl.col("left").mean().alias("churn"),
        ),
        _figures,
    )


def linked(file: str) -> Job:
    """The same from responses and orders in memory: join, window, customer, segment."""
    answers, orders = (pl.read_parquet(f"{file}/{name}.parquet") for name in NAMES)
    return lambda: _linked(answers.lazy(), orders.lazy()), _figures


def linked_files(file: str) -> Job:
    """The same from two Parquet files."""
    answers, orders = (f"{file}/{name}.parquet" for name in NAMES)
    return lambda: _linked(pl.scan_parquet(answers), pl.scan_parquet(orders)), _figures


NAMES = ("responses", "orders")


def _linked(answers: pl.LazyFrame, orders: pl.LazyFrame) -> pl.DataFrame:
    latest = orders.select(pl.col("timestamp").max()).collect().item()
    end = dt.datetime.combine(latest.date() + dt.timedelta(days=1), dt.time.min)
    time, answered = pl.col("timestamp"), pl.col("answered")
    first = answers.group_by("customer_id").agg(
        time.min().alias("answered"), pl.col("score").get(time.arg_min())
    )
    after = (
        orders.join(first.select("customer_id", "answered"), on="customer_id")
        .filter((time > answered) & (time <= answered + YEAR))
        .group_by("customer_id")
        .agg(pl.col("amount").sum().alias("spend"))
    )
    followed = first.join(after, on="customer_id", how="left").filter(answered + YEAR <= end)
    spend = pl.col("spend").fill_null(0.0)
    return (
        followed.group_by(SEGMENT.alias("segment"))
        .agg(
            pl.len().alias("n"),
            spend.mean().alias("mean"),
            spend.var().alias("variance"),
            pl.col("spend").is_null().mean().alias("churn"),
        )
        .collect()
    )


def _figures(table: pl.DataFrame) -> dict[str, list[float]]:
    columns = table.sort("segment").select("n", "mean", "variance", "churn").get_columns()
    return {"figures": [float(x) for column in columns for x in column]}
