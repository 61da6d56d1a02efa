"""A simulated order log, in words."""

from vocvalue.datasets.order_log import SimulatedOrders
from vocvalue.results.dispatch import Row, rows, said
from vocvalue.results.numerals import counted, percent, whole
from vocvalue.results.spans import date
from vocvalue.results.texts import Text, pair


@said.register
def _(log: SimulatedOrders) -> Text:
    return pair(
        "Simulated data: {customers} with {lines} up to {until}.",
        "模拟数据：{customers}，{lines}，截至{until}。",
        customers=counted(len(log.truth), "customer"),
        lines=counted(len(log.orders), "order line"),
        until=date(log.observation_end),
    )


@rows.register
def _(log: SimulatedOrders) -> list[Row]:
    return figures_of(log)


def figures_of(log: SimulatedOrders) -> list[Row]:
    """Return how many customers, purchases and refunds there are, and until when.

    Args:
        log: The simulated orders.
    """
    observed = pair(
        "{first_day} to {last_day}",
        "{first_day}至{last_day}",
        first_day=date(log.orders["timestamp"].min()),
        last_day=date(log.observation_end),
    )
    return [
        Row(pair("customers", "客户数"), whole(len(log.truth))),
        Row(pair("purchases", "购买"), whole(len(log.orders) - log.n_refunds)),
        Row(pair("refunds", "退款"), whole(log.n_refunds)),
        Row(pair("observed", "观察时间"), observed),
        Row(
            pair("still customers at the end", "期末仍为客户"),
            percent(float(log.truth["alive"].mean())),
        ),
    ]
