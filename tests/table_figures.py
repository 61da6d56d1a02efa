"""The figures of a result, and the tables of a call changed: what the walks over tables share."""

import dataclasses
from collections.abc import Mapping

import numpy as np

from vocvalue.results import Note
from vocvalue.tables.labels import LabelColumn

# What tells how a table was read, and no figure.
NONE = Note | LabelColumn


# Who, and in which row of the table: no figures.
PLACES = {"customer", "row"}


def figures(value):
    """Return all numbers of a result, sorted; notes, ids and tables handed in are none."""
    return np.sort(np.array(list(_numbers(value)), dtype=np.float64))


def _numbers(value):
    if dataclasses.is_dataclass(value) and not isinstance(value, NONE | type):
        parts = [
            getattr(value, it.name) for it in dataclasses.fields(value) if it.name not in PLACES
        ]
        value = parts
    if isinstance(value, bool | int | float | np.number | np.bool_):
        yield float(value)
    elif isinstance(value, np.ndarray) and value.dtype.kind in "biufmM":
        times = value.dtype.kind in "mM"
        yield from (value.astype("int64") if times else value).astype(float).ravel()
    elif isinstance(value, Mapping | list | tuple):
        for item in value.values() if isinstance(value, Mapping) else value:
            yield from _numbers(item)


_CLEAN = {}


def clean(call):
    """Return the figures of a call on its clean tables."""
    if str(call) not in _CLEAN:
        _CLEAN[str(call)] = figures(call(call.clean))
    return _CLEAN[str(call)]


def check_same(call, tables, more, where):
    found = figures(call(tables, **more))
    expected = clean(call)
    assert found.shape == expected.shape, where
    np.testing.assert_allclose(found, expected, rtol=1e-6, atol=1e-9, err_msg=where)


def each(tables, change):
    return {name: change(frame) for name, frame in tables.items()}


def on(column, make):
    """Return a change of one column, of the tables that have it."""
    return lambda frame: frame.assign(**{column: make(frame[column])}) if column in frame else frame
