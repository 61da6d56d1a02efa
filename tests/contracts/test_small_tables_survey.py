"""Small and degenerate tables through every public method of every result of the survey room.

What comes out is finite, in its range and the same in figures and words, or it is our refusal. The
methods are not listed: they are found by walking the results.
"""

import contextlib
import dataclasses
import inspect
import itertools
import json
import math
import re
from functools import partial

import numpy as np
import pandas as pd
import pytest

from vocvalue import Responses, link, survey
from vocvalue.errors import ParameterError, VocValueError
from vocvalue.results import Estimate, Note, Result

UNSAID = re.compile(r"\b(nan|inf|None|NaT)\b|\{\w*\}")
DRAWN = {"plot"}
LIMITS = {
    "churn": (0.0, 1.0),
    "retention": (0.0, 1.0),
    "revenue": (0.0, math.inf),
    "ltv": (0.0, math.inf),
}


def kept(n, kind):
    """Return n outcomes: none, all, the first only, or every second."""
    i = np.arange(n)
    return {"none": i < 0, "all": i >= 0, "one": i == 0, "half": i % 2 == 0}[kind].astype(float)


def answers(sizes, kinds, *, seed=0):
    """Return answers of detractors, passives and promoters, with who left and what they spent."""
    rng = np.random.default_rng(seed)
    left = np.concatenate([kept(n, kind) for n, kind in zip(sizes, kinds, strict=True)])
    n = left.size
    return pd.DataFrame(
        {
            "customer_id": np.arange(n),
            "timestamp": pd.Timestamp("2024-01-10") + pd.to_timedelta(np.arange(n) * 9, unit="D"),
            "score": np.repeat([3, 8, 10], sizes),
            "left": left,
            "spend": (1 - left) * rng.gamma(1, 100, n),
            "rating": rng.integers(1, 6, n).astype(float),
            "age": rng.normal(40, 9, n),
            "shop": np.where(np.arange(n) % 3, "north", "south"),
            "weight": rng.choice([0.0, 0.5, 1.0, 3.0], n),
        }
    )


def calls(result):
    """Return every public method and property of a result with arguments that fit, as calls."""
    for name in dir(type(result)):
        if name.startswith("_") or name in DRAWN:
            continue
        static = inspect.getattr_static(type(result), name)
        if isinstance(static, property) or type(static).__name__ == "cached_property":
            yield name, partial(getattr, result, name)
        elif inspect.isfunction(static):
            for arguments in arguments_for(result, name, static):
                yield name, partial(getattr(result, name), **arguments)


def arguments_for(result, name, method):
    """Return the arguments that a method can be called with, made of what the result holds."""
    choices = {
        "language": ["en", "zh"],
        "name": list(getattr(result, "metrics", ["retention"])),
        "metric": ["revenue"],
        "segment": list(getattr(result, "segments", [])),
        "reference": list(getattr(result, "segments", [])),
        "from_": list(getattr(result, "segments", [])),
        "to": list(getattr(result, "segments", [])),
        "share": [0.01, 1],
        "population": [100_000],
        "share_of": ["segment"],
        "outcome": ["score"],
        "value": [0.5],
    }
    parameters = [it for it in inspect.signature(method).parameters.values() if it.name != "self"]
    if name == "compared":
        return [{"metric": metric} for metric in result.metrics.values()]
    needed = [
        it.name for it in parameters if it.default is it.empty or name == "conversion_value"
    ] + [it.name for it in parameters if it.name == "language"]
    needed = list(dict.fromkeys(needed))
    assert set(needed) <= set(choices), f"{type(result).__name__}.{name}: say how to call it"
    each = itertools.product(*(choices[it] for it in needed))
    return [dict(zip(needed, chosen, strict=True)) for chosen in each]


def strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, Note):
        yield from (value.en, value.zh)
    elif isinstance(value, tuple | list):
        for item in value:
            yield from strings(item)


def judge(value, where):
    """Assert that what a method gave is finite and in its range, and go into what it holds."""
    for text in strings(value):
        assert not UNSAID.search(text), f"{where}: {text}"
    if isinstance(value, Estimate):
        judge_estimate(value, where)
    elif isinstance(value, dict):
        json.dumps(value, allow_nan=False, default=str)
    elif isinstance(value, pd.DataFrame):
        numbers = value.select_dtypes("number").to_numpy()
        assert not np.isinf(numbers).any(), where
    elif isinstance(value, tuple | list):
        for item in value:
            judge(item, where)
    elif is_ours(value):
        walk(value, where)


