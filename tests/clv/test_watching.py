"""The watch on value: alarms against simulators with known truth, histories against clv.rfm."""

import numpy as np
import pandas as pd
import pytest

import vocvalue as vv
from vocvalue.clv.purchase_paths import NEVER, Waits
from vocvalue.clv.watch_alarms import Alarms, first_look
from vocvalue.clv.watch_record import WatchClock, watch_record
from vocvalue.errors import DataError, ParameterError

RUN = {"start": "2022-01-03", "end": "2024-12-29", "acquisition": "52 weeks"}
ACTIVE = {**RUN, "r": 2.0, "alpha": 6.0, "a": 1.0, "b": 8.0}
ALIKE = {**RUN, "r": 3000.0, "alpha": 9000.0, "a": 1.0, "b": 8.0}


@pytest.fixture(scope="module")
def log():
    return vv.datasets.simulate_orders(4_000, seed=1, refund_share=0.1, **ACTIVE)


@pytest.fixture(scope="module")
def watch(log):
    return vv.clv.watch(log.orders)


def true_false_alarms(watch, log):
    """Return alarms of customers who had not left, and the years that these were watched."""
    alive = log.truth["alive"].to_numpy()
    false = watch.returned.sum() + np.count_nonzero(watch.is_alarmed & alive)
    last = log.orders.groupby("customer_id")["timestamp"].agg(["min", "max"])
    stop = last["max"].where(~alive, log.observation_end)
    begin = last["min"].clip(lower=pd.Timestamp(watch.start))
    repeats = watch.rfm.frequency > 0
    return false, ((stop - begin).dt.days.clip(lower=0)[repeats] / 365.25).sum()


@pytest.mark.parametrize("every", ["month", "week"])
@pytest.mark.parametrize("per_year", [0.05, 0.2])
def test_false_alarms_stay_below_what_was_allowed(every, per_year):
    log = vv.datasets.simulate_orders(6_000, seed=3, **ACTIVE)
    watch = vv.clv.watch(log.orders, every=every, false_alarms_per_year=per_year)
    false, years = true_false_alarms(watch, log)
    assert years > 1_500
    # Three standard errors of a Poisson count are left for chance.
    assert false / years < per_year + 3 * np.sqrt(per_year / years)
    assert false / years > per_year / 4


def test_the_measured_rate_of_false_alarms_is_near_the_true_one(log, watch):
    false, years = true_false_alarms(watch, log)
    measured = watch.record.false_alarms
    assert measured.value == pytest.approx(false / years, rel=0.35)
    assert measured.value <= 0.05


def test_most_alarms_are_of_customers_who_have_left(log, watch):
    alive = log.truth["alive"].to_numpy()
    left = 1 - alive[watch.is_alarmed].mean()
    assert left > 0.9
    assert left > 1 - alive[~watch.is_alarmed].mean() + 0.2
    record = watch.record
    assert record.lost_after_alarm.lower > record.lost_otherwise.upper
    assert record.difference.lower > 0.3


def test_alarms_come_earlier_than_by_days_where_rates_differ(watch):
    assert watch.record.is_better
    assert watch.record.lead.value == pytest.approx(
        watch.record.gain.value + watch.record.recency_lead
    )


@pytest.mark.filterwarnings("ignore::vocvalue.errors.FitWarning")
def test_nothing_is_claimed_over_days_where_all_customers_buy_at_one_rate():
    claims = []
    for seed in range(20):
        log = vv.datasets.simulate_orders(800, seed=seed, **ALIKE)
        record = vv.clv.watch(log.orders, false_alarms_per_year=0.2).record
        claims.append(record.is_better or record.is_worse)
        assert record.warned.value > 0.9
    assert sum(claims) <= 1


def test_an_alarm_is_a_fall_by_more_than_its_noise(watch):
    judged = np.isfinite(watch.noise)
    beyond = watch.fall >= watch.noise - 1e-9
    assert (beyond == (watch.is_alarmed | watch.was_silent))[judged].all()
    assert not watch.is_alarmed[~judged].any()


@pytest.mark.parametrize(
    ("every", "start", "end"),
    [
        ("month", "2024-03-01", "2024-03-31"),
        ("week", "2024-02-07", "2024-02-11"),
        ("quarter", "2024-01-01", "2024-03-31"),
        ("year", "2023-06-01", "2023-12-31"),
    ],
)
def test_histories_are_those_that_rfm_gives_at_the_look(log, every, start, end):
    watch = vv.clv.watch(log.orders, every=every, start=start)
    who, then = watch.paths.as_of(int(watch.calendar.period[0]), int(watch.calendar.ends[0]))
    asked = vv.clv.rfm(log.orders, observation_end=end)
    assert str(watch.looks[0]) == end
    assert np.array(watch.rfm.customer_id.to_list())[who].tolist() == asked.customer_id.to_list()
    for name in ("frequency", "recency", "T"):
        assert getattr(then, name).tolist() == getattr(asked, name).tolist()
    assert then.monetary_value == pytest.approx(asked.monetary_value, abs=1e-6)


def test_a_value_does_not_know_what_came_after_its_look(log, watch):
    june = vv.clv.watch(log.orders, start="2024-01-01", observation_end="2024-06-30")
    column = watch.looks.astype(str).tolist().index("2024-06-30")
    known = dict(zip(watch.rfm.customer_id.to_list(), watch.value_by_look[:, column], strict=True))
    then = [known[customer] for customer in june.rfm.customer_id.to_list()]
    assert june.now == pytest.approx(then, rel=1e-9)


