"""Whatever odd table is handed in, our error comes out, or figures that are possible.

The seed is fixed. `VOCVALUE_FUZZ_CALLS` asks for more tables for each function (about 30 a second
and core), `VOCVALUE_FUZZ_SEED` for others.
"""

import dataclasses
import math
import os
import re
import traceback
import warnings
from collections.abc import Mapping

import numpy as np
import pandas as pd
import pytest
from odd_tables import ENGINES, oddities
from table_arguments import CALLS

from vocvalue.errors import VocValueError, VocValueWarning
from vocvalue.results import Estimate

N_CALLS = int(os.environ.get("VOCVALUE_FUZZ_CALLS", "8"))
SEED = int(os.environ.get("VOCVALUE_FUZZ_SEED", "1"))
# A figure that is none, in a sentence that should then not be said.
NO_FIGURE = re.compile(r"(?<![\w'])(nan|inf|NaT|<NA>)(?![\w'])")
# Oddities whose names stand in the sentences of a result.
NAMED = {"named by nothing"}
SHARES = re.compile(r"(^|_)(p_value|share|probability)($|_)|^probability_alive$")
COUNTS = re.compile(r"^n_|^n$|^count$|^frequency$")
LONGEST_MESSAGE = 1200


def numbers(value):
    """Return the numbers in a field, which may hold one or an array of them."""
    if isinstance(value, int | float | np.number) and not isinstance(value, bool):
        return [float(value)]
    if isinstance(value, np.ndarray) and value.dtype.kind in "iuf":
        return value.astype(float).ravel().tolist()
    return []


def impossible(value, path="result"):
    """Yield what cannot be in a result, wherever it is in it."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from impossible(item, f"{path}[{key!r}]")
    elif isinstance(value, list | tuple):
        for i, item in enumerate(value):
            yield from impossible(item, f"{path}[{i}]")
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        if isinstance(value, Estimate) and not holds(value):
            yield f"{path}: {value.value} is not within {value.lower} to {value.upper}"
        for one in dataclasses.fields(value):
            held = getattr(value, one.name)
            yield from out_of_range(one.name, held, f"{path}.{one.name}")
            yield from impossible(held, f"{path}.{one.name}")


def holds(estimate):
    """Whether an interval holds its estimate; what is not known is NaN."""
    ends = estimate.lower, estimate.value, estimate.upper
    slack = 1e-9 * max(1.0, abs(estimate.value))
    return any(map(math.isnan, ends)) or ends[0] - slack <= ends[1] <= ends[2] + slack


def out_of_range(name, value, path):
    for number in numbers(value):
        if SHARES.search(name) and (number < -1e-12 or number > 1 + 1e-12):
            yield f"{path} == {number}, not a share"
        if COUNTS.search(name) and number < 0:
            yield f"{path} == {number}, a negative count"


def told(result):
    """Return all that a result says; that it can be said at all is part of the test."""
    result.to_frame()
    result.to_dict()
    result._repr_html_()
    texts = [result.statement("en"), result.statement("zh"), result.summary()]
    return "\n".join([*texts, *(note.zh for note in result.notes)])


def faults(call, tables, odd=()):
    """Return what is wrong with a call, nothing where it is as it should be."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            warnings.simplefilter("ignore", VocValueWarning)
            result = call(tables)
            wrong = list(impossible(result))
            words = told(result)
    except VocValueError as error:
        n = len(str(error))
        return [f"a message of {n:,} letters"] if n > LONGEST_MESSAGE else []
    except Exception as error:  # noqa: BLE001 - which is what must not come
        last = traceback.extract_tb(error.__traceback__)
        ours = [f"{it.filename}:{it.lineno}" for it in last if "vocvalue" in it.filename]
        return [f"{type(error).__name__}: {str(error)[:150]!r} at {ours[-1:]}"]
    found = NO_FIGURE.search(words)
    if found and not any(it in one for it in NAMED for one in odd):
        start, end = max(0, found.start() - 60), found.end() + 30
        wrong.append(f"says {found[0]!r}: {words[start:end]!r}")
    return wrong


def made(make, *arguments):
    """Return a table, or None where its library cannot make such a one."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return make(*arguments)
    except Exception:  # noqa: BLE001 - of any library
        return None


def draw(call, random):
    """Return the tables of a call, one or two of them odd, and what is odd about them."""
    tables, odd = dict(call.clean), []
    for argument in random.choice(list(call.tables), size=random.integers(1, 3)):
        frame = tables[argument]
        named = frame.columns.is_unique and all(isinstance(it, str) for it in frame.columns)
        if not named or frame.empty:
            continue
        column = random.choice(frame.columns.tolist())
        known = oddities(frame, column)
        name = random.choice(list(known))
        changed = made(known[name], frame, column, random)
        if changed is not None:
            tables[argument] = changed
            odd.append(f"{argument}.{column}: {name}")
    engine = str(random.choice(list(ENGINES))) if random.random() < 0.6 else "pandas"
    placed = {argument: made(ENGINES[engine], table) for argument, table in tables.items()}
    if any(table is None for table in placed.values()):
        return tables, [*odd, "pandas"]
    return placed, [*odd, engine]


@pytest.mark.parametrize("call", CALLS, ids=str)
def test_odd_tables(call):
    random = np.random.default_rng([SEED, CALLS.index(call)])
    for _ in range(N_CALLS):
        tables, odd = draw(call, random)
        assert faults(call, tables, odd) == [], odd


def test_the_fuzz_sees_what_is_wrong():
    frame = pd.DataFrame({"a": [1]})
    odd = Estimate(value=1.0, lower=float("nan"), upper=2.0, level=0.95, method="none", n=1)
    object.__setattr__(odd, "lower", 3.0)
    object.__setattr__(odd, "n", -1)
    assert len(list(impossible({"of": [odd]}))) == 2
    assert faults(lambda tables: frame.loc[7], {})[0].startswith("KeyError")
