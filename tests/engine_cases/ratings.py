"""What a bad rating costs over years, alike everywhere."""

import pyarrow as pa
import pytest
from engine_tables import moments

from engine_cases.case import AND_SPARK, Case

N = 40


def orders():
    """Return owners who bought once; ten of the first 40 buy again, and 20 of the others.

    One of these pays in two lines, and another is given something back.
    """
    lines = [(f"c{it:02d}", "2015-03-01 09:00:00", 200.0) for it in range(2 * N)]
    again = [*range(N // 4), *range(N, N + N // 2)]
    lines += [(f"c{it:02d}", "2020-05-01 09:00:00", 200.0) for it in again]
    lines += [
        ("c00", "2020-05-01 09:00:00", 12.0),
        ("c40", "2020-05-03 09:00:00", -72.0),
        ("c39", "2022-03-01 09:00:00", 500.0),  # too late
        (None, "2020-05-01 09:00:00", 200.0),
    ]
    ids, when, amount = map(list, zip(*lines, strict=True))
    return pa.table({"customer_id": ids, "timestamp": moments(when), "amount": amount})


def ratings():
    """Return bad ratings of the first 40 and good ones of the others, and other rows."""
    rows = [(f"c{it:02d}", "2018-01-15 10:00:00", 1 if it < N else 5) for it in range(2 * N)]
    rows += [
        ("c79", "2019-01-15 10:00:00", 1),  # not the first
        ("zz", "2018-01-15 10:00:00", 1),  # never bought
        (None, "2018-01-15 10:00:00", 1),
    ]
    ids, when, score = map(list, zip(*rows, strict=True))
    return pa.table({"customer_id": ids, "timestamp": moments(when), "score": score})


def look(found):
    shares = (found.with_problem, found.without, found.difference)
    return {
        "n": [found.n_bad, found.n_others, found.n_followed],
        "shares": [it.value for it in shares],
        "price": found.price,
        "loss": found.loss_each.value,
        "left out": sorted(note.count for note in found.notes if "left out" in note.en),
    }


CASES = (
    Case(
        of="issues.long_horizon",
        that="first ratings, lines of one moment, a refund, a purchase that comes too late",
        tables={"ratings": ratings(), "orders": orders()},
        asked={
            "bad": 2,
            "horizon": "3 years",
            "margin": 0.10,
            "observation_end": "2022-12-31 23:59:59",
        },
        gives={
            "n": [N, N, N],
            "shares": pytest.approx([0.25, 0.5, -0.25]),
            # 30 purchases of 200 each, 12 more and 72 less
            "price": pytest.approx(198.0),
            "loss": pytest.approx(0.25 * 198.0 * 0.10),
            # a second rating, and a rating and a line without a customer
            "left out": [1, 1, 1],
        },
        look=look,
        engines=AND_SPARK,
    ),
)
