"""How a result finds its words and its picture: each room registers them for its own results.

A result imports neither. Its words are a function registered with `said` and another with `rows`,
its picture is one registered with `drawn`; all three follow inheritance.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import singledispatch
from typing import Any

from vocvalue.results.texts import Text
from vocvalue.results.tongues import Tongue


@dataclass(frozen=True)
class Row:
    """A labelled figure of a result's headlines.

    Attributes:
        label: What the figure is.
        value: The figure.
        interval: Its interval, where there is one.
    """

    label: Text
    value: Text
    interval: Text | None = None


@singledispatch
def said(result: object) -> Text:
    """Return the sentence that a CFO reads."""
    raise _not_registered("said", result)


@singledispatch
def rows(result: object) -> Sequence[Row]:
    """Return the few labelled figures that sum a result up."""
    raise _not_registered("rows", result)


@singledispatch
def drawn(result: object, ax: Any, tongue: Tongue) -> Any:  # noqa: ARG001 (those registered do)
    """Draw a result on axes, and return them."""
    raise _not_registered("drawn", result)


def _not_registered(function: str, result: object) -> NotImplementedError:
    return NotImplementedError(
        f"{type(result).__name__} has no function registered with `{function}`."
    )
