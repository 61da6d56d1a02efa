"""Repeat purchases at the very moment of the first, which no model of purchases knows."""

import numpy as np

from vocvalue.clv.rfm_summary import Rfm
from vocvalue.errors import FIRST_IDS, DataError
from vocvalue.results import Note
from vocvalue.results.numerals import counted

MANY = 0.02
"""The share of customers with a repeat purchase beyond which these rows would lead the fit."""


def repeats_at_once(rfm: Rfm) -> list[Note]:
    """Count the customers who bought again with a recency of 0; refuse a fit to many of them.

    Purchases come at a rate, so that two never fall on one moment: the likelihood of such rows
    grows without bound as alpha runs to 0. A few, as rounding makes them, do not lead there.

    Raises:
        DataError: With the number of these rows and the first ids.
    """
    rows = np.flatnonzero((rfm.frequency > 0) & (rfm.recency == 0) & (rfm.T > 0))
    if not rows.size:
        return []
    if rows.size > MANY * np.count_nonzero(rfm.frequency):
        raise DataError.bad_rows(
            "0 where frequency is above 0",
            column="recency",
            count=rows.size,
            first_ids=rfm.customer_id[rows[:FIRST_IDS].tolist()].to_list(),
            hint="A repeat purchase comes after the first. Merge the orders of one period into one "
            "purchase, as clv.rfm does, or count time in a finer grain.",
        )
    return [
        Note.of(
            "{customers} bought again at the moment of the first purchase (recency 0), which the "
            "model rules out. They were kept. If this is more than rounding, merge the orders of "
            "one period first.",
            "{customers}的复购与首次购买在同一时刻（recency 为 0），模型中不存在这种情况。"
            "这些客户已保留；若并非取整所致，请先合并同一周期内的订单。",
            count=rows.size,
            customers=counted(rows.size, "customer"),
        )
    ]
