"""Values, covariates and outcomes go through the gate that orders go through."""

import decimal

import narwhals as nw
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from engine_tables import placed

import vocvalue as vv
from vocvalue.errors import DataError, InternalError
from vocvalue.link.gate import check_counts
from vocvalue.link.lookup import look_up

# Ibis asks pandas for an option that pandas is about to drop.
pytestmark = pytest.mark.filterwarnings("ignore:The 'future.infer_string' option is deprecated")


def series(values):
    return nw.from_native(pd.Series(values), series_only=True)


def told(customers, table, columns=None):
    return look_up(
        series(customers), table, customer_id="customer_id", columns=columns, name="covariates"
    )


@pytest.mark.parametrize("engine", ["pandas", "polars", "pyarrow", "duckdb", "csv"])
@pytest.mark.parametrize("ids", [[7, 8, 9], [7.0, 8.0, 9.0], ["7", "8", "9"]])
@pytest.mark.parametrize("held", [pa.int64(), pa.float64(), pa.string(), pa.decimal128(20, 0)])
def test_an_id_is_found_in_whatever_type_it_is_held(engine, ids, held, tmp_path):
    table = pa.table({"customer_id": pa.array([8, 7, None]).cast(held), "spend": [2.0, 1.0, 9.0]})
    found = told(ids, *placed(engine, tmp_path, table))
    assert found.is_there.tolist() == [True, True, False]
    assert found.columns["spend"][:2].tolist() == [1.0, 2.0]
    assert [note.en for note in found.notes] == [
        "1 row of the table covariates with no customer was left out."
    ]


def test_numbers_of_a_text_file_are_numbers_again(tmp_path):
    path = tmp_path / "covariates.csv"
    path.write_text("customer_id,spend,code\n7,1.5,a1\n8,,2\n", encoding="utf-8")
    found = told(["8", "7", "9"], path)
    assert found.is_there.tolist() == [True, True, False]
    assert found.columns["spend"][:2].tolist() == pytest.approx([np.nan, 1.5], nan_ok=True)
    assert found.columns["code"][:2].tolist() == ["2", "a1"]


def test_a_missing_id_is_found_nowhere():
    table = pd.DataFrame({"customer_id": ["a", None, "NULL", " "], "spend": [1.0, 2.0, 3.0, 4.0]})
    found = told(["a", None, "NULL"], table)
    assert found.is_there.tolist() == [True, False, False]
    assert found.notes[0].count == 3


