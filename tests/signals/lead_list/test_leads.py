"""What becomes a lead, which signals are one lead, who takes it up and who comes first."""

import hashlib

import numpy as np
import pandas as pd
import polars as pl
import pytest

import vocvalue as vv
from vocvalue.errors import DataError, ParameterError
from vocvalue.results import CustomerValues

SHOP = pd.DataFrame(
    {
        "product_id": ["S", "L", "P", "M"],
        "name": ["小号净水器", "大号净水器", "会员卡", "滤芯"],
        "upgrade": ["L", None, None, None],
        "plan": ["no", "no", "yes", "no"],
    }
)


def row(customer, day=None, **more):
    return {"customer_id": customer, **({} if day is None else {"timestamp": day}), **more}


def frame(leads):
    return leads.to_frame().set_index("customer_id")


# --- which signals are leads


def test_only_those_who_will_buy_and_whom_the_gate_lets_by(signals):
    statuses = ("positive", "conditional", "negative", "past", "switch")
    rows = [row(i, "2024-05-01", status=status) for i, status in enumerate(statuses)]
    rows.append(row(9, "2024-05-01", gate="held"))
    assert set(frame(vv.signals.leads(signals(rows))).index) == {0, 1}


@pytest.mark.parametrize("channel", ["chat", "question", " Chat "])
def test_wishes_and_questions_in_a_chat_are_leads(signals, channel):
    rows = [row(i, kind=kind, channel=channel) for i, kind in enumerate(("upsell", "cross_sell"))]
    assert vv.signals.leads(signals(rows)).n == 2


def test_wishes_and_questions_in_reviews_are_mentions_and_counted(signals):
    rows = [row(i, kind=kind) for i, kind in enumerate(("upsell", "upsell", "cross_sell"))]
    leads = vv.signals.leads(signals([*rows, row(7, "2024-05-01")]))
    assert leads.n == 1
    said = {note.count: note.en for note in leads.notes}
    assert said[2].startswith("2 signals of upsell became no lead")
    assert said[1].startswith("1 signal of cross-sell became no lead")


def test_channels_are_the_callers(signals):
    rows = [row(1, kind="upsell", channel="ticket"), row(2, kind="upsell", channel="chat")]
    leads = vv.signals.leads(signals(rows), asked_in=["ticket"])
    assert leads.customer_id.to_list() == [1]


@pytest.mark.parametrize(
    ("kind", "product", "is_lead"),
    [
        ("upsell", "小号净水器", True),  # has a bigger variant
        ("upsell", "大号净水器", True),  # is the bigger variant
        ("upsell", "会员卡", True),  # is a plan
        ("upsell", "滤芯", False),  # is neither
        ("upsell", "遥控器", False),  # is not sold
        ("upsell", None, True),  # the only plan
        ("cross_sell", "滤芯", True),
        ("cross_sell", "良心", False),
        ("cross_sell", None, False),
    ],
)
def test_the_catalogue_tells_what_can_be_sold(signals, kind, product, is_lead):
    leads = vv.signals.leads(signals([row(1, kind=kind, product=product)]), products=SHOP)
    assert leads.n == int(is_lead)


def on_chats(leads):
    return [note for note in leads.notes if "products=" in note.en]


def test_leads_by_their_channel_alone_say_how_often_such_are_right(signals):
    rows = [row(i, kind=kind, channel="chat") for i, kind in enumerate(("upsell", "cross_sell"))]
    [note] = on_chats(vv.signals.leads(signals([*rows, row(7), row(8, kind="upsell")])))
    assert (note.count, note.bears_on) == (2, "claim")
    assert "2 signals of upsell or cross-sell went into the leads" in note.en
    assert "4 of 10" in note.en
    assert "10 条里只有 4 条正确" in note.zh


def test_with_a_catalogue_or_without_such_leads_nothing_is_said_of_chats(signals):
    asked = signals([row(1, kind="cross_sell", channel="chat", product="滤芯")])
    assert on_chats(vv.signals.leads(asked, products=SHOP)) == []
    assert on_chats(vv.signals.leads(signals([row(1, channel="chat")]))) == []


