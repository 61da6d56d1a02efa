"""What moving customers is worth: the articles' numbers, the interval carried through, guards."""

import json

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from vocvalue import survey
from vocvalue.errors import DataError, ParameterError


def base(noise=100.0):
    """Of 1,000 who answered 20 % are detractors at 1,000 a year, 50 % passives at 1,500."""
    either = np.array([-noise, noise])
    return pd.DataFrame(
        {
            "score": [3] * 200 + [8] * 500 + [10] * 300,
            "spend": np.concatenate(
                [np.tile(m + either, n // 2) for m, n in ((1000, 200), (1500, 500), (3000, 300))]
            ),
            "left": ([1, 0] * 100) + ([1] + [0] * 4) * 100 + ([1] + [0] * 9) * 30,
            "age": np.arange(1000) % 50,
        }
    )


@pytest.fixture(scope="module")
def table():
    return survey.cross_analysis(base(), revenue="spend", churned="left", currency="CNY")


# The reference page: 100,000 customers, 20 % detractors at 1,000 a year, passives at 1,500.
@pytest.mark.parametrize(
    ("of", "movers", "worth"), [("segment", 200, 100_000), ("base", 1_000, 500_000)]
)
def test_the_articles_segment_move(table, of, movers, worth):
    found = table.conversion_value("detractor", "passive", 0.01, share_of=of, population=100_000)
    assert found.movers == pytest.approx(movers)
    assert found.raw.value == pytest.approx(worth)
    assert found.raw.basis == "revenue"
    assert found.raw.evidence == "association only"
    assert found.segment_size == pytest.approx(20_000)


def test_of_the_base_the_interval_is_that_of_the_gap(table):
    gap = table.metric("revenue").gap("passive", "detractor")
    money = table.conversion_value(
        "detractor", "passive", 0.01, share_of="base", population=50_000
    ).raw
    assert money.lower == pytest.approx(500 * gap.lower)
    assert money.upper == pytest.approx(500 * gap.upper)


def test_of_those_who_answered_the_sizes_are_known(table):
    found = table.conversion_value("detractor", "promoter", 0.5)
    gap = table.metric("revenue").gap("promoter", "detractor")
    assert (found.population, found.movers) == (1000, 100.0)
    assert found.raw.upper - found.raw.lower == pytest.approx(100 * (gap.upper - gap.lower))


def test_of_a_segment_of_a_larger_base_its_size_is_uncertain_too():
    rng = np.random.default_rng(6)
    hits, runs = 0, 400
    for _ in range(runs):
        score = rng.choice([3, 8], 300, p=[0.2, 0.8])
        spend = rng.normal(np.where(score == 3, 100.0, 150.0), 60.0)
        found = survey.cross_analysis(
            pd.DataFrame({"score": score, "spend": spend}), revenue="spend"
        )
        money = found.conversion_value("detractor", "passive", 0.01, population=100_000).raw
        hits += money.lower <= 0.01 * 0.2 * 100_000 * 50.0 <= money.upper
    assert 0.91 <= hits / runs <= 0.985  # binomial bound at one in a thousand


def test_the_adjusted_gap_is_carried_beside_the_raw_one():
    table = survey.cross_analysis(base(), revenue="spend", covariates=["age"])
    found = table.conversion_value("detractor", "passive", 0.01, population=100_000)
    assert found.adjusted.evidence == "adjusted observational"
    assert found.money is found.adjusted
    expected = table.metric("revenue").adjusted_gap("passive", "detractor").value * 200
    assert found.adjusted.value == pytest.approx(expected)
    assert found.to_frame()["evidence"].tolist() == ["association only", "adjusted observational"]
    assert (
        "Adjusted for differences between the segments' customers, the move is worth "
        in found.statement()
    )


def test_without_covariates_there_is_one_gap(table):
    found = table.conversion_value("detractor", "passive", 0.01)
    assert found.adjusted is None
    assert found.money is found.raw
    assert len(found.to_frame()) == 1
    assert dict(found.headlines())["value by the adjusted gap"] == "none"


def test_lifetime_value_and_margin_name_their_basis():
    table = survey.cross_analysis(
        base(), revenue="spend", churned="left", margin=0.4, horizon="3 years"
    )
    ltv = table.conversion_value("detractor", "passive", 0.01, metric="ltv", population=100_000)
    assert ltv.raw.basis == "margin"
    assert "of margin over 3 years" in ltv.statement()
    margin = table.conversion_value(
        "detractor", "passive", 0.01, metric="margin", population=100_000
    )
    assert margin.raw.value == pytest.approx(40_000)
    assert margin.raw.basis == "margin"
    # by hand: 1500 (1 + .8/1.1 + (.8/1.1)^2) - 1000 (1 + .5/1.1 + (.5/1.1)^2), at 40 %, for 200
    years = [1500 * (0.8 / 1.1) ** t - 1000 * (0.5 / 1.1) ** t for t in range(3)]
    assert ltv.raw.value == pytest.approx(200 * 0.4 * sum(years))


def test_the_sentence_names_the_base_in_both_languages(table):
    segment = table.conversion_value("detractor", "passive", 0.01, population=100_000)
    assert segment.statement().startswith(
        "Moving 1% of the detractors (200 of 20,000, in a base of 100,000 customers) to passives "
        "is worth CNY 100,000 of revenue a year (95% interval: "
    )
    assert (
        "将 1% 的贬损者（20,000 位中的 200 位，客户总数 100,000 位）转化为被动者"
        in segment.statement("zh")
    )
    whole = table.conversion_value(
        "detractor", "passive", 0.01, share_of="base", population=100_000
    )
    assert "1% of the base (1,000 of 100,000 customers, all detractors)" in whole.statement()
    assert "相当于全体客户 1% 的贬损者（100,000 位中的 1,000 位）" in whole.statement("zh")


def test_a_link_that_was_not_found_is_said_beside_the_money():
    rng = np.random.default_rng(1)
    table = pd.DataFrame({"score": rng.integers(0, 11, 300), "spend": rng.gamma(1, 100, 300)})
    found = survey.cross_analysis(table, revenue="spend").conversion_value(
        "detractor", "promoter", 0.01
    )
    assert found.verdict == "no link found"
    assert "no link found. Do not use this figure for planning" in found.statement()
    assert "不宜用于规划" in found.statement("zh")
    titles = [title(found.plot(language=language)) for language in ("en", "zh")]
    assert titles[0].endswith("(association only); no link found")
    assert titles[1].endswith("（仅为相关）；未发现关联")


def title(ax):
    """Return the title of a picture without the breaks between its lines."""
    told = ax.get_title(loc="left")
    plt.close(ax.figure)
    return " ".join(told.split("\n")) if told.isascii() else told.replace("\n", "")


def test_a_link_that_was_found_is_not_said_in_the_title(table):
    ax = table.conversion_value("detractor", "promoter", 0.01).plot()
    assert title(ax).endswith("(association only)")


def test_an_interval_that_holds_zero_is_said_beside_the_money():
    # Detractors and passives spend the same; promoters make the link.
    spend = [50, 150] * 30 + [50, 150] * 30 + [450, 550] * 30
    table = pd.DataFrame({"score": [3] * 60 + [8] * 60 + [10] * 60, "spend": spend})
    found = survey.cross_analysis(table, revenue="spend")
    nothing = found.conversion_value("detractor", "passive", 0.01)
    assert nothing.verdict == "link found"
    assert nothing.money.value == 0
    assert nothing.statement().endswith(
        "The interval includes 0, so the sample does not show that the move pays off."
    )
    assert "区间包含 0" in nothing.statement("zh")
    everything = found.conversion_value("detractor", "promoter", 0.01)
    assert everything.money.lower > 0
    assert "includes 0" not in everything.statement()
    assert "包含 0" not in everything.statement("zh")


@pytest.mark.parametrize(
    ("arguments", "change", "error", "message"),
    [
        (("detractor", "fan", 0.01), {}, ParameterError, "to == 'fan', must be one of"),
        (("passive", "passive", 0.01), {}, ParameterError, "must be a different segment"),
        (("detractor", "passive", 1.2), {}, ParameterError, "share == 1.2"),
        (("detractor", "passive", 0.0), {}, ParameterError, "share == 0"),
        (("detractor", "passive", 0.01), {"share_of": "all"}, ParameterError, "share_of == 'all'"),
        (("detractor", "passive", 0.01), {"population": 0}, ParameterError, "population == 0"),
        (
            ("detractor", "passive", 0.01),
            {"metric": "churn"},
            ParameterError,
            "must be revenue, margin or ltv",
        ),
        (("detractor", "passive", 0.01), {"metric": "ltv"}, ParameterError, "metric == 'ltv'"),
        (
            ("detractor", "passive", 0.5),
            {"share_of": "base"},
            DataError,
            "500 customers cannot leave",
        ),
    ],
)
def test_what_makes_no_sense_is_refused(table, arguments, change, error, message):
    with pytest.raises(error, match=message):
        table.conversion_value(*arguments, **change)


def test_everybody_may_move_and_it_is_said(table):
    found = table.conversion_value("detractor", "passive", 1, population=100_000)
    assert (found.movers, found.raw.value) == (20_000, pytest.approx(10_000_000))
    assert found.statement().startswith(
        "Moving all detractors (20,000, in a base of 100,000 customers) to passives is worth"
    )
    assert found.statement("zh").startswith(
        "将全部贬损者（20,000 位，客户总数 100,000 位）转化为被动者，"
    )
    assert "Write 1% as 0.01" in " ".join(note.en for note in found.notes)


def test_parts_of_a_customer_are_not_called_none(table):
    found = table.conversion_value("detractor", "passive", 0.001)
    assert "(0.2 of 200, in a base of 1,000 customers)" in found.statement()


def test_headlines_and_figures_of_a_move(table):
    found = table.conversion_value("detractor", "passive", 0.01, population=100_000)
    rows = dict(found.headlines("zh"))
    assert rows["转化"].startswith("200 位转为被动者：1% 的贬损者（20,000 位中的 200 位")
    assert rows["价值（观察到的差距）"].startswith("100,000 元（95% 置信区间 ")
    assert rows["价值（观察到的差距）"].endswith("；仅为相关）")
    assert rows["价值（调整后的差距）"] == "无"
    assert list(found.figures().values()) == [found.raw]
    json.dumps(found.to_dict())
