"""The card: a line for each KPI, with its band, how it moved, and the money that belongs to it."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pandas as pd

from vocvalue.amounts.levers import by_lever
from vocvalue.kpi.card.line import ScorecardLine
from vocvalue.kpi.kpi import KpiName
from vocvalue.kpi.lift_kpi.result import RetentionKpi
from vocvalue.results import Estimate
from vocvalue.results.plain_data import plain
from vocvalue.results.result import Pictured

KPIS: tuple[tuple[KpiName, ...], ...] = (
    ("insight-to-action",),
    ("coverage", "timeliness"),
    ("retention lift",),
    ("issue reduction",),
    ("stakeholder satisfaction",),
)
"""The five KPIs; of the closed loop two figures."""
NOTHING = float("nan")


@dataclass(frozen=True, kw_only=True, eq=False)
class Scorecard(Pictured):
    """The five KPIs of a programme.

    Amounts of money are never added up: they overlap, and each has its own grade of evidence.

    Attributes:
        lines: A line for each KPI; of the closed loop two, of problems one for each.
        period: The first and the last day that the card is about; None where it was not said.
    """

    lines: tuple[ScorecardLine, ...]
    period: tuple[dt.date, dt.date] | None

    @property
    def n_measured(self) -> int:
        """How many of the five KPIs have a figure."""
        known = {line.kpi for line in self.lines if line.figure is not None}
        return sum(any(name in known for name in names) for names in KPIS)

    def line(self, kpi: KpiName, topic: str | None = None) -> ScorecardLine | None:
        """Return a line.

        Args:
            kpi: The KPI.
            topic: The topic of the problem; None takes the first line of the KPI.

        Examples:
            >>> from vocvalue import kpi
            >>> kpi.scorecard().line("coverage").band
            'unknown'
        """
        found = [line for line in self.lines if line.kpi == kpi and topic in (None, line.topic)]
        return found[0] if found else None

    def figures(self) -> dict[str, Estimate]:
        """Return the figure of each line and the money beside it."""
        found: dict[str, Estimate] = {}
        for line in self.lines:
            name = line.kpi if line.topic is None else f"{line.kpi}: {line.topic}"
            if line.figure is not None:
                found[name] = line.figure
            if line.money is not None:
                found[f"{name}, money"] = line.money
        return found

    def to_frame(self) -> pd.DataFrame:
        """Return one row per line.

        The columns are kpi, topic, lever, value with lower and upper, n, low and high (the bounds),
        band and band_shown, change with change_lower and change_upper (the latest mature period
        less the one before), direction, and money with money_lower, money_upper, currency, basis
        and evidence.
        """
        return pd.DataFrame([_row(line) for line in self.lines])

    def by_lever(self) -> pd.DataFrame:
        """Return the lines with money, grouped by the lever of customer value they are tagged with.

        The columns are lever, kpi, topic, money with money_lower, money_upper, currency, basis and
        evidence, and cost, net and roi where the cost is known. Nothing is added up.

        Examples:
            >>> from vocvalue import kpi, lift
            >>> kept = lift.retention_test(
            ...     treated=(350, 500), control=(250, 500), randomised=True
            ... )
            >>> calls = kpi.retention_lift(
            ...     kept, change="points", value_per_customer=2_000, cost=60_000
            ... )
            >>> card = kpi.scorecard(lift=calls, levers={"retention lift": "closed loop"})
            >>> card.by_lever()[["lever", "kpi", "net"]]
                     lever             kpi       net
            0  closed loop  retention lift  140000.0
        """
        tagged = [(it.lever, it) for it in self.lines if it.lever is not None and it.money]
        rows = [
            {"lever": lever, **_row(line, MONEY), **_returns(line)}
            for lever, lines in by_lever(tagged).items()
            for line in lines
        ]
        return pd.DataFrame(rows, columns=["lever", *MONEY, *RETURNS])

    def to_dict(self) -> dict[str, Any]:
        """Return the lines as values that JSON can hold."""
        return {name: plain(getattr(self, name)) for name in ("lines", "period", "notes")}


MONEY = (
    *("kpi", "topic", "money", "money_lower", "money_upper"),
    *("currency", "basis", "evidence"),
)
RETURNS = ("cost", "net", "roi")


def _row(line: ScorecardLine, columns: tuple[str, ...] | None = None) -> dict[str, Any]:
    figure, bounds = line.figure, None if line.result is None else line.result.bounds
    change, money = line.moved, line.money
    row = {
        "kpi": line.kpi,
        "topic": line.topic,
        "lever": line.lever,
        **_ends("value", "", figure),
        "n": 0 if figure is None else figure.n,
        "low": NOTHING if bounds is None else bounds.low,
        "high": NOTHING if bounds is None else bounds.high,
        "band": line.band,
        "band_shown": line.band_shown,
        **_ends("change", "change_", None if change is None else change.change),
        "direction": None if change is None else change.direction,
        **_ends("money", "money_", money),
        "currency": None if money is None else money.currency,
        "basis": None if money is None else money.basis,
        "evidence": None if money is None else money.evidence,
    }
    return row if columns is None else {name: row[name] for name in columns}


def _ends(name: str, before: str, estimate: Estimate | None) -> dict[str, float]:
    columns = (name, f"{before}lower", f"{before}upper")
    if estimate is None:
        return dict.fromkeys(columns, NOTHING)
    return dict(zip(columns, (estimate.value, estimate.lower, estimate.upper), strict=True))


def _returns(line: ScorecardLine) -> dict[str, float]:
    """Return cost, net and return of a line whose cost is known."""
    priced = line.result.priced if isinstance(line.result, RetentionKpi) else None
    if priced is None:
        return dict.fromkeys(RETURNS, NOTHING)
    roi = NOTHING if priced.roi is None else priced.roi.value
    return dict(zip(RETURNS, (priced.cost.value, priced.net.value, roi), strict=True))
