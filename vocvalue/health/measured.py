"""What is measured of accounts on a day, from nothing that happened after it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from vocvalue import checks, duration
from vocvalue.health import measure_notes as notes
from vocvalue.health.account_log import AccountLog, Flags, Floats
from vocvalue.health.doing import GAPS, Doing, Gaps, done_by
from vocvalue.health.paying import Years, paid_by
from vocvalue.health.saying import Saying, said_by, weights_of
from vocvalue.results import Note


@dataclass(frozen=True, kw_only=True, eq=False)
class Measures:
    """What is measured of accounts on a day.

    Attributes:
        at: The day, or the moment.
        is_there: Whether an account is a customer then, shape (n,).
        values: The measures that the tables have, by name, NaN where not known, each of shape (n,).
        saying: What accounts say, before and after it was shrunk; None without answers.
        notes: What was left out or needs attention.
    """

    at: dt.datetime
    is_there: Flags = field(repr=False)
    values: Mapping[str, Floats] = field(repr=False)
    saying: Saying | None = field(repr=False)
    notes: tuple[Note, ...]

    @property
    def own_answers(self) -> Floats:
        """The mean answer of each account, weighted by role and not shrunk, NaN without one."""
        if self.saying is None:
            return np.full(self.is_there.size, np.nan)
        return self.saying.found.own


def measured(
    log: AccountLog,
    at: dt.datetime,
    *,
    window: duration.Span = "12 months",
    gaps: Gaps = "zero",
    role_weights: Mapping[str, float] | None = None,
) -> Measures:
    """Return what is measured of accounts on a day.

    Args:
        log: All that is known of them.
        at: The day, or the moment, by the clock of the tables.
        window: How far back answers and invoices count.
        gaps: Whether a month without a row, within an account's life, is one without usage ("zero")
            or one of which nothing is known ("unknown").
        role_weights: The weights of answers by role; None where all are equal.

    Raises:
        ParameterError: A role without a weight, or another argument that makes no sense.
    """
    checks.one_of("gaps", gaps, GAPS)
    until = np.datetime64(at, "us")
    after = earlier(at, window)
    is_there = ~(log.left <= until) & ~(log.since > until)
    values: dict[str, Floats] = {}
    saying = doing = None
    if log.answers is not None:
        weights = weights_of(role_weights, log.answers)
        span = {"after": np.datetime64(after, "us"), "until": until}
        saying = said_by(log.answers, **span, is_there=is_there, weights=weights)
        values["answers"] = saying.found.value
    if log.usage is not None:
        covered = min(until, log.usage.ends)
        doing = done_by(log.usage, until=covered, is_there=is_there, gaps=gaps)
        values |= doing.measures
    if log.invoices is not None:
        years = Years(
            before=np.datetime64(earlier(after, window), "us"),
            after=np.datetime64(after, "us"),
            until=until,
        )
        values |= paid_by(log.invoices, years, since=log.since, is_there=is_there).measures
    return Measures(
        at=at,
        is_there=is_there,
        values={name: np.where(is_there, it, np.nan) for name, it in values.items()},
        saying=saying,
        notes=(
            *notes.gone(int((log.left <= until).sum())),
            *notes.not_yet(int((log.since > until).sum())),
            *_of_saying(saying, role_weights),
            *_of_doing(doing, at, gaps),
        ),
    )


def earlier(moment: dt.datetime, span: duration.Span) -> dt.datetime:
    """Return the moment that lies a span before another: months and years by the calendar.

    Args:
        moment: The moment.
        span: The span.

    Raises:
        ParameterError: A span that has no unit or no length.

    Examples:
        >>> earlier(dt.datetime(2025, 6, 30), "12 months")
        datetime.datetime(2024, 6, 30, 0, 0)
    """
    days = duration.length(span, "day", name="window")
    parts = duration.parts(span)
    if parts is not None and parts[1] in ("month", "year") and parts[0] == round(parts[0]):
        months = int(parts[0]) * (12 if parts[1] == "year" else 1)
        return (pd.Timestamp(moment) - pd.DateOffset(months=months)).to_pydatetime()
    return moment - dt.timedelta(days=days)


def _of_saying(saying: Saying | None, role_weights: Mapping[str, float] | None) -> tuple[Note, ...]:
    if saying is None:
        return ()
    return (
        *notes.earlier_answers(saying.n_earlier),
        *(notes.without_role(saying.n_without_role) if role_weights is not None else ()),
        *notes.shrinkage(saying.found),
    )


def _of_doing(doing: Doing | None, at: dt.datetime, gaps: Gaps) -> tuple[Note, ...]:
    if doing is None:
        return ()
    return (*notes.usage_ends(doing.last, at), *notes.gaps(doing.n_gaps, gaps))
