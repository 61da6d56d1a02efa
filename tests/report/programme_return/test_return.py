import numpy as np
import pytest
from report.amounts import lift, line, loss

from vocvalue.errors import DataError, ParameterError
from vocvalue.report import Cost, cfo

ANALYSTS = Cost("analysts", 600_000, kind="people")


def returned(*results, costs=(ANALYSTS,), **asked):
    return cfo(list(results), costs=list(costs), **asked).programme


def test_the_return_of_two_grades_is_that_worked_out_by_hand():
    """200,000 +/- 30,000 and 100,000 +/- 40,000 against 243,000."""
    sure = line("calls", 200_000.0, 170_000.0, 230_000.0)
    rather = line("leads", 100_000.0, 60_000.0, 140_000.0, evidence="adjusted observational")
    got = returned(sure, rather, costs=[Cost("team", 243_000, kind="people")])
    assert {grade: held.value for grade, held in got.by_evidence.items()} == {
        "randomised": 200_000.0,
        "adjusted observational": 100_000.0,
    }
    assert got.gross.evidence == got.net.evidence == "adjusted observational"
    assert (got.net.value, got.net.lower, got.net.upper) == (57_000.0, 7_000.0, 107_000.0)  # 3-4-5
    assert np.isclose(got.roi.value, 300_000 / 243_000 - 1)
    assert np.isclose(got.payback_months, 12 * 243_000 / 300_000)
    assert (got.break_even.of, round(got.break_even.share, 9)) == ("adjusted observational", 0.43)
    assert "the adjusted observational effects would have to be 43%" in got.statement()
    assert "43%" in got.statement("zh")


def test_the_interval_of_the_return_is_that_of_what_is_brought_over_a_known_cost():
    got = returned(line("calls", 200_000.0, 170_000.0, 230_000.0))
    assert np.allclose([got.roi.lower, got.roi.upper], [170 / 600 - 1, 230 / 600 - 1])


def test_effects_that_are_too_small_would_have_to_be_larger():
    got = returned(line("calls", 300_000.0), costs=[ANALYSTS])
    assert (got.break_even.of, got.break_even.share) == (None, 2.0)
    assert "all effects would have to be 200% of what was estimated" in got.statement()


def test_a_loss_of_the_better_grade_has_to_be_made_up_for_by_the_other():
    sure, rather = line("calls", -50.0), line("leads", 200.0, evidence="association only")
    got = returned(sure, rather, costs=[Cost("team", 100, kind="budget")])
    assert (got.break_even.of, got.break_even.share) == ("association only", 0.75)


def test_an_interval_that_holds_gain_and_loss_settles_nothing():
    unsettled = returned(line("calls", 650_000.0, 550_000.0, 750_000.0))
    assert "whether the programme pays is not settled" in unsettled.statement()
    assert "尚无定论" in unsettled.statement("zh")
    assert "not settled" not in returned(line("calls", 650_000.0, 610_000.0, 690_000.0)).statement()


def test_nothing_pays_where_what_is_brought_is_a_loss():
    got = returned(line("calls", -50.0))
    assert got.break_even is None
    assert got.payback_months == np.inf
    assert "no size of the effects would do" in got.statement()
    assert dict(got.headlines("zh"))["回本时间"] == "无法回本"


def test_costs_of_any_span_are_put_in_the_period():
    tool = Cost("tool", 1_000, kind="tools", per="1 month")
    got = returned(line("calls", 100_000.0), costs=[ANALYSTS, tool], every="quarter")
    assert [it.money.value for it in got.costs] == [150_000.0, 3_000.0]
    assert got.gross.value == 25_000.0


def test_what_an_action_cost_is_a_cost_of_the_programme():
    got = returned(lift())
    assert [(str(it.label), it.kind, it.money.value) for it in got.costs] == [
        ("analysts", "people", 600_000.0),
        ("cost of retaining them", "action", 60_000.0),
    ]
    assert np.isclose(got.net.value, 200_000 - 660_000)


def test_losses_by_problems_are_no_return_of_the_programme():
    got = returned(loss())
    assert got.gross is got.net is got.roi is None
    assert got.break_even is None
    assert np.isnan(got.payback_months)
    assert not {"payback", "break-even"} & set(dict(got.headlines()))
    assert "its return is not known" in got.statement()
    assert "回报未知" in got.statement("zh")


def test_without_costs_there_is_no_return():
    assert cfo([lift()]).programme is None


@pytest.mark.parametrize("amount", [0, -5, float("nan"), float("inf"), "much"])
def test_a_cost_that_is_not_above_0_is_refused(amount):
    with pytest.raises(ParameterError, match="amount"):
        Cost("analysts", amount, kind="people")


@pytest.mark.parametrize(
    ("terms", "says"),
    [
        ({"kind": "beer"}, "kind == 'beer'"),
        ({"kind": "people", "per": 12}, "must say its unit"),
        ({"kind": "people", "per": "0 months"}, "longer than nothing"),
    ],
)
def test_terms_of_a_cost_that_mean_nothing_are_refused(terms, says):
    with pytest.raises(ParameterError, match=says):
        Cost("analysts", 5, **terms)


def test_a_cost_without_a_name_is_refused():
    with pytest.raises(ParameterError, match="label == ''"):
        Cost("", 5, kind="people")


def test_a_cost_in_another_currency_is_refused():
    with pytest.raises(DataError, match="the cost 'analysts' is in EUR, the report in CNY"):
        returned(lift(), costs=[Cost("analysts", 5, kind="people", currency="EUR")])


def test_costs_in_two_currencies_are_refused():
    costs = [Cost("a", 5, kind="people", currency=code) for code in ("EUR", "CNY")]
    with pytest.raises(DataError, match="costs are in several currencies: 'a' in EUR, 'a' in CNY"):
        returned(lift(currency=None), costs=costs)


def test_costs_that_are_no_list_are_refused():
    with pytest.raises(ParameterError, match=r"must be a list of report\.Cost"):
        cfo([lift()], costs=ANALYSTS)


def test_something_that_is_no_cost_is_refused():
    with pytest.raises(ParameterError, match="costs holds int"):
        returned(lift(), costs=[5])
