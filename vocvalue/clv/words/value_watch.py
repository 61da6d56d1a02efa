"""Whose value has fallen by more than its noise, and what such alarms were worth, in words."""

from vocvalue.clv.value_watch import ValueWatch
from vocvalue.clv.words.models import in_short
from vocvalue.clv.words.terms import stated
from vocvalue.results.calendar import ONE
from vocvalue.results.dispatch import Row, rows, said
from vocvalue.results.intervals import beside, ends
from vocvalue.results.numerals import (
    UNKNOWN,
    by_number,
    confidence,
    counted,
    number,
    percent,
    whole,
)
from vocvalue.results.spans import date, span
from vocvalue.results.sums import amount
from vocvalue.results.texts import Text, pair, sentences, separated


@said.register
def _(watch: ValueWatch) -> Text:
    return sentences(in_force(watch), _false(watch), _lost(watch), _warning(watch))


@rows.register
def _(watch: ValueWatch) -> list[Row]:
    record = watch.record
    return [
        Row(pair("alarms in force", "当前预警"), _in_force(watch)),
        Row(pair("fall in value", "价值下降"), amount(watch.value_lost, watch.rfm.currency)),
        Row(pair("alarms raised", "已发出预警"), _raised(watch)),
        Row(
            pair("false alarms per customer and year", "人均每年误报次数"),
            number(record.false_alarms.value, 3),
            ends(record.false_alarms, lambda end: number(end, 3)),
        ),
        Row(
            pair("lost after an alarm", "预警后的流失率"),
            percent(record.lost_after_alarm.value),
            ends(record.lost_after_alarm, percent),
        ),
        Row(
            pair("lost without an alarm", "未预警者的流失率"),
            percent(record.lost_otherwise.value),
            ends(record.lost_otherwise, percent),
        ),
        Row(
            pair("lost customers warned of", "流失客户中已预警的占比"),
            percent(record.warned.value),
            ends(record.warned, percent),
        ),
        Row(
            pair("days of warning", "提前预警天数"),
            number(record.lead.value, 1),
            ends(record.lead, lambda end: number(end, 1)),
        ),
        Row(pair("against days since the last order", "与仅看未下单天数相比"), verdict(watch)),
        Row(pair("watched", "监测范围"), _watched(watch)),
        Row(pair("terms", "口径"), stated(watch.terms, watch.rfm.currency)),
        Row(pair("models", "模型"), separated(in_short(watch.purchases), in_short(watch.spend))),
    ]


def in_force(watch: ValueWatch) -> Text:
    """Return how many alarms are in force, and by how much these values fell.

    Args:
        watch: The watch.
    """
    n = int(watch.is_alarmed.sum())
    if not n:
        return pair(
            "No customer's value has fallen by more than its noise since {start}.",
            "自{start}以来，没有客户的价值下降超出其正常波动。",
            start=_start(watch),
        )
    return pair(
        "{customers} noise since {start}: by {fall} together, to {now}.",
        "自{start}以来，{customers}的价值下降超出其正常波动：合计下降 {fall}，降至 {now}。",
        customers=by_number(
            n,
            pair("The value of 1 customer has fallen by more than its", "1 位客户"),
            pair("The values of {n} customers have fallen by more than their", "{n} 位客户", n=n),
        ),
        start=_start(watch),
        fall=amount(watch.value_lost, watch.rfm.currency),
        now=amount(float(watch.now[watch.is_alarmed].sum()), watch.rfm.currency),
    )


def verdict(watch: ValueWatch) -> Text:
    """Return how the watch compares with days since the last order, without a full stop.

    Args:
        watch: The watch.
    """
    record = watch.record
    if record.gain.n < 2:
        return UNKNOWN
    days, gain = whole(record.recency_days.value), _gain(watch)
    if record.is_better:
        return pair(
            "at the same rate of false alarms it warns {gain} earlier than a single limit for "
            "everybody, {days} days without an order",
            "误报次数相同时，比“凡 {days} 天未下单即预警”平均早 {gain}",
            gain=gain,
            days=days,
        )
    if record.is_worse:
        return pair(
            "at the same rate of false alarms it warns {gain} later than a single limit for "
            "everybody, {days} days without an order",
            "误报次数相同时，比“凡 {days} 天未下单即预警”平均晚 {gain}",
            gain=gain,
            days=days,
        )
    return pair(
        "at the same rate of false alarms it is not shown to warn earlier than a single limit for "
        "everybody, {days} days without an order",
        "误报次数相同时，未见比“凡 {days} 天未下单即预警”更早",
        days=days,
    )


