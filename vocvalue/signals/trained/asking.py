"""Texts to a model in batches, and its answers back: matched by id, held against the texts."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from vocvalue import progress
from vocvalue.errors import DataError, ParameterError, VocValueError
from vocvalue.results.texts import pair
from vocvalue.showing import explained, shown
from vocvalue.signals.matching.match import Match
from vocvalue.signals.matching.matcher import Reading
from vocvalue.signals.matching.normal import BROKEN, LONGEST_TEXT, normalise
from vocvalue.signals.trained.cache import Cache, KeptAnswers, key_of
from vocvalue.signals.trained.grounding import Refused, grounded, raw_signal
from vocvalue.signals.trained.model import (
    UNSTATED,
    Model,
    RawSignal,
    SignalModel,
    TextItem,
    as_model,
    language_of,
)

EXAMPLES = 3

Raw = list[RawSignal | str]
"""The signals of a text; in words what was no signal."""


class AnswerCounts:
    """What went wrong between a model and its texts.

    Attributes:
        refused: How many signals were refused, by the reason.
        examples: Some of what was wrong, by the reason.
        not_asked: How many answers are to ids that nobody asked.
        unanswered: How many texts the model left without an answer.
        failed: How many texts were in batches that failed twice.
        error: What the model said when it failed last.
        asked: How many texts it was asked.
    """

    def __init__(self) -> None:
        self.refused: Counter[str] = Counter()
        self.examples: defaultdict[str, list[str]] = defaultdict(list)
        self.not_asked = self.unanswered = self.failed = self.asked = 0
        self.error = ""

    def refuse(self, refused: Refused) -> None:
        """Count a signal that was refused.

        Args:
            refused: Why, with an example.
        """
        self.refused[refused.reason] += 1
        self._show(refused.reason, refused.example)

    def ignore(self, ids: Iterable[str]) -> None:
        """Count answers to what nobody asked.

        Args:
            ids: Their ids.
        """
        for name in ids:
            self.not_asked += 1
            self._show("id", name)

    def _show(self, reason: str, example: str) -> None:
        examples = self.examples[reason]
        if len(examples) < EXAMPLES and example not in examples:
            examples.append(example)

    def shown(self, reason: str) -> str:
        """Return the examples of a reason, as a note may show them.

        Args:
            reason: The reason.
        """
        return ", ".join(dict.fromkeys(shown(example) for example in self.examples[reason]))


class ModelReader:
    """Reads texts by asking a model, as a `Matcher` reads them by its rules.

    Args:
        model: A model, or a function from texts to signals.
        batch_size: How many texts it is asked at a time, at most.
        max_chars: How many characters they have together, at most; a longer text goes alone.
        cache: Where answers are kept: a dictionary, or the path of a file of JSON lines.
        silent: Roles whose texts hold no signals, such as "seller".

    Raises:
        DataError: The cache cannot be read.
        ParameterError: The model is none, or answers of a model without a version are to be kept.
    """

    def __init__(
        self,
        model: Model,
        *,
        batch_size: int,
        max_chars: int,
        cache: Cache | None,
        silent: frozenset[str] = frozenset(),
    ) -> None:
        self._model: SignalModel = as_model(model)
        if cache is not None and self._model.version == UNSTATED:
            raise ParameterError(
                "cache needs a model with a version, so that the answers of another one are not "
                "taken for its own. Pass signals.FunctionModel(function=..., name=..., "
                "version=...)."
            )
        self._batch_size, self._max_chars = batch_size, max_chars
        self._kept = KeptAnswers(cache)
        self._silent = silent
        self._n_read = 0
        self.counts = AnswerCounts()

    @property
    def name(self) -> str:
        """What the model is called, with its version where there is one."""
        name, version = self._model.name, self._model.version
        return name if version == UNSTATED else f"{name} {version}"

    def read(
        self,
        texts: Iterable[str | None],
        roles: Iterable[str | None] | None = None,
        channels: Iterable[str | None] | None = None,
    ) -> Reading:
        """Return the signals that the model finds in texts.

        Args:
            texts: The texts; None for none.
            roles: Who wrote each; None where not known.
            channels: Where each was written; None where not known.

        Returns:
            The signals that stand in their texts, by row and start.

        Raises:
            DataError: The model failed on every text that it was asked.
        """
        every = [text or "" for text in texts]
        items = dict(self._items(every, roles, channels))
        answers = self._answers(items)
        self._n_read += len(every)
        matches = [
            match
            for row, item in items.items()
            for match in self._matches(row, item.text, answers.get(row, ()))
        ]
        return Reading(
            matches=tuple(matches),
            n_texts=len(every),
            n_cut_texts=sum(len(text) > LONGEST_TEXT for text in every),
            n_cut_clauses=0,
            n_broken=sum(BROKEN in text for text in every),
        )

    def _items(
        self,
        texts: Sequence[str],
        roles: Iterable[str | None] | None,
        channels: Iterable[str | None] | None,
    ) -> Iterator[tuple[int, TextItem]]:
        """Yield what the model is asked, by row: not what is empty, nor what a seller wrote."""
        of_role = [None] * len(texts) if roles is None else list(roles)
        of_channel = [None] * len(texts) if channels is None else list(channels)
        for row, text in enumerate(texts):
            role = of_role[row]
            if text.strip() and (role is None or role.casefold() not in self._silent):
                text_read = text[:LONGEST_TEXT]
                yield (
                    row,
                    TextItem(
                        id=str(self._n_read + row),
                        text=text_read,
                        language=language_of(text_read),
                        channel=of_channel[row],
                        role=role,
                    ),
                )

    def _answers(self, items: Mapping[int, TextItem]) -> dict[int, Sequence[Any]]:
        """Return what the model reports of each row, each text asked once."""
        keys = {row: key_of(self._model, item) for row, item in items.items()}
        known: dict[str, Sequence[Any]] = {}
        to_ask: dict[str, TextItem] = {}
        for row, key in keys.items():
            kept = self._kept.get(key)
            if kept is not None:
                known[key] = kept
            elif key not in to_ask:
                to_ask[key] = items[row]
        known |= self._ask(to_ask)
        return {row: known[key] for row, key in keys.items() if key in known}

    def _ask(self, items: Mapping[str, TextItem]) -> dict[str, Raw]:
        key_by_id = {item.id: key for key, item in items.items()}
        answers: dict[str, Raw] = {}
        before = self.counts.failed
        batches = self._batches(list(items.values()))
        with progress.over(
            batches, pair("asking the model", "调用模型"), total=len(items), size=len
        ) as asked:
            for batch in asked:
                by_key = {key_by_id[name]: raw for name, raw in self._of_batch(batch).items()}
                self._kept.keep(by_key)
                answers |= by_key
        self.counts.asked += len(items)
        if items and self.counts.failed - before == len(items):
            raise DataError(
                f"the model {self.name} failed on all {len(items):,} texts that it was asked: "
                f"{self.counts.error}"
            )
        return answers

    def _batches(self, items: Sequence[TextItem]) -> Iterator[list[TextItem]]:
        batch: list[TextItem] = []
        size = 0
        for item in items:
            is_full = len(batch) == self._batch_size or size + len(item.text) > self._max_chars
            if batch and is_full:
                yield batch
                batch, size = [], 0
            batch.append(item)
            size += len(item.text)
        if batch:
            yield batch

    def _of_batch(self, batch: Sequence[TextItem]) -> dict[str, Raw]:
        """Return the answers on a batch; where it fails, those on its halves, asked once more."""
        try:
            return self._predicted(batch)
        except Exception as error:  # noqa: BLE001 - every model raises its own
            self.counts.error = _reason(error)
        middle = (len(batch) + 1) // 2
        answers: dict[str, Raw] = {}
        for half in filter(None, (batch[:middle], batch[middle:])):
            try:
                answers |= self._predicted(half)
            except Exception as error:  # noqa: BLE001 - every model raises its own
                self.counts.failed += len(half)
                self.counts.error = _reason(error)
        return answers

    def _predicted(self, batch: Sequence[TextItem]) -> dict[str, Raw]:
        given = self._model.predict(list(batch))
        asked = [item.id for item in batch]
        by_id = _by_id(given, asked)
        raw = {name: _raw(by_id[name]) for name in asked if name in by_id and _is_list(by_id[name])}
        self.counts.ignore(name for name in by_id if name not in set(asked))
        self.counts.unanswered += len(asked) - len(raw)
        return raw

    def _matches(self, row: int, text: str, answer: Sequence[Any]) -> list[Match]:
        if not answer:
            return []
        normalised = normalise(text)
        seen: dict[tuple[str, str, int, int], Match] = {}
        for reported in answer:
            raw = raw_signal(reported)
            match = (
                raw if isinstance(raw, Refused) else grounded(raw, row, normalised, rule=self.name)
            )
            if isinstance(match, Refused):
                self.counts.refuse(match)
                continue
            place = (match.kind, match.status, match.start, match.end)
            if place in seen:
                self.counts.refuse(Refused("repeat", match.words))
            seen.setdefault(place, match)
        return sorted(seen.values(), key=lambda match: (match.start, match.end))


def _by_id(given: object, asked: Sequence[str]) -> dict[str, Any]:
    if isinstance(given, Mapping):
        return {str(name): answer for name, answer in given.items()}
    if not isinstance(given, Iterable) or isinstance(given, str | bytes):
        raise DataError(
            f"predict returned {type(given).__name__}, must be a list for each text, or a "
            "dictionary of lists by id."
        )
    answers = list(given)
    if len(answers) != len(asked):
        raise DataError(
            f"predict returned {len(answers):,} lists for {len(asked):,} texts. Return one for "
            "each, in order, or a dictionary by id."
        )
    return dict(zip(asked, answers, strict=True))


def _is_list(answer: object) -> bool:
    return isinstance(answer, Iterable) and not isinstance(answer, str | bytes | Mapping)


def _raw(answer: Iterable[Any]) -> Raw:
    """Return what a model reports of a text; in words what is no signal, so that it is kept."""
    read = (raw_signal(reported) for reported in answer)
    return [raw.example if isinstance(raw, Refused) else raw for raw in read]


def _reason(error: Exception) -> str:
    said = str(error) if isinstance(error, VocValueError) else explained(error)
    return said or type(error).__name__
