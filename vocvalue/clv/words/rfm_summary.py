"""Purchase histories, in words."""

import datetime as dt

from vocvalue.clv.rfm_summary import Rfm
from vocvalue.results.dispatch import Row, rows, said
from vocvalue.results.numerals import counted, percent, whole
from vocvalue.results.spans import length, moment
from vocvalue.results.texts import Text, pair


@said.register
def _(rfm: Rfm) -> Text:
    n, repeaters = rfm.n_customers, rfm.n_repeaters
    return pair(
        "{customers}, observed for {observed} on average: {repeaters} of them ({share}) bought "
        "again, with {purchases} in all.",
        "{customers}，平均观察 {observed}：其中 {repeaters} 位（{share}）有复购，"
        "合计 {purchases}。",
        customers=counted(n, "customer"),
        observed=length(float(rfm.T.mean()), rfm.unit),
        repeaters=repeaters,
        share=percent(repeaters / n),
        purchases=counted(int(rfm.frequency.sum()), "repeat purchase"),
    )


@rows.register
def _(rfm: Rfm) -> list[Row]:
    return [
        Row(pair("customers", "客户数"), whole(rfm.n_customers)),
        Row(pair("bought again", "有复购的客户"), whole(rfm.n_repeaters)),
        Row(pair("repeat purchases", "复购次数"), whole(int(rfm.frequency.sum()))),
        Row(pair("mean T", "平均 T"), length(float(rfm.T.mean()), rfm.unit)),
        *_how_read(rfm),
    ]


def _how_read(rfm: Rfm) -> list[Row]:
    read = []
    if rfm.observation_end is not None:
        read.append(
            Row(pair("observed until", "观察截止"), _until(rfm.observation_end, rfm.timezone))
        )
    if rfm.n_lines is not None and rfm.n_lines_used is not None:
        used = pair(
            "{used} of {all}",
            "{all} 条中的 {used} 条",
            used=rfm.n_lines_used,
            all=rfm.n_lines,
        )
        read.append(Row(pair("order lines used", "计入的订单记录"), used))
    return read


def _until(end: dt.datetime, timezone: str | None) -> Text:
    if timezone is None:
        return moment(end)
    return pair("{moment} {zone}", "{moment} {zone}", moment=moment(end), zone=timezone)
