"""How a report finds its page: its composition is a function that is registered here."""

from functools import singledispatch

from vocvalue.report.document import Document
from vocvalue.results.tongues import Tongue


@singledispatch
def composed(report: object, tongue: Tongue) -> Document:
    """Return a report as a page, in a language.

    Args:
        report: The report.
        tongue: The language.
    """
    raise NotImplementedError(f"{type(report).__name__} has no page.")
