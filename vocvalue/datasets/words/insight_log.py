"""A simulated log of insights, in words."""

from vocvalue.datasets.insight_log import SimulatedInsights
from vocvalue.results.dispatch import Row, rows, said
from vocvalue.results.numerals import counted, percent, whole
from vocvalue.results.spans import date
from vocvalue.results.texts import Text, named, pair


@said.register
def _(log: SimulatedInsights) -> Text:
    return pair(
        "Simulated data: {insights} and {actions} up to {until}. Of the major ones {rate} are "
        "truly completed within 6 months.",
        "模拟数据：截至{until}，{insights}，{actions}。重大洞察在 6 个月内真实完成的比例为 "
        "{rate}。",
        insights=counted(len(log.insights), "insight"),
        actions=counted(len(log.actions), "action"),
        until=date(log.observation_end),
        rate=percent(log.true_rate()),
    )


@rows.register
def _(log: SimulatedInsights) -> list[Row]:
    return [
        Row(pair("insights", "洞察"), whole(len(log.insights))),
        Row(pair("major ones", "重大洞察"), whole(int(log.insights["major"].sum()))),
        Row(pair("actions", "行动"), whole(len(log.actions))),
        Row(
            pair("truly completed within 6 months", "6 个月内真实完成比例"),
            percent(log.true_rate()),
        ),
        *(
            Row(named(name), percent(log.true_rate(department=name)))
            for name in log.parameters["departments"]
        ),
    ]
