"""The words of common answer scales, in English and Chinese, and the numbers they stand for.

A scale has several wordings in each language. Within one column and language all words must
come from one wording: where 满意 and 比较满意 are both choices, neither is simply 4.
"""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

# From a word to its number.
Wording: TypeAlias = Mapping[str, float]


def _wordings(*lines: str) -> Sequence[Wording]:
    """Return wordings written as "worst, ..., best", with | between words of one place."""
    return [
        {
            word.strip().casefold(): float(place)
            for place, words in enumerate(line.split(","), start=1)
            for word in words.split("|")
        }
        for line in lines
    ]


_NEITHER = "Neutral|Neither satisfied nor dissatisfied|Neither dissatisfied nor satisfied"
_NEITHER_AGREE = "Neutral|Neither agree nor disagree|Neither disagree nor agree"
_NEITHER_EASY = "Neutral|Neither easy nor difficult|Neither difficult nor easy"
_SO_SO = "一般|中立|既非满意也非不满意"
_UNDECIDED = "一般|中立|不确定|既不同意也不反对"

# By name: the wordings of each language, the worst word first, which stands for 1.
SCALES: Mapping[str, Sequence[Sequence[Wording]]] = {
    "satisfaction5": [
        _wordings(
            f"Very dissatisfied, Dissatisfied, {_NEITHER}, Satisfied, Very satisfied",
            f"Very dissatisfied, Somewhat dissatisfied, {_NEITHER}, Somewhat satisfied, "
            "Very satisfied",
            f"Extremely dissatisfied, Somewhat dissatisfied, {_NEITHER}, Somewhat satisfied, "
            "Extremely satisfied",
        ),
        _wordings(
            f"非常不满意, 不满意, {_SO_SO}, 满意, 非常满意",
            f"很不满意, 不满意, {_SO_SO}, 满意, 很满意",
            f"非常不满意, 比较不满意, {_SO_SO}, 比较满意, 非常满意",
            f"非常不满意, 不太满意, {_SO_SO}, 比较满意, 非常满意",
            f"很不满意, 比较不满意, {_SO_SO}, 比较满意, 很满意",
            f"很不满意, 不太满意, {_SO_SO}, 比较满意, 很满意",
        ),
    ],
    "satisfaction7": [
        _wordings(
            f"Extremely dissatisfied, Moderately dissatisfied, Slightly dissatisfied, {_NEITHER}, "
            "Slightly satisfied, Moderately satisfied, Extremely satisfied",
            f"Very dissatisfied, Dissatisfied, Somewhat dissatisfied, {_NEITHER}, "
            "Somewhat satisfied, Satisfied, Very satisfied",
        ),
        _wordings(
            f"非常不满意, 不满意, 有点不满意, {_SO_SO}, 有点满意, 满意, 非常满意",
            f"非常不满意, 不满意, 比较不满意, {_SO_SO}, 比较满意, 满意, 非常满意",
        ),
    ],
    "agreement5": [
        _wordings(
            f"Strongly disagree, Disagree, {_NEITHER_AGREE}, Agree, Strongly agree",
            f"Strongly disagree, Somewhat disagree, {_NEITHER_AGREE}, Somewhat agree, "
            "Strongly agree",
        ),
        _wordings(
            f"非常不同意, 不同意, {_UNDECIDED}, 同意, 非常同意",
            f"非常不同意, 比较不同意, {_UNDECIDED}, 比较同意, 非常同意",
            f"完全不同意, 不同意, {_UNDECIDED}, 同意, 完全同意",
            f"完全不同意, 比较不同意, {_UNDECIDED}, 比较同意, 完全同意",
        ),
    ],
    "agreement7": [
        _wordings(
            f"Strongly disagree, Disagree, Somewhat disagree, {_NEITHER_AGREE}, Somewhat agree, "
            "Agree, Strongly agree"
        ),
        _wordings(
            f"非常不同意, 不同意, 有点不同意, {_UNDECIDED}, 有点同意, 同意, 非常同意",
            f"非常不同意, 不同意, 比较不同意, {_UNDECIDED}, 比较同意, 同意, 非常同意",
        ),
    ],
    "ease5": [
        _wordings(
            f"Very difficult, Difficult, {_NEITHER_EASY}, Easy, Very easy",
            f"Extremely difficult, Somewhat difficult, {_NEITHER_EASY}, Somewhat easy, "
            "Extremely easy",
        ),
        _wordings("非常困难, 困难, 一般, 容易, 非常容易", "很困难, 困难, 一般, 容易, 很容易"),
    ],
    "ease7": [
        _wordings(
            f"Extremely difficult, Moderately difficult, Slightly difficult, {_NEITHER_EASY}, "
            "Slightly easy, Moderately easy, Extremely easy",
            f"Very difficult, Difficult, Somewhat difficult, {_NEITHER_EASY}, Somewhat easy, Easy, "
            "Very easy",
        ),
        _wordings(
            "非常困难, 困难, 有点困难, 一般, 有点容易, 容易, 非常容易",
            "非常困难, 困难, 比较困难, 一般, 比较容易, 容易, 非常容易",
        ),
    ],
    "stars5": [
        _wordings("★☆☆☆☆, ★★☆☆☆, ★★★☆☆, ★★★★☆, ★★★★★", "★, ★★, ★★★, ★★★★, ★★★★★"),
        _wordings("⭐, ⭐⭐, ⭐⭐⭐, ⭐⭐⭐⭐, ⭐⭐⭐⭐⭐"),
        _wordings("一星, 二星|两星, 三星, 四星, 五星"),
    ],
}