def is_ours(value):
    return dataclasses.is_dataclass(value) and type(value).__module__.startswith("vocvalue.survey")


def judge_estimate(it, where):
    told = f"{where}: {it!r}"
    assert not any(math.isinf(x) for x in (it.value, it.lower, it.upper)), told
    if math.isnan(it.value):
        assert it.n == 0 or "ratio" in where, told
    if math.isfinite(it.lower):
        assert it.lower <= it.value <= it.upper or math.isclose(it.lower, it.upper), told
        # Where there is one group only, its mix cannot change.
        assert it.lower < it.upper or "mix_effect" in where, f"no width: {told}"


WALKED = set()


def walk(result, where):
    """Call all that a result offers, and judge what comes."""
    WALKED.add(type(result).__name__)
    for name, call in calls(result):
        place = f"{where}.{name}"
        with contextlib.suppress(VocValueError):
            value = call()
            if not is_ours(value) or name not in {"main", "mirrored"}:
                judge(value, place)
    if isinstance(result, Result):
        for field in dataclasses.fields(result):
            value = getattr(result, field.name)
            if isinstance(value, Estimate | tuple):
                judge(value, f"{where}.{field.name}")


def swept(function, *args, **asked):
    """Walk what a function gives; None where it refused with an error of ours."""
    try:
        result = function(*args, **asked)
    except VocValueError as error:
        message = str(error)
    else:
        walk(result, type(result).__name__)
        return result
    assert not UNSAID.search(message)
    return None


def in_range(table):
    """Assert that figures and gaps are within what they can be, and agree with their tests."""
    for name, metric in table.metrics.items():
        lowest, highest = LIMITS[name]
        for it in metric.estimates:
            assert np.isnan(it.lower) or (lowest <= it.lower and it.upper <= highest)
        for (first, second), p in zip(metric.pairs, metric.p_values, strict=True):
            gap = metric.gap(second, first)
            if not metric.is_money:
                assert np.isnan(gap.value) or (gap.lower >= -1 - 1e-9 and gap.upper <= 1 + 1e-9)
            if np.isfinite(p) and np.isfinite(gap.lower):
                assert (p < 0.05) == (gap.lower > 0 or gap.upper < 0)


@pytest.mark.parametrize("kinds", [*itertools.product(("none", "all", "one", "half"), repeat=2)])
@pytest.mark.parametrize("weighted", [False, True])
def test_crossings_of_small_segments(kinds, weighted):
    for n, m in ((1, 1), (8, 30), (0, 7)) if weighted else ((2, 60), (60, 60), (1, 0)):
        found = swept(
            survey.cross_analysis,
            answers((n, m % 4, m), (kinds[0], "half", kinds[1])),
            revenue="spend",
            churned="left",
            covariates=["age"],
            weights="weight" if weighted else None,
            horizon="3 years",
        )
        if found is not None:
            in_range(found)


def test_every_size_up_to_sixty():
    for n in range(1, 61):
        table = answers((n, 0, 61 - n), ("none", "none", "half"))
        found = survey.cross_analysis(table, churned="left", revenue="spend")
        in_range(found)
        assert not UNSAID.search(found.statement() + found.statement("zh") + found.summary())


@pytest.mark.parametrize("n", [1, 2, 6])
def test_crossings_with_orders_of_few(n):
    asked = answers((n, n, n), ("none", "half", "all"))
    rows = asked.loc[asked["left"] == 0, ["customer_id", "timestamp"]]
    later = rows.assign(timestamp=rows["timestamp"] + pd.Timedelta("40D"), amount=10.0)
    before = asked[["customer_id", "timestamp"]].assign(
        timestamp=pd.Timestamp("2023-06-01"), amount=5.0
    )
    orders = pd.concat([before, later, later.assign(timestamp=pd.Timestamp("2026-01-01")).head(1)])
    for follow_up in ("complete", "kaplan-meier"):
        for window in ("12 months", "1 month"):
            found = swept(
                survey.cross_analysis, asked, orders=orders, follow_up=follow_up, window=window
            )
            if found is not None:
                in_range(found)


SCORES = [[9], [0], [9] * 8, [3] * 8, [9, 3], [8] * 5, [10] * 30 + [0], [1, 2, 3, 4, 5] * 2]
METHODS = ("adjusted-wald", "wald", "tango", "dirichlet", "bootstrap")


