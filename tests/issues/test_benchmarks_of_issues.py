"""What measures the room of problems runs on small tables, and says what it found."""

import re

import pytest

from benchmarks.issue_moments import ALL_TELL, measured
from benchmarks.issues_speed import JOBS, made, unnamed
from benchmarks.issues_speed import measured as timed


@pytest.mark.parametrize("ids", ["number", "text"])
def test_a_row_of_the_table_of_speed_counts_exposed_and_controls(ids, tmp_path):
    made(tmp_path, 3_000, ids)
    unnamed(tmp_path)
    for job in JOBS:
        row = timed(job, tmp_path)
        found = re.search(r"([\d,]+) exposed, ([\d,]+) controls", row)
        n_exposed, n_controls = (int(it.replace(",", "")) for it in found.groups())
        assert 30 <= n_exposed <= n_controls


def test_the_table_of_moments_has_a_row_for_each_choice():
    table = measured(ALL_TELL, 2, 2_000)
    assert table.startswith("truth: repurchase -0.")
    assert table.count("±") == 14
