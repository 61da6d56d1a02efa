"""Weights of answers: raking by hand, categories that are their own."""

import datetime as dt

import numpy as np
import pyarrow as pa
import pytest

from engine_cases.case import IN_ORDER, Case, Refusal
from vocvalue.errors import DataError

# Two columns, one of them of numbers. The answers: 2 + 1 north, 1 + 2 south.
ANSWERS = {
    "customer_id": ["a", "b", "c", "d", "e", "f"],
    "region": ["north", "south", "north", "north", "south", "south"],
    "age": [1, 2, 2, 1, 1, 2],
}
# North 60 of 100, age 1 50 of 100.
BASE = {
    "region": ["north"] * 60 + ["south"] * 40,
    "age": [1] * 20 + [2] * 40 + [1] * 30 + [2] * 10,
}
# Of the four cells n1 (2 answers), n2 (1), s1 (1), s2 (2) raking keeps the odds ratio 2 x 2 / 1:
# with x customers in n1, x (x - 10) = 4 (60 - x) (50 - x), so that 3 x^2 - 430 x + 12,000 = 0.
X = (430 - np.sqrt(430**2 - 4 * 3 * 12_000)) / 6
WEIGHTS = [X / 2, (X - 10) / 2, 60 - X, X / 2, 50 - X, (X - 10) / 2]
# Weights need no join, so the tables may come from two connections.
APART = (*IN_ORDER, ("duckdb", "duckdb"))
BOTH = {"responses": pa.table(ANSWERS), "base": pa.table(BASE)}


def cells(result):
    columns = [result.cells[name].tolist() for name in ("region", "age", "answers", "weight")]
    return [(region, str(age), *more) for region, age, *more in zip(*columns, strict=True)]


def close(weight):
    return pytest.approx(weight, rel=1e-8)


RAKED = (
    Case(
        of="survey.rake",
        that="weights from the table of customers",
        tables=BOTH,
        asked={"columns": ["region", "age"]},
        gives={"weights": close(WEIGHTS), "n_customers": 100},
        engines=APART,
    ),
    Case(
        of="survey.rake",
        that="weights from margins",
        tables={"responses": pa.table(ANSWERS)},
        asked={"margins": {"region": {"north": 0.6, "south": 0.4}, "age": {1: 0.5, 2: 0.5}}},
        gives={"weights": close([weight * 6 / 100 for weight in WEIGHTS]), "n_customers": None},
        engines=IN_ORDER,
    ),
    Case(
        of="survey.rake",
        that="cells are joined to where rows have no order",
        tables=BOTH,
        asked={"columns": ["region", "age"]},
        gives=[
            ("north", "1", 2, close(WEIGHTS[0])),
            ("north", "2", 1, close(WEIGHTS[2])),
            ("south", "1", 1, close(WEIGHTS[4])),
            ("south", "2", 2, close(WEIGHTS[1])),
        ],
        look=cells,
        engines=APART,
    ),
)


def without(missing):
    return pa.table({**ANSWERS, "region": ["north", missing, "north", "south", missing, "south"]})


REFUSED = tuple(
    case
    for missing in (None, "")
    for case in (
        Case(
            of="survey.rake",
            that=f"{missing!r} among the answers is refused with its customers",
            tables={"responses": without(missing)},
            asked={"margins": {"region": {"north": 1, "south": 9}}},
            gives=Refusal(DataError, r"'region': 2 rows missing in responses \(first ids: b, e"),
            engines=IN_ORDER,
        ),
        Case(
            of="survey.rake",
            that=f"{missing!r} among the customers is refused",
            tables={"responses": pa.table(ANSWERS), "base": without(missing)},
            asked={"columns": ["region"]},
            gives=Refusal(DataError, "'region' of base: 2 rows missing"),
            engines=APART,
        ),
    )
)

BIG = 1234567890123456789
PAIRS = {
    "postcodes": ["01234", "1234"],
    "stores": [BIG, BIG + 1],
    "truth": [True, False],
    "days": [dt.date(2024, 1, 1), dt.date(2024, 1, 8)],
}


def of_categories(kind, one, other):
    answers = pa.table({"x": [one] * 3 + [other], "customer_id": ["a", "b", "c", "d"]})
    base = pa.table({"x": [one] * 50 + [other] * 50})
    gives = pytest.approx([50 / 3] * 3 + [50])
    of, look = "survey.rake", lambda result: sorted(result.weights.tolist())
    yield Case(
        of=of,
        that=f"categories that are {kind}, of a table of customers",
        tables={"responses": answers, "base": base},
        asked={"columns": ["x"]},
        gives=gives,
        look=look,
    )
    yield Case(
        of=of,
        that=f"categories that are {kind}, of margins",
        tables={"responses": answers},
        asked={"margins": {"x": {one: 50, other: 50}}},
        gives=gives,
        look=look,
    )


CATEGORIES = tuple(case for kind, pair in PAIRS.items() for case in of_categories(kind, *pair))
CASES = (*RAKED, *REFUSED, *CATEGORIES)
