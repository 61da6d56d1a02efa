"""A page and its sections."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from vocvalue.report.document.blocks import Block
from vocvalue.results.tongues import ENGLISH

KEY = re.compile(r"[A-Za-z][A-Za-z0-9-]*")


@dataclass(frozen=True, kw_only=True)
class Section:
    """A section of a page.

    Attributes:
        key: Its name in addresses and in templates, such as "money": letters, digits and hyphens,
            once in a page.
        heading: Its heading.
        blocks: What it holds, from top to bottom.
        level: 2 for a section, 3 for one below the last section of level 2.
        sheet: What its sheet in a workbook is called; by default its heading.
        frame: The whole table of the result, of any engine, which only the workbook has.

    Raises:
        ValueError: The key has other characters, or the level is another.
    """

    key: str
    heading: str
    blocks: Sequence[Block]
    level: int = 2
    sheet: str = ""
    frame: Any = None

    def __post_init__(self) -> None:
        if not KEY.fullmatch(self.key):
            raise ValueError(f"key == {self.key!r}, must be letters, digits and hyphens.")
        if self.level not in (2, 3):
            raise ValueError(f"level == {self.level!r}, must be 2 or 3.")


@dataclass(frozen=True, kw_only=True)
class Document:
    """A page, in one language.

    Attributes:
        title: Its title.
        subtitle: What stands below the title: for whom, of which period.
        language: The language that everything in it is written in: "en" or "zh".
        sections: Its sections, in the order they are read. The first is the summary.
        labels: Display names of columns and groups, for the pictures.
        footer: What stands at its end: when it was made, with what.
        figures: The figures by name, as JSON holds them: what the next report compares with.
        period: The first and the last day that they are about, or None.

    Raises:
        ValueError: Two sections have one key.
    """

    title: str
    subtitle: str = ""
    language: str = ENGLISH.code
    sections: Sequence[Section]
    labels: Mapping[str, str] = field(default_factory=dict)
    footer: str = ""
    figures: Mapping[str, Any] = field(default_factory=dict)
    period: tuple[dt.date, dt.date] | None = None

    def __post_init__(self) -> None:
        repeated = [key for key, n in Counter(it.key for it in self.sections).items() if n > 1]
        if repeated:
            raise ValueError(f"the key {repeated[0]!r} is that of several sections.")
