"""Purchase signals in what customers write, the leads they make, and the revenue they bring.

- What customers say they will buy, or no longer buy: `find`; for one text, `explain`.
- Rules of your own: `load_lexicon`.
"""

from vocvalue.signals import shown
from vocvalue.signals.finding.explanation import Explanation, explain
from vocvalue.signals.finding.read import find
from vocvalue.signals.finding.result import Signals
from vocvalue.signals.matching.lexicon import Lexicon
from vocvalue.signals.matching.lexicon import load as load_lexicon

__all__ = [
    "Explanation",
    "Lexicon",
    "Signals",
    "explain",
    "find",
    "load_lexicon",
]


def __dir__() -> list[str]:
    return sorted(__all__)
