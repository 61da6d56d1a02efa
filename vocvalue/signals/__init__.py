"""Purchase signals in what customers write, the leads they make, and the revenue they bring.

- What customers say they will buy, or no longer buy: `find`; for one text, `explain`.
- Whom to call, about what, and who calls: `leads`.
- What became of leads, and how much of that is incremental: `funnel`.
- Which topics they mention, and whether they complain: `mentions`; which topics there are, where
  nobody has named them: `themes`.
- Rules of your own: `Lexicon.load`; a model in their place, such as an LLM: any `SignalModel`.
- Rules whose hits a regression scores anew, learned from labels: `fit`; whether texts complain,
  learned from scores: `fit_polarity`; read from a file: `load`.
- How well it is done, on texts that a person labelled: `evaluate`.
"""

from vocvalue.signals import shown
from vocvalue.signals.evaluation.read import evaluate
from vocvalue.signals.evaluation.result import Evaluation
from vocvalue.signals.finding.explanation import Explanation, explain
from vocvalue.signals.finding.read import find
from vocvalue.signals.finding.result import Signals
from vocvalue.signals.follow_up.read import funnel
from vocvalue.signals.follow_up.result import Funnel, Incremental
from vocvalue.signals.lead_list.read import leads
from vocvalue.signals.lead_list.result import Leads
from vocvalue.signals.lead_list.writing import Written
from vocvalue.signals.matching.lexicon import Lexicon
from vocvalue.signals.theme_search.read import themes
from vocvalue.signals.theme_search.result import Theme, Themes
from vocvalue.signals.topics.rates import MentionRates
from vocvalue.signals.topics.read import mentions
from vocvalue.signals.topics.result import Mentions
from vocvalue.signals.trained.fit import fit
from vocvalue.signals.trained.fit_polarity import fit_polarity
from vocvalue.signals.trained.model import FunctionModel, RawSignal, SignalModel, TextItem
from vocvalue.signals.trained.polarity_model import PolarityModel
from vocvalue.signals.trained.saved import load
from vocvalue.signals.trained.trained_signals import TrainedSignals

__all__ = [
    "Evaluation",
    "Explanation",
    "FunctionModel",
    "Funnel",
    "Incremental",
    "Leads",
    "Lexicon",
    "MentionRates",
    "Mentions",
    "PolarityModel",
    "RawSignal",
    "SignalModel",
    "Signals",
    "TextItem",
    "Theme",
    "Themes",
    "TrainedSignals",
    "Written",
    "evaluate",
    "explain",
    "find",
    "fit",
    "fit_polarity",
    "funnel",
    "leads",
    "load",
    "mentions",
    "themes",
]


def __dir__() -> list[str]:
    return sorted(__all__)
