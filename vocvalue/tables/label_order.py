"""The order of labels: that of numbers, or of words that people answer surveys with."""

import decimal
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from vocvalue.tables.categories import NUMBER

LONGEST = 5
"""Whole numbers of more digits than this are codes or dates: sorted, but not more or less."""

# Each scale from the lowest to the highest; words of one level stand together.
SCALES: Sequence[Sequence[str]] = (
    (
        "detractor detractors 贬损者 贬损 贬损型 批评者",
        "passive passives neutral neutrals 中立者 被动者 中立 被动 中立型 被动型 中性",
        "promoter promoters 推荐者 推荐 推荐型 拥护者",
    ),
    (
        "extremely_dissatisfied completely_dissatisfied 极不满意 极其不满意 完全不满意",
        "very_dissatisfied very_unsatisfied 非常不满意 很不满意 十分不满意 特别不满意",
        "dissatisfied unsatisfied not_satisfied 不满意 不满 不满意者",
        "somewhat_dissatisfied slightly_dissatisfied 较不满意 比较不满意 不太满意 有点不满意",
        "neutral neither neither_satisfied_nor_dissatisfied ok okay 一般 中立 中立者 普通 中性",
        "somewhat_satisfied slightly_satisfied 较满意 比较满意 基本满意",
        "satisfied 满意 满意者",
        "very_satisfied 非常满意 很满意 十分满意 特别满意",
        "extremely_satisfied completely_satisfied 极满意 极其满意 完全满意",
    ),
    (
        "strongly_disagree completely_disagree 非常不同意 很不同意 完全不同意 强烈反对 非常反对",
        "disagree 不同意 反对 不赞同 不认同",
        "somewhat_disagree slightly_disagree 比较不同意 较不同意 不太同意 有点不同意",
        "neutral neither neither_agree_nor_disagree undecided 一般 中立 中性 不确定 说不清",
        "somewhat_agree slightly_agree 比较同意 较同意 基本同意 有点同意",
        "agree 同意 赞同 认同",
        "strongly_agree completely_agree 非常同意 很同意 完全同意 强烈同意 十分同意",
    ),
    (
        "not_at_all_likely extremely_unlikely 完全不可能 极不可能 绝不可能",
        "very_unlikely 非常不可能 很不可能",
        "unlikely 不可能",
        "somewhat_unlikely 不太可能 比较不可能",
        "neutral neither 一般 中立 不确定",
        "somewhat_likely 比较可能 有可能",
        "likely 可能",
        "very_likely 非常可能 很可能",
        "extremely_likely 极有可能 极其可能",
    ),
    (
        "very_high_effort very_difficult very_hard 非常费力 非常困难 很困难 很费力",
        "high_effort difficult hard 费力者 费力 困难 高费力",
        "somewhat_difficult 比较困难 较困难 比较费力",
        "neutral neither moderate medium_effort 一般 中立者 中立 中等 中性",
        "somewhat_easy 比较容易 较容易 比较轻松",
        "low_effort easy 省力者 省力 容易 轻松 低费力",
        "very_low_effort very_easy 非常省力 非常容易 很容易 非常轻松",
    ),
    ("negative 差评 负面 消极", "neutral 中评 中性 中立", "positive 好评 正面 积极"),
    (
        "terrible awful 极差 非常差",
        "very_poor very_bad 很差",
        "poor bad 差 较差 不好",
        "fair average okay ok neutral 一般 中 中等 普通 尚可 还行",
        "good 好 较好 良 良好",
        "very_good 很好",
        "excellent 非常好 优 优秀 极好",
    ),
    (
        "never 从不 从未 从来没有",
        "rarely seldom 很少 极少",
        "sometimes occasionally 有时 偶尔",
        "often frequently 经常 常常",
        "always 总是 一直",
    ),
    (
        "very_low lowest 很低 非常低 极低 最低",
        "low 低 较低 低等",
        "medium mid middle moderate average normal 中 中等 中级 一般",
        "high 高 较高 高等",
        "very_high highest 很高 非常高 极高 最高",
    ),
    ("no n false 否 不 不是 没有", "yes y true 是 是的 有"),
)


def _levels(scale: Sequence[str]) -> Mapping[str, int]:
    return {
        word.replace("_", " "): level for level, words in enumerate(scale) for word in words.split()
    }


KNOWN = tuple(map(_levels, SCALES))


@dataclass(frozen=True, kw_only=True)
class Arranged:
    """Labels in an order.

    Attributes:
        names: The labels.
        is_ordered: Whether the order is one of more or less, and not only of the alphabet.
    """

    names: tuple[str, ...]
    is_ordered: bool


def arranged(names: Collection[str]) -> Arranged:
    """Return labels in the order that they have of themselves, or by the alphabet.

    Numbers go by number, and words by the scale they belong to, when all of them belong to one:
    those of NPS, satisfaction, agreement, likelihood, effort, ratings, frequency, high to low, and
    no and yes, in English and Chinese. Everything else has no order. Numbers with a leading zero
    and whole numbers of six digits and more are codes or dates, and have none either.

    Examples:
        >>> arranged(["10", "9", "2"])
        Arranged(names=('2', '9', '10'), is_ordered=True)
        >>> arranged(["推荐者", "中立者", "贬损者"]).names
        ('贬损者', '中立者', '推荐者')
        >>> arranged(["north", "south", "east"])
        Arranged(names=('east', 'north', 'south'), is_ordered=False)
        >>> arranged(["20240108", "20240101"])
        Arranged(names=('20240101', '20240108'), is_ordered=False)
    """
    if names and all(NUMBER.fullmatch(name) for name in names):
        by_number = tuple(sorted(names, key=decimal.Decimal))
        return Arranged(names=by_number, is_ordered=not any(map(_is_code, names)))
    plain = {name: canonical(name) for name in names}
    for scale in KNOWN:
        if names and all(word in scale for word in plain.values()):
            by_level = sorted(names, key=lambda name: (scale[plain[name]], name))
            return Arranged(names=tuple(by_level), is_ordered=True)
    return Arranged(names=tuple(sorted(names)), is_ordered=False)


def _is_code(name: str) -> bool:
    return "." not in name and len(name.lstrip("-")) > LONGEST


def canonical(name: str) -> str:
    """Return a label in lower case, its width, blanks, hyphens and underscores made alike."""
    words = unicodedata.normalize("NFKC", name).casefold()
    return " ".join(words.replace("_", " ").replace("-", " ").split())