def _gain(watch: ValueWatch) -> Text:
    gain = watch.record.gain
    low, high = sorted((abs(gain.lower), abs(gain.upper)))
    return pair(
        "{days} ({level} interval: {low} to {high})",
        "{days}（{level} 置信区间 {low} 至 {high}）",
        days=_days(abs(gain.value)),
        level=confidence(gain.level),
        low=_one_digit(low),
        high=_one_digit(high),
    )


def _false(watch: ValueWatch) -> Text:
    record = watch.record
    return pair(
        "Of {raised}, {returned} by a later order. That is {rate} per customer and year, "
        "where {allowed} were allowed.",
        "共发出 {raised}，其中误报 {returned} 次（客户此后再次下单）。"
        "人均每年误报次数为 {rate}，上限为 {allowed}。",
        raised=by_number(
            record.n_alarms,
            pair("1 alarm raised", "1 次预警"),
            pair("{n} alarms raised", "{n} 次预警", n=record.n_alarms),
        ),
        returned=by_number(
            record.n_returned,
            pair("1 was proved false", "1"),
            pair("{n} were proved false", "{n}", n=record.n_returned),
        ),
        rate=beside(
            number(record.false_alarms.value, 3),
            ends(record.false_alarms, lambda end: number(end, 3)),
        ),
        allowed=number(watch.false_alarms_per_year),
    )


def _lost(watch: ValueWatch) -> Text | None:
    record = watch.record
    if not record.difference.n or not (record.lost_after_alarm.n and record.lost_otherwise.n):
        return None
    return pair(
        "After an alarm, {alarmed} of customers placed no order for {span}; without one, {others}.",
        "预警后 {span}内未再下单的客户占 {alarmed}；未预警的客户中，这一比例为 {others}。",
        alarmed=beside(
            percent(record.lost_after_alarm.value), ends(record.lost_after_alarm, percent)
        ),
        others=percent(record.lost_otherwise.value),
        span=span(watch.churn_after),
    )


def _warning(watch: ValueWatch) -> Text | None:
    record = watch.record
    if record.gain.n < 2:
        return None
    return pair(
        "Of {lost} lost during the watch, {warned} had raised an alarm before, on average {lead} "
        "ahead (0 without an alarm); {verdict}.",
        "监测期内流失的 {lost}中，{warned} 在流失前已触发预警，"
        "平均提前 {lead}（未预警的按 0 天计）；"
        "{verdict}。",
        lost=counted(record.warned.n, "customer"),
        warned=percent(record.warned.value),
        lead=_days(record.lead.value),
        verdict=verdict(watch),
    )


def _days(days: float) -> Text:
    return pair("{n} days", "{n} 天", n=_one_digit(days))


def _one_digit(value: float) -> Text:
    return number(value, 1)


def _start(watch: ValueWatch) -> Text:
    return date(watch.start)


def _in_force(watch: ValueWatch) -> Text:
    return pair(
        "{n} of {customers}",
        "{customers} 位中的 {n} 位",
        n=whole(int(watch.is_alarmed.sum())),
        customers=whole(watch.n_watched),
    )


def _raised(watch: ValueWatch) -> Text:
    return pair(
        "{n}, of which {returned} ended with an order",
        "{n} 次，其中误报 {returned} 次",
        n=watch.record.n_alarms,
        returned=watch.record.n_returned,
    )


def _watched(watch: ValueWatch) -> Text:
    return pair(
        "{customers} who ordered again, once every {every} since {start}",
        "有复购的 {customers}，自{start}起，查看间隔为 {every}",
        customers=counted(watch.n_watched, "customer"),
        every=ONE[watch.every],
        start=_start(watch),
    )
