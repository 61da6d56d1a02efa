"""Signals of each kind, by what the customer says."""

from vocvalue.canvas import Axes
from vocvalue.results.dispatch import drawn
from vocvalue.results.texts import pair
from vocvalue.results.tongues import Tongue
from vocvalue.signals.finding.kind_bars import kind_bars
from vocvalue.signals.finding.kinds import STATUS_NAMES
from vocvalue.signals.finding.result import Signals
from vocvalue.signals.finding.words import finding


@drawn.register
def _(signals: Signals, ax: Axes | None, tongue: Tongue) -> Axes:
    return kind_bars(
        ax,
        tongue,
        signals.counts(),
        parts=STATUS_NAMES,
        label=pair("Signals", "信号数"),
        title=finding(signals),
    )
