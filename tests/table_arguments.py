"""Every public function that takes a table, found by walking the package, and how to call it."""

import importlib
import inspect
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from types import FunctionType
from typing import Any

import numpy as np
import pandas as pd

import vocvalue as vv
from vocvalue.results import CustomerValues, Result

ROOMS = ("clv", "survey", "lift", "signals", "issues", "kpi", "health", "link", "datasets", "")
# What takes anything and is neither a table nor a column of one.
OTHERS = {
    "account",
    "at",
    "ax",
    "as_of",
    "calibration_end",
    "customer",
    "cutoffs",
    "fitter",
    "fixed_at",
    "observation_end",
    "rules",
    "start",
}
COLUMNS = {"scores", "weights", "weights_before", "weights_after"}
# Columns by annotation, of functions whose tables have the same names.
OF_SCORES = {("survey.nps_change", "before"), ("survey.nps_change", "after")}


def public_functions():
    """Yield the public functions and methods, with the names that a user calls them by."""
    for room in ROOMS:
        module = importlib.import_module("vocvalue" + (f".{room}" if room else ""))
        for name in module.__all__:
            value, called = getattr(module, name), f"{room}.{name}".lstrip(".")
            if isinstance(value, FunctionType):
                yield called, value
            if isinstance(value, type):
                for method in sorted(set(dir(value)) - set(dir(Result))):
                    kind = inspect.getattr_static(value, method)
                    if not method.startswith("_") and isinstance(kind, FunctionType | classmethod):
                        yield f"{called}.{method}", getattr(value, method)


def takes_anything(parameter):
    return parameter.annotation in (object, Any)


def table_arguments():
    """Return the arguments that take a table, as pairs of the function's name and theirs."""
    found = set()
    for called, function in public_functions():
        for name, parameter in inspect.signature(function, eval_str=True).parameters.items():
            other = name in OTHERS | COLUMNS or (called, name) in OF_SCORES
            if takes_anything(parameter) and name not in ("self", "cls") and not other:
                found.add((called, name))
    return found


# --- the tables, small and clean


def _log():
    log = vv.datasets.simulate_orders(60, seed=3, refund_share=0.0).orders
    ids = log["customer_id"].astype("category").cat.codes.astype("int64") + 1001
    at = log["timestamp"].dt.floor("s").astype("datetime64[us]")
    return pd.DataFrame({"customer_id": ids, "timestamp": at, "amount": log["amount"].round(2)})


