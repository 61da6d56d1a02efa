"""Every error and warning of vocvalue.

A message says what is wrong, where (column, number of rows, first ids), and what to do.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Self

from vocvalue.showing import LONGEST, cut, shown

FIRST_IDS = 5
MOST = 12


class VocValueError(Exception):
    """The root of every error that vocvalue raises."""


class DataError(VocValueError, ValueError):
    """The data handed in cannot be used as they are."""

    @classmethod
    def missing_columns(
        cls, missing: Sequence[str], available: Sequence[str], *, table: str = "the table"
    ) -> Self:
        """Columns that were named are not in the table."""
        return cls(
            f"{table} has no column {listed(missing)}; it has {listed(available)}. "
            "Rename the column or pass its name as a keyword argument."
        )

    @classmethod
    def bad_rows(
        cls, what: str, *, column: str, count: int, first_ids: Iterable[object], hint: str
    ) -> Self:
        """Some rows of a column hold values that cannot be used."""
        first = dict.fromkeys(shown(identifier) for identifier in list(first_ids)[:FIRST_IDS])
        ids = ", ".join(first)
        where = f"column {column!r}: {count:,} row{'s' if count != 1 else ''}"
        return cls(f"{where} {cut(what, 3 * LONGEST)} (first ids: {ids}). {hint}")


class ParameterError(VocValueError, ValueError):
    """An argument is outside the range in which the question makes sense."""


class FitError(VocValueError, RuntimeError):
    """A model could not be fitted; `fit` carries how far it came, or None."""

    def __init__(self, message: str, fit: Any = None) -> None:
        super().__init__(message)
        self.fit = fit


class InternalError(VocValueError, RuntimeError):
    """A figure that cannot be: the fault is in vocvalue, not in the data."""

    def __init__(self, message: str) -> None:
        super().__init__(
            f"{message}. This is a fault of vocvalue and not of your data: no figure is returned. "
            "Please report it with this message."
        )


class MissingDependencyError(VocValueError, ImportError):
    """An optional package is needed and not installed."""

    @classmethod
    def for_extra(cls, package: str, *, extra: str, purpose: str) -> Self:
        """Name the package, what it is needed for and the extra that brings it."""
        return cls(
            f"{purpose} needs the package {package!r}, which is not installed. "
            f"Install it with: pip install 'vocvalue[{extra}]'"
        )


class VocValueWarning(UserWarning):
    """The root of every warning that vocvalue gives."""


class FitWarning(VocValueWarning):
    """A fit ended, but what it says needs care: a boundary, a mean that does not exist."""


class FontWarning(VocValueWarning):
    """No installed font has some of the characters of a picture."""


def listed(names: Sequence[str]) -> str:
    """Return names of the data in quotes, as many as a message can hold.

    Examples:
        >>> listed(["score", "topic"])
        "'score', 'topic'"
    """
    more = f" and {len(names) - MOST:,} more" if len(names) > MOST else ""
    return ", ".join(repr(cut(name)) for name in names[:MOST]) + more
