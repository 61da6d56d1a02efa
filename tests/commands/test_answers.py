"""What commands say is what the library says, in sentences, as JSON and in files."""

from functools import partial

import openpyxl
import pandas as pd
import pytest

import vocvalue as vv
from vocvalue.commands import options
from vocvalue.commands.written import write_table
from vocvalue.errors import DataError


def test_predict_says_what_the_library_says(call, folder, shop):
    terms = {"horizon": "6 months", "discount_rate": 0.08, "margin": 0.4, "currency": "CNY"}
    same = vv.clv.predict(folder / "orders.csv", **terms)
    words = "--horizon", "6 months", "--discount-rate", 0.08, "--margin", 0.4, "--currency", "CNY"
    said = call("predict", folder / "orders.csv", *words)
    assert (said.code, said.err) == (0, "")
    assert said.out == f"{same.statement()}\n\n{same.summary()}\n\n"
    [as_json] = call("predict", folder / "orders.csv", *words, "--json").results
    assert as_json["statement"] == same.statement()
    money = as_json["figures"]["customer lifetime value"]
    assert money["value"] == pytest.approx(same.total.value, rel=1e-9)
    assert money["currency"] == "CNY"
    assert [it["text"] for it in as_json["notes"]] == [it.en for it in same.notes]


def test_nps_with_orders_says_what_segments_and_a_move_are_worth(call, folder):
    said = call(
        *("nps", folder / "responses.csv", "--orders", folder / "orders.csv", "--survey", "nps"),
        *("--convert", "detractor", "passive", "--share", 0.01, "--population", 100_000, "--json"),
        *("--language", "zh", "--label", "detractor=不满意的客户"),
    )
    table = vv.survey.cross_analysis(
        vv.Responses(folder / "responses.csv", survey="nps"), orders=folder / "orders.csv"
    )
    moved = table.conversion_value("detractor", "passive", 0.01, population=100_000)
    assert said.code == 0
    labels = {"detractor": "不满意的客户"}
    assert [it["statement"] for it in said.results] == [
        it.statement("zh", labels=labels) for it in (table, moved)
    ]
    assert "不满意的客户" in said.out


def test_nps_without_orders_is_a_score_and_says_that_it_has_no_value(call, folder):
    said = call("nps", folder / "responses.csv", "--survey", "nps", "--every", "quarter")
    same = vv.survey.trend(vv.Responses(folder / "responses.csv", survey="nps"), every="quarter")
    assert said.out.startswith(same.statement())
    assert "pass --orders to say what it is worth" in said.err


def test_lift_of_counts_is_that_of_the_article(call):
    # Churn of 50% and 30% of 500 each: 20 points, Newcombe's interval 13.97 to 25.82 (checked with
    # statsmodels), 100 customers kept, worth 2,000 each: 139,717 to 258,221.
    said = call(
        *("lift", "--treated", 350, 500, "--control", 250, 500, "--randomised"),
        *("--value", 2000, "--json"),
    )
    lift, money = said.results
    points = lift["figures"]["difference"]
    assert [points[it] for it in ("value", "lower", "upper")] == pytest.approx(
        [0.20, 0.1397, 0.2582], abs=5e-5
    )
    assert "randomised" in lift["statement"]
    gross = money["figures"]["gross"]
    assert [gross[it] for it in ("value", "lower", "upper")] == pytest.approx(
        [200_000, 139_717, 258_221], abs=1
    )


def test_lift_of_tables_counts_who_ordered_within_the_window(call, tmp_path):
    # Of four treated three order within 30 days, of four in the control group one.
    arms = pd.DataFrame(
        {"id": range(8), "group": ["yes"] * 4 + ["no"] * 4, "on": ["2024-01-01"] * 8}
    )
    stayed = pd.DataFrame({"buyer": [0, 1, 2, 4], "at": ["2024-01-15"] * 4})
    late = pd.DataFrame({"buyer": [3, 5], "at": ["2024-03-01"] * 2})
    arms.to_csv(tmp_path / "arms.csv", index=False)
    pd.concat([stayed, late]).assign(paid=5.0).to_csv(tmp_path / "orders.csv", index=False)
    said = call(
        *("lift", tmp_path / "arms.csv", "--orders", tmp_path / "orders.csv"),
        *("--window", "30 days", "--customer-id", "id", "--arm", "group", "--control-arm", "no"),
        *("--timestamp", "on", "--orders-customer-id", "buyer", "--orders-timestamp", "at"),
        *("--amount", "paid"),
    )
    assert (said.code, said.err) == (0, "")
    assert "3 of 4 stayed (75.0%)" in said.out
    assert "1 of 4 stayed (25.0%)" in said.out


def test_issues_ranks_problems(call, folder, tmp_path):
    said = call(
        *("issues", folder / "mentions.csv", "--orders", folder / "problem_orders.csv"),
        *("--margin", 0.4, "--json", "--output", tmp_path / "ranking.csv"),
    )
    same = vv.issues.rank(folder / "mentions.csv", folder / "problem_orders.csv", margin=0.4)
    assert said.results[0]["statement"] == same.statement()
    written = pd.read_csv(tmp_path / "ranking.csv")
    assert written["topic"].tolist() == list(same.topics)


