"""A company: its tables, the terms it is reckoned with, and what has been found so far."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from vocvalue.report.company.terms import ProgrammeTerms


@dataclass(frozen=True, kw_only=True)
class Company:
    """A company: its tables, the terms it is reckoned with, and what has been found so far.

    Attributes:
        tables: Its tables, by the names of `TABLES`; only those it has.
        terms: What it is reckoned with.
        found: What the steps so far found, by their keys.
        read: What several steps ask, read once.
    """

    tables: Mapping[str, Any]
    terms: ProgrammeTerms
    found: dict[str, Any] = field(default_factory=dict)
    read: dict[str, Any] = field(default_factory=dict)

    def has(self, names: Iterable[str]) -> bool:
        """Return whether it has all of some tables.

        Args:
            names: The tables.
        """
        return all(name in self.tables for name in names)

    def only(self, *names: str) -> dict[str, Any]:
        """Return those of some tables that it has, as keyword arguments.

        Args:
            *names: The tables.
        """
        return {name: self.tables[name] for name in names if name in self.tables}
