import errno
import json
import os
import sys

import pytest
import report_pages

from vocvalue.errors import DataError, MissingDependencyError, ParameterError
from vocvalue.report.document import Headline
from vocvalue.report.formats.figures import read_figures
from vocvalue.report.formats.saving import save
from vocvalue.results import whole_files

PAGE = report_pages.of_blocks(Headline("It paid."))
KINDS = (".html", ".htm", ".xlsx", ".md", ".json")
BEGINNINGS = {".html": b"<!doctype html>", ".xlsx": b"PK", ".md": b"# A page", ".json": b"{"}


class FullDisk:
    """A file that takes some bytes and then none."""

    def __init__(self, file):
        self.file = file

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.file.close()

    def write(self, content):
        self.file.write(content[: len(content) // 2])
        self.file.flush()
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def names_in(folder):
    return [path.name for path in folder.iterdir()]


def fill_the_disk(monkeypatch):
    real = whole_files.Path.open

    def opened(path, mode="r", *args, **kwargs):
        file = real(path, mode, *args, **kwargs)
        return FullDisk(file) if "x" in mode else file

    monkeypatch.setattr(whole_files.Path, "open", opened)


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_written_and_nothing_else(kind, tmp_path):
    path = save(PAGE, tmp_path / f"report{kind}")
    assert names_in(tmp_path) == [path.name]
    assert path.read_bytes().startswith(BEGINNINGS.get(kind, b"<!doctype html>"))
    assert save(PAGE, str(path)) == path


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("before", [None, b"last month's"])
def test_a_disk_that_fills_half_way_leaves_what_was_there(kind, before, tmp_path, monkeypatch):
    path = tmp_path / f"report{kind}"
    if before is not None:
        path.write_bytes(before)
    fill_the_disk(monkeypatch)
    with pytest.raises(DataError, match="No space left on device"):
        save(PAGE, path)
    monkeypatch.undo()
    assert names_in(tmp_path) == ([] if before is None else [path.name])
    assert before is None or path.read_bytes() == before


@pytest.mark.parametrize("kind", KINDS)
def test_a_place_that_cannot_be_written_to(kind, tmp_path):
    with pytest.raises(DataError, match="cannot be written"):
        save(PAGE, tmp_path / "nowhere" / f"report{kind}")
    (tmp_path / f"folder{kind}").mkdir()
    with pytest.raises(DataError, match="it exists and is not a file"):
        save(PAGE, tmp_path / f"folder{kind}")
    (tmp_path / "file").write_text("")
    with pytest.raises(DataError, match="cannot be written"):
        save(PAGE, tmp_path / "file" / f"report{kind}")


@pytest.mark.parametrize("path", ["report.docx", "report", "", "a\0.html", None, 7])
def test_a_path_of_another_kind(path):
    with pytest.raises(ParameterError, match="path == "):
        save(PAGE, path)


def test_templates_are_of_pages(tmp_path):
    with pytest.raises(ParameterError, match=r"save it as \.html or \.pdf"):
        save(PAGE, tmp_path / "report.xlsx", templates=tmp_path)


def test_figures_come_back_as_they_were(tmp_path):
    path = save(report_pages.english(), tmp_path / "report.json")
    assert read_figures(path) == ({"net": {"value": 116_456.75, "currency": "CNY"}}, None)


def test_figures_that_were_changed_by_hand_are_refused(tmp_path):
    path = save(report_pages.english(), tmp_path / "report.json")
    record = json.loads(path.read_text())
    record["figures"]["net"]["value"] = 1e9
    path.write_text(json.dumps(record))
    with pytest.raises(DataError, match="does not match its checksum"):
        read_figures(path)
    path.write_text("{}")
    with pytest.raises(DataError, match="is not a vocvalue report file"):
        read_figures(path)


def test_without_weasyprint_the_extra_is_named(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(MissingDependencyError, match=r"vocvalue\[pdf\]"):
        save(PAGE, tmp_path / "report.pdf")
    assert names_in(tmp_path) == []


@pytest.fixture
def weasyprint():
    try:
        import weasyprint
    except (ImportError, OSError) as error:
        pytest.skip(f"WeasyPrint cannot be loaded: {error}")
    return weasyprint


def test_a_pdf_is_the_page_without_anything_fetched(weasyprint, tmp_path, monkeypatch, caplog):
    monkeypatch.setattr("socket.socket.connect", lambda *_: pytest.fail("something was fetched"))
    (tmp_path / "own.css").write_text("body { background: url(http://example.com/a.png) }")
    weasyprint.LOGGER.addHandler(caplog.handler)
    path = save(report_pages.chinese(), tmp_path / "report.pdf", templates=tmp_path)
    weasyprint.LOGGER.removeHandler(caplog.handler)
    assert path.read_bytes().startswith(b"%PDF-")
    failed = {it.getMessage() for it in caplog.records if it.levelname == "ERROR"}
    assert len(failed) == 1
    assert "disallowed protocol: http://example.com/a.png" in failed.pop()
