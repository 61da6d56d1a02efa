"""Leads followed to orders, worked out by hand."""

import numpy as np
import pandas as pd
import pytest

import vocvalue as vv
from vocvalue.errors import DataError, ParameterError


def said(found, words):
    return [note for note in found.notes if words in note.en]


def test_fifty_of_eight_hundred(lead, log):
    """6.25 %, of which Wilson's 95 % interval is 4.77 % to 8.15 %."""
    leads = lead(list(range(800)), ["2024-01-10"] * 800)
    bought = [(who, "2024-02-01", 100.0) for who in range(50)]
    found = vv.signals.funnel(leads, log(*bought, (9_999, "2024-06-30", 1.0)))
    assert (found.n_converted, found.n_followed) == (50, 800)
    assert found.rate.value == 0.0625
    assert found.rate.lower == pytest.approx(0.0477, abs=5e-5)
    assert found.rate.upper == pytest.approx(0.0815, abs=5e-5)
    assert found.revenue.value == 5_000.0
    assert found.revenue.evidence == "association only"


def test_conversions_and_incremental_orders_are_lines_of_their_own(lead, log):
    """50 of 800 converted is no claim on what the leads brought."""
    leads = lead(list(range(800)), ["2024-01-10"] * 800)
    bought = [(who, "2024-02-01", 100.0) for who in range(50)]
    arms = pd.DataFrame({"customer_id": range(800), "arm": ["treated", "control"] * 400})
    found = vv.signals.funnel(
        leads, log(*bought, (9_999, "2024-06-30", 1.0)), held_back=arms, randomised=True
    )
    labels = dict(found.headlines())
    assert labels["conversion rate"].startswith("6.25%")
    assert "incremental orders, randomised" in labels
    assert found.revenue.evidence == "association only"
    assert found.incremental.revenue.evidence == "randomised"
    assert {"转化率", "增量订单（随机实验）"} <= dict(found.headlines("zh")).keys()
    # 25 of 400 in each arm
    assert found.incremental.conversions.value == 0.0


def test_without_anything_to_compare_with_nothing_is_incremental(lead, log):
    found = vv.signals.funnel(
        lead([1], ["2024-01-10"]), log((1, "2024-01-20", 5.0), (2, "2024-06-30", 1.0))
    )
    assert found.incremental is None
    assert said(found, "not incremental")
    assert "would have bought anyway is not known" in found.statement()
    assert list(found.figures()) == ["conversion rate", "revenue of converted leads"]


def test_the_amount_is_net_of_the_refunds_of_the_order(lead, log):
    """100 bought, 30 returned after the window; the refund of an earlier order stays with that."""
    table = log(
        (1, "2024-01-01", 60.0),
        (1, "2024-01-20", 100.0),
        (1, "2024-04-01", -30.0),
        (2, "2024-06-30", 1.0),
    )
    found = vv.signals.funnel(lead([1], ["2024-01-10"]), table)
    assert found.amount.tolist() == [70.0]
    early = table.assign(timestamp=table["timestamp"].replace("2024-04-01", "2024-01-15"))
    assert vv.signals.funnel(lead([1], ["2024-01-10"]), early).amount.tolist() == [100.0]


def test_a_refund_of_a_product_belongs_to_its_last_order(lead, log):
    table = log(
        (1, "2024-01-20", 100.0, "F1"),
        (1, "2024-01-25", 40.0, "M1"),
        (1, "2024-01-27", -25.0, "F1"),
        (2, "2024-06-30", 1.0, "M1"),
    )
    leads = lead([1], ["2024-01-10"], product="F1", name="滤芯")
    found = vv.signals.funnel(leads, vv.Orders(table, product="product"))
    assert found.amount.tolist() == [75.0]


def test_refunds_that_follow_no_purchase_are_noted(lead, log):
    table = log((1, "2024-01-05", -30.0), (1, "2024-01-20", 100.0), (2, "2024-06-30", 1.0))
    found = vv.signals.funnel(lead([1], ["2024-01-10"]), vv.Orders(table, currency="EUR"))
    assert found.amount.tolist() == [100.0]
    assert said(found, "€30")


