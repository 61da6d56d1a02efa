"""An experiment whose ids are damaged in one arm never counts as randomised."""

import numpy as np
import pandas as pd
import pytest

from vocvalue import Assignments, Orders, lift
from vocvalue.errors import DataError

N = 400


def experiment_of_no_effect(seed, damage):
    """Return a null experiment: every customer ordered before, half of them come back."""
    rng = np.random.default_rng(seed)
    ids = np.array([f"C{k:05d}" for k in range(N)])
    arm = np.where(rng.permutation(N) < N // 2, "treated", "control")
    people = pd.DataFrame({"customer_id": ids, "arm": arm, "timestamp": pd.Timestamp("2025-01-01")})
    hit = people["arm"] == "control"
    people.loc[hit, "customer_id"] = people.loc[hit, "customer_id"].map(damage)
    came = rng.random(N) < 0.5
    log = pd.concat(
        [
            pd.DataFrame({"customer_id": ids, "timestamp": pd.Timestamp("2024-11-01")}),
            pd.DataFrame({"customer_id": ids[came], "timestamp": pd.Timestamp("2025-03-01")}),
            pd.DataFrame({"customer_id": ["other"], "timestamp": [pd.Timestamp("2025-12-31")]}),
        ]
    ).assign(amount=10.0)
    return people, log


DAMAGES = {
    "case": str.lower,
    "zeros lost": lambda text: "C" + text[1:].lstrip("0"),
    "cut off": lambda text: text[:4],
    "blanks": lambda text: text + " ",
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_damaged_ids_in_one_arm_are_never_shown_as_randomised(damage):
    refused, lowered = 0, 0
    for seed in range(50):
        people, log = experiment_of_no_effect(seed, DAMAGES[damage])
        people = people.drop_duplicates("customer_id")
        try:
            kept = lift.retention(
                lift.experiment(people, orders=log, window="6 months", randomised=True)
            )
        except DataError:
            refused += 1
            continue
        assert kept.evidence == "association only"
        assert "differ in how many customers are found" in kept.notes[0].en
        lowered += 1
    assert refused + lowered == 50


def test_whole_ids_raise_hardly_a_false_alarm():
    lowered = 0
    for seed in range(60):
        people, log = experiment_of_no_effect(seed, str)
        # A tenth of the customers are new, in both arms.
        log = log[log["customer_id"].str[-1] != "7"]
        trial = lift.experiment(people, orders=log, window="6 months", randomised=True)
        lowered += not trial.randomised
    # One in a thousand is the promise.
    assert lowered <= 1


def test_outcomes_of_one_arm_only_are_an_association():
    people = pd.DataFrame({"customer_id": range(200), "arm": ["treated", "control"] * 100})
    kept = pd.DataFrame({"customer_id": range(0, 200, 2), "retained": [1, 0] * 50})
    kept = pd.concat([kept, pd.DataFrame({"customer_id": [1, 3], "retained": [1, 0]})])
    trial = lift.experiment(people, outcomes=kept, randomised=True)
    assert not trial.randomised
    assert trial.notes[0].count == 98


def test_orders_with_their_own_names_and_quantities():
    people, log = experiment_of_no_effect(1, str)
    plain = lift.experiment(people, orders=log, window="6 months", randomised=True)
    other = log.rename(columns={"customer_id": "CustomerID", "timestamp": "InvoiceDate"})
    other = other.assign(UnitPrice=2.5, Quantity=4)
    named = Orders(
        other,
        customer_id="CustomerID",
        timestamp="InvoiceDate",
        amount="UnitPrice",
        quantity="Quantity",
        currency="GBP",
    )
    arms = Assignments(people.rename(columns={"arm": "group"}), arm="group")
    trial = lift.experiment(arms, orders=named, window="6 months", randomised=True)
    assert trial.retained.tolist() == plain.retained.tolist()
    assert trial.spend.tolist() == plain.spend.tolist()
    assert trial.currency == "GBP"
