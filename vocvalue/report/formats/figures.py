"""The figures of a report in a file, which the next report reads to set its own beside them."""

import datetime as dt
from pathlib import Path
from typing import Any

from vocvalue.report.document import Document
from vocvalue.results.records import Form

FORM = Form(
    name="vocvalue report",
    version=1,
    largest=50_000_000,
    saved_by="report.save('figures.json')",
    held="report",
)


def write_figures(document: Document, path: Path) -> Path:
    """Write the figures of a document.

    Args:
        document: The document.
        path: The file.

    Raises:
        DataError: The file cannot be written.
    """
    return FORM.write(
        {
            "title": document.title,
            "subtitle": document.subtitle,
            "language": document.language,
            "period": [day.isoformat() for day in document.period or ()],
            "figures": dict(document.figures),
        },
        path,
    )


def read_figures(path: str | Path) -> tuple[dict[str, Any], dt.date | None]:
    """Return the figures that an earlier report left, by name, and the last day of its period.

    Args:
        path: The file.

    Raises:
        DataError: The file cannot be read, is no report's, or is damaged.
    """
    held = FORM.read(path)
    days = held.get("period") or [None]  # files of before there was a period hold none
    return held["figures"], None if days[-1] is None else dt.date.fromisoformat(days[-1])
