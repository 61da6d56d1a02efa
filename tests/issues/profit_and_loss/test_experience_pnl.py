"""Growth and leakage in one statement: sums by hand, grades and overlaps."""

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest

import vocvalue as vv
from vocvalue.errors import DataError, ParameterError
from vocvalue.issues.monthly_losses import MonthlyLosses
from vocvalue.results import Money

HALF = 1.959964


def money(value, half=0.0, **terms):
    held = {
        "level": 0.95,
        "method": "test",
        "n": 100,
        "currency": "CNY",
        "basis": "margin",
        "evidence": "randomised",
        **terms,
    }
    return Money(value=float(value), lower=value - half, upper=value + half, **held)


def losses(topics=("packaging", "support"), loss=(36_000.0, 20_000.0), covariance=None, **terms):
    spread = np.diag([4e6, 9e6][: len(topics)]) if covariance is None else np.asarray(covariance)
    held = {
        "currency": "CNY",
        "basis": "margin",
        "evidence": "adjusted observational",
        "level": 0.95,
        "n": 900,
        **terms,
    }
    return MonthlyLosses(topics=topics, loss=np.asarray(loss), covariance=spread, **held)


def line(label, value, half=0.0, kind="growth", per="12 months", **terms):
    names = {name: terms.pop(name) for name in ("topic", "part_of") if name in terms}
    return vv.issues.PnlLine(label, money=money(value, half, **terms), kind=kind, per=per, **names)


def test_a_year_of_growth_and_leakage_by_hand():
    pnl = vv.issues.experience_pnl([losses(), line("retention", 150_000, 60_000)])
    assert pnl.totals["growth"].value == 150_000
    assert pnl.totals["leakage"].value == -12 * 56_000
    assert pnl.net.value == 150_000 - 12 * 56_000
    assert pnl.by_evidence["randomised"].value == 150_000
    assert pnl.by_evidence["adjusted observational"].value == -672_000
    assert pnl.net.evidence == "adjusted observational"


def test_the_interval_of_the_net_is_that_of_independent_results():
    pnl = vv.issues.experience_pnl([losses(), line("retention", 150_000, 60_000)])
    half = np.hypot(60_000, 12 * HALF * np.sqrt(4e6 + 9e6))
    assert pnl.net.upper - pnl.net.value == pytest.approx(half, rel=1e-6)


def test_losses_of_one_result_keep_how_they_go_together():
    apart = [[4e6, -5e6], [-5e6, 9e6]]
    leakage = vv.issues.experience_pnl([losses(covariance=apart)], every="month").totals["leakage"]
    assert leakage.upper - leakage.value == pytest.approx(HALF * np.sqrt(3e6), rel=1e-5)


def test_losses_of_several_results_are_not_taken_as_independent():
    """Each is held against the same customers: taken as independent, 71% hold for 95%."""
    apart = [losses((topic,), (10_000.0,), [[4e6]]) for topic in ("packaging", "support")]
    leakage = vv.issues.experience_pnl(apart, every="month").totals["leakage"]
    assert leakage.upper - leakage.value == pytest.approx(2 * HALF * 2_000, rel=1e-5)


@pytest.mark.parametrize(("every", "months"), [("month", 1), ("quarter", 3), ("year", 12)])
def test_money_of_another_span_is_converted(every, months):
    lines = [losses(), line("leads", 3_000, per="2 months"), line("team", 24_000, per="2 years")]
    pnl = vv.issues.experience_pnl(lines, every=every)
    values = dict(zip(pnl.to_frame()["line"], pnl.to_frame()["value"], strict=True))
    assert values["leads"] == pytest.approx(1_500 * months)
    assert values["team"] == pytest.approx(1_000 * months)
    assert values["packaging"] == pytest.approx(-36_000 * months)


@pytest.mark.parametrize("seed", range(5))
def test_lines_sum_to_the_totals_to_the_cent(seed):
    random = np.random.default_rng(seed)
    kinds = ("growth", "leakage", "cost")
    lines = [
        line(f"line {it}", random.uniform(0, 1e6) / 7, 10, kind=kinds[it % 3]) for it in range(40)
    ]
    pnl = vv.issues.experience_pnl([*lines, losses(loss=(1_234.5678, 9_876.54321))], every="month")
    shown = [Decimal(str(value)) for value in pnl.to_frame()["value"]]
    assert all(value == round(value, 2) for value in shown)
    assert Decimal(str(pnl.net.value)) == sum(shown)
    for parts in (pnl.totals, pnl.by_evidence):
        assert sum(Decimal(str(it.value)) for it in parts.values()) == sum(shown)


def test_what_varies_from_month_to_month_evens_out_over_a_year():
    # what is not known of a loss is the same in every month, counts are drawn anew
    counted = np.diag([3e6, 1e6])
    held = replace(losses(covariance=np.diag([1e6, 8e6])), counted=counted)
    pnl = vv.issues.experience_pnl([held])
    for entry, variance in zip(pnl.entries, (1e6 + 3e6 / 12, 8e6 + 1e6 / 12), strict=True):
        half = (entry.money.upper - entry.money.lower) / 2
        assert half == pytest.approx(12 * HALF * np.sqrt(variance), rel=1e-5)
    half = (pnl.net.upper - pnl.net.lower) / 2
    assert half == pytest.approx(12 * HALF * np.sqrt(9e6 + 4e6 / 12), rel=1e-5)
    [entry, _] = vv.issues.experience_pnl([held], every="month").entries
    assert entry.money.upper - entry.money.value == pytest.approx(HALF * 2e3, rel=1e-5)


