"""A simulated log of insights and of what was done about them, with known truth."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import gammainc

from vocvalue import checks, duration, progress
from vocvalue.datasets.observation import day_of
from vocvalue.datasets.purchase import fraction
from vocvalue.duration import Span
from vocvalue.errors import ParameterError
from vocvalue.results.plain_data import plain
from vocvalue.results.result import Pictured
from vocvalue.results.texts import pair
from vocvalue.sealed import HandedOut

DEPARTMENTS: Mapping[str, float] = {
    "logistics": 0.70,
    "service": 0.45,
    "product": 0.60,
    "stores": 0.30,
}
"""How likely an insight is to be acted on at all, by department."""
SHAPE = 2.0
"""The shape of the gamma distribution of the days to completion."""
MORE_ACTIONS, MORE_DAYS = 0.4, 30.0
"""How many more actions an insight has, and how many days later each is completed, in the mean."""
OPEN, CANCELLED = 0.5, 0.1
"""How often an insight that leads to nothing has an open action, or a cancelled one."""
VALUED, MEAN_VALUE, SPREAD = 0.4, 60_000.0, 0.8
GRADED = ("randomised", "adjusted observational", "association only")
GRADE_SHARES = (0.2, 0.3, 0.5)


@dataclass(frozen=True, kw_only=True, eq=False)
class SimulatedInsights(Pictured):
    """Insights and actions, with the truth behind them.

    Attributes:
        insights: One row per insight: insight_id, submitted, department, major.
        actions: One row per action: insight_id, completed (empty while it is not), status, value,
            evidence; what happens after the end of observation is not in it.
        truth: One row per insight: its chance, and the days to its first and its last completion,
            infinite where it leads to nothing, whether or not they were observed.
        parameters: Everything the simulation was run with.
        observation_end: The last moment observed.
        currency: The currency code of the money.
    """

    insights: HandedOut[pd.DataFrame] = HandedOut()
    actions: HandedOut[pd.DataFrame] = HandedOut()
    truth: HandedOut[pd.DataFrame] = HandedOut()
    parameters: Mapping[str, Any]
    observation_end: pd.Timestamp
    currency: str

    def to_frame(self) -> pd.DataFrame:
        """Return the insights."""
        return self.insights

    def to_dict(self) -> dict[str, Any]:
        """Return the parameters and the sizes; the tables stay tables."""
        return {
            "n_insights": len(self.insights),
            "n_actions": len(self.actions),
            "parameters": plain(self.parameters),
            "observation_end": self.observation_end.isoformat(),
            "currency": self.currency,
        }

    def true_rate(self, within: Span = "6 months", *, department: str | None = None) -> float:
        """Return how likely a major insight truly is to be completed within a span.

        Args:
            within: The span from its submission.
            department: Its department; None for the mean over all major insights.

        Examples:
            >>> log = simulate_insights(500, seed=1)
            >>> round(log.true_rate("12 months", department="logistics"), 3)
            0.7
        """
        days = np.floor(duration.length(within, "day", name="within"))
        truth = self.truth[self.insights["major"].to_numpy()]
        if department is not None:
            truth = truth[truth["department"] == department]
        mean = self.parameters["mean_days"]
        return float(truth["chance"].mean() * gammainc(SHAPE, SHAPE * days / mean))


@progress.step(pair("simulating insights", "模拟洞察记录"))
def simulate_insights(
    n_insights: int = 160,
    *,
    departments: Mapping[str, float] = DEPARTMENTS,
    mean_days: float = 75.0,
    major: float = 0.8,
    start: str = "2023-01-02",
    end: str = "2024-12-31",
    currency: str = "CNY",
    seed: int | np.random.Generator,
) -> SimulatedInsights:
    """Simulate insights, submitted at any time, and the actions that they led to.

    An insight of a department with the chance p is acted on with probability p, and its first
    action is completed after days that follow a gamma distribution of shape 2; it has 0.4 more
    actions in the mean, each completed some 30 days later. So a share p F(t) of the insights is
    completed by age t. Half of the others have an action that stays open. Two completed actions in
    five have an amount of money with a grade of evidence.

    Args:
        n_insights: How many insights there are.
        departments: The chance of each department that an insight is acted on at all.
        mean_days: The mean days from submission to the first completion.
        major: The share of major insights.
        start: The first day of submissions.
        end: The last day of observation.
        currency: The currency code of the money.
        seed: The seed: a whole number, or a NumPy generator.

    Returns:
        A `SimulatedInsights`; its `true_rate` is what `kpi.insight_to_action` estimates.

    Raises:
        ParameterError: Shares outside 0 to 1, no department, or an end before the start.

    Examples:
        >>> log = simulate_insights(160, seed=1)
        >>> list(log.insights.columns), list(log.actions.columns)[:3]
        (['insight_id', 'submitted', 'department', 'major'], ['insight_id', 'completed', 'status'])
        >>> round(log.true_rate("6 months"), 3)
        0.448
    """
    rng = checks.seed(seed)
    n = checks.whole("n_insights", n_insights, least=1)
    chances = {name: fraction(f"departments[{name!r}]", p) for name, p in departments.items()}
    if not chances:
        raise ParameterError("departments == {}, must name at least one.")
    first, last = day_of("start", start), day_of("end", end)
    if last <= first:
        raise ParameterError(f"end == {end!r}, must be after start == {start!r}.")
    mean = checks.positive("mean_days", mean_days)
    insights = _insights(n, list(chances), fraction("major", major), (first, last), rng)
    chance = insights["department"].map(chances).to_numpy(dtype=np.float64)
    days = np.where(rng.random(n) < chance, rng.gamma(SHAPE, mean / SHAPE, n), np.inf)
    after = np.ceil(days)
    actions, all_after = _actions(insights, after, last, rng)
    truth = insights[["insight_id", "department"]].assign(
        chance=chance, completed_after=after, all_completed_after=all_after
    )
    return SimulatedInsights(
        insights=insights,
        actions=actions,
        truth=truth,
        parameters={
            "n_insights": n,
            "departments": chances,
            "mean_days": mean,
            "major": float(major),
            "start": str(start),
            "end": str(end),
            "seed": seed if isinstance(seed, int) else None,
        },
        observation_end=last,
        currency=currency,
    )


def _insights(
    n: int,
    departments: list[str],
    major: float,
    ends: tuple[pd.Timestamp, pd.Timestamp],
    rng: np.random.Generator,
) -> pd.DataFrame:
    of = rng.integers(len(departments), size=n)
    submitted = np.sort(rng.integers((ends[1] - ends[0]).days, size=n))
    return pd.DataFrame(
        {
            "insight_id": [f"V{number:04d}" for number in range(1, n + 1)],
            "submitted": ends[0] + pd.to_timedelta(submitted, unit="D"),
            "department": np.array(departments)[of],
            "major": rng.random(n) < major,
        }
    )


def _actions(
    insights: pd.DataFrame,
    after: NDArray[np.float64],
    end: pd.Timestamp,
    rng: np.random.Generator,
) -> tuple[pd.DataFrame, NDArray[np.float64]]:
    """Draw the actions of each insight; return them and the days to the last completion."""
    n = len(insights)
    acted = np.isfinite(after)
    more = np.where(acted, rng.poisson(MORE_ACTIONS, n), 0)
    has_open = ~acted & (rng.random(n) < OPEN)
    owner = np.concatenate([np.flatnonzero(acted), np.repeat(np.arange(n), more)])
    extra = np.ceil(rng.exponential(MORE_DAYS, int(more.sum())))
    days = np.concatenate([after[acted], after[np.repeat(np.arange(n), more)] + extra])
    last = np.full(n, np.inf)
    last[acted] = -np.inf
    np.maximum.at(last, owner, days)
    completed = insights["submitted"].to_numpy()[owner] + pd.to_timedelta(days, unit="D")
    done = _with_money(insights["insight_id"].to_numpy()[owner], completed, end, rng)
    idle = insights["insight_id"].to_numpy()[has_open]
    cancelled = rng.random(idle.size) < CANCELLED
    left = pd.DataFrame(
        {
            "insight_id": idle,
            "completed": pd.NaT,
            "status": np.where(cancelled, "cancelled", "in progress"),
            "value": np.nan,
            "evidence": None,
        }
    )
    both = pd.concat([done, left.astype(done.dtypes.to_dict())], ignore_index=True)
    return both.sort_values("insight_id", kind="stable", ignore_index=True), last


def _with_money(
    ids: NDArray[Any], completed: Any, end: pd.Timestamp, rng: np.random.Generator
) -> pd.DataFrame:
    """Return actions with what they brought; those that are completed later stand open."""
    n = ids.size
    is_done = np.asarray(completed <= end)
    valued = is_done & (rng.random(n) < VALUED)
    amounts = rng.lognormal(np.log(MEAN_VALUE) - SPREAD**2 / 2, SPREAD, n).round(-2)
    grades = np.array(GRADED, dtype=object)[rng.choice(len(GRADED), size=n, p=GRADE_SHARES)]
    return pd.DataFrame(
        {
            "insight_id": ids,
            "completed": pd.Series(completed).where(is_done),
            "status": np.where(is_done, "completed", "in progress"),
            "value": np.where(valued, amounts, np.nan),
            "evidence": pd.Series(grades).where(valued, None),
        }
    )
