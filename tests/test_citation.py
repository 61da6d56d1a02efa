"""The pages of a release agree with pyproject.toml: citation, changelog, security, versions."""

import tomllib
from pathlib import Path

import pytest
import yaml

import vocvalue

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
CITATION = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))


def test_the_citation_has_what_its_format_requires():
    # Citation File Format 1.2.0: these four keys are required, and an author needs a name.
    assert {"cff-version", "message", "title", "authors"} <= {*CITATION}
    assert CITATION["cff-version"] == "1.2.0"
    assert CITATION["type"] == "software"
    assert all("name" in author or "family-names" in author for author in CITATION["authors"])


def test_the_citation_tells_the_version_and_licence_of_the_project():
    assert str(CITATION["version"]) == PROJECT["version"] == vocvalue.__version__
    assert CITATION["license"] == PROJECT["license"]
    assert [author["name"] for author in PROJECT["authors"]] == [
        author["name"] for author in CITATION["authors"]
    ]


def test_the_changelog_has_a_section_for_the_version():
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = next(line for line in text.splitlines() if line.startswith("## "))
    assert PROJECT["version"] in newest


@pytest.mark.parametrize("page", ["SECURITY.md", "CITATION.cff", "docs/versions.md"])
def test_the_readme_leads_to(page):
    assert f"]({page})" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert (ROOT / page).stat().st_size > 0
