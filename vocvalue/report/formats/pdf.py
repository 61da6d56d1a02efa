"""A document as PDF: its page, printed."""

from pathlib import Path
from typing import Any

from vocvalue.errors import MissingDependencyError
from vocvalue.report.document import Document
from vocvalue.report.formats.html import html

MISSING = "Writing a PDF"


def pdf(document: Document, templates: str | Path | None = None) -> bytes:
    """Return a document as a PDF file.

    Args:
        document: The document.
        templates: A folder of templates that take the place of ours.

    Raises:
        MissingDependencyError: WeasyPrint is not installed, or what it needs of the system is not.
        ParameterError: The folder or a template in it cannot be used.
    """
    page = html(document, templates)
    printer = _printer()
    # A report is complete in itself: nothing is fetched but what is written in it.
    fetcher = printer.urls.URLFetcher(allowed_protocols=("data",))
    written: bytes = printer.HTML(string=page, url_fetcher=fetcher).write_pdf()
    return written


def _printer() -> Any:
    try:
        import weasyprint  # noqa: PLC0415 (a PDF alone needs it)
    except ImportError as error:
        raise MissingDependencyError.for_extra(
            "weasyprint", extra="pdf", purpose=MISSING
        ) from error
    except OSError as error:
        raise MissingDependencyError(
            f"{MISSING} needs the library Pango, which WeasyPrint did not find ({error}). Install "
            "it (on Debian and Ubuntu: apt-get install libpango-1.0-0 libpangoft2-1.0-0), or save "
            "the page as .html and print it from a browser."
        ) from error
    return weasyprint
