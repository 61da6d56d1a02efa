"""Drivers of score and money: against least squares, on every engine, and what is refused."""

import json

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from engine_tables import ENGINES, placed

from vocvalue import survey
from vocvalue.errors import DataError, ParameterError

# Ibis sets a pandas option that pandas has since deprecated.
pytestmark = pytest.mark.filterwarnings("ignore:The 'future.infer_string' option is deprecated")

RATINGS = ["service", "price", "delivery"]


def made(seed=1, n=600):
    """Service drives the score, price the money; delivery falls with both."""
    rng = np.random.default_rng(seed)
    mood = rng.normal(size=n)
    table = pd.DataFrame(
        {name: np.clip(np.round(3.2 + mood + rng.normal(size=n)), 1, 5) for name in RATINGS[:2]}
    )
    table["delivery"] = np.clip(np.round(3 - 0.5 * mood + rng.normal(size=n)), 1, 5)
    table["score"] = np.clip(np.round(1.6 * table["service"] + rng.normal(1, 1, n)), 0, 10)
    table["revenue"] = np.round(40 * table["price"] + rng.normal(100, 40, n), 2)
    table["region"] = rng.choice(["north", "south"], n)
    return table


def with_gaps():
    table = made()
    table.loc[[0, 1], "service"] = np.nan
    table.loc[[1, 2, 3], "score"] = np.nan
    table.loc[[4], "revenue"] = np.nan
    table.loc[[5, 6, 7], "region"] = None
    return table


def r2(table, columns, outcome):
    X = np.column_stack([np.ones(len(table)), table[columns].to_numpy()])
    y = table[outcome].to_numpy()
    rest = y - X @ np.linalg.lstsq(X, y, rcond=None)[0]
    return 1 - rest @ rest / np.sum((y - y.mean()) ** 2)


def by_hand(table, outcome):
    """Return the mean gains in R2 of three columns, over their six orders."""
    a, b, c = RATINGS

    def gain(one, others):
        return r2(table, [*others, one], outcome) - r2(table, others, outcome)

    def mean(x, y, z):
        return (2 * gain(x, []) + gain(x, [y]) + gain(x, [z]) + 2 * gain(x, [y, z])) / 6

    return [mean(a, b, c), mean(b, a, c), mean(c, a, b)]


@pytest.fixture(scope="module")
def found():
    return survey.drivers(made(), ratings=RATINGS, value="revenue", by="region", n_resamples=300)


@pytest.mark.parametrize("outcome", ["score", "value"])
def test_importance_is_that_of_least_squares(found, outcome):
    table, column = made(), {"score": "score", "value": "revenue"}[outcome]
    one = found.of(outcome)
    assert one.column == column
    expected = by_hand(table, column)
    assert [it.importance.value for it in one.drivers] == pytest.approx(expected)
    assert one.r_squared.value == pytest.approx(r2(table, RATINGS, column))
    shares = [it.share.value for it in one.drivers]
    assert shares == pytest.approx([x / sum(expected) for x in expected])
    correlations = [np.corrcoef(table[name], table[column])[0, 1] for name in RATINGS]
    assert [it.correlation.value for it in one.drivers] == pytest.approx(correlations)
    assert [it.direction for it in one.drivers] == [1, 1, -1]
    assert [it.performance for it in one.drivers] == pytest.approx(table[RATINGS].mean().tolist())
    for it in one.drivers:
        for estimate in (it.importance, it.share, it.correlation):
            assert estimate.lower < estimate.value < estimate.upper
            assert estimate.n == 600


def test_a_group_has_the_drivers_of_its_rows(found):
    assert found.groups == ("all", "north", "south")
    table = made()
    north = table[table["region"] == "north"]
    one = found.of("value", group="north")
    assert [it.importance.value for it in one.drivers] == pytest.approx(by_hand(north, "revenue"))
    assert one.n == len(north)


def test_groups_leave_the_drivers_of_all_as_they_are(found):
    alone = survey.drivers(made(), ratings=RATINGS, value="revenue", n_resamples=300)
    assert alone.of("score") == found.of("score")


def test_the_order_of_the_rows_does_not_matter(found):
    shuffled = made().sample(frac=1, random_state=3)
    again = survey.drivers(shuffled, ratings=RATINGS, value="revenue", n_resamples=300)
    assert again.of("value") == found.of("value")


def test_johnson_is_close_to_lmg(found):
    johnson = survey.drivers(made(), ratings=RATINGS, method="johnson", n_resamples=100)
    for one, other in zip(johnson.of().drivers, found.of().drivers, strict=True):
        assert one.importance.value == pytest.approx(other.importance.value, abs=0.01)
    assert johnson.of().r_squared.value == pytest.approx(found.of().r_squared.value)


