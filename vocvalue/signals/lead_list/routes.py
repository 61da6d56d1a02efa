"""Who takes a lead up."""

from collections.abc import Mapping
from typing import Literal, TypeAlias, cast, get_args

from vocvalue import checks
from vocvalue.errors import ParameterError
from vocvalue.results.texts import Text, pair
from vocvalue.signals.finding.kinds import KINDS

Route: TypeAlias = Literal["sales", "marketing automation"]

ROUTES: tuple[Route, ...] = get_args(Route)
ROUTE_NAMES: Mapping[str, Text] = {
    "sales": pair("sales", "销售跟进"),
    "marketing automation": pair("marketing automation", "营销自动化"),
}


def checked_routes(asked: object) -> dict[str, Route]:
    """Return the routes that are asked for, by kind.

    Raises:
        ParameterError: No mapping, or a kind or a route that there is none of.
    """
    if asked is None:
        return {}
    if not isinstance(asked, Mapping):
        raise ParameterError(
            f"routes == {asked!r}, must map kinds to routes, such as {{'upsell': 'sales'}}."
        )
    for kind, route in asked.items():
        checks.one_of("a kind of routes", kind, KINDS)
        checks.one_of(f"routes[{kind!r}]", route, ROUTES)
    return {str(kind): cast("Route", route) for kind, route in asked.items()}
