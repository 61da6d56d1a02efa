"""What is said of each figure, in both languages: sentences written by hand, not by the code."""

import numpy as np
import pandas as pd
import pytest

from vocvalue import survey
from vocvalue.effects.means import AdjustedMeans
from vocvalue.results import Estimate
from vocvalue.results.texts import pair
from vocvalue.survey.crossing.result import SegmentTable
from vocvalue.survey.crossing.segment_metric import SegmentMetric
from vocvalue.survey.crossing.terms import CrossTerms

NPS = ("detractor", "passive", "promoter")
REGIONS = ("east", "north", "south")
TERMS = CrossTerms(
    horizon="3 years",
    discount_rate=0.1,
    churn=pair("no order in the 12 months after the answer", "作答后 12 个月内没有订单"),
    currency="CNY",
)


def estimate(value, n=400, spread=1.0):
    return Estimate(
        value=value, lower=value - spread, upper=value + spread, level=0.95, method="by hand", n=n
    )


def metric(name, values, *, p=0.001, leak=None, segments=NPS, is_ordered=True, adjusted=None):
    spread = 1.0 if name in {"revenue", "margin", "ltv"} else 0.01
    return SegmentMetric(
        name=name,
        segments=segments,
        is_ordered=is_ordered,
        estimates=tuple(estimate(value, spread=spread) for value in values),
        squared_errors=np.full(3, spread**2),
        effective_n=np.full(3, 400.0),
        omnibus_p=p,
        pair_p=np.full(3, p),
        leak=leak,
        adjusted=adjusted,
        level=0.95,
    )


def table(*metrics, terms=TERMS, n=(400, 400, 400)):
    segments, is_ordered = metrics[0].segments, metrics[0].is_ordered
    return SegmentTable(
        by="nps",
        segments=segments,
        is_ordered=is_ordered,
        n=n,
        shares=tuple(estimate(1 / 3) for _ in segments),
        metrics={it.name: it for it in metrics},
        reference=segments[0],
        terms=terms,
        level=0.95,
    )


# Welch's interval of a gap whose error is sqrt(1 + 1): t of 798 degrees of freedom, 1.962939.
HALF = 1.962939 * np.sqrt(2)
UP = f"({20 - HALF:.2f} to {20 + HALF:.2f})"  # 17.22 to 22.78

INTERVAL = "(95% interval: 17.22 to 22.78; association only)."
INTERVAL_ZH = "（95% 置信区间 17.22 元至 22.78 元；仅为相关）。"
MONEY_EN = {
    ("revenue", "more"): "On average, promoters bring in CNY 30 of revenue a year and detractors "
    f"CNY 10: a gap of CNY 20 {INTERVAL}",
    ("margin", "more"): "On average, promoters bring in CNY 30 of margin a year and detractors "
    f"CNY 10: a gap of CNY 20 {INTERVAL}",
    ("ltv", "more"): "On average, promoters bring in CNY 30 of revenue over 3 years (discounted at "
    f"10% a year) and detractors CNY 10: a gap of CNY 20 {INTERVAL}",
    ("revenue", "less"): "On average, promoters bring in CNY 10 of revenue a year and detractors "
    "CNY 30: a gap of -CNY 20 (95% interval: -22.78 to -17.22; association only). The link is "
    "reversed: promoters bring in less than detractors. Customers who spend more may expect more, "
    "so compare customers with similar spending.",
}
MONEY_ZH = {
    ("revenue", "more"): f"推荐者人均年贡献收入为 30 元，贬损者为 10 元，相差 20 元{INTERVAL_ZH}",
    ("margin", "more"): f"推荐者人均年贡献毛利为 30 元，贬损者为 10 元，相差 20 元{INTERVAL_ZH}",
    ("ltv", "more"): "推荐者人均 3 年贡献收入（按年利率 10% 折现）为 30 元，贬损者为 10 元，"
    f"相差 20 元{INTERVAL_ZH}",
    ("revenue", "less"): "推荐者人均年贡献收入为 10 元，贬损者为 30 元，相差 -20 元"
    "（95% 置信区间 -22.78 元至 -17.22 元；仅为相关）。关联方向相反：推荐者的贡献低于贬损者。"
    "消费高的客户可能期望也更高，请比较消费相近的客户。",
}
VALUES = {"more": (10.0, 20.0, 30.0), "less": (30.0, 20.0, 10.0)}


