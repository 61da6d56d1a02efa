"""A table made one that knows how it is read, from what is asked of a bare one."""

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any, TypeVar

from vocvalue.errors import ParameterError
from vocvalue.tables.table import Table

Kind = TypeVar("Kind", bound=Table)
# What belongs to the question as much as to the table, so that either may say it.
EITHER = ("observation_end", "currency")


def described(kind: type[Kind], data: object, name: str, **asked: Any) -> Kind:
    """Return a table as one that knows how it is read.

    A table that knows it already is taken at its word; what else is asked for is then idle.

    Args:
        kind: What the table is.
        data: A frame, a path, a `Table` or one of that kind.
        name: The argument's name in messages.
        asked: How a bare table is read, by the names of the kind's attributes.

    Raises:
        ParameterError: A table of another kind, or arguments that a table of this kind makes idle.
    """
    if isinstance(data, kind):
        return _completed(data, name, asked)
    if isinstance(data, Table) and type(data) is not Table:
        raise ParameterError(
            f"{name} == {type(data).__name__}(...), must be a table, a path or "
            f"vocvalue.{kind.__name__}(...)."
        )
    return reopened(kind, data, **asked) if isinstance(data, Table) else kind(data, **asked)


def reopened(kind: type[Kind], table: Table, **asked: Any) -> Kind:
    """Return the same table as one of another kind: opened alike, read as asked.

    Args:
        kind: What it is read as.
        table: The table.
        asked: How it is read, by the names of the kind's attributes.

    Examples:
        >>> from vocvalue import Insights
        >>> from vocvalue.tables.reading.customers import Timed
        >>> reopened(Timed, Insights("log.csv", delimiter=";"), timestamp="submitted").delimiter
        ';'
    """
    return kind(**{field.name: getattr(table, field.name) for field in fields(Table)}, **asked)


def idle_error(names: list[str], table: str) -> ParameterError:
    """Return the error on arguments that say what a table already states."""
    return ParameterError(
        f"{', '.join(names)}: says how to read a table, but {table} already states it. State it "
        "there, or leave it out."
    )


def _completed(data: Kind, name: str, asked: Mapping[str, Any]) -> Kind:
    defaults = {field.name: field.default for field in fields(data)}
    new = {key: value for key, value in asked.items() if value != defaults[key]}
    idle = [key for key in new if key not in EITHER]
    if idle:
        raise idle_error(idle, name)
    twice = [key for key in new if getattr(data, key) not in (None, new[key])]
    if twice:
        raise ParameterError(
            f"{twice[0]} == {new[twice[0]]!r}, but {name} says {getattr(data, twice[0])!r}. State "
            "it once."
        )
    return replace(data, **new) if new else data
