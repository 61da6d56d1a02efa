"""What `score` returns: the health of each account, what it is made of, and the revenue at risk."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from vocvalue.health.account_log import AccountMatch, Floats, Ints
from vocvalue.health.bands import BANDS, Band, HealthBands
from vocvalue.health.scale import PARTS, HealthScale
from vocvalue.health.scored.weighing import ScoreWeights
from vocvalue.results import Estimate, Money
from vocvalue.results.plain_data import plain
from vocvalue.results.result import Pictured
from vocvalue.sealed import HandedOut
from vocvalue.tables import frames

SUM = "a sum over accounts, whose scores are taken as they are"
LEVEL = 0.95
SEPARATOR = ", "


@dataclass(frozen=True, kw_only=True, eq=False)
class AnswersHeard:
    """How the answers of accounts became their measure.

    Attributes:
        own: The mean answer of each account, weighted by role, NaN without one, shape (n,).
        credibility: How far it is believed, 0 to 1, NaN without one, shape (n,).
        people: How many people answered, shape (n,).
        mean: The mean of all accounts, which it is drawn towards.

    Examples:
        >>> import pandas as pd
        >>> from vocvalue import health
        >>> accounts = pd.DataFrame({"account_id": ["A", "B"], "revenue": [900.0, 100.0]})
        >>> said = pd.DataFrame({
        ...     "account_id": [*"AABB"], "timestamp": ["2025-06-01"] * 4, "score": [1, 3, 5, 7]
        ... })
        >>> heard = health.score(accounts, responses=said, at="2025-06-30").heard
        >>> heard.own.tolist(), heard.credibility.tolist(), heard.mean
        ([2.0, 6.0], [0.875, 0.875], 4.0)
    """

    own: Floats = field(repr=False)
    credibility: Floats = field(repr=False)
    people: Ints = field(repr=False)
    mean: float


@dataclass(frozen=True, kw_only=True, eq=False)
class HealthScore(Pictured):
    """How healthy accounts are on a day.

    Attributes:
        account_id: The accounts that were customers then.
        at: The day, or the moment.
        revenue: The revenue of a year, NaN where not known, shape (n,).
        tier: The tier of each, None where it has none, shape (n,); None without tiers.
        measures: What was measured, by name, NaN where not known, each of shape (n,).
        points: The points of each measure, 0 to 100, each of shape (n,).
        shares: What each measure weighs in the score of each account, each of shape (n,).
        parts: The points of what accounts say, do and pay, each of shape (n,).
        score: The scores, 0 to 100, NaN where nothing is known, shape (n,).
        heard: How answers became a measure; None without answers.
        weights: What parts and measures weigh.
        scales: The scale of each measure.
        bands: Where the bands begin.
        currency: The currency code, or None where it is not known.
        matches: How well the ids of each table fit those of the accounts.
    """

    account_id: HandedOut[nw.Series[Any]] = HandedOut()
    at: dt.datetime
    revenue: Floats = field(repr=False)
    tier: NDArray[np.object_] | None = field(repr=False)
    measures: Mapping[str, Floats] = field(repr=False)
    points: Mapping[str, Floats] = field(repr=False)
    shares: Mapping[str, Floats] = field(repr=False)
    parts: Mapping[str, Floats] = field(repr=False)
    score: Floats = field(repr=False)
    heard: AnswersHeard | None = field(repr=False)
    weights: ScoreWeights
    scales: Mapping[str, HealthScale]
    bands: HealthBands
    currency: str | None
    matches: tuple[AccountMatch, ...] = ()

    @property
    def band_codes(self) -> Ints:
        """The number of the band of each account, 0 for at risk, -1 without a score, shape (n,)."""
        return self.bands.codes(self.score)

    @property
    def band(self) -> NDArray[np.object_]:
        """The band of each account, None without a score, shape (n,)."""
        return np.array([*BANDS, None], dtype=object)[self.band_codes]

    @property
    def n_scored(self) -> int:
        """How many accounts have a score."""
        return int(np.count_nonzero(~np.isnan(self.score)))

    @property
    def at_risk(self) -> Money:
        """The revenue of a year of the accounts in the lowest band."""
        return self.revenue_of("at risk")

    def n_of(self, band: Band) -> int:
        """Return how many accounts are in a band.

        Args:
            band: "at risk", "watch" or "healthy".
        """
        return int(np.count_nonzero(self.band_codes == BANDS.index(band)))

    def revenue_of(self, band: Band) -> Money:
        """Return the revenue of a year of the accounts in a band.

        Args:
            band: "at risk", "watch" or "healthy".
        """
        held = self.band_codes == BANDS.index(band)
        rows = held & ~np.isnan(self.revenue)
        total = float(self.revenue[rows].sum()) if rows.any() or not held.any() else float("nan")
        return Money(
            value=total,
            lower=total,
            upper=total,
            level=LEVEL,
            method=SUM,
            n=int(rows.sum()),
            currency=self.currency,
            basis="revenue",
            evidence="association only",
        )

    @property
    def revenue_scored(self) -> float:
        """The revenue of a year of all accounts with a score."""
        return float(np.nansum(self.revenue[~np.isnan(self.score)]))

    @property
    def unknown(self) -> NDArray[np.object_]:
        """The parts of which nothing is known, such as "says, pays", or None, shape (n,)."""
        missing = {part: np.isnan(self.parts[part]) for part in PARTS if part in self.parts}
        found = np.empty(self.score.size, dtype=object)
        for codes in np.unique(np.column_stack([*missing.values()]), axis=0):
            names = [part for part, is_one in zip(missing, codes, strict=True) if is_one]
            rows = np.all(
                [it == is_one for it, is_one in zip(missing.values(), codes, strict=True)], axis=0
            )
            found[rows] = SEPARATOR.join(names) or None
        return found

    def to_frame(self) -> Any:
        """Return one row per account, in the caller's dataframe library.

        The columns are account_id (under the caller's name), tier (if there are tiers), revenue,
        says, does and pays (as far as they were measured), score, band and unknown: the parts of
        which nothing is known.
        """
        columns: dict[str, NDArray[Any]] = {} if self.tier is None else {"tier": self.tier}
        columns |= {"revenue": self.revenue, **self.parts, "score": self.score}
        return frames.beside(
            self.account_id, {**columns, "band": self.band, "unknown": self.unknown}
        )

    def measures_frame(self) -> Any:
        """Return what was measured of each account, in the caller's dataframe library.

        The columns are account_id (under the caller's name) and for each measure its name, its name
        with "_points" and its name with "_share": what it weighs in the score.
        """
        columns: dict[str, NDArray[Any]] = {}
        for name, values in self.measures.items():
            columns[name] = values
            columns[f"{name}_points"] = self.points[name]
            columns[f"{name}_share"] = self.shares[name]
        return frames.beside(self.account_id, columns)

    def figures(self) -> dict[str, Estimate]:
        """Return the revenue of each band."""
        return {f"revenue, {band}": self.revenue_of(band) for band in BANDS}

    def to_dict(self) -> dict[str, Any]:
        """Return the bands, weights, scales and notes, without the accounts."""
        return {
            "at": plain(self.at),
            "accounts": int(self.score.size),
            "scored": self.n_scored,
            "bands": {
                band: {"accounts": self.n_of(band), "revenue": plain(self.revenue_of(band))}
                for band in BANDS
            },
            "starts": {"watch": self.bands.watch, "healthy": self.bands.healthy},
            "weights": plain(self.weights),
            "scales": {name: plain(self.scales[name]) for name in self.measures},
            "currency": self.currency,
            "matches": plain(self.matches),
            "notes": plain(self.notes),
        }
