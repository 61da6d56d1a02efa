"""Rules whose hits a regression scores anew: a model that `signals.find` asks, and can be saved."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

import pandas as pd

from vocvalue.results.estimates import Estimate
from vocvalue.results.frame import cells
from vocvalue.results.kept import record_of
from vocvalue.results.plain_data import plain
from vocvalue.results.result import Pictured
from vocvalue.signals.matching.clauses import clauses
from vocvalue.signals.matching.lexicon import load
from vocvalue.signals.matching.match import Match
from vocvalue.signals.matching.matcher import Matcher
from vocvalue.signals.matching.matchers import matcher_of
from vocvalue.signals.matching.normal import normalise
from vocvalue.signals.trained.form import FORM
from vocvalue.signals.trained.model import RawSignal, TextItem
from vocvalue.signals.trained.target import STATUS_OF, Target, group_of

LEVEL = 0.95


@dataclass(frozen=True, kw_only=True, eq=False)
class TrainedSignals(Pictured):
    """Rules whose hits a regression scores anew, one for each kind and for leads and alerts.

    A hit stays where the regression says that its text holds such a signal, and is dropped where it
    does not. Where it says so and no rule fits, the clause that speaks most for it is the signal.
    Kinds of which too little was labelled are read by the rules alone.

    Attributes:
        version: What it has learned, as a short hash.
        lexicons: The rules that it scores: "zh", "en" or paths.
        rules: The same as a hash, to tell when they have changed.
        targets: What it has learned.
        precision: The precision that was asked for.
        n_texts: The number of labelled texts.
    """

    version: str
    lexicons: tuple[str, ...]
    rules: str = field(repr=False)
    targets: tuple[Target, ...] = field(repr=False)
    precision: float
    n_texts: int

    @property
    def name(self) -> str:
        """What it is called as a model."""
        return "trained"

    @cached_property
    def _matcher(self) -> Matcher:
        return matcher_of([load(name) for name in self.lexicons])

    def __getstate__(self) -> dict[str, Any]:
        return {name: held for name, held in vars(self).items() if name != "_matcher"}

    def predict(self, batch: Sequence[TextItem]) -> list[list[RawSignal]]:
        """Return the signals of each text, in their order.

        Args:
            batch: The texts.
        """
        texts = [item.text for item in batch]
        roles, channels = ([getattr(item, name) for item in batch] for name in ("role", "channel"))
        hits = hits_of(self._matcher, texts, roles, channels)
        flags = [flags_of(of) for of in hits]
        sure = {
            (target.kind, target.group): target.linear.probability(texts, flags)
            for target in self.targets
        }
        return [
            list(self._signals(text, hits[row], {key: float(p[row]) for key, p in sure.items()}))
            for row, text in enumerate(texts)
        ]

    def _signals(
        self, text: str, hits: Sequence[Match], sure: Mapping[tuple[str, str], float]
    ) -> Iterator[RawSignal]:
        of_target: defaultdict[tuple[str, str], list[Match]] = defaultdict(list)
        for hit in hits:
            of_target[hit.kind, group_of(hit.status)].append(hit)
        holds = {key for key in sure if sure[key] >= self._counts_from[key]} | {
            key for key in of_target if key not in sure
        }
        for key in (key for key in of_target if key in holds):
            yield from (_of_hit(hit, sure.get(key)) for hit in of_target[key])
        for target in self.targets:
            key = (target.kind, target.group)
            if key in holds and key not in of_target:
                dropped = [
                    hit
                    for other, some in of_target.items()
                    if other[0] == target.kind and other not in holds
                    for hit in some
                ]
                yield _raised(target, text, dropped, sure[key])

    @cached_property
    def _counts_from(self) -> dict[tuple[str, str], float]:
        return {(target.kind, target.group): target.counts_from for target in self.targets}

    def save(self, path: str | Path) -> Path:
        """Write it as a small JSON file, and return the path.

        Args:
            path: The file.

        Raises:
            DataError: The file cannot be written.
        """
        return FORM.write(self.record(), path)

    def record(self) -> dict[str, Any]:
        """Return all that a file holds of it, as plain values."""
        return {
            "model": type(self).__name__,
            "lexicons": list(self.lexicons),
            "rules": self.rules,
            "precision": self.precision,
            "n_texts": self.n_texts,
            "targets": [target.record() for target in self.targets],
            "notes": [record_of(note) for note in self.notes],
        }

    def figures(self) -> dict[str, Estimate]:
        """Return the cross-validated precision and recall of all that it has learned."""
        return {
            f"{quantity} of {target.kind}, {target.group}": estimate
            for target in self.targets
            for quantity, estimate in target.checked.estimates(LEVEL).items()
        }

    def to_frame(self) -> pd.DataFrame:
        """Return one row per kind, group and quantity, of the regression and of the rules alone."""
        rows = [
            {
                "kind": target.kind,
                "group": target.group,
                "by": by,
                "quantity": quantity,
                **cells(estimate),
            }
            for target in self.targets
            for by, tally in (("trained", target.checked), ("rules", target.by_rules))
            for quantity, estimate in tally.estimates(LEVEL).items()
        ]
        return pd.DataFrame(rows)

    def to_dict(self) -> dict[str, Any]:
        """Return the figures and the notes, without the weights."""
        return {
            "version": self.version,
            "lexicons": list(self.lexicons),
            "precision": self.precision,
            "texts": self.n_texts,
            "figures": plain(self.figures()),
            "notes": plain(self.notes),
        }


def hits_of(
    matcher: Matcher,
    texts: Sequence[str],
    roles: Sequence[str | None],
    channels: Sequence[str | None],
) -> list[list[Match]]:
    """Return the hits of rules on each text.

    Args:
        matcher: The rules.
        texts: The texts.
        roles: Who wrote each.
        channels: Where each was written.
    """
    hits: list[list[Match]] = [[] for _ in texts]
    for match in matcher.read(texts, roles, channels).matches:
        hits[match.row].append(match)
    return hits


def flags_of(hits: Sequence[Match]) -> list[str]:
    """Return what rules say of a text, as flags: each kind with its status, and each rule.

    Args:
        hits: The hits on the text.
    """
    said = (f"{hit.kind} {hit.status}" for hit in hits)
    return sorted({*said, *(f"rule {hit.rule}" for hit in hits)})


def fingerprint(matcher: Matcher) -> str:
    """Return what tells whether rules have changed, as a short hash.

    Args:
        matcher: The rules.
    """
    rules = sorted(
        f"{rule.id}\n{rule.pattern.pattern}"
        for lexicon in matcher.lexicons.values()
        for rule in lexicon.rules
    )
    return sha256("\n".join(rules).encode("utf-8", "replace")).hexdigest()[:16]


def _of_hit(hit: Match, probability: float | None) -> RawSignal:
    return RawSignal(
        kind=hit.kind,
        status=hit.status,
        quote=hit.words,
        start=hit.start,
        product=hit.product if hit.product and hit.product in hit.words else None,
        confidence=probability,
        condition=hit.condition,
        rule=hit.rule,
        modifiers=hit.modifiers,
        sarcasm=hit.sarcasm,
    )


def _raised(target: Target, text: str, dropped: Sequence[Match], sure: float) -> RawSignal:
    """Return a signal that no rule found: where another status of its kind was, or in a clause."""
    place = min(((hit.start, hit.end) for hit in dropped), default=None) or _clause(target, text)
    return RawSignal(
        kind=target.kind,
        status=STATUS_OF[target.group],
        quote=text[place[0] : place[1]],
        start=place[0],
        confidence=sure,
    )


def _clause(target: Target, text: str) -> tuple[int, int]:
    """Return the clause that speaks most for a signal."""
    normalised = normalise(text)
    spans = [normalised.span(clause.start, clause.end) for clause in clauses(normalised.text)]
    odds = {span: target.linear.log_odds(text[span[0] : span[1]]) for span in spans}
    return max(odds, key=odds.__getitem__, default=(0, len(text)))
