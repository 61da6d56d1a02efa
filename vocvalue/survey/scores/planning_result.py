"""The number of responses that an NPS needs: the result of `sample_size`."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from vocvalue.results.result import Pictured
from vocvalue.results.texts import Text

STEPS = 60
FEWER, MORE = 0.25, 3.0
"""The curve runs between these multiples of the number of responses."""
MOST_OFF, MOST_CHANGE = 100.0, 200.0
"""The largest possible margin of error and change of an NPS from -100 to 100."""


@dataclass(frozen=True, kw_only=True)
class SampleSize(Pictured):
    """The number of responses an NPS needs, and the number of invitations that takes.

    Attributes:
        answers: The number of responses that each survey needs.
        invitations: The number of invitations that each survey needs.
        score_points: The margin of error or the change that was asked for, in points.
        power: The probability of detecting the change; None where a margin of error was asked for.
        purpose: What the responses are enough for.
        nps: The assumed NPS, in points.
        level: The confidence level.
        exact: The number of responses before rounding up.
    """

    answers: int
    invitations: int
    score_points: float
    power: float | None
    purpose: Text
    nps: float
    level: float
    exact: float = field(repr=False)

    def curve(self) -> pd.DataFrame:
        """Return what fewer and more answers are enough for.

        Returns:
            One row for each number of answers, in each survey: answers, and the margin of error or
            the change in points, which falls with their square root.

        Examples:
            >>> from vocvalue import survey
            >>> size = survey.sample_size(shares=(0.2, 0.3, 0.5), margin_of_error=5)
            >>> size.curve().tail(1).round(2)
                answers  score_points
            59     2814          2.89
        """
        ends = max(FEWER * self.answers, 1.0), MORE * self.answers
        answers = np.unique(np.rint(np.linspace(*ends, STEPS)))
        points = self.score_points * np.sqrt(self.exact / answers)
        possible = points <= (MOST_OFF if self.power is None else MOST_CHANGE)
        table = {"answers": answers[possible].astype(np.int64), "score_points": points[possible]}
        return pd.DataFrame(table)

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
