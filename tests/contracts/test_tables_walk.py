"""Every public function that takes a table reads it right, or refuses it, on every engine.

The functions are found by walking the package; one that takes a table and is not called here fails
the first test. Each is then given tables that are read wrongly where nobody looks: the figures are
those of the clean table, or the error is ours.
"""

import dataclasses
import gzip
import re
from dataclasses import replace

import duckdb
import ibis
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from table_arguments import CALLS, EVERY_CALL, TABLES, pairs, table_arguments
from table_figures import check_same, clean, each, figures, on

import vocvalue as vv
from vocvalue.errors import VocValueError


def test_every_argument_that_takes_a_table_is_walked():
    assert table_arguments() == {
        (call.name, argument) for call in CALLS for argument in call.tables
    }


# --- engines


def _as_text(frame):
    return frame.to_csv(index=False, date_format="%Y-%m-%d %H:%M:%S%z")


def _csv(frame, folder, name):
    (folder / f"{name}.csv").write_text(_as_text(frame), encoding="utf-8")
    return folder / f"{name}.csv"


def _gzip(frame, folder, name):
    (folder / f"{name}.csv.gz").write_bytes(gzip.compress(_as_text(frame).encode()))
    return str(folder / f"{name}.csv.gz")


def _parquet(frame, folder, name):
    pl.from_pandas(frame).write_parquet(folder / f"{name}.parquet")
    return folder / f"{name}.parquet"


CONNECTION = duckdb.connect()
CONNECTION.execute("SET TimeZone = 'UTC'")
ENGINES = {
    "pandas": lambda frame, folder, name: frame,
    "pandas, shuffled": lambda frame, folder, name: frame.sample(frac=1, random_state=1),
    "polars": lambda frame, folder, name: pl.from_pandas(frame),
    "polars lazy": lambda frame, folder, name: pl.from_pandas(frame).lazy(),
    "pyarrow": lambda frame, folder, name: pa.Table.from_pandas(frame, preserve_index=False),
    "duckdb": lambda frame, folder, name: CONNECTION.from_df(frame),
    "ibis": lambda frame, folder, name: ibis.memtable(ENGINES["pyarrow"](frame, folder, name)),
    "csv": _csv,
    "csv.gz": _gzip,
    "parquet": _parquet,
}
N_IN_TURN = 1


def in_turn(place):
    """Return the engines of a test: all of them have their turn, over the functions."""
    names = list(ENGINES)
    if EVERY_CALL:
        return names
    return [names[(N_IN_TURN * place + i) % len(names)] for i in range(N_IN_TURN)]


def placed(tables, engine, folder):
    return {name: ENGINES[engine](frame, folder, name) for name, frame in tables.items()}


# --- the same table, written otherwise

IDS, AT = "customer_id", "timestamp"
MOMENTS = (AT, "opened", "closed")
NAMES = {
    IDS: "client",
    AT: "at",
    "amount": "price",
    "score": "grade",
    "arm": "branch",
    "retained": "stayed",
    "frequency": "x",
    "recency": "t_x",
    "T": "age",
    "monetary_value": "m",
}


def as_floats(frame):
    return frame.astype({name: float for name in frame.select_dtypes("int") if name != IDS})


def with_lists(frame):
    """Return a table with a column of lists; of covariates each column is read."""
    if "age" in frame:
        return frame
    return frame.assign(items=pd.Series([[1, 2]] * len(frame), frame.index))


def on_moments(make):
    """Return a change of all columns of moments, of the tables that have any."""
    return lambda frame: frame.assign(**{it: make(frame[it]) for it in MOMENTS if it in frame})


