"""Code cells run in the process that reads their page, not in a kernel for each page.

A kernel imports the same libraries each time, which takes longer than most pages do. A page still
begins with no variables but its own, and a warning of one of its cells fails the build.
"""

import logging
import warnings
from contextlib import chdir, redirect_stderr, redirect_stdout
from functools import cache
from io import StringIO
from itertools import chain, zip_longest

import pandas as pd
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import CapturingDisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from IPython.core.pylabtools import activate_matplotlib
from matplotlib import rc_context
from matplotlib_inline.backend_inline import configure_inline_support
from myst_nb.core import execute
from nbformat.v4 import new_output
from traitlets import Type
from traitlets.config import Config

CELL = "{code-cell}"
INLINE = "module://matplotlib_inline.backend_inline"
LANGUAGE = {"name": "python", "pygments_lexer": "ipython3"}
NO_HISTORY = Config(HistoryManager={"enabled": False})
# Of a table, as in a notebook: pandas takes this process for a terminal.
COLUMNS = ("display.max_columns", 20)
# Of pictures whose characters no font of this machine has, as of tests.
NO_FONT = "no font on this machine"


def setup(app):
    """Let MyST-NB run cells here, and spread the pages that have cells."""
    execute.NotebookClientDirect = Page
    app.connect("env-before-read-docs", spread)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def spread(_app, env, names):
    """Put pages with cells at even distances, as neighbours are read by one process.

    In the order of their names nearly all of them are neighbours, and one process runs their cells
    while the other waits.
    """
    with_cells = [name for name in names if CELL in env.doc2path(name).read_text(encoding="utf-8")]
    others = sorted(set(names).difference(with_cells))
    step = len(others) // max(len(with_cells), 1) + 1
    between = [others[start : start + step] for start in range(0, len(others), step)]
    rows = zip_longest(([name] for name in with_cells), between, fillvalue=[])
    names[:] = chain.from_iterable(chain.from_iterable(rows))


class Values(DisplayHook):
    """What the last line of a cell is worth, kept and not printed."""

    def write_output_prompt(self):
        """Print no prompt."""

    def write_format_data(self, format_dict, md_dict=None):
        """Keep a value in all forms that it has."""
        self.shell.display_pub.publish(format_dict, md_dict)


class Shell(InteractiveShell):
    """An IPython that keeps what cells display."""

    displayhook_class = Type(Values)
    display_pub_class = Type(CapturingDisplayPublisher)


@cache
def shell():
    """Return the shell of this process, which displays pictures when a cell is done."""
    made = Shell.instance(config=NO_HISTORY)
    activate_matplotlib(INLINE)
    configure_inline_support(made, INLINE)
    # What cells read and left out is logged, and is no message of the build.
    logging.getLogger("vocvalue").setLevel(logging.WARNING)
    return made


class Page(execute.NotebookClientBase):
    """The cells of one page."""

    def start_client(self):
        """Run the cells one after the other, with the variables of this page only."""
        shell().reset()
        self.notebook.metadata["language_info"] = LANGUAGE
        here, shown = chdir(self.path.parent), pd.option_context(*COLUMNS)
        with here, shown, rc_context(), warnings.catch_warnings():
            warnings.simplefilter("error")
            warnings.filterwarnings("ignore", NO_FONT)
            for cell in self.notebook.cells:
                if cell.cell_type == "code":
                    cell.outputs = self.outputs(cell.source)

    def outputs(self, source):
        """Run a cell, and return what it prints and displays."""
        printed = StringIO()
        with redirect_stdout(printed), redirect_stderr(printed):
            ran = shell().run_cell(source, store_history=True)
        error = ran.error_before_exec or ran.error_in_exec
        if error is not None:
            raise execute.ExecutionError(f"{self.path}:\n{source}") from error
        displayed = shell().display_pub.outputs
        text = printed.getvalue()
        outputs = [
            *([new_output("stream", name="stdout", text=text)] if text else []),
            *(new_output("display_data", it["data"], metadata=it["metadata"]) for it in displayed),
        ]
        displayed.clear()
        return outputs
