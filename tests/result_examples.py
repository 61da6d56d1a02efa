"""One result of every class that a public function returns, and all that it was made from."""

from functools import cached_property

import numpy as np
import pandas as pd
import polars as pl

import vocvalue as vv
from vocvalue import health
from vocvalue.issues.monthly_losses import MonthlyLosses

TO = {"pandas": lambda frame: frame, "polars": pl.from_pandas}
PEOPLE = 240
TERMS = {"horizon": "12 months", "discount_rate": 0.10, "margin": 0.40, "currency": "EUR"}
END = "2024-12-29"
MIDDLE = "2024-06-30"
HISTORIES = pd.DataFrame(
    {
        "customer_id": ["a", "b", "c"],
        "frequency": [2, 0, 5],
        "recency": [3.0, 0.0, 9.0],
        "T": [10.0, 10.0, 9.0],
        "monetary_value": [1.0, 0.0, 2.0],
    }
)
EXPORT = "id,when,score,text\n1,2024-01-05 08:00,9,good\n2,2024-01-06 09:00,3,late\n"


class Examples:
    """Results made of the frames and arrays of one library, and a list of these."""

    def __init__(self, library, folder):
        self.library = library
        self.folder = folder
        self.inputs = []
        shop = vv.datasets.simulate_shop(PEOPLE, seed=1)
        self.shop = shop
        self.orders = self.given(shop.orders)
        self.responses = self.given(shop.responses[shop.responses["survey"] == "nps"])
        self.people = shop.customers[["customer_id", "region", "prior_spend"]].assign(
            arm=np.resize(["treated", "control"], len(shop.customers)),
            timestamp=pd.Timestamp("2024-01-15"),
        )

    def given(self, value):
        """Return a frame or an array to make a result of, and remember it."""
        is_frame = isinstance(value, pd.DataFrame)
        made = TO[self.library](value.reset_index(drop=True)) if is_frame else np.array(value)
        self.inputs.append(made)
        return made

    @cached_property
    def prediction(self):
        return vv.clv.predict(self.orders, **TERMS)

    @cached_property
    def experiment(self):
        return vv.lift.experiment(
            self.given(self.people),
            orders=self.orders,
            window="3 months",
            keep=["region", "prior_spend"],
            observation_end=END,
            randomised=True,
        )

    @cached_property
    def linked(self):
        return vv.link.attach(self.responses, self.orders, window="3 months", keep=["channel"])

    @cached_property
    def table(self):
        return vv.survey.cross_analysis(
            self.responses, orders=self.orders, values=self.prediction, window="3 months"
        )

    @cached_property
    def signals(self):
        texts = ["快用完了", "我不会再买了", "Do you also sell filters?"]
        ids = self.shop.customers["customer_id"][:3].tolist()
        when = pd.to_datetime(["2024-05-01", "2024-06-02", "2024-06-03"])
        comments = pd.DataFrame({"customer_id": ids, "timestamp": when, "text": texts})
        return vv.signals.find(self.given(comments))

    @cached_property
    def leads(self):
        worth = self.shop.customers[["customer_id", "prior_spend"]]
        products = pd.DataFrame({"name": ["filter"], "product_id": ["F1"]})
        return vv.signals.leads(
            self.signals,
            values=self.given(worth.rename(columns={"prior_spend": "value"})),
            products=self.given(products),
        )

    def evaluation(self):
        gold = pd.DataFrame(
            {
                "row": [0, 1, 2],
                "kind": ["repurchase", None, "cross_sell"],
                "status": ["positive", None, "positive"],
                "language": ["zh", "zh", "en"],
            }
        )
        return vv.signals.evaluate(self.given(gold), self.signals)

    @cached_property
    def mentions(self):
        ids = self.shop.customers["customer_id"][:3].tolist()
        texts = ["包装破了，客服态度很好", "No damage, slow support", None]
        when = pd.to_datetime(["2023-05-01", "2024-02-02", "2024-06-03"])
        comments = pd.DataFrame({"customer_id": ids, "timestamp": when, "text": texts})
        topics = {
            "damage": {"phrases": ["包装破", "damage"], "polarity": "complaint"},
            "support": ["客服", "slow support"],
        }
        return vv.signals.mentions(self.given(comments), topics)

    def trained_signals(self):
        texts = [f"{n}号：下次还会买" for n in range(40)] + [f"{n}号：快递很慢" for n in range(40)]
        labelled = pd.DataFrame({"text": texts})
        labelled["kind"] = ["repurchase"] * 40 + [None] * 40
        labelled["status"] = ["positive"] * 40 + [None] * 40
        return vv.signals.fit(self.given(labelled))

    def polarity_model(self):
        texts = [f"{n}号，很好吃" for n in range(60)] + [f"{n}号，太难吃" for n in range(60)]
        return vv.signals.fit_polarity(
            self.given(pd.DataFrame({"text": texts, "score": [10] * 60 + [2] * 60}))
        )

    def adjusted(self):
        return vv.lift.adjusted_retention(
            vv.lift.experiment(
                self.given(self.people),
                orders=self.orders,
                window="3 months",
                keep=["prior_spend"],
                randomised=False,
                observation_end=END,
            )
        )

    def assignment(self):
        return vv.lift.assign(self.given(self.people), salt="winter", strata=["region"])

    def balance(self):
        people = self.given(self.people)
        return vv.lift.assign(people, salt="winter").balance(people, columns=["prior_spend"])

    def retention(self):
        return vv.lift.retention_test(treated=(12, 15), control=(7, 15), randomised=True)

    def retention_kpi(self):
        return vv.kpi.retention_lift(
            self.experiment, change="relative", value_per_customer=500, horizon="12 months"
        )

    def survival(self):
        rng = np.random.default_rng(1)
        durations = self.given(rng.exponential(6.0, 60).round(1) + 0.1)
        happened, treated = self.given(np.resize([1, 1, 0], 60)), self.given(np.arange(60) % 2)
        return vv.lift.survival_test(durations, happened, treated, unit="month", randomised=True)

    def looks(self):
        return vv.lift.always_valid_test(
            treated=(self.given([90, 180]), self.given([100, 200])),
            control=(self.given([70, 140]), self.given([100, 200])),
            treated_share=0.5,
            n_planned=800,
            randomised=True,
        )

    def spend(self):
        treated, control = self.given([0.0, 0, 30, 50, 0, 10]), self.given([0.0, 0, 0, 20, 0, 10])
        return vv.lift.spend_test(treated=treated, control=control, randomised=True)

    def decomposition(self):
        def shop(happy, unhappy):
            names = ["new"] * happy + ["old"] * unhappy
            scores = [9] * happy + [3] * unhappy
            return self.given(pd.DataFrame({"shop": names, "score": scores}))

        return vv.survey.decompose_change(shop(50, 50), shop(80, 20), by="shop")

    def drivers(self):
        rng = np.random.default_rng(1)
        answers = pd.DataFrame(rng.integers(1, 6, (200, 2)), columns=["service", "price"])
        answers["score"] = 2 * answers["service"] - rng.integers(0, 3, 200)
        answers["revenue"] = 100.0 * answers["price"] + rng.normal(0, 100, 200)
        return vv.survey.drivers(
            self.given(answers), ratings=["service", "price"], value="revenue", n_resamples=100
        )

    def weights(self):
        answers = pd.DataFrame({"tier": ["gold"] * 3 + ["basic"], "score": [10, 9, 10, 3]})
        return vv.survey.rake(self.given(answers), margins={"tier": {"gold": 300, "basic": 700}})

    def export(self):
        path = self.folder / "answers.csv"
        path.write_text(EXPORT, encoding="utf-8")
        return vv.read_survey(
            path,
            layout="wide",
            scores={"score": "nps"},
            texts={"text": "nps"},
            customer_id="id",
            timestamp="when",
        )

    def funnel(self):
        people = self.shop.customers["customer_id"].to_numpy()
        texts = pd.DataFrame({"customer_id": people, "text": "快用完了，准备回购"})
        texts["timestamp"] = pd.Timestamp(MIDDLE) + pd.to_timedelta(np.arange(len(people)), "h")
        leads = vv.signals.leads(vv.signals.find(self.given(texts)))
        arms = vv.lift.assign(self.given(self.people), salt="leads")
        orders = vv.Orders(self.orders, currency="EUR")
        return vv.signals.funnel(leads, orders, held_back=arms, observation_end=END)

    def exposure(self):
        shop = vv.datasets.simulate_problems(800, seed=1)
        tables = [self.given(it) for it in (shop.mentions, shop.orders, shop.customers)]
        mentions, orders, people = tables
        asked = {"topic": "packaging", "covariates": people, "currency": "CNY"}
        return vv.issues.exposure(mentions, orders, **asked)

    @cached_property
    def issue_cost(self):
        return vv.issues.cost(self.exposure(), margin=0.4, reported=(0.2, 0.5))

    def losses(self):
        return MonthlyLosses(
            topics=("packaging", "support"),
            loss=self.given([36_000.0, 20_000.0]),
            covariance=self.given([[4e6, 1e6], [1e6, 9e6]]),
            currency="CNY",
            basis="margin",
            evidence="adjusted observational",
            level=0.95,
            n=900,
        )

    def issue_trend(self):
        days = pd.date_range("2024-01-01", "2024-12-29")
        told = pd.DataFrame({"timestamp": np.repeat(days, 2), "topic": "support"})
        told["customer_id"] = np.resize(self.shop.customers["customer_id"], len(told))
        return vv.issues.trend(
            self.given(told), topic="support", fixed_at=MIDDLE, per=self.orders, every="week"
        )

    def experience_pnl(self):
        priced = self.retention().money(2_000, cost=60_000, horizon="12 months", basis="margin")
        kept = vv.issues.PnlLine(
            "boxes", money=priced.net, kind="growth", per="12 months", part_of="customers retained"
        )
        return vv.issues.experience_pnl([self.losses(), priced, kept])

    def report(self):
        priced = self.retention().money(
            2_000, cost=60_000, horizon="12 months", basis="margin", currency="CNY"
        )
        loss = vv.issues.monthly_loss(
            2_000, baseline=0.40, relative=0.30, spend=150, margin=0.4, currency="CNY"
        )
        analysts = vv.report.Cost("analysts", 600_000, kind="people")
        return vv.report.cfo([priced, loss, self.retention()], costs=[analysts])

    def ranking(self):
        model = vv.datasets.ProblemModel.many(5)
        shop = vv.datasets.simulate_problems(900, model=model, seed=3)
        return vv.issues.rank(
            self.given(shop.mentions),
            self.given(shop.orders),
            covariates=self.given(shop.customers),
            margin=0.4,
            currency="CNY",
            reported=(0.5, 0.9),
        )

    def investment(self):
        fixes = [
            vv.issues.Fix("packaging", cost=150_000, share=(0.5, 0.7)),
            vv.issues.Fix("support", cost=90_000, share=0.4, running_cost=500),
        ]
        return vv.issues.invest(self.losses(), fixes, budget=200_000)

    def insights(self):
        log = vv.datasets.simulate_insights(60, seed=1)
        return vv.kpi.insight_to_action(
            self.given(log.insights),
            vv.Actions(self.given(log.actions), currency=log.currency),
            observation_end=log.observation_end,
        )

    @cached_property
    def book(self):
        return vv.datasets.simulate_accounts(60, months=18, seed=1)

    def health(self, at="2025-06-30"):
        tables = {"responses", "usage", "billing", "churn"}
        given = {name: self.given(getattr(self.book, name)) for name in sorted(tables)}
        return vv.health.score(self.given(self.book.accounts), at=at, currency="CNY", **given)

    @cached_property
    def leavers(self):
        return vv.datasets.simulate_accounts(80, months=18, monthly_churn=0.05, seed=1)

    def judged(self, question):
        of = self.leavers
        names = ("responses", "usage", "billing", "churn")
        tables = {name: self.given(getattr(of, name)) for name in names}
        cutoffs = ["2024-06-30", "2024-12-31"]
        return question(self.given(of.accounts), cutoffs=cutoffs, **tables)

    def stakeholders(self):
        survey = vv.datasets.simulate_stakeholders(n_quarters=3, seed=1)
        return vv.kpi.stakeholder_satisfaction(self.given(survey.answers), invited=survey.invited)

    @cached_property
    def account_sample(self):
        return vv.datasets.simulate_accounts(60, months=12, seed=1)

    def concentration(self):
        return health.concentration(self.given(self.account_sample.accounts), currency="CNY")

    def revenue_coverage(self):
        of = self.account_sample
        return health.coverage(self.given(of.accounts), self.given(of.responses), currency="CNY")

    @cached_property
    def tickets(self):
        return vv.datasets.simulate_tickets(self.shop, seed=2)

    @cached_property
    def loop(self):
        desk = self.given(self.tickets.tickets)
        end = self.tickets.observation_end
        return vv.kpi.closed_loop(self.responses, desk, orders=self.orders, observation_end=end)


