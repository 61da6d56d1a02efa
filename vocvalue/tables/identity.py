"""Ids of two tables that do not match, and would if something small were ignored."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

BLANKS, CASE, ZEROS, POINT, WIDTH = (
    "blanks",
    "case",
    "leading zeros",
    "a trailing .0",
    "full and half width",
)
ZH: Mapping[str, str] = {
    BLANKS: "空格",
    CASE: "大小写",
    ZEROS: "前导零",
    POINT: "结尾的 .0",
    WIDTH: "全角与半角的区别",
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

    def told(self, n_customers: int) -> tuple[str, str]:
        """Return it in words, in English and Chinese.

        Args:
            n_customers: How many ids did not match.

        Examples:
            >>> NearMatch(ignoring=("case",), n=3).told(4)[0]
            '3 of the 4 would match if case were ignored'
        """
        what, what_zh = " and ".join(self.ignoring), "、".join(ZH[rule] for rule in self.ignoring)
        return (
            f"{self.n:,} of the {n_customers:,} would match if {what} were ignored",
            f"若忽略{what_zh}，{n_customers:,} 个中有 {self.n:,} 个可以匹配",
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
