"""What a result hands out, and what it was made from, cannot change it.

Every class of results is found by walking the package, and everything that an example of it hands
out is written into: arrays, frames, columns, dictionaries and lists, as deep as they go.
"""

import contextlib
import dataclasses
import importlib
import inspect
import pickle
import pkgutil
import warnings
from collections.abc import Mapping

import narwhals as nw
import numpy as np
import pandas as pd
import polars as pl
import pytest
from result_examples import MADE, TO, Examples

import vocvalue as vv
from vocvalue.errors import VocValueError, VocValueWarning
from vocvalue.results import Result

for found in pkgutil.walk_packages(vv.__path__, "vocvalue."):
    importlib.import_module(found.name)


def below(cls):
    return {cls}.union(*(below(sub) for sub in cls.__subclasses__()))


CLASSES = sorted(
    (
        c
        for c in below(Result)
        if c.__module__.startswith("vocvalue.") and not inspect.isabstract(c)
    ),
    key=lambda cls: cls.__name__,
)
# Draws, and needs matplotlib; the pictures have tests of their own.
DRAWN = {"plot"}


@pytest.fixture(scope="module", params=TO)
def changed(request, tmp_path_factory):
    """Return which words of each example changed after everything was written into."""
    of = Examples(request.param, tmp_path_factory.mktemp(request.param))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", VocValueWarning)
        results = {name: make(of) for name, make in MADE.items()}
        before = {name: told(result) for name, result in results.items()}
        for result in results.values():
            write_into_all(result, {})
        for given in of.inputs:
            write(given)
        after = {name: told(result) for name, result in results.items()}
    kinds = {name: type(result).__name__ for name, result in results.items()}
    assert kinds == {name: name for name in MADE}
    return {
        name: [key for key in before[name] if before[name][key] != after[name][key]]
        for name in results
    }


def test_every_class_of_results_has_an_example():
    assert {cls.__name__ for cls in CLASSES} == set(MADE)


@pytest.mark.parametrize("name", MADE)
def test_writing_into_what_a_result_hands_out_or_came_from_changes_nothing(name, changed):
    assert changed[name] == []


def test_a_pickled_result_is_as_hard_to_change(tmp_path):
    of = Examples("pandas", tmp_path)
    for result in (of.experiment, of.linked, vv.clv.rfm(of.orders)):
        again = pickle.loads(pickle.dumps(result))  # noqa: S301 (of its own bytes)
        assert as_text(again) == as_text(result)
        before = told(again)
        write_into_all(again, {})
        assert told(again) == before


def handed_out(value):
    """Return what a dataclass of ours hands out: attributes, and methods that need no argument."""
    out = {}
    for name in dir(value):
        attribute = inspect.getattr_static(value, name)
        if (
            name.startswith("_")
            or name in DRAWN
            or isinstance(attribute, classmethod | staticmethod)
        ):
            continue
        with contextlib.suppress(VocValueError, TypeError):
            it = getattr(value, name)
            if not callable(it):
                out[name] = it
            elif not required(it):
                out[f"{name}()"] = it()
    return out


def required(method):
    return [
        p
        for p in inspect.signature(method).parameters.values()
        if p.default is p.empty and p.kind not in {p.VAR_POSITIONAL, p.VAR_KEYWORD}
    ]


def ours(value):
    return dataclasses.is_dataclass(value) and type(value).__module__.startswith("vocvalue.")


def told(result):
    """Return all that a result says, by name, as text that is equal where it says the same."""
    said = {name: as_text(it) for name, it in handed_out(result).items()}
    chinese = {"statement(zh)": result.statement("zh")}
    return {**said, **chinese, "html": result._repr_html_()}


def as_text(value):
    """Return what a value says, however deep, as text."""
    native = nw.to_native(value, pass_through=True)
    if ours(native):
        native = {f.name: getattr(native, f.name) for f in dataclasses.fields(native)}
    if isinstance(native, Mapping):
        return repr({key: as_text(it) for key, it in native.items()})
    if isinstance(native, list | tuple):
        return repr([as_text(it) for it in native])
    reads = ("to_dict", "to_pylist", "to_list", "tolist")
    read = next((getattr(native, it) for it in reads if hasattr(native, it)), None)
    return f"{type(native)} {read()!r}" if callable(read) else repr(native)


