"""The same moments, however they are written, give the same result."""

import pandas as pd
import pyarrow as pa

from engine_cases.case import Case, Refusal
from vocvalue.errors import ParameterError

# Orders of 23:30 on 31 January and later, in Shanghai: another day and month than in UTC.
AT = pd.to_datetime(["2024-01-31 15:30", "2024-02-10 16:30", "2024-03-01 02:00"])
LOCAL = AT.tz_localize("UTC").tz_convert("Asia/Shanghai")
MIXED = [f"{AT[0]:%Y-%m-%dT%H:%M:%S.000}Z", *(f"{it:%Y-%m-%d %H:%M}+0800" for it in LOCAL[1:])]
WAYS = {
    "mixed": (MIXED, None),
    "a format": ([f"{it:%d.%m.%Y %H:%M} +0800" for it in LOCAL], "%d.%m.%Y %H:%M %z"),
    "milliseconds as text": ([f"{int(it.timestamp()) * 1000}" for it in AT], "ms"),
}


def log(values):
    return pa.table({"customer_id": [1, 1, 2], "timestamp": values, "amount": [1.0, 2, 4]})


def histories(result):
    return sorted(zip(result.frequency, result.recency, result.T, strict=True))


# 31 January, 11 February and 1 March in Shanghai; in UTC the second is of the 10th.
WRITTEN = tuple(
    Case(
        of="clv.rfm",
        that=f"moments written in one way or another, {way}, in {zone or 'their own zone'}",
        tables={"orders": log(values)},
        asked={"timezone": zone, "timestamp_format": timestamp_format},
        gives=[(0, 0, 0), (1, recency, 30)],
        look=histories,
    )
    for way, (values, timestamp_format) in WAYS.items()
    for zone, recency in (("Asia/Shanghai", 11), (None, 10))
)

ANSWERS = pa.table({"customer_id": [1, 2], "timestamp": ["2024-02-01"] * 2, "score": [9, 3]})
BESIDE = (
    Case(
        of="link.attach",
        that="one table with a zone and one without are refused",
        tables={"responses_table": ANSWERS, "orders": log(MIXED)},
        asked={"window": "30 days"},
        gives=Refusal(ParameterError, r"is in the time zone UTC.*has none"),
    ),
    Case(
        of="link.attach",
        that="the zone of one table without a zone is said",
        tables={"responses_table": ANSWERS, "orders": log(MIXED)},
        asked={"window": "30 days", "timezone": "Asia/Shanghai"},
        gives=[2.0, 4.0],
        look=lambda linked: sorted(linked.spend_after),
    ),
)
CASES = (*WRITTEN, *BESIDE)
