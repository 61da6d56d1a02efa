"""How far along something is that takes more than a few seconds: one small door, one place.

Nothing is written where nobody watches: into a file, a pipe or a log.
"""

import os
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sized
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Protocol, TextIO, TypeAlias, TypeVar, cast

from vocvalue.switch import Switch, Turned

T = TypeVar("T")
Name: TypeAlias = object
"""What a step is called: a word, or a text that is read in the language of whoever watches."""
Look: TypeAlias = Callable[[], tuple[Name, float] | None]

VARIABLE = "VOCVALUE_SHOW_PROGRESS"
DELAY = 2.0
"""What ends within so many seconds shows nothing."""
EVERY = 0.5
"""Seconds between two looks at the clock where a step does not count by itself."""
DEEPEST = 3
"""Lines that a terminal shows at once; a notebook shows one, as it cannot move back to others."""
COUNTED = "{desc}: {percentage:3.0f}% |{bar:30}| {n_fmt}/{total_fmt} [{elapsed}<{remaining}]"
SHARED = "{desc}: {percentage:3.0f}% |{bar:30}| [{elapsed}]"
UNCOUNTED = "{desc}: {n:,} [{elapsed}]"
TIMED = "{desc} [{elapsed}]"

_switch = Switch(VARIABLE)
_written: ContextVar[Callable[[Name], str]] = ContextVar("written", default=str)


class ProgressBar(Protocol):
    """A line that shows how far a step is: a bar of tqdm."""

    n: float
    total: float | None
    bar_format: str

    def update(self, n: float = 1) -> object:
        """Count so many more parts as done, and write the line where it is time to."""

    def set_description_str(self, desc: str, *, refresh: bool) -> None:
        """Say what is done."""

    def close(self) -> None:
        """Take the line away."""


_open: list[ProgressBar] = []


def show_progress(is_on: bool) -> Turned:  # noqa: FBT001 - a switch is on or off
    """Say whether what takes more than two seconds shows how far it is.

    It does until told otherwise, in a terminal and in a notebook, by the name of the step, and
    disappears when the step ends. In a file, a pipe or a log nothing is written in any case. The
    environment variable VOCVALUE_SHOW_PROGRESS=0 switches it off from the start. Results do not
    depend on it. It holds for the whole process.

    Args:
        is_on: Whether it is shown where somebody can watch.

    Returns:
        Nothing that has to be kept; in a `with` statement the switch is set back at its end.

    Examples:
        >>> import vocvalue as vv
        >>> with vv.show_progress(False):
        ...     shop = vv.datasets.simulate_shop(200, seed=1)
    """
    return _switch.turned(is_on=is_on)


@contextmanager
def written_by(write: Callable[[Name], str]) -> Iterator[None]:
    """Say how the names of steps are written, in a `with` statement.

    Args:
        write: Returns a name as whoever watches reads it, such as in their language.

    Examples:
        >>> with written_by(lambda name: str(name).upper()), step("fitting"):
        ...     pass
    """
    before = _written.set(write)
    try:
        yield
    finally:
        _written.reset(before)


class Progress:
    """A step that somebody may be watching; this one nobody is."""

    def done(self, n: int = 1) -> None:
        """Count so many more of its parts as done."""

    def now(self, name: Name) -> None:
        """Say which part of it begins."""


@contextmanager
def over(
    items: Iterable[T],
    name: Name,
    *,
    total: int | None = None,
    size: Callable[[T], int] | None = None,
) -> Iterator[Iterable[T]]:
    """Give items one after the other, and show how many of them are done.

    Where nobody watches, these are the items themselves: a loop over them costs nothing more.

    Args:
        items: What a loop goes through.
        name: What is done with them, such as "drawing samples".
        total: How many there are, where they do not know it.
        size: How much each counts; 1 by default.

    Examples:
        >>> with over(range(3), "squaring") as numbers:
        ...     [n * n for n in numbers]
        [0, 1, 4]
    """
    if not is_watched():
        yield items
        return
    if total is None and isinstance(items, Sized):
        total = len(items)
    with _shown(name, total, COUNTED if total is not None else UNCOUNTED) as line:
        yield _counted(items, line, size)


@contextmanager
def step(name: Name, *, total: int | None = None, look: Look | None = None) -> Iterator[Progress]:
    """Show that a step is under way, and how far; in a `with` statement, or above a function.

    Args:
        name: What is done, such as "fitting BGNBD".
        total: How many parts it has; each is counted with `done`.
        look: Asked now and then, from another thread, what is being done and which share of it is
            done, from 0 to 1; None where nobody knows.

    Examples:
        >>> with step("fitting", total=2) as models:
        ...     models.now("fitting BGNBD")
        ...     models.done()
    """
    if not is_watched():
        yield Progress()
        return
    layout = TIMED if total is None else COUNTED
    with _shown(name, total, layout, look) as line:
        yield _Watched(line)


def is_watched() -> bool:
    """Whether somebody may see how far a step is: in a terminal or a notebook, not switched off."""
    stream = _stream()
    if not _switch.is_on or stream is None:
        return False
    if _is_notebook(stream):
        return not _open
    return len(_open) < DEEPEST and _is_terminal(stream)


def _stream() -> TextIO | None:
    """Return where lines are written; a program without a window has nowhere."""
    return sys.stderr


def _is_notebook(stream: TextIO) -> bool:
    return type(stream).__module__.partition(".")[0] == "ipykernel"


def _is_terminal(stream: TextIO) -> bool:
    return not stream.closed and stream.isatty() and os.environ.get("TERM") != "dumb"


class _Watched(Progress):
    """A step that is shown."""

    def __init__(self, line: ProgressBar) -> None:
        self._line = line

    def done(self, n: int = 1) -> None:
        self._line.update(n)

    def now(self, name: Name) -> None:
        self._line.set_description_str(_written.get()(name), refresh=False)
        self._line.update(0)


def _counted(items: Iterable[T], line: ProgressBar, size: Callable[[T], int] | None) -> Iterator[T]:
    for item in items:
        yield item
        line.update(1 if size is None else size(item))


@contextmanager
def _shown(
    name: Name, total: int | None, layout: str, look: Look | None = None
) -> Iterator[ProgressBar]:
    """Open a line, and close it without a trace."""
    write = _written.get()
    line = _bar(write(name), total, layout)
    _open.append(line)
    is_over = threading.Event()
    clock = threading.Thread(target=_tick, args=(line, look, write, is_over), daemon=True)
    clock.start()
    try:
        yield line
    finally:
        is_over.set()
        clock.join()
        _open.remove(line)
        line.close()


def _bar(name: str, total: int | None, layout: str) -> ProgressBar:
    from tqdm import tqdm  # noqa: PLC0415 (only needed where somebody watches)

    # The clock of the step does what the monitor of tqdm would.
    unmonitored = type("ProgressBar", (tqdm,), {"monitor_interval": 0})
    options: dict[str, Any] = {"miniters": 0, "leave": False, "dynamic_ncols": True}
    bar = unmonitored(
        desc=name, total=total, bar_format=layout, delay=DELAY, file=_stream(), **options
    )
    return cast("ProgressBar", bar)


def _tick(
    line: ProgressBar, look: Look | None, write: Callable[[Name], str], is_over: threading.Event
) -> None:
    """Write the line anew now and then, for a step may be long between two of its parts."""
    while not is_over.wait(EVERY):
        seen = None if look is None else look()
        if seen is not None:
            name, share = seen
            line.bar_format, line.total = SHARED, 1
            line.n = share
            line.set_description_str(write(name), refresh=False)
        line.update(0)
