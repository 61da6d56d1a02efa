"""A score over time: the estimates are those of nps, csat and ces, and the test keeps its level."""

import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot as plt
from scipy import stats

from vocvalue import survey
from vocvalue.errors import DataError, ParameterError


def table(months, points=11, seed=0):
    """Return answers of months, given how many there are in each."""
    rng = np.random.default_rng(seed)
    starts = pd.date_range("2024-01-01", periods=len(months), freq="MS")
    low = 0 if points == 11 else 1
    return pd.DataFrame(
        {
            "timestamp": starts.repeat(months),
            "score": rng.integers(low, low + points if low else points, sum(months)),
        }
    )


def by_month(answers):
    return [part["score"] for _, part in answers.groupby("timestamp")]


@pytest.mark.parametrize("method", ["adjusted-wald", "tango", "bootstrap"])
def test_every_period_is_what_nps_says(method):
    answers = table([40, 35, 50])
    found = survey.trend(answers, method=method, level=0.9, seed=3)
    expected = [survey.nps(s, method=method, level=0.9, seed=3) for s in by_month(answers)]
    assert list(found.estimates) == expected
    assert found.overall == survey.nps(answers["score"], method=method, level=0.9, seed=3)


@pytest.mark.parametrize("kind", ["top-box", "mean"])
@pytest.mark.parametrize(("scale", "points"), [("csat", 5), ("csat", 10), ("ces", 7), ("ces", 5)])
def test_every_period_is_what_csat_and_ces_say(scale, points, kind):
    answers = table([40, 35, 50], points)
    found = survey.trend(answers, scale=scale, points=points, kind=kind)
    one = getattr(survey, scale)
    assert list(found.estimates) == [one(s, points=points, kind=kind) for s in by_month(answers)]


def test_the_usual_kinds_are_those_of_csat_and_ces():
    answers = table([40, 35], 5)
    assert survey.trend(answers, scale="csat").kind == "top-box"
    assert survey.trend(answers, scale="ces").kind == "mean"


def test_the_test_is_pearsons_for_a_share():
    answers = table([60, 80, 70], 5)
    happy = [[(s >= 4).sum(), (s < 4).sum()] for s in by_month(answers)]
    pearson = stats.contingency.chi2_contingency(happy, correction=False)
    found = survey.trend(answers, scale="csat")
    assert found.chi2 == pytest.approx(pearson.statistic * 209 / 210)
    assert found.df == 2


def test_the_test_is_an_analysis_of_variance_for_a_mean():
    answers = table([60, 80, 70], 5)
    F = stats.f_oneway(*by_month(answers)).statistic
    # Squares between over squares in all, as chi-square.
    between = 2 * F / (2 * F + 207)
    assert survey.trend(answers, scale="csat", kind="mean").chi2 == pytest.approx(209 * between)


def made(shares, n):
    """Return answers of months with exact shares of detractors, passives and promoters."""
    frames = [
        pd.DataFrame(
            {
                "timestamp": pd.Timestamp(2024, 1 + month, 10),
                "score": np.repeat([3, 8, 10], np.round(np.array(share) * n).astype(int)),
            }
        )
        for month, share in enumerate(shares)
    ]
    return pd.concat(frames, ignore_index=True)


def test_statements_say_whether_the_periods_differ():
    moved = survey.trend(made([(0.3, 0.3, 0.4), (0.2, 0.2, 0.6)], 500))
    assert moved.shown
    assert moved.statement() == (
        "The NPS was between 10 and 40 over 2 months. The months differ by more than chance "
        "(p < 0.001)."
    )
    assert moved.statement("zh") == (
        "2 个月内 NPS 在 10 与 40 之间。各月的差异超出随机波动（p < 0.001）。"
    )
    still = survey.trend(made([(0.3, 0.3, 0.4), (0.28, 0.3, 0.42)], 50), every="quarter")
    assert still.statement().startswith("The NPS is 12 in the only quarter with responses, so ")
    assert still.statement("zh") == "仅 1 个季度有答卷，NPS 为 12，无从比较。"
    still = survey.trend(made([(0.3, 0.3, 0.4), (0.28, 0.3, 0.42)], 50))
    assert not still.shown
    assert "differ by no more than chance alone would explain (p = 0." in still.statement()
    assert "各月的差异未超出随机波动（p = 0." in still.statement("zh")


def test_answers_all_alike_do_not_differ():
    found = survey.trend(made([(0, 0, 1), (0, 0, 1)], 40))
    assert np.isnan(found.p_value)
    assert not found.shown
    assert found.statement() == (
        "The NPS was 100 throughout 2 months. The months do not differ: all responses are "
        "identical."
    )
    assert found.statement("zh") == "2 个月内 NPS 均为 100。各月无差异：所有答卷相同。"


