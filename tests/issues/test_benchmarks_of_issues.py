"""What measures the room of problems runs on small tables, and says what it found."""

import re

import pandas as pd
import pytest

from benchmarks.issue_coverage import CELLS, short_table
from benchmarks.issue_moments import ALL_TELL, measured
from benchmarks.issues_speed import JOBS, made, unnamed
from benchmarks.issues_speed import measured as timed


@pytest.mark.parametrize("ids", ["number", "text"])
def test_a_row_of_the_table_of_speed_counts_exposed_and_controls(ids, tmp_path):
    made(tmp_path, 3_000, ids)
    unnamed(tmp_path)
    for job in JOBS:
        row = timed(job, tmp_path)
        found = re.search(r"([\d,]+) (?:exposed|orders), ([\d,]+) controls", row)
        n_exposed, n_controls = (int(it.replace(",", "")) for it in found.groups())
        assert 30 <= n_exposed <= n_controls


def test_the_table_of_moments_has_a_row_for_each_choice():
    table = measured(ALL_TELL, 2, 2_000)
    assert table.startswith("truth: repurchase -0.")
    assert table.count("±") == 14


def test_the_table_of_coverage_tells_the_effect_from_that_on_the_customers_compared():
    # the effect is -15: held by the first interval; each shop's own by the second alone
    shop = {"cell": CELLS[0].name, "refused": 0, "exposed": 100, "disputed": 0}
    shops = pd.DataFrame([shop, shop])
    for name in ("spend", "repurchase", "churn"):
        shops[f"{name} true"] = [-10.0, -20.0]
        for figure in ("naive", "doubly robust", "told"):
            shops[f"{name} {figure}"] = [-16.0, -20.0]
            shops[f"{name} {figure} lower"] = [-17.0, -22.0]
            shops[f"{name} {figure} upper"] = [-14.0, -18.0]
    line = short_table(shops).splitlines()[2]
    assert line.split(" | ")[1:] == ["50.0%"] * 6 + ["0.0%", "-15.0", "-18.0", "3.5 |"]
    shops["spend told upper"] = [-9.0, -18.0]
    cells = short_table(shops).splitlines()[2].split(" | ")
    assert (cells[3], cells[4]) == ("50.0%", "100.0%")
