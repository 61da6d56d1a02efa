"""The card: figures are those of its results, gaps say what they need, money stays apart."""

import json

import numpy as np
import pandas as pd
import pytest

from benchmarks.issue_trend_coverage import Case, drawn
from vocvalue import kpi, lift
from vocvalue.errors import ParameterError
from vocvalue.issues.over_time.measure import measure
from vocvalue.kpi.card.moved import moved
from vocvalue.kpi.kpi import Bounds, KpiPeriod
from vocvalue.kpi.shares import nothing, share_of
from vocvalue.results import Estimate

DAYS = pd.date_range("2024-01-01", periods=10, freq="9D")


@pytest.fixture(scope="module")
def insight():
    insights = pd.DataFrame({"insight_id": range(10), "submitted": DAYS})
    actions = pd.DataFrame({"insight_id": range(7), "completed": DAYS[:7] + pd.Timedelta("20D")})
    return kpi.insight_to_action(insights, actions, observation_end="2024-12-31")


@pytest.fixture(scope="module")
def loop():
    people = range(90)
    answers = pd.DataFrame({"customer_id": people, "timestamp": "2024-01-08", "score": 3})
    desk = pd.DataFrame({"customer_id": people, "opened": "2024-01-09 09:00"})[:9]
    return kpi.closed_loop(
        answers, desk.assign(closed="2024-01-11 09:00"), observation_end="2024-03-31"
    )


def retained(**asked):
    kept = lift.retention_test(treated=(350, 500), control=(250, 500), randomised=True)
    return kpi.retention_lift(kept, change="relative", **asked)


def reduced(topic="slow", effect=0.5, **asked):
    series = drawn(Case("month", 24, 6, 200.0, 0.0, 0.0), np.log(effect), np.random.default_rng(1))
    trend = measure(series, topic=topic, comparison=(), level=0.95)
    return kpi.issue_reduction(trend, **asked)


@pytest.fixture(scope="module")
def stakeholders():
    survey = {"respondent": [*"abcde"], "timestamp": "2024-03-05", "score": [5, 4, 4, 4, 5]}
    return kpi.stakeholder_satisfaction(pd.DataFrame(survey))


@pytest.fixture(scope="module")
def card(insight, loop, stakeholders):
    return kpi.scorecard(
        insight=insight,
        loop=loop,
        lift=retained(value_per_customer=2_000, cost=60_000, currency="CNY"),
        issues=[reduced(value_per_mention=30, currency="CNY"), reduced("broken", 1.0)],
        stakeholders=stakeholders,
        levers={"retention lift": "closed loop", "slow": "experience"},
    )


def test_five_kpis_with_the_numbers_of_the_article(card):
    rows = card.to_frame().set_index(["kpi", "topic"], drop=False)
    assert card.n_measured == 5
    assert rows["kpi"].tolist() == [
        "insight-to-action",
        "coverage",
        "timeliness",
        "retention lift",
        "issue reduction",
        "issue reduction",
        "stakeholder satisfaction",
    ]
    # 7 of 10 insights, 9 of 90 detractors, all after two days, 30 % against 50 % who left.
    assert rows["value"].tolist()[:4] == pytest.approx([0.7, 0.1, 48.0, 0.4])
    assert rows["band"].tolist()[:4] == ["high", "low", "middle", "high"]
    assert rows["band_shown"].tolist()[:4] == ["unknown", "unknown", "unknown", "high"]


def test_statements_name_what_is_settled_and_what_is_not(card):
    said = card.statement()
    assert "all 5 KPIs of the programme have data" in said
    assert "Not settled: insight-to-action rate, closed-loop coverage," in said
    assert "fell, and each period is shown to be lower" in said
    assert "randomised" in said
    chinese = card.statement("zh")
    assert "项目的 5 项指标均有数据" in chinese
    assert "尚无定论：洞察行动转化率" in chinese


def test_a_kpi_without_data_says_which_table_it_needs():
    empty = kpi.scorecard()
    assert empty.n_measured == 0
    rows = dict(empty.headlines())
    assert len(rows) == 6
    assert all(value.startswith("no data: it needs a table of") for value in rows.values())
    assert "responses and one of tickets" in rows["time to close"]
    assert "需要洞察表和行动表" in empty.statement("zh")
    assert empty.figures() == {}


def test_what_is_not_mature_has_no_figure():
    insights = pd.DataFrame({"insight_id": [1], "submitted": ["2024-05-01"]})
    actions = pd.DataFrame({"insight_id": [1], "completed": ["2024-05-09"]})
    young = kpi.insight_to_action(insights, actions, observation_end="2024-06-01")
    card = kpi.scorecard(insight=young)
    assert card.n_measured == 0
    assert dict(card.headlines())["insight-to-action rate"] == "nothing is mature yet"