def test_thin_periods_are_noted_and_do_not_make_the_spread():
    answers = pd.concat(
        [
            made([(0.3, 0.3, 0.4), (0.2, 0.2, 0.6)], 50),
            pd.DataFrame({"timestamp": [pd.Timestamp(2024, 4, 1)], "score": [10]}),
        ]
    )
    found = survey.trend(answers)
    assert found.spread == (pytest.approx(10), pytest.approx(40))
    assert [note.count for note in found.notes] == [1, 1]
    assert "over 4 months, not counting 1 month with too few responses." in found.statement()
    assert found.to_frame()["n"].tolist() == [50, 50, 0, 1]
    assert found.to_frame()["value"].isna().tolist() == [False, False, True, False]


def test_a_thin_series_has_the_spread_of_all_its_periods():
    found = survey.trend(made([(0.3, 0.3, 0.4), (0.2, 0.2, 0.6)], 10))
    assert found.spread == (pytest.approx(10), pytest.approx(40))
    assert "aside" not in found.statement()


def test_noise_is_seldom_taken_for_movement():
    rng = np.random.default_rng(0)
    months = pd.date_range("2020-01-01", periods=24, freq="MS")
    found = [
        survey.trend(
            pd.DataFrame(
                {
                    "timestamp": months.repeat(20),
                    "score": rng.choice([3, 8, 10], 480, p=[0.1, 0.2, 0.7]),
                }
            )
        ).shown
        for _ in range(100)
    ]
    # 5 are to be expected; more than 12 come about once in 1,000.
    assert sum(found) <= 12


def test_the_survey_column_may_have_another_name_and_rows_of_none():
    answers = made([(0.3, 0.3, 0.4), (0.2, 0.2, 0.6)], 50).assign(kind="nps")
    assert survey.trend(answers, survey_column="kind").survey == "nps"
    answers.loc[:4, "kind"] = None
    with pytest.raises(ParameterError, match=r"'nps' \(95\), and 5 rows without a survey"):
        survey.trend(answers, survey_column="kind")
    found = survey.trend(answers, survey_column="kind", survey="nps")
    assert [note.count for note in found.notes] == [5]
    assert found.overall.n == 95


def test_zones_decide_the_month():
    at = pd.to_datetime(["2024-01-31 17:00", "2024-01-31 15:00"], utc=True)
    answers = pd.DataFrame({"timestamp": at, "score": [10, 9]})
    shanghai = survey.trend(answers, timezone="Asia/Shanghai")
    assert [one.n for one in shanghai.estimates] == [1, 1]
    assert [one.n for one in survey.trend(answers).estimates] == [2]


def test_bad_arguments_and_tables_are_refused():
    answers = table([40])
    with pytest.raises(ParameterError, match="every == 'day', must be one of"):
        survey.trend(answers, every="day")
    with pytest.raises(ParameterError, match="kind == 'mean' is for csat and ces"):
        survey.trend(answers, kind="mean")
    with pytest.raises(ParameterError, match="method == 'tango' is for nps"):
        survey.trend(answers, scale="ces", method="tango")
    with pytest.raises(ParameterError, match="kind == 'median'"):
        survey.trend(answers, scale="ces", kind="median")
    with pytest.raises(ParameterError, match="level == 95"):
        survey.trend(answers, level=95)
    with pytest.raises(DataError, match="responses has no column 'when'"):
        survey.trend(answers, timestamp="when")
    with pytest.raises(DataError, match="responses has no column 'survey'"):
        survey.trend(answers, survey="nps")
    with pytest.raises(DataError, match="no row of responses has both a 'timestamp' and a 'score'"):
        survey.trend(answers.head(0))


@pytest.mark.parametrize("n_months", [1, 6, 60])
def test_the_picture_shows_every_period(n_months):
    months = [40] * n_months
    if n_months == 60:
        months[20] = months[22] = 0
    found = survey.trend(table(months))
    ax = found.plot()
    values = [one.value for one in found.estimates]
    assert ax.lines[0].get_ydata() == pytest.approx(values, nan_ok=True)
    assert ax.get_title(loc="left").replace("\n", " ") + "." == found.statement()
    (below,) = ax.child_axes
    assert [bar.get_height() for bar in below.patches] == months
    ax.figure.canvas.draw()
    plt.close(ax.figure)


def test_the_picture_draws_on_the_axes_it_is_given():
    _, ax = plt.subplots()
    found = survey.trend(table([40, 50], 5), scale="csat")
    assert survey.plots.trend_chart(found, ax=ax) is ax
    assert ax.get_ylabel() == "CSAT (share in the top\nboxes)"
    plt.close(ax.figure)


def test_a_survey_is_read_on_the_scale_it_is_called_after():
    answers = pd.DataFrame({"timestamp": ["2024-01-15"] * 40, "score": [5] * 30 + [3] * 10})
    answers["survey"] = "csat"
    found = survey.trend(answers, survey="csat")
    assert (found.scale, found.overall.value) == ("csat", 75.0)
    with pytest.raises(ParameterError, match="'csat', which does not look like nps"):
        survey.trend(answers)
    assert survey.trend(answers, scale="nps").overall.value == -100.0
