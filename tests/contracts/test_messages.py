"""What is said in messages, notes and statements: names that exist, and those of the caller."""

import ast
import builtins
import importlib
import inspect
import pkgutil
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import vocvalue
from vocvalue import Orders, Responses, clv, link, survey
from vocvalue.errors import ParameterError, VocValueError
from vocvalue.results import Note, Result

ROOT = Path(vocvalue.__file__).parent
MODULES = [
    vocvalue,
    *(
        importlib.import_module(found.name)
        for found in pkgutil.walk_packages(vocvalue.__path__, "vocvalue.")
    ),
]
# A keyword ("survey="), an argument ("margin == 1.4"), a pointer ("lift.survival"), a call.
KEYWORD = re.compile(r"(?<![\w.])([a-z_]\w*)=(?!=)")
ARGUMENT = re.compile(r"(?<![\w.\]])([a-z_]\w*) == ")
POINTER = re.compile(r"\b(?:vv\.|vocvalue\.)?((?:clv|lift|survey|link|datasets)(?:\.\w+)+)")
QUOTED = re.compile(r"`((?:clv|lift|survey|link|datasets)(?:\.\w+)+)`")
CALL = re.compile(r"(?<![\w.])([a-z_]\w*)\((?!s\))")
# What is not ours to have: of other libraries, of HTML, of SQL and of regular expressions.
ELSEWHERE = re.compile(r"\b(?:pandas|polars|pyarrow|numpy)\.[\w.]+(?:\([^)]*\))?")
OTHERS = {
    "style",
    "lang",
    "scope",
    "colspan",
    "w",
    "parquet_schema",
    "make_dt_interval",
    "map",
    "txid_current",
    "to_regclass",
    "b",
    "d",
    "willing",
}


def subclasses(cls):
    return {cls}.union(*(subclasses(below) for below in cls.__subclasses__()))


def public_names():
    """Return the names of all that a caller can call, and of all its arguments and attributes."""
    calls, arguments = set(), set()
    for module in MODULES:
        for name in getattr(module, "__all__", []):
            value = getattr(module, name)
            of_class = [v for _, v in inspect.getmembers(value)] if isinstance(value, type) else []
            calls |= {name, *(dir(value) if of_class else [])}
            arguments |= set(dir(value)) if of_class else set()
            for function in filter(callable, [value, *of_class]):
                try:
                    arguments |= set(inspect.signature(function).parameters)
                except (TypeError, ValueError):
                    continue
    return calls, arguments


def docstrings(tree):
    return {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }


