"""Outcomes that a score determines or all but determines, and those that it does not."""

import numpy as np
import pandas as pd
import pytest

from vocvalue import survey
from vocvalue.errors import DataError


def table_of(left=None, spend=None, *, scores=(1, 8, 10), n=100):
    columns = {"score": np.repeat(scores, n)}
    if left is not None:
        columns["left"] = np.concatenate(list(left))
    if spend is not None:
        columns["spend"] = np.concatenate(list(spend))
    return pd.DataFrame(columns)


def some(n, of=100):
    """Return n ones among zeros."""
    return np.r_[np.ones(n), np.zeros(of - n)]


@pytest.mark.parametrize(
    ("shares", "verdict"),
    [
        ((100, 50, 0), "suspected leak"),  # one end left, the other stayed
        ((0, 50, 100), "suspected leak"),  # the other way round
        ((98, 50, 2), "suspected leak"),
        ((50, 100, 0), "suspected leak"),  # any two segments
        ((100, 0, 0), "leak"),  # the score tells all
        ((97, 50, 2), "link found"),
        ((98, 50, 3), "link found"),
        ((100, 60, 40), "link found"),
        ((40, 20, 0), "link found"),
        ((50, 50, 50), "no link found"),
    ],
)
def test_a_churn_that_the_segments_part(shares, verdict):
    table = survey.cross_analysis(table_of(left=map(some, shares)), churned="left")
    assert table.metric("churn").verdict == verdict
    assert table.metric("retention").verdict == verdict


def test_a_single_score_can_give_the_leak_away():
    # Scores of 3 and less were marked as left, 4 to 6 not; a few of each were mended by hand.
    left = [some(99), some(1), some(30), some(20)]
    table = survey.cross_analysis(table_of(left, scores=(3, 5, 8, 10)), churned="left")
    assert table.metric("churn").of("detractor").value == 0.5
    assert table.metric("churn").verdict == "suspected leak"


def test_few_customers_may_be_alike_by_chance():
    answers = table_of(left=[some(19, 19), some(10, 19), some(0, 19)], n=19)
    assert survey.cross_analysis(answers, churned="left").metric("churn").verdict == "link found"


@pytest.mark.parametrize(
    ("spend", "verdict"),
    [
        ([0 * some(0), 60 * some(50), 100 + np.arange(100.0)], "suspected leak"),
        ([50 * some(2), 60 * some(50), 100 + np.arange(100.0)], "suspected leak"),
        ([50 * some(10), 60 * some(50), 100 + np.arange(100.0)], "link found"),
        ([100 + some(50) / 50, 200 + some(50) / 50, 300 + some(50) / 50], "suspected leak"),
        ([100 + 20 * some(50), 200 + 20 * some(50), 300 + 20 * some(50)], "link found"),
    ],
)
def test_money_that_the_segments_part(spend, verdict):
    table = survey.cross_analysis(table_of(spend=spend), revenue="spend")
    assert table.metric("revenue").verdict == verdict


def test_weights_do_not_hide_a_leak():
    answers = table_of(left=[some(100), some(50), some(0)]).assign(w=np.linspace(1, 9, 300))
    table = survey.cross_analysis(answers, churned="left", weights="w")
    assert table.metric("churn").verdict == "suspected leak"


def test_a_value_computed_from_a_leaking_churn_leaks():
    answers = table_of(left=map(some, (100, 50, 0)), spend=[np.arange(100.0) + 50] * 3)
    table = survey.cross_analysis(answers, churned="left", revenue="spend", horizon="3 years")
    verdicts = table.tests().set_index("metric")["verdict"]
    assert verdicts["revenue"] == "no link found"
    assert verdicts["ltv"] == verdicts["churn"] == "suspected leak"


def test_nothing_is_planned_with_a_suspected_leak():
    spend = [0 * some(0), 60 * some(50), 100 + np.arange(100.0)]
    table = survey.cross_analysis(table_of(spend=spend), revenue="spend")
    with pytest.raises(DataError, match="determines revenue almost exactly"):
        table.conversion_value("detractor", "passive", 0.01)


def test_the_leak_is_said_in_both_languages():
    table = survey.cross_analysis(table_of(left=map(some, (100, 50, 0))), churned="left")
    assert table.statement().endswith(
        " Suspected leak: the score almost determines who left and who stayed, as it never does in "
        "a real survey. Check whether one was derived from the other before using this figure."
    )
    assert table.statement("zh").endswith(
        "疑似数据泄漏：评分几乎完全决定了客户的去留，真实调查中不会出现这种情况。"
        "使用该数值前，请核实两者是否同源。"
    )
