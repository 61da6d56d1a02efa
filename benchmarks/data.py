"""The data of the cases: CDNOW, and simulated customers and orders, written once for all jobs."""

import json
import sys
from pathlib import Path

import numpy as np
import pandas as pd

import vocvalue as vv
from benchmarks.cases import DEATHS, ORDERS_PER_CUSTOMER, PURCHASES, REGULARS, SPEND

DAYS_OBSERVED = (13 * 7, 104 * 7)
PILOT = 20_000


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


def write(data: str, size: int, seed: int, file: Path) -> None:
    """Write one set of data."""
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
