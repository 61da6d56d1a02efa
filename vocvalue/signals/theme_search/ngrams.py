"""The pieces of clauses that themes are made of: runs of Chinese characters, and English words."""

import re
from collections.abc import Iterator

HAN = "\u3400-\u9fff"
SHORTEST, LONGEST = 2, 4
LEAST_LETTERS = 3
# Characters that say nothing by themselves.
FUNCTION_CHARACTERS = frozenset(
    "的了是我你他她它们在有也就都和与及又还这那么吗呢吧啊呀哦嘛哈着过地得被把给让跟对从到去来说很太真"
    "个些点下上里中一不没再才只可能会要想等"
)
# Words that say nothing by themselves either.
_SAYING_NOTHING = """
非常 什么 真心 超级 简直 而且 已经 自己 这次 一次 第一次 每次 感觉 特别 怎么 这么 那么 还是 就是
不是 没有 但是 因为 所以 如果 可以 时候 直接 其他 绝对 必须 东西 有点 还有 居然 竟然
真的 现在 一样 一下 一直 这样
"""
FUNCTION_PIECES = frozenset(_SAYING_NOTHING.split())
# What a readable piece neither begins nor ends with.
PARTICLES = frozenset("的了吗呢吧啊呀哦嘛着过地得们也就都是我和")
_WORDS = """
a about after again all also am an and any are as at back be because been before being both but by
can could did do does doing done down each even ever every for from get got had has have having he
her here him his how i if in into is it its just let me more most much my no nor not of off on
once one only or other our out over own really same she should so some such than that the their
them then there these they this those through to too under until up us very was we were what when
where which while who whom why will with would you your i'm i've it's don't didn't doesn't isn't
wasn't can't couldn't won't wouldn't that's there's they're we're you're i'd i'll never
"""
FUNCTION_WORDS = frozenset(_WORDS.split())
_PIECES = re.compile(rf"(?P<han>[{HAN}]+)|[a-z][a-z']*[a-z]|[^\s\w]")


def ngrams(clause: str) -> list[str]:
    """Return the pieces of a clause, each as often as it stands there.

    Pieces are two to four Chinese characters, an English word, or two words side by side. None is
    made of characters or words alone that say nothing by themselves.

    Args:
        clause: The clause, as `normalise` writes it.

    Examples:
        >>> ngrams("等了半小时")
        ['了半', '半小', '小时', '等了半', '了半小', '半小时', '等了半小', '了半小时']
        >>> ngrams("the support is slow, no slow support")
        ['support', 'slow', 'slow', 'slow support', 'support']
    """
    pieces: list[str] = []
    before: str | None = None
    for found in _PIECES.finditer(clause):
        word = found.group()
        if found["han"]:
            pieces.extend(_of_han(word))
            before = None
            continue
        is_content = len(word) >= LEAST_LETTERS and word not in FUNCTION_WORDS
        if is_content:
            if before is not None:
                pieces.append(f"{before} {word}")
            pieces.append(word)
        before = word if is_content else None
    return pieces


def is_readable(piece: str) -> bool:
    """Return whether a piece looks like a word: it neither begins nor ends with a particle."""
    return piece[0] not in PARTICLES and piece[-1] not in PARTICLES


def is_english(piece: str) -> bool:
    """Return whether a piece is made of English words."""
    return piece.isascii()


def _of_han(run: str) -> Iterator[str]:
    for length in range(SHORTEST, LONGEST + 1):
        for start in range(len(run) - length + 1):
            piece = run[start : start + length]
            if piece not in FUNCTION_PIECES and not FUNCTION_CHARACTERS.issuperset(piece):
                yield piece
