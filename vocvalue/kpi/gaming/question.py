"""What is asked of the checks: the scale, the periods and the columns, checked together."""

from dataclasses import dataclass

from vocvalue import checks, duration
from vocvalue.duration import Every, Span
from vocvalue.errors import ParameterError
from vocvalue.kpi.gaming.period_end import CLOSING, closing_days
from vocvalue.survey.scores.scale import Scale, ScaleName


@dataclass(frozen=True, kw_only=True)
class GamingQuestion:
    """What is asked of the checks.

    Attributes:
        scale: The scale of the scores.
        survey: The survey, named like its scale.
        every: The length of a period.
        closing: How long the end of a period is.
        segment: The column of the segment, or None.
        agent: The column of the agent, or None.
    """

    scale: Scale
    survey: ScaleName
    every: Every
    closing: Span
    segment: str | None
    agent: str | None

    @classmethod
    def of(
        cls,
        *,
        scale: Scale,
        survey: ScaleName,
        every: Every,
        closing: Span | None,
        reopened_within: Span,
        segment: str | None,
        agent: str | None,
    ) -> "GamingQuestion":
        """Return the question, checked.

        Args:
            scale: The scale of the scores.
            survey: The survey, named like its scale.
            every: The length of a period.
            closing: How long the end of a period is; None for the usual length.
            reopened_within: How long a ticket is followed.
            segment: The column of the segment, or None.
            agent: The column of the agent, or None.

        Raises:
            ParameterError: An argument that makes no sense.
        """
        ending = CLOSING[every] if closing is None else closing
        closing_days(ending, every)
        duration.length(reopened_within, "day", name="reopened_within")
        for name, column in (("segment", segment), ("agent", agent)):
            if column is not None:
                checks.column(name, column)
        if segment is not None and segment == agent:
            raise ParameterError(
                f"segment == {segment!r} and agent == {agent!r}, must be two columns: that of the "
                "customer's segment, and that of the agent who served the customer."
            )
        return cls(
            scale=scale,
            survey=survey,
            every=every,
            closing=ending,
            segment=segment,
            agent=agent,
        )
