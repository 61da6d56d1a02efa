"""No file imports its way back to itself, and no result knows its words or its picture."""

import importlib
import inspect
import pkgutil
from graphlib import CycleError, TopologicalSorter

import grimp

import vocvalue
from vocvalue.results import Result

GRAPH = grimp.build_graph("vocvalue", cache_dir=None)
IMPORTS = {
    module: {
        name for name in GRAPH.find_modules_directly_imported_by(module) if name in GRAPH.modules
    }
    for module in sorted(GRAPH.modules)
}
for found in pkgutil.walk_packages(vocvalue.__path__, "vocvalue."):
    importlib.import_module(found.name)
SAYS = ("words", "picture", "plots", "canvas")


def below(cls):
    return {cls}.union(*(below(sub) for sub in cls.__subclasses__()))


RESULTS = sorted(
    {
        cls.__module__
        for cls in below(Result)
        if cls.__module__.startswith("vocvalue.") and not inspect.isabstract(cls)
    }
)


def circle_of(imports):
    try:
        TopologicalSorter(imports).prepare()
    except CycleError as error:
        return error.args[1]
    return None


def test_no_file_imports_its_way_back_to_itself():
    assert len(IMPORTS) > 200
    assert circle_of(IMPORTS) is None


def test_a_circle_would_be_seen():
    assert circle_of({"a": {"b"}, "b": {"c"}, "c": {"a"}}) is not None


def test_a_result_imports_neither_its_words_nor_its_picture():
    said = {
        (module, name)
        for module in RESULTS
        for name in IMPORTS[module]
        if name.startswith("vocvalue.") and speaks(name)
    }
    assert said == set()


def speaks(module):
    """Return whether a module writes or draws: its own name or that of its folder says so."""
    return any(part.endswith(SAYS) for part in module.split(".")[2:])
