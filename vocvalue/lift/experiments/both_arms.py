"""Customers found in two arms of an experiment: refused, dropped, or counted in the first."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from vocvalue import checks
from vocvalue.errors import DataError
from vocvalue.lift.experiments import integrity_notes
from vocvalue.results import Note
from vocvalue.tables.categories import key
from vocvalue.tables.crossings import Crossings, crossings
from vocvalue.tables.reading.experiments import Assignments
from vocvalue.tables.responses import has_column, has_moments

BothArms: TypeAlias = Literal["refuse", "drop", "first"]

CHOICES = ("refuse", "drop", "first")


@dataclass(frozen=True, kw_only=True)
class Settled:
    """Assignments with each customer in one arm, and how that was achieved.

    Attributes:
        table: The assignments.
        dropped: How many customers were left out because they are in two arms.
        by_first: How many of the customers in two arms were first in each arm, where times say so.
        notes: How many customers were in two arms, and what was done with them.
    """

    table: Assignments
    dropped: int = 0
    by_first: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()


def settled(assignments: Assignments, both_arms: str) -> Settled:
    """Return assignments in which each customer is in one arm.

    Raises:
        DataError: A customer is in two arms and is to be refused, or the first arm is not known.
        ParameterError: There is no such choice.
    """
    checks.one_of("both_arms", both_arms, CHOICES)
    both = crossings(assignments, assignments.arm, name="assignments")
    if both_arms == "first":
        return _first(both)
    if not both.n:
        return Settled(table=assignments)
    if both_arms == "refuse":
        raise _refused(both)
    by_first = _by_first(both) if has_moments(assignments) else {}
    return Settled(
        table=both.dropped(),
        dropped=both.n,
        by_first=by_first,
        notes=(integrity_notes.dropped(both.n, by_first),),
    )


def _first(both: Crossings[Assignments]) -> Settled:
    assignments = both.table
    if not has_column(assignments, assignments.timestamp):
        if not both.n:
            return Settled(table=assignments)
        raise DataError(
            'both_arms == "first" needs the time of each assignment, but the assignments have no '
            f"column {assignments.timestamp!r}. Name the column with timestamp=."
        )
    if not (both.n or both.repeats()):
        return Settled(table=assignments)
    table = both.first_rows()
    by_first = _by_first(both)
    notes = (integrity_notes.first_counts(both.n, by_first),) if both.n else ()
    return Settled(table=table, by_first=by_first, notes=notes)


def _by_first(both: Crossings[Assignments]) -> dict[str, int]:
    return dict(sorted(Counter(map(key, both.firsts())).items()))


def _refused(both: Crossings[Assignments]) -> DataError:
    return DataError.bad_rows(
        "of customers in two arms",
        column=both.column,
        count=both.n,
        first_ids=both.first_ids(),
        hint='Each customer belongs in the arm assigned first: both_arms="first" finds it by the '
        'timestamps, and both_arms="drop" leaves these customers out.',
    )
