"""Themes as factors of a table of clauses and their pieces (non-negative matrix factorisation).

The table is sorted by the words of the clauses first, so that rows in another order give the same
themes to the digit.
"""

import re
import warnings
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vocvalue.errors import MissingDependencyError
from vocvalue.signals.theme_search.ngrams import HAN, is_english, is_readable, ngrams

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

HAN_CLASS = f"[{HAN}]"
LEAST_TEXTS = 8
STEPS = 500
FRAGMENT = 0.9
TOP = 40
# Chosen by eye on take-away and shop reviews and on suggestions for software.
LEAST_WEIGHT = 0.1
NEAR = 0.3
SHARED_TEXTS = 0.4
SHARED_PIECES = 0.15
LEAST_OF_HEAVIEST = 0.03
GROWS, GROWS_FROM, LONGEST_WORD = 0.6, 5, 8


@dataclass(frozen=True, kw_only=True)
class ClauseTable:
    """Clauses and how often each piece stands in them.

    Attributes:
        clauses: The clauses.
        text: Number of the text of each clause, shape (n,), not falling.
        copies: How often that text was handed in, shape (n,).
        pieces: The pieces, sorted.
        counts: How often each stands in each clause, shape (n, pieces).
    """

    clauses: Sequence[str] = field(repr=False)
    text: Ints = field(repr=False)
    copies: Floats = field(repr=False)
    pieces: Sequence[str] = field(repr=False)
    counts: Any = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Factors:
    """Themes: how much of each is in a clause, and how much each piece says of it.

    Attributes:
        weights: By clause and theme, shape (n, k); 1 would be a clause that is nothing else.
        pieces: By theme and piece, shape (k, pieces), each row of length 1.
        converged: Whether the search ended by itself.
    """

    weights: Floats = field(repr=False)
    pieces: Floats = field(repr=False)
    converged: bool

    @property
    def theme(self) -> Ints:
        """The theme of each clause, -1 where it has weight in none, shape (n,)."""
        largest = self.weights.max(axis=1, initial=0.0)
        return np.where(largest > LEAST_WEIGHT, self.weights.argmax(axis=1), -1)


def clause_table(clauses: Mapping[str, Sequence[str]], n: Mapping[str, int]) -> ClauseTable:
    """Return the table of some texts' clauses.

    Args:
        clauses: The clauses of each text.
        n: How often each text was handed in.

    Returns:
        The table, with the pieces that stand in at least eight texts.
    """
    texts = sorted(clauses)
    by_clause = [
        (place, Counter(ngrams(clause)))
        for place, text in enumerate(texts)
        for clause in clauses[text]
    ]
    in_texts: Counter[str] = Counter()
    seen: dict[int, set[str]] = {}
    for place, counts in by_clause:
        seen.setdefault(place, set()).update(counts)
    for place, pieces_of_text in seen.items():
        in_texts.update(dict.fromkeys(pieces_of_text, n[texts[place]]))
    pieces = _whole_pieces({piece: k for piece, k in in_texts.items() if k >= LEAST_TEXTS})
    column = {piece: place for place, piece in enumerate(pieces)}
    rows, columns, values = [], [], []
    for row, (_, counts) in enumerate(by_clause):
        for piece, k in counts.items():
            if piece in column:
                rows.append(row)
                columns.append(column[piece])
                values.append(float(k))
    from scipy.sparse import csr_matrix  # noqa: PLC0415 (slow to import)

    counts_table = csr_matrix((values, (rows, columns)), shape=(len(by_clause), len(pieces)))
    counts_table.sort_indices()
    text = np.array([place for place, _ in by_clause], dtype=np.int64)
    return ClauseTable(
        clauses=[clause for it in texts for clause in clauses[it]],
        text=text,
        copies=np.array([n[it] for it in texts], dtype=np.float64)[text],
        pieces=pieces,
        counts=counts_table,
    )


def factorise(table: ClauseTable, n_themes: int, *, seed: int) -> Factors:
    """Return the themes of a table.

    Args:
        table: The clauses and their pieces.
        n_themes: How many themes.
        seed: The seed of the first guess.

    Raises:
        MissingDependencyError: scikit-learn is not installed.

    References:
        Boutsidis and Gallopoulos (2008), SVD based initialization: a head start for nonnegative
        matrix factorization, Pattern Recognition 41: the first guess.
    """
    from scipy.sparse import diags_array  # noqa: PLC0415 (slow to import)

    try:
        from sklearn.decomposition import NMF  # noqa: PLC0415 (an extra, and slow to import)
        from sklearn.exceptions import ConvergenceWarning  # noqa: PLC0415
        from sklearn.feature_extraction.text import TfidfTransformer  # noqa: PLC0415
    except ImportError as error:
        raise MissingDependencyError.for_extra(
            "scikit-learn", extra="ml", purpose="Finding themes"
        ) from error
    weighted = TfidfTransformer(sublinear_tf=True).fit_transform(table.counts)
    # A text that was handed in twice weighs as two.
    weighted = diags_array(np.sqrt(table.copies)) @ weighted
    model = NMF(n_components=n_themes, init="nndsvda", max_iter=STEPS, random_state=seed)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # noted by whoever asked
        weights = model.fit_transform(weighted.tocsr())
    pieces = np.asarray(model.components_, dtype=np.float64)
    lengths = np.linalg.norm(pieces, axis=1)
    return Factors(
        weights=weights * lengths / np.sqrt(table.copies)[:, np.newaxis],
        pieces=pieces / np.where(lengths > 0, lengths, 1.0)[:, np.newaxis],
        converged=bool(model.n_iter_ < STEPS),
    )


