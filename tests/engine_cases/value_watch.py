"""Whose value fell by more than noise, and what the best customers have in common."""

import datetime as dt

import pyarrow as pa
from engine_tables import moments

import vocvalue as vv
from engine_cases.case import Case

DAYS = {
    # a buys every ten days and stops in June; b goes on; c buys rarely; d came once.
    "a": range(0, 151, 10),
    "b": range(5, 364, 12),
    "c": (3, 120, 230),
    "d": (40,),
}


def orders():
    rows = sorted(
        (name, dt.datetime(2024, 1, 1, 9) + dt.timedelta(days=day))
        for name, days in DAYS.items()
        for day in days
    )
    others = vv.datasets.simulate_orders(
        300, r=2.0, alpha=6.0, a=1.0, b=6.0, start="2024-01-01", end="2024-12-29", seed=2
    ).orders
    at = others["timestamp"].dt.to_pydatetime()
    rows += [(f"e{name}", moment) for name, moment in zip(others["customer_id"], at, strict=True)]
    ids, at = zip(*rows, strict=True)
    return pa.table(
        {
            "customer_id": pa.array(ids),
            "timestamp": moments([f"{moment:%Y-%m-%d %H:%M:%S}" for moment in at]),
            "amount": pa.array([20.0] * len(rows)),
        }
    )


def alarms_of_four(watch):
    ids = watch.rfm.customer_id.to_list()
    return {
        name: (int(watch.rfm.frequency[ids.index(name)]), str(watch.alarm_at[ids.index(name)]))
        for name in DAYS
    }


N = 400
PEOPLE = pa.table(
    {
        "customer_id": pa.array(range(N)),
        "region": pa.array(["north" if i % 4 == 0 else "south" for i in range(N)]),
        "visits": pa.array([i % 3 for i in range(N)]),
    }
)
WORTH = pa.table(
    {
        "customer_id": pa.array(range(N)),
        "value": pa.array([float((i * 37) % N + (300 if i % 4 == 0 else 0)) for i in range(N)]),
    }
)


def first_traits(profile):
    return [
        (trait.part.column, trait.part.label, trait.n, trait.n_top, trait.is_shown)
        for trait in profile.traits[:2]
    ]


CASES = (
    # With r near 2 and alpha near 42 days, a may be silent for 192 (0.0016^(-1/17) - 1) = 88 days
    # after 30 May, and c, who waits 90 days on average, for more than a year.
    Case(
        of="clv.watch",
        that="the customer who stops is alarmed, the others are not",
        tables={"orders": orders()},
        asked={"start": "2024-06-01", "spend": 20.0, "churn_after": "2 months"},
        gives={
            "a": (15, "2024-08-31"),
            "b": (29, "NaT"),
            "c": (2, "NaT"),
            "d": (0, "NaT"),
        },
        look=alarms_of_four,
    ),
    Case(
        of="clv.profile",
        that="the region of the best is the first trait",
        tables={"prediction": WORTH, "customers": PEOPLE},
        gives=[("region", "north", 100, 40, True), ("region", "south", 300, 0, True)],
        look=first_traits,
    ),
)
