"""Saved fits: whole or not there, and what is not what was saved is refused."""

import hashlib
import json
import os
import stat
from dataclasses import replace

import numpy as np
import pytest

from vocvalue import clv
from vocvalue.errors import DataError, ParameterError
from vocvalue.results import Note

FITTED = {
    "log_likelihood": -9582.4,
    "information": [
        [4.0, 1.0, 0.0, 0.5],
        [1.0, 3.0, 0.25, 0.0],
        [0.0, 0.25, 2.0, 0.0],
        [0.5, 0, 0, 9],
    ],
    "converged": True,
    "n_customers": 2357,
    "n_distinct": 1204,
    "evaluations": 7,
}
NOTES = (Note.of('a "word" of care', "一句提醒。", count=3),)
DEEP = 100_000


@pytest.fixture
def fit():
    model = clv.BGNBD(r=0.243, alpha=4.414, a=0.793, b=2.426, unit="week")
    return clv.Fit(model=model, diagnostics=NOTES, notes=NOTES, **FITTED)


@pytest.fixture
def path(fit, tmp_path):
    return fit.save(tmp_path / "fit.json")


def changed(record, *where, to):
    """Return a record with one entry changed."""
    record = json.loads(json.dumps(record))
    entry = record
    for key in where[:-1]:
        entry = entry[key]
    entry[where[-1]] = to
    return record


def signed(record):
    """Return a record with the checksum that its content has, as a forger would write it."""
    said = {key: value for key, value in record.items() if key != "sha256"}
    text = json.dumps(said, sort_keys=True, separators=(",", ":"))
    return {**said, "sha256": hashlib.sha256(text.encode()).hexdigest()}


def test_the_checksum_is_that_of_the_sorted_content(path):
    record = json.loads(path.read_text("utf-8"))
    assert record["version"] == 3
    assert signed(record) == record


def test_spaces_and_order_are_no_damage(fit, path):
    record = json.loads(path.read_text("utf-8"))
    path.write_text("\ufeff" + json.dumps(dict(sorted(record.items())), indent="\t"), "utf-8")
    assert clv.load(path).to_dict() == fit.to_dict()


def read_again(path):
    """Return what a file says, or nothing where it is refused."""
    try:
        return clv.load(path).to_dict()
    except DataError:
        return None


def test_every_byte_that_changes_is_found_or_changes_nothing(fit, path):
    content, was = path.read_bytes(), fit.to_dict()
    read = []
    for place in range(0, len(content), 3):
        damaged = bytearray(content)
        damaged[place] ^= 1 << (place % 8)
        path.write_bytes(damaged)
        read.append(read_again(path))
    assert all(it in (None, was) for it in read)
    # Only what stands between the words may change unseen.
    assert read.count(None) > len(read) / 2


def test_a_file_that_was_cut_short_is_refused_at_every_length(path):
    content = path.read_bytes().rstrip()
    for length in range(0, len(content), 3):
        path.write_bytes(content[:length])
        with pytest.raises(DataError, match=r"fit\.json"):
            clv.load(path)


