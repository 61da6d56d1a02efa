"""A simulated shop, in words: an order log with responses."""

from vocvalue.datasets.shop import Shop
from vocvalue.datasets.words.order_log import figures_of
from vocvalue.results.dispatch import Row, rows
from vocvalue.results.texts import Text, named, pair, separated


@rows.register
def _(shop: Shop) -> list[Row]:
    return [*figures_of(shop), Row(pair("responses", "答卷"), _responses(shop))]


def _responses(shop: Shop) -> Text:
    if not shop.n_responses:
        return pair("none", "无")
    return separated(
        *(
            pair("{n} {survey}", "{survey} {n} 份", n=n, survey=named(survey, _acronym(survey)))
            for survey, n in shop.n_responses.items()
        )
    )


def _acronym(survey: str) -> Text:
    return pair("{name}", "{name}", name=survey.upper())
