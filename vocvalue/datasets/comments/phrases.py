"""The parts that comments are made of, a file for each language."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

FOLDER = Path(__file__).parent / "phrases"
LANGUAGES = ("zh", "en")
PRODUCT = "{product}"


@dataclass(frozen=True, kw_only=True)
class Phrases:
    """Sentence frames of a language.

    Attributes:
        opening: How a text may begin.
        filler: What is beside the point.
        closing: How it may end.
        emoji: What may stand at the end, by polarity.
        typos: Pairs of what is meant and what is typed.
        between: What parts sentences.
        end: What ends a text.
        after_mark: What parts sentences where the first ends in a mark of its own.
        ask: Questions that announce no purchase.
        aside: Words of buying that announce no purchase of the writer's.
        seller: What the seller answers.
        feeling: Sentences by polarity: good, neutral, bad.
        problem: Sentences by problem.
        says: Sentences by kind and status.
    """

    opening: Sequence[str]
    filler: Sequence[str]
    closing: Sequence[str]
    emoji: Mapping[str, Sequence[str]]
    typos: Sequence[Sequence[str]]
    between: Sequence[str]
    end: Sequence[str]
    after_mark: str
    ask: Sequence[str]
    aside: Sequence[str]
    seller: Sequence[str]
    feeling: Mapping[str, Sequence[str]]
    problem: Mapping[str, Sequence[str]]
    says: Mapping[str, Mapping[str, Sequence[str]]]

    @classmethod
    def load(cls, language: str) -> Self:
        """Read the frames of a language.

        Args:
            language: "zh" or "en".

        Examples:
            >>> sorted(Phrases.load("en").problem)
            ['broken', 'delivery', 'packaging', 'price', 'support']
        """
        text = (FOLDER / f"{language}.toml").read_text(encoding="utf-8")
        return cls(**tomllib.loads(text))
