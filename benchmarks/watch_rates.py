"""Alarms of `clv.watch` where it is known who left: `python -m benchmarks.watch_rates`.

Shops of the BG/NBD and Gamma-Gamma in which each customer's last order is known to be the last, or
not to be: how many alarms are raised per year of customers who go on, how many days before they
count as lost customers who left are warned of, and the same of an alarm after so many days without
an order that as many of those who go on are alarmed. With `--refit`, how many alarms differ if the
models are fitted anew at each look.
"""

import argparse
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

import vocvalue as vv

SHOPS, CUSTOMERS, SEED = 10, 20_000, 1_000
YEARS: dict[str, Any] = {"start": "2022-01-03", "end": "2024-12-29", "acquisition": "52 weeks"}
KINDS: dict[str, dict[str, float]] = {
    "CDNOW": {},
    "mixed": {"r": 1.0, "alpha": 4.0, "a": 0.8, "b": 6.0},
    "active": {"r": 2.0, "alpha": 6.0, "a": 1.0, "b": 8.0},
    "one rate": {"r": 3_000.0, "alpha": 9_000.0, "a": 1.0, "b": 8.0},
}
ASKED = (("month", 0.05), ("week", 0.05), ("month", 0.2), ("month", 0.5))


@dataclass(frozen=True)
class Truth:
    """What a watch did to customers of whom it is known whether they had left.

    Attributes:
        false: Alarms of customers who went on.
        years: The years for which these were watched.
        measured: The rate of false alarms that the watch itself states.
        lead: Its mean days of warning.
        by_days: The same of an alarm after days without an order.
        days: These days.
        better: Whether the watch claims to warn earlier than by days.
        worse: Whether it claims to warn later.
    """

    false: int
    years: float
    measured: float
    lead: float
    by_days: float
    days: float
    better: bool
    worse: bool


def truth(kind: str, every: Any, per_year: float, seed: int, customers: int) -> Truth:
    """Return what a watch did in one simulated shop."""
    log = vv.datasets.simulate_orders(customers, seed=seed, **YEARS, **KINDS[kind])
    watch = vv.clv.watch(log.orders, every=every, false_alarms_per_year=per_year)
    goes_on = log.truth["alive"].to_numpy()
    ends = log.orders.groupby("customer_id")["timestamp"].agg(["min", "max"])
    begin = ends["min"].clip(lower=pd.Timestamp(watch.start))
    stop = ends["max"].where(~goes_on, log.observation_end)
    days = (stop - begin).dt.days.clip(lower=0)[watch.rfm.frequency > 0]
    record = watch.record
    return Truth(
        false=record.n_returned + int((watch.is_alarmed & goes_on).sum()),
        years=float(days.sum()) / 365.25,
        measured=record.false_alarms.value,
        lead=record.lead.value,
        by_days=record.recency_lead,
        days=record.recency_days.value,
        better=record.is_better,
        worse=record.is_worse,
    )


def row(kind: str, every: str, per_year: float, shops: list[Truth]) -> str:
    """Return a row of the table."""
    rate = sum(shop.false for shop in shops) / sum(shop.years for shop in shops)
    means = [
        np.mean([getattr(shop, name) for shop in shops])
        for name in ("measured", "lead", "by_days", "days")
    ]
    verdicts = [sum(getattr(shop, name) for shop in shops) for name in ("better", "worse")]
    return (
        f"| {kind} | {every} | {per_year} | {rate:.3f} | {means[0]:.3f} | {means[1]:.1f} | "
        f"{means[2]:.1f} ({means[3]:.0f}) | {verdicts[0]} | {verdicts[1]} |"
    )


def refits(kind: str, seed: int, customers: int) -> tuple[int, int]:
    """Return the alarms of one fit, and how many looks of customers a fit at each look changes."""
    log = vv.datasets.simulate_orders(customers, seed=seed, **YEARS, **KINDS[kind])
    once = vv.clv.watch(log.orders, start="2024-01-01")
    changed = 0
    for look in once.looks:
        ended = {"observation_end": str(look)}
        held = vv.clv.watch(log.orders, start="2024-01-01", **ended)
        anew = vv.clv.watch(log.orders, start=str(look), **ended)
        fell = held.is_alarmed | held.was_silent
        changed += int((fell != (anew.is_alarmed | anew.was_silent)).sum())
    return once.record.n_alarms, changed


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.watch_rates", description=__doc__)
    parser.add_argument("--shops", type=int, default=SHOPS)
    parser.add_argument("--customers", type=int, default=CUSTOMERS)
    parser.add_argument("--refit", action="store_true")
    asked = parser.parse_args()
    if asked.refit:
        print("| shop | alarms | customers and looks that a refit changes |\n|---|---:|---:|")
        for kind in KINDS:
            print(f"| {kind} | {' | '.join(map(str, refits(kind, SEED, asked.customers)))} |")
        return
    print(
        "| shop | looks | allowed | true rate | stated rate | days of warning | by days without an "
        "order | better | worse |"
    )
    print("|---|---|---:|---:|---:|---:|---:|---:|---:|")
    for kind in KINDS:
        for every, per_year in ASKED:
            shops = [
                truth(kind, every, per_year, SEED + number, asked.customers)
                for number in range(asked.shops)
            ]
            print(row(kind, every, per_year, shops), flush=True)


if __name__ == "__main__":
    main()
