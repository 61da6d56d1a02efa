"""How many answers an NPS needs, and what they are enough for."""

from dataclasses import dataclass

import pandas as pd

from vocvalue.results import Result
from vocvalue.results.texts import Text


@dataclass(frozen=True, kw_only=True)
class SampleSize(Result):
    """How many answers an NPS needs, and how many invitations that takes.

    Attributes:
        answers: The number of answers, in each survey.
        invitations: The number of invitations, in each survey.
        purpose: What they are enough for.
        nps: The score that was assumed, in points.
        level: The confidence level.
    """

    answers: int
    invitations: int
    purpose: Text
    nps: float
    level: float

    def to_frame(self) -> pd.DataFrame:
        """Return one row."""
        return pd.DataFrame(
            [
                {
                    "answers": self.answers,
                    "invitations": self.invitations,
                    "purpose": self.purpose.en,
                    "nps": self.nps,
                    "level": self.level,
                }
            ]
        )
