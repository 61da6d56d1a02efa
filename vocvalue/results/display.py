"""How a result is shown: as lines of text, and as HTML in a notebook."""

import re
import unicodedata
from collections.abc import Sequence
from html import escape

from vocvalue.results.dispatch import Row
from vocvalue.results.intervals import beside
from vocvalue.results.notes import Note, by_consequence
from vocvalue.results.texts import Text
from vocvalue.results.tongues import Tongue

WIDTH, INDENT = 96, "    "
CLOSING = "，。；：、）”’！？"
WORDS = re.compile(r"[\u2e80-\u9fff\uff00-\uffef“”‘’] ?|[^\s\u2e80-\u9fff\uff00-\uffef“”‘’]+ ?")
"""What a line is broken between: a Chinese character, or a word of another script."""
NUMERIC = re.compile(r"^[^\w(]{0,2}([A-Z]{3} )?[^\w(]{0,2}\d[^\n]{0,18}$")
LEFT, RIGHT = (
    "text-align:left",
    "text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap",
)


def lines(title: str, rows: Sequence[Row], notes: tuple[Note, ...], tongue: Tongue) -> str:
    """Return a result as text: its headlines, then every note."""
    told = [(row.label.into(tongue), figure_of(row).into(tongue)) for row in rows]
    width = max((columns(label) for label, _ in told), default=0)
    shown = [title, *(f"  {label}{' ' * (width - columns(label))}  {it}" for label, it in told)]
    for note in by_consequence(notes):
        shown += _wrapped(note.said.into(tongue))
    return "\n".join(shown)


def page(title: str, rows: Sequence[Row], notes: tuple[Note, ...], tongue: Tongue) -> str:
    """Return a result as HTML: a table of its headlines, then a list of its notes."""
    body = "".join(_table_row(row, tongue) for row in rows)
    items = "".join(f"<li>{escape(note.said.into(tongue))}</li>" for note in by_consequence(notes))
    return (
        f"<div lang='{tongue.code}'><strong>{escape(title)}</strong>"
        f"<table><tbody>{body}</tbody></table>{f'<ul>{items}</ul>' if items else ''}</div>"
    )


def figure_of(row: Row) -> Text:
    """Return the figure of a row with its interval."""
    return row.value if row.interval is None else beside(row.value, row.interval)


def columns(text: str) -> int:
    """Return how many columns of a terminal a text takes; a Chinese character takes two.

    Examples:
        >>> columns("net"), columns("净收益")
        (3, 6)
    """
    return sum(1 + (unicodedata.east_asian_width(letter) in "WF") for letter in text)


def _wrapped(note: str) -> list[str]:
    """Return a note in lines: words stay whole, and no line begins with a mark of punctuation."""
    rows = [""]
    for word in WORDS.findall(note):
        room = WIDTH - len(INDENT) - columns(rows[-1])
        if columns(word.rstrip()) > room and word[0] not in CLOSING:
            rows.append("")
        rows[-1] += word if rows[-1] else word.lstrip()
    return [f"{INDENT if place else '  - '}{row.rstrip()}" for place, row in enumerate(rows)]


def _table_row(row: Row, tongue: Tongue) -> str:
    value = row.value.into(tongue)
    interval = "" if row.interval is None else row.interval.into(tongue)
    side = RIGHT if NUMERIC.match(value) else LEFT
    span = " colspan='2'" if not interval and side == LEFT else ""
    cells = f"<td style='{side}'{span}>{escape(value)}</td>"
    if not span:
        cells += f"<td style='{LEFT}'>{escape(interval)}</td>"
    return f"<tr><th scope='row' style='{LEFT}'>{escape(row.label.into(tongue))}</th>{cells}</tr>"
