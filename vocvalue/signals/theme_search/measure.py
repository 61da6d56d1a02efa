"""Clauses in, themes out: found, put together, counted, and asked whether they hold."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from vocvalue import progress
from vocvalue.errors import DataError
from vocvalue.results.texts import pair
from vocvalue.signals.theme_search.factors import (
    LEAST_TEXTS,
    ClauseTable,
    Factors,
    Floats,
    Ints,
    clause_table,
    factorise,
    merged,
    typical,
)
from vocvalue.signals.theme_search.gathered import GatheredClauses
from vocvalue.signals.theme_search.result import Theme

TEXTS_PER_THEME = 10
KEPT_SHARE = 0.8
COMPARED = 10
EXAMPLES = 3


@dataclass(frozen=True, kw_only=True)
class _Search:
    """What is looked at, what was found in it, and how the texts read and how often they came."""

    factors: Factors
    table: ClauseTable
    originals: Sequence[str]
    copies: Ints

    def theme(self, number: int, *, n_words: int, stability: float) -> Theme:
        members = np.flatnonzero(self.factors.theme == number)
        text = self.table.text[members]
        clauses = [self.table.clauses[member] for member in members.tolist()]
        weights = self.factors.weights[members, number]
        # The heaviest clause of a text speaks for it.
        heaviest = np.lexsort((text, -weights.round(9)))
        texts = list(dict.fromkeys(text[heaviest].tolist()))
        return Theme(
            words=typical(self.factors.pieces[number], self.table, clauses, n_words),
            n_clauses=int(self.copies[text].sum()),
            n_texts=int(self.copies[texts].sum()),
            stability=stability,
            examples=tuple(self.originals[place] for place in texts[:EXAMPLES]),
        )


def find_themes(
    gathered: GatheredClauses, n_themes: int, *, n_words: int, resamples: int, seed: int
) -> tuple[tuple[Theme, ...], int, bool]:
    """Return the themes of some clauses, how many clauses have one, and if the search settled.

    Args:
        gathered: The clauses.
        n_themes: How many themes at most.
        n_words: How many words each has at most.
        resamples: How often a fifth of the texts is left out.
        seed: The seed of these.

    Raises:
        DataError: There are too few texts, or too few words that come up again.
        MissingDependencyError: scikit-learn is not installed.
    """
    texts = sorted(gathered.clauses)
    copies = np.array([gathered.n[text] for text in texts], dtype=np.int64)
    refuse_few(int(copies.sum()), n_themes)
    table = clause_table(gathered.clauses, gathered.n)
    _refuse_alike(table, n_themes)
    factors = merged(factorise(table, n_themes, seed=seed), table)
    stability = _stability(factors, table, gathered, n_themes, resamples=resamples, seed=seed)
    originals = [gathered.originals[text] for text in texts]
    search = _Search(factors=factors, table=table, originals=originals, copies=copies)
    themes = [
        search.theme(number, n_words=n_words, stability=float(stability[number]))
        for number in np.unique(factors.theme[factors.theme >= 0]).tolist()
    ]
    themes.sort(key=lambda theme: (-theme.n_texts, theme.words))
    n_covered = int(copies[table.text[factors.theme >= 0]].sum())
    return tuple(themes), n_covered, factors.converged


def _refuse_alike(table: ClauseTable, n_themes: int) -> None:
    n_clauses, n_words = table.counts.shape
    if min(n_clauses, n_words) < n_themes:
        raise DataError(
            f"{n_clauses:,} different clauses share {n_words:,} words that stand in at least "
            f"{LEAST_TEXTS} texts, too few for {n_themes} themes. Pass more texts, or ask for "
            "fewer themes: n_themes=..."
        )


def refuse_few(n_texts: int, n_themes: int) -> None:
    """Refuse texts that are too few for so many themes.

    Raises:
        DataError: Says how many it takes.
    """
    least = TEXTS_PER_THEME * n_themes
    if n_texts < least:
        raise DataError(
            f"{n_themes} themes need at least {least:,} texts with a clause to look at, and there "
            f"are {n_texts:,}. Pass more texts, ask for fewer themes (n_themes=...), or look at "
            'all clauses and not only at complaints (polarity="all").'
        )


def _stability(
    factors: Factors,
    table: ClauseTable,
    gathered: GatheredClauses,
    n_themes: int,
    *,
    resamples: int,
    seed: int,
) -> Floats:
    """Return how alike the words of each theme are, on average, where texts are left out."""
    own = _top(factors.pieces, table)
    random = np.random.default_rng(seed)
    texts = sorted(gathered.clauses)
    alike = []
    with progress.over(
        range(resamples), pair("comparing themes of samples", "比较各样本的主题")
    ) as samples:
        for _ in samples:
            kept = random.random(len(texts)) < KEPT_SHARE
            stay = [texts[place] for place in np.flatnonzero(kept).tolist()]
            some = {text: gathered.clauses[text] for text in stay}
            part = clause_table(some, gathered.n)
            if min(part.counts.shape) < n_themes:
                continue
            again = _top(merged(factorise(part, n_themes, seed=seed), part).pieces, part)
            alike.append([max(_jaccard(words, others) for others in again) for words in own])
    return np.mean(alike, axis=0) if alike else np.full(len(own), np.nan)


def _top(pieces: Floats, table: ClauseTable) -> list[frozenset[str]]:
    order = np.argsort(-pieces, axis=1, kind="stable")[:, :COMPARED]
    return [frozenset(table.pieces[place] for place in row) for row in order]


def _jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other)
