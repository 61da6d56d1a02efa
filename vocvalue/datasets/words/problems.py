"""A simulated shop with problems, in words."""

from vocvalue.datasets.problems.result import ProblemShop
from vocvalue.datasets.words.order_log import figures_of
from vocvalue.results.dispatch import Row, rows, said
from vocvalue.results.numerals import counted, percent, whole
from vocvalue.results.spans import date
from vocvalue.results.texts import Text, named, pair


@said.register
def _(shop: ProblemShop) -> Text:
    return pair(
        "Simulated data: {customers} with {lines} up to {until}. Orders met problems {met} times; "
        "{told} of them were told of before the log ends.",
        "模拟数据：{customers}，{lines}，截至{until}。这些订单共遇到 {met} 次问题，"
        "其中 {told} 次在记录结束前由客户反映。",
        customers=counted(len(shop.truth), "customer"),
        lines=counted(len(shop.orders), "order line"),
        until=date(shop.observation_end),
        met=whole(len(shop.log)),
        told=whole(len(shop.mentions)),
    )


@rows.register
def _(shop: ProblemShop) -> list[Row]:
    counts = shop.counts()
    return [
        *figures_of(shop),
        Row(pair("problems met", "遇到的问题"), whole(len(shop.log))),
        Row(pair("problems told of", "提及的问题"), whole(len(shop.mentions))),
        *(
            Row(named(topic), _told(int(met), int(told)))
            for topic, met, told in counts.itertuples(index=False)
        ),
    ]


def _told(met: int, told: int) -> Text:
    if not met:
        return pair("never met", "未遇到")
    return pair(
        "met {met} times, {share} told of",
        "遇到 {met} 次，提及 {share}",
        met=met,
        share=percent(told / met),
    )