def test_the_interval_behind_the_sentences():
    assert UP == "(17.22 to 22.78)"


@pytest.mark.parametrize(("name", "way"), MONEY_EN)
def test_money_of_ordered_segments(name, way):
    made = table(metric(name, VALUES[way]))
    assert made.statement() == MONEY_EN[name, way]
    assert made.statement("zh") == MONEY_ZH[name, way]


# MOVER of intervals of a point to either side: sqrt(2) points about the gap.
CHURN = "Churn (no order in the 12 months after the answer) is"
CHURN_ZH = "流失率（作答后 12 个月内没有订单）"


@pytest.mark.parametrize(
    ("values", "english", "chinese"),
    [
        (
            (0.3, 0.2, 0.1),
            (
                f"{CHURN} 10.0% among promoters and 30.0% among detractors: a gap of "
                "-20.0 percentage points "
                "(95% interval: -21.4 to -18.6; association only)."
            ),
            (
                f"推荐者的{CHURN_ZH}为 10.0%，贬损者为 30.0%，相差 -20.0 个百分点"
                "（95% 置信区间 -21.4 至 -18.6；仅为相关）。"
            ),
        ),
        (
            (0.1, 0.2, 0.3),
            (
                f"{CHURN} 30.0% among promoters and 10.0% among detractors: a gap of "
                "+20.0 percentage points "
                "(95% interval: +18.6 to +21.4; association only). The link is reversed: "
                "promoters leave more "
                "often than detractors."
            ),
            (
                f"推荐者的{CHURN_ZH}为 30.0%，贬损者为 10.0%，相差 +20.0 个百分点"
                "（95% 置信区间 +18.6 至 "
                "+21.4；仅为相关）。关联方向相反：推荐者的流失率高于贬损者。"
            ),
        ),
    ],
)
def test_churn_of_ordered_segments(values, english, chinese):
    churn = metric("churn", values)
    made = table(churn, churn.mirrored("retention"))
    assert made.statement() == english
    assert made.statement("zh") == chinese


SHARES = "(95% interval: +18.6 to +21.4; association only)."
SHARES_ZH = "（95% 置信区间 +18.6 至 +21.4；仅为相关）。"


@pytest.mark.parametrize(
    ("found", "english", "chinese"),
    [
        (
            metric("revenue", VALUES["more"], segments=REGIONS, is_ordered=False),
            (
                "Average revenue a year is highest in segment south (CNY 30) and lowest in segment "
                f"east (CNY 10): a gap of CNY 20 {INTERVAL}"
            ),
            (
                "人均年贡献收入最高的是“south”分群（30 元），最低的是“east”分群（10 元），"
                f"相差 20 元{INTERVAL_ZH}"
            ),
        ),
        (
            metric("revenue", VALUES["less"], segments=REGIONS, is_ordered=False),
            (
                "Average revenue a year is highest in segment east (CNY 30) and lowest in segment "
                f"south (CNY 10): a gap of CNY 20 {INTERVAL}"
            ),
            (
                "人均年贡献收入最高的是“east”分群（30 元），最低的是“south”分群（10 元），"
                f"相差 20 元{INTERVAL_ZH}"
            ),
        ),
        (
            metric("churn", (0.2, 0.3, 0.1), segments=REGIONS, is_ordered=False),
            (
                f"{CHURN} highest in segment north (30.0%) and lowest in segment south (10.0%): a "
                f"gap of +20.0 percentage points {SHARES}"
            ),
            (
                f"{CHURN_ZH}最高的是“north”分群（30.0%），最低的是“south”分群（10.0%），"
                f"相差 +20.0 个百分点{SHARES_ZH}"
            ),
        ),
        (
            metric("churn", (0.2, 0.2, 0.2), segments=REGIONS, is_ordered=False),
            f"{CHURN} the same in all segments (20.0%).",
            f"各分群的{CHURN_ZH}相同（20.0%）。",
        ),
    ],
)
def test_segments_without_an_order(found, english, chinese):
    made = table(found)
    assert made.statement() == english
    assert made.statement("zh") == chinese


