"""A simulated retention programme, in words."""

from vocvalue.datasets.programme import Programme
from vocvalue.results.dispatch import Row, rows, said
from vocvalue.results.numerals import counted, percent, percentage_points, whole
from vocvalue.results.spans import span
from vocvalue.results.sums import amount
from vocvalue.results.texts import Text, named, pair


@said.register
def _(programme: Programme) -> Text:
    return pair(
        "Simulated data: {customers} in a retention programme, with {orders} within {window}. "
        "Contact truly raises retention by {lift}.",
        "模拟数据：{customers}参与留存项目，{window}内共 {orders}。"
        "联系客户使留存率真实提升 {lift}。",
        customers=counted(len(programme.truth), "customer"),
        orders=counted(len(programme.orders), "order"),
        window=span(programme.parameters["window"]),
        lift=percentage_points(programme.true_lift("retained"), sign=False),
    )


@rows.register
def _(programme: Programme) -> list[Row]:
    spend = amount(programme.true_lift("spend"), programme.currency)
    return [
        Row(named("treated", pair("treated group", "实验组")), whole(programme.size_of("treated"))),
        Row(named("control", pair("control group", "对照组")), whole(programme.size_of("control"))),
        Row(
            pair("had left before contact", "联系前已流失"),
            percent(1 - float(programme.truth["alive"].mean())),
        ),
        Row(pair("orders", "订单"), _orders(programme)),
        Row(
            pair("true lift in retention", "留存率真实提升"),
            percentage_points(programme.true_lift("retained")),
        ),
        Row(
            pair("true lift in spend", "消费真实提升"),
            pair("{spend} per customer", "人均 {spend}", spend=spend),
        ),
    ]


def _orders(programme: Programme) -> Text:
    return pair(
        "{n} within {window}",
        "{window}内 {n} 笔",
        n=len(programme.orders),
        window=span(programme.parameters["window"]),
    )
