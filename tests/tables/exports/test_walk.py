"""The export of a survey, in whatever file, is the table that it was made of, or is refused."""

import gzip

import numpy as np
import pandas as pd
import pytest
from table_arguments import TABLES
from table_figures import figures
from table_forms import ODD, as_text
from written_workbooks import write_ods, write_xlsx

import vocvalue as vv
from vocvalue.errors import VocValueError

ASKED = {"scores": {"grade": "nps"}, "customer_id": "member", "timestamp": "at"}
NAMES = {"customer_id": "member", "timestamp": "at", "score": "grade", "channel": "way"}
EXPORT = TABLES["responses"][list(NAMES)].rename(columns=NAMES)
ORDERS = TABLES["orders"]


def cells(frame):
    plain = frame.astype({"grade": object})
    return [list(frame.columns), *([*row] for row in plain.astype(str).to_numpy().tolist())]


def by_delimiter(mark):
    return lambda frame: frame.to_csv(index=False, sep=mark).encode()


def written(text):
    def write(frame, path):
        path.write_bytes(text(frame))
        return path

    return write


FILES = {
    "o.csv": (written(as_text), {}),
    "o.csv.gz": (written(lambda frame: gzip.compress(as_text(frame))), {}),
    "marked.csv": (written(lambda frame: b"\xef\xbb\xbf" + as_text(frame)), {}),
    "wide.csv": (written(lambda frame: as_text(frame).decode().encode("utf-16")), {}),
    "gb.csv": (
        written(lambda frame: as_text(frame).decode().encode("gb18030")),
        {"encoding": "gb18030"},
    ),
    "semicolons.csv": (written(by_delimiter(";")), {"delimiter": ";"}),
    "o.tsv": (written(by_delimiter("\t")), {}),
    "o.xlsx": (lambda frame, path: write_xlsx(path, sheet=cells(frame)), {}),
    "o.ods": (lambda frame, path: write_ods(path, sheet=cells(frame)), {}),
}


def read(frame, folder, name="o.csv", **more):
    if name.endswith((".xlsx", ".ods")):
        pytest.importorskip("python_calamine")
    write, options = FILES[name]
    return vv.read_survey(write(frame, folder / name), "wide", **{**ASKED, **options, **more})


def attached(answers, orders=ORDERS):
    return vv.link.attach(answers, orders, window="60 days", observation_end="2024-12-31")


@pytest.mark.parametrize("name", FILES)
def test_every_file_gives_what_the_frame_gives(name, tmp_path):
    export = read(EXPORT, tmp_path, name)
    answers = export.to_frame()
    assert export.n_responses == export.n_rows == len(EXPORT)
    expected = figures(attached(TABLES["responses"]))
    np.testing.assert_allclose(figures(attached(answers)), expected, rtol=1e-9)
    trend = figures(vv.survey.trend(TABLES["responses"]))
    np.testing.assert_allclose(figures(vv.survey.trend(answers)), trend, rtol=1e-9)


IDS = {
    "leading zeros": lambda it: "00" + it.astype(str),
    "a point and a nought": lambda it: it.astype(str) + ".0",
    "64 bits": lambda it: it + 2**60,
    "marks": lambda it: "#;'" + it.astype(str) + ' "x",客\\',
    "several kinds": lambda it: it.astype(str).where(it % 4 > 1, "c" + it.astype(str)),
}


@pytest.mark.parametrize("kind", IDS)
@pytest.mark.parametrize("name", ["o.csv", "o.xlsx"])
def test_ids_are_those_of_the_export(kind, name, tmp_path):
    ids = IDS[kind](EXPORT["member"])
    answers = read(EXPORT.assign(member=ids), tmp_path, name).to_frame()
    same = dict(zip(EXPORT["member"], ids, strict=True))
    theirs = ORDERS.assign(customer_id=ORDERS["customer_id"].map(same))
    found = attached(answers, theirs.dropna(subset="customer_id"))
    assert found.report.matched == attached(TABLES["responses"]).report.matched


def test_odd_ids_stay_apart(tmp_path):
    odd = EXPORT.head(len(ODD)).assign(member=ODD)
    found = read(odd, tmp_path).to_frame()["customer_id"].tolist()
    assert len(set(found)) == len({it.strip() for it in ODD})


def test_rows_that_come_twice_are_counted(tmp_path):
    doubled = pd.concat([EXPORT, EXPORT]).assign(response=[*range(len(EXPORT))] * 2)
    export = read(doubled, tmp_path, response_id="response")
    assert export.n_rows == 2 * len(EXPORT)
    assert export.n_responses == len(EXPORT)
    assert sum(export.left_out.values()) == len(EXPORT)
    single = figures(attached(read(EXPORT, tmp_path).to_frame()))
    np.testing.assert_allclose(figures(attached(export.to_frame())), single, rtol=1e-9)


REFUSED = {
    "a column that is not there": (lambda it: it, {"customer_id": "membr"}),
    "a question that is not there": (lambda it: it, {"scores": {"grad": "nps"}}),
    "a further column that is not there": (lambda it: it, {"keep": ["nowhere"]}),
    "renamed": (lambda it: it.rename(columns={"at": "when"}), {}),
    "two columns of one name": (lambda it: it.rename(columns={"way": "grade"}), {}),
    "words for scores": (lambda it: it.assign(grade="very likely"), {}),
    "a word among scores": (lambda it: it.assign(grade=["good", *it["grade"][1:]]), {}),
    "words for moments": (lambda it: it.assign(at="yesterday"), {}),
    "no rows": (lambda it: it.head(0), {}),
    "a zone that is none": (lambda it: it, {"timezone": "Mars/Olympus"}),
    "an unknown layout of times": (
        lambda it: it.assign(at=it["at"].dt.strftime("%d.%m.%Y")),
        {},
    ),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_cannot_be_read_is_refused(kind, tmp_path):
    change, more = REFUSED[kind]
    with pytest.raises(VocValueError) as caught:
        pytest.fail(f"gives {read(change(EXPORT), tmp_path, **more)}")
    assert len(str(caught.value)) < 900


def test_a_zone_in_the_export_alone_is_refused(tmp_path):
    answers = read(EXPORT, tmp_path, timezone="Asia/Shanghai").to_frame()
    with pytest.raises(VocValueError, match="is in the time zone Asia/Shanghai"):
        attached(answers)


def test_ids_that_are_written_otherwise_in_half_the_export_are_refused(tmp_path):
    ids = "000" + EXPORT["member"].astype(str)
    half = ids.where(EXPORT.index % 2 == 0, ids.str.lstrip("0"))
    answers = read(EXPORT.assign(member=half), tmp_path).to_frame()
    theirs = ORDERS.assign(customer_id="000" + ORDERS["customer_id"].astype(str))
    with pytest.raises(VocValueError, match="leading zeros"):
        attached(answers, theirs)