def test_in_a_shop_of_one_plan_every_wish_is_for_it(signals):
    plan = pd.DataFrame({"name": ["Cloud"], "plan": [True]})
    leads = vv.signals.leads(signals([row(1, kind="upsell", product="账号")]), products=plan)
    told = leads.to_frame().iloc[0]
    assert (told["product"], told["product_name"], told["how"]) == ("账号", "Cloud", "only plan")
    assert np.isnan(told["product_score"])


def test_signals_of_nobody_are_left_out_and_counted(signals):
    leads = vv.signals.leads(signals([row("a"), row(None), row(None)]))
    assert leads.n == 1
    assert any(note.count == 2 and "no customer" in note.en for note in leads.notes)


def test_texts_without_customers_are_refused():
    with pytest.raises(DataError, match="no customers"):
        vv.signals.leads(vv.signals.find(["下次还会买"]))


# --- which signals are one lead


def test_within_the_window_of_the_first_there_is_one_lead(signals):
    days = ["2024-05-01", "2024-05-20", "2024-05-31", "2024-06-01"]
    leads = vv.signals.leads(signals([row(1, day) for day in days]))
    # 31 May is 30 days after 1 May and joins; 1 June opens another, though near to the last.
    table = leads.to_frame().sort_values("timestamp")
    assert table["timestamp"].astype(str).tolist() == ["2024-05-01", "2024-06-01"]
    assert table["n_signals"].tolist() == [3, 1]


def test_each_customer_and_kind_has_its_own(signals):
    rows = [row(1, "2024-05-01"), row(2, "2024-05-01")]
    rows.append(row(1, "2024-05-01", kind="cross_sell", channel="chat"))
    assert vv.signals.leads(signals(rows)).n == 3


def test_one_that_will_buy_settles_that_there_is_no_condition(signals):
    rows = [
        row(1, "2024-05-01", status="conditional", condition="降价", words="降价就买"),
        row(1, "2024-05-02"),
        row(2, "2024-05-01", status="conditional", condition="降价"),
    ]
    table = frame(vv.signals.leads(signals(rows)))
    assert table.loc[1, ["status", "words"]].tolist() == ["positive", "降价就买"]
    assert pd.isna(table.loc[1, "condition"])
    assert table.loc[2, ["status", "condition"]].tolist() == ["conditional", "降价"]


def test_the_product_is_that_of_the_first_signal_that_knows_one(signals):
    rows = [
        row(1, "2024-05-01", kind="cross_sell", channel="chat"),
        row(1, "2024-05-02", kind="cross_sell", channel="chat", product="那个"),
        row(1, "2024-05-03", kind="cross_sell", channel="chat", product="滤芯"),
    ]
    table = vv.signals.leads(signals(rows), products=SHOP).to_frame()
    columns = ["product", "product_id", "product_name", "how", "n_signals"]
    assert table[columns].to_numpy().tolist() == [["滤芯", "M", "滤芯", "exact", 3]]


def test_without_times_a_customer_has_one_lead_of_a_kind(signals):
    leads = vv.signals.leads(signals([row(1), row(1), row(2)], with_times=False))
    assert leads.timestamp is None
    assert sorted(leads.n_signals.tolist()) == [1, 2]
    assert any("no times" in note.en for note in leads.notes)


def test_signals_without_a_time_join_the_latest(signals):
    rows = [row(1, "2024-01-01"), row(1, "2024-06-01"), row(1), row(2)]
    leads = vv.signals.leads(signals(rows))
    table = leads.to_frame()
    latest = table[table["timestamp"] == "2024-06-01"]
    assert (len(table), latest["n_signals"].tolist()) == (3, [2])
    assert any(note.count == 2 and "no time" in note.en for note in leads.notes)


def test_the_same_text_again_is_the_same_lead(signals):
    rows = [row(1, "2024-01-01", text_id="t"), row(1, "2024-06-01", text_id="t")]
    leads = vv.signals.leads(signals(rows))
    assert leads.n_signals.tolist() == [2]
    assert np.datetime_as_string(leads.timestamp, "D").tolist() == ["2024-01-01"]


