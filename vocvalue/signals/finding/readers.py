"""What reads texts, rules or a model; and what tells whether a text praises or complains."""

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from vocvalue.errors import ParameterError
from vocvalue.signals.matching.matcher import Matcher, Reading
from vocvalue.signals.matching.normal import Normalised
from vocvalue.signals.trained.asking import ModelReader
from vocvalue.signals.trained.cache import Cache
from vocvalue.signals.trained.model import Model


class TextPolarity(Protocol):
    """What tells of texts how likely they praise; and below what it is a complaint."""

    @property
    def holds_below(self) -> float:
        """Below which probability of praise a text counts as a complaint."""

    def praise(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Return how likely each text praises, shape (n,).

        Args:
            texts: The texts.
        """


class Reader(Protocol):
    """What reads texts: rules, or a model that is asked."""

    def read(
        self,
        texts: Iterable[str | None],
        roles: Iterable[str | None] | None = None,
        channels: Iterable[str | None] | None = None,
    ) -> Reading:
        """Return the signals of many texts; see `Matcher.read`."""


Tells: TypeAlias = Callable[[Sequence[Normalised]], Sequence[float | None]]


def asking(
    model: Model | None, matcher: Matcher, batch_size: int, max_chars: int, cache: Cache | None
) -> ModelReader | None:
    """Return what asks a model, or None where the rules read.

    Args:
        model: The model, or None.
        matcher: The rules, which know whose texts hold no signals.
        batch_size: How many texts it is asked at a time.
        max_chars: How many characters they have together.
        cache: Where its answers are kept.

    Raises:
        ParameterError: There is no model whose answers could be kept.
    """
    if model is None:
        if cache is not None:
            raise ParameterError("cache keeps answers of a model. Pass a model, or leave it out.")
        return None
    return ModelReader(
        model, batch_size=batch_size, max_chars=max_chars, cache=cache, silent=matcher.silent_roles
    )


def polarities(matcher: Matcher, polarity: TextPolarity | None) -> Tells:
    """Return what tells whether texts praise, above 0, or complain, below.

    Args:
        matcher: The rules, with the words of praise and complaint of their lexicons.
        polarity: A model in their place, or None.

    Raises:
        ParameterError: It is no model of polarity.
    """
    if polarity is None:
        return lambda texts: [matcher.polarity.of_words(text.text) for text in texts]
    if not hasattr(polarity, "praise"):
        raise ParameterError(
            f"polarity is of type {type(polarity).__name__}, must be what signals.fit_polarity "
            "returns."
        )
    return lambda texts: [
        float(praise) - polarity.holds_below
        for praise in polarity.praise([text.original for text in texts])
    ]
