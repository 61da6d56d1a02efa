"""Lines of English and of Chinese."""

import pytest

from vocvalue import canvas
from vocvalue.canvas import lines
from vocvalue.results.display import columns

CHINESE = (
    "实验组 500 位客户中 350 位留存，留存率为 70.0%，对照组为 50.0%："
    "相差 +20.0 个百分点（95% 置信区间 +14.0 至 +26.0 个百分点）。"
)
ENGLISH = (
    "70.0% of the treated customers stayed, against 50.0% of the control group: a difference of "
    "20.0 percentage points (95% interval: +14.0 to +26.0)."
)


@pytest.mark.parametrize("text", [CHINESE, ENGLISH])
@pytest.mark.parametrize("width", range(16, 90))
def test_lines_hold_the_text_within_their_width(text, width):
    for cut in (lines.broken, lines.balanced):
        told = cut(text, width)
        assert max(map(columns, told)) <= width
        assert "".join(told).replace(" ", "") == text.replace(" ", "")
    assert len(lines.balanced(text, width)) == len(lines.broken(text, width))


@pytest.mark.parametrize("width", range(16, 90))
def test_chinese_lines_neither_begin_nor_end_as_they_must_not(width):
    for line in lines.broken(CHINESE, width)[1:]:
        assert line[0] not in "，。：）%"
    for line in lines.broken(CHINESE, width):
        assert not line.endswith(("（", "500", "350", "20.0", "26.0"))


def test_breaks_that_a_text_has_are_kept():
    assert lines.broken("as observed\nand had all been alike", 40) == [
        "as observed",
        "and had all been alike",
    ]


def test_a_word_wider_than_a_line_is_cut():
    assert lines.broken("customers_contacted", 10) == ["customers_", "contacted"]


def test_names_are_cut_after_three_lines():
    told = canvas.in_lines("客服人员的态度" * 10).split("\n")
    assert [columns(line) for line in told[:2]] == [26, 26]
    assert columns(told[2].removesuffix("…")) <= 25
    assert told[2].endswith("…")
    assert canvas.in_lines("price") == "price"