@pytest.mark.parametrize("engine", ENGINES)
def test_every_engine_gives_the_same(engine, tmp_path):
    asked = {"ratings": RATINGS, "value": "revenue", "by": "region", "n_resamples": 100}
    expected = survey.drivers(with_gaps(), **asked)
    (table,) = placed(engine, tmp_path, pa.Table.from_pandas(with_gaps(), preserve_index=False))
    result = survey.drivers(table, **asked)
    pd.testing.assert_frame_equal(result.to_frame(), expected.to_frame())
    assert result.notes == expected.notes


def test_what_is_left_out_is_counted():
    result = survey.drivers(
        with_gaps(), ratings=RATINGS, value="revenue", by="region", n_resamples=100
    )
    assert [note.count for note in result.notes] == [2, 2, 1, 3, 3]
    assert [note.en.partition(":")[0] for note in result.notes] == [
        "2 responses without a rating were left out.",
        "2 responses without a score were left out.",
        "1 response without a customer value was left out.",
        "The drivers of group '(missing)' (3 responses) were not estimated",
        "3 responses without region form a group of their own, (missing).",
    ]
    assert [note.zh.partition("：")[0] for note in result.notes] == [
        "2 份答卷缺少某项评分，未计入。",
        "2 份答卷缺少得分，未计入。",
        "1 份答卷缺少客户价值，未计入。",
        "分组“（缺失）”（3 份答卷）无法单独估计驱动因素",
        "3 份答卷缺少 region，单独归为（缺失）组。",
    ]
    assert result.of().n == 595
    assert result.groups == ("all", "north", "south")


def test_true_and_false_are_mentions():
    table = made()
    table["late"] = np.random.default_rng(2).random(600) < 0.3
    table["score"] -= 2 * table["late"]
    one = survey.drivers(table, ratings=["service", "late"], n_resamples=100).of()
    late = one.drivers[1]
    assert (late.is_mention, late.direction) == (True, -1)
    assert late.performance == pytest.approx(table["late"].mean())
    assert one.quadrants["late"] is None


def test_the_frame_ranks_and_names_the_quadrant(found):
    table = found.to_frame()
    assert len(table) == 3 * 2 * 3 * 3
    frame = table[table["quantity"] == "importance"]
    score = frame[(frame["group"] == "all") & (frame["outcome"] == "score")]
    assert score["rating"].iloc[0] == "service"
    assert score["rank"].tolist() == [1, 2, 3]
    assert score["value"].is_monotonic_decreasing
    means = made()[RATINGS].mean()
    expected = ["keep up" if means["service"] >= means.mean() else "improve first"]
    assert score["quadrant"].tolist()[:1] == expected
    lesser = score.iloc[1:]
    named = [
        "possible overkill" if x >= means.mean() else "low priority" for x in lesser["performance"]
    ]
    assert lesser["quadrant"].tolist() == named


def test_scales_that_differ_have_no_quadrant():
    table = made()
    table["price"] *= 2
    assert set(survey.drivers(table, ratings=RATINGS, n_resamples=100).of().quadrants.values()) == {
        None
    }


def test_the_frame_holds_every_estimate_with_its_interval(found):
    table = found.to_frame()
    south = table[(table["group"] == "south") & (table["outcome"] == "value")]
    for driver in found.of("value", group="south").drivers:
        rows = south[south["rating"] == driver.rating].set_index("quantity")
        for quantity in ("importance", "share", "correlation"):
            estimate = getattr(driver, quantity)
            held = rows.loc[quantity, ["value", "lower", "upper", "level", "n"]].tolist()
            assert held == [estimate.value, estimate.lower, estimate.upper, 0.95, estimate.n]
    assert set(table["evidence"]) == {"association only"}


def test_the_figures_are_those_of_all_answers(found):
    figures = found.figures()
    assert figures["variance of score explained"] == found.of("score").r_squared
    parts = [figures[f"importance of {name} for revenue"].value for name in RATINGS]
    assert sum(parts) == pytest.approx(figures["variance of revenue explained"].value)


