"""Lines that hold the same money: which of them counts, and why the others do not."""

from collections.abc import Sequence
from dataclasses import replace

from vocvalue.errors import ParameterError
from vocvalue.issues.profit_and_loss.result import Draft
from vocvalue.results.estimates import GRADES
from vocvalue.results.texts import Text, named, pair


def without_overlaps(drafts: Sequence[Draft]) -> list[Draft]:
    """Return lines of which those that hold money of another do not count.

    Of two lines of one problem that of the better evidence counts, of two alike the first.

    Args:
        drafts: The lines.

    Raises:
        ParameterError: A line is part of one that is not there, or lines are parts of each other.
    """
    names = [draft.name for draft in drafts]
    best: dict[str, int] = {}
    for place, draft in enumerate(drafts):
        if draft.part_of is not None and draft.part_of not in names:
            raise ParameterError(
                f"part_of == {draft.part_of!r}, must be the label of another line; there are "
                f"{names}."
            )
        if draft.topic is not None and draft.part_of is None:
            best[draft.topic] = _better(drafts, best.get(draft.topic, place), place)
    _refuse_circles(drafts)
    return [_marked(draft, place, drafts, best) for place, draft in enumerate(drafts)]


def _better(drafts: Sequence[Draft], first: int, second: int) -> int:
    grades = [GRADES.index(drafts[place].entry.money.evidence) for place in (first, second)]
    return second if grades[1] < grades[0] else first


def _marked(draft: Draft, place: int, drafts: Sequence[Draft], best: dict[str, int]) -> Draft:
    reason = _reason(draft, place, drafts, best)
    if reason is None:
        return draft
    return replace(draft, entry=replace(draft.entry, counted=False, reason=reason))


def _reason(draft: Draft, place: int, drafts: Sequence[Draft], best: dict[str, int]) -> Text | None:
    if draft.part_of is not None:
        holder = next(it for it in drafts if it.name == draft.part_of)
        return pair("part of {line}", "已包含在“{line}”中", line=holder.entry.label)
    if draft.topic is None or best[draft.topic] == place:
        return None
    line = drafts[best[draft.topic]]
    if line.name == draft.name:
        return pair("the same problem is counted on another line", "该问题已计入另一行")
    return pair(
        "{topic} is counted in {line}",
        "“{topic}”已计入“{line}”",
        topic=named(draft.topic),
        line=line.entry.label,
    )


def _refuse_circles(drafts: Sequence[Draft]) -> None:
    """Refuse lines that are parts of each other, so that none would count."""
    holder = {draft.name: draft.part_of for draft in drafts}
    for start in holder:
        seen, name = set[str](), start
        while (above := holder.get(name)) is not None:
            if above in seen or above == start:
                raise ParameterError(
                    f"part_of: {start!r} is part of itself, by way of {name!r}. One of them has to "
                    "be a line of its own."
                )
            seen.add(above)
            name = above
