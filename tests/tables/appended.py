"""Rows with everything that a file or a database may stumble over, and what they are once read."""

import datetime as dt

from vocvalue.tables.written_columns import TableLayout, WrittenColumn

LAYOUT = TableLayout(
    columns=(
        WrittenColumn("lead_id"),
        WrittenColumn("words"),
        WrittenColumn("condition"),
        WrittenColumn("at", "moment"),
        WrittenColumn("n", "whole"),
        WrittenColumn("value", "number"),
    ),
    key="lead_id",
)
HOSTILE = 'it\'s "said"; drop table leads; -- 100% :v0 $1 ? \\ \n\r\n\t,|，'
EMOJI = "😀 👩‍👩‍👧 滤芯 𠮷"
ROWS = [
    ("b", HOSTILE, None, dt.datetime(2024, 5, 1, 9, 30, 0, 123456), 3, 12.5),
    ("a", EMOJI, "降价", None, 1, None),
    ("c", "NULL", "", dt.datetime(2024, 5, 2), None, -0.1),
]
NEW = ("d", "下次还买", None, None, 1, 1e6)
CHANGED = ("a", "rewritten", None, None, 9, 9.0)
NAMES = ("leads", 'odd "name" 100% :x 客户', "select")
"""Names of tables; a point would part a schema from one."""
MANY = [(f"{i:05}", EMOJI, None, None, i, None) for i in range(501)]
