"""What all results share: estimates, money and notes, and how they are said, shown and passed on.

A result is data. Its words and its picture are functions that its room registers (`dispatch`); a
text is a pair of templates, English beside Chinese, that is filled in when a language is asked for
(`texts`). How a number, a sum, a span or an interval is written stands in one place for all rooms
(`numerals`, `sums`, `spans`, `intervals`).
"""

from vocvalue.results import intervals as _intervals
from vocvalue.results import sums as _sums
from vocvalue.results.estimates import Basis, Estimate, Evidence, Money
from vocvalue.results.notes import Note
from vocvalue.results.result import Result
from vocvalue.results.values import CustomerValues

__all__ = [
    "Basis",
    "CustomerValues",
    "Estimate",
    "Evidence",
    "Money",
    "Note",
    "Result",
]


def __dir__() -> list[str]:
    return sorted(__all__)
