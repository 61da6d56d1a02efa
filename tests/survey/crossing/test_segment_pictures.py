"""Pictures of segments: what is drawn is what the table holds."""

import matplotlib.pyplot as plt
import pytest

import vocvalue as vv
from vocvalue.errors import ParameterError
from vocvalue.survey import plots


@pytest.fixture(scope="module")
def table():
    shop = vv.datasets.load_sample()
    return vv.survey.cross_analysis(
        shop.responses, orders=shop.orders, horizon="3 years", currency="CNY"
    )


@pytest.fixture(autouse=True)
def _close():
    yield
    plt.close("all")


@pytest.mark.parametrize("metric", ["revenue", "ltv", "churn", "retention"])
def test_bars_are_the_segments_figures(table, metric):
    ax = plots.segment_bars(table, metric=metric)
    heights = [bar.get_height() for bar in ax.patches]
    assert heights == [table.metric(metric).of(s).value for s in table.segments]
    names = [tick.get_text().split("\n")[0] for tick in ax.get_xticklabels()]
    assert names == ["detractors", "passives", "promoters"]


def test_points_are_the_adjusted_figures(table):
    ax = plots.segment_bars(table)
    points = ax.containers[-1].lines[0].get_ydata()
    assert list(points) == list(table.metric("revenue").adjusted.means)


def test_a_missing_link_is_the_title(table):
    assert table.metric("churn").verdict == "no link found"
    title = plots.segment_bars(table, metric="churn").get_title(loc="left")
    assert title == "No link found between the segments and churn"


def test_the_ladder_has_a_step_for_each_conversion(table):
    steps = [("detractor", "passive"), ("passive", "promoter")]
    values = [table.conversion_value(*step, 0.01, population=100_000) for step in steps]
    ax = plots.conversion_ladder(values)
    assert [tick.get_text() for tick in ax.get_yticklabels()] == [
        "detractors to passives\n1% of the segment: 232",
        "passives to promoters\n1% of the segment: 304",
    ]
    drawn = [line.get_xdata()[0] for line in ax.lines if line.get_marker() == "o"]
    assert drawn == [value.raw.value for value in values]
    assert "revenue a year" in ax.get_xlabel()
    assert all("CNY" in tick.get_text() for tick in ax.get_xticklabels())


def test_results_draw_themselves(table):
    assert table.plot().patches
    assert table.conversion_value("detractor", "passive", 0.01).plot().lines


def test_a_ladder_is_of_one_kind_of_money(table):
    values = [
        table.conversion_value("detractor", "passive", 0.01, metric=metric)
        for metric in ("revenue", "ltv")
    ]
    with pytest.raises(ParameterError, match="of the same figure"):
        plots.conversion_ladder(values)
    with pytest.raises(ParameterError, match="at least one"):
        plots.conversion_ladder([])


def test_pictures_are_read_in_chinese(table):
    ax = plots.segment_bars(table, metric="ltv", language="zh")
    assert ax.get_ylabel() == "人均 3 年贡献收入\n（按年利率 10% 折现）"
    assert [tick.get_text().split("\n")[0] for tick in ax.get_xticklabels()] == [
        "贬损者",
        "被动者",
        "推荐者",
    ]
    title = plots.segment_bars(table, metric="churn", language="zh").get_title(loc="left")
    assert title == "分群与流失率之间未发现关联"
    move = table.conversion_value("detractor", "passive", 0.01, share_of="base")
    steps = [tick.get_text() for tick in move.plot(language="zh").get_yticklabels()]
    assert steps == ["贬损者转为被动者\n全体客户的 1%：13 位"]


def test_segments_are_drawn_by_their_labels(table):
    labels = {"detractor": "Unhappy"}
    names = [tick.get_text() for tick in plots.segment_bars(table, labels=labels).get_xticklabels()]
    assert names[0].startswith("Unhappy\n")
