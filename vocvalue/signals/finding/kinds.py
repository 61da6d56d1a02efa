"""The kinds of signals, what each says of the customer, and what becomes of it."""

from collections.abc import Mapping
from typing import Any, Literal, TypeAlias, get_args

from vocvalue.results.numerals import whole
from vocvalue.results.texts import Text, pair, separated

Kind: TypeAlias = Literal["repurchase", "upsell", "cross_sell"]
Status: TypeAlias = Literal["positive", "conditional", "negative", "past", "switch"]

KINDS: tuple[Kind, ...] = get_args(Kind)
STATUSES: tuple[Status, ...] = get_args(Status)
LEADS: tuple[Status, ...] = ("positive", "conditional")
"""What may become a lead."""
ALERTS: tuple[Status, ...] = ("negative", "switch")
"""What warns that a customer leaves."""

KIND_NAMES: Mapping[str, Text] = {
    "repurchase": pair("repurchase", "复购"),
    "upsell": pair("upsell", "增购"),
    "cross_sell": pair("cross-sell", "交叉购买"),
}
STATUS_NAMES: Mapping[str, Text] = {
    "positive": pair("will buy", "有意购买"),
    "conditional": pair("will buy on a condition", "有条件购买"),
    "negative": pair("will not buy", "不再购买"),
    "past": pair("bought before", "过往购买"),
    "switch": pair("turns to another brand", "转向其他品牌"),
}


def by_name(counts: Mapping[Any, int], names: Mapping[str, Text]) -> Text:
    """Return how many there are under each name that has any, as a list; 0 where none has.

    Args:
        counts: How many there are, by key.
        names: What a reader calls each key, in the order of the list.

    Examples:
        >>> by_name({"positive": 2, "past": 0, "negative": 1}, STATUS_NAMES).en
        'will buy: 2, will not buy: 1'
    """
    there = [
        pair("{name}: {n}", "{name}：{n}", name=name, n=int(counts[key]))
        for key, name in names.items()
        if counts.get(key)
    ]
    return separated(*there) if there else whole(0)
