"""Amounts written as text, with a comma before the decimals or between thousands."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from engine_tables import ENGINES, placed

import vocvalue as vv
from vocvalue.errors import DataError, ParameterError

# Ibis asks pandas for an option that pandas 3 no longer wants to be asked for.
pytestmark = pytest.mark.filterwarnings("ignore:The 'future.infer_string' option is deprecated")

# What each customer spent, as it is written in Germany, France, Switzerland and England.
SPENT = [12.5, 1234.56, 1234567.0, -0.25, 7.0]
WRITTEN = {
    ",": [
        ["12,50", "1.234,56", "1.234.567", "-0,25", "7"],
        ["12,5", "1 234,56", "1\u202f234\u00a0567,00", "-,25", " 7,0 "],
    ],
    ".": [
        ["12.50", "1,234.56", "1,234,567", "-0.25", "7"],
        ["12.5", "1'234.56", "12,34,567", "-.25", "7.0"],
    ],
}


def orders(amounts):
    n = len(amounts)
    return pa.table(
        {"customer_id": list("abcdefgh"[:n]), "timestamp": ["2024-01-15"] * n, "amount": amounts}
    )


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("decimal", WRITTEN)
def test_amounts_as_text_are_read_as_the_table_says(engine, decimal, tmp_path):
    for amounts in WRITTEN[decimal]:
        (table,) = placed(engine, tmp_path, orders([*amounts, None]))
        read = vv.clv.historical(vv.Orders(table, decimal=decimal, refunds="net"))
        # -0.25 is a refund of what was bought before the table begins.
        assert read.total == pytest.approx(sum(SPENT))
        assert read.n_lines == 6


@pytest.mark.parametrize("engine", ["pandas", "polars lazy", "duckdb", "csv"])
@pytest.mark.parametrize(
    ("amounts", "hint"),
    [
        (["12,50", "7,25"], r"decimal=','\): '12,50' is then 12.5"),
        (["1.234,56", "x"], "Correct or remove these rows"),
        (["1,234.56"], r"decimal='.'\): '1,234.56' is then 1234.56"),
        (["1,234"], r"decimal=',' or decimal='.'\): '1,234' is then 1.234 or 1234"),
    ],
)
def test_the_error_says_what_would_help(engine, amounts, hint, tmp_path):
    (table,) = placed(engine, tmp_path, orders(amounts))
    with pytest.raises(DataError, match=rf"'amount': \d rows? of text, .*{hint}"):
        vv.clv.historical(table)


def test_numbers_in_a_frame_of_text_need_a_word():
    table = orders(["12.50", "7"]).to_pandas()
    with pytest.raises(DataError, match=r"2 rows of text.*\(table, decimal='\.'\)"):
        vv.clv.historical(table)
    assert vv.clv.historical(vv.Orders(table, decimal=".")).total == 19.5


@pytest.mark.parametrize("engine", ["pandas", "polars lazy", "duckdb", "csv"])
def test_what_is_written_otherwise_than_said_is_refused(engine, tmp_path):
    (table,) = placed(engine, tmp_path, orders(["12,50", "12.50"]))
    with pytest.raises(DataError, match=r"1 row of text.*'12.50' \(first ids: b\)"):
        vv.clv.historical(vv.Orders(table, decimal=","))


def test_a_decimal_mark_is_a_comma_or_a_point():
    with pytest.raises(ParameterError, match=r"decimal == ';', must be one of ',', '\.'"):
        vv.clv.historical(vv.Orders(orders(["1"]), decimal=";"))


def test_an_export_of_excel_in_europe_and_in_china(tmp_path):
    lines = "客户;日期;金额\n张三;15.01.2024;1.234,50\n李四;16.01.2024;7,25\n"
    (tmp_path / "orders.csv").write_bytes(lines.encode("gbk"))
    table = {
        "customer_id": "客户",
        "timestamp": "日期",
        "amount": "金额",
        "timestamp_format": "%d.%m.%Y",
        "delimiter": ";",
    }
    path = tmp_path / "orders.csv"
    for encoding in ("gbk", "gb18030", "gb2312"):
        read = vv.clv.historical(vv.Orders(path, encoding=encoding, decimal=",", **table))
        values = dict(zip(read.customer_id, read.value, strict=True))
        assert values == {"张三": 1234.5, "李四": 7.25}
    with pytest.raises(DataError, match=r"line 1: the text is not UTF-8.*encoding='gb18030'"):
        vv.clv.historical(vv.Orders(path, decimal=",", **table))


def test_scores_and_what_is_known_of_customers():
    n = 200
    rng = np.random.default_rng(1)
    spend = rng.gamma(2.0, 50.0, n).round(2)
    score = np.clip(np.round(spend / 25), 0, 10)
    table = pd.DataFrame(
        {"customer_id": range(n), "timestamp": "2024-01-15", "score": score, "spend": spend}
    )
    as_text = table.assign(
        score=[f"{it:.1f}".replace(".", ",") for it in score],
        spend=[f"{it:.2f}".replace(".", ",") for it in spend],
    )
    said = vv.Responses(as_text, decimal=",")
    assert vv.survey.trend(said).overall == vv.survey.trend(table).overall
    crossed = vv.survey.cross_analysis(said, revenue="spend")
    assert crossed.statement() == vv.survey.cross_analysis(table, revenue="spend").statement()
