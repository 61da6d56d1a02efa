"""One row of the table of engine cases: tables, a call, and what it gives."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from operator import attrgetter
from typing import Any

import narwhals as nw
import numpy as np
import pyarrow as pa
import pytest
from engine_tables import ENGINES, rows

import vocvalue as vv
from vocvalue.results import Note

NAN = pytest.approx(float("nan"), nan_ok=True)
# What comes in the order of the rows, which shuffling changes.
IN_ORDER = tuple(name for name in ENGINES if name != "pandas with a shuffled index")
AND_SPARK = (*ENGINES, "spark")


@dataclass(frozen=True)
class Refusal:
    """What a call gives that is refused.

    Attributes:
        kind: The class of the error.
        said: A pattern of what it says.
    """

    kind: type[Exception]
    said: str


@dataclass(frozen=True, kw_only=True)
class Case:
    """A call of a public function, and the literal outcome that it has on every engine.

    Attributes:
        of: The function's public name, such as "clv.rfm".
        that: What is so; the function and this name the case.
        tables: The table of each argument that takes one.
        asked: The other arguments.
        gives: What the result holds, by its attributes or as `look` returns it, or a `Refusal`.
        by: The call, where it is not that of the function alone.
        look: What is compared of the result, where it is not attributes.
        columns: The columns of its table, where that is one of the caller's library.
        engines: Where the tables live: an engine for all, or a tuple of one for each.
    """

    of: str
    that: str
    tables: Mapping[str, pa.Table]
    gives: Any
    asked: Mapping[str, Any] = field(default_factory=dict)
    by: Callable[..., Any] | None = None
    look: Callable[[Any], Any] | None = None
    columns: tuple[str, ...] = ()
    engines: tuple[str | tuple[str, ...], ...] = tuple(ENGINES)

    def __str__(self):
        return f"{self.of}: {self.that}"

    @property
    def room(self):
        return self.of.split(".")[0]

    @cached_property
    def function(self):
        return self.by or attrgetter(self.of)(vv)

    def __call__(self, *tables):
        return self.function(**dict(zip(self.tables, tables, strict=True)), **self.asked)

    def found(self, result):
        """Return of a result what this case gives."""
        if self.look:
            return self.look(result)
        return {name: plain(getattr(result, name)) for name in self.gives}


def plain(value):
    """Return what a result holds as Python's own values; of notes, their counts."""
    if callable(value):
        return plain(value())
    if isinstance(value, np.ndarray) and value.dtype.kind == "M":
        return value.astype("datetime64[s]").astype(str).tolist()
    if isinstance(value, np.ndarray):
        return value.tolist()
    if isinstance(value, tuple) and value and isinstance(value[0], Note):
        return [note.count for note in value]
    if hasattr(value, "to_list"):
        return value.to_list()
    return rows(value) if is_table(value) else value


def is_table(value):
    return isinstance(nw.from_native(value, pass_through=True), nw.DataFrame)


def by_customer(*names):
    """Return a look at columns of a result, by customer."""

    def look(result):
        columns = [column_of(result, name) for name in names]
        ids = plain(result.customer_id)
        return dict(zip(ids, zip(*columns, strict=True), strict=True))

    return look


def column_of(result, name):
    column = result.columns[name] if name in result.columns else getattr(result, name)
    return plain(column)
