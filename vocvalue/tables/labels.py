"""The labels of a column: which there are, in which order, and which one each row has."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

import narwhals as nw
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vocvalue.results import Note
from vocvalue.results.texts import listed, named, pair
from vocvalue.sealed import HandedOut, kept
from vocvalue.tables.categories import distinct, keys
from vocvalue.tables.label_order import Arranged, arranged

Codes: TypeAlias = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class Levels:
    """The categories that a column's own type names.

    Attributes:
        names: The categories as text, in the type's order.
        is_ordered: Whether that order means something.
    """

    names: tuple[str, ...]
    is_ordered: bool


@dataclass(frozen=True, kw_only=True, eq=False)
class Labels:
    """The labels of a column.

    Attributes:
        column: The column's name.
        names: The labels that occur, in their order.
        codes: The number of each row's label, -1 where it is missing, shape (n,).
        is_ordered: Whether the order is one of more or less, and not only of the alphabet.
    """

    column: str
    names: tuple[str, ...]
    codes: Codes = field(repr=False)
    is_ordered: bool

    @property
    def words(self) -> NDArray[np.object_]:
        """The label of each row, None where it is missing, shape (n,)."""
        return np.array([*self.names, None], dtype=object)[self.codes]

    def of(self, rows: NDArray[np.bool_]) -> "Labels":
        """Return the labels of some rows, without those that none of them has.

        Args:
            rows: Whether each row is one of them, shape (n,).
        """
        codes = self.codes[rows]
        used = np.unique(codes[codes >= 0])
        place = np.full(len(self.names) + 1, -1, dtype=np.int64)
        place[used] = np.arange(used.size)
        return replace(self, names=tuple(self.names[it] for it in used), codes=place[codes])

    def missing(self) -> Codes:
        """Return the rows without a label."""
        return np.asarray(np.flatnonzero(self.codes < 0), dtype=np.int64)

    @property
    def variants(self) -> tuple[dict[str, int], ...]:
        """Labels that differ in blanks or upper and lower case only, with how many rows of each."""
        return variants_of(self._sizes)

    @property
    def near_alike(self) -> tuple[Note, ...]:
        """Notes of labels that differ in blanks or upper and lower case only."""
        return near_alike(self._sizes, column=self.column)

    @property
    def _sizes(self) -> dict[str, int]:
        n = np.bincount(self.codes[self.codes >= 0], minlength=len(self.names))
        return dict(zip(self.names, n.tolist(), strict=True))


def variants_of(sizes: Mapping[str, int]) -> tuple[dict[str, int], ...]:
    """Return labels that differ in blanks or upper and lower case only, with their rows.

    Args:
        sizes: How many rows each label has.

    Examples:
        >>> variants_of({"late": 3, "Late ": 2, "broken": 4})
        ({'late': 3, 'Late ': 2},)
    """
    groups: dict[str, dict[str, int]] = {}
    for name, n in sizes.items():
        groups.setdefault(" ".join(name.casefold().split()), {})[name] = n
    return tuple(group for group in groups.values() if len(group) > 1)


def near_alike(sizes: Mapping[str, int], *, column: str) -> tuple[Note, ...]:
    """Note labels that differ in blanks or upper and lower case only.

    Args:
        sizes: How many rows each label has.
        column: The column that they are of.
    """
    return tuple(_alike(group, column) for group in variants_of(sizes))


def _alike(group: Mapping[str, int], column: str) -> Note:
    labels = [
        pair("'{name}' ({n})", "“{name}”（{n}）", name=name, n=n) for name, n in group.items()
    ]
    return Note.of(
        "Column '{column}' holds {labels}, which differ only in spaces or letter case and "
        "are counted separately. Give them one spelling if they mean the same.",
        "列“{column}”中的{labels}仅空格或大小写不同，按不同类别统计；若实为同一类，请统一写法。",
        column=named(column),
        labels=listed(labels),
        count=sum(group.values()),
    )


@dataclass(frozen=True, kw_only=True, eq=False)
class LabelColumn:
    """A column whose labels are read once somebody asks for them.

    Attributes:
        values: The column.
        levels: The categories that its type names, where the type does.
        is_text: Whether it comes from a file that knows no types.
    """

    values: HandedOut[nw.Series[Any]] = HandedOut()
    levels: Levels | None = None
    is_text: bool = False

    @kept
    def labels(self) -> Labels:
        """The labels of the column."""
        return read_labels(self.values, levels=self.levels, is_text=self.is_text)


def read_labels(
    column: nw.Series[Any], *, levels: Levels | None = None, is_text: bool = False
) -> Labels:
    """Return the labels of a column, each value's own: no two of them are put together.

    Args:
        column: The column.
        levels: The categories that its type names, where the type does.
        is_text: Whether it comes from a file that knows no types.

    Raises:
        DataError: Values of two kinds that read alike, such as 1 and "1".
    """
    codes, values = distinct(column)
    words = keys(values, column=str(column.name), is_text=is_text)
    found = _arranged({word for word in words if word is not None}, levels)
    position = {name: place for place, name in enumerate(found.names)}
    places = np.array([*(-1 if word is None else position[word] for word in words), -1], np.int64)
    return Labels(
        column=str(column.name),
        names=found.names,
        codes=places[codes],
        is_ordered=found.is_ordered,
    )


def words_of(column: nw.Series[Any], *, is_text: bool = False) -> NDArray[np.object_]:
    """Return the labels of a column as text, None where missing, shape (n,)."""
    codes, values = distinct(column)
    words = np.empty(len(values) + 1, dtype=object)
    words[:-1] = keys(values, column=str(column.name), is_text=is_text)
    return np.asarray(words[codes], dtype=object)


def labels_of(values: Sequence[Any] | NDArray[Any], *, name: str) -> Labels:
    """Return the labels of an array, as `read_labels` does of a column."""
    return read_labels(nw.from_native(pd.Series(values, name=name), series_only=True))


def rows_of(labels: Labels, rows: NDArray[np.bool_]) -> Labels:
    """Return the labels of some rows, without those that none of them has.

    Args:
        labels: The labels of all rows.
        rows: Whether a row is one of them, shape (n,).

    Examples:
        >>> both = labels_of(["product", "sales", "product"], name="department")
        >>> rows_of(both, np.array([True, False, True])).names
        ('product',)
    """
    codes = labels.codes[rows]
    used = np.unique(codes[codes >= 0])
    place = np.full(len(labels.names) + 1, -1, dtype=np.int64)
    place[used] = np.arange(used.size)
    return Labels(
        column=labels.column,
        names=tuple(labels.names[code] for code in used),
        codes=place[codes],
        is_ordered=labels.is_ordered,
    )


def _arranged(names: set[str], levels: Levels | None) -> Arranged:
    if levels is None or not names <= set(levels.names):
        return arranged(names)
    own = tuple(name for name in dict.fromkeys(levels.names) if name in names)
    meant = arranged(names)
    if levels.is_ordered or not meant.is_ordered:
        return Arranged(names=own, is_ordered=levels.is_ordered)
    return meant


def levels_of(frame: nw.LazyFrame[Any], column: str) -> Levels | None:
    """Return the categories that a column's type names: of an Enum or a Categorical.

    The order means something where the type says so: an ordered Categorical of pandas, an Enum of
    polars or DuckDB, an ordered dictionary of pyarrow.

    Args:
        frame: The table.
        column: The column.
    """
    dtype = frame.collect_schema()[column]
    if not isinstance(dtype, nw.Categorical | nw.Enum):
        return None
    native: Any = frame.to_native()
    if frame.implementation.is_pandas():
        return _of_pandas(native[column])
    if frame.implementation.is_pyarrow():
        return _of_pyarrow(native[column])
    if isinstance(dtype, nw.Enum):
        return _levels(dtype.categories, column, is_ordered=True)
    return None


def _of_pandas(series: Any) -> Levels | None:
    if isinstance(series.dtype, pd.CategoricalDtype):
        dtype = series.dtype
        return _levels(list(dtype.categories), series.name, is_ordered=bool(dtype.ordered))
    return _of_pyarrow(series.array.__arrow_array__())


def _of_pyarrow(column: Any) -> Levels | None:
    whole = column.unify_dictionaries()
    if not whole.num_chunks:
        return None
    categories = whole.chunk(0).dictionary.to_pylist()
    return _levels(categories, "", is_ordered=bool(whole.type.ordered))


def _levels(categories: Sequence[Any], column: str, *, is_ordered: bool) -> Levels:
    words = keys(categories, column=column)
    return Levels(names=tuple(word for word in words if word is not None), is_ordered=is_ordered)


def plain(frame: nw.LazyFrame[Any], column: str) -> nw.Expr:
    """Return the expression of a column without a type of its own categories.

    Engines cannot take the lowest or the first of a Categorical alike; of its text they can.

    Args:
        frame: The table.
        column: The column.
    """
    dtype = frame.collect_schema()[column]
    if not isinstance(dtype, nw.Categorical | nw.Enum):
        return nw.col(column)
    if frame.implementation.is_pandas():
        native: Any = frame.to_native()
        held = getattr(native[column].dtype, "categories", pd.Index([""]))
        return nw.col(column).cast(nw.Float64 if held.dtype.kind in "iuf" else nw.String)
    return nw.col(column).cast(nw.String)
