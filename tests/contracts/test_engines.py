"""Every engine, and every kind of file, gives the literal outcome of each engine case."""

from collections import Counter

import narwhals as nw
import pytest
from engine_cases import CASES
from engine_cases.case import Refusal
from engine_tables import ENGINES, as_spark, placed
from table_arguments import EVERY_CALL, public_functions

# Ibis sets a pandas option that pandas has since deprecated.
pytestmark = pytest.mark.filterwarnings("ignore:The 'future.infer_string' option is deprecated")

# pyspark warns of pandas 3 and leaves sockets to the garbage collector.
OF_SPARK = [
    pytest.mark.filterwarnings("ignore::FutureWarning", "ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]
# Of the calls of a function one is enough to tell whether versions of an engine differ.
FIRST = {case.of: case for case in reversed(CASES)}
# What a user of that engine gets back; of the others it is pandas.
LIBRARY = {"polars": "polars", "polars lazy": "polars", "pyarrow": "pyarrow"}


def in_turn(engines, place):
    """Return engines of which each has every other case, or all; those of few cases have theirs."""
    turns = {name: i % 2 for i, name in enumerate(ENGINES)}
    left_out = {name for name, turn in turns.items() if turn == place % 2 and not EVERY_CALL}
    return [it for it in engines if it not in left_out] or engines


def runs():
    """Yield each case on its engines."""
    for place, case in enumerate(CASES):
        is_first = case is FIRST[case.of]
        for engines in case.engines if is_first else in_turn(case.engines, place):
            names = (engines,) if isinstance(engines, str) else engines
            marks = [
                *(OF_SPARK if "spark" in names else []),
                *([] if is_first else [pytest.mark.further]),
            ]
            yield pytest.param(case, engines, id=f"{case}-{' and '.join(names)}", marks=marks)


@pytest.fixture
def tables(case, engines, tmp_path, request):
    """Return the tables of a case where they live: in one engine, or each in its own."""

    def held(engine, *made):
        if engine == "spark":
            return [as_spark(request.getfixturevalue("spark"), table) for table in made]
        return placed(engine, tmp_path, *made)

    made = case.tables.values()
    if isinstance(engines, str):
        return held(engines, *made)
    return [held(engine, table)[0] for engine, table in zip(engines, made, strict=True)]


@pytest.mark.parametrize(("case", "engines"), list(runs()))
def test_an_engine_gives_the_outcome_of_the_case(case, engines, tables):
    if isinstance(case.gives, Refusal):
        with pytest.raises(case.gives.kind, match=case.gives.said):
            case(*tables)
        return
    result = case(*tables)
    assert case.found(result) == case.gives
    if case.columns:
        check_library(result.to_frame(), engines, case.columns)


def check_library(frame, engines, columns):
    """Check that a table is one of the caller's library, which is that of the first table."""
    found = nw.from_native(frame, eager_only=True)
    first = engines if isinstance(engines, str) else engines[0]
    assert str(found.implementation) == LIBRARY.get(first, "pandas")
    assert tuple(found.columns) == columns


def test_every_case_has_a_name_of_its_own():
    assert [name for name, n in Counter(map(str, CASES)).items() if n > 1] == []


def test_every_case_is_one_of_a_public_function():
    assert {case.of for case in CASES} <= {called for called, _ in public_functions()}
