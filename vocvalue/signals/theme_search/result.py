"""Themes: what customers write about, with typical words and examples."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vocvalue.results.estimates import Estimate
from vocvalue.results.result import Pictured
from vocvalue.stats.proportions import wilson

About: TypeAlias = Literal["complaint", "all"]

LEVEL = 0.95
NAMED_BY = 2


@dataclass(frozen=True, kw_only=True)
class Theme:
    """Clauses that are about the same.

    Attributes:
        words: Its typical words, the most typical first.
        n_clauses: How many clauses are about it.
        n_texts: In how many texts.
        stability: How alike its words are if a fifth of the texts is left out: from 0, no word in
            common, to 1.
        examples: Texts that are about it.

    Examples:
        >>> theme = Theme(
        ...     words=("送餐慢", "超时", "等了"), n_clauses=9, n_texts=7, stability=0.8, examples=()
        ... )
        >>> theme.name
        '送餐慢 / 超时'
    """

    words: tuple[str, ...]
    n_clauses: int
    n_texts: int
    stability: float
    examples: tuple[str, ...]

    @property
    def name(self) -> str:
        """Its first words."""
        return " / ".join(self.words[:NAMED_BY])


@dataclass(frozen=True, kw_only=True, eq=False)
class Themes(Pictured):
    """What customers write about, the theme of most texts first.

    Attributes:
        themes: The themes.
        polarity: "complaint" where only clauses that complain were read, or "all".
        n_texts: How many texts were read.
        n_with_clause: In how many of them there is a clause to look at.
        n_clauses: How many clauses were looked at.
        n_covered: How many of these are about a theme.
    """

    themes: tuple[Theme, ...]
    polarity: About
    n_texts: int
    n_with_clause: int
    n_clauses: int
    n_covered: int

    @property
    def coverage(self) -> Estimate:
        """The share of the clauses that are about a theme."""
        return _share(self.n_covered, self.n_clauses)

    def share_of(self, theme: Theme) -> Estimate:
        """Return the share of texts that are about a theme, of those with a clause to look at.

        Args:
            theme: One of the themes.
        """
        return _share(theme.n_texts, self.n_with_clause)

    def figures(self) -> dict[str, Estimate]:
        """Return the share of texts of each theme, and of clauses with one."""
        shares = {theme.name: self.share_of(theme) for theme in self.themes}
        return {**shares, "clauses with a theme": self.coverage}

    def topics(self) -> dict[str, list[str]]:
        """Return the words of each theme as topics that `signals.mentions` takes.

        They have no polarity of their own: strike out words that mean other things too, and add
        one where every mention is a complaint.

        Examples:
            >>> import vocvalue as vv
            >>> texts = [f"{thing}太慢了" for thing in ("送餐", "发货", "退款")] * 40
            >>> topics = vv.signals.themes(texts, n_themes=2, resamples=1).topics()
            >>> vv.signals.mentions(texts, topics).coverage.value
            1.0
        """
        return {theme.name: list(theme.words) for theme in self.themes}

    def to_frame(self) -> pd.DataFrame:
        """Return one row per theme."""
        shares = [self.share_of(theme) for theme in self.themes]
        return pd.DataFrame(
            {
                "theme": [theme.name for theme in self.themes],
                "words": [", ".join(theme.words) for theme in self.themes],
                "clauses": [theme.n_clauses for theme in self.themes],
                "texts": [theme.n_texts for theme in self.themes],
                "share": [share.value for share in shares],
                "lower": [share.lower for share in shares],
                "upper": [share.upper for share in shares],
                "stability": [theme.stability for theme in self.themes],
                "example": [theme.examples[0] for theme in self.themes],
            }
        )


def _share(n: int, of: int) -> Estimate:
    low, high = wilson(n, of, LEVEL)
    ends: NDArray[np.float64] = np.array([n / of, low, high], dtype=np.float64)
    return Estimate.of((ends[0], ends[1], ends[2]), level=LEVEL, method="wilson", n=of)
