"""One word, one meaning: what every argument of a public call is called, holds and says.

An argument that three or more calls take stands in the table below. Its types, its defaults and
the noun of its line in the docstring are then the same wherever it is taken. A call that means
something else by a word of the table needs another word.
"""

import dataclasses
import inspect
import pathlib
import re
import types
from collections.abc import Mapping, Sequence
from typing import Any, Literal, Union, get_args, get_origin

from numpy.typing import ArrayLike
from public_names import CLASSES, FUNCTIONS, METHODS

from vocvalue import duration
from vocvalue.lift.experiments.result import Experiment
from vocvalue.results import Basis, Estimate, Evidence, Result
from vocvalue.signals import Lexicon
from vocvalue.tables.reading.orders import Duplicates, Refunds, Zeros
from vocvalue.tables.times import Grain

FORBIDDEN = {"sure", "threshold", "found", "told", "known", "given", "thing"}
OFTEN = 3
# What differs by nature: a table in one call is an array or the name of a column in another.
VARIES: tuple[Any, ...] = ()
COUNTS = (int,)
COLUMN = (str,)
SPAN = (duration.Span, tuple[object, object])
SPANS = (duration.Span, duration.Spans)
Rules = Sequence[str | pathlib.Path | Lexicon]
Files = Sequence[str | pathlib.Path]


@dataclasses.dataclass(frozen=True)
class Word:
    """What a word means: what its docstring names, what it holds, what is taken without it."""

    says: str
    types: tuple[Any, ...] = VARIES
    defaults: tuple[object, ...] = ()


