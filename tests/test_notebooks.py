"""Every notebook runs from top to bottom; what it tells is checked in `tests/notebooks`."""

import json
import re
from pathlib import Path

import pytest
from ran_notebooks import FOLDER, NAMES, displayed, executed, ran

CHECKED = {path.stem.removeprefix("test_") for path in Path(__file__).parent.glob("notebooks/*.py")}
CHINESE = re.compile("[\u4e00-\u9fff]")
ENDS = "## The sentence for the CFO"


def sources(name):
    cells = json.loads((FOLDER / f"{name}.ipynb").read_text(encoding="utf-8"))["cells"]
    return [(cell["cell_type"], "".join(cell["source"]), cell.get("outputs")) for cell in cells]


def test_there_are_notebooks():
    assert {"01_clv", "05_cost_of_issues"} <= {*NAMES}
    assert {*CHECKED} <= {*NAMES}


def test_a_notebook_without_checks_of_its_own_runs_too():
    unchecked = [name for name in NAMES if name not in CHECKED]
    assert all(ran(name).known for name in unchecked)


@pytest.mark.parametrize("name", sorted(CHECKED))
def test_a_story_is_told_without_assertions(name):
    code = [source for kind, source, _ in sources(name) if kind == "code"]
    assert not [source for source in code if re.search(r"(?m)^\s*assert ", source)]


@pytest.mark.parametrize("name", sorted(CHECKED))
def test_a_story_opens_with_a_question_and_the_figures_of_its_article(name):
    kind, opening, _ = sources(name)[0]
    assert kind == "markdown"
    assert opening.startswith("# ")
    assert "article" in opening
    assert re.search(r"(?m)^\|.*\d.*\|$", opening)


@pytest.mark.parametrize("name", sorted(CHECKED))
def test_a_story_closes_with_the_sentence_for_the_cfo_in_both_languages(name):
    (_, heading, _), (kind, _, outputs) = sources(name)[-2:]
    assert heading.startswith(ENDS)
    assert kind == "code"
    said = "".join(line for output in outputs for line in output["text"])
    assert "95% interval" in said
    assert "95% 置信区间" in said


@pytest.mark.parametrize("name", NAMES)
def test_what_a_notebook_showed_is_kept_in_it(name):
    code = [(source, outputs) for kind, source, outputs in sources(name) if kind == "code"]
    shows = [outputs for source, outputs in code if "print(" in source or ".plot()" in source]
    assert all(shows)


def test_a_cell_is_executed_as_a_notebook_does():
    variables = {}
    assert executed("x = 2\nprint('said')\nx + 1", variables, "cell") == "said\n3"
    assert executed("x + 1;", variables, "cell") == ""
    assert executed("None", variables, "cell") == ""
    assert variables["x"] == 2
    with pytest.raises(ZeroDivisionError):
        executed("1 / 0", variables, "cell")


def test_what_is_displayed_has_its_html_made_too():
    class Broken:
        def _repr_html_(self):
            raise ValueError("no picture")

    with pytest.raises(ValueError, match="no picture"):
        displayed(Broken())
