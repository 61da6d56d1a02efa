"""The six levers of customer value, as tags of what is done, what it costs and what it brings."""

from collections.abc import Iterable, Mapping
from typing import Literal, TypeAlias, TypeVar, cast, get_args

from vocvalue import checks
from vocvalue.results.texts import Text, pair

Lever: TypeAlias = Literal[
    "experience", "loyalty plan", "every channel", "social media", "closed loop", "rewards"
]
"""What is done to raise the value of customers."""

T = TypeVar("T")

LEVERS: Mapping[Lever, Text] = {
    "experience": pair("a better experience", "提升客户体验"),
    "loyalty plan": pair("a loyalty plan", "忠诚度计划"),
    "every channel": pair("service on every channel", "全渠道服务"),
    "social media": pair("fast and good replies on social media", "社交媒体及时优质回复"),
    "closed loop": pair("a closed feedback loop", "反馈闭环"),
    "rewards": pair("rewards for the best customers", "奖励高价值客户"),
}
"""The levers in their order, by the names of readers."""


def lever(value: object, *, name: str = "lever") -> Lever:
    """Return a lever, or refuse what is none.

    Args:
        value: What was passed.
        name: The argument's name in messages.

    Raises:
        ParameterError: There is no such lever; the message names those that there are.

    Examples:
        >>> lever("closed loop")
        'closed loop'
    """
    return cast("Lever", checks.one_of(name, value, get_args(Lever)))


def by_lever(tagged: Iterable[tuple[Lever, T]]) -> dict[Lever, list[T]]:
    """Group lines, interventions or results by the lever that each is tagged with.

    Args:
        tagged: Pairs of a lever and what is tagged with it.

    Returns:
        What each lever was tagged to, levers in their order; those without any are left out.

    Raises:
        ParameterError: There is no such lever.

    Examples:
        >>> by_lever([("rewards", 120.0), ("experience", 80.0), ("rewards", -30.0)])
        {'experience': [80.0], 'rewards': [120.0, -30.0]}
        >>> LEVERS["rewards"].zh
        '奖励高价值客户'
    """
    groups: dict[Lever, list[T]] = {one: [] for one in LEVERS}
    for tag, line in tagged:
        groups[lever(tag)].append(line)
    return {one: lines for one, lines in groups.items() if lines}
