"""Which fixes to pay for, against arithmetic by hand and a search of all sets."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from vocvalue.errors import DataError, ParameterError
from vocvalue.issues.combined_losses import losses_of
from vocvalue.issues.investment import choice, picture, words  # noqa: F401 - registered
from vocvalue.issues.investment.fix import Fix
from vocvalue.issues.investment.measure import invest
from vocvalue.issues.investment.options import Option
from vocvalue.issues.monthly_losses import MonthlyLosses


def losses(loss, errors=None, topics="ABCDEFGH", **terms):
    """Return losses of problems called by letters, independent of each other."""
    loss = np.asarray(loss, dtype=float)
    errors = np.zeros(len(loss)) if errors is None else np.asarray(errors, dtype=float)
    held = {
        "currency": "CNY",
        "basis": "margin",
        "evidence": "adjusted observational",
        "level": 0.95,
        "n": 500,
        **terms,
    }
    return MonthlyLosses(
        topics=tuple(topics[: len(loss)]), loss=loss, covariance=np.diag(errors**2), **held
    )


def test_a_million_in_a_or_b():
    # By hand: A ends 0.5 of 300,000 a month for 12 months, 1.8 million for a million, B 0.8 of
    # 150,000, 1.44 million.
    fixes = [Fix("A", cost=1_000_000, share=0.5), Fix("B", cost=1_000_000, share=0.8)]
    plan = invest(losses([300_000, 150_000], [20_000, 10_000]), fixes, budget=1_000_000)
    assert plan.chosen == (True, False)
    assert plan.plan.recovered.value == pytest.approx(1_800_000)
    assert plan.plan.net.value == pytest.approx(800_000)
    assert plan.plan.roi.value == pytest.approx(0.8)
    assert plan.plan.payback_months == pytest.approx(1_000_000 / 150_000)
    assert plan.of("B").net.value == pytest.approx(440_000)
    half = 1.959964 * 12 * 0.5 * 20_000
    assert plan.plan.net.lower == pytest.approx(800_000 - half, rel=1e-6)
    both = invest(losses([300_000, 150_000]), fixes, budget=2_000_000)
    assert both.chosen == (True, True)
    assert both.plan.net.value == pytest.approx(1_240_000)


def test_counts_that_vary_from_month_to_month_even_out_over_the_horizon():
    # half of the loss of four months: an error of 6 in each, and counts of a variance of 64 in two
    held = replace(losses([110.0], [6.0]), counted=np.array([[64.0]]))
    plan = invest(held, [Fix("A", cost=100, share=0.5)], budget=100, horizon="4 months")
    half = 1.959964 * np.sqrt(2**2 * 36 + 2 * 64)
    assert plan.plan.net.upper - plan.plan.net.value == pytest.approx(half, rel=1e-6)


def test_how_certain_the_choice_is_is_that_of_two_normals():
    # A nets more than B where 6 (a - b) > 0, of a - b normal with mean 10 and sd 10: 0.8413.
    fixes = [Fix("A", cost=100, share=0.5), Fix("B", cost=100, share=0.5)]
    plan = invest(losses([110, 100], [8, 6]), fixes, budget=100)
    assert plan.probability_best == pytest.approx(0.8413, abs=0.03)
    assert plan.probability_within == pytest.approx((0.8413, 0.1587), abs=0.03)
    # The mean of the positive part of 6 N(-10, 10): 60 (0.2420 - 0.1587).
    assert plan.regret.value == pytest.approx(60 * (0.24197 - 0.15866), rel=0.12)


def test_probability_of_a_gain_is_that_of_the_normal():
    plan = invest(losses([100], [20]), [Fix("A", cost=540, share=0.5)], budget=540)
    # Net 600 - 540 = 60 with an error of 120: half a standard error.
    assert plan.plan.probability_positive == pytest.approx(0.69146, abs=1e-4)
    assert plan.plan.net.lower < 0
    assert "includes 0" in " ".join(str(note) for note in plan.notes)


def test_two_fixes_of_one_problem_end_what_the_other_leaves():
    fixes = [
        Fix("A", cost=10, share=0.5, name="box"),
        Fix("A", cost=10, share=0.6, name="tape"),
    ]
    plan = invest(losses([100]), fixes, budget=20)
    assert plan.plan.recovered.value == pytest.approx(12 * 100 * (1 - 0.5 * 0.4))
    late = [fixes[0], Fix("A", cost=10, share=0.6, name="tape", starts_after="6 months")]
    plan = invest(losses([100]), late, budget=20)
    assert plan.plan.recovered.value == pytest.approx(100 * (6 * 0.5 + 6 * 0.8))


def test_second_fix_of_a_problem_that_does_not_pay_is_left_out():
    fixes = [
        Fix("A", cost=10, share=0.9, name="box"),
        Fix("A", cost=500, share=0.9, name="tape"),
    ]
    plan = invest(losses([100]), fixes, budget=1_000)
    assert [fix.called for fix in plan.best] == ["box"]


def test_running_costs_and_the_start_count():
    fix = Fix("A", cost=100, share=0.5, running_cost=10, starts_after="2 months")
    plan = invest(losses([100]), [fix], budget=1_000)
    assert plan.plan.cost.value == pytest.approx(100 + 10 * 10)
    assert plan.plan.recovered.value == pytest.approx(10 * 50)
    # From month 2 on it earns 50 - 10 a month, and owes 100.
    assert plan.plan.payback_months == pytest.approx(4.5)
    never = Fix("A", cost=100, share=0.1, running_cost=10)
    assert invest(losses([100]), [never], budget=500).returns[0].payback_months == np.inf


def test_a_range_of_the_share_widens_the_interval():
    known = invest(losses([100], [5]), [Fix("A", cost=1, share=0.5)], budget=1)
    ranged = invest(losses([100], [5]), [Fix("A", cost=1, share=(0.2, 0.8))], budget=1)
    assert ranged.plan.recovered.value == pytest.approx(known.plan.recovered.value)
    # Variance of a product of independents: 1200^2 (0.25 * 0.0025 + 0.03 + 0.03 * 0.0025).
    error = 1_200 * np.sqrt(0.25 * 0.0025 + 0.03 + 0.03 * 0.0025)
    found = (ranged.plan.recovered.upper - ranged.plan.recovered.lower) / 2 / 1.959964
    assert found == pytest.approx(error, rel=0.03)


@pytest.mark.parametrize("seed", range(8))
def test_best_set_is_that_of_a_search_of_all(seed):
    random = np.random.default_rng(seed)
    options = [
        Option(
            topic=int(topic),
            fixes=(place,),
            months=1.0,
            drawn=np.ones(1),
            cost=float(random.uniform(1, 10)),
        )
        for place, topic in enumerate(np.sort(random.integers(0, 6, 10)))
    ]
    net, budget = random.normal(2, 5, 10), 20.0
    taken = choice.best_set(net, options, budget)
    best = max(
        (
            sum(net[place] for place in range(10) if flags[place])
            for flags in product((0, 1), repeat=10)
            if allowed(flags, options, budget)
        ),
    )
    assert net[taken].sum() == pytest.approx(best)
    assert allowed(taken, options, budget)
    sets = choice.sets_within(options, budget)
    assert (sets @ net).max() == pytest.approx(best)


def allowed(flags, options, budget):
    kept = [it for it, flag in zip(options, flags, strict=True) if flag]
    topics = [it.topic for it in kept]
    return sum(it.cost for it in kept) <= budget and len(set(topics)) == len(topics)


def test_many_fixes_are_searched_one_draw_at_a_time(monkeypatch):
    monkeypatch.setattr(choice, "MOST_SETS", 10)
    monkeypatch.setattr(choice, "FEWER_DRAWS", 40)
    fixes = [Fix(topic, cost=100, share=0.5) for topic in "ABCDE"]
    plan = invest(losses([60, 50, 40, 30, 20], [1] * 5), fixes, budget=250)
    assert plan.n_draws == 40
    assert plan.chosen == (True, True, False, False, False)
    assert plan.probability_best == 1.0


def test_nothing_is_bought_that_does_not_pay():
    plan = invest(losses([1]), [Fix("A", cost=1_000, share=1.0)], budget=2_000)
    assert plan.plan is None
    assert plan.best == ()
    assert "No fix within the budget" in plan.statement()
    assert plan.statement("zh").startswith("预算 2,000 元内，没有一项改进")


def test_statement_says_what_to_pay_for_and_how_certain_that_is():
    fixes = [Fix("A", cost=1_000_000, share=0.5), Fix("B", cost=1_000_000, share=0.8)]
    plan = invest(losses([300_000, 150_000], [20_000, 10_000]), fixes, budget=1_000_000)
    english, chinese = plan.statement(), plan.statement("zh")
    assert english.startswith("Of the budget of CNY 1 million, CNY 1 million should go to A.")
    assert "pays for itself after 6.7 months" in english
    assert "B would do best: alone it costs CNY 1 million" in english
    assert chinese.startswith("预算 100 万元，应投入 100 万元，用于改进：A。")
    assert "；6.7 个月回本（" in chinese


@pytest.mark.parametrize(
    ("fixes", "asked", "error", "said"),
    [
        ([], {}, ParameterError, "fixes is empty"),
        (["A"], {}, ParameterError, "fixes holds str"),
        ([Fix("X", cost=1, share=0.5)], {}, DataError, "whose loss is not known"),
        ([Fix("A", cost=9, share=0.5)], {"budget": 5}, ParameterError, "cheapest costs 9"),
        ([Fix("A", cost=9, share=0.5)] * 2, {}, ParameterError, "several fixes are called 'A'"),
        ([Fix("A", cost=9, share=0.5)], {"budget": -1}, ParameterError, "must be >= 0"),
    ],
)
def test_what_cannot_be_weighed_is_refused(fixes, asked, error, said):
    with pytest.raises(error, match=said):
        invest(losses([100]), fixes, **{"budget": 100, **asked})


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"cost": -1, "share": 0.5}, "cost == -1"),
        ({"cost": 1, "share": 1.2}, "must be between 0 and 1"),
        ({"cost": 1, "share": (0.8, 0.2)}, "the lowest and then the highest"),
        ({"cost": 1, "share": (0.1, 0.2, 0.3)}, "one number or two"),
        ({"cost": 1, "share": 0.5, "running_cost": -2}, "running_cost == -2"),
        ({"cost": 1, "share": 0.5, "starts_after": 3}, "must say its unit"),
    ],
)
def test_a_fix_that_cannot_be_is_refused(asked, said):
    with pytest.raises(ParameterError, match=said):
        Fix("A", **asked)


def test_errors_of_losses_measured_one_by_one_are_added():
    held = losses_of([losses([100.0], [3.0], topics="A"), losses([50.0], [4.0], topics="B")])
    assert held.variance(np.ones(2)) == pytest.approx(7.0**2)
    assert held.among([1]).variance(np.ones(1)) == pytest.approx(4.0**2)
    assert losses([100.0, 50.0], [3.0, 4.0]).variance(np.ones(2)) == pytest.approx(5.0**2)
    more = losses_of([held, losses([9.0, 9.0], [3.0, 4.0], topics="CD")])
    assert more.variance(np.ones(4)) == pytest.approx((3.0 + 4.0 + 5.0) ** 2)


def test_losses_of_several_results_are_one():
    first, second = losses([10, 20], [1, 2]), losses([5], [3], topics="Z")
    both = losses_of([first, second])
    assert both.topics == ("A", "B", "Z")
    assert np.diag(both.covariance).tolist() == [1, 4, 9]


@pytest.mark.parametrize(
    ("other", "said"),
    [
        (losses([5]), "two losses each"),
        (losses([5], topics="Z", currency="EUR"), "currency"),
        (losses([5], topics="Z", basis="revenue"), "basis"),
    ],
)
def test_losses_that_do_not_go_together_are_refused(other, said):
    with pytest.raises(DataError, match=said):
        losses_of([losses([10, 20]), other])


def test_revenue_against_costs_is_warned_of():
    plan = invest(losses([100], basis="revenue"), [Fix("A", cost=1, share=1.0)], budget=1)
    assert "what the goods cost is not deducted" in " ".join(map(str, plan.notes))
