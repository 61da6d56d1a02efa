"""Ids of two tables that do not match, and would if something small were ignored."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from vocvalue.results.texts import Text, listed, pair

BLANKS, CASE, ZEROS, POINT, WIDTH = (
    "blanks",
    "case",
    "leading zeros",
    "a trailing .0",
    "full and half width",
)
WORDS: Mapping[str, Text] = {
    BLANKS: pair("blanks", "空格"),
    CASE: pair("case", "大小写"),
    ZEROS: pair("leading zeros", "前导零"),
    POINT: pair("a trailing .0", "结尾的 .0"),
    WIDTH: pair("full and half width", "全角半角"),
}
RULES: Mapping[str, Callable[[str], str]] = {
    BLANKS: lambda text: "".join(text.split()),
    CASE: str.casefold,
    ZEROS: lambda text: text.lstrip("0"),
    POINT: lambda text: re.sub(r"\.0+$", "", text),
    WIDTH: lambda text: unicodedata.normalize("NFKC", text),
}


@dataclass(frozen=True, kw_only=True)
class NearMatch:
    """How many ids would match if something were ignored.

    Attributes:
        ignoring: What would have to be ignored: one rule, or several together.
        n: How many ids would match then.
    """

    ignoring: tuple[str, ...]
    n: int

    def told(self, n_customers: int) -> Text:
        """Return it in words.

        Args:
            n_customers: How many ids did not match.

        Examples:
            >>> near = NearMatch(ignoring=("case",), n=3).told(4)
            >>> near.en
            '3 of the 4 would match if case were ignored'
            >>> near.zh
            '若忽略大小写，4 个编号中有 3 个可以匹配'
        """
        return pair(
            "{n} of the {all} would match if {differences} were ignored",
            "若忽略{differences}，{all} 个编号中有 {n} 个可以匹配",
            n=self.n,
            all=n_customers,
            differences=listed([WORDS[rule] for rule in self.ignoring]),
        )


def near_match(unmatched: Sequence[str], others: Sequence[str]) -> NearMatch | None:
    """Return how many ids of one table would match the other's, or None where none would.

    Only what makes a difference is named. An id that the other table has as it stands, on rows that
    do not count, is written alike and is none of these.

    Args:
        unmatched: The ids that did not match.
        others: The other table's ids, each once.

    Examples:
        >>> near_match(["7", "8", "x"], ["007", "008", "9"])
        NearMatch(ignoring=('leading zeros',), n=2)
        >>> near_match(["a7", "x"], ["A 7"])
        NearMatch(ignoring=('blanks', 'case'), n=1)
        >>> near_match(["1"], ["2", "1"])
    """
    as_they_stand = set(others)
    unmatched = [text for text in unmatched if text not in as_they_stand]
    together = _count(unmatched, others, tuple(RULES))
    if not together:
        return None
    needed = tuple(RULES)
    # Rules that make no difference are not named.
    for rule in RULES:
        fewer = tuple(name for name in needed if name != rule)
        if _count(unmatched, others, fewer) == together:
            needed = fewer
    return NearMatch(ignoring=needed, n=together)


def _count(unmatched: Sequence[str], others: Sequence[str], rules: tuple[str, ...]) -> int:
    known = {_without(text, rules) for text in others}
    return sum(_without(text, rules) in known for text in unmatched)


def _without(text: str, rules: tuple[str, ...]) -> str:
    for rule in rules:
        text = RULES[rule](text)
    return text
