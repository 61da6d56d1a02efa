"""Money and results of plain numbers, to work out sums by hand."""

import vocvalue as vv
from vocvalue.issues import PnlLine
from vocvalue.results import Money


def money(value, lower=None, upper=None, *, evidence="randomised", currency="CNY", basis="margin"):
    ends = {"lower": value if lower is None else lower, "upper": value if upper is None else upper}
    unit = {"currency": currency, "basis": basis, "evidence": evidence}
    return Money(value=value, **ends, level=0.95, method="", n=100, **unit)


def line(label, value, *ends, kind="growth", per="12 months", **unit):
    return PnlLine(label, money=money(value, *ends, **unit), kind=kind, per=per)


def lift(treated=350, control=250, *, value=2_000, horizon="12 months", currency="CNY", **terms):
    kept = vv.lift.retention_test(treated=(treated, 500), control=(control, 500), randomised=True)
    terms = {"cost": 60_000, "basis": "margin", **terms}
    return kept.money(value, horizon=horizon, currency=currency, **terms)


def loss(topic="packaging", *, currency="CNY", margin=0.25):
    """Return a loss of 2,000 x 40% x 30% x 150 = 36,000 of revenue a month."""
    asked = {"baseline": 0.40, "relative": 0.30, "spend": 150, "topic": topic}
    return vv.issues.monthly_loss(2_000, margin=margin, currency=currency, **asked)
