"""Exposures made by hand, and shops of known truth."""

from functools import cache

import narwhals as nw
import numpy as np
import pandas as pd
from scipy.special import expit

import vocvalue as vv
from vocvalue.datasets import ProblemModel, simulate_problems
from vocvalue.issues import Exposure


@cache
def shop(world, n_customers, seed):
    """A shop with one problem, of a world of the simulator."""
    return simulate_problems(n_customers, model=getattr(ProblemModel, world)(), seed=seed)


@cache
def exposure_of(world, n_customers, seed):
    simulated = shop(world, n_customers, seed)
    return vv.issues.exposure(
        simulated.mentions,
        simulated.orders,
        topic="packaging",
        window="90 days",
        covariates=simulated.customers,
        controls=5,
        currency="CNY",
    )


def true_effects(world, n_customers, seed):
    """The true mean effect on the very exposures that an exposure compares."""
    truth = shop(world, n_customers, seed).effects("packaging")
    frame = exposure_of(world, n_customers, seed).to_frame()[["customer_id", "moment"]]
    met = frame.merge(
        truth, left_on=["customer_id", "moment"], right_on=["customer_id", "timestamp"]
    )
    assert len(met) >= 0.95 * len(frame)
    outcomes = ("repurchase", "orders", "spend", "churn")
    return {name: (met[f"{name}_with"] - met[f"{name}_without"]).mean() for name in outcomes}


def made(n=2_000, *, effect=-30.0, seed=1, separated=False, share_seen=1.0, **changed):
    """An exposure whose effect on spend is known and the same for everybody."""
    rng = np.random.default_rng(seed)
    x = rng.normal(size=n)
    exposed = rng.random(n) < expit(-1.5 + 0.6 * x)
    if separated:
        exposed = x > 1.2
    spend = np.maximum(150 + 20 * x + effect * exposed + rng.normal(0, 30, n), 0.0)
    again = (rng.random(n) < 0.6 - 0.15 * exposed).astype(float)
    before = {
        "repurchase": (rng.random(n) < 0.6).astype(float),
        "orders": rng.poisson(2.0, n).astype(float),
        "spend": np.maximum(150 + 20 * x + rng.normal(0, 30, n), 0.0),
    }
    fields = {
        "topic": "包装破损",
        "window_days": 90.0,
        "history_days": 180.0,
        "churn_days": 180.0,
        "design": "order",
        "customer_id": nw.from_native(
            pd.Series(np.arange(n), name="customer_id"), series_only=True
        ),
        "customer": np.arange(n),
        "moment": np.full(n, "2024-01-01T00:00", dtype="datetime64[us]"),
        "exposed": exposed,
        "week": np.zeros(n, dtype=np.int64),
        "drawn": np.where(exposed, 1.0, share_seen),
        "clean": np.ones(n, dtype=bool),
        "features": {"x": x, "noise": rng.normal(size=n)},
        "profile": ("noise",),
        "outcomes": {
            "repurchase": again,
            "orders": rng.poisson(np.where(exposed, 1.6, 2.0)).astype(float),
            "spend": spend,
            "churn": np.where(rng.random(n) < 0.1, np.nan, 1 - again),
        },
        "before": before,
        "has_before": np.ones(n, dtype=bool),
        "placebo_features": {"x": x, "noise": rng.normal(size=n)},
        "naive": {"spend": rng.normal(90, 30, 500), "repurchase": rng.integers(0, 2, 500) * 1.0},
        "n_mentions": int(exposed.sum()),
        "n_repeats": 24,
        "exposed_a_month": 400.0,
        "repeats_a_month": 2.0,
        "months": 12.0,
        "currency": "CNY",
    }
    return Exposure(**{**fields, **changed})
