"""Run the notebooks in a kernel and save what they show: `python .ci/notebooks.py 01_clv ...`.

Without names, all of them. A cell that fails ends it, and leaves its notebook as it was.
"""

import os
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

FOLDER = Path("notebooks")
SECONDS_A_CELL = 300


def main(names: list[str]) -> None:
    """Run some notebooks, or all; how far a step is does not belong among what is kept."""
    os.environ["VOCVALUE_SHOW_PROGRESS"] = "0"
    for path in sorted(FOLDER.glob("*.ipynb")):
        if not names or path.stem in names:
            print(path, flush=True)
            save(path)


def save(path: Path) -> None:
    """Run a notebook and save it with what its cells show, without the times at which they ran."""
    notebook = nbformat.read(path, as_version=4)
    resources = {"metadata": {"path": str(path.parent)}}
    NotebookClient(
        notebook,
        timeout=SECONDS_A_CELL,
        kernel_name="python3",
        resources=resources,
        record_timing=False,
    ).execute()
    nbformat.write(notebook, path)


if __name__ == "__main__":
    main(sys.argv[1:])