# The smallest gap: sqrt(2) times the sum of the quantiles of 0.975 and 0.80, 2.8016 of the normal
# curve for shares, 2.8050 of t with 798 degrees of freedom for money.
DETECTED = (
    " No link found: a sample of this size would have detected a true gap of {} with a probability "
    "of 80%."
)
DETECTED_ZH = "未发现关联：若真实差距达到 {}，这样的样本有 80% 的把握检出。"
DOUBTS = [
    (
        metric("revenue", VALUES["more"], p=0.4),
        (
            f"{DETECTED.format('CNY 3.97')} Tested together, the segments differ by no more than "
            "chance (p = 0.4)."
        ),
        f"{DETECTED_ZH.format('3.97 元')}全部分群一并检验，差异未超出随机波动（p = 0.4）。",
    ),
    (
        metric("churn", (0.2, 0.3, 0.2), p=0.01),
        " The segments differ (p = 0.01), but the gap between these two may still be 0.",
        "各分群之间存在差异（p = 0.01），但这两者之间的差距可能为 0。",
    ),
    (
        metric("revenue", (10.0, 9.0, 10.0), p=0.4),
        DETECTED.format("CNY 3.97"),
        DETECTED_ZH.format("3.97 元"),
    ),
    (
        metric("churn", (0.2, 0.2, 0.2), p=0.4),
        DETECTED.format("4.0 percentage points"),
        DETECTED_ZH.format("4.0 个百分点"),
    ),
    (
        metric("revenue", VALUES["more"], p=float("nan")),
        " There are too few responses to tell.",
        "样本过少，无法判断。",
    ),
    (
        metric("revenue", VALUES["more"], leak="leak"),
        (
            " The score determines exactly how much money customers bring in, as it never does in "
            "a real survey: one was derived from the other, so this is not a finding."
        ),
        "评分完全决定了客户贡献的金额，真实调查中不会出现这种情况：两者同源，不能作为结论。",
    ),
    (
        metric("churn", (0.3, 0.2, 0.1), leak="leak"),
        (
            " The score determines exactly who left and who stayed, as it never does in a real "
            "survey: one was derived from the other, so this is not a finding."
        ),
        "评分完全决定了客户的去留，真实调查中不会出现这种情况：两者同源，不能作为结论。",
    ),
    (
        metric("ltv", VALUES["less"], leak="suspected leak"),
        (
            " Suspected leak: the score almost determines how much money customers bring in, as it "
            "never does in a real survey. Check whether one was derived from the other before "
            "using this figure."
        ),
        (
            "疑似数据泄漏：评分几乎完全决定了客户贡献的金额，真实调查中不会出现这种情况。"
            "使用该数值前，请核实两者是否同源。"
        ),
    ),
]


@pytest.mark.parametrize(("found", "english", "chinese"), DOUBTS)
def test_what_is_to_be_doubted(found, english, chinese):
    made = table(found)
    assert made.statement().endswith(f"association only).{english}")
    assert made.statement("zh").endswith(f"仅为相关）。{chinese}")