WORDS = {
    # how sure, and by which draws
    "level": Word("^The confidence level", (float,), (0.95,)),
    "alternative": Word("two-sided", (Literal,), ("two-sided",)),
    "method": Word(
        'lift.retention_test|"|interval',
        (Literal, str),
        ("newcombe", "welch", "lmg", "adjusted-wald"),
    ),
    "n_resamples": Word("^The number of bootstrap", COUNTS, (1000, 5000)),
    "seed": Word("^The seed", VARIES, (0,)),
    "rng": Word("generator|random"),
    "p_value": Word("p-value", (float,)),
    # money
    "amount": Word("amount|money", VARIES, ("amount",)),
    "basis": Word("the money|revenue, margin or net profit", (Basis,), ("revenue",)),
    "money": Word("amount|money"),
    "currency": Word("^The currency code", (str,), (None, "CNY")),
    "discount_rate": Word("effective annual", (float,), (0.1, None)),
    "margin": Word("^The margin, as a share of revenue", VARIES, (None,)),
    "cost": Word("cost", VARIES, (0.0,)),
    "cost_per_contact": Word("cost", VARIES, (None, 0.0)),
    "value_per_customer": Word("worth|brings|lift.by_segment", VARIES, (None,)),
    "value": Word("money|value|estimate", (str, float), (None, "value")),
    "revenue": Word("revenue", VARIES, (None,)),
    "evidence": Word("rests? on", (Evidence,)),
    "spend": Word("spen[dt]|money|gamma-gamma", VARIES, (None, "gamma-gamma")),
    # pages
    "title": Word("title|heading|answers", VARIES, (None,)),
    # time
    "period": Word("period|day|time", VARIES, (None,)),
    "per": Word("span|per 1,000|order", VARIES, ("12 months", None)),
    "horizon": Word("future|horizon|span|ahead|months", VARIES, ("12 months", "14 days", None)),
    "window": Word(
        "from|after|window",
        SPAN,
        ("14 days", "30 days", "60 days", "90 days", "3 months", "6 months", "12 months", None),
    ),
    "t": Word("length|time|span", SPANS),
    "hours": Word("hours", VARIES, (None,)),
    "target": Word("within which|treated|path", VARIES, ("24 hours", "treated")),
    "every": Word(
        "span|period|often|week", VARIES, ("1 week", "1 day", "month", "quarter", "year")
    ),
    "start": Word("first day|begin", VARIES, ("2023-01-02", "2024-01-01", None, "09:00")),
    "end": Word("last day|ends", VARIES, ("2024-12-31", "2024-12-29", "18:00")),
    "acquisition": Word("^The opening span", SPAN, ("26 weeks", "39 weeks")),
    "among": Word('^"reported"', (Literal,), ("reported",)),
    "churn_window": Word("order|churn", SPAN, (None, "180 days")),
    "grain": Word("^The period within which a customer's orders merge", (Grain,), ("day",)),
    "unit": Word("unit", (duration.Unit,), (None, "week")),
    "observation_end": Word("last moment observed|end of the", (object,), (None,)),
    "calibration_end": Word("calibration|fitted", (object,), (None,)),
    "before": Word("before|earlier|first", VARIES, (None, "value_before")),
    "after": Word("after|later|since|second", VARIES, (None,)),
    # columns and tables
    "by": Word("column|scores", COLUMN, ("nps", None)),
    "table": Word("table|per customer|cross_analysis", VARIES, ("leads",)),
    "keep": Word("column", (Sequence[str],), ((),)),
    "customer_id": Word("column with the customer ids", COLUMN, ("customer_id", None)),
    "timestamp": Word("column of the|column", COLUMN, ("timestamp", None)),
    "timestamp_format": Word("parsed as times|times are written", COLUMN, (None,)),
    "timezone": Word("^The time zone", COLUMN, (None,)),
    "quantity": Word("^Column (of the orders )?that multiplies", COLUMN, (None,)),
    "score": Word("column|score", COLUMN, ("score", None)),
    "survey": Word("survey", VARIES, (None, "nps")),
    "survey_column": Word("^Column (that|with)", COLUMN, (None,)),
    "orders": Word("order", (object,), (None,)),
    "contacts": Word("contact", (object,), (None,)),
    "tickets": Word("ticket", (object,), (None,)),
    "responses": Word("answer|response", (object, Any), (None,)),
    "covariates": Word("covariate|column|adjusted", (object,), (None,)),
    "values": Word("^What each customer is worth", (object,), (None,)),
    "duplicates": Word("^What to do with rows that repeat another", (Duplicates,), ("keep",)),
    "refunds": Word("^What to do with negative amounts", (Refunds,), ("net",)),
    "zeros": Word("^What to do with orders of amount 0", (Zeros,), ("keep",)),
    "weights": Word("weight", VARIES, (None,)),
    "strata": Word("strat|within|column", VARIES, (None,)),
    "segments": Word("segment"),
    # arms
    "arm": Word("arm", COLUMN, ("arm", None)),
    "control": Word("control|left alone|not contacted", VARIES, ("control", None)),
    "treated": Word("treated|contacted"),
    "treated_share": Word("share", (float,), (None,)),
    "shares": Word("share", VARIES, (None, {"treated": 0.5, "control": 0.5})),
    "randomised": Word("chance|random", VARIES, (None,)),
    "experiment": Word("^What `lift.experiment` returned", (Experiment,)),
    "population": Word("^The number of customers", COUNTS, (None,)),
    # scores
    "points": Word("points on the scale|points", VARIES, (5, 7, None)),
    "relative": Word("share of|relative|%", (float,), (None,)),
    "scores": Word("score", VARIES, (None,)),
    "kind": Word("mean|repurchase|growth|people", (Literal, str), ("mean", "top-box", None)),
    "metric": Word(
        "figure|revenue|probability_alive", VARIES, ("probability_alive", "revenue", None)
    ),
    "group": Word("group", COLUMN, ("all",)),
    # problems, and the programme
    "mentions": Word("problem|mention", (object,)),
    "reported": Word("report|tells", VARIES, (0.5, None)),
    "outcome": Word("churn|retained|score|outcome", (Literal,), ("churn", "score")),
    "lift": Word("lift|spend", VARIES, (None,)),
    "check": Word("check|regularity|independence|which", VARIES),
    "columns": Word("column", (Sequence[str],), (None,)),
    "scale": Word("scale|scores|nps", VARIES, (None, "nps")),
    # texts
    "comments": Word("^One row per text", (object,), (None,)),
    "text": Word("text", COLUMN, ("text",)),
    "channel": Word("where it was written|column of the channel", COLUMN, (None,)),
    "role": Word("who wrote it|role", COLUMN, (None,)),
    "lexicons": Word("^The rules|^Whose words praise", (Rules, Files), (("zh", "en"),)),
    "polarity": Word("prais|complain", VARIES, (None, "complaint")),
    "topic": Word("topic", COLUMN, (None,)),
    # accounts
    "account": Word("^The id of (the|an) account", (object,), (None,)),
    "accounts": Word("^(The )?accounts", (object,), (None,)),
    "usage": Word("^What (they|the accounts) use", (object,), (None,)),
    "billing": Word("^Their invoices", (object,), (None,)),
    "churn": Word("left", (object,), (None,)),
    "at": Word("day|moment|looks", VARIES, (None,)),
    "within": Word("^How long|^The span", SPAN, ("6 months",)),
    "gaps": Word("^Whether a month without a row", (Literal,), ("zero",)),
    "role_weights": Word("^The weights of answers by role", (Mapping[str, float],), (None,)),
    "scales": Word("^Other scales", VARIES, (None,)),
    "bands": Word("bands|watched", VARIES, ((40.0, 70.0), None)),
    "n_accounts": Word("accounts", COUNTS, (300,)),
    "n_churned": Word("left|did", COUNTS),
    "difference": Word("minus|less", (Estimate,)),
    "lower": Word("lower end|lowest", (float,)),
    "upper": Word("upper end|highest", (float,)),
    # counts
    "n": Word("number|how many|count|purchases"),
    "n_customers": Word("how many customers|number of customers|customers", COUNTS),
    "count": Word("how many|count|number|purchases", VARIES, (0,)),
    "counts": Word("how many|count|number|purchases"),
    # models, as in their papers
    "T": Word("age|time|length|column|first", VARIES, ("T",)),
    "frequency": Word("repeat|purchases|column", VARIES, ("frequency",)),
    "recency": Word("last|recency|column", VARIES, ("recency",)),
    "monetary_value": Word("mean|spend|money|column", VARIES, ("monetary_value", None)),
    "model": Word("model|fit|shop", VARIES),
    "shop": Word("shop", VARIES),
    "rfm": Word("histor|customer|clv.rfm|rfm", VARIES, (None,)),
    "purchases": Word("purchase|fit|model", VARIES),
    # KPIs
    "bounds": Word(
        "low|bound", VARIES, ((3.0, 4.0), (0.10, 0.70), (0.0, 0.15), (0.0, 0.3), (0.0, 0.30))
    ),
    "change": Word("change|differ|figure|better", VARIES, (0.1, None)),
    "department": Word("department", COLUMN, (None,)),
    "kpi": Word("KPI"),
    "mean": Word("mean"),
    "rate": Word("rate|share|purchases"),
    "result": Word("returned|result|measured", VARIES, (None,)),
    "share": Word("share|fraction", VARIES, (0.5, 0.8)),
    # results and pictures
    "name": Word(
        "name|called", COLUMN, ("complaint", "falling_value", "low_score", "silence", None)
    ),
    "path": Word("file|path|where", (str | pathlib.Path,)),
    "bears_on": Word("bears|claim", (Literal,), ("figure",)),
    "ax": Word("^Matplotlib axes to draw on", VARIES, (None,)),
    "label": Word("called|what it is", VARIES),
    "language": Word('"en"|language', (str,), ("en", None)),
    "labels": Word("^Display names", (Mapping[str, str],), (None,)),
}
# The letters of a model's parameters mean what they do in its paper.
PARAMETERS = {"a", "alpha", "b", "beta", "p", "q", "r", "s", "v"}
MODEL_DEFAULTS = {
    ("model", "find"),
    ("model", "watch"),
    *(("model", name) for name in ("backtest", "predict", "simulate_comments", "simulate_shop")),
    ("model", "simulate_problems"),
    ("model", "simulate_tickets"),
}

