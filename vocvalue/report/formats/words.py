"""What a format says itself, around what the document says."""

from collections.abc import Mapping

from vocvalue.results.numerals import by_number
from vocvalue.results.texts import Text, pair
from vocvalue.results.tongues import Tongue

WORDS: Mapping[str, Text] = {
    "skip": pair("Skip to the content", "跳到正文"),
    "contents": pair("Contents", "目录"),
    "unknown": pair("no figure", "无数值"),
    "figure": pair("Figure", "图"),
    "attention": pair("Note", "注意"),
    "colon": pair(": ", "："),
    "indicator": pair("Indicator", "指标"),
    "value": pair("Value", "数值"),
    "detail": pair("Detail", "说明"),
    "whole table": pair("All rows", "全部数据"),
}


def words(tongue: Tongue) -> dict[str, str]:
    """Return what a format says, in a language, by a name that templates use."""
    return {name: text.into(tongue) for name, text in WORDS.items()}


def more_rows(left_out: int) -> Text:
    """Return that a table was cut.

    Args:
        left_out: How many rows are not shown.

    Examples:
        >>> more_rows(1960).en
        '1,960 more rows are in the workbook (.xlsx).'
        >>> more_rows(1960).zh
        '另有 1,960 行未在此显示，完整数据见工作簿（.xlsx）。'
    """
    return by_number(
        left_out,
        pair(
            "1 more row is in the workbook (.xlsx).",
            "另有 1 行未在此显示，完整数据见工作簿（.xlsx）。",
        ),
        pair(
            "{n} more rows are in the workbook (.xlsx).",
            "另有 {n} 行未在此显示，完整数据见工作簿（.xlsx）。",
            n=left_out,
        ),
    )


def too_tall(rows: int) -> Text:
    """Return that a picture was left out.

    Args:
        rows: How many rows it would have.

    Examples:
        >>> too_tall(2000).zh
        '图表共有 2,000 行，超出页面篇幅，未予绘制。'
    """
    return pair(
        "A chart of {n} rows is too long for a page and was left out.",
        "图表共有 {n} 行，超出页面篇幅，未予绘制。",
        n=rows,
    )


def cut_text(longest: int) -> Text:
    """Return that a text was longer than a cell of a workbook can be.

    Args:
        longest: How many characters a cell holds.
    """
    return pair(
        "... (cut after {longest} characters)", "……（仅保留前 {longest} 个字符）", longest=longest
    )
