"""What the features of a moment are called."""

from collections.abc import Mapping

from vocvalue.results.texts import Text, named, pair

NAMES: Mapping[str, Text] = {
    "log_orders": pair("orders before (log)", "此前订单数（对数）"),
    "log_rate": pair("orders a day (log)", "日均订单数（对数）"),
    "is_first_order": pair("first order", "首单"),
    "log_gap": pair("days since the order before (log)", "距上一单天数（对数）"),
    "log_days_since_order": pair("days since the latest order (log)", "距最近一单天数（对数）"),
    "mean_log_amount": pair("mean amount before (log)", "此前平均金额（对数）"),
    "log_orders_90": pair("orders in 90 days (log)", "近 90 天订单数（对数）"),
    "log_orders_180": pair("orders in 180 days (log)", "近 180 天订单数（对数）"),
    "log_spend_90": pair("spend in 90 days (log)", "近 90 天消费（对数）"),
    "log_spend_180": pair("spend in 180 days (log)", "近 180 天消费（对数）"),
    "log_earlier_mentions": pair("problems met before (log)", "此前遇到的问题数（对数）"),
    "log_other_problems": pair("other problems met at once (log)", "同时遇到的其他问题数（对数）"),
    "log_amount": pair("amount of the order (log)", "本单金额（对数）"),
    "years_customer": pair("years as a customer", "成为客户的年数"),
    "calendar": pair("calendar time", "日历时间"),
}
SQUARED = "_2"


def feature_name(name: str) -> Text:
    """Return what a feature is called; a covariate of the customer table by its own name.

    Args:
        name: The feature, or the column of the customer table.

    Examples:
        >>> feature_name("log_orders_2").en, feature_name("calendar").zh, feature_name("region").en
        ('orders before (log), squared', '日历时间', 'region')
    """
    plain = name.removesuffix(SQUARED)
    if plain not in NAMES:
        return named(name)
    if plain == name:
        return named(name, NAMES[name])
    return named(name, pair("{feature}, squared", "{feature}的平方", feature=NAMES[plain]))