@pytest.mark.parametrize("named", ["F1", "滤芯", "濾芯"])
def test_a_lead_about_a_product_needs_an_order_of_it_by_id_or_name(lead, log, named):
    table = log(
        (1, "2024-01-20", 100.0, "M1"), (1, "2024-01-25", 40.0, named), (2, "2024-06-30", 1.0, "M1")
    )
    leads = lead([1], ["2024-01-10"], product="F1", name="滤芯")
    found = vv.signals.funnel(leads, vv.Orders(table, product="product"))
    assert found.amount.tolist() == [40.0]
    assert str(found.ordered[0])[:10] == "2024-01-25"


def test_products_are_found_by_ids_that_are_numbers(lead, log):
    table = log((1, "2024-01-20", 100.0, 8), (1, "2024-01-25", 40.0, 7), (2, "2024-06-30", 1.0, 8))
    found = vv.signals.funnel(
        lead([1], ["2024-01-10"], product="7", name="filter"), table, product="product"
    )
    assert found.amount.tolist() == [40.0]


def test_where_orders_name_no_product_any_order_counts_and_it_is_noted(lead, log):
    leads = lead([1], ["2024-01-10"], product="F1", name="滤芯")
    found = vv.signals.funnel(leads, log((1, "2024-01-20", 5.0), (2, "2024-06-30", 1.0)))
    assert found.converted.tolist() == [True]
    assert [note.count for note in said(found, "any product converts")] == [1]


def test_a_product_that_is_never_ordered_is_noted(lead, log):
    leads = lead([1], ["2024-01-10"], product="F1", name="滤芯")
    table = log((1, "2024-01-20", 5.0, "X"), (2, "2024-06-30", 1.0, "Y"))
    found = vv.signals.funnel(leads, table, product="product")
    assert found.converted.tolist() == [False]
    assert [note.count for note in said(found, "none of their customers ever ordered")] == [1]


def test_a_basket_is_counted_once_whoever_claims_from_it(lead, log):
    """The lead about the filter has 40, the other the rest of the basket: 7 and 3."""
    leads = lead(
        [1, 1],
        ["2024-01-10", "2024-01-12"],
        kind=["repurchase", "cross_sell"],
        product=[None, "F1"],
        name=[None, "滤芯"],
    )
    table = log(
        (1, "2024-01-20", 40.0, "F1"),
        (1, "2024-01-20", 7.0, "M1"),
        (1, "2024-01-20", 3.0, "K1"),
        (2, "2024-06-30", 1.0, "M1"),
    )
    found = vv.signals.funnel(leads, table, product="product")
    assert found.amount.tolist() == [10.0, 40.0]


def test_leads_whose_window_is_not_over_are_in_no_rate(lead, log):
    """The orders end on 31 March: 31 January + 60 days is 31 March, 2 February + 60 is not."""
    leads = lead([1, 2, 3, 4], ["2024-01-31", "2024-02-02", "2024-03-20", "2024-04-02"])
    table = log((3, "2024-03-25", 5.0), (9, "2024-03-31", 1.0))
    found = vv.signals.funnel(leads, table)
    assert found.followed.tolist() == [True, False, False, False]
    assert (found.n_converted, found.n_followed) == (0, 1)
    assert [note.count for note in said(found, "they count neither")] == [2]
    assert "already: 1" in said(found, "they count neither")[0].en
    assert [note.count for note in said(found, "after the last order")] == [1]


def test_customers_without_orders_count_as_not_converted(lead, log):
    found = vv.signals.funnel(lead([7, 8], ["2024-01-10"] * 2), log((9, "2024-06-30", 1.0)))
    assert found.rate.value == 0.0
    assert [note.count for note in said(found, "no order in the table")] == [2]