def test_the_last_values_are_those_of_now(watch):
    assert watch.value_by_look[:, -1] == pytest.approx(watch.now)
    table = watch.periods()
    assert table["value"].iloc[-1] == pytest.approx(watch.now.sum())
    assert table["alarms"].sum() == watch.record.n_alarms


def test_alerts_go_to_the_risk_pool(watch):
    alerts = watch.alerts()
    assert len(alerts) == watch.is_alarmed.sum() > 100
    fallen = vv.lift.risk_pool([vv.lift.FallingValue(relative=0.01)], values=alerts)
    dated = vv.lift.risk_pool([vv.lift.Complaint(name="fallen")], complaints=alerts)
    assert fallen.n == dated.n == len(alerts)
    assert sorted(dated.to_frame()["fired_at"]) == sorted(alerts["timestamp"])


def test_the_rules_of_a_watch_on_a_table_worked_out_by_hand():
    # Looks at days 100 (the opening), 130, 160, 190, 220; lost after 60 days without an order.
    waits = Waits(
        customer=np.array([0, 1, 2, 2, 3, 4]),
        frequency=np.array([3.0, 3.0, 1.0, 2.0, 5.0, 0.0]),
        age=np.zeros(6),
        since=np.array([110, 50, 105, 180, 120, 110]),
        until=np.array([NEVER, NEVER, 180, NEVER, NEVER, NEVER]),
    )
    moment = np.array([100, 130, 160, 190, 220])
    silence = np.array([20.0, 40.0, 30.0, 90.0, 39.0, 1.0])
    repeats = waits.frequency > 0
    kept = Waits(**{name: column[repeats] for name, column in vars(waits).items()})
    alarms = Alarms(waits=kept, moment=moment, look=first_look(kept, moment, silence[repeats]))
    # Customer 0 at 130; 1 was silent at 100; 2 at 160, ordered again at 180, then none; 3 at 160.
    assert alarms.look.tolist() == [1, 0, 2, 5, 2]
    record = watch_record(alarms, WatchClock(year=365.25, day=1.0, churn=60.0), level=0.95, seed=0)
    assert (record.n_alarms, record.n_returned) == (3, 1)
    assert record.false_alarms.value == pytest.approx(1 / (75 / 365.25))
    # Of the three alarms, the one at 160 before an order at 180 was the only one not lost.
    assert record.lost_after_alarm.value == pytest.approx(2 / 3)
    # Lost: 0 (from 110, at 170) and 3 (from 120, at 180): 40 and 20 days of warning.
    assert (record.warned.n, record.lead.value) == (2, 30.0)
    # Up to 55 days of silence catch that wait at 160, up to 25 at 130: one false alarm too, and
    # in the middle of these 28 days. Both customers are then caught at 160: 10 and 20 days.
    assert record.recency_days.value == 28.0
    assert record.recency_lead == 15.0
    assert record.gain.value == 15.0


def test_what_cannot_be_watched_is_noted(watch):
    once = watch.rfm.n_customers - watch.n_watched
    counts = {note.count for note in watch.notes}
    assert {once, watch.n_slow, int(watch.was_silent.sum())} - {0} <= counts


def test_words_say_what_was_measured(watch):
    said, gesagt = watch.statement(), watch.statement("zh")
    assert f"{watch.record.n_alarms:,} alarms raised" in said
    assert f"共发出 {watch.record.n_alarms:,} 次预警" in gesagt
    assert "earlier than a single limit" in said
    assert "平均早" in gesagt


@pytest.mark.parametrize(
    ("asked", "error", "words"),
    [
        ({"every": "day"}, ParameterError, "every == 'day'"),
        ({"start": "2030-01-01"}, ParameterError, "must lie after the month of the first order"),
        ({"start": "2022-01-15"}, ParameterError, "must lie after the month of the first order"),
        ({"grain": "week"}, ParameterError, "every == 'month' cannot be cut"),
        ({"false_alarms_per_year": 5}, ParameterError, "must be at most 0.5"),
        ({"false_alarms_per_year": 0}, ParameterError, "false_alarms_per_year == 0"),
        ({"churn_after": 6}, ParameterError, "churn_after == 6, must say its unit"),
        ({"observation_end": "2022-01-20"}, DataError, "lie in one month"),
        ({"model": "BGNBD"}, ParameterError, "must be BGNBD, MBGNBD or ParetoNBD"),
    ],
)
def test_what_is_refused(log, asked, error, words):
    with pytest.raises(error, match=words):
        vv.clv.watch(log.orders, **asked)


@pytest.mark.parametrize("model", [vv.clv.MBGNBD, vv.clv.ParetoNBD])
def test_other_models_watch_as_well(log, model):
    watch = vv.clv.watch(log.orders, model=model)
    judged = np.isfinite(watch.noise)
    beyond = watch.fall >= watch.noise - 1e-9
    assert (beyond == (watch.is_alarmed | watch.was_silent))[judged].all()
    assert watch.record.false_alarms.value < 0.06


def test_a_short_watch_says_that_it_knows_no_lead(log):
    watch = vv.clv.watch(log.orders, start="2024-11-01")
    assert watch.record.lead.n == 0
    assert any("days of warning are not known" in str(note) for note in watch.notes)
    assert "not known" not in watch.statement()


def test_orders_without_amounts_are_watched_at_a_known_spend(log):
    bare = log.orders[log.orders["amount"] > 0][["customer_id", "timestamp"]]
    watch = vv.clv.watch(bare, amount=None, spend=30.0)
    assert watch.value_lost > 0
