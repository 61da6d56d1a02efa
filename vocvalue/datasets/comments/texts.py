"""Comments put into words: sentence frames joined as people join them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from vocvalue.datasets.comments.phrases import PRODUCT, Phrases

OPENS, FILLS, CLOSES = 0.25, 0.20, 0.15
RARE_EMOJI, RARE_TYPO = 0.04, 0.05
COMES_FIRST, BY_ALIAS, BY_PRODUCT = 0.20, 0.30, 0.50
FEELS_IN_REVIEW, FEELS_IN_CHAT = 0.75, 0.10
MARKS = ".!?。！？~～…"


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What a text is to say.

    Attributes:
        kind: The kind of what it says of buying, or None.
        status: Its status, or None.
        names: What the product is called, its name first.
        problem: The problem that was met, or None.
        tone: How the writer feels on the whole: bad, neutral or good.
        is_aside: Whether it uses words of buying without an intention of the writer's.
        is_ask: Whether it asks something that announces no purchase.
        is_short: Whether it was written in a chat or as a question.
    """

    kind: str | None
    status: str | None
    names: Sequence[str]
    problem: str | None
    tone: str
    is_aside: bool
    is_ask: bool
    is_short: bool


class Writer:
    """Writes in one language, with one source of randomness."""

    def __init__(self, phrases: Phrases, rng: np.random.Generator) -> None:
        self.phrases = phrases
        self.rng = rng

    def write(self, content: Content) -> tuple[str, bool]:
        """Return a text, and whether what it says of buying names the product.

        Args:
            content: What the text is to say.
        """
        statement = self._statement(content)
        parts = self._around(content, statement)
        text = self._typed(self._joined([self._filled(it, content) for it in parts]))
        if self._chance(RARE_EMOJI):
            text += self._pick(self.phrases.emoji[content.tone])
        return text, statement is not None and PRODUCT in statement

    def answer(self, names: Sequence[str]) -> str:
        """Return what the seller answers.

        Args:
            names: What the product is called that the seller may offer.
        """
        return self._pick(self.phrases.seller).replace(PRODUCT, names[0])

    def _statement(self, content: Content) -> str | None:
        if content.kind is None or content.status is None:
            return None
        frames = self.phrases.says[content.kind][content.status]
        named = [frame for frame in frames if PRODUCT in frame]
        plain = [frame for frame in frames if PRODUCT not in frame]
        if not named or not plain:
            return self._pick(frames)
        return self._pick(named if self._chance(BY_PRODUCT) else plain)

    def _around(self, content: Content, statement: str | None) -> list[str]:
        """Return the sentences in their order."""
        phrases = self.phrases
        feels = self._chance(FEELS_IN_CHAT if content.is_short else FEELS_IN_REVIEW)
        parts = [self._pick(phrases.opening)] if self._chance(OPENS) else []
        if feels or not (statement or content.problem or content.is_ask or content.is_aside):
            parts.append(self._pick(phrases.feeling[content.tone]))
        if content.problem is not None:
            parts.append(self._pick(phrases.problem[content.problem]))
        if content.is_ask:
            parts.append(self._pick(phrases.ask))
        if content.is_aside:
            parts.append(self._pick(phrases.aside))
        if self._chance(FILLS):
            parts.append(self._pick(phrases.filler))
        if statement is not None:
            parts.insert(0 if self._chance(COMES_FIRST) else len(parts), statement)
        return [*parts, self._pick(phrases.closing)] if self._chance(CLOSES) else parts

    def _filled(self, frame: str, content: Content) -> str:
        name = content.names[0]
        if len(content.names) > 1 and self._chance(BY_ALIAS):
            name = self._pick(content.names[1:])
        return frame.replace(PRODUCT, name).replace("{n}", str(2 + self._number(8)))

    def _joined(self, parts: Sequence[str]) -> str:
        text = parts[0]
        for part in parts[1:]:
            gap = self.phrases.after_mark if text[-1] in MARKS else self._pick(self.phrases.between)
            text = text + gap + part
        return text if text[-1] in MARKS else text + self._pick(self.phrases.end)

    def _typed(self, text: str) -> str:
        """Return a text, rarely with a typing error."""
        if not self._chance(RARE_TYPO):
            return text
        meant, typed = self.phrases.typos[self._number(len(self.phrases.typos))]
        return text.replace(meant, typed, 1)

    def _pick(self, of: Sequence[str]) -> str:
        return of[self._number(len(of))]

    def _number(self, below: int) -> int:
        return int(self.rng.integers(below))

    def _chance(self, probability: float) -> bool:
        return bool(self.rng.random() < probability)


def content_of(row: Any, names: Sequence[str], *, is_short: bool) -> Content:
    """Return what a text is to say.

    Args:
        row: A row of what `with_intentions` returned.
        names: What the product is called.
        is_short: Whether it was written in a chat or as a question.
    """
    return Content(
        kind=_stated(row.kind),
        status=_stated(row.status),
        names=names,
        problem=_stated(row.problem),
        tone=row.tone,
        is_aside=row.is_aside,
        is_ask=row.is_ask,
        is_short=is_short,
    )


def _stated(cell: Any) -> str | None:
    return None if pd.isna(cell) else str(cell)
