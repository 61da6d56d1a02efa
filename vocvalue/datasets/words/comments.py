"""A simulated shop with comments, in words."""

from vocvalue.datasets.comments.result import ShopComments
from vocvalue.datasets.words.order_log import figures_of
from vocvalue.results.dispatch import Row, rows, said
from vocvalue.results.numerals import by_number, counted, number, percent, whole
from vocvalue.results.spans import date, span
from vocvalue.results.sums import amount
from vocvalue.results.texts import Text, pair


@said.register
def _(shop: ShopComments) -> Text:
    return pair(
        "Simulated data: {customers} with {lines} and {texts} up to {until}. Of the texts, "
        "{announcing} a purchase. Contacting {contacted} brought {orders} that would not have been "
        "placed otherwise.",
        "模拟数据：{customers}，{lines}，{texts}，截至{until}。其中 {announcing}将要购买。"
        "联系 {contacted}，带来 {orders}，不联系则不会产生。",
        customers=counted(len(shop.truth), "customer"),
        lines=counted(len(shop.orders), "order line"),
        texts=counted(len(shop.comments), "text"),
        until=date(shop.observation_end),
        announcing=_announcing(shop.n_announcing),
        contacted=counted(len(shop.contacts), "customer"),
        orders=counted(len(shop.contact_orders), "order"),
    )


@rows.register
def _(shop: ShopComments) -> list[Row]:
    revenue = amount(float(shop.increment()["realised"]["revenue"]), shop.currency)
    return [
        *figures_of(shop),
        Row(pair("texts", "文本"), whole(len(shop.comments))),
        Row(pair("texts that announce a purchase", "表示将要购买的文本"), whole(shop.n_announcing)),
        Row(_followed(shop), percent(shop.share_kept)),
        Row(pair("customers contacted", "被联系客户"), whole(len(shop.contacts))),
        Row(pair("orders that contacts brought", "联系带来的订单"), _orders(shop)),
        Row(pair("revenue that contacts brought", "联系带来的收入"), revenue),
    ]


def _announcing(n: int) -> Text:
    verb = by_number(n, pair("announces", "表示"), pair("announce", "表示"))
    return pair("{n} {verb}", "{n} 条{verb}", n=n, verb=verb)


def _followed(shop: ShopComments) -> Text:
    return pair(
        "of these followed by an order within {horizon}",
        "其中 {horizon}内下单的比例",
        horizon=span(shop.horizon),
    )


def _orders(shop: ShopComments) -> Text:
    increment = shop.increment()
    return pair(
        "{realised} ({expected} expected)",
        "{realised}（期望 {expected}）",
        realised=whole(float(increment["realised"]["orders"])),
        expected=number(float(increment["expected"]["orders"]), 1),
    )
