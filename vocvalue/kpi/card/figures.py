"""How the figure of each KPI is written: in its own unit, alone, with its interval, as a bound."""

from collections.abc import Callable
from typing import TypeAlias

from vocvalue.kpi.kpi import Kpi
from vocvalue.kpi.lift_kpi.result import RetentionKpi
from vocvalue.kpi.lift_kpi.words import bound_of, change_ends, change_writer
from vocvalue.kpi.stakeholders.words import score
from vocvalue.kpi.tickets.close_times import CloseTimes
from vocvalue.kpi.tickets.hour_words import in_words, writer
from vocvalue.results import Estimate
from vocvalue.results.intervals import ends
from vocvalue.results.numerals import number, percent, stated_rate
from vocvalue.results.texts import Text

Writer: TypeAlias = Callable[[float], Text]


def figure_of(kpi: Kpi) -> Text:
    """Return the figure of a KPI in its unit.

    Args:
        kpi: The KPI.
    """
    return _writer(kpi)(kpi.headline().value)


def ends_of(kpi: Kpi) -> Text:
    """Return the interval of the figure of a KPI.

    Args:
        kpi: The KPI.
    """
    figure: Estimate = kpi.headline()
    if isinstance(kpi, RetentionKpi):
        return change_ends(kpi.change, figure)
    return ends(figure, _writer(kpi))


def bound_text(kpi: Kpi, bound: float) -> Text:
    """Return a bound of a KPI as it was stated.

    Args:
        kpi: The KPI.
        bound: The bound.
    """
    if isinstance(kpi, RetentionKpi):
        return bound_of(kpi.change)(bound)
    if isinstance(kpi, CloseTimes):
        return in_words(bound, working=kpi.hours is not None)
    if kpi.kpi == "stakeholder satisfaction":
        return number(bound)
    return stated_rate(bound)


def _writer(kpi: Kpi) -> Writer:
    if isinstance(kpi, RetentionKpi):
        return change_writer(kpi.change)
    if isinstance(kpi, CloseTimes):
        return writer(kpi.headline().value, working=kpi.hours is not None)
    if kpi.kpi == "stakeholder satisfaction":
        return score
    return _whole_percent if kpi.kpi == "issue reduction" else percent


def _whole_percent(share: float) -> Text:
    return percent(share, 0)
