"""Labels in every room and every engine: each value its own, in the order that it has."""

import datetime as dt

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from engine_tables import ENGINES, placed

from vocvalue import lift, link, survey
from vocvalue.errors import DataError, ParameterError

pytestmark = pytest.mark.filterwarnings("ignore:The 'future.infer_string' option is deprecated")

# Four labels of 50 customers; what each brings goes by place, so that no order is read off it.
N = 50
PLACE = np.repeat(np.arange(4), N)
SPEND = (10.0 * np.array([3, 1, 4, 2])[PLACE] + np.tile(np.arange(N), 4) % 7).tolist()
MEANS = {place: float(np.mean(np.array(SPEND)[place == PLACE])) for place in range(4)}
BIG = 1234567890123456789
FOUR = {
    "cohorts": ([20240101, 20240108, 20240201, 20240301], False),
    "stores": ([BIG, BIG + 1, BIG + 2, BIG + 3], False),
    "postcodes": (["01234", "1234", "0123", "123"], False),
    "numbers": ([2, 10, 9, 1], True),
    "numbers as text": (["2", "10", "9", "1"], True),
    "days": ([dt.date(2024, 1, d) for d in (8, 1, 22, 15)], False),
    "regions": (["north", "South", "south", "None"], False),
    "agreement": (["agree", "disagree", "strongly agree", "strongly disagree"], True),
    "satisfaction": (["满意", "不满意", "非常满意", "非常不满意"], True),
    "blanks": (["a", "a ", "A", "b"], False),
}
SHOWN = {
    "stores": [str(BIG + i) for i in range(4)],
    "numbers": ["1", "2", "9", "10"],
    "numbers as text": ["1", "2", "9", "10"],
    "days": ["2024-01-01", "2024-01-08", "2024-01-15", "2024-01-22"],
    "agreement": ["strongly disagree", "disagree", "agree", "strongly agree"],
    "satisfaction": ["非常不满意", "不满意", "满意", "非常满意"],
}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("kind", FOUR)
def test_segments_of_a_column(engine, kind, tmp_path):
    values, is_ordered = FOUR[kind]
    table = pa.table({"group": [values[i] for i in PLACE], "spend": SPEND})
    found = survey.cross_analysis(
        placed(engine, tmp_path, table)[0], by="group", revenue="spend", currency="CNY"
    )
    names = SHOWN.get(kind, sorted(map(str, values)))
    assert list(found.segments) == names
    assert found.n == (N,) * 4
    assert found.is_ordered == is_ordered
    for place, value in enumerate(values):
        name = value.isoformat() if isinstance(value, dt.date) else str(value)
        assert found.metric("revenue").of(name).value == pytest.approx(MEANS[place])
    assert found.metric("revenue").verdict in {"link found", "reversed link"}
    assert is_ordered or found.metric("revenue").verdict == "link found"


@pytest.mark.parametrize("engine", ENGINES)
def test_segments_of_a_linked_table(engine, tmp_path):
    values = FOUR["cohorts"][0]
    answered = dt.datetime(2023, 1, 10)
    answers = pa.table(
        {
            "customer_id": [f"c{i}" for i in range(4 * N)],
            "timestamp": pa.array([answered] * (4 * N), pa.timestamp("us")),
            "cohort": [values[i] for i in PLACE],
        }
    )
    orders = pa.table(
        {
            "customer_id": [f"c{i}" for i in range(4 * N)] * 2,
            "timestamp": pa.array(
                [dt.datetime(2023, 6, 1)] * (4 * N) + [dt.datetime(2024, 6, 1)] * (4 * N),
                pa.timestamp("us"),
            ),
            "amount": [*SPEND, *SPEND],
        }
    )
    tables = placed(engine, tmp_path, answers, orders)
    found = survey.cross_analysis(tables[0], orders=tables[1], by="cohort", adjust_for=[])
    assert found.segments == ("20240101", "20240108", "20240201", "20240301")
    assert found.n == (N,) * 4