SAME = {
    "as it is": lambda frame: frame,
    "ids as text": on(IDS, lambda it: it.astype(str)),
    "ids as floats": on(IDS, lambda it: it.astype(float)),
    "ids as narrow numbers": on(IDS, lambda it: it.astype("int16")),
    "ids as categories": on(IDS, lambda it: it.astype(str).astype("category")),
    "ids of 64 bits": on(IDS, lambda it: it + 2**60),
    "ids with leading zeros": on(IDS, lambda it: "00" + it.astype(str)),
    "ids with marks": on(IDS, lambda it: "#;'" + it.astype(str) + ' "x",客\\'),
    "moments as text": on_moments(lambda it: it.dt.strftime("%Y-%m-%dT%H:%M:%S")),
    "moments in nanoseconds": on_moments(lambda it: it.astype("datetime64[ns]")),
    "moments in UTC": on_moments(lambda it: it.dt.tz_localize("UTC")),
    "numbers as floats": as_floats,
    "a column beside": lambda frame: frame.assign(comment="#;\"'"),
    "lists beside": with_lists,
    "columns reversed": lambda frame: frame[frame.columns[::-1]],
}
NEW_IDS = {
    "ids of 64 bits": lambda it: it + 2**60,
    "ids with leading zeros": lambda it: f"00{it}",
    "ids with marks": lambda it: f'#;\'{it} "x",客\\',
}
BY_HASH = {"lift.assign", "lift.Assignment.balance"}
"""Whose figures are those of the ids."""


@pytest.mark.parametrize(("form", "call"), pairs(SAME), ids=str)
def test_the_same_table_gives_the_same_figures(form, call, tmp_path):
    if form in NEW_IDS and call.name in BY_HASH:
        return
    if form == "a column beside" and call.name == "lift.Assignment.balance":
        return  # every column of the table is a covariate, and this is one more
    tables = each(call.clean, SAME[form])
    more = {}
    if "customer" in call.asked and form.startswith("ids"):
        customer = call.asked["customer"]
        more = {"customer": NEW_IDS.get(form, lambda it: it)(customer)}
    for engine in in_turn(CALLS.index(call) + list(SAME).index(form)):
        (folder := tmp_path / engine).mkdir()
        check_same(call, placed(tables, engine, folder), more, f"{form} in {engine}")


# --- columns of other names


def renamed(call):
    """Return the tables of a call with other names, and what says so."""
    there = set().union(*(frame.columns for frame in call.clean.values()))
    names = {old: new for old, new in NAMES.items() if old in there & set(call.takes)}
    return {name: frame.rename(columns=names) for name, frame in call.clean.items()}, names


@pytest.mark.parametrize("call", CALLS, ids=str)
def test_columns_of_other_names_are_named(call, tmp_path):
    tables, names = renamed(call)
    for engine in in_turn(CALLS.index(call)):
        check_same(call, placed(tables, engine, tmp_path), names, f"renamed in {engine}")


KINDS = {
    "orders": vv.Orders,
    "responses": vv.Responses,
    "later": vv.Responses,
    "assignments": vv.Assignments,
    "outcomes": vv.Outcomes,
    "covariates": vv.Customers,
}
TAKE_NO_KIND = {"clv.Rfm.from_frame", "survey.decompose_change", "survey.drivers", "survey.rake"}


@pytest.mark.parametrize("call", [it for it in CALLS if it.name not in TAKE_NO_KIND], ids=str)
def test_tables_that_know_their_names_need_no_keywords(call, tmp_path):
    plain, names = renamed(call)
    tables = placed(plain, in_turn(CALLS.index(call) + 1)[0], tmp_path)
    told = {}
    for argument, kind in call.kinds.items():
        if kind not in KINDS:
            return
        fields = {field.name for field in dataclasses.fields(KINDS[kind])}
        theirs = {old: new for old, new in names.items() if old in fields & set(TABLES[kind])}
        told[argument] = KINDS[kind](tables[argument], **theirs)
    more = {}
    if "spend" in call.asked:
        told["outcomes"] = replace(told["outcomes"], spend=call.asked["spend"])
        more = {"spend": None}
    check_same(call, told, more, "tables that know their names")


SINGLE = (*NAMES, "quantity", "survey_column", "topic", "by", "spend", "spend_before", "duration")
SINGLE = (
    *SINGLE,
    "revenue",
    "churned",
    "left",
    "weights",
    "orders_customer_id",
    "orders_timestamp",
)
SEVERAL = ("keep", "ratings", "columns", "strata", "adjust_for")


@pytest.mark.parametrize("call", CALLS, ids=str)
def test_a_column_that_is_named_must_be_there(call, tmp_path):
    tables = placed(call.clean, in_turn(CALLS.index(call) + 2)[0], tmp_path)
    named = {name: "nowhere" for name in SINGLE if name in call.takes}
    several = [name for name in SEVERAL if name in call.takes and name not in call.tables]
    named |= {name: ["nowhere"] for name in several}
    for name, value in named.items():
        with pytest.raises(VocValueError):
            pytest.fail(f"{name}={value!r} gives {call(tables, **{name: value})}")


