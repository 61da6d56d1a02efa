"""Every notebook runs from top to bottom; the numbers it tells are asserted in its own cells."""

import shutil
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

FOLDER = Path(__file__).parents[1] / "notebooks"
NOTEBOOKS = sorted(path.name for path in FOLDER.glob("*.ipynb"))
TIMEOUT_SECONDS = 300


def test_there_are_notebooks():
    assert NOTEBOOKS


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_notebook_runs(name, tmp_path):
    # A copy, so that what a notebook writes does not end up in the checkout.
    copy = shutil.copytree(FOLDER, tmp_path / "notebooks")
    notebook = nbformat.read(copy / name, as_version=4)
    NotebookClient(
        notebook,
        kernel_name="python3",
        timeout=TIMEOUT_SECONDS,
        resources={"metadata": {"path": str(copy)}},
    ).execute()