def test_statements_say_when_the_two_differ(found):
    said = found.statement()
    assert said.startswith("Together the 3 ratings explain 80% (95% interval: 78% to 83%) of the ")
    assert "the one most closely linked with it is service, which accounts for 89% (95% " in said
    assert "They explain 63% (95% interval: 58% to 66%) of the variance of customer value" in said
    assert "the one most closely linked with it is price, which accounts for 91% (" in said
    assert (
        "The driver most closely linked with the score is not the one most closely linked with "
        "customer value."
    ) in said
    assert said.endswith("These are associations, not effects (evidence: association only).")
    assert found.top_differs["all"] == 1.0
    assert "strongest links in south" in found.summary()
    assert found.evidence == "association only"


def test_statements_read_in_chinese_and_by_the_reader_s_labels(found):
    said = found.statement("zh")
    assert said.startswith(
        "3 项评分合计解释得分差异的 80%（95% 置信区间 78% 至 83%），其中与得分关联最强的是 "
        "service，占其中的 89%（95% 置信区间 86% 至 92%）。这些因素解释客户价值差异的 63%（"
    )
    assert "与得分关联最强的，和与客户价值关联最强的，并不是同一项。" in said
    assert said.endswith("以上是相关，不是因果（证据等级：仅为相关）。")
    labels = {"service": "客服", "revenue": "年收入", "south": "南区"}
    labelled = found.statement("zh", labels=labels)
    assert "其中与得分关联最强的是客服，占" in labelled
    assert "与得分关联最强的，和与年收入关联最强的，并不是同一项。" in labelled
    assert (
        dict(found.headlines("zh", labels=labels))["南区中关联最强"] == "得分：客服；年收入：price"
    )


def test_no_link_is_an_answer():
    table = made()
    table["revenue"] = np.random.default_rng(9).normal(size=600)
    result = survey.drivers(table, ratings=RATINGS, value="revenue", n_resamples=100)
    assert result.of("value").p_value > 0.05
    said = result.statement()
    assert "No link with customer value was found: together the 3 ratings explain 0." in said
    assert "未发现与客户价值的关联：3 项评分合计解释其差异的 0." in result.statement("zh")
    assert "is not what is" not in said
    assert dict(result.headlines())["drivers of customer value"] == "no link found"


def test_a_lone_rating_and_one_with_which_the_score_falls_are_said():
    table = made()
    table["late"] = np.random.default_rng(2).random(600) < 0.3
    table["score"] -= 6 * table["late"]
    late = survey.drivers(table, ratings=["late"], n_resamples=100)
    assert late.statement().startswith("late explains ")
    assert "Where late is mentioned, the score is lower." in late.statement()
    assert "提到 late 的客户，得分更低。" in late.statement("zh")
    table["lost"] = np.random.default_rng(3).random(600) < 0.2
    topics = survey.drivers(table, ratings=["late", "lost"], n_resamples=100)
    assert topics.statement().startswith("Together the 2 topics explain ")
    assert topics.statement("zh").startswith("2 个主题合计解释得分差异的 ")
    assert "↓ the outcome is lower where the topic is mentioned" in topics.plot().get_xlabel()
    wait = survey.drivers(
        table.assign(score=10 - table["delivery"]), ratings=["delivery", "price"], n_resamples=100
    )
    assert "The higher delivery is rated, the lower the score is." in wait.statement()
    assert "delivery 的评分越高，得分反而越低。" in wait.statement("zh")


def test_the_p_value_is_that_of_the_f_test():
    import statsmodels.api as sm

    table = made(n=40)
    fit = sm.OLS(table["revenue"], sm.add_constant(table[RATINGS])).fit()
    one = survey.drivers(table, ratings=RATINGS, score="revenue", n_resamples=100).of()
    assert one.p_value == pytest.approx(fit.f_pvalue)
    assert one.r_squared.value == pytest.approx(fit.rsquared)


def test_an_uncertain_lead_is_said():
    rng = np.random.default_rng(5)
    table = pd.DataFrame(rng.normal(size=(150, 2)), columns=["app", "shop"])
    table["score"] = table.sum(axis=1) + rng.normal(size=150)
    table["revenue"] = table.sum(axis=1) + rng.normal(size=150)
    result = survey.drivers(table, ratings=["app", "shop"], value="revenue", n_resamples=200)
    share = f"{round(100 * result.of().top.first)}% of the resamples."
    assert f"may not be the strongest: it ranks first in only {share}" in result.statement()
    assert "未必关联最强：仅在 " in result.statement("zh")
    assert f"they differ in {round(100 * result.top_differs['all'])}% of" in result.statement()
    assert "未必是同一项" in result.statement("zh")
    assert sum(driver.first for driver in result.of().drivers) == pytest.approx(1.0)


