"""The base class of all results: statement, headlines, table, picture and dictionary."""

import dataclasses
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from vocvalue.results import display
from vocvalue.results.dispatch import drawn, rows, said
from vocvalue.results.estimates import Estimate
from vocvalue.results.notes import Note
from vocvalue.results.plain_data import plain
from vocvalue.results.sameness import Compared
from vocvalue.results.tongues import tongue
from vocvalue.sealed import seal

Labels: TypeAlias = Mapping[str, str]
"""Display names of columns and groups, by their names in the data."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Result(Compared, ABC):
    """The base class of all results.

    Attributes:
        notes: What was left out or needs attention, with counts.
    """

    notes: tuple[Note, ...] = field(default=(), kw_only=True)

    def __post_init__(self) -> None:
        seal(self)

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        seal(self)

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        # A dataclass writes these into every class that has none of its own: a repr of all fields,
        # where a result is read by people, and a comparison that arrays break.
        cls.__repr__ = Result.__repr__  # type: ignore[method-assign]
        cls.__eq__ = Compared.__eq__  # type: ignore[method-assign]
        cls.__hash__ = Compared.__hash__  # type: ignore[method-assign]

    def __repr__(self) -> str:
        return self.summary()

    @abstractmethod
    def to_frame(self) -> Any:
        """Return the result as a table."""

    def statement(self, language: str = "en", *, labels: Labels | None = None) -> str:
        """Return the result in sentences, for a CFO.

        Args:
            language: "en" or "zh".
            labels: Display names of columns and groups, by their names in the data.

        Raises:
            ParameterError: The language is not supported.
        """
        asked = tongue(language, labels)
        return said(self).into(asked)

    def headlines(
        self, language: str = "en", *, labels: Labels | None = None
    ) -> list[tuple[str, str]]:
        """Return the key figures with their labels.

        Args:
            language: "en" or "zh".
            labels: Display names of columns and groups, by their names in the data.
        """
        asked = tongue(language, labels)
        return [(row.label.into(asked), display.figure_of(row).into(asked)) for row in rows(self)]

    def summary(self, language: str = "en", *, labels: Labels | None = None) -> str:
        """Return the result as text: the headlines, then all notes, most serious first.

        Args:
            language: "en" or "zh".
            labels: Display names of columns and groups, by their names in the data.
        """
        asked = tongue(language, labels)
        return display.lines(type(self).__name__, rows(self), self.notes, asked)

    def figures(self) -> dict[str, Estimate]:
        """Return the main estimates and amounts of money, by name."""
        return {}

    def to_dict(self) -> dict[str, Any]:
        """Return the result as values that JSON can hold, with notes in every language."""
        return {f.name: plain(getattr(self, f.name)) for f in dataclasses.fields(self)}

    def _repr_html_(self) -> str:
        return display.page(type(self).__name__, rows(self), self.notes, tongue("en"))


class Pictured(Result):
    """A result that has a picture."""

    def plot(self, ax: Any = None, *, language: str = "en", labels: Labels | None = None) -> Any:
        """Draw the result.

        Args:
            ax: Matplotlib axes to draw on; by default new axes.
            language: "en" or "zh".
            labels: Display names of columns and groups, by their names in the data.

        Returns:
            The axes. A notebook displays the picture; `axes.figure.savefig(path)` saves it. To open
            a window, draw on axes made by pyplot.
        """
        return drawn(self, ax, tongue(language, labels))
