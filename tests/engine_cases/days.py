"""The day of an order: dates as text, formats, zones."""

import datetime as dt

import pyarrow as pa
from engine_tables import ENGINES

from engine_cases.case import Case, Refusal
from vocvalue.errors import DataError

NAMES = {"customer_id": "id", "timestamp": "at", "amount": "price"}


def log(at):
    return {"orders": pa.table({"id": ["a", "a", "b"], "at": at, "price": [1.0, 2.0, 3.0]})}


ISO = {
    "days": ["2024-01-01", "2024-01-03", "2024-01-02"],
    "seconds and their parts": ["2024-01-01 23:59:59", "2024-01-03 00:00:00.250", "2024-01-02"],
    "minutes after a T": ["2024-01-01T08:15", "2024-01-03T08:15:10", "2024-01-02"],
}
TEXTS = (
    *(
        Case(
            of="clv.rfm",
            that=f"ISO text is read, {kind}",
            tables=log(at),
            asked=NAMES,
            gives={"to_frame": [("a", 1, 2.0, 2.0, 2.0), ("b", 0, 0.0, 1.0, 0.0)]},
        )
        for kind, at in ISO.items()
    ),
    Case(
        of="clv.rfm",
        that="other text is never guessed",
        tables=log(["2024-01-01", "01/03/2024", "1.2.2024"]),
        asked=NAMES,
        gives=Refusal(DataError, r"'at': 2 rows with no ISO date .* timestamp_format="),
    ),
    Case(
        of="clv.rfm",
        that="text is read by the format given",
        tables=log(["01/03/2024", "05/03/2024", "02/03/2024"]),
        asked={**NAMES, "timestamp_format": "%d/%m/%Y"},
        gives={"to_frame": [("a", 1, 4.0, 4.0, 2.0), ("b", 0, 0.0, 3.0, 0.0)]},
    ),
)

# 15:59 and 16:00 in UTC are one day in London, two in Shanghai, eight hours on.
AFTERNOON = pa.array(
    [dt.datetime(2024, 1, 1, 15, 59), dt.datetime(2024, 1, 1, 16)], pa.timestamp("us", "UTC")
)
ZONES = tuple(
    Case(
        of="clv.rfm",
        that=f"the zone decides the day, {timezone}",
        tables={"orders": pa.table({"id": [1, 1], "at": AFTERNOON, "price": [1.0, 2.0]})},
        asked={**NAMES, "timezone": timezone},
        gives={"recency": [float(n)], "frequency": [n]},
        # The moments of a text file are written without their zone.
        engines=tuple(name for name in ENGINES if name != "csv"),
    )
    for timezone, n in (("Europe/London", 0), ("Asia/Shanghai", 1))
)
CASES = (*TEXTS, *ZONES)
