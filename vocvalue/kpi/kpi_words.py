"""What KPIs and their bands are called, and the sentence that says in which band one is."""

from collections.abc import Callable, Mapping

from vocvalue.kpi.kpi import Band, Bounds, KpiName
from vocvalue.results import Estimate
from vocvalue.results.texts import Text, named, pair

KPI_NAMES: Mapping[KpiName, Text] = {
    "insight-to-action": pair("insight-to-action rate", "洞察行动转化率"),
    "coverage": pair("closed-loop coverage", "闭环覆盖率"),
    "timeliness": pair("time to close", "闭环时长"),
    "retention lift": pair("retention lift", "留存提升"),
    "issue reduction": pair("issue reduction", "问题减少"),
    "stakeholder satisfaction": pair("stakeholder satisfaction", "内部满意度"),
}
"""What each KPI is called."""
BANDS: Mapping[Band, Text] = {
    "low": pair("low", "偏低"),
    "middle": pair("middle", "中等"),
    "high": pair("high", "达标"),
    "unknown": pair("not settled", "尚无定论"),
}
"""What each band is called."""


def line_name(kpi: KpiName, topic: str | None = None) -> Text:
    """Return what a line of a KPI is called, with the problem that it is about.

    Args:
        kpi: The KPI.
        topic: The problem, or None.

    Examples:
        >>> line_name("issue reduction", "slow").en, line_name("coverage").zh
        ('issue reduction of slow', '闭环覆盖率')
    """
    if topic is None:
        return KPI_NAMES[kpi]
    return pair("{kpi} of {topic}", "{kpi}（{topic}）", kpi=KPI_NAMES[kpi], topic=named(topic))


def verdict(
    bounds: Bounds,
    figure: Estimate,
    write: Callable[[float], Text],
    names: Mapping[Band, Text] = BANDS,
) -> Text | None:
    """Return the sentence on the band of a figure, and on whether the data settle it.

    Args:
        bounds: Its bounds.
        figure: The figure.
        write: How a bound is written.
        names: What the bands are called, where "low" would be read as little.

    Returns:
        The sentence; None where the figure is not known.

    Examples:
        >>> from vocvalue.results.numerals import stated_rate
        >>> rate = Estimate(value=0.7, lower=0.4, upper=0.89, level=0.95, method="", n=10)
        >>> print(verdict(Bounds(low=0.1, high=0.7), rate, stated_rate))
        By the bounds of 10% and 70% this is high, but the interval reaches beyond that band.
        >>> few = Estimate(value=0.05, lower=0.02, upper=0.09, level=0.95, method="", n=99)
        >>> print(verdict(Bounds(low=0.1, high=0.7), few, stated_rate))
        By the bounds of 10% and 70% this is low, and so is the whole interval.
    """
    band = bounds.band_of(figure.value)
    if band == "unknown":
        return None
    parts = {"low": write(bounds.low), "high": write(bounds.high), "band": names[band]}
    if figure.lower == figure.upper:
        return pair(
            "By the bounds of {low} and {high} this is {band}.",
            "以 {low} 和 {high} 为界，属“{band}”。",
            **parts,
        )
    if bounds.band_shown(figure) == band:
        return pair(
            "By the bounds of {low} and {high} this is {band}, and so is the whole interval.",
            "以 {low} 和 {high} 为界，属“{band}”，整个置信区间也落在该档内。",
            **parts,
        )
    return pair(
        "By the bounds of {low} and {high} this is {band}, but the interval reaches beyond that "
        "band.",
        "以 {low} 和 {high} 为界，估计值属“{band}”，但置信区间跨出该档，尚不能断定。",
        **parts,
    )