CALLS = {
    **FUNCTIONS,
    **METHODS,
    **{name: cls for name, cls in CLASSES.items() if not issubclass(cls, Result)},
}


def arguments():
    """Return every argument of every public call, once: call, short name, parameter, docstring."""
    seen = set()
    for call, function in sorted(CALLS.items()):
        place = (function.__module__, function.__qualname__)
        if place in seen:
            continue
        seen.add(place)
        for parameter in inspect.signature(function).parameters.values():
            if parameter.kind not in {parameter.VAR_KEYWORD, parameter.VAR_POSITIONAL}:
                yield call, function, parameter


ARGUMENTS = [it for it in arguments() if it[2].name not in {"self", "cls"}]
OF_WORDS = [it for it in ARGUMENTS if it[2].name in WORDS]


def without_none(annotation):
    if get_origin(annotation) not in {Union, types.UnionType}:
        return annotation
    kept = [it for it in get_args(annotation) if it is not type(None)]
    return Union[tuple(kept)] if kept else annotation  # noqa: UP007


def fits(annotation, allowed):
    """Return whether a type is one of those allowed, or made of them alone; None always is."""
    bare = without_none(annotation)
    if get_origin(bare) is Literal:
        return any(it is Literal or without_none(it) == bare for it in allowed)
    whole = [it for it in allowed if it is not Literal]
    return any(bare == without_none(it) for it in [*whole, Union[tuple(whole)]] if whole)  # noqa: UP007


