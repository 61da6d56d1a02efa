"""Results of the sample shops, each made once."""

from functools import cache

import vocvalue as vv

TERMS = {"window": "90 days", "currency": "CNY"}


@cache
def shop():
    return vv.datasets.load_sample()


@cache
def problem_shop():
    return vv.datasets.load_problem_sample()


@cache
def prediction():
    terms = {"horizon": "12 months", "discount_rate": 0.10, "margin": 0.40, "currency": "CNY"}
    return vv.clv.predict(shop().orders, **terms)


@cache
def table():
    return vv.survey.cross_analysis(
        vv.Responses(shop().responses, survey="nps"),
        orders=vv.Orders(shop().orders, currency="CNY"),
        values=prediction(),
    )


@cache
def move():
    return table().conversion_value("detractor", "passive", 0.01, population=100_000)


@cache
def lift():
    return vv.lift.retention_test(treated=(350, 500), control=(250, 500), randomised=True)


@cache
def money():
    return lift().money(200, cost=6_000, horizon="12 months", basis="margin", currency="CNY")


@cache
def ranking():
    tables = problem_shop().mentions, problem_shop().orders
    return vv.issues.rank(*tables, covariates=problem_shop().customers, margin=0.40, **TERMS)


@cache
def issue_cost():
    met = vv.issues.exposure(
        problem_shop().mentions,
        problem_shop().orders,
        topic="包装破损",
        covariates=problem_shop().customers,
        **TERMS,
    )
    return vv.issues.cost(met, margin=0.40)


@cache
def plan():
    fixes = [
        vv.issues.Fix("物流慢", cost=4_000, share=0.6),
        vv.issues.Fix("退货流程复杂", cost=4_000, share=0.8),
    ]
    return vv.issues.invest(ranking(), fixes, budget=4_000, horizon="12 months")


@cache
def card():
    kept = vv.kpi.retention_lift(
        lift(), change="relative", value_per_customer=200, currency="CNY", horizon="12 months"
    )
    return vv.kpi.scorecard(lift=kept)
