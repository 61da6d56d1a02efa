"""No result of an experiment is graded randomised unless somebody said that chance decided."""

import dataclasses
import importlib
import inspect
import pkgutil
from collections.abc import Mapping
from types import FunctionType

import numpy as np
import pandas as pd
import pytest

from vocvalue import lift
from vocvalue.errors import ParameterError

MODULES = [
    importlib.import_module(found.name)
    for found in pkgutil.walk_packages(lift.__path__, "vocvalue.lift.")
]
PUBLIC = {
    name: getattr(lift, name)
    for name in lift.__all__
    if isinstance(getattr(lift, name), FunctionType)
}
CLAIMING = {name for name, it in PUBLIC.items() if "randomised" in inspect.signature(it).parameters}
READING = {name for name, it in PUBLIC.items() if "experiment" in inspect.signature(it).parameters}

N = 400
PEOPLE = pd.DataFrame(
    {
        "customer_id": range(N),
        "arm": ["treated", "control"] * (N // 2),
        "timestamp": pd.date_range("2024-01-01", periods=N, freq="h"),
        "tier": ["a", "a", "b", "b"] * (N // 4),
    }
)
AFTER = pd.DataFrame(
    {
        "customer_id": range(N),
        "retained": [1, 1, 0, 0, 1, 0, 1, 0] * (N // 8),
        "left": [0, 0, 1, 1, 0, 1, 0, 1] * (N // 8),
        "days": np.where(np.array([0, 0, 1, 1, 0, 1, 0, 1] * (N // 8)), 20.0, 60.0),
        "spend": [10.0, 5.0, 0.0, 0.0, 8.0, 0.0, 3.0, 0.0] * (N // 8),
    }
)
PAIR = {"treated": (350, 500), "control": (250, 500)}
LOOKS = {"treated": ([90, 180], [100, 200]), "control": ([70, 140], [100, 200])}


def experiment(**said):
    return lift.experiment(
        PEOPLE,
        outcomes=AFTER,
        duration="days",
        left="left",
        spend="spend",
        keep=["tier"],
        **said,
    )


OF_ARMS = {
    "retention_test": lambda **said: lift.retention_test(**PAIR, **said),
    "compare_arms": lambda **said: lift.compare_arms(
        {"control": (250, 500), "call": (350, 500), "mail": (270, 500)}, **said
    ),
    "by_segment_counts": lambda **said: lift.by_segment_counts(
        {"a": PAIR, "b": PAIR, "c": PAIR}, value_per_customer=10, cost_per_contact=1, **said
    ),
    "spend_test": lambda **said: lift.spend_test(
        treated=[0.0, 4.0, 8.0, 1.0], control=[0.0, 0.0, 3.0, 1.0], **said
    ),
    "survival_test": lambda **said: lift.survival_test(
        AFTER["days"], AFTER["left"], PEOPLE["arm"] == "treated", unit="day", **said
    ),
    "always_valid_test": lambda **said: lift.always_valid_test(**LOOKS, **said),
    "experiment": lambda **said: lift.retention(experiment(**said)),
}
OF_EXPERIMENT = {
    "adjusted_retention": lift.adjusted_retention,
    "always_valid": lift.always_valid,
    "by_segment": lambda read: lift.by_segment(read, "tier", value_per_customer=10),
    "retention": lift.retention,
    "spend": lift.spend,
    "survival": lift.survival,
}


def grades(value):
    """Return every grade of evidence in a result and in whatever it holds."""
    if isinstance(value, Mapping):
        return set().union(*map(grades, value.values()))
    if isinstance(value, tuple | list):
        return set().union(*map(grades, value))
    if not dataclasses.is_dataclass(value):
        return set()
    held = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    own = {held["evidence"]} if "evidence" in held else set()
    return own | grades(list(held.values()))


def test_every_claim_and_every_reading_is_tried():
    assert OF_ARMS.keys() == CLAIMING
    assert OF_EXPERIMENT.keys() == READING


@pytest.mark.parametrize("name", sorted(CLAIMING))
def test_nothing_is_claimed_by_default(name):
    assert inspect.signature(PUBLIC[name]).parameters["randomised"].default is None


def test_nothing_inside_grants_a_grade_by_default():
    held = [(name, it) for module in MODULES for name, it in vars(module).items() if callable(it)]
    for name, value in held:
        if not str(getattr(value, "__module__", "")).startswith("vocvalue.lift"):
            continue
        if not isinstance(value, type | FunctionType) or name == "Said":
            continue
        for parameter in inspect.signature(value).parameters.values():
            if parameter.name in {"evidence", "randomised", "claimed"}:
                assert parameter.default in {inspect.Parameter.empty, None}, (name, parameter)


@pytest.mark.parametrize("name", sorted(OF_ARMS))
def test_the_grade_is_given_to_a_claim_only(name):
    for said in ({}, {"randomised": None}, {"randomised": False}, {"randomised": np.False_}):
        found = OF_ARMS[name](**said)
        assert grades(found) == {"association only"}
        assert "an association" in found.statement() or "association only" in found.statement()
        assert "相关" in found.statement("zh")
    unsaid = OF_ARMS[name]().notes[0]
    assert "randomised=True" in unsaid.en
    assert "randomised=True" in unsaid.zh
    assert "randomised" in grades(OF_ARMS[name](randomised=True))


@pytest.mark.parametrize("name", sorted(OF_ARMS))
@pytest.mark.parametrize("odd", ["no", "", 1, 0.0, pd.NA, [True], PEOPLE])
def test_a_claim_is_true_or_false(name, odd):
    with pytest.raises(ParameterError, match="randomised is of type"):
        OF_ARMS[name](randomised=odd)


@pytest.mark.parametrize("name", sorted(OF_EXPERIMENT))
@pytest.mark.parametrize("said", [{}, {"randomised": False}])
def test_what_is_read_is_not_random_by_itself(name, said):
    assert "randomised" not in grades(OF_EXPERIMENT[name](experiment(**said)))
    assert "randomised" in grades(OF_EXPERIMENT[name](experiment(randomised=True)))


def test_a_draw_is_looked_up_and_not_taken_on_its_word():
    draw = lift.assign(PEOPLE[["customer_id"]], salt="spring")
    with pytest.raises(ParameterError, match=r"Pass what lift\.assign returned to"):
        lift.retention_test(**PAIR, randomised=draw)
    read = lift.experiment(PEOPLE, outcomes=AFTER, randomised=True)
    with pytest.raises(ParameterError, match="the experiment itself states"):
        lift.compare_arms(read, randomised=True)


def test_money_has_the_grade_of_its_lift():
    for said, grade in (({}, "association only"), ({"randomised": True}, "randomised")):
        assert lift.retention_test(**PAIR, **said).money(100, cost=5).net.evidence == grade
        assert OF_ARMS["spend_test"](**said).money(margin=0.4).evidence == grade
        assert OF_ARMS["survival_test"](**said).money(40).evidence == grade