def test_a_leak_is_noted():
    table = made()
    table["revenue"] = 120 * table["price"]
    result = survey.drivers(table, ratings=RATINGS, value="revenue", n_resamples=100)
    assert len(result.notes) == 1
    assert result.notes[0].en.startswith(
        "'revenue' is perfectly determined by the rating 'price'. This is a leak, not a finding."
    )
    assert result.notes[0].bears_on == "claim"
    assert "数据泄漏" in result.notes[0].zh
    table["revenue"] = 10 + 3 * table["score"]
    result = survey.drivers(table, ratings=RATINGS, value="revenue", n_resamples=100)
    assert "'score' and 'revenue' determine one another" in result.notes[0].en
    table["revenue"] = table["price"] + table["service"]
    result = survey.drivers(table, ratings=RATINGS, value="revenue", n_resamples=100)
    assert "by the ratings together" in result.notes[0].en


def test_the_result_is_plain_data(found):
    plain = json.loads(json.dumps(found.to_dict()))
    assert plain["outcomes"][0]["drivers"][0]["rating"] == "service"
    assert plain["evidence"] == "association only"


def test_a_group_that_cannot_be_told_apart_is_skipped_and_noted():
    table = made()
    table.loc[table["region"] == "south", "price"] = 3
    table.loc[:3, "region"] = "islands"
    result = survey.drivers(table, ratings=RATINGS, by="region", n_resamples=100)
    assert result.groups == ("all", "north")
    notes = [note.en for note in result.notes]
    assert notes[0].startswith(
        "The drivers of group 'islands' (4 responses) were not estimated: only 4 "
    )
    assert "these columns do not vary: 'price'" in notes[1]


def bad(**columns):
    return made(n=30).assign(**columns)


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (bad().drop(columns="price"), "the response table has no column 'price'"),
        (bad(price="good"), "column 'price': 30 rows of text, not numbers"),
        (bad(price=2), "these columns do not vary: 'price'"),
        (bad(price=2, service=1), "these columns do not vary: 'service' and 'price'"),
        (bad(score=7), "these columns do not vary: 'score'"),
        (made(n=4), "only 4 responses for 3 ratings, but at least 5 are needed"),
        (bad(price=lambda t: 6 - t["service"]), "determine one another: 'service' and 'price'"),
        (bad(score=np.inf), "column 'score': 30 rows are infinite"),
        (bad().head(0), "has no rows"),
        (bad(region="all"), 'a group named "all"'),
    ],
)
def test_data_that_cannot_be_used_are_refused(table, message):
    with pytest.raises(DataError, match=message):
        survey.drivers(table, ratings=RATINGS, by="region", n_resamples=100)


def test_a_word_in_a_file_is_named(tmp_path):
    (tmp_path / "answers.csv").write_text("service,score\n3,5\nn/a,7\n,4\n")
    with pytest.raises(DataError, match="'service': 1 row of text, not numbers, for example 'n/a'"):
        survey.drivers(tmp_path / "answers.csv", ratings=["service"])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"ratings": []}, "must be a list of one or more"),
        ({"ratings": "service"}, "must be a list of one or more"),
        ({"ratings": ["service", "service"]}, "more than once"),
        ({"ratings": ["service", "score"]}, "cannot explain itself"),
        ({"ratings": ["service"], "value": "score"}, "must be two columns"),
        ({"ratings": [f"r{i}" for i in range(16)]}, 'method="johnson"'),
        ({"ratings": ["service"], "method": "shap"}, "method == 'shap'"),
        ({"ratings": ["service"], "level": 95}, "level == 95"),
        ({"ratings": ["service"], "n_resamples": 10}, "n_resamples == 10"),
    ],
)
def test_arguments_are_checked(arguments, message):
    with pytest.raises(ParameterError, match=message):
        survey.drivers(made(n=30), **arguments)


def test_johnson_takes_more_than_fifteen_ratings():
    rng = np.random.default_rng(1)
    names = [f"r{i}" for i in range(20)]
    table = pd.DataFrame(rng.integers(1, 6, (200, 20)), columns=names).assign(
        score=lambda t: t["r7"] + rng.normal(size=200)
    )
    result = survey.drivers(table, ratings=names, method="johnson", n_resamples=100)
    assert result.of().top.rating == "r7"


def test_an_unknown_group_or_outcome_is_refused(found):
    with pytest.raises(ParameterError, match="group == 'west'"):
        found.of("score", group="west")
    without = survey.drivers(made(), ratings=RATINGS, n_resamples=100)
    assert without.top_differs == {}
    with pytest.raises(ParameterError, match="outcome == 'value'"):
        without.of("value")