def merged(factors: Factors, table: ClauseTable) -> Factors:
    """Return themes, those put together whose clauses come from the same texts or are worded alike.

    Args:
        factors: The themes.
        table: What they were made of.
    """
    from scipy.sparse.csgraph import connected_components  # noqa: PLC0415 (slow to import)

    alike = (_shared_texts(factors, table) >= SHARED_TEXTS) | (
        factors.pieces @ factors.pieces.T >= SHARED_PIECES
    )
    n, group = connected_components(alike, directed=False)
    together = [np.flatnonzero(group == number) for number in range(n)]
    sizes = np.square(factors.weights).sum(axis=0)
    pieces = np.stack([sizes[some] @ factors.pieces[some] for some in together])
    lengths = np.linalg.norm(pieces, axis=1, keepdims=True)
    return Factors(
        weights=np.stack([factors.weights[:, some].max(axis=1) for some in together], axis=1),
        pieces=pieces / np.where(lengths > 0, lengths, 1.0),
        converged=factors.converged,
    )


def _shared_texts(factors: Factors, table: ClauseTable) -> Floats:
    """Return for two themes which share of the smaller one's texts the other is in as well.

    A text is in a theme if a clause of it has there nearly as much weight as in any.
    """
    weights, k = factors.weights, factors.weights.shape[1]
    largest = weights.max(axis=1, keepdims=True)
    is_in = (weights >= NEAR * largest) & (largest > LEAST_WEIGHT)
    texts = np.zeros((int(table.text.max(initial=-1)) + 1, k))
    for theme in range(k):
        texts[table.text[is_in[:, theme]], theme] = 1.0
    both = texts.T @ texts
    sizes = np.diag(both)
    share: Floats = both / np.maximum(np.minimum.outer(sizes, sizes), 1.0)
    return share


def typical(pieces: Floats, table: ClauseTable, clauses: Sequence[str], n: int) -> tuple[str, ...]:
    """Return the words of a theme: its heaviest pieces, none lying in another.

    Args:
        pieces: How much each piece says of the theme, shape (pieces,).
        table: The pieces.
        clauses: The clauses that are about it.
        n: How many words at most.
    """
    least = LEAST_OF_HEAVIEST * pieces.max()
    order = [place for place in np.argsort(-pieces, kind="stable")[:TOP] if pieces[place] >= least]
    heavy = [table.pieces[place] for place in order]
    own, every = "\n".join(clauses), "\n".join(table.clauses)
    words: list[str] = []
    for piece in heavy:
        word = _grown(piece, own, every)
        if is_readable(word) and not any(word in kept or kept in word for kept in words):
            words.append(word)
        if len(words) == n:
            break
    return tuple(words or heavy[:1])


def _grown(piece: str, own: str, every: str) -> str:
    """Return a piece of Chinese with the characters beside which it mostly stands in its theme.

    What hardly stands without a character anywhere is a fragment, and grows with it too.

    Args:
        piece: The piece.
        own: The clauses of the theme.
        every: All clauses.
    """
    if " " in piece or is_english(piece):
        return piece
    longer: str | None = piece
    while longer and len(piece := longer) < LONGEST_WORD:
        longer = _longer(piece, own, share=GROWS, least=GROWS_FROM) or _longer(
            piece, every, share=FRAGMENT, least=LEAST_TEXTS
        )
    return piece


def _longer(piece: str, joined: str, *, share: float, least: int) -> str | None:
    """Return a piece with the character that stands on one side of it in such a share."""
    places = [found.start() for found in re.finditer(re.escape(piece), joined)]
    enough = max(share * len(places), least)
    for before, after in ((1, 0), (0, 1)):
        around = [joined[at - before : at + len(piece) + after] for at in places]
        longer = Counter(it for it in around if re.fullmatch(f"{HAN_CLASS}+", it)).most_common(1)
        if longer and longer[0][1] >= enough and len(longer[0][0]) > len(piece):
            return longer[0][0]
    return None


def _whole_pieces(in_texts: Mapping[str, int]) -> list[str]:
    """Return pieces without those that hardly stand anywhere but in one longer piece."""
    fragments = set()
    for piece, n in in_texts.items():
        for part in _parts(piece):
            if part in in_texts and n >= FRAGMENT * in_texts[part]:
                fragments.add(part)
    return sorted(set(in_texts) - fragments)


def _parts(piece: str) -> set[str]:
    if " " in piece:
        return set(piece.split(" "))
    if is_english(piece):
        return set()
    n = len(piece)
    return {piece[i:j] for i in range(n) for j in range(i + 2, n + 1)} - {piece}
