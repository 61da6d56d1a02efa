"""A catalogue of products, read: names, ids, aliases, bigger variants, and which are plans."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from vocvalue.errors import FIRST_IDS, DataError
from vocvalue.results import Note
from vocvalue.results.notes import left_out
from vocvalue.results.numerals import counted
from vocvalue.results.texts import pair
from vocvalue.showing import cell
from vocvalue.tables import ids
from vocvalue.tables.engine_errors import in_our_words
from vocvalue.tables.id_columns import customer, is_no_id, with_ids
from vocvalue.tables.per_customer import as_array
from vocvalue.tables.reading.leads import Products
from vocvalue.tables.sources import Source, collect, open_table
from vocvalue.tables.truth import as_truth

OPTIONAL = ("product_id", "aliases", "upgrade", "plan")
BETWEEN = re.compile(r"[|｜;；、]")
"""What parts the aliases of a cell."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Catalogue:
    """Products, in the order of the table.

    Attributes:
        ids: The id of each as text; its name where the table has no ids.
        names: Their names.
        aliases: What else each is called.
        upgrades: The name or id of each one's bigger variant, or None.
        is_plan: Whether each is a plan, shape (n,).
        rows: The row of each in the table, from 0.
        notes: What was left out.
    """

    ids: Sequence[str] = field(repr=False)
    names: Sequence[str] = field(repr=False)
    aliases: Sequence[tuple[str, ...]] = field(repr=False)
    upgrades: Sequence[str | None] = field(repr=False)
    is_plan: NDArray[np.bool_] = field(repr=False)
    rows: Sequence[int] = field(repr=False)
    notes: tuple[Note, ...] = ()


@in_our_words()
def read_products(schema: Products, *, name: str = "products") -> Catalogue:
    """Read a catalogue.

    Args:
        schema: The table, and how it is read.
        name: The argument's name in messages.

    Raises:
        DataError: A column that was named is not there or cannot be read, an id that is missing or
            occurs twice, or no product with a name.
    """
    source = open_table(schema, name=name)
    schema = _completed(schema, source.frame.collect_schema().names(), name)
    cells = _cells(source, schema)
    names = [_text(value, schema.name) for value in cells["name"]]
    rows = [row for row, text in enumerate(names) if text is not None]
    if not rows:
        raise DataError(f"the table {name} has no product with a name in column {schema.name!r}.")
    kept = {key: [values[row] for row in rows] for key, values in cells.items()}
    called = [text for text in names if text is not None]
    return Catalogue(
        ids=_ids(cells, rows, schema) if schema.product_id else called,
        names=called,
        aliases=_each(kept, "aliases", lambda it: _aliases(it, str(schema.aliases)), rows, ()),
        upgrades=_each(kept, "upgrade", lambda it: _text(it, str(schema.upgrade)), rows, None),
        is_plan=_plans(cells, rows, schema),
        rows=rows,
        notes=(*source.notes, *_nameless(len(names) - len(rows))),
    )


def refuse_repeated(catalogue: Catalogue, normalised: Callable[[str], str]) -> None:
    """Refuse a catalogue of which two products go by one name.

    Args:
        catalogue: The products.
        normalised: How a name is spelled when it is looked up.

    Raises:
        DataError: Names or aliases that two products share.
    """
    holders: dict[str, dict[int, str]] = {}
    for row, called, others in zip(catalogue.rows, catalogue.names, catalogue.aliases, strict=True):
        for text in (called, *others):
            holders.setdefault(normalised(text), {}).setdefault(row, text)
    shared = [by_row for by_row in holders.values() if len(by_row) > 1]
    if not shared:
        return
    examples = "; ".join(_shared(by_row) for by_row in shared[:FIRST_IDS])
    more = f" and {len(shared) - FIRST_IDS:,} more" if len(shared) > FIRST_IDS else ""
    raise DataError(
        f"the catalogue has {len(shared):,} name{'s' if len(shared) > 1 else ''} or alias"
        f"{'es' if len(shared) > 1 else ''} of more than one product: {examples}{more}. Give each "
        "product a name of its own, spelled otherwise than by case, width or blanks."
    )


