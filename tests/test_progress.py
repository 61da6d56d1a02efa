"""Progress is shown where somebody can watch it, nowhere else, and changes no result."""

import ast
import fcntl
import io
import os
import pty
import struct
import subprocess
import sys
import termios
import threading
import time
from pathlib import Path

import duckdb
import nbformat
import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner
from nbclient import NotebookClient

import vocvalue as vv
from vocvalue import progress
from vocvalue.commands import program
from vocvalue.results.texts import pair
from vocvalue.stats.resampling import Bootstrap
from vocvalue.tables import busy

OPENED = ("progress.step", "progress.over", "shown.now")
# Long steps are long from the first moment on, so that no test has to wait for them.
AT_ONCE = "from vocvalue import progress; progress.DELAY = 0; progress.EVERY = 0.01; "
LOOP = """
import time
with progress.over(range(3), "drawing samples") as numbers:
    for number in numbers:
        time.sleep(0.15)
print("the result")
"""


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture
def terminal(monkeypatch):
    screen = Terminal()
    monkeypatch.setattr(progress, "_stream", lambda: screen)
    monkeypatch.setattr(progress, "DELAY", 0)
    monkeypatch.setattr(progress, "EVERY", 0.01)
    monkeypatch.setenv("TERM", "xterm")
    with vv.show_progress(True):
        yield screen
    assert progress._open == []


def in_pseudo_terminal(program, **environment):
    """Return what a person would see of a program that runs in a terminal."""
    ours, theirs = pty.openpty()
    os.set_blocking(ours, True)
    told = {**os.environ, "TERM": "xterm", "VOCVALUE_SHOW_PROGRESS": "1", **environment}
    # Without a size tqdm takes the screen for too small to write on.
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 100, 0, 0))
    run = subprocess.Popen(
        [sys.executable, "-c", AT_ONCE + program], stdout=theirs, stderr=theirs, env=told
    )
    os.close(theirs)
    seen = b""
    try:
        while part := os.read(ours, 4096):
            seen += part
    except OSError:
        pass  # The other end is closed: the program has ended.
    finally:
        os.close(ours)
    assert run.wait() == 0
    return seen.decode()


def test_a_terminal_sees_the_name_and_how_many_are_done_and_then_nothing_of_it():
    seen = in_pseudo_terminal(LOOP)
    assert "drawing samples:  33% |" in seen
    assert "1/3" in seen
    *_, last = seen.strip().split("\r")
    assert last.strip() == "the result"


@pytest.mark.parametrize("told", [{"VOCVALUE_SHOW_PROGRESS": "0"}, {"TERM": "dumb"}])
def test_a_terminal_sees_nothing_when_the_environment_says_so(told):
    assert in_pseudo_terminal(LOOP, **told).strip() == "the result"


def test_a_pipe_and_a_file_hold_nothing_of_it():
    told = {**os.environ, "VOCVALUE_SHOW_PROGRESS": "1"}
    run = subprocess.run(
        [sys.executable, "-c", AT_ONCE + LOOP], env=told, capture_output=True, text=True, check=True
    )
    assert run.stdout == "the result\n"
    assert run.stderr == ""


def test_a_notebook_shows_it():
    cells = [
        "import vocvalue as vv; vv.show_progress(True);",
        AT_ONCE + LOOP,
        "vv.show_progress(False);" + LOOP,
    ]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(it) for it in cells])
    NotebookClient(notebook, kernel_name="python3", timeout=120).execute()
    shown, hidden = (
        "".join(it.text for it in cell.outputs if it.name == "stderr")
        for cell in notebook.cells[1:]
    )
    assert "drawing samples:  33% |" in shown
    assert hidden == ""


def test_it_is_off_when_asked(terminal):
    with vv.show_progress(False), progress.step("fitting"):
        time.sleep(0.05)
    assert terminal.getvalue() == ""
    with progress.step("fitting"):
        time.sleep(0.15)
    assert "fitting [" in terminal.getvalue()


def test_what_is_short_shows_nothing(terminal, monkeypatch):
    monkeypatch.setattr(progress, "DELAY", 2)
    with progress.over(range(100), "counting") as numbers:
        assert list(numbers) == list(range(100))
    assert terminal.getvalue() == ""


def test_a_long_part_shows_that_time_goes_by(terminal):
    with progress.step("reading", total=2) as step:
        step.now("reading orders")
        time.sleep(0.25)
        step.done()
        step.now("reading answers")
        time.sleep(0.15)
    seen = terminal.getvalue()
    assert "reading orders:   0% |" in seen
    assert "reading answers:  50% |" in seen


