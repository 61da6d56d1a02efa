"""What the parts of a score weigh."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias

from vocvalue import checks
from vocvalue.errors import ParameterError, listed
from vocvalue.health.scale import MEASURES, PARTS


class Weighed(Protocol):
    """What knows weights, such as those that were learned from who left."""

    @property
    def weights(self) -> Mapping[str, float]:
        """The weights by part, or by measure."""
        ...


Weights: TypeAlias = Mapping[str, float] | Weighed | None
"""What a caller may write for weights: by part, by measure, or what knows them; None: equal."""


@dataclass(frozen=True, kw_only=True)
class ScoreWeights:
    """What each part weighs, and each measure within its part.

    Attributes:
        parts: The weights of the parts, which sum to 1.
        measures: The weights of the measures; those of a part sum to 1.

    Examples:
        >>> ScoreWeights(parts={"says": 1.0}, measures={"answers": 1.0}).parts["says"]
        1.0
    """

    parts: Mapping[str, float] = field(default_factory=dict)
    measures: Mapping[str, float] = field(default_factory=dict)


def weights_of(weights: Weights, names: tuple[str, ...]) -> ScoreWeights:
    """Return the weights of parts and measures, as a caller says them.

    Args:
        weights: Weights by part, by measure, or what knows them; None where parts are equal. The
            weight of a part is the sum of those of its measures, where these are given.
        names: The measures that there are.

    Raises:
        ParameterError: A part or measure that does not exist or has no weight, a weight below 0, or
            none above it.

    Examples:
        >>> found = weights_of({"says": 1, "does": 3}, ("answers", "usage_trend", "usage_level"))
        >>> found.parts, found.measures
        ({'says': 0.25, 'does': 0.75}, {'answers': 1.0, 'usage_trend': 0.5, 'usage_level': 0.5})
    """
    there = {name: MEASURES[name].part for name in names}
    parts = tuple(part for part in PARTS if part in there.values())
    if weights is None:
        return _of_parts(dict.fromkeys(parts, 1.0), there)
    asked = weights if isinstance(weights, Mapping) else weights.weights
    if not isinstance(asked, Mapping) or not asked:
        raise ParameterError(f"weights == {asked!r}, must map parts or measures to weights.")
    by_part = set(asked) <= set(PARTS)
    if not by_part and not set(asked) <= set(MEASURES):
        raise ParameterError(
            f"weights names {listed(list(map(str, asked)))}, must name parts ({listed(PARTS)}), or "
            f"measures ({listed(list(MEASURES))}), and not both."
        )
    needed = parts if by_part else names
    missing = [name for name in needed if name not in asked]
    if missing:
        raise ParameterError(
            f"weights has no weight of {listed(missing)}. Give each one; with 0 it does not count."
        )
    every = {name: checks.non_negative(f"weights[{name!r}]", asked[name]) for name in asked}
    held = {name: every[name] for name in needed}
    if not sum(held.values()):
        raise ParameterError(f"weights == {held!r}, must hold a weight above 0.")
    return _of_parts(held, there) if by_part else _of_measures(held, there)


def _of_parts(parts: Mapping[str, float], there: Mapping[str, str]) -> ScoreWeights:
    total = sum(parts.values())
    n = {part: list(there.values()).count(part) for part in parts}
    return ScoreWeights(
        parts={part: weight / total for part, weight in parts.items()},
        measures={name: 1 / n[part] for name, part in there.items()},
    )


def _of_measures(measures: Mapping[str, float], there: Mapping[str, str]) -> ScoreWeights:
    sums = {
        part: sum(weight for name, weight in measures.items() if there[name] == part)
        for part in dict.fromkeys(there.values())
    }
    total = sum(sums.values())
    return ScoreWeights(
        parts={part: weight / total for part, weight in sums.items()},
        measures={
            name: weight / sums[there[name]] if sums[there[name]] else 0.0
            for name, weight in measures.items()
        },
    )
