"""Tables of insights and actions in, what became of each insight out."""

import datetime as dt
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vocvalue.errors import FIRST_IDS, DataError
from vocvalue.kpi.insights import done as done_rows
from vocvalue.kpi.insights import submitted as submitted_rows
from vocvalue.kpi.insights.done import Done, read_done, within
from vocvalue.kpi.insights.history import CompletedBy, InsightHistory
from vocvalue.kpi.insights.money import money_of
from vocvalue.kpi.insights.submitted import Submitted, read_submitted
from vocvalue.link.clock import one_clock_of
from vocvalue.results import Note
from vocvalue.results.notes import left_out
from vocvalue.results.numerals import counted
from vocvalue.results.spans import date
from vocvalue.results.texts import listed, pair
from vocvalue.showing import shown
from vocvalue.tables import times
from vocvalue.tables.dated_rows import ids_of, is_blank, same_ids
from vocvalue.tables.identity import near_match
from vocvalue.tables.ids import texts_of
from vocvalue.tables.labels import Labels, rows_of
from vocvalue.tables.reading.insights import Actions, Insights

LONELY = np.timedelta64(2 * 365, "D")
"""A last moment so long after all others is pointed out."""
Floats = NDArray[np.float64]
TOLERATED = 0.01
"""The share of actions whose id would match if it were written otherwise, from which on they are
refused."""


def read_history(
    insights: Insights, actions: Actions, *, completed_by: CompletedBy, observation_end: object
) -> InsightHistory:
    """Read both tables, and what became of each major insight.

    Args:
        insights: The insights, and how they are read.
        actions: The actions, and how they are read.
        completed_by: Whether any action completes an insight, or only all of them.
        observation_end: The last moment observed; None takes the latest of both tables.

    Raises:
        DataError: A column is missing or cannot be read, an insight occurs twice, no action names
            an insight, or an action was completed before its insight was submitted.
    """
    clock = _clock(insights, actions)
    submitted = read_submitted(insights, clock["insights"])
    done = read_done(actions, clock["actions"])
    end = times.optional_moment(
        observation_end, name="observation_end", timezone=clock["insights"]
    ) or _latest(submitted, done)
    at, late = within(done, end)
    place, unmatched = _places(submitted, done)
    _refuse_early(place, at, submitted, actions)
    day = submitted.at.astype("datetime64[D]")
    followed = _days(np.datetime64(end, "D") - day)
    observed = submitted.at <= np.datetime64(end, "us")
    if not observed.any():
        raise DataError(
            f"no insight was submitted up to the end of observation, {end:%Y-%m-%d}. Pass a later "
            "observation_end."
        )
    completed = _completed(place, at, submitted, completed_by)
    return InsightHistory(
        submitted=day[observed],
        followed=followed[observed],
        completed=completed[observed],
        department=_of_rows(submitted.department, observed),
        observation_end=end,
        money=money_of(done, actions, place, at),
        notes=(
            *submitted.notes,
            *done.notes,
            *unmatched,
            *_after_end(int((~observed).sum())),
            *late,
            *(() if observation_end is not None else _lonely_end(submitted, done)),
            *(() if submitted.department is None else submitted.department.near_alike),
        ),
    )


def _clock(insights: Insights, actions: Actions) -> dict[str, str | None]:
    """Return the zone that each table is counted in; a table without a moment has none."""
    tables = {
        "insights": submitted_rows.as_timed(insights, insights.timezone),
        "actions": done_rows.as_timed(actions, actions.timezone),
    }
    timed = {name: table for name, table in tables.items() if not is_blank(table, name=name)}
    return dict.fromkeys(tables) | one_clock_of(timed)


def _latest(submitted: Submitted, done: Done) -> dt.datetime:
    moments = np.concatenate([submitted.at, done.at])
    last: dt.datetime = pd.Timestamp(moments[~np.isnat(moments)].max()).to_pydatetime(warn=False)
    return last


