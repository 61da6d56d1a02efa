"""What covariates tell on their own: where they are missing, alike for all, or separate groups."""

import numpy as np
import pytest

import vocvalue as vv
from vocvalue.effects.covariates import column_names, constant, missing, separating

TREATED = np.array([False, False, True, True])


def text(*values):
    return np.array(values, dtype=object)


@pytest.mark.parametrize(
    ("covariates", "names"),
    [
        (["age", "plan"], ("age", "plan")),
        (("age", "age"), ("age",)),
        ([], ()),
        ("age", None),
        (None, None),
        ([1, 2], None),
    ],
)
def test_names_are_those_of_a_list_of_texts(covariates, names):
    assert column_names(covariates) == names


@pytest.mark.parametrize(
    ("values", "where"),
    [
        (np.array([1.0, np.nan, -np.inf]), [False, True, True]),
        (text("gold", None, np.nan), [False, True, True]),
        (np.array([1, 0, 2]), [False, False, False]),
        (np.array([True, False, True]), [False, False, False]),
    ],
)
def test_what_is_missing(values, where):
    assert missing(values).tolist() == where


def test_constant_covariates_are_named():
    columns = {
        "country": text("NL", "NL", "NL", "NL"),
        "age": np.array([1.0, 1.0, 1.0, 2.0]),
        "visits": np.zeros(4),
    }
    assert constant(columns) == ("country", "visits")


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (np.array([1.0, 2.0, 3.5, 9.0]), ("all of them have 'x' above 2, and nobody else has",)),
        (np.array([3.0, 2.0, 1.5, 1.0]), ("all of them have 'x' below 2, and nobody else has",)),
        (np.array([1.0, 2.0, 2.0, 9.0]), ()),
        (text("a", "b", "c", "b"), ("nobody else has 'x' == 'c'",)),
        (text("a", "b", "d", "c"), ("nobody else has 'x' == 'c', 'd'",)),
        (text("a", "b", "a", "a"), ()),
    ],
)
def test_a_covariate_that_tells_the_treated_from_the_others(values, words):
    assert separating({"x": values}, TREATED) == words


def test_what_separates_groups_is_named_without_cells_where_these_are_hidden():
    covariates = {
        "agent": text("Ann", "Ann", "Bob", "Bob"),
        "spend": np.array([1.0, 2.0, 7.0, 9.0]),
    }
    with vv.show_values(False):
        assert separating(covariates, TREATED) == (
            "nobody else has 'agent' == [hidden]",
            "all of them have 'spend' above [hidden], and nobody else has",
        )
