"""Customers who stand in two arms of an experiment: refused, dropped, or counted in the first."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from vocvalue import checks
from vocvalue.errors import DataError
from vocvalue.lift.experiments import integrity_words as words
from vocvalue.results import Note
from vocvalue.tables.categories import key
from vocvalue.tables.crossings import Crossings, crossings
from vocvalue.tables.reading import Assignments
from vocvalue.tables.responses import has_column, has_moments

BothArms: TypeAlias = Literal["refuse", "drop", "first"]

CHOICES = ("refuse", "drop", "first")


@dataclass(frozen=True, kw_only=True)
class Settled:
    """Assignments with each customer in one arm, and what was done for that.

    Attributes:
        table: The assignments.
        dropped: How many customers of two arms were left out.
        by_first: How many of those in two arms were in each arm first, as far as moments tell.
        notes: How many there were, and what was done.
    """

    table: Assignments
    dropped: int = 0
    by_first: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()


def settled(assignments: Assignments, both_arms: str) -> Settled:
    """Return assignments in which each customer is in one arm.

    Raises:
        DataError: A customer in two arms that is to be refused, or whose first is not known.
        ParameterError: No such choice.
    """
    checks.one_of("both_arms", both_arms, CHOICES)
    found = crossings(assignments, assignments.arm, name="assignments")
    if both_arms == "first":
        return _first(found)
    if not found.n:
        return Settled(table=assignments)
    if both_arms == "refuse":
        raise _refused(found)
    by_first = _by_first(found) if has_moments(assignments) else {}
    return Settled(
        table=found.dropped(),
        dropped=found.n,
        by_first=by_first,
        notes=(words.dropped(found.n, by_first),),
    )


def _first(found: Crossings[Assignments]) -> Settled:
    assignments = found.table
    if not has_column(assignments, assignments.timestamp):
        if not found.n:
            return Settled(table=assignments)
        raise DataError(
            'both_arms == "first" needs the moment of each assignment, and the assignments have no '
            f"column {assignments.timestamp!r}. Name it with timestamp=."
        )
    if not (found.n or found.repeats()):
        return Settled(table=assignments)
    table = found.first_rows()
    by_first = _by_first(found)
    notes = (words.first_counts(found.n, by_first),) if found.n else ()
    return Settled(table=table, by_first=by_first, notes=notes)


def _by_first(found: Crossings[Assignments]) -> dict[str, int]:
    return dict(sorted(Counter(map(key, found.firsts())).items()))


def _refused(found: Crossings[Assignments]) -> DataError:
    return DataError.bad_rows(
        "of customers in two arms",
        column=found.column,
        count=found.n,
        first_ids=found.first_ids(),
        hint='Everybody is in the one arm they were assigned to first: both_arms="first" takes it '
        'by the moments, and both_arms="drop" leaves these customers out.',
    )
