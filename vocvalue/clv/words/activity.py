"""Purchases over time, in words."""

from vocvalue.clv.activity import CustomerPurchases, PurchaseCalendar
from vocvalue.results.dispatch import Row, rows, said
from vocvalue.results.intervals import beside
from vocvalue.results.numerals import counted, whole
from vocvalue.results.spans import date, length
from vocvalue.results.sums import amount
from vocvalue.results.texts import Text, pair


@said.register
def _(calendar: PurchaseCalendar) -> Text:
    return pair(
        "From {first_day} to {last_day}, there were {customers} and {purchases}.",
        "{first_day}至{last_day}，共有 {customers}、{purchases}。",
        first_day=date(calendar.period[0]),
        last_day=date(calendar.period[-1]),
        customers=counted(int(calendar.first.sum()), "new customer"),
        purchases=counted(int(calendar.repeat.sum()), "repeat purchase"),
    )


@rows.register
def _(calendar: PurchaseCalendar) -> list[Row]:
    days = pair(
        "{first_day} to {last_day}",
        "{first_day}至{last_day}",
        first_day=date(calendar.period[0]),
        last_day=date(calendar.period[-1]),
    )
    return [
        Row(
            pair("time observed", "观察时间"),
            beside(length(calendar.period.size, calendar.grain), days),
        ),
        Row(pair("first purchases", "首次购买"), whole(int(calendar.first.sum()))),
        Row(pair("repeat purchases", "复购"), whole(int(calendar.repeat.sum()))),
    ]


@said.register
def _(purchases: CustomerPurchases) -> Text:
    return pair(
        "Customer {customer} made {purchases} in {observed}, worth {spend} in all.",
        "客户 {customer} 在 {observed}内有 {purchases}，累计消费 {spend}。",
        customer=str(purchases.customer),
        purchases=counted(purchases.period.size, "purchase"),
        observed=length(purchases.T, purchases.unit),
        spend=amount(float(purchases.spend.sum())),
    )


@rows.register
def _(purchases: CustomerPurchases) -> list[Row]:
    return [
        Row(
            pair("customer", "客户"),
            pair("{customer}", "{customer}", customer=str(purchases.customer)),
        ),
        Row(pair("purchases", "购买次数"), whole(purchases.period.size)),
        Row(pair("spend", "累计消费"), amount(float(purchases.spend.sum()))),
        Row(pair("T", "T"), length(purchases.T, purchases.unit)),
    ]
