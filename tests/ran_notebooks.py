"""Notebooks run cell by cell in this process, with what every cell knew, printed and displayed.

A notebook tells its story without assertions; those stand in `tests/notebooks`, and ask for the
variables as they were after a cell, named by its id. Running here saves a kernel and its imports,
and turns a warning of any cell into an error, as in every other test.
"""

import ast
import contextlib
import io
import os
import shutil
import tempfile
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import nbformat

FOLDER = Path(__file__).parents[1] / "notebooks"
NAMES = sorted(path.stem for path in FOLDER.glob("*.ipynb"))


@dataclass
class Ran:
    """A notebook that ran to its end."""

    cells: list
    known: dict = field(default_factory=dict)
    printed: dict = field(default_factory=dict)

    def after(self, cell: str) -> SimpleNamespace:
        """Return the variables as they were bound when a cell was done."""
        return SimpleNamespace(**self.known[cell])

    def text(self, kind: str = "markdown") -> str:
        """Return the source of all cells of a kind."""
        return "\n\n".join(cell.source for cell in self.cells if cell.cell_type == kind)


@cache
def ran(name: str) -> Ran:
    """Run a notebook once a process, in a copy of its folder; return what its cells left."""
    cells = nbformat.read(FOLDER / f"{name}.ipynb", as_version=4).cells
    notebook, variables = Ran(cells), {"__name__": "__main__"}
    # A copy, so that what a notebook writes does not end up in the checkout.
    with tempfile.TemporaryDirectory() as folder, inside(shutil.copytree(FOLDER, f"{folder}/copy")):
        for cell in cells:
            if cell.cell_type == "code":
                notebook.printed[cell.id] = executed(cell.source, variables, f"{name}:{cell.id}")
                public = {key: value for key, value in variables.items() if key[0] != "_"}
                notebook.known[cell.id] = public
    return notebook


@contextlib.contextmanager
def inside(folder):
    """Work in a folder for a while."""
    here = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(here)


def executed(source: str, variables: dict, place: str) -> str:
    """Execute a cell as a notebook does, its last expression displayed; return what is shown."""
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    shown = io.StringIO()
    with contextlib.redirect_stdout(shown):
        exec(compile(tree, place, "exec"), variables)  # noqa: S102 (cells of this repository)
        if last is not None:
            value = eval(compile(ast.Expression(last.value), place, "eval"), variables)  # noqa: S307
            if value is not None and not source.rstrip().endswith(";"):
                shown.write(displayed(value))
    drawn()
    return shown.getvalue()


def displayed(value: object) -> str:
    """Return the text of a value that a notebook displays, once its HTML has been made too."""
    html = getattr(value, "_repr_html_", None)
    if html is not None:
        html()
    return repr(value)


def drawn() -> None:
    """Draw the pictures that are open, as a notebook does after each cell, and close them."""
    import matplotlib.pyplot as plt

    for number in plt.get_fignums():
        plt.figure(number).canvas.draw()
    plt.close("all")
