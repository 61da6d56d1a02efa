"""What the problems that customers meet cost, and which to mend first.

- Who met a problem, with the history before, and whom to compare them with: `exposure`.
"""

from vocvalue.issues import shown
from vocvalue.issues.exposed.read import exposure
from vocvalue.issues.exposed.result import Exposure

__all__ = [
    "Exposure",
    "exposure",
]


def __dir__() -> list[str]:
    return sorted(__all__)