@pytest.mark.parametrize("is_ordered", [True, False])
@pytest.mark.parametrize("p", [0.001, 0.4, float("nan")])
@pytest.mark.parametrize("leak", [None, "leak", "suspected leak"])
@pytest.mark.parametrize("way", ["more", "less", "same"])
@pytest.mark.parametrize("name", ["revenue", "margin", "ltv", "churn"])
def test_every_sentence_fits_its_figure(name, way, leak, p, is_ordered):
    values = np.array({**VALUES, "same": (20.0, 20.0, 20.0)}[way])
    values = values / 100 if name == "churn" else values
    found = metric(name, values.tolist(), p=p, leak=leak, is_ordered=is_ordered)
    english, chinese = table(found).statement(), table(found).statement("zh")
    if name == "churn":
        assert "bring" not in english
        assert "贡献" not in chinese
    else:
        assert "leave" not in english
        assert "流失" not in chinese
    for word in ("reversed", "happier", "unhappi"):
        assert is_ordered or word not in english
    assert "happi" not in english
    assert not any(mark in chinese for mark in (", ", "; ", ": ", " ("))
    assert english.count("(") == english.count(")")
    assert chinese.count("（") == chinese.count("）")
    against = (name == "churn" and way == "more") or (name != "churn" and way == "less")
    is_reversed = is_ordered and against and leak is None and p == 0.001
    assert ("The link is reversed" in english) == is_reversed
    assert ("关联方向相反" in chinese) == is_reversed


def test_what_was_adjusted_for_is_named_once():
    adjusted = AdjustedMeans(
        means=np.array([10.0, 15.0, 20.0]),
        covariance=np.eye(3) / 2,
        covariates=("tenure", "spend_before"),
        n=1200,
    )
    churn = AdjustedMeans(
        means=np.array([0.3, 0.2, 0.2]),
        covariance=np.eye(3) / 20000,
        covariates=("tenure", "spend_before"),
        n=1200,
    )
    made = table(
        metric("revenue", VALUES["more"], adjusted=adjusted),
        metric("churn", (0.3, 0.2, 0.1), adjusted=churn),
    )
    assert (
        " Adjusted for tenure and spending before the answer, the gap is CNY 10 (95% interval: "
        "8.04 to 11.96; adjusted observational)."
    ) in made.statement()
    assert (
        " Adjusted for the same factors, the gap is -10.0 percentage points (95% interval: -12.0 "
        "to -8.0; adjusted observational)."
    ) in made.statement()
    assert (
        "剔除客户年限和作答前消费额等因素的影响后，相差 10 元（95% 置信区间 8.04 元至 11.96 元；"
        in (made.statement("zh"))
    )
    assert "剔除上述因素的影响后，相差 -10.0 个百分点" in made.statement("zh")


def test_retention_is_said_as_such():
    churn = metric("churn", (0.1, 0.2, 0.3))
    retention = churn.mirrored("retention")
    assert retention.verdict == "reversed link"
    assert table(retention).statement() == ""


def test_headlines_of_segments_without_an_order():
    made = table(metric("revenue", VALUES["less"], segments=REGIONS, is_ordered=False))
    rows = dict(made.headlines())
    assert rows["gap"] == "the highest minus the lowest, as the segments have no order"
    assert rows["revenue a year: gap between east and south"].endswith("association only)")


def test_who_is_left_out_is_said():
    made = table(metric("revenue", VALUES["more"]), n=(500, 500, 500))
    assert made.statement().endswith(
        " Of the 1,500 customers who answered, 1,200 count towards revenue a year."
    )
    assert made.statement("zh").endswith("共 1,500 位客户作答，其中 1,200 位计入人均年收入。")


@pytest.mark.parametrize(
    ("currency", "amount"), [("GBP", "30 英镑"), ("SGD", "30 新加坡元"), (None, "30，")]
)
def test_money_in_chinese_has_its_unit_behind(currency, amount):
    made = table(metric("revenue", VALUES["more"]), terms=CrossTerms(currency=currency))
    assert made.statement("zh").startswith(f"推荐者人均年贡献收入为 {amount}")


def test_chinese_labels_are_said_in_both_languages():
    answers = pd.DataFrame(
        {
            "分群": ["推荐者"] * 60 + ["中立者"] * 60 + ["贬损者"] * 60,
            "rev": np.r_[np.arange(60) + 300.0, np.arange(60) + 200.0, np.arange(60) + 100.0],
        }
    )
    made = survey.cross_analysis(answers, by="分群", revenue="rev")
    assert made.segments == ("贬损者", "中立者", "推荐者")
    assert made.reference == "贬损者"
    assert made.statement("zh").startswith(
        "推荐者人均年贡献收入为 329.50，贬损者为 129.50，相差 200"
    )
    assert made.statement().startswith(
        "On average, promoters bring in 329.50 of revenue a year and detractors 129.50: a gap of "
        "200"
    )