def line_of(function, name):
    """Return what a docstring says of an argument, in one line, or None."""
    text = inspect.getdoc(function) or ""
    found = re.search(rf"^    \*{{0,2}}{name}: (.*(?:\n      .*)*)", text, re.MULTILINE)
    return None if found is None else " ".join(found.group(1).split())


def test_what_many_calls_take_is_in_the_table():
    counts = {}
    for call, _, parameter in ARGUMENTS:
        counts.setdefault(parameter.name, set()).add(call)
    often = {name for name, calls in counts.items() if len(calls) >= OFTEN}
    assert often - set(WORDS) - PARAMETERS == set()
    assert set(WORDS) <= set(counts)


def is_as_elsewhere(function, parameter):
    word = WORDS[parameter.name]
    if word.types and not fits(parameter.annotation, word.types):
        return False
    by_model = (parameter.name, function.__name__) in MODEL_DEFAULTS
    return parameter.default is parameter.empty or by_model or parameter.default in word.defaults


def test_a_word_holds_the_same_everywhere():
    assert [
        f"{call}: {parameter}"
        for call, function, parameter in OF_WORDS
        if not is_as_elsewhere(function, parameter)
    ] == []


def test_docstrings_say_the_same_of_a_word():
    lines = [(call, it.name, line_of(function, it.name)) for call, function, it in OF_WORDS]
    own = [it for it in lines if it[2] is not None and not it[2].startswith("As ")]
    assert [it for it in own if not re.search(WORDS[it[1]].says, it[2], re.IGNORECASE)] == []


def test_no_argument_and_no_attribute_has_a_word_that_says_nothing():
    names = {(call, parameter.name) for call, _, parameter in ARGUMENTS}
    for call, cls in CLASSES.items():
        if dataclasses.is_dataclass(cls):
            names |= {(call, field.name) for field in dataclasses.fields(cls)}
        names |= {(call, name) for name, it in vars(cls).items() if isinstance(it, property)}
    assert sorted((call, name) for call, name in names if name in FORBIDDEN) == []


def test_no_two_classes_share_a_name():
    places = {}
    root = pathlib.Path(inspect.getfile(Result)).parents[1]
    for path in sorted(root.rglob("*.py")):
        for name in re.findall(r"^class (\w+)", path.read_text(encoding="utf-8"), re.MULTILINE):
            places.setdefault(name, []).append(str(path.relative_to(root)))
    assert {name: where for name, where in places.items() if len(where) > 1} == {}


def test_a_type_that_is_not_allowed_is_noticed():
    assert fits(str | None, COLUMN)
    assert fits(duration.Span | None, SPAN)
    assert not fits(float, COLUMN)
    assert not fits(ArrayLike, COUNTS)
