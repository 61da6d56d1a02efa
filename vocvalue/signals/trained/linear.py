"""A logistic regression on runs of characters as plain numbers: applied with nothing but Python."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Self, TypeAlias

import numpy as np
from numpy.typing import NDArray

from vocvalue.errors import DataError
from vocvalue.sealed import seal
from vocvalue.signals.trained.ngrams import ngrams

Floats: TypeAlias = NDArray[np.float64]
How: TypeAlias = Literal["Platt", "isotonic"]


@dataclass(frozen=True, kw_only=True, eq=False)
class Calibration:
    """What makes a probability of a log-odds.

    Attributes:
        how: "Platt", a logistic curve of a slope and an intercept, or "isotonic", steps that never
            fall.
        x: The slope and the intercept; or log-odds, ascending.
        y: The probabilities there; none of a logistic curve.
    """

    how: How
    x: tuple[float, ...]
    y: tuple[float, ...] = ()

    def probability(self, log_odds: Floats) -> Floats:
        """Return probabilities.

        Args:
            log_odds: What a regression gives, shape (n,).

        Examples:
            >>> Calibration(how="Platt", x=(1.0, 0.0)).probability(np.array([0.0])).tolist()
            [0.5]
        """
        if self.how == "isotonic":
            return np.interp(log_odds, self.x, self.y)
        slope, intercept = self.x
        at = np.clip(slope * log_odds + intercept, -700.0, 700.0)
        return np.asarray(1.0 / (1.0 + np.exp(-at)), dtype=np.float64)


@dataclass(frozen=True, kw_only=True, eq=False)
class Linear:
    """A logistic regression on TF-IDF of runs of characters, and on flags beside them.

    Attributes:
        longest: The most characters of a run.
        weights: Of each run that counts, its inverse document frequency and its weight.
        flags: Of each flag its weight.
        intercept: The log-odds of a text with none of these.
        calibration: What makes a probability of log-odds.
    """

    longest: int
    weights: Mapping[str, tuple[float, float]] = field(repr=False)
    flags: Mapping[str, float] = field(repr=False)
    intercept: float
    calibration: Calibration

    def __post_init__(self) -> None:
        seal(self)

    def log_odds(self, text: str, flags: Sequence[str] = ()) -> float:
        """Return the log-odds of a text before calibration.

        Args:
            text: The text.
            flags: The flags that are up.
        """
        dot = square = 0.0
        for run, count in ngrams(text, self.longest).items():
            pair = self.weights.get(run)
            if pair is not None:
                value = (1.0 + math.log(count)) * pair[0]
                square += value * value
                dot += value * pair[1]
        shown = dot / math.sqrt(square) if square else 0.0
        return self.intercept + shown + sum(self.flags.get(flag, 0.0) for flag in flags)

    def probability(
        self, texts: Sequence[str], flags: Sequence[Sequence[str]] | None = None
    ) -> Floats:
        """Return how likely it is of each text, calibrated.

        Args:
            texts: The texts.
            flags: The flags that are up, of each; None for none at all.

        Returns:
            Probabilities, shape (n,).
        """
        of_each = [()] * len(texts) if flags is None else flags
        odds = [self.log_odds(text, up) for text, up in zip(texts, of_each, strict=True)]
        return self.calibration.probability(np.array(odds, dtype=np.float64))

    def record(self) -> dict[str, Any]:
        """Return it as plain values."""
        return {
            "longest": self.longest,
            "intercept": self.intercept,
            "calibration": {
                "how": self.calibration.how,
                "x": list(self.calibration.x),
                "y": list(self.calibration.y),
            },
            "flags": dict(self.flags),
            "weights": {run: list(pair) for run, pair in self.weights.items()},
        }

    @classmethod
    def of(cls, record: Mapping[str, Any]) -> Self:
        """Return what `record` wrote.

        Args:
            record: The plain values.

        Raises:
            DataError: They are of another form.
        """
        try:
            curve = record["calibration"]
            x, y = (tuple(map(float, curve[name])) for name in ("x", "y"))
            calibration = Calibration(how=curve["how"], x=x, y=y)
            weights = {
                str(run): (float(idf), float(weight))
                for run, (idf, weight) in record["weights"].items()
            }
            linear = cls(
                longest=int(record["longest"]),
                weights=weights,
                flags={str(flag): float(weight) for flag, weight in record["flags"].items()},
                intercept=float(record["intercept"]),
                calibration=calibration,
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise DataError(f"the weights of a regression lack or hold {error!s:.80}.") from error
        is_curve = len(x) == 2 if curve["how"] == "Platt" else len(x) == len(y) > 0
        if curve["how"] not in ("Platt", "isotonic") or not is_curve or linear.longest < 1:
            raise DataError("the calibration of a regression is of no form that is known.")
        return linear
