"""What is measured: each case names its data, its size and the jobs that stand against another."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

OURS, OURS_ALL, PEER = "vocvalue", "vocvalue, total, table", "lifetimes"
BY_HAND = "polars by hand"
GROUPS = {
    "fit": "BG/NBD fit",
    "clv": "12-month CLV",
    "rfm": "RFM from Parquet",
    "pareto": "Pareto/NBD fit",
    "survey": "Scores of responses in memory",
    "link": "Responses crossed with orders",
}
TABLES = {
    "results.md": ("fit", "clv", "rfm", "pareto"),
    "results_survey.md": ("survey", "link"),
}
"""Which groups stand in which file."""
CUSTOMERS = (2_357, 100_000, 1_000_000, 5_000_000)
ORDERS = (1_000_000, 10_000_000)
ORDERS_PER_CUSTOMER = {"orders_of_many": "3", "orders_of_regulars": "10"}
RESPONSES = 1_000_000
ANSWERS_PER_ORDER = 0.1
LINKED_ORDERS, MANY_LINKED_ORDERS = 10_000_000, 100_000_000
PARETO_CUSTOMERS = 100_000
PARETO_SEEDS = (1, 2, 3, 4, 5)
QUICK = {2_357, 100_000}

PURCHASES = {"r": 0.243, "alpha": 4.414, "a": 0.793, "b": 2.426}
REGULARS = {"r": 2.0, "alpha": 13.0, "a": 0.5, "b": 9.0}
"""Weekly parameters of customers who buy about ten times in the two years of a log."""
DEATHS = {"r": 0.5533, "alpha": 10.5777, "s": 0.6062, "beta": 11.6687}
SPEND = {"p": 6.25, "q": 3.74, "v": 15.44}
"""The published parameters of CDNOW, in weeks and dollars: simulated with, and valued with."""
DISCOUNT_RATE = 0.10

JOBS: Mapping[str, Mapping[str, str]] = {
    "fit": {OURS: "ours.fit", PEER: "peer.fit"},
    "clv": {OURS: "ours.clv", OURS_ALL: "ours.clv_all", PEER: "peer.clv"},
    "rfm": {OURS: "ours.rfm", PEER: "peer.rfm"},
    "pareto": {OURS: "ours.pareto", PEER: "peer.pareto"},
    "NPS": {OURS: "survey_ours.nps", BY_HAND: "survey_by_hand.nps"},
    "cross analysis": {OURS: "survey_ours.cross", BY_HAND: "survey_by_hand.cross"},
    "in memory": {OURS: "survey_ours.linked", BY_HAND: "survey_by_hand.linked"},
    "in memory, adjusted": {OURS: "survey_ours.adjusted", BY_HAND: "survey_by_hand.linked"},
    "Parquet": {OURS: "survey_ours.linked_files", BY_HAND: "survey_by_hand.linked_files"},
    "Parquet, adjusted": {
        OURS: "survey_ours.adjusted_files",
        BY_HAND: "survey_by_hand.linked_files",
    },
}
WORK = {
    "survey": ("NPS", "cross analysis"),
    "link": ("in memory", "in memory, adjusted", "Parquet", "Parquet, adjusted"),
}


@dataclass(frozen=True, kw_only=True)
class Case:
    """One piece of work on one set of data."""

    group: str
    data: str
    size: int
    seed: int = 1
    work: str = ""

    @property
    def title(self) -> str:
        """The work."""
        return GROUPS[self.group]

    @property
    def size_text(self) -> str:
        """How much of it."""
        seed = f", seed {self.seed}" if self.group == "pareto" else ""
        work = f", {self.work}" if self.work else ""
        return f"{self.size:,} {self.unit}{work}{seed}"

    @property
    def unit(self) -> str:
        """What the size counts."""
        return {"rfm": "orders", "link": "orders", "survey": "responses"}.get(
            self.group, "customers"
        )

    @property
    def jobs(self) -> Mapping[str, str]:
        """The jobs to compare, by who does them."""
        return JOBS[self.work or self.group]

    @property
    def other(self) -> str:
        """Whom vocvalue stands against."""
        return BY_HAND if BY_HAND in self.jobs else PEER

    @property
    def file(self) -> str:
        """The name of the file with the data."""
        ending = {"rfm": ".parquet", "survey": ".parquet", "link": ""}.get(self.group, ".npz")
        return f"{self.data}_{self.size}_{self.seed}{ending}"


def cases(groups: Collection[str], *, quick: bool, large: bool = False) -> list[Case]:
    """Return the cases of some groups."""
    customers = [n for n in CUSTOMERS if not quick or n in QUICK]
    orders = ORDERS[:1] if quick else ORDERS
    seeds = () if quick else PARETO_SEEDS
    everything = [
        *(Case(group="fit", data=_customers(n), size=n) for n in customers),
        *(Case(group="clv", data=_customers(n), size=n) for n in customers),
        *(Case(group="rfm", data=data, size=n) for n in orders for data in ORDERS_PER_CUSTOMER),
        *(Case(group="pareto", data="pareto", size=PARETO_CUSTOMERS, seed=s) for s in seeds),
    ]
    everything += [
        Case(group="survey", data="responses", size=RESPONSES, work=work) for work in WORK["survey"]
    ]
    linked = LINKED_ORDERS // 10 if quick else LINKED_ORDERS
    everything += [Case(group="link", data="linked", size=linked, work=w) for w in WORK["link"]]
    if large:
        everything.append(
            Case(group="link", data="linked", size=MANY_LINKED_ORDERS, work="Parquet")
        )
    return [case for case in everything if case.group in groups]


def _customers(n: int) -> str:
    return "cdnow" if n == CUSTOMERS[0] else "bgnbd"
