"""The same facts in other clothes give the same figures, of every public function with tables.

All money is counted in another unit, everything happened 28 years earlier, when the calendar had
the same weekdays and leap years, the rows come in another order, under an index that means nothing,
and in columns of objects, as a database returns them. Each figure then is what it was, times that
unit or its square; the place of a day in the calendar has moved by 28 years.
"""

import dataclasses
from collections.abc import Mapping

import numpy as np
import pandas as pd
import pytest
from table_arguments import CALLS
from table_figures import NONE, PLACES, each

MONEY = ("amount", "value", "value_before", "spend", "revenue", "monetary_value")
UNIT = 128.0
DAYS = 28 * 365.25
CALENDAR = (DAYS, DAYS / 7, 28 * 12.0, 28 * 4.0)
MOMENTS = ("start", "calibration_end", "fixed_at", "at", "cutoffs", "observation_end")
# Its texts are written into its call.
STAYS = {"signals.Mentions.rates"}
# A likelihood has the unit of its data, to a power.
NO_UNIT = "log_likelihood"


def _earlier(moment):
    return str((pd.Timestamp(moment) - pd.Timedelta(days=DAYS)).date())


def _asked_earlier(asked):
    moved = {name: _earlier(asked[name]) for name in MOMENTS if name in asked}
    between = {"between": tuple(map(_earlier, asked["between"]))} if "between" in asked else {}
    return {**moved, **between}


def _in_other_clothes(frame, *, days):
    times = frame.select_dtypes("datetime").columns
    moved = {name: frame[name] - pd.Timedelta(days=days) for name in times}
    money = {name: frame[name] * UNIT for name in MONEY if name in frame}
    mixed = frame.assign(**moved, **money).sample(frac=1, random_state=7)
    return mixed.set_axis(pd.Index([None] * len(mixed), name="customer_id")).astype(object)


def _figures(value, path=""):
    """Yield each number of a result with the way to it, in the result's own order."""
    if dataclasses.is_dataclass(value) and not isinstance(value, NONE | type):
        held = ((it.name, getattr(value, it.name)) for it in dataclasses.fields(value))
        for name, item in held:
            if name not in PLACES and name != NO_UNIT:
                yield from _figures(item, f"{path}.{name}")
    elif isinstance(value, bool | int | float | np.number | np.bool_):
        yield path, float(value)
    elif isinstance(value, np.ndarray) and value.dtype.kind in "biuf":
        yield from ((path, number) for number in value.astype(float).ravel().tolist())
    elif isinstance(value, Mapping):
        for name, item in value.items():
            yield from _figures(item, f"{path}[{name!r}]")
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _figures(item, f"{path}[]")


def _of_paths(result):
    """Return the numbers of each field, sorted: rows may be told in the order they came in."""
    found = {}
    for path, number in _figures(result):
        found.setdefault(path, []).append(number)
    return {path: np.sort(numbers) for path, numbers in found.items()}


def _is_same(before, after):
    close = {"rtol": 1e-6, "atol": 1e-9, "equal_nan": True}
    return any(np.allclose(after, before * by, **close) for by in (1, UNIT, UNIT**2)) or any(
        np.allclose(after, before - by, **close) for by in CALENDAR
    )


@pytest.mark.parametrize("call", CALLS, ids=str)
def test_the_same_facts_in_other_clothes_give_the_same_figures(call):
    days = 0 if call.name in STAYS else DAYS
    tables = each(call.clean, lambda frame: _in_other_clothes(frame, days=days))
    asked = {} if call.name in STAYS else _asked_earlier(call.asked)
    before, after = _of_paths(call(call.clean)), _of_paths(call(tables, **asked))
    assert {path: len(held) for path, held in after.items()} == {
        path: len(held) for path, held in before.items()
    }
    differ = [path for path in before if not _is_same(before[path], after[path])]
    assert not differ, {path: (before[path][:3], after[path][:3]) for path in differ[:5]}