def _tables():
    orders = _log()
    ids = np.sort(orders["customer_id"].unique())
    n = len(ids)
    random = np.random.default_rng(5)
    day = pd.to_timedelta(random.integers(0, 150, n) * 86_400 + 36_000, unit="s")
    score = random.integers(0, 11, n)
    responses = pd.DataFrame(
        {
            "customer_id": ids,
            "timestamp": (pd.Timestamp("2023-09-01") + day).astype("datetime64[us]"),
            "score": score,
            "channel": np.where(random.random(n) < 0.5, "app", "web"),
            "speed": np.clip(score + random.integers(-4, 5, n), 0, 10),
            "price": random.integers(0, 11, n),
            "spend": (20.0 + 9 * score + random.normal(0, 30, n)).clip(1).round(2),
            "left": (random.random(n) < 0.4).astype("int64"),
        }
    )
    later = responses.assign(score=random.integers(0, 11, n))
    assigned = pd.Timestamp("2023-10-01 12:00:00")
    assignments = pd.DataFrame(
        {
            "customer_id": ids,
            "timestamp": np.full(n, assigned, dtype="datetime64[us]"),
            "arm": np.where(np.arange(n) % 2, "treated", "control"),
            "tier": np.where(random.random(n) < 0.5, "gold", "basic"),
        }
    )
    outcomes = pd.DataFrame(
        {
            "customer_id": ids,
            "retained": (random.random(n) < 0.6).astype("int64"),
            "revenue": random.gamma(2.0, 40.0, n).round(2),
        }
    )
    covariates = pd.DataFrame(
        {
            "customer_id": ids,
            "age": random.integers(18, 80, n),
            "region": np.where(random.random(n) < 0.5, "north", "south"),
        }
    )
    before = random.gamma(2.0, 100.0, n).round(2)
    values = pd.DataFrame(
        {
            "customer_id": ids,
            "value_before": before,
            "value": (before * random.uniform(0.4, 1.1, n)).round(2),
        }
    )
    complaints = responses[["customer_id", "timestamp"]].assign(
        topic=np.where(random.random(n) < 0.3, "complaint", "praise")
    )
    comments = responses[["customer_id", "timestamp", "score", "channel"]].assign(
        text=np.resize(
            ["快用完了，挺好用", "我不会再买了", "Do you also sell filters?", "包装破了", "nice"], n
        )
    )
    products = pd.DataFrame(
        {
            "product_id": [12, 7, 3, 4, 5],
            "name": ["filter", "水杯", "大水杯", "会员卡", "水泵"],
            "aliases": ["滤芯|cartridge", None, None, None, None],
            "upgrade": [None, "大水杯", None, None, None],
            "plan": [0, 0, 0, 1, 0],
        }
    )
    wishes = responses[["customer_id", "timestamp"]].assign(text="快用完了，准备回购")
    labels = pd.DataFrame(
        {
            "row": np.arange(80),
            "text": [f"{i}号：{'下次还会买' if i < 40 else '快递很慢'}" for i in range(80)],
            "kind": ["repurchase"] * 40 + [None] * 40,
            "status": ["positive"] * 40 + [None] * 40,
        }
    )
    scored = pd.DataFrame(
        {
            "text": [f"{i}号，{'很好吃' if i < 60 else '太难吃'}" for i in range(120)],
            "score": [9] * 60 + [2] * 60,
        }
    )
    steady, problems = _problems(ids)
    owners, rated, aged = _ratings()
    insights = pd.DataFrame(
        {
            "customer_id": ids,
            "timestamp": responses["timestamp"],
            "department": np.where(random.random(n) < 0.5, "product", "sales"),
            "major": (np.arange(n) % 5 > 0).astype("int64"),
        }
    )
    done = np.arange(n) % 2 == 0
    after = pd.to_timedelta(random.integers(5, 60, n), unit="D")
    actions = pd.DataFrame(
        {
            "customer_id": ids[done],
            "timestamp": (insights["timestamp"] + after)[done],
            "amount": random.gamma(2.0, 900.0, n).round(2)[done],
        }
    )
    ratings = responses[["customer_id", "timestamp"]].assign(
        score=random.integers(1, 6, n), department=insights["department"]
    )
    summary = vv.clv.rfm(orders, unit="week").to_frame()
    return {
        "orders": orders,
        "responses": responses,
        "later": later,
        "assignments": assignments,
        "outcomes": outcomes,
        "covariates": covariates,
        "values": values,
        "comments": comments,
        "wishes": wishes,
        "arms": assignments[["customer_id", "arm"]],
        "complaints": complaints,
        "products": products,
        "insights": insights,
        "actions": actions.reset_index(drop=True),
        "ratings": ratings,
        "summary": summary,
        "labels": labels,
        "scored": scored,
        "tickets": _tickets(responses),
        **_accounts(ids),
        "steady": steady,
        "problems": problems,
        "told": _told(steady),
        "owners": owners,
        "rated": rated,
        "aged": aged,
    }


def _tickets(responses):
    """Return a ticket of most customers, opened after the answer, half of them closed in a day."""
    random = np.random.default_rng(13)
    rows = responses[random.random(len(responses)) < 0.8]
    opened = rows["timestamp"] + pd.to_timedelta(random.integers(1, 400_000, len(rows)), unit="s")
    hours = random.lognormal(3.2, 1.2, len(rows))
    seconds = pd.to_timedelta((3600 * hours).astype("int64"), unit="s")
    closed = (opened + seconds).where(random.random(len(rows)) < 0.9)
    return pd.DataFrame(
        {
            "customer_id": rows["customer_id"],
            "opened": opened.astype("datetime64[us]"),
            "closed": closed.astype("datetime64[us]"),
            "team": random.choice(["hotline", "online"], len(rows)),
        }
    ).reset_index(drop=True)


