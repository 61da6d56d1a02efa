"""The parts of a change in NPS: the result of `decompose_change`."""

from dataclasses import dataclass

import pandas as pd

from vocvalue.results import Estimate
from vocvalue.results.frame import stacked
from vocvalue.results.result import Pictured
from vocvalue.survey.decomposition.measure import GroupPart, TopicPart


@dataclass(frozen=True, kw_only=True)
class NpsDecomposition(Pictured):
    """A change in NPS and its parts, in points, which add up to the change exactly.

    Attributes:
        change: The NPS after minus the NPS before.
        before: The NPS of the first survey.
        after: The NPS of the second survey.
        score_effect: The part due to changes in the groups' own scores.
        mix_effect: The part due to the changed mix of groups.
        groups: The parts by group, with "(missing)" last.
        topics: The parts by topic, with "(missing)" last; empty if no topics were asked for.
        by: The column with the groups.
    """

    change: Estimate
    before: Estimate
    after: Estimate
    score_effect: Estimate
    mix_effect: Estimate
    groups: tuple[GroupPart, ...]
    topics: tuple[TopicPart, ...]
    by: str

    @property
    def largest_groups(self) -> list[GroupPart]:
        """The groups, largest part first."""
        return sorted(self.groups, key=lambda part: -abs(part.total.value))

    @property
    def largest_topics(self) -> list[TopicPart]:
        """The topics, largest part first."""
        return sorted(self.topics, key=lambda part: -abs(part.change.value))

    @property
    def shown(self) -> bool:
        """Whether the samples show a change: the interval excludes 0."""
        return self.change.excludes_zero

    def figures(self) -> dict[str, Estimate]:
        """Return both scores, the change and its two parts."""
        return {
            "before": self.before,
            "after": self.after,
            "change": self.change,
            "groups' own scores": self.score_effect,
            "mix of groups": self.mix_effect,
        }

    def to_frame(self) -> pd.DataFrame:
        """Return one row per part: a score and a mix part per group, and one part per topic.

        The rows of kinds "score" and "mix" together add up to the change, and so do those of kind
        "topic".
        """
        parts = [
            (kind, part.group, effect)
            for part in self.groups
            for kind, effect in (("score", part.score_effect), ("mix", part.mix_effect))
        ]
        parts += [("topic", part.topic, part.change) for part in self.topics]
        table = stacked({str(row): effect for row, (_, _, effect) in enumerate(parts)})
        table["quantity"] = [name for _, name, _ in parts]
        table.insert(0, "kind", [kind for kind, _, _ in parts])
        return table
