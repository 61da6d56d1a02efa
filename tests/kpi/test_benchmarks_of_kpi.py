"""What measures the checks of the programme runs on a few series, and says what it found."""

import numpy as np
import pytest

from benchmarks import gaming_rates, issue_reduction_rates
from benchmarks.gaming_rates import GAMED, HONEST, World
from benchmarks.issue_reduction_rates import FACTORS, SPREADS, one_run, rates
from vocvalue.kpi.gaming.result import CHECKS


def test_a_fall_in_each_month_is_said_and_none_is_not():
    halved = rates(FACTORS["50% lower in each"], 0.0, 20, first=1)
    assert (halved.runs, halved.seen) == (20, 20)
    assert halved.said >= 15
    honest = rates(FACTORS["as before"], 0.0, 40, first=1)
    # By chance alone three months are all below in an eighth of the cases, and never said to be:
    # three tests at 5 % each pass together in one case of 8,000.
    assert honest.said == 0 < honest.seen < 20


@pytest.mark.parametrize("name", FACTORS)
def test_what_is_said_is_shown_and_what_is_shown_is_seen(name):
    for seed in range(5):
        seen, shown, said = one_run(seed, FACTORS[name], 0.15)
        assert said <= shown <= seen


def test_the_table_of_reductions_has_a_row_for_each_kind(monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["benchmark", "--runs", "2", "--processes", "1"])
    issue_reduction_rates.main()
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 2 + len(FACTORS) * len(SPREADS)
    assert {line.count("|") for line in lines} == {6}


def test_a_row_of_the_table_of_gaming_says_of_each_check_whether_it_fires():
    found = gaming_rates.rates(World(150, 0.0, 12, 0.2), HONEST, 2, first=1, processes=1)
    assert found.shape == (2, 2 * len(CHECKS) + 1)
    assert np.isin(found, (0.0, 1.0)).all()
    agents = gaming_rates.rates(World(150, 0.0, 12, 0.2), GAMED["agents"], 3, first=1, processes=1)
    assert agents[:, len(CHECKS) + CHECKS.index("agents")].sum() >= 2