def _lonely_end(submitted: Submitted, done: Done) -> tuple[Note, ...]:
    """Note a last moment that lies years after all others: it is rather a slip than the end."""
    moments = np.unique(np.concatenate([submitted.at, done.at]))
    known = moments[~np.isnat(moments)]
    if known.size < 2 or known[-1] - known[-2] < LONELY:
        return ()
    return (
        Note.of(
            "The last moment of both tables, {last}, lies years after the one before it, {before}, "
            "and is taken for the end of observation. If it is a slip, correct it or pass "
            "observation_end=.",
            "两表中最晚的时刻（{last}）比前一个（{before}）晚了数年，现被当作观察期末。若为笔误，请更正，或"
            "传入 observation_end=。",
            last=date(known[-1]),
            before=date(known[-2]),
            bears_on="claim",
        ),
    )


def _places(submitted: Submitted, done: Done) -> tuple[NDArray[np.int64], tuple[Note, ...]]:
    """Return which insight that counts each action is about, -1 where none, and a note on these."""
    if not len(done.ids):
        return np.empty(0, dtype=np.int64), ()
    ours, theirs, known = same_ids(submitted.ids, done.ids, submitted.every_id)
    order = np.argsort(ours)
    found = np.minimum(np.searchsorted(ours[order], theirs), ours.size - 1)
    place = np.where(ours[order][found] == theirs, order[found], -1)
    orphan = ~np.isin(theirs, known)
    if not orphan.any():
        return place, ()
    texts = texts_of(ids_of(done.ids, orphan))
    _refuse_unmatched(texts, submitted, n=len(done.ids))
    return place, _orphans(texts)


def _refuse_unmatched(orphans: list[str], submitted: Submitted, *, n: int) -> None:
    known = submitted.every_id
    near = near_match(orphans, texts_of(known.filter((~known.is_null()).to_list())))
    if near is not None and near.n >= TOLERATED * n:
        raise DataError(
            f"{len(orphans):,} of the {n:,} actions name no insight of the table insights, but "
            f"{near.told(len(orphans))}. Write the ids the same way in both tables."
        )
    if len(orphans) == n:
        raise DataError(
            f"none of the {n:,} actions names an insight of the table insights. Check that both "
            "tables hold the same ids."
        )


def _orphans(texts: list[str]) -> tuple[Note, ...]:
    first = listed([shown(text) for text in dict.fromkeys(texts)][:FIRST_IDS])
    actions = pair(
        "{actions} about no insight of the table (first ids: {first})",
        "{actions}对应的洞察不在洞察表中（编号如 {first}）",
        actions=counted(len(texts), "action"),
        first=first,
    )
    return left_out(len(texts), actions)


def _refuse_early(
    place: NDArray[np.int64],
    at: NDArray[np.datetime64],
    submitted: Submitted,
    actions: Actions,
) -> None:
    """Refuse actions completed on a day before that of their insight's submission."""
    days = at.astype("datetime64[D]")
    early = (place >= 0) & (days < submitted.at.astype("datetime64[D]")[place])
    if early.any():
        ids: nw.Series[Any] = submitted.ids[place[early][:FIRST_IDS].tolist()]
        raise DataError.bad_rows(
            "before the insight was submitted",
            column=actions.completed,
            count=int(early.sum()),
            first_ids=ids.to_list(),
            hint="Correct these dates, or leave these actions out.",
        )


def _completed(
    place: NDArray[np.int64],
    at: NDArray[np.datetime64],
    submitted: Submitted,
    completed_by: CompletedBy,
) -> Floats:
    """Return the days from submission to completion, infinite where there is none."""
    about = place >= 0
    days = _days(
        at[about].astype("datetime64[D]") - submitted.at.astype("datetime64[D]")[place[about]]
    )
    days[np.isnan(days)] = np.inf
    n = submitted.at.size
    if completed_by == "any":
        first = np.full(n, np.inf)
        np.minimum.at(first, place[about], days)
        return first
    last = np.full(n, -np.inf)
    np.maximum.at(last, place[about], days)
    return np.where(np.isneginf(last), np.inf, last)


def _days(spans: Any) -> Floats:
    """Return spans in whole days, NaN where there is none."""
    return np.asarray(np.floor(spans / np.timedelta64(1, "D")), dtype=np.float64)


def _of_rows(labels: Labels | None, rows: NDArray[np.bool_]) -> Labels | None:
    return None if labels is None else rows_of(labels, rows)


def _after_end(n: int) -> tuple[Note, ...]:
    insights = pair(
        "{insights} submitted after the end of observation",
        "{insights}在观察期末之后提交",
        insights=counted(n, "insight"),
    )
    return left_out(n, insights)
