"""An export as a sheet: headings, under which each response has a row."""

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vocvalue.errors import DataError
from vocvalue.tables.exports.cells import Cells

MARKUP = re.compile(r"<[^<>]+>")
LISTED = 12
SHOWN = 60


@dataclass(frozen=True, kw_only=True)
class Heading:
    """The heading of a column.

    Attributes:
        position: The column's place, from 0.
        name: What the column is called by.
        wording: The question as it was asked.
        short: The number of the question, where it has one beside its name.
        group: The question that this column is one choice of, where choices have columns.
        choice: That choice.
        zone: The zone of the column's times, where the export says it.
    """

    position: int
    name: str
    wording: str
    short: str = ""
    group: str = ""
    choice: str = ""
    zone: str | None = None


@dataclass(frozen=True, kw_only=True, eq=False)
class Sheet:
    """An export with its headings read.

    Attributes:
        file: The name of the file, for messages.
        headings: The headings, in their order.
        body: The cells below the headings as text, a column per heading, by the row's number in the
            file.
        n_header: How many rows the headings take.
    """

    file: str
    headings: tuple[Heading, ...]
    body: pd.DataFrame = field(repr=False)
    n_header: int

    def heading(self, name: str) -> Heading:
        """Return the heading of a name, a wording, a number, or a beginning that ends in "…".

        Raises:
            DataError: There is none, or there are several.
        """
        fitting = self._fitting(tidy(name))
        if len(fitting) == 1:
            return fitting[0]
        if not fitting:
            raise self._missing(name)
        places = ", ".join(f"{it.name!r} (column {it.position + 1:,})" for it in fitting[:LISTED])
        raise DataError(
            f"{self.file!r} has {len(fitting):,} columns {name!r}: {places}. Name one of them in "
            "full; of columns with one name, rename all but one in the file."
        )

    def first(self, names: Iterable[str]) -> Heading | None:
        """Return the heading of the first of these names that is there."""
        present = {heading.name for heading in self.headings}
        return next((self.heading(name) for name in names if name in present), None)

    def choices(self, name: str) -> tuple[Heading, ...]:
        """Return the columns of a question: those of its choices, or its only one."""
        wanted = tidy(name)
        fitting = tuple(it for it in self.headings if it.group and it.group == wanted)
        return fitting or (self.heading(name),)

    def texts(self, heading: Heading) -> pd.Series:
        """Return the cells of a column."""
        return self.body[heading.position]

    def _fitting(self, name: str) -> list[Heading]:
        stem = name.removesuffix("…").removesuffix("...")
        by = [
            [it for it in self.headings if it.name == name],
            [it for it in self.headings if it.short and it.short == name],
            [it for it in self.headings if it.wording == name],
        ]
        if stem and stem != name:
            starts = (stem.rstrip(),)
            by.append([it for it in self.headings if it.name.startswith(starts)])
            by.append([it for it in self.headings if it.wording.startswith(starts)])
        return next((fitting for fitting in by if fitting), [])

    def _missing(self, name: str) -> DataError:
        names = list(dict.fromkeys(it.name for it in self.headings if it.name))
        near = difflib.get_close_matches(tidy(name), names, n=3, cutoff=0.5)
        hint = f" Near it: {_listed(near)}." if near else ""
        more = f" and {len(names) - LISTED:,} more" if len(names) > LISTED else ""
        return DataError(
            f"{self.file!r} has no column {name!r}; it has {_listed(names[:LISTED])}{more}.{hint} "
            "A long question may be named by its beginning, ended with '…'."
        )


def tidy(text: str) -> str:
    """Return a heading on one line, without markup.

    Examples:
        >>> tidy(" How <strong>likely</strong>  are you ")
        'How likely are you'
    """
    return " ".join(MARKUP.sub("", text).replace("\ufeff", "").split())


def sheet_of(cells: Cells, headings: Sequence[Heading], n_header: int, file: str) -> Sheet:
    """Return a sheet of cells whose headings have been read.

    Raises:
        DataError: There is no row below the headings.
    """
    rows = cells[n_header:]
    if not any(any(cell.strip() for cell in row) for row in rows):
        raise DataError(
            f"{file!r} has no responses: there is nothing below its {n_header} "
            f"row{'s' if n_header > 1 else ''} of headings."
        )
    numbers = pd.RangeIndex(n_header + 1, n_header + 1 + len(rows))
    body = pd.DataFrame(rows, index=numbers, columns=range(len(cells[0])), dtype="str")
    return Sheet(file=file, headings=tuple(headings), body=body, n_header=n_header)


def not_of_layout(layout: str, file: str, expected: str, seen: str) -> DataError:
    """Return the error of a file that is not of the layout it is said to have."""
    return DataError(
        f"{file!r} does not have the layout {layout!r}: {expected}; {seen}. Export it again "
        "and leave it unchanged, or name another layout ('wide' reads one row of headings, "
        "whatever they are)."
    )


def check_first_row(cells: Cells, needed: Sequence[str], *, layout: str, file: str) -> None:
    """Refuse a file whose first row lacks a heading that all exports of a layout have.

    Args:
        cells: The file's cells.
        needed: The headings.
        layout: The layout's name.
        file: The file's name.

    Raises:
        DataError: A heading is not there.
    """
    names = [tidy(cell) for cell in cells[0]]
    if all(name in names for name in needed):
        return
    raise not_of_layout(
        layout,
        file,
        f"its first row should hold {', '.join(map(repr, needed))}",
        f"it holds {row_shown(cells[0])}",
    )


def row_shown(cells: Sequence[str]) -> str:
    """Return the beginning of a row, for messages.

    Examples:
        >>> row_shown(["a", "b"])
        "'a', 'b'"
    """
    return _listed([tidy(cell) for cell in cells[:6]])


def rows_shown(mask: NDArray[np.bool_], body: pd.DataFrame, *, most: int = 5) -> str:
    """Return the first rows of a mask by their numbers in the file: "row 4", "rows 4, 5, ..."."""
    numbers = [f"{number:,}" for number in body.index[mask][:most]]
    more = ", ..." if np.count_nonzero(mask) > most else ""
    return f"row{'s' if len(numbers) > 1 else ''} {', '.join(numbers)}{more}"


def hold(mask: NDArray[np.bool_]) -> str:
    """Return the verb of the rows of a mask."""
    return "holds" if np.count_nonzero(mask) == 1 else "hold"


def one_row(cells: Cells, file: str, *, short: Mapping[int, str] | None = None) -> Sheet:
    """Return the sheet of an export with a single row of headings."""
    numbers = short or {}
    headings = [
        Heading(
            position=position, name=tidy(cell), wording=tidy(cell), short=numbers.get(position, "")
        )
        for position, cell in enumerate(cells[0])
    ]
    return sheet_of(cells, headings, 1, file)


def _listed(names: Sequence[str]) -> str:
    return ", ".join(repr(it if len(it) <= SHOWN else f"{it[:SHOWN]}…") for it in names)