def test_money_is_listed_with_its_grade_and_never_added(card):
    assert card.figures()["retention lift, money"].value == pytest.approx(200_000)
    assert card.figures()["issue reduction: slow, money"].evidence == "association only"
    assert "not to be added up" in card.notes[0].en
    said = card.statement()
    total = sum(line.money.value for line in card.lines if line.money is not None)
    assert f"{total:,.0f}" not in said
    assert "randomised; issue reduction of slow:" in said


def test_levers_group_the_money(card):
    groups = card.by_lever()
    assert groups["lever"].tolist() == ["experience", "closed loop"]
    assert groups["net"].tolist()[1] == pytest.approx(140_000)
    assert np.isnan(groups["net"][0])
    assert groups["roi"][1] == pytest.approx(140 / 60)


def test_a_period_without_any_of_a_trend_is_noted(insight):
    inside = kpi.scorecard(insight=insight, period=("2024-01-01", "2024-03-31"))
    assert not inside.notes
    assert inside.statement().startswith("From 1 January 2024 to 31 March 2024, 1 of the 5 KPIs")
    outside = kpi.scorecard(insight=insight, period=("2025-01-01", "2025-03-31"))
    assert "insight-to-action rate: no period of its trend begins" in outside.notes[0].en


class OfShares:
    """A KPI of shares by quarter, of counts that are known."""

    def __init__(self, *counts, is_rising=True):
        self.bounds = Bounds(low=0.1, high=0.7) if is_rising else Bounds(low=0.7, high=0.1)
        self.counts = counts

    def trend(self):
        starts = np.datetime64("2024-01") + 3 * np.arange(len(self.counts))
        return tuple(
            KpiPeriod(
                start=start.astype("datetime64[D]"),
                every="quarter",
                estimate=kpi_share(*of),
                is_mature=of != (1, 3),
            )
            for start, of in zip(starts, self.counts, strict=True)
        )


def kpi_share(hits, n):
    return share_of(hits, n, 0.95) if n else nothing(0.95)


def test_a_change_of_shares_has_newcombes_interval():
    # Newcombe (1998), table II, 56/70 and 48/80: .2000, from .0524 to .3339.
    change = moved(OfShares((48, 80), (56, 70))).change
    assert (change.lower, change.upper) == pytest.approx((0.0524, 0.3339), abs=5e-5)
    assert change.value == pytest.approx(0.2)


@pytest.mark.parametrize(
    ("counts", "is_rising", "direction"),
    [
        (((20, 80), (56, 70)), True, "better"),
        (((20, 80), (56, 70)), False, "worse"),
        (((56, 70), (20, 80)), True, "worse"),
        (((40, 80), (38, 70)), True, "no change shown"),
    ],
)
def test_which_way_it_moved(counts, is_rising, direction):
    assert moved(OfShares(*counts, is_rising=is_rising)).direction == direction


def test_gaps_and_young_periods_are_passed_over():
    # The second quarter has no data, the last is not mature.
    found = moved(OfShares((20, 80), (0, 0), (56, 70), (1, 3)))
    assert str(found.before.start) == "2024-01-01"
    assert str(found.after.start) == "2024-07-01"
    assert moved(OfShares((20, 80), (0, 0), (1, 3))) is None


def test_an_unknown_end_is_no_change():
    of = OfShares((20, 80), (56, 70))
    periods = of.trend()
    unknown = Estimate(value=0.8, lower=np.nan, upper=np.nan, level=0.95, method="", n=9)
    last = KpiPeriod(start=periods[1].start, every="quarter", estimate=unknown)
    of.trend = lambda: (periods[0], last)
    assert moved(of).direction == "no change shown"


def test_a_card_is_json(card):
    held = json.loads(json.dumps(card.to_dict(), allow_nan=False))
    assert held["lines"][0]["figure"]["value"] == pytest.approx(0.7)
    assert held["lines"][4]["topic"] == "slow"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"insight": {}}, r"insight == dict, must be what kpi\.insight_to_action returned"),
        ({"loop": 3}, r"loop == int, must be what kpi\.closed_loop"),
        ({"issues": ["slow"]}, r"issues == list, must be what kpi\.issue_reduction"),
        ({"levers": {"delivery": "experience"}}, "levers name 'delivery', which is not on"),
        ({"levers": {"coverage": "discounts"}}, r"levers\['coverage'\] == 'discounts'"),
        ({"period": "2024"}, "period == '2024', must be two days"),
        ({"period": ("2024-03-01", "2024-01-01")}, "it ends before it begins"),
    ],
)
def test_what_makes_no_sense_is_refused(asked, said):
    with pytest.raises(ParameterError, match=said):
        kpi.scorecard(**asked)


def test_a_problem_twice_is_refused():
    with pytest.raises(ParameterError, match="issues hold 'slow' more than once"):
        kpi.scorecard(issues=[reduced(), reduced()])
