"""Whether texts praise or complain, learned from texts with scores; a model that can be saved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vocvalue.results.estimates import Estimate
from vocvalue.results.frame import stacked
from vocvalue.results.kept import record_of
from vocvalue.results.plain_data import plain
from vocvalue.results.result import Pictured
from vocvalue.signals.evaluation.measure import share
from vocvalue.signals.trained.form import FORM
from vocvalue.signals.trained.linear import Linear

LEVEL = 0.95


@dataclass(frozen=True, kw_only=True, eq=False)
class PolarityModel(Pictured):
    """Tells of a text how likely it praises, by runs of characters.

    Attributes:
        linear: The regression.
        holds_below: Below which probability of praise a text counts as a complaint.
        low_score: Up to which score a text counted as a complaint when it was fitted.
        n_texts: The number of texts with a score.
        n_praise: How many of them have a score above that.
        n_right: How many are told right when cross-validated.
        brier: Mean squared error of the cross-validated probabilities.
        predicted: Mean cross-validated probability of tenths of the texts, shape (k,).
        observed: Share of praise in each, shape (k,).
        in_tenth: The number of texts in each, shape (k,).
    """

    linear: Linear = field(repr=False)
    holds_below: float
    low_score: float
    n_texts: int
    n_praise: int
    n_right: int
    brier: float
    predicted: NDArray[np.float64] = field(repr=False)
    observed: NDArray[np.float64] = field(repr=False)
    in_tenth: NDArray[np.int64] = field(repr=False)

    @property
    def accuracy(self) -> Estimate:
        """The share of texts that are told right when cross-validated."""
        return share(self.n_right, self.n_texts, LEVEL)

    @property
    def majority(self) -> float:
        """The share that is right if the more frequent of both is said of every text."""
        return max(self.n_praise, self.n_texts - self.n_praise) / self.n_texts

    @property
    def brier_of_share(self) -> float:
        """The mean squared error if the share of praise is said of every text."""
        praise = self.n_praise / self.n_texts
        return praise * (1 - praise)

    def praise(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Return how likely each text praises, shape (n,).

        Args:
            texts: The texts.
        """
        return self.linear.probability(texts)

    def save(self, path: str | Path) -> Path:
        """Write it as a small JSON file, and return the path.

        Args:
            path: The file.

        Raises:
            DataError: The file cannot be written.
        """
        record = {name: plain(getattr(self, name)) for name in FIELDS}
        notes = [record_of(note) for note in self.notes]
        return FORM.write(
            {
                "model": type(self).__name__,
                **record,
                "linear": self.linear.record(),
                "notes": notes,
            },
            path,
        )

    def figures(self) -> dict[str, Estimate]:
        """Return the cross-validated accuracy."""
        return {"accuracy": self.accuracy}

    def to_frame(self) -> pd.DataFrame:
        """Return one row per figure: the accuracy with its interval."""
        return stacked(self.figures())

    def reliability(self) -> pd.DataFrame:
        """Return the mean probability of praise and its share, in tenths of the texts."""
        return pd.DataFrame(
            {"predicted": self.predicted, "observed": self.observed, "n": self.in_tenth}
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the figures and the notes, without the weights."""
        return {
            **{name: plain(getattr(self, name)) for name in FIELDS},
            "accuracy": plain(self.accuracy),
            "majority": self.majority,
            "brier_of_share": self.brier_of_share,
            "notes": plain(self.notes),
        }


FIELDS = (
    *("holds_below", "low_score", "n_texts", "n_praise", "n_right", "brier"),
    *("predicted", "observed", "in_tenth"),
)


def polarity_of(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a model from a record, but for its notes.

    Args:
        record: What was saved.
    """
    whole = ("n_texts", "n_praise", "n_right")
    arrays = {name: np.array(record[name], dtype=np.float64) for name in ("predicted", "observed")}
    numbers = {name: float(record[name]) for name in ("holds_below", "low_score", "brier")}
    return {
        "linear": Linear.of(record["linear"]),
        **numbers,
        **{name: int(record[name]) for name in whole},
        **arrays,
        "in_tenth": np.array(record["in_tenth"], dtype=np.int64),
    }
