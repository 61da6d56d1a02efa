"""What a page says of one result."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from vocvalue.report.findings.money_line import MoneyLine
from vocvalue.results import Evidence, Note
from vocvalue.results.estimates import GRADES
from vocvalue.results.notes import by_consequence
from vocvalue.results.result import Pictured
from vocvalue.results.sameness import Compared
from vocvalue.results.texts import Text

NO_NOTES: tuple[Note, ...] = ()


@dataclass(frozen=True, kw_only=True, eq=False)
class Observed(Compared):
    """The days that the data behind a result cover.

    Attributes:
        start: The first day.
        end: The last day.
        is_stated: Whether the caller said so, rather than the data.
    """

    start: np.datetime64
    end: np.datetime64
    is_stated: bool = False


@dataclass(frozen=True, kw_only=True, eq=False)
class Finding(Compared):
    """What a page says of one result: what was found, for how much, and what to do.

    Attributes:
        key: Its name, once in a report, such as "lift-money".
        room: The room that it comes from.
        title: Its title: the question that it answers.
        statement: The sentences of the result.
        result: The result.
        lines: The money that it states.
        action: What to do, or None where it suggests nothing.
        match: How many of two joined tables match, where it rests on such.
        without_money: Why it states no money, or None where it does.
        observed: The days that its data cover, where it knows them.
        flows: What goes into the statement of a period, with a line for each part of it.

    Examples:
        >>> import vocvalue as vv
        >>> loss = vv.issues.monthly_loss(
        ...     2_000, baseline=0.40, relative=0.30, spend=150, currency="CNY", topic="packaging"
        ... )
        >>> [finding] = vv.report.cfo([loss]).findings
        >>> finding.key, finding.room, [str(line.label) for line in finding.lines]
        ('loss-arithmetic', 'issues', ['packaging'])
        >>> finding.evidence
        'association only'
    """

    key: str
    room: str
    title: Text
    statement: Text
    result: Any = field(repr=False)
    lines: tuple[MoneyLine, ...]
    action: Text | None = None
    match: Text | None = None
    without_money: Text | None = None
    observed: Observed | None = None
    flows: tuple[Any, ...] = field(default=(), repr=False)

    @property
    def grades(self) -> tuple[Evidence, ...]:
        """The grades of its money, the best first; without money what the result says of itself."""
        held: set[Any] = {line.money.evidence for line in self.lines}
        held = held or {getattr(self.result, "evidence", None)}
        return tuple(grade for grade in GRADES if grade in held)

    @property
    def evidence(self) -> Evidence | None:
        """The weakest of its grades, or None where it states none."""
        return self.grades[-1] if self.grades else None

    @property
    def notes(self) -> list[Note]:
        """What a reader must know of it, the gravest first."""
        return by_consequence(getattr(self.result, "notes", NO_NOTES))

    @property
    def picture(self) -> Pictured | None:
        """What can be drawn of it."""
        return self.result if isinstance(self.result, Pictured) else None

    @property
    def flow_lines(self) -> tuple[MoneyLine, ...]:
        """The lines that a statement of a period could add."""
        return tuple(line for line in self.lines if line.is_flow)


def numbered(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings of which no two have the same key.

    Args:
        findings: The findings.
    """
    seen: dict[str, int] = {}
    kept = []
    for finding in findings:
        seen[finding.key] = seen.get(finding.key, 0) + 1
        n = seen[finding.key]
        kept.append(finding if n == 1 else replace(finding, key=f"{finding.key}-{n}"))
    return tuple(kept)