def _accounts(ids):
    """Return accounts, their usage by month, their invoices, their people's answers, who left."""
    random = np.random.default_rng(14)
    months = pd.date_range("2022-02-01", periods=24, freq="MS")
    n, k = len(ids), len(months)
    used = pd.DataFrame({"customer_id": np.repeat(ids, k), "timestamp": np.tile(months, n)})
    due = used["timestamp"] + pd.to_timedelta(27, "D")
    late = pd.to_timedelta(random.integers(-9, 30, n * k), "D")
    bills = used[["customer_id"]].assign(opened=due, closed=(due + late).where(late.days < 25))
    bills = bills.assign(amount=random.gamma(2.0, 50.0, n * k).round(2))
    days = pd.to_timedelta(random.integers(0, 360, 3 * n), "D")
    said = pd.DataFrame({"customer_id": np.tile(ids, 3), "who": np.arange(3 * n)})
    said = said.assign(
        timestamp=pd.Timestamp("2023-02-01") + days, score=random.integers(0, 11, 3 * n)
    )
    left = pd.DataFrame({"customer_id": ids[:5], "timestamp": months[-5:]})
    return {
        "accounts": pd.DataFrame(
            {
                "customer_id": ids,
                "amount": random.gamma(1.0, 9_000.0, n).round(2),
                "tier": np.where(random.random(n) < 0.3, "key", "basic"),
            }
        ),
        "said": _in_microseconds(said),
        "used": _in_microseconds(used.assign(amount=random.gamma(4.0, 9.0, n * k).round(2))),
        "bills": _in_microseconds(bills),
        "closures": _in_microseconds(left),
    }


def _in_microseconds(frame):
    moments = frame.select_dtypes("datetime").columns
    return frame.astype(dict.fromkeys(moments, "datetime64[us]"))


def _problems(ids):
    """Return orders of customers who order steadily, and a problem that all meet, one by one."""
    random = np.random.default_rng(11)
    days = np.cumsum(random.integers(10, 31, (len(ids), 16)), axis=1)
    seconds = days * 86_400 + random.integers(0, 86_400, days.shape)
    at = pd.Timestamp("2023-03-01") + pd.to_timedelta(seconds.ravel(), unit="s")
    orders = pd.DataFrame(
        {
            "customer_id": np.repeat(ids, 16),
            "timestamp": at.astype("datetime64[us]"),
            "amount": random.gamma(2.0, 40.0, days.size).round(2),
        }
    )
    rows = orders.groupby("customer_id").nth(6)
    told = rows["timestamp"] + pd.to_timedelta(random.integers(1, 6, len(ids)), unit="D")
    return orders, rows[["customer_id"]].assign(timestamp=told, topic="late")


def _told(orders):
    """Return what customers say of one order in six, within days, whichever it is."""
    random = np.random.default_rng(13)
    rows = orders[random.random(len(orders)) < 1 / 6]
    told = rows["timestamp"] + pd.to_timedelta(random.integers(1, 6, len(rows)), unit="D")
    topic = np.where(random.random(len(rows)) < 0.6, "late", "broken")
    return rows[["customer_id"]].assign(timestamp=told, topic=topic)


def _ratings():
    """Return orders of owners, their ratings, half of them bad, and how old they are."""
    random = np.random.default_rng(12)
    ids = np.arange(2001, 2201)
    first = pd.Timestamp("2020-01-01") + pd.to_timedelta(random.integers(0, 300, ids.size), "D")
    rated = pd.Timestamp("2021-01-01") + pd.to_timedelta(random.integers(0, 200, ids.size), "D")
    again = rated + pd.to_timedelta(random.integers(5, 600, ids.size), "D")
    at = np.concatenate([first, again])
    orders = pd.DataFrame({"customer_id": np.tile(ids, 2), "timestamp": at})
    orders["timestamp"] = orders["timestamp"].astype("datetime64[us]")
    orders["amount"] = random.gamma(2.0, 40.0, len(orders)).round(2)
    ratings = pd.DataFrame({"customer_id": ids, "timestamp": rated.astype("datetime64[us]")})
    ratings["score"] = np.where(random.random(ids.size) < 0.4, 2, 9)
    return orders, ratings, pd.DataFrame({"customer_id": ids, "age": random.integers(18, 80, 200)})


