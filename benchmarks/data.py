"""The data of the cases: CDNOW, and simulated customers and orders, written once for all jobs."""

import json
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

import vocvalue as vv
from benchmarks.cases import (
    ANSWERS_PER_ORDER,
    DEATHS,
    ORDERS_PER_CUSTOMER,
    PURCHASES,
    REGULARS,
    SPEND,
)

DAYS_OBSERVED = (13 * 7, 104 * 7)
PILOT = 20_000
SCORES = np.array([2, 1, 1, 2, 2, 5, 6, 14, 22, 20, 25]) / 100
DAY = 86_400_000_000
"""Microseconds."""


def customers(model: vv.clv.BGNBD | vv.clv.ParetoNBD, n: int, seed: int) -> vv.clv.Rfm:
    """Simulate histories on a grain of days: T whole days, the last purchase by the day's end."""
    rng = np.random.default_rng(seed)
    T = rng.integers(DAYS_OBSERVED[0], DAYS_OBSERVED[1], n, endpoint=True) / 7
    drawn = model.simulate(T, seed=rng)
    recency = np.minimum(np.ceil(drawn.recency * 7) / 7, T)
    spend = vv.clv.GammaGamma(**SPEND).simulate(drawn.frequency, seed=rng)
    return vv.clv.Rfm.from_arrays(drawn.frequency, recency, T, spend, unit="week")


def cdnow() -> vv.clv.Rfm:
    """Return the calibration half of CDNOW."""
    orders = vv.datasets.load_cdnow()
    return vv.clv.rfm(orders, unit="week", observation_end="1997-09-30")


def orders(n: int, seed: int, **purchases: float) -> pd.DataFrame:
    """Simulate n orders, in the order in which a shop would have written them."""
    pilot = vv.datasets.simulate_orders(PILOT, seed=seed, **purchases)
    customers = round(1.05 * n * PILOT / len(pilot.orders)) + 100
    log = vv.datasets.simulate_orders(customers, seed=seed, **purchases)
    return log.orders.head(n).sort_values("timestamp", ignore_index=True)


def responses(n: int, seed: int) -> pd.DataFrame:
    """Draw responses with what followed them: whoever is happier spends more and stays."""
    rng = np.random.default_rng(seed)
    score = rng.choice(11, n, p=SCORES)
    return pd.DataFrame(
        {
            "customer_id": rng.permutation(n),
            "score": score,
            "spend": rng.gamma(1.5, 200.0, n) * (1 + score / 10),
            "left": (rng.random(n) < 0.5 - 0.02 * score).astype(np.int8),
        }
    )


def linked(n: int, seed: int, folder: Path) -> None:
    """Write n orders of three years, and a tenth as many responses of the last two."""
    folder.mkdir()
    rng = np.random.default_rng(seed)
    customers, answers = n // 20, round(n * ANSWERS_PER_ORDER)
    mood = rng.normal(size=customers)
    share = np.cumsum(rng.gamma(0.8, 1.0, customers) * np.exp(0.3 * mood))
    share /= share[-1]
    parts, writer = max(1, n // 10_000_000), None
    for part in range(parts):  # one after the other in time, so that not all are in memory
        days = np.array([part, part + 1]) * 3 * 365 / parts
        orders = pd.DataFrame(
            {
                "customer_id": np.searchsorted(share, rng.random(n // parts)),
                "timestamp": _moments(rng, *days, n // parts),
                "amount": np.round(rng.gamma(2.0, 40.0, n // parts), 2),
            }
        )
        table = pa.Table.from_pandas(orders)
        writer = writer or pq.ParquetWriter(folder / "orders.parquet", table.schema)
        writer.write_table(table, row_group_size=1_000_000)
    assert writer is not None
    writer.close()
    who = rng.integers(0, round(0.6 * customers), answers)
    score = np.clip(np.round(7.6 + 1.6 * mood[who] + 1.5 * rng.normal(size=answers)), 0, 10)
    pd.DataFrame(
        {
            "customer_id": who,
            "timestamp": _moments(rng, 365, 3 * 365, answers),
            "score": score.astype(np.int64),
        }
    ).to_parquet(folder / "responses.parquet")


def _moments(rng: np.random.Generator, first: float, last: float, n: int) -> NDArray[np.datetime64]:
    """Return ascending moments between two days since 2022, each of them once."""
    step = (last - first) * DAY / n
    at = first * DAY + (np.arange(n) + rng.random(n) * 0.9) * step
    return np.datetime64("2022-01-01", "us") + at.astype(np.int64)


def write(data: str, size: int, seed: int, file: Path) -> None:
    """Write one set of data."""
    if data == "responses":
        responses(size, seed).to_parquet(file)
        return
    if data == "linked":
        linked(size, seed, file)
        return
    if data in ORDERS_PER_CUSTOMER:
        of_whom = REGULARS if data == "orders_of_regulars" else PURCHASES
        orders(size, seed, **of_whom).to_parquet(file)
        return
    if data == "cdnow":
        rfm = cdnow()
    elif data == "pareto":
        rfm = customers(vv.clv.ParetoNBD(**DEATHS, unit="week"), size, seed)
    else:
        rfm = customers(vv.clv.BGNBD(**PURCHASES, unit="week"), size, seed)
    np.savez(
        file,
        frequency=rfm.frequency.astype(np.float64),
        recency=rfm.recency,
        T=rfm.T,
        monetary_value=np.asarray(rfm.monetary_value),
    )


if __name__ == "__main__":
    target = Path(sys.argv[4])
    part = target.with_name(f"part_{target.name}")
    write(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), part)
    part.rename(target)  # only what was written in full counts as written
    print(json.dumps({"written": True}))
