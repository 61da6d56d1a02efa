"""The sample shop's files: made by the script in the repository, and read back whole."""

import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pandas as pd
import pytest

from vocvalue.datasets import (
    load_account_sample,
    load_insight_sample,
    load_problem_sample,
    load_sample,
    load_stakeholder_sample,
    sample,
    simulate_accounts,
    simulate_comments,
    simulate_insights,
    simulate_shop,
    simulate_stakeholders,
)
from vocvalue.errors import DataError

FOLDER = Path(__file__).parents[2] / "data" / "sample"
FILES = [
    *("actions.csv", "insight_truth.csv", "insights.csv", "insights.json"),
    *("stakeholder_answers.csv", "stakeholder_truth.csv", "stakeholders.json"),
    *("accounts.csv", "accounts.json", "account_billing.csv", "account_churn.csv"),
    *("account_responses.csv", "account_truth.csv", "account_usage.csv"),
    *("arms.csv", "catalogue.csv", "comment_truth.csv", "comments.csv", "comments.json"),
    *("contact_orders.csv", "contact_truth.csv", "contacts.csv", "customers.csv"),
    *("order_products.csv", "orders.csv"),
    *("problem_customers.csv", "problem_log.csv", "problem_losses.csv", "problem_mentions.csv"),
    *("problem_orders.csv", "problem_truth.csv", "problems.json"),
    *("responses.csv", "ticket_truth.csv", "tickets.csv", "tickets.json"),
    *("truth.csv", "truth.json"),
]
OF_PROBLEMS = [name for name in FILES if name.startswith("problem")]
OF_ACCOUNTS = [name for name in FILES if name.startswith("account")]
OF_THE_PROGRAMME = FILES[:6]
OF_COMMENTS = [
    *("arms.csv", "catalogue.csv", "comment_truth.csv", "comments.csv", "comments.json"),
    *("contact_orders.csv", "contact_truth.csv", "contacts.csv", "order_products.csv"),
]
# What the files of the shop were before its customers wrote anything.
OF_THE_SHOP = {
    "customers.csv": "9798aafc0ab875d4",
    "orders.csv": "1d710db3966dc0d4",
    "responses.csv": "e655a57a7adf9425",
    "truth.csv": "78bf5211c4ddd205",
    "truth.json": "2ab819a6456e8a37",
}


def test_the_script_writes_the_same_bytes_again(tmp_path):
    script = FOLDER / "make_sample.py"
    subprocess.run([sys.executable, str(script), "--out", str(tmp_path)], check=True)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(FILES)
    for name in FILES:
        assert (tmp_path / name).read_bytes() == (FOLDER / name).read_bytes(), name


def test_the_files_stay_small():
    apart = {*OF_PROBLEMS, *OF_ACCOUNTS}
    assert sum((FOLDER / name).stat().st_size for name in {*FILES} - apart) < 1_500_000
    assert sum((FOLDER / name).stat().st_size for name in OF_ACCOUNTS) < 400_000
    assert sum((FOLDER / name).stat().st_size for name in OF_PROBLEMS) < 3_000_000


def test_the_shop_with_problems_plays_again_what_its_files_hold():
    shop = load_problem_sample()
    pd.testing.assert_frame_equal(shop.without([]), shop.orders)
    losses = pd.read_csv(FOLDER / "problem_losses.csv")
    pd.testing.assert_frame_equal(
        shop.losses(), losses, check_exact=False, rtol=1e-5, atol=0.005, check_dtype=False
    )
    told = shop.effects(only_first=False)[["order_id", "topic"]].value_counts()
    assert told.sort_index().equals(
        shop.mentions[["order_id", "topic"]].value_counts().sort_index()
    )


def test_the_loudest_problems_are_harmless_and_the_rarest_costs_most():
    shop = load_problem_sample()
    table = shop.losses().set_index("topic").join(shop.counts().set_index("topic"))
    by_volume = table["mentions"].sort_values(ascending=False).index
    by_damage = table["loss"].sort_values(ascending=False).index
    assert by_volume[:2].tolist() == ["物流慢", "赠品缺失"]
    assert by_damage[0] == by_volume[-1] == "退货流程复杂"
    assert table.loc[["物流慢", "发票错误"], "loss"].eq(0).all()
    killer = shop.effects("退货流程复杂")["customer_id"]
    prior = shop.customers.set_index("customer_id")["prior_spend"]
    assert prior.loc[killer].median() > 1.5 * prior.median()