# --- what must be refused


def surveys(frame):
    """Return the answers to two questions in one column."""
    if "score" not in frame:
        return frame
    other = frame.assign(survey="csat", score=frame["score"] % 5 + 1)
    return pd.concat([frame.assign(survey="nps"), other])


def currencies(frame):
    if "amount" not in frame:
        return frame
    return frame.assign(currency=np.where(np.arange(len(frame)) % 2, "CNY", "EUR"))


def changed(column, value):
    """Return a change of one cell, which makes a column one of objects."""

    def put(frame):
        if column not in frame:
            return frame
        values = frame[column].astype(object).to_list()
        values[3] = value
        return frame.assign(**{column: pd.Series(values, frame.index, dtype=object)})

    return put


REFUSED = {
    "two surveys": surveys,
    "two currencies": currencies,
    "text among amounts": changed("amount", "12,50"),
    "text among scores": changed("score", "very likely"),
    "text among moments": changed(AT, "yesterday"),
    "an infinite amount": changed("amount", float("inf")),
    "a score off the scale": changed("score", 99),
    "true and false for scores": on("score", lambda it: it > 5),
    "lists for scores": on("score", lambda it: it.map(lambda value: [value])),
    "true and false for amounts": on("amount", lambda it: it > 5),
    "truth for ids": on(IDS, lambda it: it % 2 == 0),
    "ids that a float has rounded": on(IDS, lambda it: it + 2.0**60),
    "moments for ids": on(IDS, lambda it: pd.to_datetime(it, unit="D")),
    "halves for ids": on(IDS, lambda it: it + 0.5),
}
OTHERWISE = {
    # Its weights are those of all rows.
    ("two surveys", "survey.rake"),
    # A text is read whichever survey it was given in.
    ("two surveys", "signals.find"),
    ("two surveys", "signals.fit_polarity"),
    ("two surveys", "signals.mentions"),
    ("two surveys", "signals.themes"),
    ("two surveys", "signals.leads"),
    # Two surveys are two questions.
    ("two surveys", "kpi.stakeholder_satisfaction"),
    # It needs no moments, and does without where some are none.
    ("text among moments", "lift.experiment"),
    # They know no scale: 99 is a score like others.
    ("a score off the scale", "survey.drivers"),
    ("a score off the scale", "lift.risk_pool"),
    ("a score off the scale", "link.attach"),
}


@pytest.mark.parametrize(("kind", "call"), pairs(REFUSED), ids=str)
def test_what_cannot_be_read_is_refused_or_not_needed(kind, call, tmp_path):
    tables = each(call.clean, REFUSED[kind])
    by_hash = call.name in BY_HASH and "ids" in kind
    if (kind, call.name) in OTHERWISE:
        return
    engines = [in_turn(CALLS.index(call) + list(REFUSED).index(kind))[0]]
    if any(it in kind for it in ("among", "lists", "infinite")):
        engines = ["pandas"]
    # A text file knows no types: text of another kind of id is an id.
    if "ids" in kind and "rounded" not in kind:
        engines = [it if "csv" not in it else "pyarrow" for it in engines]
    for engine in engines:
        try:
            found = figures(call(placed(tables, engine, tmp_path)))
        except VocValueError:
            continue
        assert not by_hash
        np.testing.assert_allclose(found, clean(call), rtol=1e-6, atol=1e-9, err_msg=engine)


# --- two tables that meet

TIMED = {"orders", "responses", "assignments", "complaints"}
TWO_CLOCKS = [it for it in CALLS if len(TIMED & set(it.kinds.values())) > 1]
# Two tables of which neither looks up the customers of the other.
BESIDE = {"survey.rake", "lift.risk_pool", "issues.trend", "kpi.check_gaming"}
JOINED = [it for it in CALLS if len(it.kinds) > 1 and it.name not in BESIDE]


