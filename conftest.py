"""What every test and every example of a docstring shares."""

import os
import sys
from collections.abc import Iterator

import pytest

# Nobody watches a test, also where it runs in a terminal, nor the notebooks that tests execute.
os.environ.setdefault("VOCVALUE_SHOW_PROGRESS", "0")


@pytest.fixture(autouse=True)
def _closed_figures() -> Iterator[None]:
    """Close what a test drew, so that one process can run all of them."""
    yield
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is not None:
        pyplot.close("all")
