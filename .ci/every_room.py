"""Make one call of every room of an installed vocvalue, and compare it with what is known.

It runs away from the checkout, in an environment made for it. A figure that is not as it should be,
a table of the sample shop that is not found, or a room without a call here ends it with an error.
"""

import math
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd

import vocvalue as vv


def clv() -> float:
    """Return the value of 40 a year at a margin of 50% over ten years: 122.89 by hand."""
    shop = vv.datasets.load_sample()
    prediction = vv.clv.predict(shop.orders, horizon="12 months", margin=0.40, discount_rate=0.10)
    agree(float(prediction.to_frame()["clv"].sum()), prediction.total.value)
    return agree(
        vv.clv.discounted_margin(revenue=40, margin=0.50, discount_rate=0.10, years=10),
        sum(20 / 1.10**year for year in range(1, 11)),
    )


def survey() -> float:
    """Return the NPS of each score from 0 to 10 once: two promoters, seven detractors of 11."""
    return agree(vv.survey.nps(range(11)).value, 100 * (2 - 7) / 11)


def lift() -> float:
    """Return how many were kept where 350 of 500 stayed, against 250 of 500: 100."""
    kept = vv.lift.retention_test(treated=(350, 500), control=(250, 500), randomised=True)
    agree("randomised" in kept.statement("en"), wanted=True)
    return agree(kept.money(2_000, basis="margin", currency="CNY").gross.value, 200_000)


def signals() -> int:
    """Return how many signals are in one sentence of each language; the lexicons are read."""
    texts = ["滤芯快用完了", "好的", "I am running low on filters.", "Fine."]
    said = {"customer_id": range(4), "timestamp": "2024-01-01", "text": texts}
    found = vv.signals.find(pd.DataFrame(said)).to_frame()
    agree(sorted({*found["customer_id"]}), [0, 2])
    return agree(len(found), 2)


def issues() -> float:
    """Return the published loss a month: 2,000 customers, 40%, 30% less, 150 each."""
    loss = vv.issues.monthly_loss(2_000, baseline=0.40, relative=0.30, spend=150, currency="CNY")
    agree("3.6 万元" in loss.statement("zh"), wanted=True)
    return agree(loss.loss.value, 36_000)


def kpi() -> float:
    """Return the rate of seven major insights of ten that led to a completed improvement."""
    insights = {"insight_id": range(10), "submitted": pd.Timestamp("2024-01-10")}
    actions = {"insight_id": range(7), "completed": pd.Timestamp("2024-03-01")}
    tables = [pd.DataFrame(insights), pd.DataFrame(actions)]
    return agree(vv.kpi.insight_to_action(*tables, observation_end="2025-01-31").rate.value, 0.7)


def health() -> float:
    """Return the share of accounts that hold 80% of the revenue, one in five; A says 2 of 10."""
    accounts = pd.DataFrame({"account_id": list("ABCDE"), "revenue": [5, 80, 5, 5, 5]})
    said = pd.DataFrame({"account_id": ["A", "B"], "timestamp": "2025-06-01", "score": [2, 9]})
    result = vv.health.score(accounts, responses=said, at="2025-06-30")
    agree(result.score[:2].tolist(), [20.0, 90.0])
    agree(result.at_risk.value, 5.0)
    return agree(vv.health.concentration(accounts, currency="CNY").holders.value, 0.2)


def report() -> int:
    """Return the size of a page on 100 customers kept; its templates and its style are found."""
    kept = vv.lift.retention_test(treated=(350, 500), control=(250, 500), randomised=True)
    money = kept.money(2_000, basis="margin", horizon="24 months", currency="CNY")
    page = vv.report.cfo([money], language="zh", title="客户体验价值报告")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.html"
        page.save(path)
        text = path.read_text(encoding="utf-8")
    agree("<style" in text and "<svg" in text and "客户体验价值报告" in text, wanted=True)
    return len(text)


def link() -> int:
    """Return how many customers of the sample shop have an answer joined to their orders."""
    shop = vv.datasets.load_sample()
    answers = shop.responses.query("survey == 'nps'")
    linked = vv.link.attach(shop.responses, shop.orders, window="12 months", survey="nps")
    return agree(len(linked.to_frame()), answers["customer_id"].nunique())


def datasets() -> int:
    """Return how many loaders find their files."""
    loaders = [name for name in vv.datasets.__all__ if name.startswith("load_")]
    return len([load(name) for name in loaders])


def load(name: str) -> object:
    """Return what a loader reads; that of CDNOW may ask for lifetimes, which is no dependency."""
    try:
        return getattr(vv.datasets, name)()
    except vv.errors.MissingDependencyError:
        if name != "load_cdnow":
            raise
        return None


def agree(figure: Any, wanted: Any) -> Any:
    """Return a figure that is the one that is wanted."""
    number = isinstance(figure, float)
    if not (math.isclose(figure, wanted, rel_tol=1e-9) if number else figure == wanted):
        sys.exit(f"{figure!r} is not {wanted!r}")
    return figure


ROOMS = (clv, survey, lift, signals, issues, kpi, health, report, link, datasets)
CALLS: dict[str, Callable[[], object]] = {call.__name__: call for call in ROOMS}


def main() -> None:
    """Call every room of the package that is installed here."""
    place = Path(vv.__file__)
    agree(place.is_relative_to(sys.prefix), wanted=True)
    print(f"  vocvalue {vv.__version__} in {place.parent}")
    for name, call in CALLS.items():
        print(f"  vocvalue.{name}: {call()}", flush=True)


if __name__ == "__main__":
    main()
