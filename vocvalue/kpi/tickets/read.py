"""Answers and tickets in, a closed loop out."""

from dataclasses import replace
from typing import Any, cast

import numpy as np

from vocvalue import progress
from vocvalue.duration import Every, Span
from vocvalue.kpi.kpi import Bounds
from vocvalue.kpi.tickets.desk import desk_of, latest
from vocvalue.kpi.tickets.detractors import Detractors, read_detractors
from vocvalue.kpi.tickets.measure import measure
from vocvalue.kpi.tickets.question import LoopQuestion
from vocvalue.kpi.tickets.result import ClosedLoop
from vocvalue.kpi.working_hours import WorkingHours
from vocvalue.link.clock import one_clock_of
from vocvalue.results.texts import pair
from vocvalue.survey.scores.scale import ScaleName, scale_of
from vocvalue.tables import tickets as ticket_rows
from vocvalue.tables import times
from vocvalue.tables.engine_errors import translated
from vocvalue.tables.moment_rows import MomentColumns, MomentRows
from vocvalue.tables.reading.bare import for_bare, refuse_idle
from vocvalue.tables.reading.described import described
from vocvalue.tables.reading.orders import Orders
from vocvalue.tables.reading.responses import Responses
from vocvalue.tables.reading.tickets import Tickets
from vocvalue.tables.responses import of_survey
from vocvalue.tables.tickets import with_moments


