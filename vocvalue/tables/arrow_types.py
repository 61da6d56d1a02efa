"""Columns of pyarrow in types that every operation takes."""

from typing import Any

# Types of pyarrow that hold what others hold too, and that neither filters nor joins take.
OTHERS = {
    "date64[ms]": "date32",
    "string_view": "large_string",
    "binary_view": "large_binary",
}


def with_known_types(table: Any) -> Any:
    """Return a pyarrow table whose columns can be filtered and joined.

    Args:
        table: The table.
    """
    import pyarrow.compute as pc  # noqa: PLC0415 (whoever has such a table has it)

    for place, field in enumerate(table.schema):
        kind = str(field.type)
        if kind.startswith("run_end_encoded"):
            column = pc.run_end_decode(table.column(place))
        elif kind in OTHERS:
            column = table.column(place).cast(OTHERS[kind])
        else:
            continue
        table = table.set_column(place, field.name, column)
    return table
