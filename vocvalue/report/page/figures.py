"""The figures of a report by name, as a file keeps them for the next one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from vocvalue import duration
from vocvalue.results import Estimate
from vocvalue.results.plain_data import plain
from vocvalue.results.sameness import Compared
from vocvalue.results.texts import Text


@dataclass(frozen=True, kw_only=True, eq=False)
class Figure(Compared):
    """A figure of a report, with what it is and the span that it covers.

    Attributes:
        label: What it is.
        estimate: The figure.
        span: The span that it covers, in words, or None.
    """

    label: Text
    estimate: Estimate
    span: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the figure as values that JSON can hold."""
        return {"label": plain(self.label), **self.estimate.to_dict(), "span": self.span}


def span_name(span: duration.Span | None) -> str | None:
    """Return a span as a file keeps it.

    Args:
        span: The span, or None.
    """
    return None if span is None else str(span)


def records(figures: Mapping[str, Figure]) -> dict[str, Any]:
    """Return figures as values that JSON can hold.

    Args:
        figures: The figures by name.
    """
    return {name: figure.to_dict() for name, figure in figures.items()}
