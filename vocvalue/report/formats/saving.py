"""A document in the file that is asked for, of the kind that its name says."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path

from vocvalue.errors import DataError, ParameterError
from vocvalue.report.document import Document
from vocvalue.report.formats.figures import write_figures
from vocvalue.report.formats.html import html
from vocvalue.report.formats.markdown import markdown
from vocvalue.report.formats.pdf import pdf
from vocvalue.report.formats.workbook import workbook
from vocvalue.results.whole_files import put_whole

FIGURES = ".json"
PRINTED = (".html", ".htm", ".pdf")
"""What is made of templates."""
WRITERS: Mapping[str, Callable[[Document, str | Path | None], bytes]] = {
    ".html": lambda document, templates: html(document, templates).encode(),
    ".htm": lambda document, templates: html(document, templates).encode(),
    ".xlsx": lambda document, _: workbook(document),
    ".md": lambda document, _: markdown(document).encode(),
    ".pdf": pdf,
}


def save(document: Document, path: str | Path, *, templates: str | Path | None = None) -> Path:
    """Write a document to a file, which is whole or not there.

    Args:
        document: The document.
        path: The file; its name ends in .html, .xlsx, .md, .pdf or .json.
        templates: A folder of templates that take the place of ours, for .html and .pdf.

    Returns:
        The path.

    Raises:
        DataError: The file cannot be written. A file that was there before is left as it was.
        MissingDependencyError: What writes such a file is not installed.
        ParameterError: A file of another kind, or templates that cannot be used.
    """
    target = checked_target(path, templates)
    if target.suffix.lower() == FIGURES:
        return write_figures(document, target)
    content = WRITERS[target.suffix.lower()](document, templates)
    try:
        put_whole(content, target.resolve())
    except (OSError, RuntimeError) as error:
        # The whole message would name the file beside it that is written first.
        reason = getattr(error, "strerror", None) or error
        raise DataError(
            f"{target} cannot be written ({reason}). Name a file in a folder that exists, may be "
            "written to and has room."
        ) from error
    return target


def checked_target(path: str | Path, templates: str | Path | None = None) -> Path:
    """Return a file that a document could be written to, as far as its name and folder say.

    Args:
        path: The file.
        templates: A folder of templates that take the place of ours, for .html and .pdf.

    Raises:
        DataError: There is no such folder.
        ParameterError: A file of another kind, or templates where there is no page.
    """
    text = os.fspath(path) if isinstance(path, str | os.PathLike) else None
    if not isinstance(text, str) or not text or "\0" in text:
        raise ParameterError(f"path == {path!r}, must be the path of a file.")
    target = Path(text)
    kinds = (*WRITERS, FIGURES)
    if target.suffix.lower() not in kinds:
        raise ParameterError(f"path == {text!r}, must end in {', '.join(kinds)}.")
    if templates is not None and target.suffix.lower() not in PRINTED:
        raise ParameterError(
            f"templates == {str(templates)!r} are of a page: save it as .html or .pdf, or leave "
            "them out."
        )
    if not target.parent.is_dir():
        raise DataError(
            f"{target} cannot be written: there is no folder {str(target.parent)!r}. Make it, or "
            "name a file in a folder that exists."
        )
    return target
