"""What every test and every example of a docstring shares."""

import os
import sys
from collections.abc import Iterator

import pytest

# Nobody watches a test, also where it runs in a terminal, nor the notebooks that tests execute.
os.environ.setdefault("VOCVALUE_SHOW_PROGRESS", "0")
# As many processes run tests as there are cores: threads beside them only wait for one another.
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "POLARS_MAX_THREADS"):
    os.environ.setdefault(name, "1")


@pytest.fixture(autouse=True)
def _closed_figures() -> Iterator[None]:
    """Close what a test drew, so that one process can run all of them."""
    yield
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is not None:
        pyplot.close("all")


@pytest.fixture(autouse=True)
def _environment_left_as_found() -> Iterator[None]:
    """Fail a test that leaves a variable of the environment changed for those after it."""
    before = variables()
    yield
    if variables() != before:
        pytest.fail("set variables with monkeypatch, which takes them back")


def variables() -> dict[str, str]:
    """Return the environment without what pytest, Spark and scikit-learn write there."""
    theirs = ("PYTEST_", "SPARK_", "KMP_")
    return {name: it for name, it in os.environ.items() if not name.startswith(theirs)}