TABLES: Mapping[str, pd.DataFrame] = _tables()


# --- how each is called


@dataclass(frozen=True, kw_only=True)
class Call:
    """A public function with a table in each argument that takes one.

    Attributes:
        name: The function's public name.
        function: The function, of the tables as keyword arguments.
        tables: The kind of table of each argument.
        beside: Tables that come in by another way, such as those of an experiment.
        asked: Further arguments.
        keywords: The keywords that it takes, where they are not those of the function.
        label: What tells two calls of one function apart.
    """

    name: str
    function: Callable[..., Any]
    tables: Mapping[str, str]
    beside: Mapping[str, str] = field(default_factory=dict)
    asked: Mapping[str, Any] = field(default_factory=dict)
    keywords: tuple[str, ...] = ()
    label: str = ""

    def __call__(self, tables, **more):
        return self.function(**tables, **{**self.asked, **more})

    @property
    def clean(self):
        return {argument: TABLES[kind] for argument, kind in self.kinds.items()}

    @property
    def kinds(self):
        return {**self.tables, **self.beside}

    @property
    def takes(self):
        """The keywords that it takes."""
        return self.keywords or tuple(inspect.signature(self.function).parameters)

    def __str__(self):
        return self.name + (f", {self.label}" if self.label else "")


def _balance(covariates, assignments, customer_id="customer_id", **asked):
    split = vv.lift.assign(assignments, salt="spring", customer_id=customer_id)
    return split.balance(covariates, customer_id=customer_id, **asked)


def _rates(orders, **asked):
    texts = TABLES["comments"][["timestamp", "text"]]
    return vv.signals.mentions(texts, {"packaging": ["包装破"]}).rates(orders, **asked)


@dataclass(frozen=True)
class Valued:
    """What knows what each customer is worth, such as a prediction."""

    table: Any
    customer_id: str

    @property
    def customer_values(self):
        names = {"customer_id": self.customer_id, "value": "value"}
        return CustomerValues(table=self.table, **names, horizon="12 months", basis="margin")


def _followed_leads(comments, orders, contacts, held_back, **asked):
    common = ("customer_id", "timestamp", "timezone", "timestamp_format")
    names = {name: value for name, value in asked.items() if name in common}
    leads = vv.signals.leads(vv.signals.find(comments, **names))
    tables = {"contacts": contacts, "held_back": held_back}
    return vv.signals.funnel(leads, orders, **tables, **asked)


def _crossed_with_values(values, responses, orders, customer_id="customer_id", **asked):
    worth = Valued(values, customer_id)
    names = {"customer_id": customer_id, **asked}
    return vv.survey.cross_analysis(responses, orders=orders, values=worth, **names)


def _adjusted(covariates, assignments, outcomes, **asked):
    tried = vv.lift.experiment(assignments, outcomes=outcomes, randomised=False, **asked)
    return vv.lift.adjusted_retention(tried, covariates=covariates)


def _evaluated(gold, **asked):
    return vv.signals.evaluate(gold, vv.signals.find(TABLES["labels"]["text"].tolist()), **asked)


def _leads(values, products, comments, customer_id="customer_id", timestamp="timestamp", **asked):
    found = vv.signals.find(comments, customer_id=customer_id, timestamp=timestamp)
    names = {"customer_id": customer_id, **asked}
    return vv.signals.leads(found, values=values, products=products, **names)


def _insight_rate(
    insights, actions, customer_id="customer_id", timestamp="timestamp", amount="amount", **asked
):
    zone = {"timezone": asked.pop("timezone", None)}
    return vv.kpi.insight_to_action(
        vv.Insights(insights, insight_id=customer_id, submitted=timestamp, **zone),
        vv.Actions(actions, insight_id=customer_id, completed=timestamp, value=amount, **zone),
        **asked,
    )


def _satisfaction(survey, customer_id="customer_id", timestamp="timestamp", score="score", **asked):
    names = {"respondent": customer_id, "timestamp": timestamp, "score": score}
    return vv.kpi.stakeholder_satisfaction(vv.StakeholderAnswers(survey, **names), **asked)


