"""Something that a report says of itself."""

from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from vocvalue.report.findings.finding import Finding
from vocvalue.results.plain_data import plain
from vocvalue.results.sameness import Compared
from vocvalue.results.texts import Text

CheckSubject: TypeAlias = Literal[
    "no money", "not added", "customers", "currency", "margin", "programme", "earlier"
]


@dataclass(frozen=True, kw_only=True, eq=False)
class Check(Compared):
    """Something that a report says of itself: what it did not add, or could not check.

    Attributes:
        about: What was looked at.
        finding: The key of the finding, or None where it is about the whole report.
        said: What there is to say.

    Examples:
        >>> from vocvalue.results.texts import pair
        >>> Check(about="currency", finding=None, said=pair("In CNY.", "以人民币计。")).said.en
        'In CNY.'
    """

    about: CheckSubject
    finding: str | None
    said: Text

    def to_dict(self) -> dict[str, Any]:
        """Return the check as values that JSON can hold."""
        return {"about": self.about, "finding": self.finding, "said": plain(self.said)}


def called(finding: Finding) -> str:
    """Return what a finding is called in a message.

    Args:
        finding: The finding.
    """
    return f"{type(finding.result).__name__} ({finding.title.en})"
