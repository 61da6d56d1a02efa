"""A summary of purchase histories that a caller hands in: read from a table and checked."""

from typing import Any

import narwhals as nw
import numpy as np
from numpy.typing import ArrayLike, NDArray

from vocvalue.errors import DataError
from vocvalue.showing import cause, explained
from vocvalue.tables import frames
from vocvalue.tables.rounded_ids import EXACT
from vocvalue.tables.sources import collect, open_table

Bool = NDArray[np.bool_]


def read_columns(
    table: object, columns: dict[str, str], *, optional: str, customer_id: str | None
) -> tuple[nw.Series[Any], dict[str, NDArray[Any]]]:
    """Return the ids and the named columns of a per-customer table.

    Args:
        table: A frame or a path.
        columns: The table's column for each quantity.
        optional: The column that the table may lack; by another name it must be there.
        customer_id: Column with the customer ids; None numbers the rows, or takes a pandas index.

    Raises:
        DataError: A column is missing.
    """
    frame = collect(open_table(table).frame)
    wanted = {
        key: name for key, name in columns.items() if name != optional or name in frame.columns
    }
    needed = [*wanted.values(), *([] if customer_id is None else [customer_id])]
    missing = [name for name in needed if name not in frame.columns]
    if missing:
        raise DataError.missing_columns(missing, frame.columns, table="the summary table")
    values = {key: frame[name].to_numpy() for key, name in wanted.items()}
    return _ids(frame, customer_id), values


def as_floats(name: str, values: ArrayLike) -> NDArray[np.float64]:
    """Return a column as floats, or say that it holds none."""
    if np.iscomplexobj(values):
        raise DataError(f"column {name!r} must hold numbers, not complex ones.")
    try:
        array = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise DataError(f"column {name!r} must hold numbers: {explained(error)}.") from cause(error)
    if array.ndim != 1:
        raise DataError(f"column {name!r} has shape {array.shape}, must have one axis.")
    return array


def check_history(
    ids: nw.Series[Any],
    frequency: NDArray[np.float64],
    recency: NDArray[np.float64],
    T: NDArray[np.float64],
    money: NDArray[np.float64] | None,
) -> None:
    """Refuse histories that no customer can have.

    Raises:
        DataError: With the column, the number of rows and the first ids.
    """
    if not frequency.size:
        raise DataError("the summary is empty. At least one customer is needed.")
    columns = {"frequency": frequency, "recency": recency, "T": T}
    if money is not None:
        columns["monetary_value"] = money
    for name, values in columns.items():
        if values.size != len(ids):
            raise DataError(f"{name} has {values.size:,} values for {len(ids):,} customers.")
        _refuse(ids, name, ~np.isfinite(values), "missing or infinite", "Correct or remove them.")
        _refuse(ids, name, values < 0, "below 0", "Correct or remove them.")
    _check_logic(ids, frequency, recency, T)
    _check_ids(ids)


def _check_logic(
    ids: nw.Series[Any],
    frequency: NDArray[np.float64],
    recency: NDArray[np.float64],
    T: NDArray[np.float64],
) -> None:
    hint = "Correct or remove them."
    _refuse(ids, "frequency", frequency >= EXACT, "larger than purchases can be counted", hint)
    hint = "frequency counts repeat purchases: whole numbers, 0 for one purchase."
    _refuse(ids, "frequency", frequency != np.floor(frequency), "not whole numbers", hint)
    hint = "recency runs from the first to the last purchase, T from the first to the end."
    _refuse(ids, "recency", recency > T, "larger than T", hint)
    late = (frequency == 0) & (recency > 0)
    hint = (
        "With one purchase, recency (first to last) is 0; does yours run from the last purchase "
        "to now?"
    )
    _refuse(ids, "recency", late, "above 0 where frequency is 0", hint)


def _check_ids(ids: nw.Series[Any]) -> None:
    repeated = ids.is_duplicated().to_numpy()
    name = ids.name or "customer_id"
    _refuse(ids, name, repeated, "of a repeated customer", "One row per customer is needed.")
    _refuse(ids, name, ids.is_null().to_numpy(), "missing", "Every row needs an id.")


def _refuse(ids: nw.Series[Any], column: str, bad: Bool, what: str, hint: str) -> None:
    rows = np.flatnonzero(bad)
    if rows.size:
        first = ids[rows[:5].tolist()].to_list()
        raise DataError.bad_rows(what, column=column, count=rows.size, first_ids=first, hint=hint)


def _ids(frame: nw.DataFrame[Any], customer_id: str | None) -> nw.Series[Any]:
    if customer_id is not None:
        return frame[customer_id]
    numbers = frames.row_numbers(len(frame), name="customer_id")
    return nw.new_series("customer_id", numbers.to_numpy(), backend=frame.implementation)
