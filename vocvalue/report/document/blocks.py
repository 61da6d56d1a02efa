"""What stands one below the other in a section of a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias, Union

from vocvalue.report.document.grid import Cell, Grid, Kind
from vocvalue.results.result import Pictured

Tone: TypeAlias = Literal["plain", "muted", "warning"]


@dataclass(frozen=True)
class Headline:
    """The sentence of a page, in large type."""

    text: str


@dataclass(frozen=True)
class Paragraph:
    """A paragraph.

    Attributes:
        text: What it says.
        tone: How it is set: as text, smaller and in grey, or marked as something to take care of.
    """

    text: str
    tone: Tone = "plain"


class KeyFigure(NamedTuple):
    """A figure in large type.

    Attributes:
        label: What it is.
        value: The figure as it is read.
        detail: Its interval, or what else is read with it.
        cell: The figure as a workbook holds it; by default its text.
        kind: How the workbook writes that.
        currency: The code of its currency, if it is money.
    """

    label: str
    value: str
    detail: str = ""
    cell: Cell = None
    kind: Kind = "text"
    currency: str | None = None


@dataclass(frozen=True)
class KeyFigures:
    """A few figures side by side."""

    rows: Sequence[KeyFigure]


class Fact(NamedTuple):
    """A term, and what is so."""

    term: str
    text: str


@dataclass(frozen=True)
class Facts:
    """Terms with what is so, one a line: the evidence grade, the match rate, an assumption."""

    rows: Sequence[Fact]


@dataclass(frozen=True)
class Bullets:
    """A list without an order, or with one.

    Attributes:
        items: Its items.
        ordered: Whether they are numbered.
    """

    items: Sequence[str]
    ordered: bool = False


@dataclass(frozen=True, kw_only=True)
class Chart:
    """The picture of a result.

    Attributes:
        result: The result, which draws itself.
        alt: What the picture shows, for those who do not see it.
        caption: What stands below it.
    """

    result: Pictured
    alt: str
    caption: str = ""


@dataclass(frozen=True)
class Details:
    """What a reader unfolds.

    Attributes:
        summary: The line that is always read.
        blocks: What is folded.
    """

    summary: str
    blocks: Sequence["Block"]


Block: TypeAlias = Union[  # noqa: UP007 (of names that are not there yet)
    Headline, Paragraph, KeyFigures, Facts, Bullets, Grid, Chart, Details
]
