"""Detractors and tickets in, how many detractors were reached out."""

from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from vocvalue.kpi.kpi import KpiPeriod
from vocvalue.kpi.shares import nothing
from vocvalue.kpi.tickets.cases import Dated, first_after, had_open, in_days
from vocvalue.kpi.tickets.clock import Clock
from vocvalue.kpi.tickets.coverage import LoopCoverage, ReachedBy
from vocvalue.kpi.tickets.question import LoopQuestion
from vocvalue.kpi.tickets.stage import BY_CURVE, share_done
from vocvalue.results import Estimate
from vocvalue.stats.clusters import Sample, effective_size
from vocvalue.stats.proportions import wilson
from vocvalue.stats.survival import KaplanMeier
from vocvalue.tables.periods import Periods, numbers_of

Moments: TypeAlias = NDArray[np.datetime64]
Codes: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]

DAY = np.timedelta64(1, "D")
SECOND = np.timedelta64(1, "s")
NEVER = np.datetime64("NaT", "us")


@dataclass(frozen=True, kw_only=True, eq=False)
class Loop:
    """Detractors and tickets, by codes of their customers.

    Attributes:
        answers: The answers of detractors.
        tickets: The tickets, by their opening.
        contacted: When the customer of each ticket was contacted; None where it is not known.
        closed: When each ticket was closed, NaT while it is open.
        first: The moment of the first of all answers.
        last: The moment of the last of all answers.
        end: The end of observation.
        by_day: Whether answers or tickets carry days only.
    """

    answers: Dated = field(repr=False)
    tickets: Dated = field(repr=False)
    contacted: Moments | None = field(repr=False)
    closed: Moments = field(repr=False)
    first: np.datetime64
    last: np.datetime64
    end: np.datetime64
    by_day: bool

    @property
    def reached_by(self) -> ReachedBy:
        """What counts as having reached a detractor."""
        return "ticket" if self.contacted is None else "contact"


def coverage_of(loop: Loop, question: LoopQuestion, clock: Clock) -> LoopCoverage:
    """Return how many detractors were reached.

    Args:
        loop: The detractors and the tickets.
        question: What is asked.
        clock: What counts as time.

    References:
        Wilson (1927), Journal of the American Statistical Association 22, with the effective number
        of answers of Kish (1965), Survey Sampling, where customers answer more than once.
    """
    answered = loop.answers.moment
    window = np.timedelta64(round(question.window_days * 86_400), "s")
    matched = first_after(_by_day(loop.answers, loop), _by_day(loop.tickets, loop), window)
    reached_at = _reached_at(loop, matched, answered + window)
    is_mature = answered + window <= loop.end
    is_reached = ~np.isnat(reached_at)
    share = _share(is_reached[is_mature], loop.answers.customer[is_mature], question.level)
    curve = _curve(loop, reached_at, window, clock)
    periods, by_period = _periods(loop, is_reached, is_mature, question)
    return LoopCoverage(
        share=share,
        detractors=int(is_mature.sum()),
        reached=int((is_reached & is_mature).sum()),
        ticketed=int(((matched >= 0) & is_mature).sum()),
        young=int((~is_mature).sum()),
        customers=np.unique(loop.answers.customer).size,
        already_open=int(
            (had_open(loop.answers, loop.tickets, loop.closed) & ~is_reached & is_mature).sum()
        ),
        within_target=Estimate.of(
            share_done(curve, question.target_hours, question.level),
            level=question.level,
            method=BY_CURVE,
            n=answered.size,
        ),
        reached_by=loop.reached_by,
        window=question.window,
        target=question.target,
        target_hours=question.target_hours,
        in_working_hours=question.hours is not None,
        curve=curve,
        periods=periods,
        by_period=by_period,
        every=question.every,
        bounds=question.coverage_bounds,
        level=question.level,
    )


def _by_day(rows: Dated, loop: Loop) -> Dated:
    """Return rows by days where either table carries days only: a day is then one moment."""
    return Dated(customer=rows.customer, moment=in_days(rows.moment)) if loop.by_day else rows


def _reached_at(loop: Loop, matched: Codes, until: Moments) -> Moments:
    """Return when each detractor was reached within the window, NaT where that was not so."""
    if not loop.tickets.moment.size:
        return np.full(matched.size, NEVER)
    moments = loop.tickets.moment if loop.contacted is None else loop.contacted
    reached = np.where(matched >= 0, moments[np.maximum(matched, 0)], NEVER)
    last = in_days(until) + DAY - SECOND if loop.by_day else until
    return np.where((reached <= last) & (reached <= loop.end), reached, NEVER)


def _share(is_reached: Flags, customer: Codes, level: float) -> Estimate:
    """Return the share reached, with Wilson's interval by the effective number of answers."""
    n = is_reached.size
    if not n:
        return nothing(level)
    values = is_reached.astype(np.float64)
    sample = Sample(customer=customer, values=values, rows=np.ones(n))
    effective = effective_size(sample)
    share = float(values.mean())
    lower, upper = wilson(share * effective, effective, level)
    method = "Wilson score" if effective == n else "Wilson score, by customer"
    return Estimate.of((share, float(lower), float(upper)), level=level, method=method, n=n)


def _curve(loop: Loop, reached_at: Moments, window: np.timedelta64, clock: Clock) -> KaplanMeier:
    """Return the share not reached over the hours since the answer, up to the window."""
    answered = loop.answers.moment
    until = np.minimum(answered + window, loop.end)
    happened = ~np.isnat(reached_at)
    ends = np.where(happened, np.maximum(reached_at, answered), until)
    return KaplanMeier.of(clock.between(answered, ends), happened)


def _periods(
    loop: Loop, is_reached: Flags, is_mature: Flags, question: LoopQuestion
) -> tuple[tuple[KpiPeriod, ...], NDArray[np.int64]]:
    """Return the share of each period, from that of the first answer to that of the last."""
    numbers = numbers_of(loop.answers.moment, question.every)
    ends = numbers_of(np.array([loop.first, loop.last]), question.every)
    periods = Periods.of(np.append(numbers, ends), question.every)
    place = numbers - periods.first
    found = []
    for number, start in enumerate(periods.start):
        own = place == number
        mature = own & is_mature
        share = _share(is_reached[mature], loop.answers.customer[mature], question.level)
        found.append(
            KpiPeriod(
                start=start,
                every=question.every,
                estimate=share,
                is_mature=bool(is_mature[own].all()),
            )
        )
    return tuple(found), np.bincount(place, minlength=periods.n)
