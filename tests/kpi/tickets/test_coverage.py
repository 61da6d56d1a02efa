"""How many detractors are reached, against numbers by hand, statsmodels and a known truth."""

import numpy as np
import pandas as pd
import pytest
from kpi_tickets import answers, counts, loop, tickets
from statsmodels.stats.proportion import proportion_confint

import vocvalue as vv
from vocvalue.errors import DataError, ParameterError
from vocvalue.kpi.tickets.cases import Dated
from vocvalue.kpi.tickets.clock import Clock
from vocvalue.kpi.tickets.question import LoopQuestion
from vocvalue.kpi.tickets.reaching import Loop, coverage_of


def test_nine_of_ninety_detractors_are_the_ten_percent_that_fail():
    happy = answers(60, score=9, first=500)
    found = loop(pd.concat([answers(90), happy]), tickets(9)).coverage
    assert (found.detractors, found.reached, found.share.value) == (90, 9, 0.1)
    lower, upper = proportion_confint(9, 90, method="wilson")
    assert (found.share.lower, found.share.upper) == pytest.approx((lower, upper), abs=1e-12)
    # The point is at the bound, and ninety answers do not settle it.
    assert (found.bounds.band_of(found.share.value), found.band()) == ("low", "unknown")


def test_of_nine_hundred_the_same_share_is_low_only_where_the_interval_shows_it():
    low = loop(answers(900), tickets(54)).coverage  # 6%: up to 7.7%
    assert (low.share.value, low.band()) == (0.06, "low")
    # Of the interval from 4.6% to 7.7% a part lies beyond a bound of 5%.
    assert loop(answers(900), tickets(54), bounds=(0.05, 0.5)).coverage.band() == "unknown"
    assert loop(answers(900), tickets(54), bounds=(0.01, 0.5)).coverage.band() == "middle"


def test_bounds_can_be_changed_and_impossible_ones_are_refused():
    shown = loop(answers(900), tickets(900), bounds=(0.2, 0.9)).coverage
    assert shown.band() == "high"
    with pytest.raises(ParameterError, match=r"Write 70% as 0\.70"):
        loop(answers(9), tickets(9), bounds=(10, 70))
    with pytest.raises(ParameterError, match="more is better"):
        loop(answers(9), tickets(9), bounds=(0.7, 0.1))


@pytest.mark.parametrize(("wait", "reached"), [("14 days", 5), ("14 days 00:00:01", 0), ("0 s", 5)])
def test_the_window_ends_to_the_second(wait, reached):
    assert loop(answers(10), tickets(5, wait=wait)).coverage.reached == reached


def test_a_ticket_before_the_answer_reaches_nobody_but_one_that_was_open_is_told():
    found = loop(answers(10), tickets(5, wait="-1 day", takes="3 days"))
    assert (found.coverage.reached, found.coverage.already_open) == (0, 5)
    assert counts(found, "had a ticket open when they answered") == [5]
    closed = loop(answers(10), tickets(5, wait="-9 days", takes="3 days"))
    assert closed.coverage.already_open == 0


def test_where_contacts_are_known_a_ticket_alone_reaches_nobody():
    desk = tickets(6).assign(
        contacted=pd.to_datetime(
            ["2024-01-09 12:00", "2024-01-22 09:00", "2024-01-22 11:00", None, None, None]
        )
    )
    found = loop(answers(10), desk).coverage
    # The third contact is an hour behind the fourteenth day.
    assert (found.reached_by, found.ticketed, found.reached) == ("contact", 6, 2)
    assert loop(answers(10), desk.drop(columns="contacted")).coverage.reached == 6


def test_young_answers_are_left_out_reached_or_not_and_censored_in_the_curve():
    young = answers(20, at="2024-06-20 09:00", first=100)
    desk = pd.concat([tickets(3), tickets(2, at="2024-06-20 09:00").assign(customer_id=[100, 101])])
    found = loop(pd.concat([answers(10), young]), desk)
    assert (found.coverage.share.value, found.coverage.young) == (0.3, 20)
    assert counts(found, "not in the coverage yet") == [20]
    # After a day 5 of 30 have a ticket, whether their window is over or not.
    assert 1 - found.coverage.curve.at(24.0, 0.95)[0] == pytest.approx(5 / 30)
    # Those that are followed no longer drop out of the curve before the end.
    assert found.coverage.curve.at_risk[-1] == 7


def test_no_answer_is_old_enough():
    found = loop(answers(10, at="2024-06-25"), tickets(3, at="2024-06-25")).coverage
    assert (found.detractors, found.share.n, found.band()) == (0, 0, "unknown")
    assert np.isnan(found.share.value)
    assert "not known yet" in found.statement()
    assert "暂无法得知" in found.statement("zh")


def test_the_share_within_the_target_counts_hours_of_work_where_the_desk_has_some():
    # Answered on Friday at 17:00; tickets on Monday at 10:00: 65 hours, or two of work.
    friday = answers(4, at="2024-01-12 17:00")
    desk = tickets(3, at="2024-01-15 10:00", wait="0 s")
    assert loop(friday, desk).coverage.within_target.value == 0
    hours = vv.kpi.WorkingHours()
    found = loop(friday, desk, hours=hours, target="2 hours").coverage
    assert found.within_target.value == pytest.approx(0.75)
    just = loop(friday, desk, hours=hours, target="1 hour").coverage
    assert just.within_target.value == 0