def test_labels_reach_the_reader_in_every_language():
    made = table(metric("revenue", VALUES["more"], segments=REGIONS, is_ordered=False))
    labels = {"south": "华南区", "east": "华东区"}
    said = made.statement("zh", labels=labels)
    assert said.startswith(
        "人均年贡献收入最高的是“华南区”分群（30 元），最低的是“华东区”分群（10 元），"
    )
    said = made.statement(labels={"south": "South Coast"})
    assert said.startswith("Average revenue a year is highest in segment South Coast (CNY 30)")
    rows = dict(made.headlines("zh", labels=labels))
    assert rows["人均年收入"] == "华东区 10 元，north 20 元，华南区 30 元"


def test_headlines_of_ordered_segments_in_chinese():
    churn = metric("churn", (0.3, 0.2, 0.1))
    rows = dict(table(metric("revenue", VALUES["more"]), churn).headlines("zh"))
    assert rows["分群"].startswith("贬损者 400 位（33.3%），被动者 400 位（33.3%），推荐者 400 位")
    assert rows["人均年收入：差距"] == "20 元（95% 置信区间 17.22 元至 22.78 元；仅为相关）"
    assert rows["流失率：差距"].startswith("-20.0 个百分点（")
    assert rows["流失率：结论"] == "发现关联（p = 0.001）"
    assert rows["差距口径"] == "推荐者减贬损者"
    assert rows["流失定义"] == "作答后 12 个月内没有订单"


@pytest.mark.parametrize(
    ("leak", "p", "english", "chinese"),
    [
        ("leak", 0.001, "leak: the score determines the figure exactly", "数据泄漏：评分完全决定"),
        (
            "suspected leak",
            0.001,
            "suspected leak: the score almost determines",
            "疑似数据泄漏：评分几乎",
        ),
        (None, float("nan"), "too few answers", "样本过少"),
        (
            None,
            0.4,
            "no link found (p = 0.4); a true gap of CNY 3.97",
            "未发现关联（p = 0.4）；",
        ),
        (None, 0.001, "link found (p = 0.001)", "发现关联（p = 0.001）"),
    ],
)
def test_the_verdict_is_a_headline(leak, p, english, chinese):
    made = table(metric("revenue", VALUES["more"], leak=leak, p=p))
    assert dict(made.headlines())["revenue a year: verdict"].startswith(english)
    assert dict(made.headlines("zh"))["人均年收入：结论"].startswith(chinese)


@pytest.mark.parametrize(
    ("terms", "english", "chinese"),
    [
        ({"horizon": "lifetime"}, "revenue over a lifetime", "生命周期贡献收入"),
        (
            {"horizon": "2 years", "discount_rate": 0.0, "basis": "net profit"},
            "net profit over 2 years (not discounted)",
            "2 年贡献净利润（未折现）",
        ),
    ],
)
def test_the_lifetime_value_says_what_it_counts(terms, english, chinese):
    made = table(metric("ltv", VALUES["more"]), terms=CrossTerms(**terms))
    assert dict(made.headlines())["lifetime value means"] == english
    assert dict(made.headlines("zh"))["终身价值定义"] == chinese


def test_figures_are_money_or_shares_by_name():
    churn = metric("churn", (0.3, 0.2, 0.1))
    figures = table(metric("revenue", VALUES["more"]), churn).figures()
    assert figures["revenue of promoter"].value == 30.0
    assert figures["revenue gap, promoter over detractor"].evidence == "association only"
    assert figures["revenue gap, promoter over detractor"].currency == "CNY"
    assert figures["churn gap, promoter over detractor"].value == pytest.approx(-0.2)