@pytest.mark.parametrize(
    ("where", "to"),
    [
        (["model"], "__import__('os')"),
        (["model"], ["BGNBD"]),
        (["model"], "GammaGamma"),
        (["model"], "MBGNBD2"),
        (["parameters", "r"], "0.243"),
        (["parameters", "r"], -1.0),
        (["parameters", "r"], True),
        (["parameters", "r"], None),
        (["parameters", "r"], 10**400),
        (["parameters", "__class__"], 1.0),
        (["parameters"], [0.243, 4.414, 0.793, 2.426]),
        (["unit"], "fortnight"),
        (["unit"], ["week"]),
        (["unit"], None),
        (["more"], 1),
        (["fit", "more"], 1),
        (["fit", "log_likelihood"], "-9582.4"),
        (["fit", "converged"], 1),
        (["fit", "converged"], "yes"),
        (["fit", "n_customers"], 0),
        (["fit", "n_customers"], 2357.0),
        (["fit", "n_distinct"], -1),
        (["fit", "evaluations"], -1),
        (["fit", "information"], []),
        (["fit", "information"], [[1.0]]),
        (["fit", "information"], "none"),
        (["fit", "information", 0], [1.0]),
        (["fit", "information", 0, 1], 2.0),
        (["fit", "information", 0, 0], "4"),
        (["fit", "information"], [[1.7e308] * 4] * 4),
        (["fit", "notes"], {"en": "a", "zh": "b", "count": 0}),
        (["fit", "notes", 0], "a note"),
        (["fit", "notes", 0, "en"], 5),
        (["fit", "notes", 0, "count"], -1),
        (["fit", "notes", 0, "bears_on"], "nothing"),
        (["fit", "notes", 0, "bears_on"], ["figure"]),
        (["fit", "diagnostics", 0, "link"], "more"),
        (["fit"], None),
        (["version"], "2"),
        (["version"], True),
        (["version"], 0),
        (["version"], 4),
        (["version"], 10**30),
        (["format"], "other"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_what_no_fit_says_is_refused_though_the_checksum_is_right(where, to, path):
    hostile = signed(changed(json.loads(path.read_text("utf-8")), *where, to=to))
    path.write_text(json.dumps(hostile), "utf-8")
    with pytest.raises(DataError, match=r"fit\.json"):
        clv.load(path)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe{\x00}\x00",
        '{"format": "vocvalue model"}'.encode("utf-16"),
        b"[" * DEEP,
        b'{"a":' * DEEP + b"1" + b"}" * DEEP,
        b'{"format": "vocvalue model", "version": NaN}',
        b'{"format": "vocvalue model", "version": 1e400}',
        b'{"format": "vocvalue model", "version": -Infinity}',
        b'{"format": "vocvalue model", "version": ' + b"9" * 5000 + b"}",
        b'{"format": "vocvalue model", "version": 1, "version": 2}',
        b'{"format": "vocvalue model", "version": 1}' + b" " * 1_000_000,
        b"\x80\x04\x95.",
        b"null",
        b'"vocvalue model"',
    ],
    ids=range(14),
)
def test_what_is_no_file_of_ours_is_refused(content, tmp_path):
    path = tmp_path / "fit.json"
    path.write_bytes(content)
    with pytest.raises(DataError, match=r"fit\.json"):
        clv.load(path)


def test_what_is_no_file_at_all_is_refused(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for place in (tmp_path, tmp_path / "pipe", tmp_path / "nowhere", tmp_path / ("n" * 400)):
        with pytest.raises(DataError, match=str(place)):
            clv.load(place)
    for place in ("", "a\0b", 3, None, b"fit.json"):
        with pytest.raises(ParameterError, match="must be the path of a file"):
            clv.load(place)


def before_notes_said_what_they_bear_on(path):
    record = json.loads(path.read_text("utf-8"))
    for note in (*record["fit"]["notes"], *record["fit"]["diagnostics"]):
        del note["bears_on"]
    return {**record, "version": 2}


def test_a_file_from_before_notes_said_what_they_bear_on_is_read(fit, path):
    path.write_text(json.dumps(signed(before_notes_said_what_they_bear_on(path))), "utf-8")
    assert clv.load(path).to_dict() == fit.to_dict()


def test_what_a_note_bears_on_is_kept(fit, tmp_path):
    grave = Note.of("{n} rows.", "{n} 行。", n=3, bears_on="claim")
    path = replace(fit, notes=(grave,)).save(tmp_path / "grave.json")
    assert clv.load(path).notes == (grave,)
    assert clv.load(path).notes[0].bears_on == "claim"


def test_a_file_from_before_there_was_a_checksum_is_read(fit, path):
    record = before_notes_said_what_they_bear_on(path)
    del record["sha256"]
    path.write_text(json.dumps({**record, "version": 1}), "utf-8")
    assert clv.load(path).to_dict() == fit.to_dict()
    path.write_text(json.dumps({**record, "version": 2}), "utf-8")
    with pytest.raises(DataError, match="does not match its checksum"):
        clv.load(path)


def test_an_edited_file_says_so(path):
    path.write_text(path.read_text("utf-8").replace("0.243", "0.343"), "utf-8")
    with pytest.raises(DataError, match="damaged or was edited"):
        clv.load(path)


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_disk_that_fails_leaves_the_old_file_and_no_other(step, fit, path, monkeypatch):
    before = path.read_bytes()

    def failing(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, step, failing)
    with pytest.raises(DataError, match="No space left"):
        fit.save(path)
    monkeypatch.undo()
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


def test_what_cannot_be_written_to_says_so(fit, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "file").touch()
    for place in (tmp_path, tmp_path / "pipe", tmp_path / "no" / "a", tmp_path / "file" / "a"):
        with pytest.raises(DataError, match="cannot be written"):
            fit.save(place)
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)
    with pytest.raises(ParameterError, match="must be the path of a file"):
        fit.save("a\0b")


def test_a_link_stays_a_link_and_a_private_file_private(fit, path):
    path.chmod(0o600)
    link = path.with_name("link.json")
    link.symlink_to(path)
    fit.save(link)
    assert link.is_symlink()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert clv.load(path).to_dict() == fit.to_dict()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"log_likelihood": float("nan")}, "must be finite"),
        ({"log_likelihood": "-1"}, "must be a number"),
        ({"n_customers": 0}, "must be >= 1"),
        ({"n_distinct": 0}, "must be >= 1"),
        ({"evaluations": -1}, "must be >= 0"),
        ({"converged": None}, "must be True or False"),
        ({"information": np.eye(3)}, "a row and a column for each of r, alpha, a, b"),
        ({"information": np.full((4, 4), np.nan)}, "not finite"),
        ({"information": np.triu(np.ones((4, 4)))}, "is not symmetric"),
    ],
)
def test_a_fit_checks_itself(fields, words, fit):
    with pytest.raises(ParameterError, match=words):
        clv.Fit(model=fit.model, diagnostics=(), **{**FITTED, **fields})


def test_a_fit_keeps_an_information_of_its_own(fit):
    information = np.array(FITTED["information"])
    kept = clv.Fit(model=fit.model, diagnostics=(), **{**FITTED, "information": information})
    information[:] = 7.0
    assert kept.to_dict()["information"] == FITTED["information"]
    with pytest.raises(ValueError, match="read-only"):
        kept.information[:] = 7.0
