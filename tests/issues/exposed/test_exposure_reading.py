"""What exposure does with tables that are odd, and what it says of them."""

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pytest

import vocvalue as vv
from vocvalue.errors import DataError, ParameterError

DAY = pd.Timedelta(days=1)


def orders(n_customers=600, *, every=20, n=20):
    """Return a log in which each customer orders steadily, with ids of orders."""
    customer = np.repeat(np.arange(n_customers), n)
    number = np.tile(np.arange(n), n_customers)
    hours = (customer * 97) % (24 * every) + number * 24 * every
    return pd.DataFrame(
        {
            "customer_id": [f"C{it:04d}" for it in customer],
            "order_id": customer * 1_000 + number,
            "timestamp": pd.Timestamp("2023-01-02 08:00") + pd.to_timedelta(hours, unit="h"),
            "amount": 50.0 + customer % 7,
        }
    )


def mentions(log, *, at=8, after=3 * DAY, n=60, topic="late"):
    """Return what the first customers say of one of their orders, some days later."""
    rows = log.groupby("customer_id", sort=True).nth(at).head(n)
    told = rows[["customer_id", "order_id", "timestamp"]].assign(topic=topic)
    return told.assign(timestamp=told["timestamp"] + after)


LOG = orders()
TOLD = mentions(LOG)


def exposure(told=TOLD, log=LOG, **asked):
    return vv.issues.exposure(told, log, **{"topic": "late", **asked})


def said(found):
    return " ".join(note.en for note in found.notes)


def test_orders_that_are_named_are_the_moments():
    found = exposure()
    assert found.design == "order"
    ordered = TOLD["timestamp"] - 3 * DAY
    assert sorted(found.moment[found.exposed]) == sorted(ordered.to_numpy("datetime64[us]"))
    assert found.n_exposed == 60


def test_ids_of_orders_match_whatever_their_type():
    as_text = TOLD.assign(order_id=TOLD["order_id"].astype(str))
    with_gaps = TOLD.assign(order_id=TOLD["order_id"].astype(float))
    plain = exposure().to_frame()
    for told in (as_text, with_gaps):
        pd.testing.assert_frame_equal(exposure(told).to_frame(), plain)


def test_columns_of_orders_have_the_names_that_the_tables_say():
    told = vv.Problems(
        TOLD.rename(columns={"order_id": "ref", "topic": "why"}), topic="why", order_id="ref"
    )
    log = vv.Orders(LOG.rename(columns={"order_id": "number"}), order_id="number")
    pd.testing.assert_frame_equal(exposure(told, log).to_frame(), exposure().to_frame())


@pytest.mark.parametrize("where", ["polars", "duckdb", "parquet", "csv"])
def test_engines_and_files_give_the_same(where, tmp_path):
    def placed(frame, name):
        if where == "polars":
            return pl.from_pandas(frame)
        if where == "duckdb":
            return duckdb.from_df(frame)
        if where == "csv":
            frame.to_csv(tmp_path / f"{name}.csv", index=False)
        else:
            pl.from_pandas(frame).write_parquet(tmp_path / f"{name}.parquet")
        return tmp_path / f"{name}.{where}"

    told, log = TOLD.reset_index(drop=True), LOG
    here, there = exposure(), exposure(placed(told, "told"), placed(log, "log"))
    assert there.customer_id.to_list() == here.customer_id.to_list()
    assert there.moment.tolist() == here.moment.tolist()
    for name, values in here.features.items():
        assert there.features[name] == pytest.approx(values), name


def test_an_order_of_another_customer_is_no_order():
    swapped = TOLD.assign(order_id=TOLD["order_id"].to_numpy()[::-1])
    with pytest.raises(DataError, match="100% of the mentions of 'late' name no order of their cu"):
        exposure(swapped)


def test_without_ids_the_mention_is_the_moment_and_it_is_said():
    found = exposure(TOLD.drop(columns="order_id"))
    assert found.design == "mention"
    assert sorted(found.moment[found.exposed]) == sorted(TOLD["timestamp"].to_numpy("M8[us]"))
    assert "the moment is that of the mention" in said(found)
    assert "3.00 days" in said(found) or "3 days" in said(found)