def _gaming(
    *,
    responses,
    orders,
    invitations,
    tickets,
    customer_id="customer_id",
    timestamp="timestamp",
    timezone=None,
    timestamp_format=None,
    **asked,
):
    clock = {"timezone": timezone, "timestamp_format": timestamp_format}
    desk = vv.Tickets(tickets, customer_id=customer_id, opened=timestamp, closed=timestamp, **clock)
    tables = {"orders": orders, "invitations": invitations, "tickets": desk}
    names = {"customer_id": customer_id, "timestamp": timestamp, **clock}
    return vv.kpi.check_gaming(responses, **tables, **names, **asked)


def _health(
    accounts,
    *,
    question=vv.health.score,
    responses,
    usage,
    billing,
    churn,
    customer_id="customer_id",
    timestamp="timestamp",
    amount="amount",
    score="score",
    **asked,
):
    names = {"account_id": customer_id}
    return question(
        vv.Accounts(accounts, revenue=amount, **names),
        responses=vv.Responses(
            responses, timestamp=timestamp, score=score, customer_id="who", **names
        ),
        usage=vv.Usage(usage, timestamp=timestamp, usage=amount, **names),
        billing=vv.Billing(billing, due="opened", paid="closed", amount=amount, **names),
        churn=vv.Closures(churn, timestamp=timestamp, **names),
        **asked,
    )


def _concentration(accounts, *, customer_id="customer_id", amount="amount", **asked):
    names = {"account_id": customer_id, "revenue": amount}
    return vv.health.concentration(vv.Accounts(accounts, **names), **asked)


def _revenue_coverage(
    accounts,
    responses,
    *,
    churn,
    customer_id="customer_id",
    timestamp="timestamp",
    amount="amount",
    score="score",
    **asked,
):
    names = {"account_id": customer_id}
    return vv.health.coverage(
        vv.Accounts(accounts, revenue=amount, **names),
        vv.Responses(responses, timestamp=timestamp, score=score, customer_id="who", **names),
        churn=vv.Closures(churn, timestamp=timestamp, **names),
        **asked,
    )


