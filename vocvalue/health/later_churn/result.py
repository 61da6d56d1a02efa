"""What `backtest` returns: how well scores foretold who left, beside NPS alone."""

from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

import narwhals as nw
import numpy as np
import pandas as pd

from vocvalue import duration
from vocvalue.health.bands import BANDS, HealthBands
from vocvalue.health.cutoffs import ChurnWindow
from vocvalue.health.later_churn.calibration import ChurnCalibration
from vocvalue.health.later_churn.comparison import AucComparison, Verdict
from vocvalue.health.later_churn.groups import AlarmRecord, ChurnGroup
from vocvalue.health.later_churn.judged import JudgedScores
from vocvalue.results import Estimate
from vocvalue.results.plain_data import plain
from vocvalue.results.result import Pictured
from vocvalue.sealed import HandedOut
from vocvalue.tables import frames

WeighedBy: TypeAlias = Literal["equal", "given", "learned"]


@dataclass(frozen=True, kw_only=True, eq=False)
class CutoffRecord:
    """How well scores of one cut-off foretold who left.

    Attributes:
        followed: The cut-off, and until when leaving counted.
        n: The accounts with a score.
        n_churned: How many of them left within the window.
        n_answered: How many had an answer.
        auc: The area under the ROC curve of the score, of all of them.
        same: The score and NPS alone, of those with an answer.

    Examples:
        >>> from vocvalue import datasets, health
        >>> sample = datasets.simulate_accounts(200, seed=1)
        >>> tables = {name: getattr(sample, name) for name in ("usage", "churn")}
        >>> test = health.backtest(sample.accounts, cutoffs="2024-12-31", **tables)
        >>> [record] = test.by_cutoff
        >>> record.n, record.n_churned, record.n_answered
        (162, 11, 0)
    """

    followed: ChurnWindow
    n: int
    n_churned: int
    n_answered: int
    auc: Estimate
    same: AucComparison