@pytest.mark.parametrize("is_named", [True, False])
def test_controls_have_not_met_it_yet_but_may_have_met_another_problem(is_named):
    other = mentions(LOG.tail(9_000), at=8, n=90, topic="dirty")
    told = pd.concat([TOLD, other])
    found = exposure(told if is_named else told.drop(columns="order_id"), controls=50)
    after = 0 * DAY if is_named else 3 * DAY
    first = (TOLD.set_index("customer_id")["timestamp"] - 3 * DAY + after).to_dict()
    dirty = {(it.customer_id, it.timestamp - 3 * DAY + after) for it in other.itertuples()}
    met = []
    for who, when, exposed in zip(
        found.customer_id.to_list(), found.moment, found.exposed, strict=True
    ):
        assert exposed or pd.Timestamp(when) < first.get(who, pd.Timestamp.max)
        met.append((who, pd.Timestamp(when)) in dirty)
    assert 0 < sum(met) == (~found.clean).sum()
    assert found.features["log_other_problems"] == pytest.approx(np.log(2) * np.array(met))
    assert "log_other_problems" in found.profile


def test_controls_may_meet_it_later():
    """Whoever meets it later is a control until then: the future chooses nobody."""
    late = mentions(LOG, at=10)
    found = exposure(pd.concat([late.head(30), mentions(LOG, at=12).tail(30)]))
    later = set(mentions(LOG, at=12).tail(30)["customer_id"])
    ids = np.array(found.customer_id.to_list())
    assert later & set(ids[~found.exposed])


def test_another_problem_at_the_same_order_is_not_clean():
    twice = TOLD.head(40).assign(topic="dirty")
    found = exposure(pd.concat([TOLD, twice]))
    assert found.clean[found.exposed].sum() == 20
    assert found.clean[~found.exposed].all()


def test_of_one_problem_alone_there_is_no_number_of_others():
    assert "log_other_problems" not in exposure().features


def test_later_mentions_are_counted_and_not_used():
    found = exposure(pd.concat([TOLD, mentions(LOG, at=11, n=25)]))
    assert (found.n_mentions, found.n_repeats, found.n_exposed) == (85, 25, 60)
    assert found.repeats_a_month / found.exposed_a_month == pytest.approx(25 / 60)


def test_the_same_mention_twice_is_one():
    found = exposure(pd.concat([TOLD, TOLD.head(7)]))
    assert found.n_mentions == 60
    assert "7 rows of the table of problems repeating another in customer" in said(found)


def test_a_topic_that_nobody_mentioned_names_those_there_are():
    with pytest.raises(DataError, match=r"nobody mentioned the topic 'slow'.*'late' \(60\)"):
        exposure(topic="slow")


def test_praise_does_not_count():
    praise = TOLD.assign(polarity=np.where(np.arange(60) < 20, "praise", "complaint"))
    found = exposure(praise)
    assert found.n_mentions == 40
    assert "20 rows of the table of problems that are no complaint were left out" in said(found)


def test_customers_who_never_ordered_are_counted():
    strangers = TOLD.head(5).assign(customer_id=[f"X{it}" for it in range(5)])
    found = exposure(pd.concat([TOLD, strangers]))
    assert "5 rows of the table of problems of 5 customers who never ordered" in said(found)


def test_ids_written_otherwise_are_refused():
    with pytest.raises(DataError, match=r"Write the ids of column 'customer_id' the same way"):
        exposure(TOLD.assign(customer_id=TOLD["customer_id"].str.lower()))


def test_no_customer_in_common_is_refused():
    strangers = TOLD.assign(customer_id=[f"Q{it}x" for it in range(60)])
    with pytest.raises(DataError, match=r"none of the 60 customers .*column 'customer_id'"):
        exposure(strangers)


def test_fewer_than_thirty_are_refused_and_fewer_than_a_hundred_warned_of():
    with pytest.raises(DataError, match="29 customers met 'late' and can be followed"):
        exposure(mentions(LOG, n=29))
    assert "Only 60 exposed customers" in said(exposure())


def test_too_late_for_the_window_is_counted():
    found = exposure(pd.concat([TOLD, mentions(LOG.tail(600), at=18, n=20)]))
    assert "20 customers who met the problem too late for a window of 91.3 days" in said(found)
    assert found.n_exposed == 60
    with pytest.raises(DataError, match="60 met it too late for the window"):
        exposure(mentions(LOG, at=19))


def test_mentions_after_the_last_order_are_counted():
    late = mentions(LOG.tail(600), n=20).assign(timestamp=pd.Timestamp("2025-01-01"))
    found = exposure(pd.concat([TOLD, late]).drop(columns="order_id"))
    assert "20 customers who met the problem after the last order were left out" in said(found)


def test_mentions_before_the_first_order_and_long_after_one_have_no_moment():
    early = mentions(LOG.tail(600), n=9).assign(timestamp=pd.Timestamp("2022-12-01"))
    found = exposure(pd.concat([TOLD, early]).drop(columns="order_id"))
    assert "9 customers without an order in the 30 days before they first mentioned" in said(found)
    assert "13.0% of all mentions of it are about no known order" in said(found)