def test_ids_written_otherwise_are_refused(lead, log):
    leads = lead(["a1", "b2"], ["2024-01-10"] * 2)
    with pytest.raises(DataError, match="case"):
        vv.signals.funnel(leads, log(("A1", "2024-01-20", 1.0), ("B2", "2024-06-30", 1.0)))


def test_a_window_longer_than_the_orders_is_refused(lead, log):
    with pytest.raises(DataError, match=r"none of the 1 leads can be followed.*2024-06-30"):
        vv.signals.funnel(
            lead([1], ["2024-01-10"]), log((1, "2024-06-30", 1.0)), window="12 months"
        )


def test_leads_without_times_are_refused(log):
    texts = pd.DataFrame({"customer_id": [1], "text": ["下次还会买"]})
    leads = vv.signals.leads(vv.signals.find(texts))
    with pytest.raises(DataError, match="the leads have no times"):
        vv.signals.funnel(leads, log((1, "2024-06-30", 1.0)))


def test_leads_without_a_time_are_left_out_and_counted(lead, log):
    found = vv.signals.funnel(
        lead([1, 2], ["2024-01-10", "NaT"]), log((2, "2024-01-20", 1.0), (9, "2024-06-30", 1.0))
    )
    assert found.n == 1
    assert [note.count for note in said(found, "no time")] == [1]


def test_what_is_no_leads_is_refused(log):
    with pytest.raises(ParameterError, match=r"signals\.leads"):
        vv.signals.funnel(log((1, "2024-06-30", 1.0)), log((1, "2024-06-30", 1.0)))


@pytest.mark.parametrize("idle", [{"randomised": True}, {"control": "calm"}])
def test_arguments_on_arms_need_arms(lead, log, idle):
    with pytest.raises(ParameterError, match="held_back"):
        vv.signals.funnel(lead([1], ["2024-01-10"]), log((1, "2024-06-30", 1.0)), **idle)


def test_a_product_column_that_is_not_there_is_refused(lead, log):
    with pytest.raises(DataError, match="sku"):
        vv.signals.funnel(lead([1], ["2024-01-10"]), log((1, "2024-06-30", 1.0)), product="sku")


def test_orders_without_amounts_give_conversions_only(lead, log):
    table = log((1, "2024-01-20", 5.0), (2, "2024-06-30", 1.0)).drop(columns="amount")
    found = vv.signals.funnel(lead([1, 2], ["2024-01-10"] * 2), table, amount=None)
    assert (found.n_converted, found.revenue, found.amount) == (1, None, None)
    assert "revenue" not in found.outcomes().columns
    assert said(found, "no amounts")


def test_several_currencies_are_refused(lead, log):
    table = log((1, "2024-01-20", 5.0), (2, "2024-06-30", 1.0)).assign(code=["EUR", "USD"])
    with pytest.raises(DataError, match="EUR"):
        vv.signals.funnel(lead([1], ["2024-01-10"]), table, currency="code")


def test_orders_that_carry_a_zone_need_it_named(lead, log):
    """10:00 in Shanghai is 02:00 UTC: the order of 03:00 UTC comes after the lead of 10:00."""
    table = log((1, "2024-01-10 03:00", 5.0), (2, "2024-06-30", 1.0))
    table["timestamp"] = table["timestamp"].dt.tz_localize("UTC")
    leads = lead([1], ["2024-01-10 10:00"])
    with pytest.raises(ParameterError, match="timezone"):
        vv.signals.funnel(leads, table)
    found = vv.signals.funnel(leads, table, timezone="Asia/Shanghai")
    assert found.converted.tolist() == [True]


def test_leads_of_days_count_as_the_end_of_the_day(lead, log):
    table = log((1, "2024-01-10 15:00", 5.0), (2, "2024-06-30", 1.0))
    found = vv.signals.funnel(lead([1, 2], ["2024-01-10", "2024-01-11"]), table)
    assert found.converted.tolist() == [False, False]
    assert said(found, "end of its day")


