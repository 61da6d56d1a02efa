"""The customer is the unit of drivers and of a change taken apart; surveys are never pooled."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy import stats

import vocvalue as vv
from vocvalue import survey
from vocvalue.errors import DataError, ParameterError
from vocvalue.stats import correlations


def answers(rng, n=80, shift=0.0):
    mood = rng.normal(7 + shift, 2, n)
    score = np.clip(np.round(mood + rng.normal(0, 1, n)), 0, 10)
    return pd.DataFrame(
        {
            "customer_id": np.arange(n),
            "shop": rng.choice(["north", "south"], n),
            "score": score,
            "r1": np.clip(np.round(mood / 2 + rng.normal(0, 1, n)), 1, 5),
            "r2": rng.integers(1, 6, n),
        }
    )


def twenty_times(table):
    return pd.concat([table] * 20, ignore_index=True)


def width(estimate):
    return estimate.upper - estimate.lower


# --- decomposition


def test_answers_repeated_by_the_same_customers_make_nothing_more_certain():
    rng = np.random.default_rng(1)
    before, after = answers(rng), answers(rng, shift=1.0).assign(customer_id=np.arange(500, 580))
    once = survey.decompose_change(before, after, by="shop")
    often = survey.decompose_change(twenty_times(before), twenty_times(after), by="shop")
    assert often.change.value == pytest.approx(once.change.value)
    assert width(often.change) == pytest.approx(width(once.change), rel=0.02)
    assert width(often.score_effect) == pytest.approx(width(once.score_effect), rel=0.05)
    anonymous = survey.decompose_change(
        twenty_times(before).drop(columns="customer_id"),
        twenty_times(after).drop(columns="customer_id"),
        by="shop",
    )
    # Without customers twenty answers are twenty: narrower by the square root of twenty.
    assert width(anonymous.change) == pytest.approx(width(once.change) / np.sqrt(20), rel=0.05)
    assert any("are repeats by 160 customers" in note.en for note in often.notes)


def test_a_panel_is_compared_as_a_panel():
    rng = np.random.default_rng(2)
    before = answers(rng, n=400)
    moved = np.clip(before["score"] + rng.integers(-1, 3, 400), 0, 10)
    found = survey.decompose_change(before, before.assign(score=moved), by="shop")
    # Against the clustered error of statsmodels' regression of both waves on the wave.
    sides = np.concatenate([_side(before["score"]), _side(moved)])
    wave = sm.add_constant(np.repeat([0.0, 1.0], 400))
    fit = sm.OLS(sides, wave).fit(
        cov_type="cluster", cov_kwds={"groups": np.tile(np.arange(400), 2)}
    )
    assert found.change.value == pytest.approx(100 * fit.params[1])
    expected = 2 * stats.norm.ppf(0.975) * 100 * fit.bse[1]
    assert width(found.change) == pytest.approx(expected, rel=0.05)


def _side(scores):
    return np.where(scores >= 9, 1.0, np.where(scores <= 6, -1.0, 0.0))


def test_the_interval_of_a_change_holds_it_as_often_as_it_says_where_customers_repeat():
    held, runs = 0, 300
    for seed in range(runs):
        rng = np.random.default_rng(seed)
        tables = []
        for wave in range(2):
            n = 60
            mood, repeats = rng.normal(0, 1, n), rng.integers(1, 6, n)
            who = np.repeat(np.arange(n) + 100 * wave, repeats)
            value = mood[who - 100 * wave] + rng.normal(0, 0.5, who.size)
            score = np.where(value > 0.5, 10, np.where(value < -0.5, 3, 7))
            tables.append(pd.DataFrame({"customer_id": who, "score": score, "by": "x"}))
        found = survey.decompose_change(*tables, by="by").change
        held += found.lower <= 0.0 <= found.upper
    assert stats.binom.ppf(0.001, runs, 0.95) <= held <= stats.binom.ppf(0.9995, runs, 0.97)


def test_several_surveys_are_not_pooled():
    shop = vv.datasets.load_sample()
    told = shop.responses.assign(channel=shop.responses.channel.fillna("none"))
    before, after = told[told.timestamp < "2024-07-01"], told[told.timestamp >= "2024-07-01"]
    with pytest.raises(ParameterError, match=r"has the surveys 'ces' .* 'csat' .* 'nps'"):
        survey.decompose_change(before, after, by="channel")
    found = survey.decompose_change(before, after, by="channel", survey="nps")
    # Of the NPS alone, counted by hand from the table.
    expected = [100 * _side(part[part.survey == "nps"].score).mean() for part in (before, after)]
    assert [found.before.value, found.after.value] == pytest.approx(expected)
    assert found.change.value == pytest.approx(-20.8, abs=0.05)
    renamed = [part.rename(columns={"survey": "survey_type"}) for part in (before, after)]
    with pytest.raises(ParameterError, match="'survey_type' holds"):
        survey.decompose_change(*renamed, by="channel")
    same = survey.decompose_change(
        *renamed, by="channel", survey="nps", survey_column="survey_type"
    )
    assert same.change == found.change
    with pytest.raises(ParameterError, match="only an NPS can be decomposed"):
        survey.decompose_change(before, after, by="channel", survey="csat")
    with pytest.raises(DataError, match="no column 'surveyy'"):
        survey.decompose_change(before, after, by="channel", survey_column="surveyy")
    with pytest.raises(DataError, match="no column 'custmer'"):
        survey.decompose_change(before, after, by="channel", survey="nps", customer_id="custmer")


# --- drivers


def test_drivers_count_customers():
    table = answers(np.random.default_rng(3), n=150)
    once = survey.drivers(table, ratings=["r1", "r2"])
    often = survey.drivers(twenty_times(table), ratings=["r1", "r2"])
    for name in ("r1", "r2"):
        one, many = (
            next(d for d in found.of("score").drivers if d.rating == name)
            for found in (once, often)
        )
        assert many.importance.value == pytest.approx(one.importance.value)
        assert width(many.importance) == pytest.approx(width(one.importance), rel=0.15)
    assert often.of("score").p_value == pytest.approx(once.of("score").p_value)
    assert any("are repeats by 150 customers" in note.en for note in often.notes)
    assert "resamples of customers" in often.of("score").drivers[0].importance.method


def test_drawing_clusters_of_one_row_is_drawing_rows():
    rng = np.random.default_rng(4)
    values = rng.normal(size=(300, 3)) @ rng.normal(size=(3, 3))
    rows = correlations.resampled_correlations(values, np.ones(300), np.random.default_rng(5), 4000)
    clusters = correlations.resampled_correlations(
        values, np.ones(300), np.random.default_rng(6), 4000, clusters=np.arange(300)
    )
    assert clusters.std(axis=0) == pytest.approx(rows.std(axis=0), rel=0.08, abs=1e-9)


def test_many_clusters_are_drawn_from_their_normal_limit():
    rng = np.random.default_rng(7)
    values = rng.normal(size=(25_000, 2)) @ rng.normal(size=(2, 2))
    whose = np.arange(25_000) % 20_500
    drawn = correlations.resampled_correlations(
        values, np.ones(25_000), np.random.default_rng(8), 2000, clusters=whose
    )
    # Fisher: a correlation of n independent pairs has the standard error (1 - r2) / sqrt(n).
    r = np.corrcoef(values.T)[0, 1]
    assert drawn[:, 0, 1].std() == pytest.approx((1 - r**2) / np.sqrt(25_000), rel=0.1)


def test_drivers_of_several_surveys_are_not_pooled():
    table = answers(np.random.default_rng(9)).assign(survey=["nps", "csat"] * 40)
    with pytest.raises(ParameterError, match=r"has the surveys 'csat' .*, 'nps'"):
        survey.drivers(table, ratings=["r1", "r2"])
    one = survey.drivers(table, ratings=["r1", "r2"], survey="nps", n_resamples=100)
    assert one.of("score").n == 40
    everyone = survey.drivers(table, ratings=["r1", "r2"], survey="*", n_resamples=100)
    assert everyone.of("score").n == 80


@pytest.mark.parametrize("noise", [0.0, 0.05])
def test_a_rating_that_all_but_determines_the_score_is_a_leak(noise):
    rng = np.random.default_rng(10)
    table = answers(rng, n=200)
    table["r1"] = table["score"] / 2 + rng.normal(0, noise, 200)
    found = survey.drivers(table, ratings=["r1", "r2"], n_resamples=100)
    assert found.of("score").is_leak
    words = "is perfectly determined" if not noise else "is almost perfectly determined"
    assert any(words in note.en for note in found.notes)
