"""The names of covariates and their categories for a reader."""

from vocvalue.lift.design.balance_result import CovariateComparison
from vocvalue.results.groups import group_name
from vocvalue.results.texts import Text, named, pair


def covariate_name(comparison: CovariateComparison) -> Text:
    """Return the label of a covariate, with its category where it has one.

    Args:
        comparison: The covariate or category, compared.
    """
    if comparison.category is None:
        return named(comparison.covariate)
    return pair(
        "{covariate} = {category}",
        "{covariate} = {category}",
        covariate=named(comparison.covariate),
        category=group_name(comparison.category),
    )