@pytest.mark.parametrize("scores", SCORES, ids=str)
def test_scores_of_few(scores):
    weights = [None, [2.0] * len(scores), [1.0] + [0.0] * (len(scores) - 1)]
    low = np.clip(scores, 1, 5)
    for weight in weights:
        found = [survey.nps(scores, weight, method=method) for method in METHODS]
        found += [
            f(low, weight, kind=k) for f in (survey.csat, survey.ces) for k in ("mean", "top-box")
        ]
        for it in found:
            judge_estimate(it, str(scores))
            assert it.lower >= -100
            assert it.upper <= 100


@pytest.mark.parametrize("paired", [False, True])
def test_changes_of_few(paired):
    for before, after in itertools.product(SCORES[:6], repeat=2):
        for method in ("adjusted-wald", "wald", "dirichlet", "bootstrap"):
            found = swept(survey.nps_change, before, after, paired=paired, method=method)
            if found is None:
                continue
            assert (found.p_value < 0.05) == (found.change.lower > 0 or found.change.upper < 0)
            unsure = "do not show a change" in found.statement()
            assert unsure == (found.p_value >= 0.05)


def test_trends_of_few():
    for scores in SCORES:
        n = len(scores)
        for gap in ("45D",) if n < 8 else ("5D",):
            times = pd.Timestamp("2024-01-05") + pd.Timedelta(gap) * np.arange(n)
            table = pd.DataFrame({"timestamp": times, "score": np.clip(scores, 1, 5), "who": 7})
            for scale in ("nps", "csat", "ces"):
                for who in (None, "who"):
                    swept(survey.trend, table, scale=scale, customer_id=who)


def sides_of(scores):
    i = np.arange(len(scores))
    shop, topic = np.where(i % 2, "b", "a"), np.where(i % 2, None, "x")
    return pd.DataFrame({"customer_id": i, "score": scores, "shop": shop, "topic": topic})


def test_decompositions_of_few():
    for before, after in itertools.product(SCORES[1:6], repeat=2):
        sides = [sides_of(it) for it in (before, after)]
        for who in ("customer_id", "absent"):
            tables = [
                it if who == "customer_id" else it.drop(columns="customer_id") for it in sides
            ]
            swept(survey.decompose_change, *tables, by="shop", topic="topic")


def test_drivers_of_few():
    for n in (1, 2, 3, 4, 6, 12):
        table = answers((n, 0, n), ("half", "none", "one"))
        for who in (None, "shop"):
            swept(
                survey.drivers,
                table,
                ratings=["rating"],
                value="spend",
                customer_id=who,
                n_resamples=100,
            )


def test_weights_of_few():
    for n in (1, 2, 7):
        table = answers((n, 0, 1), ("half", "none", "none"))
        shops = table["shop"].unique()
        for margins in ({shop: 1 / len(shops) for shop in shops}, dict.fromkeys(shops, 500)):
            found = swept(survey.rake, table, margins={"shop": margins})
            assert found is None or "-0" not in found.statement()


def test_plans_at_the_ends():
    for shares in ((0.0, 0.5, 0.5), (0.5, 0.0, 0.5), (1e-9, 1 - 2e-9, 1e-9)):
        for asked in ({"margin_of_error": 100}, {"margin_of_error": 0.1}, {"change": 100}):
            swept(survey.sample_size, shares=shares, **asked)
    with pytest.raises(ParameterError, match="margin_of_error == 150, must be at most 100"):
        survey.sample_size(shares=(0.2, 0.3, 0.5), margin_of_error=150)
    with pytest.raises(ParameterError, match="change == 131, must be at most 130"):
        survey.sample_size(shares=(0.2, 0.3, 0.5), change=131)


def test_links_of_few():
    asked = answers((1, 0, 1), ("none", "none", "none"))
    orders = asked[["customer_id", "timestamp"]].assign(amount=1.0)
    swept(link.attach, Responses(asked), orders, window="1 month")


def test_every_result_of_the_room_was_walked():
    results = {
        name
        for name in survey.__all__
        if isinstance(getattr(survey, name), type) and issubclass(getattr(survey, name), Result)
    }
    assert results - WALKED == set()


@pytest.mark.parametrize("kinds", [("none", "half"), ("half", "none"), ("none", "none")])
def test_pictures_of_small_segments(kinds):
    plt = pytest.importorskip("matplotlib.pyplot")
    for n in (1, 8):
        table = answers((n, 0, 40), (kinds[0], "none", kinds[1]))
        found = survey.cross_analysis(table, churned="left", revenue="spend", covariates=["age"])
        for metric in ("revenue", "churn"):
            ax = survey.plots.segment_bars(found, metric=metric)
            assert not UNSAID.search(ax.get_title(loc="left"))
            ax.figure.canvas.draw()
        plt.close("all")
