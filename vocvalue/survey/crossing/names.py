"""Display names of segments, figures and covariates."""

from collections.abc import Mapping

from vocvalue.results.texts import Text, named, pair
from vocvalue.survey.crossing.segment_metric import MetricName
from vocvalue.tables.label_order import canonical

KNOWN: Mapping[str, Text] = {
    "detractor": pair("detractors", "贬损者"),
    "passive": pair("passives", "被动者"),
    "promoter": pair("promoters", "推荐者"),
    "dissatisfied": pair("dissatisfied customers", "不满意者"),
    "neutral": pair("neutral customers", "中立者"),
    "satisfied": pair("satisfied customers", "满意者"),
    "high effort": pair("high-effort customers", "费力者"),
    "low effort": pair("low-effort customers", "省力者"),
    "中立者": pair("passives", "中立者"),
}
"""Segments of the known scales, by their names in the data."""
SAME_AS: Mapping[str, str] = {
    "detractors": "detractor",
    "passives": "passive",
    "promoters": "promoter",
    "贬损者": "detractor",
    "被动者": "passive",
    "推荐者": "promoter",
    "不满意者": "dissatisfied",
    "满意者": "satisfied",
    "费力者": "high effort",
    "省力者": "low effort",
}
METRICS: Mapping[MetricName, Text] = {
    "revenue": pair("revenue a year", "人均年收入"),
    "margin": pair("margin a year", "人均年毛利"),
    "ltv": pair("lifetime value", "客户终身价值"),
    "churn": pair("churn", "流失率"),
    "retention": pair("retention", "留存率"),
}
COVARIATES: Mapping[str, Text] = {
    "tenure": pair("tenure", "客户年限"),
    "spend_before": pair("spending before the answer", "作答前消费额"),
}


def label(segment: str) -> Text:
    """Return a segment's name as written in a list or a table.

    Args:
        segment: Its name in the data.

    Examples:
        >>> label("detractor").en, label("Promoters").zh, label("north").zh
        ('detractors', '推荐者', 'north')
    """
    return named(segment, _known(segment))


def members(segment: str) -> Text:
    """Return the customers of a segment, as written in a sentence.

    Args:
        segment: Its name in the data.

    Examples:
        >>> members("推荐者").en, members("detractor").zh
        ('promoters', '贬损者')
        >>> members("north").en, members("north").zh
        ('customers in segment north', '“north”分群')
    """
    known = _known(segment)
    if known is None:
        own = named(segment)
        return pair("customers in segment {segment}", "“{segment}”分群", segment=own)
    return named(segment, known)


def within(segment: str) -> Text:
    """Return the phrase that places a figure in a segment.

    Args:
        segment: Its name in the data.

    Examples:
        >>> within("promoter").en, within("north").en, within("north").zh
        ('among promoters', 'in segment north', '“north”分群')
    """
    if _known(segment) is None:
        return pair("in segment {segment}", "“{segment}”分群", segment=named(segment))
    return pair("among {segment}", "{segment}", segment=members(segment))


def covariate(name: str) -> Text:
    """Return a covariate's name as written in a sentence.

    Args:
        name: The column of the covariate.

    Examples:
        >>> covariate("spend_before").en, covariate("region").zh
        ('spending before the answer', 'region')
    """
    spaced = name.replace("_", " ")
    return named(name, COVARIATES.get(name) or pair("{name}", "{name}", name=spaced))


def _known(segment: str) -> Text | None:
    word = canonical(segment)
    return KNOWN.get(SAME_AS.get(word, word))