def test_the_insights_are_what_their_parameters_simulate():
    log = load_insight_sample()
    again = simulate_insights(**log.parameters)
    for table in ("insights", "actions", "truth"):
        pd.testing.assert_frame_equal(getattr(log, table), getattr(again, table), check_dtype=False)
    assert log.observation_end == again.observation_end
    rates = {name: log.true_rate(department=name) for name in log.parameters["departments"]}
    assert min(rates, key=rates.get) == "门店运营部"


def test_the_internal_survey_is_what_its_parameters_simulate():
    survey = load_stakeholder_sample()
    again = simulate_stakeholders(**survey.parameters)
    for table in ("answers", "truth"):
        pd.testing.assert_frame_equal(
            getattr(survey, table), getattr(again, table), check_dtype=False
        )
    quarters = pd.PeriodIndex(survey.answers["timestamp"], freq="Q").unique().astype(str)
    assert len(quarters) == 7
    assert "2024Q1" not in quarters
    assert sum((FOLDER / name).stat().st_size for name in OF_THE_PROGRAMME) < 120_000


def test_the_accounts_are_what_their_parameters_simulate():
    sample = load_account_sample()
    again = simulate_accounts(**sample.parameters)
    for table in ("accounts", "responses", "usage", "billing", "churn"):
        pd.testing.assert_frame_equal(
            getattr(sample, table), getattr(again, table), check_dtype=False
        )
    quarters = again.truth[again.truth["timestamp"].dt.is_quarter_end]
    pd.testing.assert_frame_equal(
        sample.truth, quarters.reset_index(drop=True), check_exact=False, atol=1e-4, rtol=0
    )
    assert sample.observation_end == again.observation_end == pd.Timestamp("2025-06-30")


def test_comments_are_few():
    assert sum((FOLDER / name).stat().st_size for name in OF_COMMENTS) < 500_000
    assert len(load_sample().comments) <= 3_000


def test_comments_leave_the_files_of_the_shop_as_they_were():
    for name, start in OF_THE_SHOP.items():
        assert sha256((FOLDER / name).read_bytes()).hexdigest().startswith(start), name


def test_the_comments_are_what_their_parameters_simulate():
    shop = load_sample()
    asked = shop.parameters
    made = asked["comments"]
    again = simulate_comments(
        simulate_shop(asked["n_customers"], seed=asked["seed"]),
        language=made["language"],
        seed=made["seed"],
    )
    for table in ("comments", "products", "order_products", "arms", "contacts", "contact_orders"):
        pd.testing.assert_frame_equal(
            getattr(shop, table), getattr(again, table), check_dtype=False
        )
    pd.testing.assert_frame_equal(
        shop.contact_truth, again.contact_truth, check_dtype=False, rtol=1e-5
    )
    # What is not said is None when simulated, and NaN when read from a file.
    pd.testing.assert_frame_equal(
        shop.comment_truth.fillna(""), again.comment_truth.fillna(""), check_dtype=False
    )
    assert made["model"] == again.parameters["comments"]["model"]


def test_the_sample_is_what_its_parameters_simulate():
    shop = load_sample()
    asked = shop.parameters
    again = simulate_shop(asked["n_customers"], seed=asked["seed"])
    for table in ("customers", "orders", "responses"):
        pd.testing.assert_frame_equal(
            getattr(shop, table), getattr(again, table), check_dtype=False
        )
    pd.testing.assert_frame_equal(shop.truth, again.truth, rtol=1e-5)
    assert shop.observation_end == pd.Timestamp("2024-12-31 23:59:59") == again.observation_end
    assert (shop.currency, shop.unit) == ("CNY", "day")


def test_half_to_three_fifths_of_the_customers_come_back():
    orders = load_sample().orders
    days = orders[orders["amount"] > 0].assign(day=orders["timestamp"].dt.normalize())
    repeat = days.drop_duplicates(["customer_id", "day"]).groupby("customer_id").size() > 1
    assert 0.50 <= repeat.mean() <= 0.60


def test_missing_files_are_named(monkeypatch, tmp_path):
    monkeypatch.setattr(sample, "INSTALLED", tmp_path / "a")
    monkeypatch.setattr(sample, "IN_CHECKOUT", tmp_path / "b")
    with pytest.raises(DataError, match=r"make_sample\.py"):
        load_sample()


def test_an_installed_package_reads_its_own_copy(monkeypatch, tmp_path):
    for name in FILES:
        (tmp_path / name).write_bytes((FOLDER / name).read_bytes())
    monkeypatch.setattr(sample, "INSTALLED", tmp_path)
    monkeypatch.setattr(sample, "IN_CHECKOUT", tmp_path / "nowhere")
    assert len(load_sample().customers) == 2_000