@progress.step(pair("following tickets", "跟踪工单"))
@translated
def closed_loop(
    responses: object,
    tickets: object,
    *,
    target: Span = "24 hours",
    hours: WorkingHours | None = None,
    horizon: Span = "14 days",
    window: Span = "14 days",
    orders: object = None,
    churn_window: Span = "180 days",
    by: str = "nps",
    points: int | None = None,
    every: Every = "quarter",
    bounds: Bounds | tuple[float, float] = (0.10, 0.70),
    time_bounds: tuple[Span, Span] | None = None,
    survey: str | None = None,
    survey_column: str | None = None,
    customer_id: str = "customer_id",
    timestamp: str = "timestamp",
    score: str = "score",
    observation_end: object = None,
    timezone: str | None = None,
    timestamp_format: str | None = None,
    level: float = 0.95,
) -> ClosedLoop:
    """Measure how many detractors are reached, and how long it takes until tickets are closed.

    A detractor is reached if a ticket was opened for the customer within the window after the
    answer and, where the table says when customers were contacted, the contact was made in that
    window too. Every ticket counts for the times, whether or not it belongs to a detractor; open
    tickets are censored, so that those that take long are not left out for being open.

    Args:
        responses: The answers: a table, a path, or a `vocvalue.Responses`.
        tickets: The tickets, one row each: a table, a path, or a `vocvalue.Tickets`.
        target: The time within which a ticket is to be closed.
        hours: The hours of the desk. All spans are then counted in working hours: "24 hours" are 24
            of them, "5 days" five working days. By default all hours count.
        horizon: The span over which the mean time is taken: a ticket that takes longer counts with
            it.
        window: The time after an answer within which a detractor has to be reached, by the clock.
        orders: An order log, which tells whether customers stayed; None leaves that out.
        churn_window: A customer without an order for so long after the target has left.
        by: The scores whose lowest band are the detractors: "nps", "csat" or "ces".
        points: The number of points on the scale, see `survey.segment`.
        every: The length of the periods of the trend: "week", "month", "quarter" or "year".
        bounds: From where on the coverage is low, and high. Low is the 10% that the rule of thumb
            calls failing.
        time_bounds: From where on the mean time to close is low, and high; by default 5 days and
            the target.
        survey: The survey to use if the responses hold several; by default the one named by `by`.
        survey_column: Column that names the survey; by default "survey", if there is one.
        customer_id: Column with the customer ids, in all tables.
        timestamp: Column with the timestamps of responses and orders.
        score: Column with the scores.
        observation_end: The last moment observed; by default the latest of both tables.
        timezone: The time zone whose wall-clock time counts, for times that carry a zone.
        timestamp_format: How text is parsed as times, in all tables.
        level: The confidence level.

    Returns:
        The two KPIs coverage and timeliness, each with interval, band and trend; the backlog; and,
        with orders, whether faster closing goes with staying; a note says so where the customers
        are too few or too unlike to be compared.

    Raises:
        DataError: A table cannot be read, ids do not fit, nobody is a detractor, no ticket can be
            used, or a ticket was closed before it was opened.
        MissingDependencyError: The hours are those of a country, and `holidays` is not installed.
        ParameterError: An argument that makes no sense, or is idle.

    References:
        Kaplan and Meier (1958), Journal of the American Statistical Association 53; Wilson (1927),
        Journal of the American Statistical Association 22; Holm (1979), Scandinavian Journal of
        Statistics 6; Anderson, Cain and Gelber (1983), Journal of Clinical Oncology 1.

    Examples:
        Of ten detractors one gets a ticket, which is closed after two days:

        >>> import pandas as pd
        >>> answers = pd.DataFrame(
        ...     {"customer_id": range(10), "timestamp": pd.Timestamp("2024-01-08"), "score": 3}
        ... )
        >>> desk = pd.DataFrame(
        ...     {"customer_id": [4], "opened": ["2024-01-09 09:00"], "closed": ["2024-01-11 09:00"]}
        ... )
        >>> loop = closed_loop(answers, desk, observation_end="2024-02-29")
        >>> loop.coverage.share.value, loop.coverage.band(), loop.timeliness.closing.mean.value
        (0.1, 'unknown', 48.0)
    """
    scale = scale_of(cast("ScaleName", by), points=points)
    question = LoopQuestion.of(
        target=target,
        horizon=horizon,
        window=window,
        hours=hours,
        every=every,
        bounds=bounds,
        time_bounds=time_bounds,
        churn_window=churn_window,
        level=level,
    )
    clock = {"timezone": timezone, "timestamp_format": timestamp_format}
    shared: dict[str, Any] = {"customer_id": customer_id, **clock}
    refuse_idle({"responses": responses, "tickets": tickets, "orders": orders}, **shared)
    refuse_idle({"responses": responses, "orders": orders}, timestamp=timestamp)
    asked = described(
        Responses,
        responses,
        "responses",
        score=score,
        survey=survey,
        survey_column=survey_column,
        **for_bare(responses, timestamp=timestamp, **shared),
    )
    desk = described(Tickets, tickets, "tickets", **for_bare(tickets, **shared))
    log = None
    if orders is not None:
        log = described(Orders, orders, "orders", **for_bare(orders, timestamp=timestamp, **shared))
    columns = ticket_rows.columns_of(desk)
    zones = _zones(asked, desk, columns, log)
    asked = replace(of_survey(asked, by), timezone=zones["responses"])
    detractors = read_detractors(asked, scale)
    rows = ticket_rows.read_tickets(desk, columns, zones)
    end = _end(observation_end, detractors, rows, zones["responses"])
    return measure(
        detractors,
        desk_of(rows, columns, end),
        question,
        orders=None if log is None else replace(log, timezone=zones["orders"]),
    )


def _zones(
    responses: Responses, tickets: Tickets, columns: MomentColumns, orders: Orders | None
) -> dict[str, str | None]:
    """Return the zone that each table, and each column of the tickets, is counted in."""
    timed = {f"tickets ({name})": it for name, it in with_moments(tickets, columns).items()}
    found = one_clock_of(
        {"responses": responses, **timed, **({} if orders is None else {"orders": orders})}
    )
    return {key.removeprefix("tickets (").removesuffix(")"): zone for key, zone in found.items()}


def _end(
    asked: object, detractors: Detractors, rows: MomentRows, timezone: str | None
) -> np.datetime64:
    """Return the end of observation: as asked, or the latest moment of both tables."""
    end = times.optional_moment(asked, name="observation_end", timezone=timezone)
    if end is not None:
        return np.datetime64(end, "us")
    last = latest(rows)
    return detractors.last if np.isnat(last) else max(detractors.last, last)