@dataclass(frozen=True, kw_only=True, eq=False)
class HealthBacktest(Pictured):
    """Scores as they would have stood at cut-offs, beside who left after them.

    Attributes:
        ids: The accounts as the caller holds them.
        judged: The scores, one row for each account and cut-off.
        within: How long after a cut-off leaving counted.
        weighed_by: Whether parts weighed the same, as given, or as learned from earlier cut-offs.
        bands: Where the bands begin.
        auc: The area under the ROC curve of the score, of all accounts with one.
        same: The score and NPS alone, of accounts with an answer.
        every: The score and NPS alone, of all accounts; who has no answer has no NPS.
        by_cutoff: The same at each cut-off.
        by_band: How many accounts of each band left.
        by_tenth: How many accounts of each tenth of the scores left; empty with few scores.
        alarms: What the lowest band is worth as an alarm.
        calibration: What weights learned before said, beside what came; None without such weights.
        level: The confidence level of the intervals.
    """

    ids: HandedOut[nw.Series[Any]] = HandedOut()
    judged: JudgedScores = field(repr=False)
    within: duration.Span
    weighed_by: WeighedBy
    bands: HealthBands
    auc: Estimate
    same: AucComparison
    every: AucComparison
    by_cutoff: tuple[CutoffRecord, ...]
    by_band: tuple[ChurnGroup, ...]
    by_tenth: tuple[ChurnGroup, ...]
    alarms: AlarmRecord
    calibration: ChurnCalibration | None
    level: float

    @property
    def auc_nps(self) -> Estimate:
        """The area under the ROC curve of NPS alone, of accounts with an answer."""
        return self.same.auc_nps

    @property
    def difference(self) -> Estimate:
        """The area of the score less that of NPS alone, of accounts with an answer."""
        return self.same.difference

    @property
    def verdict(self) -> Verdict:
        """Whether the score is shown to foretell better than NPS alone, or worse."""
        return self.same.verdict

    @property
    def is_better(self) -> bool:
        """Whether the score is shown to foretell better than NPS alone."""
        return self.verdict == "better"

    @property
    def n_accounts(self) -> int:
        """The accounts with a score at some cut-off."""
        return int(np.unique(self.judged.account).size)

    @property
    def n_churned(self) -> int:
        """How many of them left within a window."""
        return self.judged.n_churned

    def to_frame(self) -> Any:
        """Return one row per account and cut-off, in the caller's dataframe library.

        The columns are the account's id (under the caller's name), cutoff, score, band, nps,
        churned and days_to_churn.
        """
        at = np.array([it.followed.at for it in self.by_cutoff], dtype="datetime64[us]")
        band = self.bands.codes(self.judged.score)
        return frames.beside(
            self.ids[self.judged.account.tolist()],
            {
                "cutoff": at[self.judged.cutoff].astype("datetime64[D]").astype("datetime64[us]"),
                "score": self.judged.score,
                "band": np.array(BANDS, dtype=object)[band],
                "nps": self.judged.nps,
                "churned": self.judged.churned,
                "days_to_churn": self.judged.days,
            },
        )

    def cutoffs(self) -> pd.DataFrame:
        """Return one row per cut-off.

        The columns are cutoff, until, accounts, churned, answered, auc, auc_same, auc_nps,
        difference, lower and upper (of the difference).
        """
        return pd.DataFrame(
            [
                {
                    "cutoff": pd.Timestamp(it.followed.at).normalize(),
                    "until": pd.Timestamp(it.followed.until).normalize(),
                    "accounts": it.n,
                    "churned": it.n_churned,
                    "answered": it.n_answered,
                    "auc": it.auc.value,
                    "auc_same": it.same.auc.value,
                    "auc_nps": it.same.auc_nps.value,
                    "difference": it.same.difference.value,
                    "lower": it.same.difference.lower,
                    "upper": it.same.difference.upper,
                }
                for it in self.by_cutoff
            ]
        )

    def groups(self) -> pd.DataFrame:
        """Return how many accounts left by band, and by tenth of the scores.

        The columns are group, from, to, mean_score, scores, churned, share, lower and upper.
        """
        bands = zip(BANDS, self.by_band, strict=True)
        tenths = ((f"tenth {n}", it) for n, it in enumerate(self.by_tenth, start=1))
        return pd.DataFrame(
            [
                {
                    "group": name,
                    "from": it.lower,
                    "to": it.upper,
                    "mean_score": it.mean_score,
                    "scores": it.n,
                    "churned": it.n_churned,
                    "share": it.share.value,
                    "lower": it.share.lower,
                    "upper": it.share.upper,
                }
                for name, it in (*bands, *tenths)
            ]
        )

    def figures(self) -> dict[str, Estimate]:
        """Return the areas, their difference, and what the alarm is worth."""
        found = {
            "AUC of the score, all accounts": self.auc,
            "AUC of the score, accounts with an answer": self.same.auc,
            "AUC of NPS alone": self.same.auc_nps,
            "difference": self.same.difference,
            "difference, all accounts": self.every.difference,
            "churned in the lowest band": self.alarms.precision,
            "churned accounts that were in the lowest band": self.alarms.recall,
        }
        if self.calibration is not None:
            found["calibration slope"] = self.calibration.slope
        return found

    def to_dict(self) -> dict[str, Any]:
        """Return the figures and the notes, without the accounts."""
        return {
            "within": plain(self.within),
            "weighed_by": self.weighed_by,
            "bands": {"watch": self.bands.watch, "healthy": self.bands.healthy},
            "accounts": self.n_accounts,
            "churned": self.n_churned,
            "verdict": self.verdict,
            "detectable": plain(self.same.detectable),
            "figures": {name: it.to_dict() for name, it in self.figures().items()},
            "cutoffs": plain(self.cutoffs().to_dict("records")),
            "groups": plain(self.groups().to_dict("records")),
            "warned": self.alarms.n_warned,
            "median_days_of_warning": plain(self.alarms.median_days),
            "notes": plain(self.notes),
        }
