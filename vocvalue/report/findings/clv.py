"""Findings of `clv`: what customers are worth."""

from vocvalue.clv.prediction import ClvPrediction
from vocvalue.clv.value_watch import ValueWatch
from vocvalue.report.findings.finding import Finding
from vocvalue.report.findings.money_line import MoneyLine
from vocvalue.report.findings.of_result import finding_of, lines_of_headlines, of
from vocvalue.results.numerals import counted, percent
from vocvalue.results.texts import Text, pair

VALUE = pair("value of all customers", "全部客户的价值")


@finding_of.register
def _(prediction: ClvPrediction) -> Finding:
    worth = MoneyLine(
        label=VALUE, money=prediction.total, kind="stock", per=prediction.terms.horizon
    )
    return of(
        prediction,
        lines=[worth],
        title=pair("What customers will bring", "客户的未来价值"),
        action=_protect(prediction),
    )


@finding_of.register
def _(watch: ValueWatch) -> Finding:
    alarmed = int(watch.is_alarmed.sum())
    call = pair(
        "Have the {customers} whose value is falling called before they are lost.",
        "联系价值正在下降的{customers}，以免流失。",
        customers=counted(alarmed, "customer"),
    )
    return of(watch, lines=lines_of_headlines(watch), action=call if alarmed else None)


def _protect(prediction: ClvPrediction) -> Text | None:
    share = prediction.share_of_top
    if share is None:
        return None
    return pair(
        "Protect the most valuable 20% of customers first: they hold {share} of the value.",
        "优先保住价值最高的 20% 客户：他们占总价值的 {share}。",
        share=percent(share, 0),
    )
