"""Growth and leakage lines of a period, and their totals."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from vocvalue.duration import Every
from vocvalue.issues.profit_and_loss.line import PnlKind
from vocvalue.results import Estimate, Evidence, Money
from vocvalue.results.frame import cells
from vocvalue.results.result import Pictured
from vocvalue.results.texts import Text


@dataclass(frozen=True, kw_only=True, eq=False)
class PnlEntry:
    """A line of a P&L, in the money of one period.

    Attributes:
        label: What it is called.
        kind: "growth", "leakage" or "cost".
        money: What it adds to the net, below 0 for what is lost or paid, to the cent.
        counted: Whether it is in the totals.
        reason: Why it is not, or None.
    """

    label: Text
    kind: PnlKind
    money: Money
    counted: bool = True
    reason: Text | None = None


@dataclass(frozen=True, kw_only=True, eq=False)
class ExperiencePnl(Pictured):
    """What customer experience brings and loses in a period; lines sum to totals to the cent.

    Attributes:
        entries: The lines: growth, then leakage, then costs.
        every: The period.
        totals: The total of each kind that occurs.
        by_evidence: The part of the net that rests on each grade of evidence.
        net: The sum of all lines that count, with the weakest of their grades.
    """

    entries: tuple[PnlEntry, ...]
    every: Every
    totals: Mapping[PnlKind, Money]
    by_evidence: Mapping[Evidence, Money]
    net: Money

    @property
    def counted(self) -> tuple[PnlEntry, ...]:
        """The lines that are in the totals."""
        return tuple(entry for entry in self.entries if entry.counted)

    @property
    def kept_out(self) -> tuple[PnlEntry, ...]:
        """The lines that hold money which another line holds already."""
        return tuple(entry for entry in self.entries if not entry.counted)

    def figures(self) -> dict[str, Estimate]:
        """Return the totals of each kind, the net, and its parts by evidence."""
        parts = {f"net, {grade}": money for grade, money in self.by_evidence.items()}
        return {
            **{str(kind): total for kind, total in self.totals.items()},
            "net": self.net,
            **parts,
        }

    def to_frame(self) -> pd.DataFrame:
        """Return one row per line, with what it adds to the net and whether it counts."""
        return pd.DataFrame(
            [
                {
                    "kind": entry.kind,
                    "line": str(entry.label),
                    **cells(entry.money),
                    "counted": entry.counted,
                    "reason": None if entry.reason is None else str(entry.reason),
                }
                for entry in self.entries
            ]
        )


@dataclass(frozen=True, kw_only=True, eq=False)
class Draft:
    """A line before it is rounded, with what it may share with others.

    Attributes:
        entry: The line, its money not yet rounded.
        source: The number of the result that it comes from: lines of one go together.
        name: Its label as text.
        topic: The problem it comes from, or None.
        part_of: The name of the line that holds its money already, or None.
    """

    entry: PnlEntry
    source: int
    name: str
    topic: str | None = None
    part_of: str | None = field(default=None)
