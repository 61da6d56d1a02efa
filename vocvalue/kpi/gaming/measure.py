"""What was read in, the checks out, corrected for their number."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from vocvalue import duration
from vocvalue.duration import Span
from vocvalue.kpi.gaming.agents import too_good
from vocvalue.kpi.gaming.answers import CheckedAnswers
from vocvalue.kpi.gaming.mix import another_mix, mix_of_answers
from vocvalue.kpi.gaming.notes import on_agents, on_alarms, on_missing_groups
from vocvalue.kpi.gaming.period_end import closing_days, spike_at_the_end
from vocvalue.kpi.gaming.reopening import TicketMoments, opened_again
from vocvalue.kpi.gaming.result import CHECKS, CheckName, GamingCheck, GamingChecks
from vocvalue.kpi.gaming.seen import Seen
from vocvalue.kpi.gaming.spans import TwoPeriods
from vocvalue.kpi.gaming.volume import fewer_answers
from vocvalue.results import Note
from vocvalue.stats.multiplicity import holm
from vocvalue.tables.labels import Labels


@dataclass(frozen=True, kw_only=True, eq=False)
class Invitations:
    """Who was asked.

    Attributes:
        day: The day of each invitation, shape (n,).
        segment: The segments; None where no column was named.
    """

    day: NDArray[np.datetime64] = field(repr=False)
    segment: Labels | None = field(repr=False)


@dataclass(frozen=True, kw_only=True, eq=False)
class CheckedTables:
    """What is checked.

    Attributes:
        answers: The answers.
        spans: The two periods.
        asked: How many orders or invitations each week has, by its number; None where that is not
            known.
        invitations: Who was asked; None where that is not known.
        tickets: The tickets; None without any that tell when they were opened again.
        notes: How the tables were read.
    """

    answers: CheckedAnswers
    spans: TwoPeriods
    asked: dict[int, int] | None = None
    invitations: Invitations | None = None
    tickets: TicketMoments | None = None
    notes: tuple[Note, ...] = ()


def measure(
    tables: CheckedTables, *, closing: Span, reopened_within: Span, level: float
) -> GamingChecks:
    """Return the checks.

    Args:
        tables: What is checked.
        closing: How long the end of a period is.
        reopened_within: How long a ticket is followed.
        level: The confidence level.
    """
    every = tables.spans.every
    seen = _seen(
        tables,
        closing=closing_days(closing, every),
        follow=duration.length(reopened_within, "day", name="reopened_within"),
        level=level,
    )
    made = [name for name in CHECKS if name in seen and np.isfinite(seen[name].p_value)]
    corrected = holm(np.array([seen[name].p_value for name in made]))
    checks = tuple(
        GamingCheck(
            check=name,
            p_value=seen[name].p_value,
            corrected=float(p),
            figures=seen[name].figures,
        )
        for name, p in zip(made, corrected, strict=True)
    )
    mix, invited = seen.get("mix"), seen.get("mix of those asked")
    agents, scale = seen.get("agents"), tables.answers.scale
    found = GamingChecks(
        checks=checks,
        missing=tuple(name for name in CHECKS if name not in made),
        groups=() if mix is None else mix.groups,
        invited=() if invited is None else invited.groups,
        agents=() if agents is None else agents.agents,
        scale=scale.name,
        top=list(scale.bands.values())[-1],
        before=tables.spans.before,
        after=tables.spans.after,
        every=every,
        closing=closing,
        reopened_within=reopened_within,
        level=level,
    )
    return _with_notes(found, tables, seen)


def _seen(
    tables: CheckedTables, *, closing: int, follow: float, level: float
) -> Mapping[CheckName, Seen]:
    """Return what each check saw, of those that could be made."""
    answers, spans = tables.answers, tables.spans
    invitations, tickets = tables.invitations, tables.tickets
    seen: dict[CheckName, Seen | None] = {
        "fewer answers": fewer_answers(answers, spans, tables.asked, level),
        "mix": mix_of_answers(answers, spans, level),
        "period end": spike_at_the_end(answers, spans, closing, level),
        "agents": too_good(answers, spans, level),
    }
    if invitations is not None and invitations.segment is not None:
        seen["mix of those asked"] = another_mix(invitations.day, invitations.segment, spans, level)
    if tickets is not None:
        seen["reopened"] = opened_again(tickets, spans, follow, level)
    return {name: it for name, it in seen.items() if it is not None}


def _with_notes(
    found: GamingChecks, tables: CheckedTables, seen: Mapping[CheckName, Seen]
) -> GamingChecks:
    labels = (tables.answers.segment, tables.answers.agent)
    notes = (
        *on_alarms(len(found.alarms)),
        *on_agents(len(found.striking)),
        *(note for it in labels if it is not None for note in on_missing_groups(it)),
        *(note for it in seen.values() for note in it.notes),
        *tables.notes,
    )
    return replace(found, notes=notes)