RULES = [
    vv.lift.LowScore(at_most=6),
    vv.lift.Complaint(column="topic", any_of=["complaint"]),
    vv.lift.FallingValue(relative=0.3),
    vv.lift.Silence(longer_than="2 months"),
]
WINDOW = {"between": ("2023-09-01", "2023-12-31")}
ORDERS = {"orders": "orders"}
BOTH = {"responses": "responses", "orders": "orders"}
CALLS = (
    Call(name="clv.rfm", function=vv.clv.rfm, tables=ORDERS),
    Call(name="clv.check_regularity", function=vv.clv.check_regularity, tables=ORDERS),
    Call(name="clv.historical", function=vv.clv.historical, tables=ORDERS),
    Call(name="clv.purchase_calendar", function=vv.clv.purchase_calendar, tables=ORDERS),
    Call(
        name="clv.customer_purchases",
        function=vv.clv.customer_purchases,
        tables=ORDERS,
        asked={"customer": 1007},
    ),
    Call(
        name="clv.calibration_holdout",
        function=vv.clv.calibration_holdout,
        tables=ORDERS,
        asked={"calibration_end": "2024-01-31"},
    ),
    Call(name="clv.predict", function=vv.clv.predict, tables=ORDERS, asked={"unit": "week"}),
    Call(
        name="clv.profile",
        function=vv.clv.profile,
        tables={"prediction": "values", "customers": "covariates"},
        asked={"top": 0.4},
    ),
    Call(
        name="clv.watch",
        function=vv.clv.watch,
        tables=ORDERS,
        asked={"unit": "week", "start": "2024-01-15", "churn_after": "3 months"},
    ),
    Call(
        name="clv.backtest",
        function=vv.clv.backtest,
        tables=ORDERS,
        asked={"calibration_end": "2024-01-31", "unit": "week"},
    ),
    Call(
        name="clv.Rfm.from_frame",
        function=vv.clv.Rfm.from_frame,
        tables={"summary": "summary"},
        asked={"unit": "week"},
    ),
    Call(name="survey.trend", function=vv.survey.trend, tables={"responses": "responses"}),
    Call(
        name="survey.decompose_change",
        function=vv.survey.decompose_change,
        tables={"before": "responses", "after": "later"},
        asked={"by": "channel"},
    ),
    Call(
        name="survey.drivers",
        function=vv.survey.drivers,
        tables={"responses": "responses"},
        asked={"ratings": ["speed", "price"], "value": "spend", "n_resamples": 100},
    ),
    Call(
        name="survey.rake",
        function=vv.survey.rake,
        tables={"responses": "responses", "base": "later"},
        asked={"columns": ["channel"]},
    ),
    Call(name="survey.cross_analysis", function=vv.survey.cross_analysis, tables=BOTH),
    Call(
        name="survey.cross_analysis",
        function=vv.survey.cross_analysis,
        tables={"responses": "responses", "covariates": "covariates"},
        asked={"revenue": "spend", "churned": "left", "adjust_for": ["age"]},
        label="without orders",
    ),
    Call(
        name="survey.cross_analysis",
        function=_crossed_with_values,
        keywords=tuple(inspect.signature(vv.survey.cross_analysis).parameters),
        tables={**BOTH, "values": "values"},
        label="with values",
    ),
    Call(
        name="lift.assign",
        function=vv.lift.assign,
        tables={"ids": "assignments"},
        asked={"salt": "spring", "strata": ["tier"]},
    ),
    Call(
        name="lift.Assignment.balance",
        function=_balance,
        tables={"covariates": "covariates"},
        beside={"assignments": "assignments"},
    ),
    Call(
        name="lift.adjusted_retention",
        function=_adjusted,
        tables={"covariates": "covariates"},
        beside={"assignments": "assignments", "outcomes": "outcomes"},
        keywords=("customer_id", "arm", "retained"),
    ),
    Call(
        name="lift.experiment",
        function=vv.lift.experiment,
        tables={"assignments": "assignments", "orders": "orders"},
        asked={"keep": ["tier"]},
    ),
    Call(
        name="lift.experiment",
        function=vv.lift.experiment,
        tables={"assignments": "assignments", "outcomes": "outcomes"},
        asked={"keep": ["tier"], "spend": "revenue"},
        label="outcomes",
    ),
    Call(
        name="lift.risk_pool",
        function=vv.lift.risk_pool,
        tables={**BOTH, "complaints": "complaints", "values": "values"},
        asked={"rules": RULES, **WINDOW},
    ),
    Call(
        name="link.attach",
        function=vv.link.attach,
        tables={"responses_table": "responses", "orders": "orders"},
        asked={"keep": ["channel"]},
    ),
    Call(
        name="signals.evaluate",
        function=_evaluated,
        tables={"gold": "labels"},
        keywords=("groups", "level"),
    ),
    Call(name="signals.fit", function=vv.signals.fit, tables={"labelled": "labels"}),
    Call(
        name="signals.fit_polarity",
        function=vv.signals.fit_polarity,
        tables={"comments": "scored"},
    ),
    Call(name="signals.find", function=vv.signals.find, tables={"comments": "comments"}),
    Call(
        name="signals.mentions",
        function=vv.signals.mentions,
        tables={"comments": "comments"},
        asked={"topics": {"packaging": ["包装破"], "nice": ["nice"]}},
    ),
    Call(
        name="signals.themes",
        function=vv.signals.themes,
        tables={"comments": "comments"},
        asked={"polarity": "all", "n_themes": 2, "resamples": 1},
    ),
    Call(
        name="signals.Mentions.rates",
        function=_rates,
        tables={"orders": "orders"},
    ),
    Call(
        name="signals.funnel",
        function=_followed_leads,
        keywords=tuple(inspect.signature(vv.signals.funnel).parameters),
        tables={"orders": "orders", "contacts": "complaints", "held_back": "arms"},
        beside={"comments": "wishes"},
        asked={"window": "30 days", "randomised": True},
    ),
    Call(
        name="issues.rank",
        function=vv.issues.rank,
        tables={
            "mentions": "told",
            "orders": "steady",
            "covariates": "covariates",
            "values": "values",
        },
    ),
    Call(
        name="issues.exposure",
        function=vv.issues.exposure,
        tables={
            "mentions": "problems",
            "orders": "steady",
            "covariates": "covariates",
            "values": "values",
            "contacts": "wishes",
        },
        asked={"topic": "late"},
    ),
    Call(
        name="issues.long_horizon",
        function=vv.issues.long_horizon,
        tables={"ratings": "rated", "orders": "owners", "covariates": "aged"},
        asked={"bad": 4, "horizon": "9 months"},
    ),
    Call(
        name="issues.trend",
        function=vv.issues.trend,
        tables={"mentions": "problems", "per": "steady"},
        asked={"topic": "late", "fixed_at": "2023-07-24", "every": "week"},
    ),
    Call(
        name="kpi.closed_loop",
        function=vv.kpi.closed_loop,
        tables={"responses": "responses", "tickets": "tickets", "orders": "orders"},
        asked={"churn_window": "60 days"},
    ),
    Call(
        name="signals.leads",
        function=_leads,
        tables={"values": "values", "products": "products"},
        beside={"comments": "comments"},
        keywords=("customer_id", "timestamp"),
    ),
    Call(
        name="kpi.check_gaming",
        function=_gaming,
        tables={
            "responses": "responses",
            "orders": "orders",
            "invitations": "comments",
            "tickets": "complaints",
        },
        asked={"segment": "channel", "every": "month"},
        keywords=tuple(inspect.signature(vv.kpi.check_gaming).parameters),
    ),
    Call(
        name="kpi.insight_to_action",
        function=_insight_rate,
        tables={"insights": "insights", "actions": "actions"},
        asked={"mature": "30 days"},
    ),
    Call(
        name="health.score",
        function=_health,
        tables={
            "accounts": "accounts",
            "responses": "said",
            "usage": "used",
            "billing": "bills",
            "churn": "closures",
        },
        asked={"at": "2024-01-31"},
        keywords=("customer_id", "timestamp", "amount", "score"),
    ),
    *(
        Call(
            name=f"health.{question.__name__}",
            function=partial(_health, question=question),
            tables={
                "accounts": "accounts",
                "responses": "said",
                "usage": "used",
                "billing": "bills",
                "churn": "closures",
            },
            asked={"cutoffs": "2023-08-31", "within": "5 months", "observation_end": "2024-02-28"},
            keywords=("customer_id", "timestamp", "amount", "score"),
        )
        for question in (vv.health.backtest, vv.health.learn_weights)
    ),
    Call(
        name="health.concentration",
        function=_concentration,
        tables={"accounts": "accounts"},
        keywords=("customer_id", "amount"),
    ),
    Call(
        name="health.coverage",
        function=_revenue_coverage,
        tables={"accounts": "accounts", "responses": "said", "churn": "closures"},
        asked={"at": "2024-01-31"},
        keywords=("customer_id", "timestamp", "amount", "score"),
    ),
    Call(
        name="kpi.stakeholder_satisfaction",
        function=_satisfaction,
        tables={"survey": "ratings"},
        asked={"every": "month"},
    ),
)


# --- which of them are made

EVERY_CALL = os.environ.get("VOCVALUE_WALK") == "all"
"""Whether each change is tried on each call, and on every engine."""


def pairs(changes):
    """Return the names of changes of a table with the calls that each is tried on, as pairs."""
    return [
        (name, call)
        for i, (name, change) in enumerate(changes.items())
        for call in covering(i, _changed(change))
    ]


def _changed(change):
    """Return the kinds of tables that are others after a change; all where it changes none."""
    changed = {kind for kind, table in TABLES.items() if not change(table).equals(table)}
    return changed or {*TABLES}


def covering(place=0, kinds=frozenset(TABLES)):
    """Return calls that together are given each of some kinds of tables.

    What is odd about a table is met where that kind of table is read, whoever asks for it. So each
    kind meets each change in one call at least, and every call has its turn in one place or more.
    """
    some, left = [], {*kinds}
    for i in np.random.default_rng(place).permutation(len(CALLS)):
        of_call = kinds & {*CALLS[i].tables.values()}
        if left & of_call or (of_call and (EVERY_CALL or i % N_TURNS == place % N_TURNS)):
            some.append(CALLS[i])
        left -= of_call
    return some


N_TURNS = 14
