"""A document as Markdown, for a mail, a wiki or a pull request."""

import re
from collections.abc import Sequence
from functools import singledispatch

from vocvalue.report.document import (
    Block,
    Bullets,
    Chart,
    Details,
    Document,
    Facts,
    Grid,
    Headline,
    KeyFigures,
    Paragraph,
    Section,
)
from vocvalue.report.formats.cells import heading, rows_written
from vocvalue.report.formats.cutting import left_out, positions_shown, rows_at, sums_among
from vocvalue.report.formats.words import WORDS, more_rows
from vocvalue.results.tongues import Tongue, tongue

MARKS = re.compile(r"([\\`*_\[\]<>|~$]|&(?=#?\w+;))")
LIST = re.compile(r"^(\s*)(#+|[-+=]|\d+[.)])(?=\s|[-=]|$)")
"""What would begin a heading or a list, or make a heading of the line above."""
SPACES = re.compile(r"\s+")


def markdown(document: Document) -> str:
    """Return a document as Markdown.

    Tables are those of GitHub's kind, cut as on a page; a picture is what it shows, in words.

    Args:
        document: The document.
    """
    language = tongue(document.language, document.labels)
    parts = [f"# {plain(document.title)}", plain(document.subtitle)]
    for section in document.sections:
        parts += _section(section, language)
    if document.footer:
        parts += ["---", plain(document.footer)]
    text = "\n\n".join(part for part in parts if part) + "\n"
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def plain(text: str) -> str:
    r"""Return a text on one line, in which nothing is markup.

    Examples:
        >>> print(plain("<script> of *all*\n# segments"))
        \<script\> of \*all\* # segments
        >>> print(plain("- 3 customers"))
        \- 3 customers
    """
    line = MARKS.sub(r"\\\1", SPACES.sub(" ", text).strip())
    return LIST.sub(lambda found: f"{found[1]}{_guarded(found[2])}", line)


def _guarded(mark: str) -> str:
    """Return what begins a list as a text that does not: the last sign of "1." or "-" escaped."""
    return f"{mark[:-1]}\\{mark[-1]}"


def _section(section: Section, tongue: Tongue) -> list[str]:
    written = [part for block in section.blocks for part in lines_of(block, tongue)]
    return [f"{'#' * section.level} {plain(section.heading)}", *written]


@singledispatch
def lines_of(block: Block, tongue: Tongue) -> list[str]:
    """Return the paragraphs of a block.

    Args:
        block: The block.
        tongue: The language.
    """
    raise NotImplementedError(f"{type(block).__name__} has no Markdown.")


@lines_of.register
def _(block: Headline, tongue: Tongue) -> list[str]:  # noqa: ARG001
    return [f"**{plain(block.text)}**"]


@lines_of.register
def _(block: Paragraph, tongue: Tongue) -> list[str]:
    if block.tone != "warning":
        return [plain(block.text)]
    colon = WORDS["colon"].into(tongue)
    return [f"> **{WORDS['attention'].into(tongue)}{colon.rstrip()}** {plain(block.text)}"]


@lines_of.register
def _(block: KeyFigures, tongue: Tongue) -> list[str]:
    names = [WORDS[name].into(tongue) for name in ("indicator", "value", "detail")]
    rows = [[row.label, row.value, row.detail] for row in block.rows]
    return [_table(names, rows, rights=(False, True, False))]


@lines_of.register
def _(block: Facts, tongue: Tongue) -> list[str]:
    colon = WORDS["colon"].into(tongue).rstrip()
    return ["\n".join(f"- **{plain(row.term)}{colon}** {plain(row.text)}" for row in block.rows)]


@lines_of.register
def _(block: Bullets, tongue: Tongue) -> list[str]:  # noqa: ARG001
    marks = (f"{n}." if block.ordered else "-" for n in range(1, len(block.items) + 1))
    items = zip(marks, block.items, strict=True)
    return ["\n".join(f"{mark} {plain(item)}" for mark, item in items)]


@lines_of.register
def _(block: Grid, tongue: Tongue) -> list[str]:
    shown = positions_shown(block)
    sums, missing = sums_among(block, shown), left_out(block, shown)
    table = _table(
        [heading(column, block, tongue) for column in block.columns],
        rows_written(block, rows_at(block, shown), tongue),
        rights=[column.kind != "text" for column in block.columns],
        sums=sums,
    )
    more = more_rows(missing).into(tongue) if missing else ""
    return [f"**{plain(block.caption)}**", table, plain(more), plain(block.note)]


@lines_of.register
def _(block: Chart, tongue: Tongue) -> list[str]:
    colon = WORDS["colon"].into(tongue)
    return [f"*{WORDS['figure'].into(tongue)}{colon}{plain(block.alt)}*", plain(block.caption)]


@lines_of.register
def _(block: Details, tongue: Tongue) -> list[str]:
    inner = [part for each in block.blocks for part in lines_of(each, tongue)]
    return [f"**{plain(block.summary)}**", *inner]


def _table(
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    rights: Sequence[bool],
    sums: set[int] | frozenset[int] = frozenset(),
) -> str:
    rule = ["---:" if right else "---" for right in rights]
    cells = [[plain(cell) for cell in row] for row in rows]
    bold = [
        [f"**{cell}**" if cell and place in sums else cell for cell in row]
        for place, row in enumerate(cells)
    ]
    lines = [[plain(text) for text in headings], rule, *bold]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
