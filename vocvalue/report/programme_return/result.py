"""What the programme brings, what it costs, and what would have to be true for it to break even."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

import pandas as pd

from vocvalue.duration import Every
from vocvalue.report.programme_return.cost import CostKind
from vocvalue.results import Estimate, Evidence, Money
from vocvalue.results.frame import cells
from vocvalue.results.result import Pictured
from vocvalue.results.sameness import Compared
from vocvalue.results.texts import Text

LineKind: TypeAlias = CostKind | Literal["action"]
"""What a cost is for: the programme itself, or an action whose money is in the report."""


@dataclass(frozen=True, kw_only=True, eq=False)
class CostLine(Compared):
    """A cost in the money of one period.

    Attributes:
        label: What it is called.
        kind: "people", "tools" or "budget" of the programme, or "action": what an action cost
            whose growth is counted.
        money: The cost, above 0.
    """

    label: Text
    kind: LineKind
    money: Money


@dataclass(frozen=True, kw_only=True)
class BreakEven:
    """What would have to be true for the programme to break even.

    Attributes:
        of: The grade of evidence whose effects are asked about; those of better grades count in
            full. None where all of them together would have to be larger.
        share: The part of them that would have to be true, as a fraction; above 1 where they would
            have to be larger than estimated.
    """

    of: Evidence | None
    share: float


@dataclass(frozen=True, kw_only=True, eq=False)
class ProgrammeReturn(Pictured):
    """What the programme brings against what it costs, in the money of one period.

    Attributes:
        every: The period.
        by_evidence: What it brings, by the grade of evidence.
        gross: What it brings in all, with the weakest of these grades; None where nothing that it
            brought can be added.
        costs: What it costs, line by line.
        cost: The sum of these.
        net: What it brings less what it costs; None without gross.
        roi: Net over cost; None without gross.
        payback_months: Months until what it brings has paid for the cost of one period, if it comes
            in evenly; infinite where it never has, NaN without gross.
        break_even: What would have to be true for a net of 0; None where nothing would do.
    """

    every: Every
    by_evidence: Mapping[Evidence, Money]
    gross: Money | None
    costs: tuple[CostLine, ...]
    cost: Money
    net: Money | None
    roi: Estimate | None
    payback_months: float
    break_even: BreakEven | None

    def figures(self) -> dict[str, Estimate]:
        """Return what it brings, by evidence and in all, what it costs, the net and the return."""
        lines: dict[str, Estimate | None] = {
            **{f"brings, {grade}": money for grade, money in self.by_evidence.items()},
            "brings": self.gross,
            "cost": self.cost,
            "net": self.net,
            "roi": self.roi,
        }
        return {name: figure for name, figure in lines.items() if figure is not None}

    def to_frame(self) -> pd.DataFrame:
        """Return one row per line: what it brings by evidence, each cost, and the net."""
        rows: list[tuple[str, str, Money]] = [
            ("brings", grade, money) for grade, money in self.by_evidence.items()
        ]
        rows += [("costs", str(it.label), it.money) for it in self.costs]
        rows += [] if self.net is None else [("net", "net", self.net)]
        return pd.DataFrame([{"kind": kind, "line": line, **cells(it)} for kind, line, it in rows])
