"""A simulated desk, in words."""

from vocvalue.datasets.tickets.result import TicketDesk
from vocvalue.results.dispatch import Row, rows, said
from vocvalue.results.numerals import counted, percent
from vocvalue.results.spans import length
from vocvalue.results.texts import Text, pair

DAY, HORIZON = 24.0, 14 * 24.0


@said.register
def _(desk: TicketDesk) -> Text:
    return pair(
        "Simulated data: {tickets} in a shop with {answers} of detractors. {share} truly close "
        "within 24 hours.",
        "模拟数据：{tickets}，店铺共有 {answers}来自贬损者。真实情况下，{share} 的工单在 24 小时内"
        "关闭。",
        tickets=counted(len(desk.tickets), "ticket"),
        answers=counted(desk.n_detractors, "response"),
        share=percent(desk.share_closed(DAY)),
    )


@rows.register
def _(desk: TicketDesk) -> list[Row]:
    return [
        Row(pair("tickets", "工单"), counted(len(desk.tickets), "ticket")),
        Row(pair("open at the end", "期末未关闭"), counted(desk.n_open, "ticket")),
        Row(
            pair("truly closed within 24 hours", "24 小时内真实关闭"),
            percent(desk.share_closed(DAY)),
        ),
        Row(
            pair("true mean time to close, up to 14 days", "真实平均关闭时长（最多计 14 天）"),
            length(desk.mean_hours(HORIZON), "hour"),
        ),
    ]