def _shared(by_row: Mapping[int, str]) -> str:
    rows = ", ".join(str(row) for row in by_row)
    return f"{cell(next(iter(by_row.values())))} (rows {rows})"


def _completed(schema: Products, available: Sequence[str], name: str) -> Products:
    """Return how a catalogue is read, with the optional columns that it has."""
    wanted = [schema.name, *(getattr(schema, key) for key in OPTIONAL if getattr(schema, key))]
    missing = [column for column in wanted if column not in available]
    if missing:
        raise DataError.missing_columns(missing, available, table=f"the table {name}")
    there: dict[str, Any] = {
        key: key for key in OPTIONAL if getattr(schema, key) is None and key in available
    }
    return replace(schema, **there)


def _cells(source: Source, schema: Products) -> dict[str, Any]:
    """Return the cells of each column; of the plans an array, of the ids a column."""
    if source.connection is not None:
        source.connection.execute("SET preserve_insertion_order = true")
    picked = [
        nw.col(column).alias(f"_vv_{key}")
        for key in ("name", "aliases", "upgrade", "plan")
        if (column := getattr(schema, key)) is not None
    ]
    if schema.product_id is not None:
        source = with_ids(source, schema.product_id)
        picked.append(customer(source, schema.product_id).alias("_vv_product_id"))
    table = nw.maybe_reset_index(collect(source.frame.select(*picked)))
    cells: dict[str, Any] = {
        key: table[f"_vv_{key}"].to_list()
        for key in ("name", "aliases", "upgrade")
        if f"_vv_{key}" in table.columns
    }
    if schema.product_id is not None:
        cells["product_id"] = table["_vv_product_id"].alias(schema.product_id)
    if schema.plan is not None:
        cells["plan"] = as_array(table["_vv_plan"].alias(schema.plan), is_text=source.is_text)
    return cells


def _each(
    cells: Mapping[str, list[Any]],
    key: str,
    read: Callable[[Any], Any],
    rows: Sequence[int],
    otherwise: Any,
) -> list[Any]:
    return [read(value) for value in cells[key]] if key in cells else [otherwise] * len(rows)


def _text(value: Any, column: str) -> str | None:
    if is_no_id(value):
        return None
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, int | np.integer) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, float | np.floating) and float(value).is_integer():
        return str(int(value))
    raise DataError(f"column {column!r} holds {cell(value)}, which is not text.")


def _aliases(value: Any, column: str) -> tuple[str, ...]:
    if isinstance(value, list | tuple | np.ndarray):
        parts = [_text(part, column) for part in value]
    else:
        text = _text(value, column)
        parts = [] if text is None else [_text(part, column) for part in BETWEEN.split(text)]
    return tuple(dict.fromkeys(part for part in parts if part is not None))


def _ids(cells: Mapping[str, Any], rows: Sequence[int], schema: Products) -> list[str]:
    texts = ids.texts_of(cells["product_id"][list(rows)])
    again = sorted({text for text in texts if texts.count(text) > 1})
    if again:
        raise DataError.bad_rows(
            "of products that occurred before",
            column=str(schema.product_id),
            count=len(texts) - len(set(texts)),
            first_ids=again,
            hint="Keep one row of each product.",
        )
    return texts


def _plans(cells: Mapping[str, Any], rows: Sequence[int], schema: Products) -> NDArray[np.bool_]:
    if schema.plan is None:
        return np.zeros(len(rows), dtype=np.bool_)
    meaning = "1 says that the product is a plan or a subscription."
    read = as_truth(cells["plan"], column=schema.plan, meaning=meaning)
    return np.asarray(read[list(rows)] == 1.0)


def _nameless(n: int) -> tuple[Note, ...]:
    rows = pair(
        "{rows} of the catalogue with no name", "商品目录中 {rows}没有名称", rows=counted(n, "row")
    )
    return left_out(n, rows)