def test_an_id_is_of_the_customer_kind_product_and_text(signals):
    rows = [
        row(7, "2024-05-01", text_id="t"),
        row(8, "2024-05-01", kind="cross_sell", product="濾 芯", text_id="u"),
        row(9, "2024-05-01", kind="cross_sell", channel="chat", product="Mugs", text_id="v"),
    ]
    table = frame(vv.signals.leads(signals(rows), products=SHOP))
    parts = {7: "7\nrepurchase\n\nt", 8: "8\ncross_sell\nM\nu", 9: "9\ncross_sell\nmug\nv"}
    expected = {who: hashlib.sha256(it.encode()).hexdigest()[:32] for who, it in parts.items()}
    assert table["lead_id"].to_dict() == expected


def test_ids_do_not_depend_on_other_rows_or_their_order(signals):
    rows = [row(i, f"2024-05-{1 + j:02}", text_id=f"{i} {j}") for i in range(5) for j in range(3)]
    some = [it for it in reversed(rows) if it["customer_id"] < 3]
    whole = frame(vv.signals.leads(signals(rows)))["lead_id"].to_dict()
    part = frame(vv.signals.leads(signals(some)))["lead_id"].to_dict()
    assert part == {who: whole[who] for who in range(3)}


def test_later_texts_leave_the_ids_as_they_are(signals):
    rows = [row(1, "2024-05-01", text_id="a")]
    before = vv.signals.leads(signals(rows)).lead_id.tolist()
    after = vv.signals.leads(signals([*rows, row(1, "2024-05-09", text_id="b")])).lead_id.tolist()
    assert after == before


@pytest.mark.parametrize("ids", [["7", "8"], [7.0, 8.0], [7, 8]])
def test_ids_are_the_same_in_whatever_type_customers_are_held(signals, ids):
    rows = [row(who, "2024-05-01", text_id="t") for who in ids]
    plain = [row(who, "2024-05-01", text_id="t") for who in (7, 8)]
    expected = set(vv.signals.leads(signals(plain, library="polars")).lead_id)
    assert set(vv.signals.leads(signals(rows)).lead_id) == expected


# --- who takes them up, and in which order

WORTH = pd.DataFrame({"customer_id": range(10), "value": [100.0 * i for i in range(10)]})


def test_the_top_fifth_of_the_values_goes_to_sales(signals):
    leads = vv.signals.leads(signals([row(i, "2024-05-01") for i in (9, 8, 7, 0)]), values=WORTH)
    assert leads.customer_id.to_list() == [9, 8, 7, 0]
    # Of 0, 100 ... 900 a fifth, two of ten, is worth 800 or 900.
    assert leads.route.tolist() == ["sales", "sales"] + ["marketing automation"] * 2
    assert any("720" in note.en and "top fifth" in note.en for note in leads.notes)


def test_the_value_of_sales_can_be_stated(signals):
    rows = [row(i, "2024-05-01") for i in (9, 8, 7)]
    leads = vv.signals.leads(signals(rows), values=WORTH, sales_value=900)
    assert leads.route.tolist() == ["sales", *["marketing automation"] * 2]
    assert not any("top fifth" in note.en for note in leads.notes)


def test_customers_worth_nothing_are_in_no_top_fifth(signals):
    worth = WORTH.assign(value=0.0)
    leads = vv.signals.leads(signals([row(1, "2024-05-01")]), values=worth)
    assert leads.route.tolist() == ["marketing automation"]


def test_questions_that_name_a_product_go_to_sales_and_routes_go_before(signals):
    rows = [
        row(1, kind="upsell", channel="chat", product="账号"),
        row(2, kind="upsell", channel="chat"),
        row(3, product="滤芯"),
    ]
    table = frame(vv.signals.leads(signals(rows)))
    assert table["route"].to_dict() == {
        1: "sales",
        2: "marketing automation",
        3: "marketing automation",
    }
    chosen = {"upsell": "marketing automation", "repurchase": "sales"}
    table = frame(vv.signals.leads(signals(rows), routes=chosen))
    assert table["route"].to_dict() == {
        1: "marketing automation",
        2: "marketing automation",
        3: "sales",
    }


def test_what_customers_are_worth_comes_first_and_the_unknown_last(signals):
    rows = [row(i, "2024-05-01") for i in (3, 77, 5, 78, 1)]
    leads = vv.signals.leads(signals(rows), values=WORTH)
    assert leads.customer_id.to_list()[:3] == [5, 3, 1]
    assert set(leads.customer_id.to_list()[3:]) == {77, 78}
    assert leads.priority.tolist() == [1, 2, 3, 4, 5]
    assert any(note.count == 2 and "not known" in note.en for note in leads.notes)