def experiment_of(engine, folder, column):
    n = len(column)
    people = pa.table(
        {"customer_id": list(range(n)), "arm": ["treated", "control"] * (n // 2), "group": column}
    )
    outcomes = pa.table({"customer_id": list(range(n)), "retained": [1, 0, 1, 1] * (n // 4)})
    tables = placed(engine, folder, people, outcomes)
    return lift.experiment(tables[0], outcomes=tables[1], keep=["group"], randomised=True)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("kind", FOUR)
def test_segments_and_strata_of_an_experiment(engine, kind, tmp_path):
    values = FOUR[kind][0]
    read = experiment_of(engine, tmp_path, [value for value in values for _ in range(100)])
    found = lift.by_segment(read, "group").to_frame()
    assert found["segment"].tolist() == SHOWN.get(kind, sorted(map(str, values)))
    assert found[["n_treated", "n_control"]].to_numpy().tolist() == [[50, 50]] * 4
    strata = lift.retention(read, strata="group")
    # In every stratum 50 of 50 treated and 25 of 50 of the control stayed.
    assert strata.difference.value == pytest.approx(0.5)


@pytest.mark.parametrize("engine", ENGINES)
def test_truth_values_are_labels_of_their_own(engine, tmp_path):
    read = experiment_of(engine, tmp_path, [True] * 40 + [False] * 60)
    found = lift.by_segment(read, "group", value_per_customer={True: 500, False: 100}).to_frame()
    assert found["segment"].tolist() == ["false", "true"]
    assert found["n_treated"].tolist() == [30, 20]


@pytest.mark.parametrize("engine", ENGINES)
def test_arms_that_are_numbers_or_truth_values(engine, tmp_path):
    for arms, control in (([20240101, 20240108], 20240101), ([True, False], False), ([1, 0], "0")):
        people = pa.table({"customer_id": list(range(100)), "arm": arms * 50})
        outcomes = pa.table({"customer_id": list(range(100)), "retained": [1, 0] * 50})
        tables = placed(engine, tmp_path, people, outcomes)
        read = lift.experiment(tables[0], outcomes=tables[1], control=control, randomised=True)
        assert np.bincount(read.arm).tolist() == [50, 50]
        assert read.control == (control if isinstance(control, str) else str(control).lower())


@pytest.mark.parametrize("engine", ["pandas", "polars", "pyarrow", "duckdb", "parquet"])
def test_alerts_of_a_topic_name_that_topic_only(engine, tmp_path):
    rows = pa.table(
        {
            "customer_id": ["a", "b", "c", "d"],
            "timestamp": pa.array([dt.datetime(2024, 1, 5)] * 4, pa.timestamp("us")),
            "topic": [BIG, BIG + 1, BIG, 7],
            "code": ["007", "7", "7.0", "True"],
        }
    )
    table = placed(engine, tmp_path, rows)[0]
    for column, value, who in (
        ("topic", BIG, ["a", "c"]),
        ("topic", "7", ["d"]),
        ("code", "7", ["b"]),
        ("code", 7, ["b"]),
        ("code", "True", ["d"]),
    ):
        rule = lift.Complaint(column=column, values=[value])
        found = lift.risk_pool([rule], complaints=table, between=("2024-01-01", "2024-02-01"))
        assert sorted(found.customer_id.to_list()) == who


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    "values",
    [["01234", "1234"], [BIG, BIG + 1], [True, False], [dt.date(2024, 1, 1), dt.date(2024, 1, 8)]],
    ids=["postcodes", "stores", "truth", "days"],
)
def test_categories_of_weights(engine, values, tmp_path):
    answers = pa.table({"x": [values[0]] * 3 + [values[1]], "customer_id": ["a", "b", "c", "d"]})
    base = pa.table({"x": [values[0]] * 50 + [values[1]] * 50})
    tables = placed(engine, tmp_path, answers, base)
    found = survey.rake(tables[0], base=tables[1], columns=["x"])
    assert sorted(found.weights.tolist()) == pytest.approx([50 / 3] * 3 + [50])
    known = survey.rake(tables[0], margins={"x": {values[0]: 50, values[1]: 50}})
    assert sorted(known.weights.tolist()) == pytest.approx([50 / 3] * 3 + [50])


@pytest.mark.parametrize("engine", ENGINES)
def test_groups_of_a_change(engine, tmp_path):
    before = pa.table({"score": [3, 10] * 40, "shop": [BIG, BIG + 1] * 40})
    after = pa.table({"score": [3, 10] * 40, "shop": [BIG, BIG + 1] * 40})
    tables = placed(engine, tmp_path, before, after)
    found = survey.decompose_change(tables[0], tables[1], by="shop")
    assert sorted(part.group for part in found.groups) == [str(BIG), str(BIG + 1)]


@pytest.mark.parametrize("engine", ENGINES)
def test_strata_of_an_assignment(engine, tmp_path):
    people = pa.table({"customer_id": list(range(40)), "store": [BIG, BIG + 1, BIG + 2, 7] * 10})
    table = placed(engine, tmp_path, people)[0]
    found = lift.assign(table, salt="x", strata=["store"]).by_stratum()
    assert found[["treated", "control"]].to_numpy().tolist() == [[5, 5]] * 4
    assert sorted(found["store"]) == sorted([str(BIG), str(BIG + 1), str(BIG + 2), "7"])


def test_labels_of_tied_answers_are_those_of_the_row_that_counts():
    moment = dt.datetime(2023, 1, 10)
    answers = pl.DataFrame(
        {
            "customer_id": [1, 1, 2, 3],
            "timestamp": [moment] * 4,
            "score": [3, 9, 8, 10],
            "store": [BIG + 1, BIG, BIG + 2, BIG + 3],
        }
    )
    orders = pl.DataFrame(
        {
            "customer_id": [1, 2, 3, 1],
            "timestamp": [dt.datetime(2023, 2, 1)] * 3 + [dt.datetime(2024, 6, 1)],
            "amount": [1.0, 2.0, 3.0, 1.0],
        }
    )
    linked = link.attach(answers, orders, keep=["store"])
    rows = dict(zip(linked.score.tolist(), linked.labels["store"].labels.words, strict=True))
    assert rows == {3.0: str(BIG + 1), 8.0: str(BIG + 2), 10.0: str(BIG + 3)}


OWN = ["meh", "good", "best"]


def tables_with_an_order():
    values = np.array(OWN)[np.repeat([2, 0, 1], 50)].tolist()
    spend = np.repeat([30.0, 10.0, 20.0], 50) + np.tile(np.arange(50.0) % 7, 3)
    ordered = pa.DictionaryArray.from_arrays(
        pa.array(np.repeat([2, 0, 1], 50)), pa.array(OWN), ordered=True
    )
    yield pd.DataFrame({"g": pd.Categorical(values, OWN, ordered=True), "spend": spend})
    yield pl.DataFrame({"g": pl.Series(values, dtype=pl.Enum(OWN)), "spend": spend})
    yield pa.table({"g": ordered, "spend": spend})


@pytest.mark.parametrize("table", list(tables_with_an_order()), ids=["pandas", "polars", "pyarrow"])
def test_the_order_of_a_type_is_that_of_the_segments(table):
    found = survey.cross_analysis(table, by="g", revenue="spend")
    assert (found.segments, found.is_ordered, found.reference) == (tuple(OWN), True, "meh")
    assert found.metric("revenue").gap("best", "meh").value == pytest.approx(20)
    assert "reversed" not in found.statement()


@pytest.mark.parametrize("table", list(tables_with_an_order()), ids=["pandas", "polars", "pyarrow"])
def test_the_order_of_a_type_goes_through_a_join(table):
    ids = pa.array(range(150))
    moment = pa.array([dt.datetime(2023, 1, 10)] * 150, pa.timestamp("us"))
    if isinstance(table, pa.Table):
        answers = table.append_column("customer_id", ids).append_column("timestamp", moment)
    elif isinstance(table, pd.DataFrame):
        answers = table.assign(customer_id=range(150), timestamp=pd.Timestamp("2023-01-10"))
    else:
        answers = table.with_columns(
            customer_id=pl.Series(range(150)), timestamp=pl.lit(moment[0].as_py())
        )
    orders = pd.DataFrame({"customer_id": [*range(150), 0], "amount": 1.0})
    orders["timestamp"] = pd.Timestamp("2023-02-01")
    orders.loc[150, "timestamp"] = pd.Timestamp("2024-06-01")
    if isinstance(table, pa.Table):
        orders = pa.Table.from_pandas(orders)
    elif isinstance(table, pl.DataFrame):
        orders = pl.from_pandas(orders)
    linked = link.attach(answers, orders, score=None, keep=["g"])
    found = survey.cross_analysis(linked, by="g", adjust_for=[])
    assert (found.segments, found.is_ordered) == (tuple(OWN), True)


class TestOrder:
    TABLE = pd.DataFrame(
        {
            "region": ["north"] * 40 + ["south"] * 60 + ["east"] * 50,
            "spend": np.r_[np.arange(40) + 300.0, np.arange(60) + 200.0, np.arange(50) + 100.0],
            "mixed": pd.Series([1, "1", 2] * 50, dtype=object),
        }
    )

    def test_the_largest_of_segments_without_an_order_is_the_reference(self):
        found = survey.cross_analysis(self.TABLE, by="region", revenue="spend")
        assert (found.segments, found.reference) == (("east", "north", "south"), "south")
        assert any("segment south" in note.en and "no order" in note.en for note in found.notes)
        assert found.metric("revenue").ends == ("north", "east")
        assert found.metric("revenue").verdict == "link found"
        assert set(found.gaps()["reference"]) == {"south"}

    def test_an_order_that_is_said_makes_it_one(self):
        found = survey.cross_analysis(
            self.TABLE, by="region", revenue="spend", order=["north", "south", "east"]
        )
        assert (found.is_ordered, found.reference) == (True, "north")
        assert found.metric("revenue").verdict == "reversed link"
        assert "The link is reversed: customers in segment east bring less" in found.statement()

    def test_order_and_reference_may_be_said_as_values(self):
        table = self.TABLE.assign(tier=[3] * 40 + [2] * 60 + [1] * 50)
        found = survey.cross_analysis(
            table, by="tier", revenue="spend", order=[3, 2, 1], reference=2
        )
        assert (found.segments, found.reference) == (("3", "2", "1"), "2")
        assert found.conversion_value(1, 3, 0.01).movers == pytest.approx(0.5)

    def test_an_order_names_each_segment_once(self):
        with pytest.raises(ParameterError, match="names a segment twice"):
            survey.cross_analysis(
                self.TABLE, by="region", revenue="spend", order=["north", "south", "east", "east"]
            )

    def test_one_and_text_one_are_not_put_together(self):
        with pytest.raises(DataError, match="column 'mixed' holds 1 and '1', which look the same"):
            survey.cross_analysis(self.TABLE, by="mixed", revenue="spend")

    def test_labels_that_differ_in_case_only_are_noted(self):
        table = self.TABLE.replace({"region": {"east": "North"}})
        found = survey.cross_analysis(table, by="region", revenue="spend")
        assert found.n == (50, 40, 60)
        assert any("'North' (50) and 'north' (40)" in note.en for note in found.notes)
