"""What the reader of a watch must know."""

import numpy as np

from vocvalue.clv.value_watch import ValueWatch
from vocvalue.results import Note
from vocvalue.results.numerals import counted
from vocvalue.results.spans import span


def of(watch: ValueWatch) -> tuple[Note, ...]:
    """Return whom the watch cannot judge, and what it could not measure.

    Args:
        watch: The watch.
    """
    return (*_once(watch), *_slow(watch), *_silent(watch), *_unmeasured(watch))


def _once(watch: ValueWatch) -> tuple[Note, ...]:
    n = watch.rfm.n_customers - watch.n_watched
    return Note.counted(
        n,
        "{customers} ordered once. They have no rate of their own, so no alarm is raised for them.",
        "{customers}只下过一单，尚无自己的下单频率，因此不对其预警。",
        customers=counted(n, "customer"),
    )


def _slow(watch: ValueWatch) -> tuple[Note, ...]:
    return Note.counted(
        watch.n_slow,
        "{customers} order so rarely, or have ordered so few times, that an alarm takes more than "
        "a year of silence.",
        "{customers}下单过少或间隔过长，连续一年以上未下单才会触发预警。",
        customers=counted(watch.n_slow, "customer"),
    )


def _silent(watch: ValueWatch) -> tuple[Note, ...]:
    n = int(np.count_nonzero(watch.was_silent))
    return Note.counted(
        n,
        "{customers} had been silent for too long before the watch began, and are not among its "
        "alarms.",
        "{customers}在监测开始前就已长期未下单，不计入预警。",
        customers=counted(n, "customer"),
    )


def _unmeasured(watch: ValueWatch) -> tuple[Note, ...]:
    if watch.record.lead.n >= 2:
        return ()
    return (
        Note.of(
            "No two customers ordered during the watch and then not for {span}, so the days of "
            "warning are not known. Begin the watch earlier with start=, or pass a shorter "
            "churn_after=.",
            "监测期内，下单后又满 {span}未再下单的客户不足两位，因此无法得知提前预警的天数。"
            "请用 start= 提早开始监测，或缩短 churn_after=。",
            span=span(watch.churn_after),
            bears_on="figure",
        ),
    )
