"""What is asked of a problem: which one, over which spans, with how many controls."""

from dataclasses import dataclass
from typing import Self

from vocvalue import checks, duration
from vocvalue.duration import Span
from vocvalue.errors import ParameterError

MOST_CONTROLS = 50


@dataclass(frozen=True, kw_only=True)
class ExposureQuestion:
    """What is asked of a problem.

    Attributes:
        topic: The problem.
        window_days: The days after the moment in which outcomes count.
        history_days: The days before the moment by which a history is described.
        churn_days: The days without an order that count as churn.
        controls: How many controls are drawn for each exposed.
    """

    topic: str
    window_days: float
    history_days: float
    churn_days: float
    controls: int

    @classmethod
    def of(
        cls, topic: str, *, window: Span, history: Span, churn_window: Span, controls: int
    ) -> Self:
        """Return a question of arguments that are checked.

        Raises:
            ParameterError: An argument that cannot be read.
        """
        if not isinstance(topic, str) or not topic:
            raise ParameterError(f"topic == {topic!r}, must be the name of a problem.")
        checks.whole("controls", controls, least=1)
        if controls > MOST_CONTROLS:
            raise ParameterError(f"controls == {controls}, must be at most {MOST_CONTROLS}.")
        return cls(
            topic=topic,
            window_days=duration.length(window, "day", name="window"),
            history_days=duration.length(history, "day", name="history"),
            churn_days=duration.length(churn_window, "day", name="churn_window"),
            controls=controls,
        )
