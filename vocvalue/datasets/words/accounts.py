"""Simulated accounts, in words."""

from vocvalue.datasets.accounts.result import SimulatedAccounts
from vocvalue.results import sums
from vocvalue.results.dispatch import Row, rows, said
from vocvalue.results.numerals import counted, percent, whole
from vocvalue.results.spans import date
from vocvalue.results.texts import Text, pair


@said.register
def _(sample: SimulatedAccounts) -> Text:
    return pair(
        "Simulated data: {accounts} with {revenue} of revenue a year, observed up to {until}; "
        "{left} of them left.",
        "模拟数据：{accounts}，年收入合计 {revenue}，观察至{until}，其间流失 {left} 家。",
        accounts=counted(len(sample.accounts), "account"),
        revenue=sums.amount(float(sample.accounts["revenue"].sum()), sample.currency),
        until=date(sample.observation_end),
        left=whole(len(sample.churn)),
    )


@rows.register
def _(sample: SimulatedAccounts) -> list[Row]:
    return [
        Row(pair("accounts", "客户数"), whole(len(sample.accounts))),
        Row(
            pair("revenue a year", "年收入"),
            sums.amount(float(sample.accounts["revenue"].sum()), sample.currency),
        ),
        Row(pair("answers", "作答数"), whole(len(sample.responses))),
        Row(pair("invoices", "账单数"), whole(len(sample.billing))),
        Row(pair("left", "流失客户数"), whole(len(sample.churn))),
        Row(
            pair("true churn within 6 months, mean", "6 个月真实流失概率（均值）"),
            percent(float(sample.true_churn()["chance"].mean())),
        ),
    ]
