"""What a change of an NPS is made of."""

from dataclasses import dataclass

import pandas as pd

from vocvalue.results import Estimate
from vocvalue.results.frame import stacked
from vocvalue.results.result import Pictured
from vocvalue.survey.decomposition.measure import GroupPart, TopicPart


@dataclass(frozen=True, kw_only=True)
class NpsDecomposition(Pictured):
    """The change of an NPS and its parts, in points, which add to it without a rest.

    Attributes:
        change: After minus before.
        before: The NPS before.
        after: The NPS after.
        score_effect: What the groups' own scores changed.
        mix_effect: What the mix of the groups changed.
        groups: The parts of each group, (missing) last.
        topics: The parts of each topic, (missing) last; empty where none were asked for.
        by: The column of the groups.
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
        """The groups, that with the largest part first."""
        return sorted(self.groups, key=lambda part: -abs(part.total.value))

    @property
    def largest_topics(self) -> list[TopicPart]:
        """The topics, that with the largest part first."""
        return sorted(self.topics, key=lambda part: -abs(part.change.value))

    @property
    def shown(self) -> bool:
        """Whether a change was shown at the level: where the interval leaves 0 out."""
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
        """Return one row per part: of each group its score and its mix, and of each topic.

        The rows of the kinds "score" and "mix" add to the change, and so do those of "topic".
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
