"""Exports of any other tool: one row of headings, every column named by the caller."""

from vocvalue.tables.exports.layout import Layout
from vocvalue.tables.exports.sheet import one_row

LAYOUT = Layout(name="wide", sheet=one_row)
