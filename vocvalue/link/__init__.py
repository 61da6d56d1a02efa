"""Survey responses joined to orders: who answered, and what they ordered before and after.

- Join them: `attach`.
- What was and was not joined: `LinkReport`.
"""

from vocvalue.link import picture as _picture
from vocvalue.link import words as _words
from vocvalue.link.attachment import attach
from vocvalue.link.linked import Linked
from vocvalue.link.report import LinkReport

__all__ = ["LinkReport", "Linked", "attach"]


def __dir__() -> list[str]:
    return sorted(__all__)
