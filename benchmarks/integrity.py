"""How often an experiment without effect is "shown, randomised": `python -m benchmarks.integrity`.

Each fault is simulated 300 times at several sizes, on seeds that nothing was tuned on. Beside it
stands how often the plain interval of two arms leaves 0 out. The second table has how often each
test fires in sound experiments.
"""

from collections import Counter
from collections.abc import Callable

import numpy as np
import pandas as pd

from vocvalue import lift
from vocvalue.errors import DataError

ROUNDS, SOUND, SEED = 300, 2_000, 771_100
SIZES = (400, 1_000, 4_000)
Tables = tuple[pd.DataFrame, pd.DataFrame, dict[str, object]]
START = pd.Timestamp("2024-01-01")


def arms(treated: np.ndarray, **columns: object) -> pd.DataFrame:
    """Return a table of assignments."""
    names = np.where(treated, "treated", "control")
    return pd.DataFrame({"customer_id": np.arange(len(names)), "arm": names, **columns})


def stayed(stays: np.ndarray) -> pd.DataFrame:
    """Return a table of outcomes."""
    return pd.DataFrame({"customer_id": np.arange(len(stays)), "retained": stays.astype(int)})


def sound(rng: np.random.Generator, n: int) -> Tables:
    """Return an experiment with nothing wrong."""
    days = rng.uniform(0, 90, n)
    columns = {
        "timestamp": START + pd.to_timedelta(days, unit="D"),
        "tier": rng.choice(["a", "b", "c"], n),
        "age": rng.normal(size=n),
        "household": np.arange(n) // 2,
    }
    people = arms(rng.random(n) < 0.5, **columns)
    return people, stayed(rng.random(n) < 0.6), {"keep": ["tier", "age", "household"]}


def ramp_up(rng: np.random.Generator, n: int) -> Tables:
    """Return arms of which more are treated later, when fewer stay."""
    days = rng.uniform(0, 60, n)
    treated = rng.random(n) < 0.1 + 0.4 * (days > 30)
    people = arms(treated, timestamp=START + pd.to_timedelta(days, unit="D"))
    return people, stayed(rng.random(n) < np.where(days < 30, 0.8, 0.5)), {}


def ramp_up_with_durations(rng: np.random.Generator, n: int) -> Tables:
    """Return the same of customers who leave over time, followed to one last day."""
    days = rng.uniform(0, 300, n)
    treated = rng.random(n) < 0.1 + 0.4 * (days > 150)
    leaves = rng.exponential(300, n)
    end = 330 - days
    people = arms(treated, timestamp=START + pd.to_timedelta(days, unit="D"))
    after = pd.DataFrame(
        {
            "customer_id": np.arange(n),
            "days": np.minimum(leaves, end),
            "gone": leaves <= end,
        }
    )
    return people, after, {"duration": "days", "left": "gone", "window": "6 months"}


def attrition(rng: np.random.Generator, n: int) -> Tables:
    """Return arms of which half of the treated who left do not answer."""
    treated, stays = rng.random(n) < 0.5, rng.random(n) < 0.6
    answered = rng.random(n) < np.where(~stays & treated, 0.5, 1.0)
    return arms(treated), stayed(stays)[answered], {}


def nested_stores(rng: np.random.Generator, n: int) -> Tables:
    """Return 40 stores that were assigned as a whole and differ by themselves."""
    store = np.arange(n) % 40
    treated = np.isin(store, rng.permutation(40)[:20])
    level = np.clip(0.6 + 0.1 * rng.standard_normal(40), 0, 1)
    return arms(treated, store=store), stayed(rng.random(n) < level[store]), {"keep": ["store"]}


def broken_ids(rng: np.random.Generator, n: int) -> Tables:
    """Return arms of which one has ids of another case: its customers seem to have left."""
    treated = rng.permutation(n) < n // 2
    ids = np.array([f"C{k:05d}" for k in range(n)])
    people = arms(treated, timestamp=START)
    people["customer_id"] = np.where(treated, ids, np.char.lower(ids))
    came = rng.random(n) < 0.6
    early = pd.DataFrame({"customer_id": ids, "timestamp": START - pd.Timedelta(days=30)})
    later = pd.DataFrame({"customer_id": ids[came], "timestamp": START + pd.Timedelta(days=30)})
    other = pd.DataFrame({"customer_id": ["x"], "timestamp": [START + pd.Timedelta(days=99)]})
    log = pd.concat([early, later, other]).assign(amount=1.0)
    return people, log, {"window": "60 days"}


FAULTS: dict[str, Callable[[np.random.Generator, int], Tables]] = {
    "nothing wrong": sound,
    "ramp-up": ramp_up,
    "ramp-up, durations": ramp_up_with_durations,
    "leavers of one arm do not answer": attrition,
    "40 stores drawn": nested_stores,
    "ids of one arm broken": broken_ids,
}


def read(tables: Tables) -> lift.Experiment:
    """Read an experiment whose arms are said to be random."""
    people, after, options = tables
    table = "orders" if "amount" in after else "outcomes"
    return lift.experiment(people, **{table: after}, randomised=True, **options)


def once(tables: Tables) -> tuple[bool, bool, bool]:
    """Return whether tables are refused, an effect is shown, and it is shown as randomised."""
    try:
        found = lift.retention(read(tables))
    except DataError:
        return True, False, False
    return False, found.shown, found.shown and found.evidence == "randomised"


def false_alarms() -> None:
    """Print how often each test fires in sound experiments."""
    fired: Counter[str] = Counter()
    for k in range(SOUND):
        rng = np.random.default_rng([SEED, 1, k])
        trial = read(sound(rng, int(rng.choice(SIZES[:2]))))
        fired.update({doubt.kind for doubt in trial.doubts})
        fired["any"] += bool(trial.doubts)
    print(f"\n{SOUND:,} sound experiments:", ", ".join(f"{k} {n}" for k, n in fired.items()))


def main() -> None:
    """Print both tables."""
    print("| fault | customers | refused | shown | shown, randomised |\n|---|---:|---:|---:|---:|")
    for number, (name, make) in enumerate(FAULTS.items()):
        for n in SIZES:
            rngs = (np.random.default_rng([SEED, 2, number, n, k]) for k in range(ROUNDS))
            shares = np.mean([once(make(rng, n)) for rng in rngs], axis=0)
            cells = " | ".join(f"{share:.1%}" for share in shares)
            print(f"| {name} | {n:,} | {cells} |", flush=True)
    false_alarms()


if __name__ == "__main__":
    main()
