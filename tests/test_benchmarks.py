"""The benchmark of 2,357 customers runs, agrees with the published fit, and survives a failure."""

import argparse

import pytest

from benchmarks.__main__ import _files
from benchmarks.cases import BY_HAND, GROUPS, OURS, PEER, TABLES, Case, cases
from benchmarks.isolated import Outcome, prepare, run
from benchmarks.report import Row, markdown

CDNOW = cases(["fit"], quick=True)[0]


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory):
    folder = tmp_path_factory.mktemp("benchmarks")
    assert prepare(CDNOW, folder) is None
    return {side: run(job, CDNOW, folder, timeout=60) for side, job in CDNOW.jobs.items()}


@pytest.mark.parametrize("side", [OURS, PEER])
def test_each_side_reaches_the_published_fit_of_cdnow(outcomes, side):
    # Fader, Hardie and Lee (2005), table 2: LL -9582.4 at .243 4.414 .793 2.426
    found = outcomes[side].found
    assert found["log_likelihood"] == pytest.approx(-9582.4, abs=0.05)
    assert list(found["parameters"].values()) == pytest.approx(
        [0.243, 4.414, 0.793, 2.426], abs=0.001
    )


def test_times_and_memory_are_in_the_table(outcomes):
    text = markdown([Row(CDNOW, outcomes)])
    assert "| 2,357 |" in text
    assert all(outcome.seconds and outcome.peak_mb > 10 for outcome in outcomes.values())


def test_a_failure_stands_in_place_of_its_time(outcomes):
    stopped = {**outcomes, PEER: Outcome(problem="stopped after 300 s")}
    cells = markdown([Row(CDNOW, stopped)]).splitlines()[-1].split(" | ")
    assert cells[2:4] == ["stopped after 300 s", "-"]


def test_sides_that_take_turns_keep_all_runs_and_the_higher_peak():
    first, second = Outcome((1.0, 2.0), 50.0, {"n": 1}), Outcome((3.0,), 70.0, {"n": 1})
    assert first.joined(second) == Outcome((1.0, 2.0, 3.0), 70.0, {"n": 1})
    failed = Outcome(problem="stopped")
    assert first.joined(failed) == failed.joined(first) == failed


def test_a_table_of_the_docs_is_written_when_all_its_groups_were_measured():
    assert sorted(group for of in TABLES.values() for group in of) == sorted(GROUPS)
    options = argparse.Namespace(output=None, quick=False, only=["survey", "link", "fit"])
    assert [file.name for file in _files(options)] == ["results_survey.md"]


def test_both_sides_cross_scores_with_the_same_figures(tmp_path):
    case = Case(group="survey", data="responses", size=5_000, work="cross analysis")
    assert prepare(case, tmp_path) is None
    outcomes = {side: run(job, case, tmp_path, timeout=60) for side, job in case.jobs.items()}
    text = markdown([Row(case, outcomes)])
    assert text.rstrip().endswith("| yes |")
    assert list(outcomes) == [OURS, BY_HAND]


def test_both_sides_link_with_the_same_figures(tmp_path):
    case = Case(group="link", data="linked", size=20_000, work="Parquet")
    assert prepare(case, tmp_path) is None
    outcomes = {side: run(job, case, tmp_path, timeout=60) for side, job in case.jobs.items()}
    assert markdown([Row(case, outcomes)]).rstrip().endswith("| yes |")


def test_a_process_that_takes_too_long_is_stopped(tmp_path):
    assert run("ours.fit", CDNOW, tmp_path, timeout=0.01).problem == "stopped after 0.01 s"


def test_a_process_that_fails_says_why(tmp_path):
    assert run("ours.fit", CDNOW, tmp_path, timeout=60).problem.startswith(
        "failed: FileNotFoundError"
    )
