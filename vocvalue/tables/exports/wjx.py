"""Exports of 问卷星 (wjx.cn): one row of numbered questions, times of Beijing."""

import re
from dataclasses import replace

from vocvalue.tables.exports.cells import Cells
from vocvalue.tables.exports.layout import Layout
from vocvalue.tables.exports.sheet import (
    Heading,
    Sheet,
    check_first_row,
    one_row,
)

NAME = "wjx"
NEEDED = ("序号", "提交答卷时间")
# "1、您是否愿意推荐", and of a question with several parts "5、(价格)" or "5(价格)".
NUMBERED = re.compile(r"(\d+)\s*[、.．]\s*(.*)|(\d+)\s*([(（].*)")
PART = re.compile(r"[(（](.+)[)）]")


def read_sheet(cells: Cells, file: str) -> Sheet:
    """Read the headings of an export of 问卷星."""
    check_first_row(cells, NEEDED, layout=NAME, file=file)
    sheet = one_row(cells, file)
    return replace(sheet, headings=tuple(map(_numbered, sheet.headings)))


def _numbered(heading: Heading) -> Heading:
    match = NUMBERED.fullmatch(heading.name)
    if match is None:
        return heading
    number, rest = match[1] or match[3], match[2] or match[4] or ""
    part = PART.fullmatch(rest)
    if part is None:
        return replace(heading, short=number, wording=rest)
    return replace(heading, short=number, wording=rest, group=number, choice=part[1])


LAYOUT = Layout(
    name=NAME,
    sheet=read_sheet,
    timestamp=("提交答卷时间",),
    response_id=("序号",),
    channel=("来源",),
    zone="Asia/Shanghai",
    separator="┋",
    blanks=frozenset({"(跳过)", "（跳过）", "(空)", "（空）", "-3", "-2"}),
)
