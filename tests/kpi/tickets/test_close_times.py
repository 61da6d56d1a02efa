"""How long tickets take to close: by hand, against scipy and statsmodels, and a known truth."""

import numpy as np
import pandas as pd
import pytest
import scipy
from kpi_tickets import answers, counts, loop, tickets
from statsmodels.duration.survfunc import SurvfuncRight

import vocvalue as vv
from vocvalue.errors import ParameterError
from vocvalue.kpi.tickets.stage import stage_times

START = pd.Timestamp("2024-01-08 10:00")


def desk_of(hours, done, *, end="2024-06-30 23:59:59", **more):
    """Return tickets that are closed after so many hours, or were opened so long before the end."""
    done = np.asarray(done, bool)
    spans = (np.asarray(hours, float) * 3.6e9).round().astype("timedelta64[us]")
    start, end = np.datetime64(START, "us"), np.datetime64(end, "us")
    return pd.DataFrame(
        {
            "customer_id": np.arange(done.size) + 1000,
            "opened": np.where(done, start, end - spans),
            "closed": np.where(done, start + spans, np.datetime64("NaT", "us")),
            **more,
        }
    )


def times(desk, **asked):
    return loop(answers(5), desk, observation_end="2024-06-30 23:59:59", **asked).timeliness


def test_times_are_those_worked_out_by_hand():
    found = times(desk_of([10, 20, 60, 30], [1, 1, 1, 0]), horizon="60 hours").closing
    # After 10 and 20 hours 3 and 2 of 4 are open; the one at 60 is the last that is followed.
    assert (found.n, found.done) == (4, 3)
    assert found.within_target.value == pytest.approx(0.5)
    assert found.mean.value == pytest.approx(10 + 0.75 * 10 + 0.5 * 40)
    assert found.median.value == 20
    assert found.quantiles[0.9].value == 60


def test_shares_quantiles_and_means_are_those_of_other_libraries():
    rng = np.random.default_rng(1)
    event, follow = rng.lognormal(3.6, 1.0, 300), rng.uniform(5, 400, 300)
    hours, done = np.minimum(event, follow).round(3), event <= follow
    found = times(desk_of(hours, done), horizon="10 days").closing
    other = SurvfuncRight(hours, done.astype(int))
    place = np.searchsorted(other.surv_times, 24.0, side="right") - 1
    assert found.within_target.value == pytest.approx(1 - other.surv_prob[place], abs=1e-9)
    for share, estimate in found.quantiles.items():
        assert estimate.value == pytest.approx(other.quantile(share), abs=1e-6)
    curve = scipy.stats.ecdf(scipy.stats.CensoredData(hours[done], right=hours[~done])).sf
    inside = curve.quantiles[curve.quantiles < 240]
    edges = np.concatenate([[0.0], inside, [240.0]])
    area = np.sum(np.diff(edges) * np.concatenate([[1.0], curve.evaluate(inside)]))
    assert found.mean.value == pytest.approx(area, abs=1e-6)


def test_open_tickets_are_censored_and_not_dropped():
    rng = np.random.default_rng(2)
    event, follow = rng.exponential(100, 4000), rng.uniform(0, 200, 4000)
    hours, done = np.minimum(event, follow), event <= follow
    found = times(desk_of(hours, done), horizon="5 days").closing
    truth = 100 * (1 - np.exp(-1.2))
    assert found.mean.lower <= truth <= found.mean.upper
    # What dropping them makes of it is a desk that is far too fast.
    assert np.minimum(hours[done], 120).mean() < 0.8 * truth < found.mean.lower


def test_intervals_hold_the_truth_of_simulated_tickets():
    model = vv.datasets.TicketModel(forgotten=0.05)
    rng = np.random.default_rng(4)
    held = []
    for _ in range(400):
        team, follow = rng.integers(0, 3, 150), rng.uniform(0, 900, 150)
        event = model.medians[team] * np.exp(model.close_spread * rng.standard_normal(150))
        event[rng.random(150) < model.forgotten] = np.inf
        asked = {"target": 24.0, "horizon": 336.0, "level": 0.95}
        found = stage_times(np.minimum(event, follow), event <= follow, **asked)
        truth = model.mean_hours(336), model.share_closed(24)
        estimates = found.mean, found.within_target
        held.append([it.lower <= so <= it.upper for it, so in zip(estimates, truth, strict=True)])
    # 95% of 400 is 380; fewer than 368 come by chance less than once in two hundred times.
    assert (np.sum(held, axis=0) >= 368).all()


def test_a_simulated_desk_tells_the_share_that_is_truly_closed_in_time():
    desk, shop = vv.datasets.load_ticket_sample(), vv.datasets.load_sample()
    found = loop(shop.responses, desk.tickets, observation_end=desk.observation_end).timeliness
    assert found.closing.within_target.lower <= desk.share_closed(24)
    assert desk.share_closed(24) <= found.closing.within_target.upper
    assert found.n_open == desk.n_open


