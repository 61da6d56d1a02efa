"""The columns of rows that are written, whatever they are written to."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["text", "number", "whole", "moment"]
Value: TypeAlias = str | float | int | dt.datetime | None
Values: TypeAlias = tuple[Value, ...]
Rows: TypeAlias = Sequence[Values]


@dataclass(frozen=True)
class WrittenColumn:
    """A column.

    Attributes:
        name: Its name.
        kind: What it holds.
    """

    name: str
    kind: Kind = "text"


@dataclass(frozen=True, kw_only=True)
class TableLayout:
    """The columns of a table, one of which tells its rows apart.

    Attributes:
        columns: The columns, in their order.
        key: The name of that column.
    """

    columns: tuple[WrittenColumn, ...]
    key: str

    @property
    def names(self) -> list[str]:
        """The names of the columns."""
        return [column.name for column in self.columns]

    @property
    def place(self) -> int:
        """The place of the key among the columns."""
        return self.names.index(self.key)


def as_text(value: Value) -> str | float | int | None:
    """Return a value as files hold it: moments as ISO text.

    Examples:
        >>> as_text(dt.datetime(2024, 5, 1, 9, 30)), as_text(2.5), as_text(None)
        ('2024-05-01 09:30:00', 2.5, None)
    """
    return value.isoformat(sep=" ") if isinstance(value, dt.datetime) else value