def test_the_table_of_a_result_is_written_beside_what_is_said(call, folder, tmp_path):
    target = tmp_path / "customers.csv"
    said = call("predict", folder / "orders.csv", "--output", target)
    assert said.out.splitlines()[-1] == str(target)
    same = vv.clv.predict(folder / "orders.csv").to_frame()
    both = (it.set_index("customer_id")["clv"].sort_index() for it in (pd.read_csv(target), same))
    pd.testing.assert_series_equal(*both, check_index_type=False, rtol=1e-9)


@pytest.mark.parametrize(
    ("ending", "read"),
    [
        ("csv", pd.read_csv),
        ("json", pd.read_json),
        ("parquet", pd.read_parquet),
        ("xlsx", partial(pd.read_excel, engine="openpyxl")),
    ],
    ids=["csv", "json", "parquet", "xlsx"],
)
def test_a_table_is_written_whole_and_read_back(ending, read, tmp_path):
    frame = pd.DataFrame({"客户": ["a", "乙"], "clv": [1.25, None], "n": [1, 2]})
    write_table(frame, str(tmp_path / f"table.{ending}"))
    pd.testing.assert_frame_equal(
        read(tmp_path / f"table.{ending}"), frame, check_dtype=False, check_column_type=False
    )
    assert [it.name for it in tmp_path.iterdir()] == [f"table.{ending}"]


def test_an_id_in_a_workbook_is_neither_formula_nor_link(call, folder, tmp_path):
    frame = pd.read_csv(folder / "odd.csv")
    write_table(frame, str(tmp_path / "odd.xlsx"))
    sheet = openpyxl.load_workbook(tmp_path / "odd.xlsx").active
    first = [sheet.cell(row, 1) for row in (2, 3)]
    assert [(it.value, it.data_type) for it in first] == [
        ("=1+1", "s"),
        ("https://example.org", "s"),
    ]
    assert first[1].hyperlink is None


def test_moments_with_a_zone_stand_in_a_workbook_as_text(tmp_path):
    moments = pd.to_datetime(["2024-01-01T08:00+08:00", None], utc=True).tz_convert("Asia/Shanghai")
    write_table(pd.DataFrame({"at": moments, "n": [1, 2]}), str(tmp_path / "zoned.xlsx"))
    sheet = openpyxl.load_workbook(tmp_path / "zoned.xlsx").active
    assert [sheet.cell(row, 1).value for row in (2, 3)] == ["2024-01-01T08:00:00+08:00", None]


def test_more_rows_than_a_sheet_holds_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("vocvalue.commands.written.MOST_ROWS_OF_A_SHEET", 2)
    with pytest.raises(DataError, match=r"3 rows, and a sheet holds 2. Write it to .csv"):
        write_table(pd.DataFrame({"n": [1, 2, 3]}), str(tmp_path / "long.xlsx"))


def test_a_workbook_is_read(call, folder, shop, tmp_path):
    with pd.ExcelWriter(tmp_path / "book.xlsx") as book:
        shop.orders[:3000].to_excel(book, sheet_name="Orders", index=False)
        shop.customers[:5].to_excel(book, sheet_name="Customers", index=False)
    said = call("predict", tmp_path / "book.xlsx", "--sheet", "Orders", "--json")
    same = vv.clv.predict(shop.orders[:3000])
    assert said.results[0]["statement"] == same.statement()
    by_number = call("predict", tmp_path / "book.xlsx", "--sheet", 0, "--json")
    assert by_number.results[0]["statement"] == same.statement()


def test_each_table_is_read_as_is_said_of_it_or_else_of_all():
    asked = {
        "responses": "r.csv",
        "orders": "o.xlsx",
        "covariates": "c.csv",
        "encoding": "gb18030",
        "sheet": "Orders",
        "timezone": "Asia/Shanghai",
        "orders_timezone": "",
        "covariates_encoding": "utf-8",
    }
    responses = options.table(vv.Responses, "responses", asked, "timezone")
    orders, covariates = options.orders(asked), options.covariates(asked)["covariates"]
    assert (responses.encoding, responses.sheet) == ("gb18030", None)
    assert (orders.encoding, orders.sheet) == (None, "Orders")
    assert (covariates.encoding, covariates.sheet) == ("utf-8", None)
    assert (responses.timezone, orders.timezone) == ("Asia/Shanghai", None)


def test_a_warning_is_not_repeated_where_a_note_says_it(call, tmp_path):
    # Everybody buys as often as the time allows, so that no dropout is seen and the fit warns.
    rng = pd.date_range("2024-01-01", periods=40, freq="7D")
    lines = [(f"c{i}", day) for i in range(60) for day in rng[: 3 + i % 37]]
    frame = pd.DataFrame(lines, columns=["customer_id", "timestamp"]).assign(amount=5.0)
    frame.to_csv(tmp_path / "orders.csv", index=False)
    said = call("predict", tmp_path / "orders.csv", "--observation-end", "2024-10-06", "--json")
    notes = " ".join(it["text"] for it in said.results[0]["notes"])
    warned = [line.removeprefix("Warning: ") for line in said.err.splitlines()]
    assert [line for line in warned if line in notes] == []
