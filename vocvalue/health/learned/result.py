"""What `learn_weights` returns: weights, and the logit behind them."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import pandas as pd

from vocvalue import duration
from vocvalue.health.cutoffs import ChurnWindow
from vocvalue.health.learned.fit import RidgeFit
from vocvalue.results.plain_data import plain
from vocvalue.results.result import Pictured

LearnedOf: TypeAlias = Literal["measures", "parts"]


@dataclass(frozen=True, kw_only=True, eq=False)
class LearnedWeights(Pictured):
    """Weights learned from the accounts that left.

    `health.score` and `health.backtest` take it as `weights`.

    Attributes:
        weights: The weight of each measure or part: 1 in sum, 0 where points go the wrong way.
        whole: The logit of all of them together, before those that go the wrong way were left out.
        fit: The logit of those that count.
        known_share: The share of rows in which each is known.
        losses: The mean log loss on accounts not fitted to, by penalty.
        learned_of: Whether measures or parts are weighed.
        windows: The cut-offs, and until when leaving counted.
        within: How long after a cut-off leaving counted.
        n_accounts: The accounts.
        n_rows: The accounts, once for each cut-off.
        n_churned: How many of the accounts left.
    """

    weights: Mapping[str, float]
    whole: RidgeFit
    fit: RidgeFit
    known_share: Mapping[str, float]
    losses: Mapping[float, float]
    learned_of: LearnedOf
    windows: tuple[ChurnWindow, ...]
    within: duration.Span
    n_accounts: int
    n_rows: int
    n_churned: int

    @property
    def until(self) -> dt.datetime:
        """The last moment at which leaving counted."""
        return max(window.until for window in self.windows)

    @property
    def wrong_way(self) -> tuple[str, ...]:
        """Those of which more points go with leaving, and which therefore weigh nothing."""
        return tuple(name for name in self.whole.slopes if name not in self.fit.slopes)

    def to_frame(self) -> pd.DataFrame:
        """Return one row per measure or part.

        The columns are name, weight, spread (the standard deviation of its points), effect (by how
        much the log odds of leaving change per standard deviation), effect_beside_all (the same in
        the logit of all, before any was left out), known (the share of rows) and wrong_way.
        """
        return pd.DataFrame(
            {
                "name": list(self.weights),
                "weight": list(self.weights.values()),
                "spread": [self.whole.spreads.get(name, 0.0) for name in self.weights],
                "effect": [self.fit.effect(name) for name in self.weights],
                "effect_beside_all": [self.whole.effect(name) for name in self.weights],
                "known": [self.known_share[name] for name in self.weights],
                "wrong_way": [name in self.wrong_way for name in self.weights],
            }
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the weights, the logit and the notes."""
        return {
            "weights": plain(self.weights),
            "effects": {name: self.fit.effect(name) for name in self.weights},
            "effects_beside_all": {name: self.whole.effect(name) for name in self.weights},
            "known_share": plain(self.known_share),
            "wrong_way": list(self.wrong_way),
            "constant": self.fit.constant,
            "ridge": self.fit.ridge,
            "losses": {str(ridge): loss for ridge, loss in self.losses.items()},
            "learned_of": self.learned_of,
            "cutoffs": [window.at.isoformat() for window in self.windows],
            "until": self.until.isoformat(),
            "within": plain(self.within),
            "n_accounts": self.n_accounts,
            "n_rows": self.n_rows,
            "n_churned": self.n_churned,
            "notes": plain(self.notes),
        }
