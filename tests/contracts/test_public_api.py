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


def by_name(values):
    return [
        pytest.param(value, id=name.removeprefix("vocvalue.")) for name, value in values.items()
    ]


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


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.__name__)
def test_a_room_lists_its_public_names(room):
    assert len(set(room.__all__)) == len(room.__all__)
    assert [name for name in room.__all__ if not hasattr(room, name)] == []


@pytest.mark.parametrize("value", by_name(PUBLIC | METHODS))
def test_docstring_begins_with_one_sentence(value):
    first = (inspect.getdoc(value) or "").partition("\n\n")[0].strip()
    assert first.endswith((".", "?"))


@pytest.mark.parametrize("function", by_name(FUNCTIONS | METHODS))
def test_docstring_describes_every_parameter(function):
    assert parameters(function) - described(function, "Args") == set()


@pytest.mark.parametrize("cls", by_name(CLASSES))
def test_docstring_describes_every_field(cls):
    told = set().union(*(described(base, "Args", "Attributes") for base in cls.__mro__))
    fields = {field.name for field in dataclasses.fields(cls) if not field.name.startswith("_")}
    assert fields - told == set()


def made_by_a_function(value):
    return isinstance(value, type) and issubclass(value, Result)


@pytest.mark.parametrize(
    "value", by_name({name: it for name, it in PUBLIC.items() if not made_by_a_function(it)})
)
def test_docstring_has_an_example(value):
    assert ">>>" in (inspect.getdoc(value) or "")


# What a user writes out one by one: what it is about comes first, without a keyword.
WRITTEN_OUT = {"Cost": 2, "Fix": 1, "HealthScale": 2, "PnlLine": 1}


@pytest.mark.parametrize("cls", by_name(CLASSES))
def test_class_is_a_frozen_keyword_only_dataclass(cls):
    assert dataclasses.is_dataclass(cls)
    assert cls.__dataclass_params__.frozen
    first = WRITTEN_OUT.get(cls.__name__, 0)
    fields = [field for field in dataclasses.fields(cls) if field.init]
    assert all(field.kw_only for field in fields[first:])


@pytest.mark.parametrize("function", by_name(FUNCTIONS | METHODS))
def test_signature_is_typed(function):
    signature = inspect.signature(function)
    untyped = {
        name
        for name, parameter in signature.parameters.items()
        if parameter.annotation is parameter.empty and name not in {"self", "cls"}
    }
    assert untyped == set()
    assert signature.return_annotation is not signature.empty


def subclasses(cls):
    return {cls}.union(*(subclasses(below) for below in cls.__subclasses__()))


@pytest.mark.parametrize(
    "cls",
    sorted(
        (cls for cls in subclasses(Result) if cls.__module__.startswith("vocvalue.")),
        key=lambda cls: cls.__qualname__,
    ),
    ids=lambda cls: cls.__name__,
)
def test_result_is_a_frozen_keyword_only_dataclass(cls):
    assert cls.__dataclass_params__.frozen
    assert all(field.kw_only for field in dataclasses.fields(cls) if field.init)


@pytest.mark.parametrize("function", by_name(FUNCTIONS))
def test_a_function_that_returns_a_dataclass_returns_a_result_or_an_estimate(function):
    returned = inspect.signature(function, eval_str=True).return_annotation
    if dataclasses.is_dataclass(returned):
        assert issubclass(returned, Result | Estimate)


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
