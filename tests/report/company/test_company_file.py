from pathlib import Path

import pandas as pd
import pytest

import vocvalue as vv
from vocvalue.errors import DataError, ParameterError
from vocvalue.report.company.company_file import read_company

WHOLE = """
[report]
title = "客户体验价值报告"
language = "zh"
period = ["2024-01-01", "2024-12-31"]
output = ["page.html", "out/page.xlsx"]

[terms]
margin = 0.40
randomised = true

[windows]
leads = "30 days"

[labels]
north = "北区"

[fixed_at]
"物流慢" = 2024-06-15

[orders]
path = "orders.csv"
customer_id = "client"
currency = "CNY"

[actions]
path = ["a.csv", "b.csv"]
done = ["live"]

[[costs]]
label = "analysts"
amount = 600_000
kind = "people"

[[fixes]]
topic = "物流慢"
cost = 1000
share = [0.5, 0.7]
"""


@pytest.fixture
def written(tmp_path):
    def write(text: str) -> Path:
        path = tmp_path / "company.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_everything_that_a_file_says(written):
    path = written(WHOLE)
    company = read_company(path)
    told, folder = company.arguments, path.parent
    assert company.outputs == (folder / "page.html", folder / "out" / "page.xlsx")
    assert told["orders"].source == str(folder / "orders.csv")
    assert (told["orders"].customer_id, told["orders"].currency) == ("client", "CNY")
    assert told["actions"].source == [str(folder / "a.csv"), str(folder / "b.csv")]
    assert told["actions"].done == ("live",)
    assert told["costs"][0].amount == 600_000
    assert told["fixes"][0].shares == (0.5, 0.7)
    assert told["windows"] == {"leads": "30 days"}
    assert told["labels"] == {"north": "北区"}
    assert str(told["fixed_at"]["物流慢"]) == "2024-06-15"
    assert (told["margin"], told["randomised"], told["language"]) == (0.40, True, "zh")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[order]\npath = 'a.csv'", "company.toml: 'order' is not known. Did you mean 'orders'?"),
        ("[terms]\nmargn = 0.4", r"section \[terms\]: 'margn' is not known. Did you mean 'margin'"),
        ("[orders]\npath = 'a'\ncustomerid = 'x'", "Did you mean 'customer_id'?"),
        ("[orders]\ncustomer_id = 'x'", r"section \[orders\] has no path"),
        ("[orders]\npath = 7", "path == 7, must be a path"),
        ("orders = 'a.csv'", r"orders must be a section, written as \[orders\]"),
        ("[costs]\namount = 7", r"costs must be a list of sections, each written as \[\[costs\]\]"),
        ("[[costs]]\nlabel = 'a'\namount = 7", r"section \[\[costs\]\] has no 'kind'"),
        ("[[costs]]\nlabel = 'a'\namount = -7\nkind = 'people'", "amount == -7"),
        ("[[fixes]]\ntopic = 'a'\ncost = 7\nshare = 60", "Write 60% as 0.60"),
        ("[orders]\npath = 'a.csv'\nrefunds = 'perhaps'", r"section \[orders\]: refunds == "),
    ],
)
def test_what_a_file_says_wrongly(written, text, message):
    with pytest.raises(ParameterError, match=message):
        read_company(written(text))


@pytest.mark.parametrize(
    ("section", "line", "message"),
    [
        ("report", "period = ['2024-01-01']", "must be the first and the last day"),
        ("report", "skip_failed = 'no'", "skip_failed == 'no', must be True or False"),
        ("terms", "randomised = 'yes'", "randomised == 'yes', must be True or False"),
        ("terms", "margin = '40%'", "margin == '40%', must be a number"),
        ("terms", "currency = 5", "currency == 5, must be the code of a currency"),
        ("terms", "adjust_for = 'region'", r"must be a list of columns: \['region'\]"),
        ("terms", "budget = 'much'", "budget == 'much', must be a number"),
        ("terms", "horizon = 12", "horizon == 12, must say its unit"),
        ("windows", "leads = 60", r"windows\['leads'\] == 60, must say its unit"),
        ("labels", "north = 5", r"labels == .*, must be display names"),
        ("fixed_at", "parcels = 'soon'", r"fixed_at\['parcels'\] == 'soon', must be an ISO date"),
    ],
)
def test_a_value_of_a_wrong_kind_is_refused_before_a_table_is_read(written, section, line, message):
    path = written(f"[{section}]\n{line}\n[orders]\npath = 'there_is_none.csv'")
    with pytest.raises(ParameterError, match=message):
        vv.report.from_file(path)


def test_a_file_of_windows_is_read(written, tmp_path):
    path = tmp_path / "windows.toml"
    path.write_text('[report]\r\ntitle = "月报"\r\n', encoding="utf-8-sig", newline="")
    assert read_company(path).arguments["title"] == "月报"


def test_a_file_that_is_none(written, tmp_path):
    with pytest.raises(DataError, match="is not valid TOML: Expected"):
        read_company(written("[orders"))
    with pytest.raises(DataError, match="cannot be read: No such file"):
        read_company(tmp_path / "none.toml")
    latin = tmp_path / "latin.toml"
    latin.write_bytes("title = 'é'".encode("latin-1"))
    with pytest.raises(DataError, match="is not UTF-8 text"):
        read_company(latin)


def test_a_file_makes_the_same_page_as_the_call(written, tmp_path):
    shop = vv.datasets.load_sample()
    shop.orders.rename(columns={"customer_id": "client"}).to_csv(tmp_path / "o.csv", index=False)
    path = written(
        "[terms]\nmargin = 0.4\n[orders]\npath = 'o.csv'\ncustomer_id = 'client'\ncurrency = 'CNY'"
    )
    page = vv.report.from_file(path)
    called = vv.report.programme(orders=shop.orders, margin=0.4, currency="CNY")
    columns = ["value", "lower", "upper", "currency", "basis"]
    pd.testing.assert_frame_equal(page.to_frame()[columns], called.to_frame()[columns])
