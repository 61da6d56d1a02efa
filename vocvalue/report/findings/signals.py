"""Findings of `signals`: what leads brought."""

from typing import Any

import narwhals as nw
import numpy as np

from vocvalue.issues.profit_and_loss.line import PnlLine
from vocvalue.report.findings.finding import Finding, Observed
from vocvalue.report.findings.flow import Flow
from vocvalue.report.findings.money_line import MoneyLine
from vocvalue.report.findings.of_result import finding_of, of
from vocvalue.results import Money
from vocvalue.results.sums import money
from vocvalue.results.texts import Text, pair
from vocvalue.signals.follow_up.result import Funnel

LEADS = pair("additional sales from leads", "线索带来的增量销售")
SPENT = pair("spent by customers who converted", "转化客户的消费额")
NOT_INCREMENTAL = pair(
    "what these customers spent in all; only the additional part is due to the leads",
    "是这些客户的全部消费，其中只有增量部分由线索带来",
)


@finding_of.register
def _(funnel: Funnel) -> Finding:
    brought = None if funnel.incremental is None else funnel.incremental.revenue
    lines: list[MoneyLine] = []
    flows: tuple[Flow, ...] = ()
    if brought is not None:
        per = f"{_months(funnel)} months"
        lines.append(MoneyLine(label=LEADS, money=brought, kind="growth", per=per))
        item = PnlLine(LEADS, money=brought, kind="growth", per=per)
        customers = _reached(funnel)
        flows = (Flow(items=(item,), shared="customers contacted", customers=customers),)
    if funnel.revenue is not None:
        lines.append(
            MoneyLine(label=SPENT, money=funnel.revenue, kind="detail", reason=NOT_INCREMENTAL)
        )
    return of(
        funnel,
        lines=lines,
        title=pair("What leads bring", "线索带来的收入"),
        action=_what_next(brought),
        observed=_observed(funnel),
        flows=flows,
    )


def _reached(funnel: Funnel) -> nw.Series[Any]:
    """Return whose money it is: customers with a lead; those contacted, where others were not."""
    mine = funnel.followed
    if funnel.contacted is not None and _is_experiment(funnel):
        mine = mine & funnel.contacted
    return funnel.customer_id[np.flatnonzero(mine)]


def _is_experiment(funnel: Funnel) -> bool:
    return funnel.incremental is not None and funnel.incremental.against == "held back"


def _months(funnel: Funnel) -> int:
    """Return in how many calendar months the leads that were followed to the end were opened."""
    months = funnel.month[funnel.followed].astype("datetime64[M]")
    return int((months.max() - months.min()).astype(int)) + 1


def _observed(funnel: Funnel) -> Observed:
    first = funnel.month.min().astype("datetime64[D]")
    return Observed(start=first, end=np.datetime64(funnel.observation_end.date(), "D"))


def _what_next(brought: Money | None) -> Text:
    if brought is None:
        return pair(
            "Leave a random share of the leads uncontacted, so that what they bring can be told "
            "from what their customers would have bought anyway.",
            "随机保留一部分线索不联系，才能区分线索带来的收入和客户本来就会发生的购买。",
        )
    if brought.lower > 0:
        return pair(
            "Keep handing leads to Sales: they bring {money} that would not have come otherwise.",
            "继续把线索交给销售：带来的增量收入为 {money}。",
            money=money(brought),
        )
    return pair(
        "Keep a share of the leads uncontacted until it is shown whether contacting them pays.",
        "在确认联系线索是否划算之前，继续随机保留一部分不联系。",
    )