MADE = {
    "PurchaseCalendar": lambda of: vv.clv.purchase_calendar(of.orders),
    "CustomerPurchases": lambda of: vv.clv.customer_purchases(
        of.orders, of.shop.customers["customer_id"][0]
    ),
    "Backtest": lambda of: vv.clv.backtest(of.orders, calibration_end=MIDDLE),
    "Fit": lambda of: of.prediction.purchases,
    "ValueProfile": lambda of: vv.clv.profile(of.prediction, of.given(of.shop.customers)),
    "ValueWatch": lambda of: vv.clv.watch(of.orders, churn_after="3 months"),
    "HistoricalValue": lambda of: vv.clv.historical(of.orders, margin=0.4),
    "CalibrationHoldout": lambda of: vv.clv.calibration_holdout(of.orders, calibration_end=MIDDLE),
    "Independence": lambda of: vv.clv.check_independence(of.prediction.rfm),
    "ClvPrediction": lambda of: of.prediction,
    "Regularity": lambda of: vv.clv.check_regularity(of.orders),
    "Rfm": lambda of: vv.clv.Rfm.from_frame(of.given(HISTORIES), unit="week"),
    "SimulatedOrders": lambda of: vv.datasets.simulate_orders(20, seed=1),
    "Programme": lambda of: vv.datasets.simulate_programme(
        of.shop,
        treated=of.shop.customers["customer_id"][:100],
        control=of.shop.customers["customer_id"][100:],
        seed=2,
    ),
    "Shop": lambda of: of.shop,
    "ShopComments": lambda of: vv.datasets.simulate_comments(of.shop, language="both", seed=2),
    "ProblemShop": lambda _: vv.datasets.simulate_problems(
        300,
        model=vv.datasets.ProblemModel(
            problems=(
                vv.datasets.Problem(name="delivery", met=-2.0, log_rate=0.0, dropout=0.0),
                vv.datasets.Problem(name="quality", met=-3.0),
            )
        ),
        seed=2,
    ),
    "AdjustedRetention": Examples.adjusted,
    "IssueRanking": Examples.ranking,
    "ArmsLift": lambda of: vv.lift.compare_arms(
        {"control": (7, 15), "call": (12, 15), "mail": (11, 15)}, randomised=True
    ),
    "Experiment": lambda of: of.experiment,
    "Assignment": Examples.assignment,
    "Balance": Examples.balance,
    "LiftMoney": lambda of: of.retention().money(2_000, cost=60_000),
    "Looks": Examples.looks,
    "TicketDesk": lambda of: of.tickets,
    "ClosedLoop": lambda of: of.loop,
    "LoopCoverage": lambda of: of.loop.coverage,
    "CloseTimes": lambda of: of.loop.timeliness,
    "TicketBacklog": lambda of: of.loop.backlog,
    "RetentionKpi": Examples.retention_kpi,
    "GamingChecks": lambda of: vv.kpi.check_gaming(
        of.responses, segment="channel", orders=of.orders
    ),
    "Scorecard": lambda of: vv.kpi.scorecard(
        lift=of.retention_kpi(),
        issues=[vv.kpi.issue_reduction(of.issue_trend(), value_per_mention=30)],
        period=("2024-01-01", END),
        levers={"retention lift": "closed loop"},
    ),
    "IssueReduction": lambda of: vv.kpi.issue_reduction(of.issue_trend(), value_per_mention=30),
    "Power": lambda of: vv.lift.power(baseline_churn=0.50, relative=0.30, power=0.80),
    "RiskPool": lambda of: vv.lift.risk_pool([vv.lift.LowScore()], responses=of.responses),
    "SampleRatio": lambda of: vv.lift.sample_ratio(
        {"treated": 520, "control": 480}, shares={"treated": 0.5, "control": 0.5}
    ),
    "RetentionLift": Examples.retention,
    "RetentionSurvival": Examples.survival,
    "SegmentLifts": lambda of: vv.lift.by_segment(
        of.experiment, "region", value_per_customer=500, cost_per_contact=20
    ),
    "SpendLift": Examples.spend,
    "Linked": lambda of: of.linked,
    "LinkReport": lambda of: of.linked.report,
    "ConversionValue": lambda of: of.table.conversion_value(
        "detractor", "passive", 0.01, population=1_000
    ),
    "NpsDecomposition": Examples.decomposition,
    "Drivers": Examples.drivers,
    "SampleSize": lambda of: vv.survey.sample_size(shares=(0.2, 0.3, 0.5), margin_of_error=5),
    "NpsChange": lambda of: vv.survey.nps_change(
        of.given([10, 9, 3, 7] * 9), of.given([10, 9, 9, 7] * 9)
    ),
    "ScoreTrend": lambda of: vv.survey.trend(of.responses, every="quarter"),
    "SegmentTable": lambda of: of.table,
    "Weights": Examples.weights,
    "SurveyExport": Examples.export,
    "Funnel": Examples.funnel,
    "Evaluation": Examples.evaluation,
    "TrainedSignals": Examples.trained_signals,
    "PolarityModel": Examples.polarity_model,
    "Signals": lambda of: of.signals,
    "Mentions": lambda of: of.mentions,
    "MentionRates": lambda of: of.mentions.rates(of.orders, every="quarter"),
    "IssueTrend": Examples.issue_trend,
    "ExperiencePnl": Examples.experience_pnl,
    "Report": Examples.report,
    "ProgrammeReturn": lambda of: of.report().programme,
    "Exposure": Examples.exposure,
    "IssueCost": lambda of: of.issue_cost,
    "ExposureBalance": lambda of: of.issue_cost.balance,
    "LongHorizonCost": lambda of: vv.issues.long_horizon(
        vv.Responses(of.responses, survey="nps"),
        of.orders,
        bad=8,
        horizon="6 months",
        margin=0.4,
        currency="EUR",
    ),
    "LossArithmetic": lambda _: vv.issues.monthly_loss(
        2_000, baseline=0.40, relative=0.30, spend=150, currency="CNY"
    ),
    "InvestmentPlan": Examples.investment,
    "InsightToAction": Examples.insights,
    "HealthScore": Examples.health,
    "HealthChanges": lambda of: vv.health.changes(of.health("2025-03-31"), of.health()),
    "StakeholderSatisfaction": Examples.stakeholders,
    "SimulatedAccounts": lambda of: of.account_sample,
    "HealthBacktest": lambda of: of.judged(health.backtest),
    "LearnedWeights": lambda of: of.judged(health.learn_weights),
    "RevenueConcentration": Examples.concentration,
    "RevenueCoverage": Examples.revenue_coverage,
    "SimulatedInsights": lambda _: vv.datasets.simulate_insights(60, seed=1),
    "SimulatedStakeholders": lambda _: vv.datasets.simulate_stakeholders(n_quarters=3, seed=1),
    "Themes": lambda of: vv.signals.themes(
        of.given(pd.DataFrame({"text": ["slow delivery, bad taste", "slow support"] * 30})),
        n_themes=2,
        resamples=1,
    ),
    "Leads": lambda of: of.leads,
    "Written": lambda of: of.leads.write(of.folder / "leads.jsonl"),
    "Explanation": lambda of: vv.signals.explain("我朋友说会回购。我不会再买了"),
}