def test_five_days_fail_and_a_day_is_the_target():
    around = np.linspace(-12, 12, 200)
    slow, fast = (times(desk_of(hours + around, np.ones(200))) for hours in (130.0, 20.0))
    assert (slow.bounds.low, slow.bounds.high) == (120, 24)
    assert (slow.band(), fast.band()) == ("low", "high")
    assert "this is too slow" in slow.statement()
    assert "属“达标”" in fast.statement("zh")
    assert times(desk_of(45 + around / 6, np.ones(200)), target="2 days").band() == "high"
    between = times(desk_of(60 + around, np.ones(200)))
    assert (between.band(), between.bounds.band_of(between.closing.mean.value)) == ("middle",) * 2


def test_working_hours_count_working_days():
    # From Friday 17:00 to Monday 10:00.
    desk = tickets(30, at="2024-01-12 17:00", wait="0 s").assign(
        closed=pd.Timestamp("2024-01-15 10:00")
    )
    by_clock = loop(answers(5), desk, observation_end="2024-06-30").timeliness
    assert by_clock.closing.mean.value == 65
    hours = vv.kpi.WorkingHours(start="09:00", end="18:00")
    found = loop(answers(5), desk, hours=hours, target="1 day").timeliness
    assert found.closing.mean.value == pytest.approx(2)
    assert (found.target_hours, found.horizon_hours, found.bounds.low) == (9, 126, 45)
    assert found.bounds.band_of(found.closing.mean.value) == "high"
    assert "2 working hours" in found.statement()
    assert "2 个工作小时" in found.statement("zh")


def test_open_tickets_have_worked_hours_too():
    desk = tickets(10, at="2024-01-12 17:00", wait="0 s", takes=None)
    found = loop(
        answers(5), desk, hours=vv.kpi.WorkingHours(), observation_end="2024-01-15 10:00:00"
    )
    assert found.backlog.ages.tolist() == pytest.approx([2.0] * 10)


def test_a_ticket_that_was_opened_again_is_not_closed():
    desk = tickets(6, takes="1 day").assign(
        reopened=pd.to_datetime(
            ["2024-01-12 00:00", "2024-01-12 00:00", "2024-01-09 12:00", None, None, None]
        )
    )
    # The first was closed again since, the second was not, the third was opened again before the
    # closing that is known.
    desk.loc[0, "closed"] = pd.Timestamp("2024-01-14")
    found = loop(answers(6), desk)
    assert (found.timeliness.closing.done, found.backlog.n_open) == (5, 1)
    assert (found.timeliness.reopened.value, found.timeliness.reopened.n) == (0.5, 6)
    assert counts(found, "counts as open") == [1]
    assert found.timeliness.closing.curve.time.max() > 3000  # the one that is open


def test_the_mean_is_not_known_before_a_ticket_was_followed_so_long():
    found = times(desk_of([5, 30, 40], [1, 0, 0]))
    assert np.isnan(found.closing.mean.value)
    assert found.band() == "unknown"
    assert "not known yet" in found.statement()
    assert "暂无法得知" in found.statement("zh")


def test_contacts_have_a_curve_of_their_own():
    desk = desk_of([50, 60, 70, 80], [1, 1, 1, 1])
    desk["contacted"] = desk["opened"] + pd.to_timedelta([2, 4, 30, None], unit="h")
    found = times(desk).contact
    assert (found.n, found.done) == (4, 3)
    assert found.within_target.value == 0.5
    assert found.median.value == 4


def test_the_trend_is_by_the_period_of_opening():
    desk = pd.concat([tickets(4), tickets(4, at="2024-06-28 10:00", takes="1 day")])
    trend = loop(answers(4), desk.reset_index(drop=True), every="month").timeliness.trend()
    assert [str(it.start)[:7] for it in trend][:2] == ["2024-01", "2024-02"]
    assert [it.estimate.n for it in trend] == [4, 0, 0, 0, 0, 4]
    assert trend[0].estimate.value == 48


def test_a_young_period_says_so():
    desk = pd.concat(
        [
            tickets(4),
            tickets(4, at="2024-06-28 10:00", takes=None).assign(customer_id=[7, 8, 9, 10]),
        ]
    )
    *_, last = loop(answers(4), desk).timeliness.trend()
    assert (last.is_mature, last.estimate.n) == (False, 4)
    assert np.isnan(last.estimate.value)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"target": "20 days"}, "the horizon, which must reach to the target"),
        ({"time_bounds": ("1 day", "5 days")}, "less is better"),
        ({"time_bounds": "5 days"}, "must be two spans"),
        ({"target": "soon"}, "target == 'soon'"),
        ({"target": "1 month", "horizon": "2 months", "hours": vv.kpi.WorkingHours()}, "no fixed"),
        ({"hours": 9}, "hours == 9, must be a kpi.WorkingHours"),
        ({"every": "fortnight"}, "every == 'fortnight'"),
        ({"window": "0 days"}, "window == '0 days'"),
        ({"churn_window": "ever"}, "churn_window == 'ever'"),
        ({"level": 95}, "level == 95"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(asked, said):
    with pytest.raises(ParameterError, match=said):
        loop(answers(5), tickets(5), **asked)
