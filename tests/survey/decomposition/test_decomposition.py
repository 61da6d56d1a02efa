"""The change of an NPS taken apart: by hand, on every engine, at its edges."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from engine_tables import ENGINES, placed

from vocvalue import survey
from vocvalue.errors import DataError, ParameterError

# Ibis sets a pandas option that pandas has since deprecated.
pytestmark = pytest.mark.filterwarnings("ignore:The 'future.infer_string' option is deprecated")


def answers(**groups):
    """Return a table of detractors, passives and promoters of each group."""
    rows = [
        {"shop": name, "score": score, "topic": topic}
        for name, kinds in groups.items()
        for score, topic, n in zip((2, 8, 10), ("price", None, "staff"), kinds, strict=True)
        for _ in range(n)
    ]
    return pd.DataFrame(rows)


# NPS 20 and 26, as in the page on scores.
BEFORE = answers(north=(100, 160, 340), south=(200, 200, 200))
AFTER = answers(north=(124, 201, 575), south=(200, 150, 100))


@pytest.fixture(scope="module")
def found():
    return survey.decompose_change(BEFORE, AFTER, by="shop", topic="topic")


def test_parts_by_hand(found):
    # Shares .5 and .5, then 2/3 and 1/3; own NPS 40 and 0, then 451/9 and -200/9.
    north, south = found.groups
    middle = (20 + 26) / 2
    assert north.nps_after == pytest.approx(451 / 9)
    assert north.score_effect.value == pytest.approx((1 / 2 + 2 / 3) / 2 * (451 / 9 - 40))
    assert north.mix_effect.value == pytest.approx(1 / 6 * ((40 + 451 / 9) / 2 - middle))
    assert south.score_effect.value == pytest.approx((1 / 2 + 1 / 3) / 2 * (-200 / 9))
    assert south.mix_effect.value == pytest.approx(-1 / 6 * (-100 / 9 - middle))
    assert (north.n_before, north.n_after, north.share_after) == (600, 900, pytest.approx(2 / 3))


def test_the_parts_add_to_the_change(found):
    frame = found.to_frame()
    of = frame.groupby("kind")["value"].sum()
    assert found.change.value == pytest.approx(6.0)
    assert of["score"] + of["mix"] == pytest.approx(6.0, abs=1e-12)
    assert of["topic"] == pytest.approx(6.0, abs=1e-12)
    assert found.score_effect.value == pytest.approx(of["score"], abs=1e-12)
    assert found.mix_effect.value == pytest.approx(of["mix"], abs=1e-12)
    assert sum(part.total.value for part in found.groups) == pytest.approx(6.0, abs=1e-12)


def test_the_change_is_that_of_nps_change(found):
    expected = survey.nps_change(BEFORE["score"], AFTER["score"])
    for name in ("change", "before", "after"):
        one, other = getattr(found, name), getattr(expected, name)
        assert (one.value, one.lower, one.upper) == pytest.approx(
            (other.value, other.lower, other.upper), abs=1e-10
        )
        assert (one.n, one.method) == (other.n, other.method)


def test_topics_are_shares_of_all_answers(found):
    # Price: 300 of 1,200 then 324 of 1,350 detractors; staff: 540 then 675 promoters.
    by_topic = {part.topic: part for part in found.topics}
    assert list(by_topic) == ["price", "staff", "(missing)"]
    assert by_topic["price"].change.value == pytest.approx(100 * (300 / 1200 - 324 / 1350))
    assert by_topic["staff"].change.value == pytest.approx(100 * (675 / 1350 - 540 / 1200))
    assert by_topic["(missing)"].change.value == pytest.approx(0.0)
    assert by_topic["staff"].before.value == pytest.approx(45.0)


@pytest.mark.parametrize("engine", ENGINES)
def test_every_engine_gives_the_same(engine, tmp_path, found):
    before, after = placed(
        engine, tmp_path, *[pa.Table.from_pandas(BEFORE, preserve_index=False)] * 2
    )
    same = survey.decompose_change(before, AFTER, by="shop", topic="topic")
    pd.testing.assert_frame_equal(same.to_frame(), found.to_frame())
    assert same.notes == found.notes
    still = survey.decompose_change(before, after, by="shop")
    assert still.change.value == 0
    assert [part.total.value for part in still.groups] == [0, 0]


def test_groups_of_one_survey_are_all_mix():
    before, after = (
        answers(old=(5, 20, 15), kept=(10, 10, 20)),
        answers(kept=(10, 10, 20), new=(2, 4, 14)),
    )
    result = survey.decompose_change(before, after, by="shop")
    kept, new, old = result.groups
    assert new.score_effect.value == new.score_effect.upper == 0
    assert np.isnan(new.nps_before)
    assert np.isnan(old.nps_after)
    middle = (result.before.value + result.after.value) / 2
    assert new.mix_effect.value == pytest.approx(1 / 3 * (60 - middle))
    assert old.mix_effect.value == pytest.approx(-1 / 2 * (25 - middle))
    total = kept.total.value + new.total.value + old.total.value
    assert total == pytest.approx(result.change.value, abs=1e-12)
    assert result.notes[-1].en == (
        "These groups appear in one survey only, so all of their part counts as mix: new and old."
    )


def test_missing_groups_and_scores_are_counted():
    before = BEFORE.assign(score=BEFORE["score"].astype(float))
    before.loc[:9, "shop"] = None
    before.loc[10:14, "score"] = np.nan
    result = survey.decompose_change(before, AFTER, by="shop")
    assert [part.group for part in result.groups] == ["north", "south", "(missing)"]
    assert [note.count for note in result.notes] == [5, 10, 1]
    assert result.groups[2].n_before == 10
    assert result.before.n == 1195


def test_few_answers_are_noted():
    result = survey.decompose_change(answers(a=(1, 1, 2)), answers(a=(2, 5, 9)), by="shop")
    assert result.notes[0].en == (
        "The intervals are rough for 1 group with fewer than 10 responses."
    )


def test_groups_may_be_numbers():
    before, after = (
        table.assign(shop=table["shop"].map({"north": 1, "south": 2})) for table in (BEFORE, AFTER)
    )
    after = after.assign(shop=after["shop"].astype(float))
    after.loc[0, "shop"] = np.nan
    result = survey.decompose_change(before, after, by="shop")
    assert [part.group for part in result.groups] == ["1", "2", "(missing)"]


def test_statements(found):
    # Own scores 5.898 - 9.259, mix 3.676 + 5.685, as by hand above.
    assert found.statement() == (
        "The NPS rose from 20.0 to 26.0, by 6.0 points (95% interval: -0.3 to +12.3 for the "
        "change). Of this, -3.4 points (95% interval: -9.4 to +2.7) come from the groups' own "
        "scores and +9.4 points (95% interval: +7.0 to +11.7) from a different mix of groups. The "
        "group with the largest effect, score and share together, is north (+9.6 points); the "
        "topic with the largest effect is staff (+5.0 points). The interval includes 0, so the "
        "samples do not show a change. The breakdown shows where the score changed, not why "
        "(evidence: association only)."
    )
    assert found.statement("zh") == (
        "NPS 由 20.0 升至 26.0，上升 6.0 点（变化的 95% 置信区间 -0.3 至 +12.3）。其中 -3.4 点"
        "（95% 置信区间 -9.4 至 +2.7）来自各组自身得分的变化，+9.4 点（95% 置信区间 +7.0 至 +11.7）"
        "来自各组占比的变化。得分与占比合计影响最大的分组是 north（+9.6 点），影响最大的主题是 "
        "staff（+5.0 点）。区间包含 0，样本不足以断定有变化。以上分解只说明变化出自何处，不说明原因"
        "（证据等级：仅为相关）。"
    )
    assert "mix of groups" in found.summary()


def test_intervals_hold_the_true_parts():
    rng = np.random.default_rng(8)
    old, new = (
        np.array([[0.1, 0.2, 0.3], [0.2, 0.1, 0.1]]),
        np.array([[0.1, 0.1, 0.2], [0.2, 0.2, 0.2]]),
    )
    # Shares .6 and .4, then .4 and .6; own scores 1/3 and -1/4, then 1/4 and 0; all .1 and .1.
    true = {
        "score": [100 * 0.5 * (1 / 4 - 1 / 3), 100 * 0.5 * (1 / 4)],
        "mix": [-20 * (7 / 24 - 0.1), 20 * (-1 / 8 - 0.1)],
    }
    assert sum(true["score"]) + sum(true["mix"]) == pytest.approx(0.0)
    hits, runs = np.zeros((2, 2)), 150
    for _ in range(runs):
        before, after = (
            pd.DataFrame(
                {
                    "shop": np.repeat(["a", "a", "a", "b", "b", "b"], counts),
                    "score": np.repeat([2, 8, 10] * 2, counts),
                }
            )
            for counts in (rng.multinomial(250, old.ravel()), rng.multinomial(300, new.ravel()))
        )
        result = survey.decompose_change(before, after, by="shop")
        for j, part in enumerate(result.groups):
            for i, effect in enumerate((part.score_effect, part.mix_effect)):
                hits[i, j] += effect.lower <= list(true.values())[i][j] <= effect.upper
    # Binomial bound at one in a thousand for 150 draws at 0.95.
    assert np.all(hits / runs >= 0.886)


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (BEFORE.drop(columns="shop"), "the table before has no column 'shop'"),
        (BEFORE.assign(score="ten"), "column 'score': 1,200 rows are not a number"),
        (BEFORE.assign(score=11), "1,200 rows that are not whole scores from 0 to 10, such as 11"),
        (BEFORE.assign(score=7.5), "such as 7.5"),
        (BEFORE.assign(score=np.nan), "holds no score at all"),
        (BEFORE.head(0), "the table before has no rows"),
    ],
)
def test_tables_that_cannot_be_used_are_refused(table, message):
    with pytest.raises(DataError, match=message):
        survey.decompose_change(table, AFTER, by="shop")


def test_arguments_are_checked():
    with pytest.raises(ParameterError, match="must differ"):
        survey.decompose_change(BEFORE, AFTER, by="score")
    with pytest.raises(ParameterError, match="level == 95"):
        survey.decompose_change(BEFORE, AFTER, by="shop", level=95)
