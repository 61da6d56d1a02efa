"""The checks against gaming: each a test, with what it saw and what it could not."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

import numpy as np
import pandas as pd

from vocvalue.duration import Every, Span
from vocvalue.results import Estimate
from vocvalue.results.result import Pictured
from vocvalue.results.verdicts import is_shown
from vocvalue.survey.scores.scale import ScaleName

CheckName: TypeAlias = Literal[
    "fewer answers", "mix", "mix of those asked", "reopened", "period end", "agents"
]
CHECKS: tuple[CheckName, ...] = (
    "fewer answers",
    "mix",
    "mix of those asked",
    "reopened",
    "period end",
    "agents",
)


@dataclass(frozen=True, kw_only=True)
class GroupShares:
    """A group in the mix of two periods.

    Attributes:
        group: The group.
        before: Its share in the earlier period.
        after: Its share in the later period, the one that is judged.

    Examples:
        >>> from vocvalue.kpi.shares import share_of
        >>> gold = GroupShares(
        ...     group="gold", before=share_of(20, 100, 0.95), after=share_of(38, 100, 0.95)
        ... )
        >>> round(gold.after.value - gold.before.value, 2)
        0.18
    """

    group: str
    before: Estimate
    after: Estimate


@dataclass(frozen=True, kw_only=True)
class AgentShare:
    """What an agent was given, against what the other agents lead to expect.

    Attributes:
        agent: The agent.
        share: The share of answers with one of the highest scores, in the period judged.
        before: The same in the earlier period: whether it is new.
        expected: The share that the other agents lead to expect.
        limit: The share that an honest agent among so many does not reach, at the level.
        p_value: One-sided p-value for a share no higher than the others lead to expect.
        corrected: The same, corrected for the number of agents.

    Examples:
        >>> from vocvalue.kpi.shares import share_of
        >>> agent = AgentShare(
        ...     agent="A7", share=share_of(57, 60, 0.95), before=share_of(39, 60, 0.95),
        ...     expected=0.64, limit=0.87, p_value=0.0002, corrected=0.004,
        ... )
        >>> agent.share.value > agent.limit
        True
    """

    agent: str
    share: Estimate
    before: Estimate
    expected: float
    limit: float
    p_value: float
    corrected: float


@dataclass(frozen=True, kw_only=True)
class GamingCheck:
    """A test against one way of gaming a score.

    Attributes:
        check: Which way.
        p_value: P-value: how likely an honest programme shows as much.
        corrected: The same, corrected by Holm for the number of checks.
        figures: What it saw, by name.

    Examples:
        >>> alarm = GamingCheck(check="mix", p_value=0.004, corrected=0.012, figures={})
        >>> alarm.check, alarm.corrected
        ('mix', 0.012)
    """

    check: CheckName
    p_value: float
    corrected: float
    figures: Mapping[str, Estimate]


@dataclass(frozen=True, kw_only=True, eq=False)
class GamingChecks(Pictured):
    """Whether a score is earned or made.

    An alarm is a reason to look, and no proof: a season, a new shop or a better product can do the
    same.

    Attributes:
        checks: The checks that could be made.
        missing: The others, in the order of the checks.
        groups: The mix of those who answered in both periods, the largest change first.
        invited: The mix of those asked, in the same form.
        agents: The agents, the most striking first.
        scale: The scale of the scores.
        top: The highest scores, from and to.
        before: The first and the last day of the earlier period.
        after: Those of the period judged.
        every: The length of a period.
        closing: How long the end of a period is.
        reopened_within: How long after its opening a ticket is followed.
        level: The confidence level: one less it is the chance that an honest programme raises an
            alarm, by all checks together.
    """

    checks: tuple[GamingCheck, ...]
    missing: tuple[CheckName, ...]
    groups: tuple[GroupShares, ...] = field(repr=False)
    invited: tuple[GroupShares, ...] = field(repr=False)
    agents: tuple[AgentShare, ...] = field(repr=False)
    scale: ScaleName
    top: tuple[int, int]
    before: tuple[np.datetime64, np.datetime64]
    after: tuple[np.datetime64, np.datetime64]
    every: Every
    closing: Span
    reopened_within: Span
    level: float

    @property
    def alarms(self) -> tuple[GamingCheck, ...]:
        """The checks that raise an alarm, allowing for how many were made."""
        return tuple(it for it in self.checks if self.is_alarm(it))

    @property
    def striking(self) -> tuple[AgentShare, ...]:
        """The agents whose scores are too good; none while the check of agents is no alarm."""
        if not any(it.check == "agents" for it in self.alarms):
            return ()
        return tuple(it for it in self.agents if is_shown(it.corrected, self.level))

    def is_alarm(self, check: GamingCheck) -> bool:
        """Return whether a check raises an alarm.

        Args:
            check: One of the checks.
        """
        return is_shown(check.corrected, self.level)

    def of(self, check: CheckName) -> GamingCheck | None:
        """Return a check; None where it could not be made.

        Args:
            check: Which one, such as "mix".
        """
        return next((it for it in self.checks if it.check == check), None)

    def figures(self) -> dict[str, Estimate]:
        """Return what every check saw, by its name."""
        return {
            f"{check.check}: {name}": figure
            for check in self.checks
            for name, figure in check.figures.items()
        }

    def to_frame(self) -> pd.DataFrame:
        """Return one row per check: check, p_value, corrected, alarm; NaN where it was not made."""
        rows = [(it, self.of(it)) for it in CHECKS]
        return pd.DataFrame(
            [
                {
                    "check": name,
                    "p_value": np.nan if check is None else check.p_value,
                    "corrected": np.nan if check is None else check.corrected,
                    "alarm": check is not None and self.is_alarm(check),
                }
                for name, check in rows
            ]
        )

    def by_agent(self) -> pd.DataFrame:
        """Return one row per agent.

        The columns are agent, n, share with lower and upper, before (the share in the earlier
        period), expected, limit, p_value and corrected.
        """
        names = ("agent", "n", "share", "lower", "upper", "before", "expected", "limit", "p_value")
        return pd.DataFrame(
            [
                (
                    *(it.agent, it.share.n, it.share.value, it.share.lower, it.share.upper),
                    *(it.before.value, it.expected, it.limit, it.p_value, it.corrected),
                )
                for it in self.agents
            ],
            columns=[*names, "corrected"],
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the checks as values that JSON can hold."""
        return {**super().to_dict(), "alarms": [it.check for it in self.alarms]}
