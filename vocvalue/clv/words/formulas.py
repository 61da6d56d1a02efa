"""What customers have been worth so far, in words."""

from vocvalue.clv.formulas import HistoricalValue
from vocvalue.results.dispatch import Row, rows, said
from vocvalue.results.numerals import counted
from vocvalue.results.spans import date
from vocvalue.results.sums import BASIS, amount
from vocvalue.results.texts import Text, pair


@said.register
def _(history: HistoricalValue) -> Text:
    return pair(
        "Up to {until}, {customers} brought in {total} of {basis}, {mean} each on average.",
        "截至{until}，{customers}累计贡献{basis} {total}，人均 {mean}。",
        until=date(history.observation_end),
        customers=counted(history.value.size, "customer"),
        total=amount(history.total, history.currency),
        basis=BASIS[history.basis],
        mean=amount(history.total / history.value.size, history.currency),
    )


@rows.register
def _(history: HistoricalValue) -> list[Row]:
    total, currency = history.total, history.currency
    used = pair(
        "{used} of {all}", "{all} 条中的 {used} 条", used=history.n_lines_used, all=history.n_lines
    )
    return [
        Row(pair("customers", "客户数"), pair("{n}", "{n}", n=history.value.size)),
        Row(
            pair("total {basis}", "累计{basis}", basis=BASIS[history.basis]),
            amount(total, currency),
        ),
        Row(pair("mean per customer", "人均"), amount(total / history.value.size, currency)),
        Row(pair("order lines used", "计入的订单记录"), used),
    ]
