"""Labelled texts in, rules with a regression behind them out."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from vocvalue import checks, progress
from vocvalue.errors import DataError, ParameterError
from vocvalue.results import Note
from vocvalue.results.notes import left_out
from vocvalue.results.numerals import counted, percent, whole
from vocvalue.results.records import checksum
from vocvalue.results.texts import names, pair
from vocvalue.signals.evaluation.labels import GoldLabels, read_labels
from vocvalue.signals.evaluation.measure import Tally
from vocvalue.signals.finding.kinds import KINDS
from vocvalue.signals.matching.lexicon import load
from vocvalue.signals.matching.matcher import Matcher
from vocvalue.signals.matching.matchers import matcher_of
from vocvalue.signals.matching.normal import normalise
from vocvalue.signals.trained import fitting
from vocvalue.signals.trained.fitting import Bool, Checked, Counted
from vocvalue.signals.trained.linear import Floats
from vocvalue.signals.trained.target import GROUPS, Group, Target, group_of
from vocvalue.signals.trained.trained_signals import (
    TrainedSignals,
    fingerprint,
    flags_of,
    hits_of,
)
from vocvalue.tables.engine_errors import translated

Named: TypeAlias = Sequence[str | Path]

LONGEST = 4
MOST_RUNS = 4_000
LEAST_OF_EACH = 30
"""Texts with a signal, and texts without: with fewer nothing is learned of it."""
LIKELIER_THAN_NOT = 0.5
LEAST_SAID = 5
"""A threshold that fewer texts pass shows no precision."""
BESIDE = ("channel", "role")


@progress.step(pair("learning from labels", "从人工标注中学习"))
@translated
def fit(
    labelled: object,
    *,
    lexicons: Named = ("zh", "en"),
    kinds: Sequence[str] = KINDS,
    precision: float = 0.9,
    seed: int = 0,
) -> TrainedSignals:
    """Fit regressions that score the hits of rules anew, on texts that a person labelled.

    One logistic regression for each kind, and within it for leads, alerts and what was bought
    before, tells whether a text holds such a signal: from runs of one to four characters, and from
    what the rules say. Five-fold cross-validation calibrates it: by a logistic curve (Platt) with
    fewer than 1,000 texts of the rarer sort, else by steps that never fall (isotonic). It counts
    from the lowest probability on, at least one half, at which as many are right as was asked for.

    What it reports of itself is said of each text by a regression, a calibration and a threshold
    that had not seen it, beside what the rules alone give on the same texts. Where the rules were
    written with these texts in mind, what they give is too good.

    Args:
        labelled: One row per signal that a person saw, and one for each text without any, with an
            empty kind and status: a frame or a path with the columns text, kind and status;
            optional: channel and role. A text of several rows has several signals.
        lexicons: The rules: "zh", "en", or paths of files of your own; one for each language.
        kinds: The kinds that are learned; others are read by the rules alone.
        precision: How many of the signals said are to be right, as a share.
        seed: The seed of the folds.

    Returns:
        A model for `signals.find(..., model=...)`, which `save` writes as JSON.

    Raises:
        DataError: A column is missing, a kind or a status is not known, or of no kind there are 30
            texts with a signal and 30 without.
        MissingDependencyError: scikit-learn is not installed.
        ParameterError: The rules cannot be named in a file, or a kind is not known.

    References:
        Platt (1999), Probabilistic outputs for support vector machines. Niculescu-Mizil and
        Caruana (2005), Predicting good probabilities with supervised learning.

    Examples:
        >>> import pandas as pd
        >>> import vocvalue as vv
        >>> said = [f"{n}号：下次还会买" for n in range(40)]
        >>> rest = [f"{n}号：物流很快" for n in range(40)]
        >>> labelled = pd.DataFrame({"text": said + rest})
        >>> labelled["kind"] = ["repurchase"] * 40 + [None] * 40
        >>> labelled["status"] = ["positive"] * 40 + [None] * 40
        >>> model = vv.signals.fit(labelled)
        >>> vv.signals.find(["下次还会买的", "物流很慢"], model=model).row.tolist()
        [0]
    """
    fitting.needs_sklearn("signals.fit")
    rules = _named(lexicons)
    for kind in kinds:
        checks.one_of("kinds", kind, KINDS)
    if not 0 < checks.number("precision", precision) < 1:
        raise ParameterError(f"precision == {precision}, must be between 0 and 1.")
    labels = read_labels(labelled, name="labelled", needs=("text",), beside=BESIDE, ids=())
    texts = _Texts.of(labels)
    matcher = matcher_of([load(name) for name in rules])
    texts.read(matcher)
    learned = [
        target
        for kind in KINDS
        if kind in kinds
        for group in GROUPS
        if (target := texts.target(kind, group, precision, seed)) is not None
    ]
    if not learned:
        raise DataError(
            f"of no kind of signal there are {LEAST_OF_EACH} texts with one and {LEAST_OF_EACH} "
            f"without among the {len(texts.texts):,} labelled texts. Label more of them."
        )
    trained = TrainedSignals(
        version="",
        lexicons=rules,
        rules=fingerprint(matcher),
        targets=tuple(learned),
        precision=precision,
        n_texts=len(texts.texts),
        notes=(
            *_textless(labels),
            *texts.notes(kinds, learned),
            *_unreached(learned, precision),
        ),
    )
    return with_version(trained)


def with_version(trained: TrainedSignals) -> TrainedSignals:
    """Return a model whose version is the hash of what it has learned.

    Args:
        trained: The model.
    """
    fields = {name: getattr(trained, name) for name in trained.__dataclass_fields__}
    return TrainedSignals(**{**fields, "version": checksum(trained.record())[:12]})


def _named(lexicons: Named) -> tuple[str, ...]:
    several = [lexicons] if isinstance(lexicons, str | Path) else list(lexicons)
    wrong = [type(it).__name__ for it in several if not isinstance(it, str | Path)]
    if wrong:
        raise ParameterError(
            f"lexicons holds a {wrong[0]}. Name a language or the path of a file, so that the "
            "model can be saved and loaded."
        )
    return tuple(map(str, several))


class _Texts:
    """The labelled texts, each once, with what a person saw in them and what rules say."""

    def __init__(
        self, texts: list[str], seen: list[set[tuple[str, Group]]], beside: list[dict[str, Any]]
    ) -> None:
        self.texts, self.seen, self.beside = texts, seen, beside
        self.groups = [normalise(text).text for text in texts]
        self.said: list[set[tuple[str, Group]]] = []
        self.counted: Counted | None = None

    @classmethod
    def of(cls, labels: GoldLabels) -> "_Texts":
        """Return the texts of a table of labels, those that stand in several rows once."""
        seen: dict[tuple[Any, ...], set[tuple[str, Group]]] = {}
        for record in labels.rows.to_dict(orient="records"):
            if record["text"] is not None:
                key = (record["text"], *(record.get(name) for name in BESIDE))
                of_text = seen.setdefault(key, set())
                if record["kind"] is not None:
                    of_text.add((record["kind"], group_of(record["status"])))
        beside = [dict(zip(BESIDE, key[1:], strict=True)) for key in seen]
        return cls([key[0] for key in seen], list(seen.values()), beside)

    def read(self, matcher: Matcher) -> None:
        """Let rules read the texts, and count their runs of characters."""
        roles, channels = ([of[name] for of in self.beside] for name in ("role", "channel"))
        hits = hits_of(matcher, self.texts, roles, channels)
        self.said = [{(hit.kind, group_of(hit.status)) for hit in of} for of in hits]
        self.counted = Counted.of(self.texts, LONGEST, [flags_of(of) for of in hits])

    def is_seen(self, kind: str, group: Group) -> Bool:
        """Return in which texts a person saw a signal, shape (n,)."""
        return np.array([(kind, group) in of for of in self.seen], dtype=np.bool_)

    def target(self, kind: str, group: Group, precision: float, seed: int) -> Target | None:
        """Return what is learned of one kind of signal, or None where too little was labelled."""
        is_so = self.is_seen(kind, group)
        if self.counted is None or fitting.n_of_rarer(self.groups, is_so) < LEAST_OF_EACH:
            return None
        linear, checked = fitting.fitted(
            self.counted, is_so, self.groups, most=MOST_RUNS, seed=seed
        )
        by_rules = np.array([(kind, group) in of for of in self.said], dtype=np.bool_)
        share = is_so.mean()
        return Target(
            kind=kind,
            group=group,
            linear=linear,
            counts_from=threshold(checked.probability, is_so, precision),
            checked=_tally(is_so, _said(checked, is_so, precision)),
            by_rules=_tally(is_so, by_rules),
            brier=float(np.square(checked.probability - is_so).mean()),
            brier_of_share=float(share * (1 - share)),
        )

    def notes(self, kinds: Sequence[str], learned: Sequence[Target]) -> tuple[Note, ...]:
        """Return what too little was labelled of."""
        has = {(target.kind, target.group) for target in learned}
        few = [
            f"{kind} ({group}): {self.is_seen(kind, group).sum()}"
            for kind in KINDS
            if kind in kinds
            for group in GROUPS
            if (kind, group) not in has and self.is_seen(kind, group).any()
        ]
        if not few:
            return ()
        return (
            Note.of(
                "Fewer than {least} texts hold these signals, which the rules alone read: {few}.",
                "以下信号的标注文本不足 {least} 条，仅由规则识别：{few}。",
                least=LEAST_OF_EACH,
                few=names(few),
                bears_on="reading",
            ),
        )


def threshold(probability: Floats, is_so: NDArray[np.bool_], precision: float) -> float:
    """Return the lowest probability from which on so many are right; else where most are.

    It is never below 0.5: what is less likely than not is no signal, however few are wrong.

    Args:
        probability: How likely each is, shape (n,).
        is_so: Which are so, shape (n,).
        precision: The share that is to be right.

    Examples:
        >>> sure = np.array([0.95, 0.9, 0.8, 0.75, 0.7, 0.65, 0.6, 0.4])
        >>> threshold(sure, np.array([1, 1, 1, 1, 1, 0, 0, 1]).astype(bool), 0.8)
        0.65
    """
    order = np.argsort(-probability, kind="stable")
    right = np.cumsum(is_so[order])
    sure = probability[order]
    n = np.arange(1, len(sure) + 1)
    is_end = np.append(sure[1:] < sure[:-1], True) & (n >= LEAST_SAID)
    ends = np.flatnonzero(is_end)
    share = right[ends] / n[ends]
    enough = np.flatnonzero(share >= precision)
    place = enough[-1] if len(enough) else int(np.argmax(share))
    return max(float(sure[ends[place]]), LIKELIER_THAN_NOT)


def _said(checked: Checked, is_so: Bool, precision: float) -> Bool:
    """Return of which texts it says so, each by a threshold that had not seen the text."""
    said = np.zeros(len(is_so), dtype=np.bool_)
    for number in range(fitting.FOLDS):
        inside, outside = checked.fold != number, checked.fold == number
        from_ = threshold(checked.probability[inside], is_so[inside], precision)
        said[outside] = checked.probability[outside] >= from_
    return said


def _tally(is_so: Bool, is_said: Bool) -> Tally:
    return Tally(
        n_gold=int(is_so.sum()),
        n_found=int(is_said.sum()),
        n_right=int((is_so & is_said).sum()),
    )


def _textless(labels: GoldLabels) -> tuple[Note, ...]:
    """Return the note on rows without a text, of which nothing is learned."""
    n = int(labels.rows["text"].isna().sum())
    return left_out(n, pair("{rows} with no text", "{rows}没有文字", rows=counted(n, "row")))


def _unreached(learned: Sequence[Target], precision: float) -> tuple[Note, ...]:
    """Return which targets stay below the precision that was asked for, cross-validated."""
    low = [
        target for target in learned if target.checked.n_right < precision * target.checked.n_found
    ]
    return tuple(
        Note.of(
            "{target}: {right} of {found} are right when cross-validated, below the {asked} "
            "that were asked for.",
            "{target}：交叉验证中 {found} 个信号有 {right} 个正确，未达到要求的 {asked}。",
            target=f"{target.kind} ({target.group})",
            right=whole(target.checked.n_right),
            found=counted(target.checked.n_found, "signal"),
            asked=percent(precision, 0),
            bears_on="figure",
        )
        for target in low
    )
