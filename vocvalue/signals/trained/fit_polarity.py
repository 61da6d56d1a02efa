"""Texts with scores in, a model of praise and complaint out."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from vocvalue import checks, progress
from vocvalue.errors import DataError, ParameterError
from vocvalue.results import Note
from vocvalue.results.numerals import counted
from vocvalue.results.texts import pair
from vocvalue.signals.finding import gate
from vocvalue.signals.finding.read import LANGUAGES, the_lexicons
from vocvalue.signals.matching.matchers import matcher_of
from vocvalue.signals.matching.normal import LONGEST_TEXT, normalise
from vocvalue.signals.reading import TextCounts, opened
from vocvalue.signals.trained import fitting
from vocvalue.signals.trained.fitting import Counted
from vocvalue.signals.trained.polarity_model import PolarityModel
from vocvalue.tables.comments import CommentLog
from vocvalue.tables.engine_errors import translated

Floats: TypeAlias = NDArray[np.float64]

LONGEST = 3
MOST_RUNS = 2_000
MOST_TEXTS = 20_000
LEAST_OF_EACH = 50
"""Of praise and of complaint: with fewer the words of the lexicons tell as well."""
TENTHS = 10


@progress.step(pair("learning from scores", "从得分中学习"))
@translated
def fit_polarity(
    comments: object,
    *,
    score: str | None = None,
    low_score: float | None = None,
    holds_below: float = 0.25,
    text: str = "text",
    role: str | None = None,
    seed: int = 0,
) -> PolarityModel:
    """Learn from texts with scores whether a text praises or complains.

    A logistic regression on runs of one to three characters, cut to the 2,000 that weigh most, and
    calibrated out of fold: by a logistic curve (Platt) with fewer than 1,000 texts of the rarer
    sort, else by steps (isotonic). `signals.find(..., polarity=model)` gates with it the texts that
    have no score. It knows the texts that it was fitted to: elsewhere it does worse, which only
    scores from there can show.

    The gate holds an intent to buy again where praise is less likely than 0.25, and not 0.5: a lead
    that is held is lost unseen, and one too many is seen by whoever calls. Texts that praise and
    complain, between the two, pass.

    Args:
        comments: One row per text: a frame, a path or a `Comments`.
        score: Column of the score given with the text; by default "score".
        low_score: Up to which score a text is a complaint; by default 6 of 10, 2 of 5, or 0 of 1,
            by the scores that the table holds.
        holds_below: Below which probability of praise a text counts as a complaint.
        text: Column of the text.
        role: Column of who wrote it; by default "role", if there is one. What "seller" wrote is
            left out.
        seed: The seed of the folds, and of the draw where there are more than 20,000 texts.

    Returns:
        A model for `signals.find(..., polarity=...)`, which `save` writes as JSON.

    Raises:
        DataError: There are no scores, or fewer than 50 texts of praise or of complaint.
        MissingDependencyError: scikit-learn is not installed.
        ParameterError: Scores of no known scale, or a probability that is none.

    Examples:
        >>> import pandas as pd
        >>> import vocvalue as vv
        >>> texts = [f"{n}号，很好吃" for n in range(60)] + [f"{n}号，太难吃" for n in range(60)]
        >>> comments = pd.DataFrame({"text": texts, "score": [10] * 60 + [2] * 60})
        >>> mood = vv.signals.fit_polarity(comments)
        >>> (mood.praise(["好吃", "难吃"]) > mood.holds_below).tolist()
        [True, False]
    """
    fitting.needs_sklearn("signals.fit_polarity")
    if not 0 < checks.number("holds_below", holds_below) < 1:
        raise ParameterError(f"holds_below == {holds_below}, must be between 0 and 1.")
    log = opened(comments, text=text, role=role, score=score)
    if log.schema.score is None:
        raise DataError(
            "comments has no scores to learn from. Name the column of the score: score=..."
        )
    low = gate.low_score(low_score, log.scores)
    texts, scores, notes = _drawn(log, seed)
    if low is None:
        raise DataError("comments has no text with a score. At least 100 are needed.")
    praises = scores > low
    groups = [normalise(it).text for it in texts]
    _check(groups, praises, low)
    counted_runs = Counted.of(texts, LONGEST)
    linear, checked = fitting.fitted(counted_runs, praises, groups, most=MOST_RUNS, seed=seed)
    predicted, observed, in_tenth = tenths(checked.probability, praises)
    return PolarityModel(
        linear=linear,
        holds_below=holds_below,
        low_score=float(low),
        n_texts=len(texts),
        n_praise=int(praises.sum()),
        n_right=int(((checked.probability >= 0.5) == praises).sum()),
        brier=float(np.square(checked.probability - praises).mean()),
        predicted=predicted,
        observed=observed,
        in_tenth=in_tenth,
        notes=(*notes, *_repeats(groups, scores)),
    )


def _repeats(groups: list[str], scores: Floats) -> tuple[Note, ...]:
    """Return how many texts say what another says, with its score: they may be lines read twice."""
    n = len(groups) - len(set(zip(groups, scores.tolist(), strict=True)))
    return Note.counted(
        n,
        "{texts} again as before with the same score. Each counts.",
        "{texts}与其他文本及评分相同，每次都计入。",
        texts=counted(n, "text"),
        bears_on="reading",
    )


def _drawn(log: CommentLog, seed: int) -> tuple[list[str], Floats, tuple[Note, ...]]:
    """Return texts with their scores, of many a random part, whose size bounds the memory."""
    silent = matcher_of(the_lexicons(LANGUAGES)).silent_roles
    random = np.random.default_rng(seed)
    counts = TextCounts()
    kept: list[tuple[float, str, float]] = []
    n_scored = 0
    with log.batches() as batches:
        for batch in batches:
            counts.add(batch)
            scores = np.full(len(batch.text), np.nan) if batch.score is None else batch.score
            roles = batch.role or [None] * len(batch.text)
            new = [
                (text[:LONGEST_TEXT], float(score))
                for text, score, role in zip(batch.text, scores, roles, strict=True)
                if text is not None
                and text.strip()
                and not np.isnan(score)
                and (role is None or role.casefold() not in silent)
            ]
            n_scored += len(new)
            kept += [(at, *pair) for at, pair in zip(random.random(len(new)), new, strict=True)]
            if len(kept) > MOST_TEXTS:
                kept = sorted(kept, key=lambda it: it[0])[:MOST_TEXTS]
    n_left = n_scored - len(kept)
    note = Note.counted(
        n_left,
        "A random {kept} texts were learned from; {left} were not needed.",
        "随机抽取 {kept} 条文本用于训练，其余 {left}未使用。",
        kept=len(kept),
        left=counted(n_left, "text"),
        bears_on="reading",
    )
    source = () if log.source is None else log.source.notes
    texts, values = [text for _, text, _ in kept], np.array([score for _, _, score in kept])
    return texts, values, (*source, *counts.notes(log), *note)


def _check(groups: list[str], praises: NDArray[np.bool_], low: float) -> None:
    if fitting.n_of_rarer(groups, praises) >= LEAST_OF_EACH:
        return
    above, below = ({groups[place] for place in np.flatnonzero(of)} for of in (praises, ~praises))
    raise DataError(
        f"{len(above):,} different texts have a score above {low:g} and {len(below):,} one up to "
        "there. At "
        f"least {LEAST_OF_EACH} of each are needed to learn more than the words of the lexicons "
        "tell. Leave polarity out of signals.find until there are."
    )


def tenths(
    probability: Floats, is_so: NDArray[np.bool_]
) -> tuple[Floats, Floats, NDArray[np.int64]]:
    """Return mean probabilities, shares and numbers of texts in tenths of the probabilities.

    Args:
        probability: How likely each is, shape (n,).
        is_so: Which are so, shape (n,).

    Examples:
        >>> likely = np.array([0.12, 0.18, 0.9])
        >>> predicted, observed, n = tenths(likely, np.array([False, True, True]))
        >>> predicted.tolist(), observed.tolist(), n.tolist()
        ([0.15, 0.9], [0.5, 1.0], [2, 1])
    """
    tenth = np.minimum((probability * TENTHS).astype(np.int64), TENTHS - 1)
    n = np.bincount(tenth, minlength=TENTHS)
    sums = (np.bincount(tenth, weights=it, minlength=TENTHS) for it in (probability, is_so))
    there = n > 0
    predicted, observed = (it[there] / n[there] for it in sums)
    return predicted, observed, n[there]
