"""Lexicons that are written for a test, laid over one another."""

import pytest

from vocvalue.signals.matching.lexicon import load
from vocvalue.signals.matching.matcher import Matcher


@pytest.fixture
def write(tmp_path):
    """Return a function that writes a lexicon file and returns its path."""

    def written(text, name="own.toml"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return written


@pytest.fixture
def matcher(write):
    """Return a function that makes a matcher of the text of a lexicon."""
    return lambda text: Matcher([load(write(text))])


@pytest.fixture(scope="session")
def shipped():
    return Matcher([load("zh"), load("en")])
