"""Purchase signals in what customers write, the leads they make, and the revenue they bring.

- What customers say they will buy, or no longer buy: `find`; for one text, `explain`.
- Whom to call, about what, and who calls: `leads`.
- What became of leads, and how much of that is incremental: `funnel`.
- Rules of your own: `Lexicon.load`.
"""

from vocvalue.signals import shown
from vocvalue.signals.finding.explanation import Explanation, explain
from vocvalue.signals.finding.read import find
from vocvalue.signals.finding.result import Signals
from vocvalue.signals.follow_up.read import funnel
from vocvalue.signals.follow_up.result import Funnel, Incremental
from vocvalue.signals.lead_list.read import leads
from vocvalue.signals.lead_list.result import Leads
from vocvalue.signals.lead_list.writing import Written
from vocvalue.signals.matching.lexicon import Lexicon

__all__ = [
    "Explanation",
    "Funnel",
    "Incremental",
    "Leads",
    "Lexicon",
    "Signals",
    "Written",
    "explain",
    "find",
    "funnel",
    "leads",
]


def __dir__() -> list[str]:
    return sorted(__all__)
