"""The kinds of signals, what each says of the customer, and what becomes of it."""

from collections.abc import Mapping
from typing import Literal, TypeAlias, get_args

from vocvalue.results.texts import Text, pair

Kind: TypeAlias = Literal["repurchase", "upsell", "cross_sell"]
Status: TypeAlias = Literal["positive", "conditional", "negative", "past", "switch"]
Gate: TypeAlias = Literal["passed", "held", "none"]

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