def test_a_problem_counts_once_with_the_better_evidence():
    again = line("boxes", 100_000, kind="leakage", topic="packaging", evidence="association only")
    pnl = vv.issues.experience_pnl([again, losses()])
    assert [str(entry.label) for entry in pnl.kept_out] == ["boxes"]
    assert pnl.net.value == -12 * 56_000
    assert "packaging is counted in packaging" in " ".join(map(str, pnl.notes))
    same = vv.issues.experience_pnl([losses(("packaging",), (9.0,)), losses()])
    assert "the same problem is counted on another line" in " ".join(map(str, same.notes))
    better = line("boxes", 100_000, kind="leakage", topic="packaging", evidence="randomised")
    assert vv.issues.experience_pnl([losses(), better]).net.value == -(100_000 + 12 * 20_000)


def test_the_interval_leaves_out_what_is_kept_out():
    better = line("boxes", 100_000, kind="leakage", topic="packaging", evidence="randomised")
    net = vv.issues.experience_pnl([losses(), better], every="month").net
    assert net.upper - net.value == pytest.approx(HALF * 3_000, abs=0.02)


def test_a_part_of_another_line_is_shown_and_not_added():
    lines = [line("retention", 900), line("of which calls", 400, part_of="retention")]
    pnl = vv.issues.experience_pnl(lines)
    assert pnl.net.value == 900
    assert "Not added, as another line holds the same money: of which calls." in pnl.statement()
    assert "因与其他行重复而未计入：of which calls。" in pnl.statement("zh")


def test_money_of_a_lift_is_growth_with_its_cost():
    kept = vv.lift.retention_test(treated=(350, 500), control=(250, 500), randomised=True)
    priced = kept.money(2_000, cost=60_000, horizon="12 months", currency="CNY", basis="margin")
    pnl = vv.issues.experience_pnl([priced, losses()])
    assert pnl.totals["growth"].value == pytest.approx(priced.gross.value)
    assert pnl.totals["cost"].value == -60_000
    assert pnl.totals["growth"].value + pnl.totals["cost"].value == pytest.approx(priced.net.value)
    assert "may be the same who met a problem" in " ".join(map(str, pnl.notes))


def test_money_of_a_lift_without_a_span_is_refused():
    priced = vv.lift.retention_test(treated=(350, 500), control=(250, 500)).money(2_000)
    with pytest.raises(ParameterError, match="'customers retained' covers is not known"):
        vv.issues.experience_pnl([priced])


def test_statement_names_the_grades():
    pnl = vv.issues.experience_pnl([losses(), line("retention", 150_000)])
    assert pnl.statement().startswith(
        "In a year customer experience brings CNY 150,000 and loses CNY 672,000: a net of "
    )
    assert (
        "By evidence the net is CNY 150,000 (randomised) and -CNY 672,000 (adj" in pnl.statement()
    )
    assert pnl.statement("zh").startswith("每年客户体验带来 150,000 元，损失 672,000 元，毛利净额")
    assert "no better than the weakest" in " ".join(map(str, pnl.notes))


@pytest.mark.parametrize(
    ("lines", "error", "said"),
    [
        ([], ParameterError, "lines is empty"),
        ([3.0], ParameterError, "lines holds float"),
        ([losses(), line("b", 1, currency="EUR")], DataError, "differ in their currency"),
        ([losses(), line("b", 1, basis="revenue")], DataError, "differ in their basis"),
        ([losses(), line("b", 1, 0.5, level=0.9)], DataError, "levels"),
        ([line("b", 1, part_of="c")], ParameterError, "part_of == 'c'"),
        ([line("b", 1, part_of="b")], ParameterError, "part of itself"),
    ],
)
def test_what_cannot_be_added_is_refused(lines, error, said):
    with pytest.raises(error, match=said):
        vv.issues.experience_pnl(lines)


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        ({"per": None}, "is not known"),
        ({"per": "lifetime"}, "is a lifetime"),
        ({"per": 12}, "must say its unit"),
        ({"kind": "profit"}, "kind == 'profit'"),
        ({"label": ""}, "must be what the line is called"),
    ],
)
def test_a_line_that_cannot_be_is_refused(terms, said):
    with pytest.raises(ParameterError, match=said):
        line(**{"label": "a", "value": 1, **terms})


def test_a_line_needs_money_with_its_terms():
    with pytest.raises(ParameterError, match=r"must be results\.Money"):
        vv.issues.PnlLine("a", money=3.0, kind="growth", per="1 month")


def test_an_unknown_period_is_refused():
    with pytest.raises(ParameterError, match="every == 'week'"):
        vv.issues.experience_pnl([losses()], every="week")