def test_everybody_exposed_is_refused():
    whole = orders(40)
    with pytest.raises(DataError, match="nobody is left to compare with"):
        exposure(mentions(whole, at=0, n=40), whole)


def test_weeks_in_which_many_orders_met_it_are_noted():
    assert "more than 20% of all orders met the problem" in said(exposure(mentions(LOG, n=300)))


def test_covariates_that_are_missing_leave_their_customers_out():
    people = pd.DataFrame({"customer_id": LOG["customer_id"].unique(), "age": 30.0})
    people["age"] += np.arange(len(people)) % 9
    people["country"] = "NL"
    people.loc[people.index[:5], "age"] = np.nan
    found = exposure(covariates=people)
    assert found.n_exposed == 55
    assert list(found.covariates) == ["age"]
    assert "with a missing covariate were left out" in said(found)
    assert "Covariates with the same value for every customer change nothing: country" in said(
        found
    )
    assert found.columns.shape == (found.n, len(found.features) + 2)


def test_values_and_contacts_stand_beside():
    worth = pd.DataFrame({"customer_id": LOG["customer_id"].unique()})
    worth["value"] = np.arange(len(worth), dtype=float)
    calls = TOLD.assign(timestamp=TOLD["timestamp"] - 5 * DAY)[["customer_id", "timestamp"]]
    found = exposure(values=worth.iloc[10:], contacts=calls)
    table = found.to_frame().sort_values("customer_id")
    assert table["value"].isna().sum() == 10
    assert table["value"].iloc[-1] == 59.0
    # the call was two days before the order that is the moment
    assert table["days_since_contact"].to_numpy() == pytest.approx(np.full(60, 2.0))


def test_contacts_after_the_moment_are_not_known():
    calls = TOLD[["customer_id", "timestamp"]]
    assert exposure(contacts=calls).to_frame()["days_since_contact"].isna().all()


def test_mentions_of_signals_are_taken_as_they_are():
    texts = TOLD[["customer_id", "timestamp"]].assign(text="包装破了")
    found = vv.signals.mentions(texts, {"packaging": ["包装破"]})
    assert exposure(found, topic="packaging").n_exposed == 60
    with pytest.raises(DataError, match="have no customers or no times"):
        exposure(vv.signals.mentions(["包装破了"], {"packaging": ["包装破"]}), topic="packaging")


def test_mixed_currencies_are_refused():
    mixed = LOG.assign(currency=np.where(np.arange(len(LOG)) % 2, "CNY", "EUR"))
    with pytest.raises(DataError, match="several currencies"):
        exposure(log=mixed)


def test_a_clock_that_is_missing_is_asked_for():
    aware = TOLD.assign(timestamp=TOLD["timestamp"].dt.tz_localize("UTC"))
    with pytest.raises(ParameterError, match="time zone"):
        exposure(aware)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"topic": ""}, "topic == ''"),
        ({"window": 90}, "must say its unit"),
        ({"controls": 0}, "controls == 0"),
        ({"controls": 51}, "at most 50"),
    ],
)
def test_arguments_that_make_no_sense_are_refused(asked, said):
    with pytest.raises(ParameterError, match=said):
        exposure(**asked)


def test_the_seed_decides_the_draw_and_nothing_else():
    one, two, other = exposure(), exposure(), exposure(seed=1)
    assert one.moment.tolist() == two.moment.tolist()
    assert one.moment[one.exposed].tolist() == other.moment[other.exposed].tolist()
    assert one.customer.tolist() != other.customer.tolist()


def test_a_currency_only_rescales():
    dear = exposure(log=LOG.assign(amount=LOG["amount"] * 7.25))
    plain = exposure()
    assert dear.outcomes["spend"] == pytest.approx(7.25 * plain.outcomes["spend"])
    for name, values in plain.features.items():
        assert dear.features[name] == pytest.approx(values), name


def test_the_months_are_those_in_which_problems_were_told_of():
    """120 mentions, a day apart: their span is stretched by two gaps of 119."""
    rows = LOG.groupby("customer_id", sort=True).nth(3).head(120).assign(topic="late")
    told = rows[["customer_id", "order_id", "timestamp", "topic"]].copy()
    told["timestamp"] = pd.Timestamp("2023-03-10") + DAY * np.arange(120)
    found = exposure(told)
    assert found.months == pytest.approx(119 * 121 / 119 / (365.25 / 12))
    assert found.exposed_a_month == pytest.approx(120 / found.months)
