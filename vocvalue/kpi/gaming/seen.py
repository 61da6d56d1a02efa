"""What a check saw, before it is corrected for the number of checks."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from vocvalue.kpi.gaming.result import AgentShare, GroupShares
from vocvalue.results import Estimate, Note


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What a check saw.

    Attributes:
        p_value: P-value: how likely an honest programme shows as much.
        figures: The figures by name.
        groups: The mix, of a check of one.
        agents: The agents, of the check of them.
        notes: What was left out of it.
    """

    p_value: float
    figures: Mapping[str, Estimate]
    groups: tuple[GroupShares, ...] = ()
    agents: tuple[AgentShare, ...] = ()
    notes: tuple[Note, ...] = field(default=())
