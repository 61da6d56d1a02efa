"""What is lost with those who met a problem and said nothing, as a sentence."""

from collections.abc import Mapping

from vocvalue.results import Money
from vocvalue.results.numerals import percent
from vocvalue.results.sums import brief
from vocvalue.results.texts import Text, pair


def with_silent(losses: Mapping[float, Money], costs: Text) -> Text | None:
    """Return what a month costs with those who stay silent, by the share that tells.

    Args:
        losses: The loss a month by each share that was stated to report.
        costs: What comes before the money, such as "it is".

    Returns:
        The sentence, or None where everybody tells or nothing was stated.

    Examples:
        >>> money = Money(
        ...     value=900.0, lower=500.0, upper=1_300.0, level=0.95, method="", n=80,
        ...     currency="CNY", basis="margin", evidence="adjusted observational",
        ... )
        >>> print(with_silent({0.5: money}, pair("it is", "每月损失")).zh)
        计入未反映的客户后，若反映比例为 50%，每月损失 900 元。
    """
    if not losses or min(losses) == 1:
        return None
    low, high = min(losses), max(losses)
    most = brief(losses[low].value, losses[low].currency)
    if low == high:
        return pair(
            "Counting customers who do not report it, {costs} {most} a month if {low} of those "
            "who meet a problem report it.",
            "计入未反映的客户后，若反映比例为 {low}，{costs} {most}。",
            costs=costs,
            low=percent(low, 0),
            most=most,
        )
    return pair(
        "Counting customers who do not report it, {costs} {least} a month if {high} of those who "
        "meet a problem report it, and {most} if {low} do.",
        "计入未反映的客户后，若反映比例为 {high}，{costs} {least}；若仅为 {low}，则为 {most}。",
        costs=costs,
        low=percent(low, 0),
        high=percent(high, 0),
        least=brief(losses[high].value, losses[high].currency),
        most=most,
    )