def test_without_values_kind_status_and_time_decide(signals):
    rows = [
        row(1, "2024-05-09", kind="cross_sell", channel="chat"),
        row(2, "2024-05-01"),
        row(3, "2024-05-09", kind="upsell", channel="chat"),
        row(4, "2024-05-02"),
        row(5, "2024-05-09", status="conditional"),
        row(6),
    ]
    leads = vv.signals.leads(signals(rows))
    assert leads.customer_id.to_list() == [4, 2, 6, 5, 3, 1]


def test_a_customer_with_two_leads_is_worth_no_more(signals):
    rows = [row(4, "2024-05-01"), row(4, "2024-05-01", kind="upsell", channel="chat"), row(77)]
    leads = vv.signals.leads(signals(rows), values=WORTH)
    assert (leads.total_value, leads.n_customers, leads.n_valued) == (400.0, 2, 1)


class Prediction:
    def __init__(self, table):
        self.customer_values = CustomerValues(
            table=table,
            customer_id="client",
            value="clv",
            horizon="12 months",
            basis="margin",
            currency="CNY",
        )


def test_a_prediction_is_what_customers_are_worth_and_says_what_it_counts(signals):
    worth = Prediction(pl.DataFrame({"client": ["1", "2"], "clv": [120.0, 80.0]}))
    leads = vv.signals.leads(signals([row(1, "2024-05-01"), row(2, "2024-05-01")]), values=worth)
    assert (leads.total_value, leads.currency, leads.basis) == (200.0, "CNY", "margin")
    assert leads.statement() == (
        "2 leads from 100 texts: repurchase 2, upsell 0, cross-sell 0. The 2 customers behind "
        "them are worth CNY 200 of margin over the next 12 months; this is what the customers are "
        "worth, not what the leads will bring: association only."
    )
    assert leads.statement("zh") == (
        "从 100 条文本中得到 2 条线索：复购 2 条，增购 0 条，交叉购买 0 条。"
        "涉及 2 位客户，未来 12 个月内毛利合计 200 元；"
        "这是客户的价值，而非线索将带来的收入（证据等级：仅为相关）。"
    )


def test_real_texts_end_to_end():
    texts = pl.DataFrame(
        {
            "client": ["a", "a", "b", None],
            "timestamp": ["2024-05-01", "2024-05-02", "2024-05-03", "2024-05-04"],
            "channel": ["review", "chat", "chat", "review"],
            "text": ["下次还会买", "下次还会买", "Do you also sell filters?", "会回购的"],
        }
    )
    found = vv.signals.find(texts, customer_id="client")
    leads = vv.signals.leads(found, products=pl.DataFrame({"name": ["Filter"]}))
    table = leads.to_frame()
    assert isinstance(table, pl.DataFrame)
    assert table["client"].to_list() == ["a", "b"]
    assert table["n_signals"].to_list() == [2, 1]
    assert table["product_name"].to_list() == [None, "Filter"]


def test_no_signals_are_no_leads():
    texts = pd.DataFrame({"customer_id": [1], "text": ["还行"]})
    leads = vv.signals.leads(vv.signals.find(texts), values=WORTH, products=SHOP)
    assert leads.n == 0
    assert len(leads.to_frame()) == 0
    assert leads.statement().startswith("0 leads from 1 text:")


# --- what is refused


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"window": "soon"}, "window"),
        ({"window": "0 days"}, "window"),
        ({"asked_in": "chat"}, "asked_in == 'chat'"),
        ({"routes": "sales"}, "routes == 'sales'"),
        ({"routes": {"upsel": "sales"}}, "upsel"),
        ({"routes": {"upsell": "shop"}}, "shop"),
        ({"sales_value": 5}, "pass values="),
        ({"sales_value": -1, "values": WORTH}, "sales_value"),
    ],
)
def test_arguments_that_make_no_sense_are_refused(signals, asked, said):
    with pytest.raises(ParameterError, match=said):
        vv.signals.leads(signals([row(1)]), **asked)


def test_what_is_no_signals_is_refused():
    with pytest.raises(ParameterError, match=r"signals\.find"):
        vv.signals.leads(pd.DataFrame({"text": ["下次还会买"]}))
