import pytest

from vocvalue import errors


@pytest.mark.parametrize(
    ("kind", "builtin"),
    [
        (errors.DataError, ValueError),
        (errors.ParameterError, ValueError),
        (errors.FitError, RuntimeError),
        (errors.MissingDependencyError, ImportError),
    ],
)
def test_one_root_and_the_builtin_that_a_caller_expects(kind, builtin):
    assert issubclass(kind, errors.VocValueError)
    assert issubclass(kind, builtin)


def test_missing_columns_names_what_there_is():
    error = errors.DataError.missing_columns(["amount"], ["id", "price"], table="the order log")
    assert str(error) == (
        "the order log has no column 'amount'; it has 'id', 'price'. "
        "Rename the column or pass its name as a keyword argument."
    )


def test_bad_rows_names_the_first_ids_only():
    error = errors.DataError.bad_rows(
        "are negative", column="T", count=1200, first_ids=range(9), hint="Correct them."
    )
    assert str(error) == (
        "column 'T': 1,200 rows are negative (first ids: 0, 1, 2, 3, 4). Correct them."
    )


def test_a_fit_error_carries_the_fit():
    assert errors.FitError("no", fit="half way").fit == "half way"
    assert errors.FitError("no").fit is None


def test_a_missing_package_is_named_with_its_extra():
    error = errors.MissingDependencyError.for_extra("pyspark", extra="spark", purpose="A Spark log")
    assert "'pyspark'" in str(error)
    assert "pip install 'vocvalue[spark]'" in str(error)


def test_fit_warnings_can_be_filtered_by_their_root():
    assert issubclass(errors.FitWarning, errors.VocValueWarning)
    assert issubclass(errors.VocValueWarning, UserWarning)