def write_into_all(value, seen):
    """Write into everything that a value holds and hands out."""
    native = nw.to_native(value, pass_through=True)
    if id(native) in seen:
        return
    seen[id(native)] = native
    if ours(native):
        parts = handed_out(native).values()
    elif isinstance(native, Mapping):
        parts = list(native.values())
    else:
        parts = native if isinstance(native, list | tuple) else ()
    for part in list(parts):
        write_into_all(part, seen)
    write(native)


def write(value):
    """Write into a value as far as it allows that."""
    with contextlib.suppress(TypeError, ValueError):
        if isinstance(value, np.ndarray):
            value[...] = other(value.dtype)
        elif isinstance(value, pd.Series):
            value.iloc[:] = other(value.dtype)
        elif isinstance(value, pl.Series):
            value[0] = value[-1]
        elif isinstance(value, Mapping):
            value["written"] = 7
            value.clear()
        elif isinstance(value, list):
            value.append(7)
            value.reverse()
    if isinstance(value, pd.DataFrame):
        for place in range(value.shape[1]):
            with contextlib.suppress(TypeError, ValueError):
                value.iloc[:, place] = other(value.dtypes.iloc[place])
    if isinstance(value, pl.DataFrame):
        for name in value.columns:
            write(value.get_column(name))


def other(dtype):
    """Return a value that hardly anything of a type has."""
    kind = dtype.kind if isinstance(dtype, np.dtype) else "O"
    moments = {"M": np.datetime64(0, "s"), "m": np.timedelta64(1, "s")}
    return {**moments, "O": "z", "U": "z"}.get(kind, 7)


def test_the_writing_writes():
    array, frame, column = np.zeros(2), pd.DataFrame({"a": [1.0]}), pl.Series([1, 2])
    words, numbers = {"a": 1}, [1]
    for value in (array, frame, column, words, numbers):
        write(value)
    assert array.tolist() == [7.0, 7.0]
    assert frame["a"].tolist() == [7.0]
    assert column.to_list() == [2, 2]
    assert (words, numbers) == ({}, [7, 1])


BEFORE = [2, 0, 5, 1]


@pytest.fixture
def table():
    return pd.DataFrame(
        {
            "customer_id": ["a", "b", "c", "d"],
            "frequency": BEFORE,
            "recency": [3.0, 0.0, 9.0, 4.0],
            "T": [10.0, 10.0, 10.0, 10.0],
            "monetary_value": [1.0, 0.0, 2.0, 3.0],
        }
    )


@pytest.mark.parametrize("column", ["frequency", "recency", "T", "monetary_value"])
def test_writing_into_the_frame_of_an_rfm_changes_nothing(column, table):
    rfm = vv.clv.Rfm.from_frame(table, unit="week")
    frame = rfm.to_frame()
    frame.loc[:, column] = 7
    frame.loc[:, "customer_id"] = "z"
    assert rfm.to_frame().to_dict("list") == table.to_dict("list")


def test_a_capped_frame_does_not_change_the_next_fit():
    rfm = vv.clv.rfm(vv.datasets.simulate_orders(400, seed=1).orders)
    before = vv.clv.BGNBD.fit(rfm).parameters
    frame = rfm.to_frame()
    frame.loc[frame.frequency > 2, "frequency"] = 2
    assert vv.clv.BGNBD.fit(rfm).parameters == before


def test_an_array_changed_later_does_not_change_the_rfm():
    recency, T, spend = np.array([3.0, 0.0]), np.array([9.0, 9.0]), np.array([5.0, 0.0])
    rfm = vv.clv.Rfm.from_arrays([2, 0], recency, T, spend, unit="week")
    recency[:], T[:], spend[:] = 1.0, 2.0, 4.0
    assert rfm.recency.tolist() == [3.0, 0.0]
    assert rfm.T.tolist() == [9.0, 9.0]
    assert rfm.mean_spend.tolist() == [5.0, 0.0]


def test_a_table_changed_later_does_not_change_the_rfm(table):
    rfm = vv.clv.Rfm.from_frame(table, unit="week")
    was = table.to_dict("list")
    table.loc[:, ["recency", "T"]] = 1.0
    table.loc[:, "customer_id"] = "z"
    assert rfm.to_frame().to_dict("list") == was