@pytest.mark.parametrize("call", [it for it in TWO_CLOCKS if it.name != "lift.risk_pool"], ids=str)
def test_a_zone_in_one_table_alone_is_refused(call, tmp_path):
    aware = on(AT, lambda it: it.dt.tz_localize("Asia/Shanghai"))
    for i, argument in enumerate(call.kinds):
        if call.kinds[argument] not in TIMED:
            continue
        engine = in_turn(CALLS.index(call) + i)[0]
        (folder := tmp_path / argument).mkdir()
        tables = {**call.clean, argument: aware(call.clean[argument])}
        with pytest.raises(VocValueError, match="zone"):
            pytest.fail(f"{argument} in {engine} gives {call(placed(tables, engine, folder))}")


@pytest.mark.parametrize("call", TWO_CLOCKS, ids=str)
@pytest.mark.parametrize("zone", ["Asia/Shanghai", "America/Los_Angeles"])
def test_the_same_moments_in_two_zones_are_the_same(call, zone, tmp_path):
    aware = on(AT, lambda it: it.dt.tz_localize("UTC"))
    elsewhere = on(AT, lambda it: it.dt.tz_localize("UTC").dt.tz_convert(zone))
    tables = each(call.clean, aware)
    tables["orders"] = elsewhere(call.clean["orders"])
    engine = in_turn(CALLS.index(call) + len(zone))[0]
    more = {"timezone": "UTC"} if "timezone" in call.takes else {}
    check_same(call, placed(tables, engine, tmp_path), more, f"{zone} in {engine}")


OTHER_IDS = {
    "lost zeros": (lambda it: "000" + it.astype(str), lambda it: it.astype(str)),
    "another case": (lambda it: "c" + it.astype(str), lambda it: "C" + it.astype(str)),
    "blanks": (lambda it: "c" + it.astype(str), lambda it: "c" + it.astype(str) + " "),
    "full width": (lambda it: "c" + it.astype(str), lambda it: "ｃ" + it.astype(str)),
}


# The customers of each call are looked up in its own way, and all ids are compared in one way.
FAULTS = [
    (fault, call)
    for i, call in enumerate(JOINED)
    for j, fault in enumerate(OTHER_IDS)
    if EVERY_CALL or i % 2 == j % 2
]


@pytest.mark.parametrize(("fault", "call"), FAULTS, ids=str)
def test_ids_that_are_written_otherwise_in_half_a_table_are_refused(fault, call, tmp_path):
    right, wrong = OTHER_IDS[fault]
    tables = each(call.clean, on(IDS, right))
    for i, (argument, frame) in enumerate(call.clean.items()):
        if IDS not in frame:
            continue
        half = frame[IDS] % 4 < 2
        damaged = frame.assign(**{IDS: right(frame[IDS]).where(half, wrong(frame[IDS]))})
        (folder := tmp_path / argument).mkdir()
        engine = in_turn(CALLS.index(call) + i)[0]
        try:
            result = call(placed({**tables, argument: damaged}, engine, folder))
        except VocValueError:
            continue
        pytest.fail(f"{fault} in {argument} of {engine} gives {result.summary()}")


# --- every line twice

COUNTED = re.compile(r"repeat|twice|copies|first|before", re.IGNORECASE)


@pytest.mark.parametrize("call", CALLS, ids=str)
def test_lines_that_come_twice_are_refused_noted_or_harmless(call, tmp_path):
    for i, (argument, frame) in enumerate(call.clean.items()):
        (folder := tmp_path / argument).mkdir()
        engine = in_turn(CALLS.index(call) + i)[0]
        doubled = pd.concat([frame, frame], ignore_index=True)
        try:
            result = call(placed({**call.clean, argument: doubled}, engine, folder))
        except VocValueError:
            continue
        found, expected = figures(result), clean(call)
        close = {"rtol": 1e-6, "atol": 1e-9, "equal_nan": True}
        if found.shape == expected.shape and np.allclose(found, expected, **close):
            continue
        known = (*result.notes, *getattr(result, "calibration", result).notes)
        notes = [note for note in known if COUNTED.search(note.en)]
        assert notes, f"{argument} of {engine} gives {result.summary()}"
        assert any(note.count for note in notes)


def test_dropped_copies_leave_the_figures_of_single_lines(tmp_path):
    for call in CALLS:
        if "duplicates" not in call.takes:
            continue
        orders = call.clean["orders"]
        tables = {**call.clean, "orders": pd.concat([orders, orders])}
        single, dropped = call(call.clean), call(tables, duplicates="drop")
        assert dropped.statement() == single.statement(), str(call)
