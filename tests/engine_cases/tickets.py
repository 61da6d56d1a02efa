"""Detractors and tickets, matched and counted alike everywhere."""

import pyarrow as pa
import pytest
from engine_tables import moments

import vocvalue as vv
from engine_cases.case import AND_SPARK, Case, Refusal
from vocvalue.errors import DataError


def answers():
    """Return three detractors, one of whom answers twice, a promoter, and rows that lack a part."""
    rows = [
        ("a", "2024-01-08 10:00:00", 3.0),
        ("a", "2024-03-08 10:00:00", 5.0),
        ("b", "2024-01-09 09:00:00", 6.0),
        ("c", "2024-01-10 09:00:00", 0.0),
        ("d", "2024-01-10 09:00:00", 10.0),
        (None, "2024-01-10 09:00:00", 2.0),
        ("e", None, 2.0),
        ("f", "2024-01-10 09:00:00", None),
    ]
    ids, when, scores = map(list, zip(*rows, strict=True))
    return pa.table({"customer_id": ids, "timestamp": moments(when), "score": scores})


def tickets(*more):
    """Return tickets that were closed, opened again, opened beside another, and never opened."""
    rows = [
        ("T1", "a", "2024-01-09 10:00:00", "2024-01-10 04:00:00", None, "hotline"),
        ("T2", "a", "2024-03-09 10:00:00", None, None, "hotline"),
        ("T3", "b", "2024-01-10 09:00:00", "2024-01-12 09:00:00", "2024-01-13 09:00:00", "online"),
        ("T4", "b", "2024-01-11 09:00:00", "2024-01-11 10:00:00", None, "online"),  # beside T3
        ("T5", "x", "2024-01-10 09:00:00", "2024-01-14 09:00:00", None, None),
        ("T6", "c", None, None, None, "online"),
        *more,
    ]
    ids, owners, opened, closed, again, team = map(list, zip(*rows, strict=True))
    return pa.table(
        {
            "ticket_id": ids,
            "customer_id": owners,
            "opened": moments(opened),
            "closed": moments(closed),
            "reopened": moments(again),
            "team": pa.array(team, pa.string()),
        }
    )


def loop(responses, tickets):
    return vv.kpi.closed_loop(
        responses, tickets, horizon="5 days", observation_end="2024-06-30 12:00:00"
    )


CASES = (
    Case(
        of="kpi.closed_loop",
        that="three of four answers reached, two of four tickets open",
        tables={"responses": answers(), "tickets": tickets()},
        by=loop,
        look=lambda found: {
            "coverage": (found.coverage.reached, found.coverage.detractors),
            "open": found.backlog.n_open,
            "in time": found.timeliness.closing.within_target.value,
            # 18 hours, twice the five days of the horizon, and 96 hours
            "mean": found.timeliness.closing.mean.value,
            "teams": [(it.name, it.times.n) for it in found.timeliness.teams],
            "left out": sorted(note.count for note in found.notes if "left out" in note.en),
        },
        gives={
            "coverage": (3, 4),
            "open": 2,
            "in time": 0.25,
            "mean": pytest.approx((18 + 120 + 120 + 96) / 4),
            "teams": [("hotline", 2), ("online", 1), ("(missing)", 1)],
            "left out": [1, 1, 1, 1, 1],
        },
        engines=AND_SPARK,
    ),
    Case(
        of="kpi.closed_loop",
        that="a ticket closed before it was opened is refused by its id",
        tables={
            "responses": answers(),
            "tickets": tickets(
                ("T7", "c", "2024-02-02 09:00:00", "2024-02-01 09:00:00", None, "online")
            ),
        },
        by=loop,
        gives=Refusal(DataError, r"'closed': 1 row before .*first ids: T7"),
        engines=AND_SPARK,
    ),
)