def written(node):
    """Return a string as it stands in the code, with {} for what is put in."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    parts = node.values  # noqa: PD011 - a syntax tree, not a frame
    return "".join(written(it) if isinstance(it, ast.Constant) else "{}" for it in parts)


def texts(path):
    """Yield the strings of a module that people can read: those of more than one word."""
    tree = ast.parse(path.read_text())
    inside = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr)
        for part in ast.walk(node)
        if part is not node
    }
    unread = docstrings(tree) | inside
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant | ast.JoinedStr) and id(node) not in unread:
            text = ELSEWHERE.sub("", written(node))
            if " " in text:
                yield node.lineno, text


def own_arguments(path):
    """Return the arguments of a module of statistics, whose callers are the rooms above."""
    return {node.arg for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.arg)}


def is_there(pointer):
    here = vocvalue
    for name in pointer.split("."):
        if not hasattr(here, name):
            return False
        here = getattr(here, name)
    return True


def test_names_in_messages_exist():
    calls, arguments = public_names()
    unknown = []
    for path in sorted(ROOT.rglob("*.py")):
        for line, text in texts(path):
            known = (
                arguments | OTHERS | (own_arguments(path) if path.parent.name == "stats" else set())
            )
            found = {*KEYWORD.findall(text), *ARGUMENT.findall(text)} - known
            found |= {name for name in POINTER.findall(text) if not is_there(name)}
            found |= set(CALL.findall(text)) - calls - OTHERS - set(dir(builtins))
            unknown += [f"{path.relative_to(ROOT)}:{line}: {name}" for name in sorted(found)]
    assert unknown == []


def test_pointers_in_docstrings_exist():
    unknown = []
    for path in sorted(ROOT.rglob("*.py")):
        tree = ast.parse(path.read_text())
        told = docstrings(tree)
        read = [str(node.value) for node in ast.walk(tree) if id(node) in told]
        named = {name for text in read for name in QUOTED.findall(text)}
        unknown += [f"{path}: {name}" for name in sorted(named) if not is_there(name)]
    assert unknown == []


def test_a_statement_in_an_unknown_language_is_refused():
    ours = [it for it in subclasses(Result) if "vocv" in it.__module__]
    for cls in [it for it in ours if not inspect.isabstract(it)]:
        # Before anything of the result is looked at, so that an empty one will do.
        with pytest.raises(ParameterError, match="language == 'fr', must be one of 'en', 'zh'"):
            object.__new__(cls).statement("fr")
        assert list(inspect.signature(cls.statement).parameters)[:2] == ["self", "language"]


def test_a_note_in_an_unknown_language_is_refused():
    with pytest.raises(ParameterError, match="language == 'fr'"):
        Note.of("yes", "是").text("fr")


N = 30
OWN = {"customer_id": "client", "timestamp": "when", "score": "mark"}
DEFAULTS = re.compile(r"['\"`](customer_id|timestamp|score|amount|weights|revenue|churned)['\"`]")
BAD = {
    "client": [None, 1.5e20],
    "when": ["nonsense", None],
    "mark": ["x", None, 99, 3.5],
    "rev": ["x", np.inf],
    "gone": ["perhaps"],
    "w": [-1, None],
    "grp": [None],
    "money": ["x", None, np.inf],
}


def responses():
    i = np.arange(N)
    return pd.DataFrame(
        {
            "client": i,
            "when": pd.Timestamp("2023-01-10") + pd.to_timedelta(i, unit="D"),
            "mark": i % 11,
            "rev": i * 1.0,
            "gone": i % 2,
            "a": i % 5,
            "b": i % 7,
            "w": 1.0,
            "grp": np.where(i % 2, "x", "y"),
        }
    )


def orders():
    i = np.arange(3 * N)
    when = pd.Timestamp("2022-06-10") + pd.to_timedelta(5 * i, unit="D")
    return pd.DataFrame({"client": i // 3, "when": when, "money": 10.0})


def of_orders(table):
    return Orders(table, customer_id="client", timestamp="when", amount="money")


CALLS = {
    "trend": lambda r, o: survey.trend(r, **OWN),
    "crossing": lambda r, o: survey.cross_analysis(r, orders=o, amount="money", **OWN),
    "crossing of columns": lambda r, o: survey.cross_analysis(
        r, revenue="rev", churned="gone", weights="w", covariates=["a"], **OWN
    ),
    "crossing by a column": lambda r, o: survey.cross_analysis(
        r, by="grp", revenue="rev", churned="gone", customer_id="client"
    ),
    "link": lambda r, o: link.attach(Responses(r, **OWN), of_orders(o)),
    "drivers": lambda r, o: survey.drivers(
        r, ratings=["a", "b"], score="mark", value="rev", customer_id="client", n_resamples=100
    ),
    "decomposition": lambda r, o: survey.decompose_change(
        r, r, by="grp", score="mark", customer_id="client"
    ),
    "weights": lambda r, o: survey.rake(
        r, margins={"grp": {"x": 0.5, "y": 0.5}}, customer_id="client"
    ),
    "rfm": lambda r, o: clv.rfm(of_orders(o)),
    "rfm by keywords": lambda r, o: clv.rfm(
        o, customer_id="client", timestamp="when", amount="money"
    ),
}


def spoilt(column):
    """Yield both tables with a column spoilt, or missing."""
    for place, whole in enumerate((responses(), orders())):
        if column not in whole:
            continue
        both = [responses(), orders()]
        for value in BAD[column]:
            table = whole.astype({column: object})
            table.loc[3, column] = value
            both[place] = table
            yield tuple(both)
        both[place] = whole.drop(columns=column)
        yield tuple(both)


@pytest.mark.parametrize("column", BAD)
@pytest.mark.parametrize("call", CALLS)
def test_errors_name_columns_as_the_caller_did(call, column):
    for tables in spoilt(column):
        try:
            CALLS[call](*tables)
        except VocValueError as error:
            message = str(error)
        else:
            continue
        assert not DEFAULTS.search(message), message


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: survey.nps([11]), "scores"),
        (lambda: survey.csat([3], [-1]), "weights"),
        (lambda: survey.nps_change([11], [1]), "before"),
        (lambda: survey.nps_change([1], ["x"]), "after"),
        (lambda: survey.nps_change([1], [1], weights_after=[-1]), "weights_after"),
        (lambda: survey.nps_change([1], [1], weights_before=["x"]), "weights_before"),
        (lambda: survey.segment([None]), "scores"),
        (lambda: survey.lifetime_value([1], [np.nan], horizon="1 year"), "annual_churn"),
    ],
)
def test_errors_name_arguments_as_the_caller_did(call, name):
    with pytest.raises(VocValueError, match=rf"\b{name}\b"):
        call()
