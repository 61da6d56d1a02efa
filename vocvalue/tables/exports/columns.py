"""The columns of an export beside its questions: who answered, when, and by which way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from vocvalue.errors import ParameterError
from vocvalue.tables.exports.layout import Layout
from vocvalue.tables.exports.sheet import Heading, Sheet

# The long table's own columns, in their order.
OWN = ("customer_id", "timestamp", "survey", "question", "score", "text", "response_id", "channel")


@dataclass(frozen=True, kw_only=True)
class Columns:
    """The columns beside the questions; None where there is none.

    Attributes:
        timestamp: The moment of the answer.
        customer_id: The customer.
        response_id: The response's own id.
        channel: The way that the answer came in by.
        keep: Further columns that are carried along, by the name that they keep.
    """

    timestamp: Heading
    customer_id: Heading | None
    response_id: Heading | None
    channel: Heading | None
    keep: Mapping[str, Heading]

    @property
    def beside(self) -> Mapping[str, Heading]:
        """The columns carried along as they are, by their name in the long table."""
        own = {
            "customer_id": self.customer_id,
            "response_id": self.response_id,
            "channel": self.channel,
        }
        return {name: it for name, it in own.items() if it is not None} | dict(self.keep)


def columns_of(
    sheet: Sheet,
    layout: Layout,
    *,
    customer_id: str | None,
    timestamp: str | None,
    response_id: str | None,
    channel: str | None,
    keep: Sequence[str],
) -> Columns:
    """Find the columns beside the questions: those named, or the tool's own.

    Raises:
        DataError: A column that is named is not there.
        ParameterError: No column of the moment, or a name to keep that the long table has itself.
    """
    moment = sheet.first(layout.timestamp) if timestamp is None else _named(sheet, timestamp)
    if moment is None:
        raise ParameterError(
            f"layout {layout.name!r} does not say which column of {sheet.file!r} holds the time "
            "of the answer; name it with timestamp=."
        )
    return Columns(
        timestamp=moment,
        customer_id=None if customer_id is None else _named(sheet, customer_id),
        response_id=_own_or(sheet, layout.response_id, response_id),
        channel=_own_or(sheet, layout.channel, channel),
        keep=_kept(sheet, keep),
    )


def _named(sheet: Sheet, name: object) -> Heading:
    if not isinstance(name, str):
        raise ParameterError(f"{name!r} must be the name of a column.")
    return sheet.heading(name)


def _own_or(sheet: Sheet, own: Sequence[str], name: str | None) -> Heading | None:
    return sheet.first(own) if name is None else _named(sheet, name)


def _kept(sheet: Sheet, keep: Sequence[str]) -> Mapping[str, Heading]:
    if isinstance(keep, str):
        raise ParameterError(f"keep == {keep!r}, must be a list of columns, such as [{keep!r}].")
    taken = [name for name in keep if name in OWN]
    if taken:
        raise ParameterError(
            f"keep names {taken[0]!r}, which is a column of the long table itself; rename it in "
            "the file."
        )
    return {name: _named(sheet, name) for name in keep}
