"""Leads of each kind, by who takes them up."""

from vocvalue.canvas import Axes
from vocvalue.results.dispatch import drawn
from vocvalue.results.texts import pair
from vocvalue.results.tongues import Tongue
from vocvalue.signals.finding.kind_bars import kind_bars
from vocvalue.signals.lead_list.result import Leads
from vocvalue.signals.lead_list.routes import ROUTE_NAMES
from vocvalue.signals.lead_list.words import finding


@drawn.register
def _(leads: Leads, ax: Axes | None, tongue: Tongue) -> Axes:
    return kind_bars(
        ax,
        tongue,
        leads.counts(),
        parts=ROUTE_NAMES,
        label=pair("Leads", "线索数"),
        title=finding(leads),
    )
