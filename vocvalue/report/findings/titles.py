"""The question that a result answers, as a heading, where its room gives it no other."""

import re
from collections.abc import Mapping

from vocvalue.results.texts import Text, pair

TITLES: Mapping[str, Text] = {
    "Backtest": pair("How far forecasts held", "预测的准确程度"),
    "CalibrationHoldout": pair("What customers did after the forecast", "预测之后客户的实际购买"),
    "ClosedLoop": pair("Detractors who were called back", "贬损者的闭环跟进"),
    "CloseTimes": pair("How soon tickets are closed", "工单关闭时长"),
    "CustomerPurchases": pair("One customer's purchases", "单个客户的购买记录"),
    "Drivers": pair("What goes with the score", "与得分相关的因素"),
    "Exposure": pair("Who met a problem", "哪些客户遇到了问题"),
    "ExposureBalance": pair("How alike the customers compared are", "对照客户的相似程度"),
    "Fit": pair("The model of purchases", "购买模型"),
    "GamingChecks": pair("Whether the score is earned", "得分是否真实"),
    "HealthBacktest": pair("Whether health foretells churn", "健康度能否预示流失"),
    "HealthChanges": pair("What moved the health of accounts", "客户健康度为何变化"),
    "HistoricalValue": pair("What customers have brought so far", "客户至今的贡献"),
    "InsightToAction": pair("Insights that led to something", "洞察的落地情况"),
    "IssueReduction": pair("What a mended problem saves", "问题改进后省下的金额"),
    "IssueTrend": pair("Whether a repair held", "改进是否见效"),
    "Leads": pair("Customers who say they will buy", "有购买意向的客户"),
    "Linked": pair("How answers match orders", "答卷与订单的匹配"),
    "LearnedWeights": pair("What weighs in the health of an account", "健康度的权重"),
    "LinkReport": pair("How answers match orders", "答卷与订单的匹配"),
    "LoopCoverage": pair("How many detractors are reached", "触达了多少贬损者"),
    "MentionRates": pair("How often problems are mentioned", "问题的提及频率"),
    "Mentions": pair("What customers write about", "客户在谈论什么"),
    "NpsChange": pair("How the score changed", "得分的变化"),
    "NpsDecomposition": pair("Who changed the score", "得分变化出自哪些客户"),
    "Regularity": pair("How regularly customers buy", "购买的规律性"),
    "RetentionLift": pair("Whether contacting keeps customers", "联系客户能否提升留存"),
    "AdjustedRetention": pair("Whether contacting keeps customers", "联系客户能否提升留存"),
    "ArmsLift": pair("Which way of contacting works", "哪种联系方式有效"),
    "RetentionSurvival": pair("How long customers stay", "客户留存时长"),
    "Looks": pair("The experiment so far", "实验的阶段性结果"),
    "RevenueConcentration": pair("Who holds the revenue", "收入集中在哪些客户"),
    "RevenueCoverage": pair("How much of the revenue is heard", "反馈覆盖了多少收入"),
    "RiskPool": pair("Which customers are at risk", "有流失风险的客户"),
    "ScoreTrend": pair("How the score moved", "得分走势"),
    "SegmentLifts": pair("Whom contacting keeps", "联系哪些客户有效"),
    "Signals": pair("What customers say they will buy", "客户表达的购买意向"),
    "SpendLift": pair("Whether customers spend more", "客户消费是否增加"),
    "StakeholderSatisfaction": pair("How content colleagues are", "内部同事的满意度"),
    "Themes": pair("What customers complain about", "客户抱怨的主题"),
    "TicketBacklog": pair("Tickets still open", "未关闭的工单"),
    "ValueProfile": pair("What the best customers share", "高价值客户的共同点"),
    "ValueWatch": pair("Customers whose value falls", "价值正在下降的客户"),
    "Weights": pair("What all customers would have answered", "全体客户的加权结果"),
}


def title_of(result: object) -> Text:
    """Return the heading of a result.

    Args:
        result: The result.

    Examples:
        >>> class BillingGap: ...
        >>> title_of(BillingGap()).en, title_of(BillingGap()).zh
        ('Billing gap', '分析结果：Billing gap')
    """
    name = type(result).__name__
    if name in TITLES:
        return TITLES[name]
    words = " ".join(re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+", name))
    words = words[:1].upper() + words[1:].lower()
    return pair("{words}", "分析结果：{words}", words=words)


def key_of(result: object) -> str:
    """Return the name of a result in addresses.

    Args:
        result: The result.

    Examples:
        >>> class BillingGap: ...
        >>> key_of(BillingGap())
        'billing-gap'
    """
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", type(result).__name__).lower()
