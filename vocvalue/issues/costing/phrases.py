"""Outcomes, comparisons and amounts of a problem's cost as a reader meets them."""

from collections.abc import Callable, Mapping

from vocvalue.results.numerals import percentage_points, signed
from vocvalue.results.spans import of_days
from vocvalue.results.sums import amount
from vocvalue.results.texts import Text, pair

SHARES = ("repurchase", "churn")
OUTCOMES: Mapping[str, Text] = {
    "repurchase": pair("customers who buy again", "复购率"),
    "churn": pair("customers who leave", "流失率"),
    "orders": pair("orders per customer", "人均订单数"),
    "spend": pair("spend per customer", "人均消费"),
    "value": pair("predicted value per customer", "人均预测价值"),
}
STEPS: Mapping[str, Text] = {
    "naive": pair("naive: never mentioned it, random date", "直接对比：从未提及者，随机日期"),
    "risk set": pair("orders of the same weeks", "同周订单（风险集），未调整"),
    "regression": pair("regression", "回归调整"),
    "odds weights": pair("odds weights", "倾向得分加权"),
    "doubly robust": pair("doubly robust", "双重稳健"),
    "doubly robust, customers before": pair(
        "doubly robust, customers for a window before", "双重稳健（此前已满一个观察期的客户）"
    ),
    "ratio in differences": pair(
        "ratio difference in differences, the same customers", "比值双重差分（同一批客户）"
    ),
    "corrected for silence": pair("corrected for silence", "计入未反映的客户"),
}


def written(outcome: str, currency: str | None) -> Callable[[float], Text]:
    """Return how an effect on an outcome is written.

    Args:
        outcome: The outcome.
        currency: The currency code, or None.

    Examples:
        >>> written("spend", "CNY")(-78.0).zh, written("repurchase", None)(-0.175).en
        ('-78 元', '-17.5 percentage points')
    """
    if outcome in SHARES:
        return percentage_points
    if outcome == "orders":
        return lambda effect: signed(effect, 2)
    return lambda effect: amount(effect, currency)


def ends_written(outcome: str, currency: str | None) -> Callable[[float], Text]:
    """Return how an end of its interval is written.

    Args:
        outcome: The outcome.
        currency: The currency code, or None.
    """
    if outcome in SHARES:
        return lambda end: signed(100 * end)
    return written(outcome, currency)


def labelled(outcome: str, days: float) -> Text:
    """Return an outcome with the days that it counts over.

    Args:
        outcome: The outcome.
        days: The length of its window.

    Examples:
        >>> labelled("spend", 90).en, labelled("churn", 180).zh
        ('spend per customer, 90 days', '流失率（180 天内）')
    """
    if outcome == "value":
        return OUTCOMES[outcome]
    return pair(
        "{outcome}, {span}", "{outcome}（{span}内）", outcome=OUTCOMES[outcome], span=of_days(days)
    )
