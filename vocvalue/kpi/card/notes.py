"""What a reader must know of a card."""

import datetime as dt
from collections.abc import Iterator, Sequence

import numpy as np

from vocvalue.kpi.card.line import ScorecardLine
from vocvalue.kpi.kpi_words import line_name
from vocvalue.results import Note
from vocvalue.results.spans import date
from vocvalue.results.texts import pair


def outside(
    lines: Sequence[ScorecardLine], period: tuple[dt.date, dt.date] | None
) -> tuple[Note, ...]:
    """Note the KPIs whose trend has nothing in the period of the card.

    Args:
        lines: The lines.
        period: The period, or None.
    """
    if period is None:
        return ()
    first, last = (np.datetime64(day) for day in period)
    return tuple(
        Note.of(
            "{kpi}: no period of its trend begins between {first} and {last}, so its figure is one "
            "of another time.",
            "{kpi}：其趋势中没有任何一期始于{first}至{last}之间，该数值属于其他时段。",
            kpi=line_name(line.kpi, line.topic),
            first=date(first),
            last=date(last),
            bears_on="claim",
        )
        for line in lines
        if line.result is not None
        and line.result.trend()
        and not any(first <= it.start <= last for it in line.result.trend() if it.estimate.n)
    )


def not_added(lines: Sequence[ScorecardLine]) -> tuple[Note, ...]:
    """Note that amounts are not to be added up, where there are several.

    Args:
        lines: The lines.
    """
    if sum(line.money is not None for line in lines) < 2:
        return ()
    return (
        Note.of(
            "The amounts are not to be added up: a customer who was kept may be one whose problem "
            "was mended, and each amount has its own grade of evidence.",
            "各项金额不可相加：被留住的客户可能正是问题得到解决的客户，且各项金额的证据等级不同。",
            bears_on="claim",
        ),
    )


def of_lines(lines: Sequence[ScorecardLine]) -> tuple[Note, ...]:
    """Return what bears on the claims of the KPIs, each with the name of its KPI.

    Args:
        lines: The lines.
    """
    return tuple(note for line in lines for note in _claims(line))


def _claims(line: ScorecardLine) -> Iterator[Note]:
    for note in getattr(line.result, "notes", ()):
        if note.bears_on == "claim":
            said = pair(
                "{kpi}: {note}",
                "{kpi}：{note}",
                kpi=line_name(line.kpi, line.topic),
                note=note.said,
            )
            yield Note(said=said, count=note.count, bears_on="claim")
