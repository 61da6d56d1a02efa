"""What a table of outcomes says about each customer assigned."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeAlias

import narwhals as nw
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vocvalue import duration
from vocvalue.errors import FIRST_IDS, DataError
from vocvalue.lift.experiments import durations, maturity
from vocvalue.lift.experiments.following import WINDOW, FollowedArms, Moments
from vocvalue.link.clock import one_clock
from vocvalue.link.followed import end_of
from vocvalue.link.lookup import LookedUp, look_up
from vocvalue.results import Note
from vocvalue.results.numerals import counted
from vocvalue.results.spans import span
from vocvalue.results.texts import named, pair
from vocvalue.showing import cell
from vocvalue.tables import per_customer
from vocvalue.tables.reading.experiments import Assignments, Outcomes
from vocvalue.tables.responses import has_column, has_moments
from vocvalue.tables.sources import look_at
from vocvalue.tables.times import optional_moment
from vocvalue.tables.truth import as_truth

Floats: TypeAlias = NDArray[np.float64]
Known: TypeAlias = NDArray[np.bool_]

STAYED = "1 means that the customer stayed, 0 that the customer left."
LEFT = "1 means that the customer left, 0 that the customer is still there."


def from_outcomes(
    assignments: Assignments,
    outcomes: Outcomes,
    *,
    keep: tuple[str, ...],
    spend_before: str | None,
    window: duration.Span | None,
    observation_end: object,
) -> FollowedArms:
    """Return what a table of outcomes says about each customer assigned.

    The window is the one through which customers have to stay; by default 6 months where the
    outcomes have only durations.
    """
    _refuse_no_moment(assignments)
    timed = has_column(outcomes, outcomes.timestamp) or _is_named(outcomes)
    timed = timed and has_column(assignments, assignments.timestamp)
    dated = timed or has_moments(assignments)
    if timed:
        assignments, outcomes = one_clock(assignments, outcomes, called="outcomes")
    people = _people(assignments, keep, spend_before, observation_end, dated=dated)
    unread = () if dated else _unread_moment(assignments)
    told = _tells_retention(outcomes)
    looked_up = _looked_up(people.customer_id, outcomes, told=told, timed=timed)
    moment = looked_up.columns[outcomes.timestamp] if timed else None
    if moment is not None:
        _refuse_early(people, assignments, outcomes, moment, looked_up.is_there)
    followed, days, gone = _with_outcomes(people, outcomes, looked_up, told=told)
    followed = replace(followed, notes=(*followed.notes, *unread))
    if told or days is None:
        followed = _of_those_due(followed, window, moment)
    if days is None or gone is None:
        return followed
    lasted = str(outcomes.duration), str(outcomes.left)
    days, left = durations.checked(followed.customer_id, days, gone, lasted)
    notes = (*followed.notes, *durations.unknown(followed.is_matched, days))
    followed = replace(followed, duration=days, left=left, notes=notes)
    return followed if told else _through(followed, days, left, window or WINDOW)


def _people(
    assignments: Assignments,
    keep: tuple[str, ...],
    spend_before: str | None,
    observation_end: object,
    *,
    dated: bool,
) -> FollowedArms:
    """Return the customers assigned, before anything is known about what followed."""
    columns, ids, labels = per_customer.read_responses(
        assignments,
        numbers=(),
        others=_of_assignments(assignments, keep, spend_before, dated=dated),
        customer_id=assignments.customer_id,
        moment=assignments if dated else None,
    )
    assert ids is not None  # noqa: S101 - a column of customers was asked for
    nobody = np.zeros(len(ids), dtype=np.bool_)
    return FollowedArms(
        customer_id=ids,
        columns=columns,
        labels=labels,
        retained=np.full(len(ids), np.nan),
        spend_before=None
        if spend_before is None
        else _known_number(ids, spend_before, columns[spend_before], ~nobody),
        is_matched=nobody,
        pending=nobody,
        assigned=_moments(columns[assignments.timestamp]) if dated else None,
        observation_end=optional_moment(
            observation_end, name="observation_end", timezone=assignments.timezone
        ),
        window=pair("", ""),
    )


def _looked_up(ids: nw.Series[Any], outcomes: Outcomes, *, told: bool, timed: bool) -> LookedUp:
    """Return the outcomes of each customer assigned."""
    return look_up(
        ids,
        outcomes,
        customer_id=outcomes.customer_id,
        columns=_of_outcomes(outcomes, told=told, timed=timed),
        name="outcomes",
        moment=outcomes if timed else None,
    )


def _with_outcomes(
    people: FollowedArms, outcomes: Outcomes, looked_up: LookedUp, *, told: bool
) -> tuple[FollowedArms, Floats | None, Floats | None]:
    """Return the customers with their outcomes, how long each was seen, and who left."""
    ids, found, known = people.customer_id, looked_up.columns, looked_up.is_there
    spend = outcomes.spend
    days = _known_days(ids, outcomes, found, known)
    stayed, gone = _stayed_and_left(ids, outcomes, found, known)
    column = str(outcomes.retained if told else outcomes.left)
    followed = replace(
        people,
        retained=people.retained if stayed is None else stayed,
        spend=None if spend is None else _known_number(ids, spend, found[spend], known),
        is_matched=known,
        window=pair("as in column '{column}'", "以列“{column}”为准", column=named(column)),
        notes=(*looked_up.notes, *_without_outcome(int((~known).sum()))),
    )
    return followed, days, gone


def _tells_retention(outcomes: Outcomes) -> bool:
    """Whether a column of retention is read: if it exists, was named, or is the only option."""
    is_named = outcomes.retained != Outcomes(None).retained
    return is_named or outcomes.left is None or has_column(outcomes, outcomes.retained)


def _of_assignments(
    assignments: Assignments, keep: tuple[str, ...], spend_before: str | None, *, dated: bool
) -> tuple[str, ...]:
    wanted = [*keep, *([] if spend_before is None else [spend_before])]
    return tuple(dict.fromkeys([*wanted, *([assignments.timestamp] if dated else [])]))


def _of_outcomes(outcomes: Outcomes, *, told: bool, timed: bool) -> list[str]:
    named = [outcomes.spend, outcomes.duration, outcomes.left]
    columns = [
        *([outcomes.retained] if told else []),
        *(name for name in named if name is not None),
        *([outcomes.timestamp] if timed else []),
    ]
    return list(dict.fromkeys(columns))


def _known_days(
    ids: nw.Series[Any], outcomes: Outcomes, found: Mapping[str, NDArray[Any]], known: Known
) -> Floats | None:
    """Return how long each customer was seen, or None where the outcomes have no durations."""
    name = outcomes.duration
    return None if name is None else _known_number(ids, name, found[name], known)


def _stayed_and_left(
    ids: nw.Series[Any], outcomes: Outcomes, found: Mapping[str, NDArray[Any]], known: Known
) -> tuple[Floats | None, Floats | None]:
    """Return who stayed and who left; None for what the columns do not say."""
    retained, left = outcomes.retained, outcomes.left
    gone = None if left is None else _known_truth(ids, left, found[left], known, LEFT)
    if retained in found:
        stayed = _known_truth(ids, retained, found[retained], known, STAYED)
        if gone is not None:
            durations.refuse_contradiction(ids, stayed, gone, (retained, str(left)))
        return stayed, gone
    if gone is None or outcomes.duration is not None:
        return None, gone
    return 1.0 - gone, gone


def _of_those_due(
    followed: FollowedArms, window: duration.Span | None, outcome: Floats | None
) -> FollowedArms:
    """Return what followed, without the outcomes of customers whose window is not over."""
    length = None if window is None else duration.length(window, "day", name="window")
    end = _observed_until(followed)
    if end is None and outcome is not None and np.isfinite(outcome).any():
        end = np.asarray(_moments(outcome[np.isfinite(outcome)]).max())
    judged = maturity.by_outcomes(followed.retained, followed.assigned, end, length)
    decided = followed.assigned is not None and end is not None
    return replace(
        followed,
        retained=judged.retained,
        pending=judged.pending,
        window_days=length if decided else None,
        observation_end=followed.observation_end or _as_moment(end),
        pending_notes=judged.notes,
    )


def _through(
    followed: FollowedArms, days: Floats, left: NDArray[np.bool_], window: duration.Span
) -> FollowedArms:
    """Return what followed, with retention through the window decided by the durations."""
    length = duration.length(window, "day", name="window")
    end = _observed_until(followed)
    if end is None and followed.assigned is not None:
        end = maturity.last_seen(followed.assigned, days)
    judged = maturity.by_durations(days, left, length, followed.assigned, end)
    return replace(
        followed,
        retained=judged.retained,
        pending=judged.pending,
        window=pair(
            "still a customer {span} after the assignment",
            "分组后 {span} 仍是客户",
            span=span(window),
        ),
        window_days=length,
        observation_end=followed.observation_end or _as_moment(end),
        pending_notes=judged.notes,
    )


def _observed_until(followed: FollowedArms) -> Moments | None:
    """Return the end of the last day observed, where the caller said which that is."""
    last = followed.observation_end
    return None if last is None else np.asarray(end_of(last))


def _as_moment(end: Moments | None) -> dt.datetime | None:
    return None if end is None else end.astype("datetime64[us]").item()


def _refuse_early(
    people: FollowedArms,
    assignments: Assignments,
    outcomes: Outcomes,
    outcome: Floats,
    known: Known,
) -> None:
    """Refuse outcomes before the assignment; if the outcomes are dates, those of an earlier day."""
    assigned = people.columns[assignments.timestamp]
    given = outcome[known & np.isfinite(outcome)]
    by_day = bool((given == np.floor(given)).all())
    rows = np.flatnonzero(
        np.where(known, outcome, np.inf) < (np.floor(assigned) if by_day else assigned)
    )
    if rows.size:
        raise DataError.bad_rows(
            "of outcomes before the assignment",
            column=outcomes.timestamp,
            count=rows.size,
            first_ids=[people.customer_id[int(row)] for row in rows[:FIRST_IDS]],
            hint="What happened before the assignment cannot be an effect of it. Use outcomes from "
            "after the assignment.",
        )


def _known_number(ids: nw.Series[Any], name: str, values: NDArray[Any], known: Known) -> Floats:
    """Return a column of numbers, NaN where the customer has none."""
    if values.dtype != np.object_:
        return np.where(known, values, np.nan)
    rows = np.flatnonzero(known & ~np.asarray(pd.isna(values)))
    if not rows.size:
        return np.full(values.shape, np.nan)
    raise DataError.bad_rows(
        f"of text, not numbers, such as {cell(values[rows[0]])}",
        column=name,
        count=rows.size,
        first_ids=[ids[int(row)] for row in rows[:FIRST_IDS]],
        hint="Convert the column first, for example with pandas.to_numeric.",
    )


def _known_truth(
    ids: nw.Series[Any], name: str, values: NDArray[Any], known: Known, meaning: str
) -> Floats:
    """Return a column of outcomes as 1 and 0, NaN where the customer has none."""
    told = values[known] if values.dtype == np.object_ else np.where(known, values, np.nan)[known]
    out = np.full(len(values), np.nan)
    found = ids.filter(known.tolist())
    out[known] = as_truth(told, column=name, meaning=meaning, ids=found)
    return out


def _refuse_no_moment(assignments: Assignments) -> None:
    """Refuse a timestamp column that was named but does not exist."""
    column = assignments.timestamp
    available = look_at(assignments, name="assignments").collect_schema().names()
    if column not in available and column != Assignments(None).timestamp:
        raise DataError.missing_columns([column], available, table="the table assignments")


def _is_named(outcomes: Outcomes) -> bool:
    return outcomes.timestamp != Outcomes(None).timestamp


def _unread_moment(assignments: Assignments) -> tuple[Note, ...]:
    """Note a timestamp column under the default name that could not be read as times."""
    column = assignments.timestamp
    if not has_column(assignments, column):
        return ()
    return (
        Note.of(
            "Column '{column}' of the assignments holds no times that can be read, so it is not "
            "known when customers were assigned: all customers count, whether their window is over "
            "or not, and the shares of the arms are not checked for changes over time. State the "
            "format with {format}, or name the column with the times.",
            "分组表的列“{column}”中没有可识别的时间，因此不知道客户何时分组："
            "无论观察期是否已满，所有客户均计入，也不检查各组占比是否随时间变化。"
            "请用 {format} 说明格式，或指定时间所在的列。",
            bears_on="reading",
            column=named(column),
            format="vocvalue.Assignments(timestamp_format=)",
        ),
    )


def _moments(days: Floats) -> Moments:
    """Return days since 1970 as times."""
    out = np.full(days.shape, np.datetime64("NaT", "us"))
    known = np.isfinite(days)
    out[known] = np.datetime64(0, "us") + (days[known] * 86_400e6).round().astype("timedelta64[us]")
    return out


def _without_outcome(n: int) -> tuple[Note, ...]:
    return Note.counted(
        n,
        "The table of outcomes has no row for {customers} of the experiment.",
        "结果表中没有 {customers}的记录。",
        customers=counted(n, "customer"),
    )