def test_the_table_has_a_row_per_month_kind_and_quantity(lead, log):
    leads = lead(
        [1, 2, 3],
        ["2024-01-10", "2024-01-12", "2024-02-01"],
        kind=["repurchase", "upsell", "repurchase"],
        n_signals=[3, 1, 1],
    )
    found = vv.signals.funnel(
        leads, log((1, "2024-01-20", 5.0), (3, "2024-02-20", 8.0), (9, "2024-06-30", 1.0))
    )
    table = found.to_frame().set_index(["month", "kind", "quantity"])["value"]
    assert table["2024-01", "repurchase", "signals"] == 3
    assert table["2024-01", "upsell", "conversion rate"] == 0.0
    assert table["2024-02", "repurchase", "revenue of converted leads"] == 8.0
    whole = found.to_frame()
    whole = whole[whole["month"].isna()].set_index("quantity")["value"]
    assert whole["leads"] == 3
    assert whole["conversion rate"] == pytest.approx(2 / 3)
    stages = found.stages()
    assert stages.loc["repurchase"].to_dict() == {
        "signals": 4.0, "leads": 2.0, "followed": 2.0, "converted": 2.0, "rate": 1.0
    }  # fmt: skip


def test_outcomes_are_taken_by_an_experiment(lead, log):
    """Of two leads of customer 1 one converts; customer 3 is not followed to the end."""
    leads = lead([1, 1, 2, 3], ["2024-01-10", "2024-01-12", "2024-01-10", "2024-06-20"])
    found = vv.signals.funnel(leads, log((1, "2024-01-20", 5.0), (9, "2024-06-30", 1.0)))
    outcomes = found.outcomes()
    assert outcomes.to_dict("list") == {
        "customer_id": [1, 2], "converted": [1, 0], "revenue": [5.0, 0.0]
    }  # fmt: skip
    assert outcomes.index.tolist() == [0, 1]
    tried = vv.lift.experiment(
        pd.DataFrame({"customer_id": [1, 2], "arm": ["treated", "control"]}),
        outcomes=vv.Outcomes(outcomes, retained="converted", spend="revenue"),
    )
    assert tried.retained.tolist() == [1.0, 0.0]


def test_an_interval_of_revenue_holds_the_revenue(lead, log):
    """Twenty leads of 10 each and one of 1,000: what is skewed reaches further up."""
    leads = lead(list(range(40)), ["2024-01-10"] * 40)
    bought = [(who, "2024-02-01", 10.0) for who in range(20)] + [(39, "2024-02-01", 1_000.0)]
    revenue = vv.signals.funnel(leads, log(*bought, (99, "2024-06-30", 1.0))).revenue
    assert revenue.value == 1_200.0
    assert 0.0 <= revenue.lower < revenue.value < revenue.upper
    assert revenue.upper - revenue.value > revenue.value - revenue.lower
    assert revenue.basis == "revenue"


def test_nothing_is_lost_between_the_stages(lead, log):
    random = np.random.default_rng(4)
    leads = lead(
        random.integers(0, 60, 200).tolist(),
        np.datetime64("2024-01-01", "s")
        + random.integers(0, 15_000_000, 200).astype("timedelta64[s]"),
    )
    bought = [
        (
            int(who),
            str(np.datetime64("2024-01-01", "s") + np.timedelta64(int(at), "s")),
            float(amount),
        )
        for who, at, amount in zip(
            random.integers(0, 60, 300),
            random.integers(0, 15_000_000, 300),
            random.integers(1, 90, 300),
            strict=True,
        )
    ]
    found = vv.signals.funnel(leads, log(*bought))
    assert found.amount.sum() <= sum(amount for *_, amount in bought)
    won = found.converted
    claims = set(zip(found.customer_id.to_numpy()[won], found.ordered[won].tolist(), strict=True))
    assert len(claims) == won.sum() > 50
    by_kind = found.to_frame().dropna(subset="month").groupby("quantity")["value"].sum()
    assert by_kind["leads"] == found.n
    assert by_kind["converted"] == found.n_converted