def test_a_quarter_without_answers_is_a_gap():
    both = pd.concat([answers(10), answers(5, at="2024-09-10", first=50)])
    found = loop(both, tickets(4), observation_end="2024-12-31")
    trend = found.coverage.trend()
    assert [str(period.start) for period in trend] == ["2024-01-01", "2024-04-01", "2024-07-01"]
    assert [period.estimate.n for period in trend] == [10, 0, 5]
    assert trend[0].estimate.value == 0.4
    assert np.isnan(trend[1].estimate.value)
    assert counts(found, "shown as gaps") == [1]


def test_a_period_with_young_answers_is_not_mature():
    both = pd.concat([answers(10), answers(5, at="2024-06-25", first=50)])
    trend = loop(both, tickets(4)).coverage.trend()
    assert [period.is_mature for period in trend] == [True, False]


def test_a_customer_who_answers_often_counts_for_each_answer_but_tells_less():
    days = pd.date_range("2024-01-08", periods=5, freq="21D")
    often = pd.concat([answers(40, at=day) for day in days])
    reached = pd.concat([tickets(20, at=day, takes="1 day") for day in days])
    found = loop(often, reached)
    assert (found.coverage.detractors, found.coverage.share.value) == (200, 0.5)
    # Each of 40 customers always has the same fate: their 200 answers are worth 40.
    assert (found.coverage.share.lower, found.coverage.share.upper) == pytest.approx(
        proportion_confint(20, 40, method="wilson"), abs=1e-9
    )
    assert counts(found, "answered as a detractor before") == [160]


def test_answers_without_a_time_of_day_are_matched_by_day():
    dates = answers(10, at="2024-01-08").assign(
        timestamp=[f"2024-01-{8 + it % 2:02d}" for it in range(10)]
    )
    desk = tickets(4, at="2024-01-08 07:00", wait="0 s")
    desk["opened"] = pd.to_datetime(["2024-01-08 07:00", "2024-01-09 06:00"] * 2)
    desk["closed"] = desk["opened"] + pd.Timedelta("1 day")
    found = loop(dates, desk)
    assert found.coverage.reached == 4
    assert [note for note in found.notes if "without a time of day" in note.en]


def test_the_first_ticket_counts_where_a_customer_has_several():
    desk = pd.concat(
        [tickets(3, wait="5 days"), tickets(3, wait="2 days"), tickets(3, wait="-1 day")]
    )
    found = loop(answers(3), desk.sample(frac=1, random_state=2), target="3 days").coverage
    assert (found.reached, found.within_target.value) == (3, 1.0)


def test_csat_has_detractors_of_its_own():
    scores = answers(10).assign(score=[1, 2, 2, 3, 3, 4, 4, 5, 5, 5])
    assert loop(scores, tickets(10), by="csat").coverage.detractors == 3


def test_a_shop_without_detractors_has_no_loop():
    with pytest.raises(DataError, match="none of the 9 answers has a score of 6 or less"):
        loop(answers(9, score=10), tickets(3))


def test_the_interval_holds_the_truth_of_simulated_answers():
    """Half of the customers answer three times, and are reached each time or never."""
    asked = LoopQuestion.of(
        target="1 day",
        horizon="14 days",
        window="14 days",
        hours=None,
        every="year",
        bounds=(0.1, 0.7),
        time_bounds=None,
        churn_window="90 days",
        level=0.95,
    )
    rng, held = np.random.default_rng(6), []
    days = np.datetime64("2024-01-01", "us") + np.arange(3) * np.timedelta64(30, "D")
    customer = np.concatenate([np.repeat(np.arange(60), 3), np.arange(60, 120)])
    answered = np.concatenate([np.tile(days, 60), np.repeat(days[:1], 60)])
    for _ in range(400):
        reached = np.flatnonzero((rng.random(120) < 0.3)[customer])
        found = coverage_of(
            Loop(
                answers=Dated(customer=customer, moment=answered),
                tickets=Dated(customer=customer[reached], moment=answered[reached]),
                contacted=None,
                closed=answered[reached],
                first=days[0],
                last=days[-1],
                end=np.datetime64("2024-12-31", "us"),
                by_day=False,
            ),
            asked,
            Clock(),
        )
        held.append(found.share.lower <= 0.3 <= found.share.upper)
    # 95% of 400 is 380; fewer than 368 come by chance less than once in two hundred times. Taken
    # as 240 customers the answers would have an interval that holds in 85 of 100.
    assert sum(held) >= 368


def test_a_simulated_desk_reaches_whom_it_truly_called():
    shop = vv.datasets.load_sample()
    model = vv.datasets.TicketModel(ticketed=0.6, wait_hours=120.0, others=0.0)
    desk = vv.datasets.simulate_tickets(shop, model=model, seed=8)
    tables = shop.responses, desk.tickets.drop(columns="contacted")
    found = loop(*tables, observation_end=desk.observation_end).coverage
    waited = desk.tickets["opened"] - desk.truth["answered"]
    mature = desk.truth["answered"] <= desk.observation_end - pd.Timedelta("14 days")
    assert found.reached == int((mature & (waited <= pd.Timedelta("14 days"))).sum())
    truth = model.share_reached(14 * 24)
    assert found.share.lower <= truth <= found.share.upper