def arms(ids):
    return pd.DataFrame({"customer_id": ids, "arm": ["treated", "control"] * (len(ids) // 2)})


N = 400
IDS = [f"a{i:05d}" for i in range(N)]
DAMAGE = {
    "case": (IDS, [it.upper() for it in IDS]),
    "blanks": (IDS, [f"{it} " for it in IDS]),
    "leading zeros": ([f"{i:05d}" for i in range(1, N + 1)], [str(i) for i in range(1, N + 1)]),
    "leading zeros as numbers": ([f"{i:05d}" for i in range(1, N + 1)], list(range(1, N + 1))),
    "a trailing .0": ([f"{i}.0" for i in range(1, N + 1)], [str(i) for i in range(1, N + 1)]),
}
KEEPS = np.array([1.0, 0.0, 1.0, 1.0] * (N // 4))


def experiment_of(ids, others):
    outcomes = pd.DataFrame({"customer_id": others, "retained": KEEPS})
    return vv.lift.experiment(arms(ids), outcomes=outcomes, randomised=True)


def crossing_of(ids, others):
    answers = pd.DataFrame({"customer_id": ids, "score": [2, 10] * (N // 2), "rev": KEEPS})
    beside = pd.DataFrame({"customer_id": others, "age": np.arange(N) % 7})
    return vv.survey.cross_analysis(answers, revenue="rev", covariates=beside)


def adjusted_of(ids, others):
    outcomes = pd.DataFrame({"customer_id": ids, "retained": KEEPS})
    beside = pd.DataFrame({"customer_id": others, "age": np.arange(N) % 7})
    return vv.lift.adjusted_retention(
        vv.lift.experiment(arms(ids), outcomes=outcomes, randomised=False), covariates=beside
    )


def balance_of(ids, others):
    beside = pd.DataFrame({"customer_id": others, "age": np.arange(N) % 7})
    return vv.lift.assign(arms(ids)[["customer_id"]], salt="spring").balance(beside)


def pool_of(ids, others):
    before = pd.DataFrame({"customer_id": others, "value": 10.0})
    now = pd.DataFrame({"customer_id": ids, "value": KEEPS})
    return vv.lift.risk_pool([vv.lift.FallingValue(relative=0.5)], values=(before, now))


ROOMS = [experiment_of, crossing_of, adjusted_of, balance_of, pool_of]


@pytest.mark.parametrize("damage", DAMAGE)
@pytest.mark.parametrize("room", ROOMS)
def test_ids_that_are_written_otherwise_are_refused(room, damage):
    ids, others = DAMAGE[damage]
    rule = damage.removesuffix(" as numbers")
    with pytest.raises(DataError, match=f"{N} of the {N} would match if {rule} were ignored"):
        room(ids, others)


@pytest.mark.parametrize("room", ROOMS)
@pytest.mark.parametrize(("n_damaged", "is_refused"), [(4, True), (3, False)])
def test_from_one_in_a_hundred_they_are_refused_and_below_noted(room, n_damaged, is_refused):
    others = [it.upper() for it in IDS[:n_damaged]] + IDS[n_damaged:]
    said = f"{n_damaged} of the {n_damaged} would match if case were ignored"
    if is_refused:
        with pytest.raises(DataError, match=said):
            room(IDS, others)
        return
    notes = [note for note in room(IDS, others).notes if said in note.en]
    assert [note.count for note in notes] == [n_damaged]
    assert "大小写" in notes[0].zh


def test_values_of_a_prediction_are_looked_up_by_the_same_rule():
    shop = vv.datasets.load_sample()
    value = vv.clv.predict(shop.orders, horizon="12 months", discount_rate=0.1, margin=0.4)
    nps = shop.responses[shop.responses["survey"] == "nps"]
    first = nps.drop_duplicates("customer_id").assign(left=0.0)
    first.loc[::3, "left"] = 1.0
    ask = {"by": "nps", "churned": "left", "values": value}
    plain = vv.survey.cross_analysis(first, **ask)
    with pytest.raises(
        DataError,
        match=r"table values does not have [\d,]+ of the .*, but [\d,]+ of the .* case were",
    ):
        vv.survey.cross_analysis(first.assign(customer_id=first["customer_id"].str.lower()), **ask)
    numbered = {it: number for number, it in enumerate(first["customer_id"])}
    table = shop.orders.assign(customer_id=shop.orders["customer_id"].map(numbered))
    as_numbers = vv.clv.predict(table.dropna(), horizon="12 months", discount_rate=0.1, margin=0.4)
    as_text = first.assign(customer_id=first["customer_id"].map(numbered).astype(str))
    found = vv.survey.cross_analysis(as_text, **{**ask, "values": as_numbers})
    assert found.metric("ltv").of("promoter").n == plain.metric("ltv").of("promoter").n


def test_a_number_of_several_kinds_is_one_customer():
    table = pd.DataFrame({"customer_id": [decimal.Decimal(7), decimal.Decimal(8)], "x": [1.0, 2.0]})
    assert told(["7", "8"], table).columns["x"].tolist() == [1.0, 2.0]
    twice = pd.DataFrame({"customer_id": [7, "7"], "x": [1.0, 2.0]})
    with pytest.raises(DataError, match="1 row of the table covariates repeat a customer"):
        told(["7"], twice)


@pytest.mark.parametrize(
    "counts", [{"customers": 10, "matched": 11}, {"customers": 10, "matched": -1}]
)
def test_counts_that_cannot_be_are_a_fault_of_ours(counts):
    with pytest.raises(InternalError, match=r"customers 10, matched -?\d+\)\. This is a fault of"):
        check_counts(**counts)
