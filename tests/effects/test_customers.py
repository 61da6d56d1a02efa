"""Who can be compared: customers of whom all covariates are covariates, and who is left out."""

import numpy as np
import pytest

from vocvalue.effects.customers import comparable_customers, treated_and_controls
from vocvalue.errors import DataError, ParameterError

TREATED = np.array([True, False, True, False, True, False])
AGE = np.array([30.0, 40.0, np.nan, 20.0, 50.0, 60.0])
PLAN = np.array(["plus", "basic", "plus", None, "basic", "plus"], dtype=object)


def test_customers_with_a_missing_covariate_are_left_out_and_counted():
    customers = treated_and_controls(TREATED, {"age": AGE, "plan": PLAN})
    assert customers.rows.tolist() == [True, True, False, False, True, True]
    assert customers.group.tolist() == [1, 0, 1, 0]
    assert customers.treated.tolist() == [True, False, True, False]
    assert customers.covariates["age"].tolist() == [30.0, 40.0, 50.0, 60.0]
    assert customers.covariates["plan"].tolist() == ["plus", "basic", "basic", "plus"]
    assert (customers.n, customers.n_incomplete) == (4, 2)
    [note] = customers.notes
    assert note.en == "2 of 6 customers with a missing covariate were left out."
    assert note.zh == "6 位客户中有 2 位缺少协变量，未计入。"
    assert note.count == 2


def test_only_customers_of_interest_are_looked_at():
    among = np.array([True, True, False, True, True, False])
    customers = treated_and_controls(TREATED, {"age": AGE}, among=among)
    assert customers.rows.tolist() == [True, True, False, True, True, False]
    assert customers.n_incomplete == 0
    assert customers.notes == ()


def test_a_covariate_that_is_the_same_for_all_who_are_left_is_noted():
    covariates = {"age": AGE, "site": np.where(AGE == 20, "online", "shop")}
    everybody = treated_and_controls(TREATED, covariates)
    assert not [note for note in everybody.notes if "site" in note.en]
    [note] = treated_and_controls(TREATED, covariates, among=AGE > 25).notes
    assert note.en == "Covariates with the same value for every customer change nothing: site."
    assert note.zh == "以下协变量对所有客户取值相同，不起作用：site。"


def test_whole_numbers_are_numbers_and_not_categories():
    orders = np.arange(100)
    customers = comparable_customers(orders % 2, {"orders": orders})
    assert customers.columns.shape == (100, 2)


def test_of_several_groups_one_may_be_lost():
    age = np.array([np.nan, np.nan, 3.0, 4.0])
    customers = comparable_customers(np.array([0, 0, 1, 2]), {"age": age})
    assert customers.group.tolist() == [1, 2]
    assert customers.n_incomplete == 2


@pytest.mark.parametrize("is_treated", [True, False])
def test_a_group_of_which_nobody_is_left_is_refused(is_treated):
    age = np.where(is_treated == TREATED, np.nan, 30.0)
    where = "treated" if is_treated else "control"
    message = f"nobody in the {where} group has all covariates: column 'age' is missing for 3 cust"
    with pytest.raises(DataError, match=message):
        treated_and_controls(TREATED, {"plan": np.repeat("x", 6), "age": age})


def test_a_group_without_anybody_is_refused_in_the_words_of_the_room():
    called = ("without a lead", "with a lead")
    with pytest.raises(DataError, match="nobody is with a lead: there is nothing to compare"):
        treated_and_controls(np.zeros(6, dtype=bool), {"age": AGE}, called=called)


@pytest.mark.parametrize(
    ("covariates", "message"),
    [
        ({}, "there are no covariates"),
        ({"age": AGE[:4]}, r"'age' has shape \(4,\), group \(6,\)"),
    ],
)
def test_covariates_that_cannot_be_used_are_refused(covariates, message):
    with pytest.raises(ParameterError, match=message):
        treated_and_controls(TREATED, covariates)