def test_where_nobody_watches_a_loop_goes_through_the_items_themselves():
    items = iter([1, 2])
    with progress.over(items, "counting") as same:
        assert same is items
    assert threading.active_count() == len(threading.enumerate())


def test_an_error_takes_the_line_away(terminal):
    threads = set(threading.enumerate())

    def fails():
        with progress.over(range(3), "drawing samples") as numbers:
            for _ in numbers:
                time.sleep(0.15)
                raise ValueError

    # As in a notebook, the traceback is kept and with it the loop, which has not ended.
    with pytest.raises(ValueError) as kept:  # noqa: PT011
        fails()
    assert kept.traceback
    assert progress._open == []
    assert set(threading.enumerate()) == threads


def test_only_so_many_lines_are_shown_at_once(terminal):
    with progress.step("a"), progress.step("b"), progress.step("c"):
        assert not progress.is_watched()
        with progress.step("d"):
            time.sleep(0.15)
    seen = terminal.getvalue()
    assert "c [" in seen
    assert "d [" not in seen


def test_a_loop_without_a_known_end_counts_what_it_is_told(terminal):
    batches = ([0] * 1200, [0] * 300)
    with progress.over(iter(batches), "reading texts", size=len) as read:
        for _ in read:
            time.sleep(0.15)
    assert "reading texts: 1,200 [" in terminal.getvalue()


def test_a_database_is_asked_how_far_it_is(terminal, monkeypatch, tmp_path):
    class Database:
        """Stands for one that needs long for what it was asked."""

        def query_progress(self):
            return 42.0

    database = Database()
    monkeypatch.setattr(busy, "_READING", {database: "reading orders (orders.csv)"})
    busy.reading(time.sleep)(0.2)
    assert "reading orders (orders.csv):  42% |" in terminal.getvalue()


def test_a_database_that_is_closed_meanwhile_is_no_error(terminal, monkeypatch):
    closed = duckdb.connect()
    closed.close()
    monkeypatch.setattr(busy, "_READING", {closed: "reading orders (orders.csv)"})
    busy.reading(time.sleep)(0.15)
    assert "reading the tables [" in terminal.getvalue()


def test_files_are_read_alike_whether_somebody_watches_or_not(terminal, tmp_path):
    path = tmp_path / "orders.csv"
    vv.datasets.simulate_orders(300, seed=1).orders.to_csv(path, index=False)
    watched = vv.clv.rfm(path).to_frame()
    with vv.show_progress(False):
        alone = vv.clv.rfm(path).to_frame()
    pd.testing.assert_frame_equal(
        watched.sort_values("customer_id", ignore_index=True),
        alone.sort_values("customer_id", ignore_index=True),
    )


def test_chance_does_not_depend_on_who_watches(terminal):
    spend = np.random.default_rng(1).gamma(2.0, 10.0, (2, 400))
    watched = Bootstrap.of(*spend, seed=3).interval(0.95)
    orders = vv.datasets.simulate_orders(400, seed=2).orders
    total = vv.clv.predict(orders, horizon="6 months", discount_rate=0.1, margin=0.4).total
    with vv.show_progress(False):
        assert Bootstrap.of(*spend, seed=3).interval(0.95) == watched
        alone = vv.clv.predict(orders, horizon="6 months", discount_rate=0.1, margin=0.4).total
    assert (alone.value, alone.lower, alone.upper) == (total.value, total.lower, total.upper)


def test_the_name_of_every_step_stands_in_both_languages():
    package = Path(vv.__file__).parent
    plain = [
        f"{file.relative_to(package)}: {node.value}"
        for file in sorted(package.rglob("*.py"))
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and ast.unparse(call.func) in OPENED
        for node in call.args
        if isinstance(node, ast.Constant | ast.JoinedStr)
    ]
    assert plain == []


def test_steps_are_called_in_the_language_of_the_command(terminal, tmp_path):
    orders = tmp_path / "orders.csv"
    vv.datasets.load_sample().orders[:800].to_csv(orders, index=False)
    CliRunner().invoke(program, ["predict", str(orders), "--language", "zh"])
    assert "预测客户价值" in terminal.getvalue()
    with progress.step(pair("fitting", "拟合")):
        time.sleep(0.03)
    assert "fitting [" in terminal.getvalue()
