"""What parts, measures and bands are called."""

from collections.abc import Mapping

from vocvalue.results.texts import Text, pair

PART_NAMES: Mapping[str, Text] = {
    "says": pair("says", "反馈"),
    "does": pair("does", "使用"),
    "pays": pair("pays", "付款"),
}
PART_NOTES: Mapping[str, Text] = {
    "says": pair("say", "反馈"),
    "does": pair("do", "使用"),
    "pays": pair("pay", "付款"),
    "says (1)": pair("says", "反馈"),
    "does (1)": pair("does", "使用"),
    "pays (1)": pair("pays", "付款"),
}
BAND_NAMES: Mapping[str, Text] = {
    "at risk": pair("at risk", "高风险"),
    "watch": pair("watch", "需关注"),
    "healthy": pair("healthy", "健康"),
}
MEASURE_NAMES: Mapping[str, Text] = {
    "answers": pair("answers", "评分"),
    "usage_trend": pair("usage trend", "用量趋势"),
    "usage_level": pair("usage against best year", "用量相对最佳年度"),
    "features": pair("features used", "功能广度"),
    "seats_used": pair("seats in use", "席位使用率"),
    "paid_on_time": pair("paid on time", "按时付款"),
    "days_overdue": pair("days overdue", "逾期天数"),
    "billed_growth": pair("billing growth", "账单增长"),
    "renewed": pair("renewal", "续约"),
}
