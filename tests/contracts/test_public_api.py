"""What holds for every public name of every room, found by walking the package."""

import dataclasses
import inspect
import re
import subprocess
import sys
import textwrap

import pytest
from public_names import CLASSES, FUNCTIONS, METHODS, PUBLIC, ROOMS

import vocvalue
from vocvalue.results import Estimate, Result

# Matplotlib is needed for plots only, DuckDB for paths only; the others are somebody's choice.
UNLOADED = ["matplotlib", "duckdb", "polars", "pyspark", "ibis", "lifetimes", "IPython"]
UNLOADED += ["tqdm"]  # It is loaded where somebody watches.
# `scipy.stats.norm` loads them when it is called, where `from scipy import stats` does on import.
UNLOADED += [f"scipy.{name}" for name in ("stats", "optimize", "interpolate", "sparse", "linalg")]


# Each walk is one test that lists every name that fails: thousands of tests of a microsecond cost
# seconds to set up.
def described(value, *sections):
    """Return the names that the sections of a Google docstring describe."""
    text = inspect.getdoc(value) or ""
    names = set()
    for section in sections:
        found = re.search(rf"^{section}:\n((?:[ ].*\n|\n)*)", text + "\n", re.MULTILINE)
        block = textwrap.dedent(found[1]) if found else ""
        for entry in re.findall(r"^(\S[^:]*):", block, re.MULTILINE):
            names.update(part.strip(" *") for part in re.sub(r"\(.*?\)", "", entry).split(","))
    return names


def parameters(function):
    return set(inspect.signature(function).parameters) - {"self", "cls"}


def test_rooms_list_their_public_names():
    assert [room for room in ROOMS if len(set(room.__all__)) < len(room.__all__)] == []
    names = [(room, name) for room in ROOMS for name in room.__all__]
    assert [(room, name) for room, name in names if not hasattr(room, name)] == []


def first_paragraph(value):
    return (inspect.getdoc(value) or "").partition("\n\n")[0].strip()


def test_docstrings_begin_with_one_sentence():
    values = PUBLIC | METHODS
    assert [
        name for name, it in values.items() if not first_paragraph(it).endswith((".", "?"))
    ] == []


def test_docstrings_describe_every_parameter():
    left = {
        name: parameters(it) - described(it, "Args") for name, it in (FUNCTIONS | METHODS).items()
    }
    assert {name: missing for name, missing in left.items() if missing} == {}


def undescribed_fields(cls):
    told = set().union(*(described(base, "Args", "Attributes") for base in cls.__mro__))
    return {
        field.name for field in dataclasses.fields(cls) if not field.name.startswith("_")
    } - told


def test_docstrings_describe_every_field():
    left = {name: undescribed_fields(cls) for name, cls in CLASSES.items()}
    assert {name: missing for name, missing in left.items() if missing} == {}


def made_by_a_function(value):
    return isinstance(value, type) and issubclass(value, Result)


def test_docstrings_have_an_example():
    values = {name: it for name, it in PUBLIC.items() if not made_by_a_function(it)}
    assert [name for name, it in values.items() if ">>>" not in (inspect.getdoc(it) or "")] == []


# What a user writes out one by one: what it is about comes first, without a keyword.
WRITTEN_OUT = {"Cost": 2, "Fix": 1, "HealthScale": 2, "PnlLine": 1}


def is_frozen_and_keyword_only(cls, written_out=0):
    if not dataclasses.is_dataclass(cls) or not cls.__dataclass_params__.frozen:
        return False
    fields = [field for field in dataclasses.fields(cls) if field.init]
    return all(field.kw_only for field in fields[written_out:])


def test_classes_are_frozen_keyword_only_dataclasses():
    assert [
        name
        for name, cls in CLASSES.items()
        if not is_frozen_and_keyword_only(cls, WRITTEN_OUT.get(cls.__name__, 0))
    ] == []


def untyped(function):
    signature = inspect.signature(function)
    names = {
        name
        for name, parameter in signature.parameters.items()
        if parameter.annotation is parameter.empty and name not in {"self", "cls"}
    }
    return names | ({"return"} if signature.return_annotation is signature.empty else set())


def test_signatures_are_typed():
    left = {name: untyped(it) for name, it in (FUNCTIONS | METHODS).items()}
    assert {name: missing for name, missing in left.items() if missing} == {}


def subclasses(cls):
    return {cls}.union(*(subclasses(below) for below in cls.__subclasses__()))


def test_results_are_frozen_keyword_only_dataclasses():
    ours = [cls for cls in subclasses(Result) if cls.__module__.startswith("vocvalue.")]
    assert [cls for cls in ours if not is_frozen_and_keyword_only(cls)] == []


def test_a_function_that_returns_a_dataclass_returns_a_result_or_an_estimate():
    returned = {
        name: inspect.signature(it, eval_str=True).return_annotation
        for name, it in FUNCTIONS.items()
    }
    made = {name: it for name, it in returned.items() if dataclasses.is_dataclass(it)}
    assert [name for name, it in made.items() if not issubclass(it, Result | Estimate)] == []


def printed(program):
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    return run.stdout.strip()


def test_import_leaves_optional_packages_unloaded():
    rooms = ", ".join(room.__name__ for room in ROOMS)
    # What these load by themselves, older versions more than newer ones, is not ours to leave out.
    anyhow = "import sys, numpy, pandas, scipy.special; before = set(sys.modules)"
    program = (
        f"{anyhow}\nimport {rooms}; print(sorted(set({UNLOADED}) & (set(sys.modules) - before)))"
    )
    assert printed(program) == "[]"


def test_a_room_is_loaded_when_it_is_entered():
    rooms = sorted(
        name for name in vocvalue.__all__ if hasattr(getattr(vocvalue, name), "__path__")
    )
    assert {"clv", "lift", "survey"} <= set(rooms)
    loaded = "[name for name in sys.modules if name.startswith('vocvalue.clv')]"
    program = f"""import sys, vocvalue as vv
print({loaded}, {{*vv.__all__}} <= {{*dir(vv)}}, 'predict' in dir(vv.clv), len({loaded}) > 9)
"""
    assert printed(program) == "[] True True True"


def test_a_room_that_is_not_there_says_so():
    with pytest.raises(AttributeError, match="has no attribute 'cvl'"):
        vocvalue.cvl  # noqa: B018 (a look is enough)
