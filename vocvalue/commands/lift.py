"""`vocvalue lift`: did contacting customers keep them, and what was that worth."""

from typing import Any

import click

import vocvalue as vv
from vocvalue.commands import options
from vocvalue.commands.answer import ANSWER, answer
from vocvalue.results import Result

COUNTS = "RETAINED N"
OF_MONEY = ("cost", "cost_per_contact", "population", "horizon", "basis")
OF_OUTCOMES = ("retained", *(f"outcomes_{it}" for it in ("customer_id", *options.FILES)))
OF_TABLES = ("orders", "outcomes", "window", "arm", "control_arm", *options.CLOCK, *options.FILES)


@click.command(short_help="Did contacting customers keep them, from an experiment.")
@click.argument("assignments", required=False, metavar="[ASSIGNMENTS]")
@options.table_option("--orders", "The order log: who ordered within the window has stayed.")
@options.table_option("--outcomes", "Instead of orders, one row per customer: who stayed.")
@options.reading_of("outcomes", "customer_id")
@click.option("--window", metavar="SPAN", help='Time after the assignment, such as "6 months".')
@click.option(
    "--treated",
    nargs=2,
    type=int,
    metavar=COUNTS,
    help="Customers contacted: how many stayed, of how many.",
)
@click.option(
    "--control", nargs=2, type=int, metavar=COUNTS, help="Customers left alone: the same."
)
@click.option(
    "--randomised/--not-randomised", default=None, help="Whether arms were assigned at random."
)
@click.option("--value", type=float, help="Value of a customer who is kept.")
@click.option("--cost", type=float, help="Cost of the programme.")
@click.option("--cost-per-contact", type=float, help="Cost of each customer contacted.")
@click.option("--population", type=int, help="Number of customers who will be contacted.")
@click.option("--horizon", metavar="SPAN", help="Time that the value covers.")
@click.option(
    "--basis",
    type=click.Choice(["revenue", "margin", "net profit"]),
    help="Basis of the value. [default: revenue]",
)
@options.CURRENCY
@options.column("--arm", "the arms", default="arm")
@click.option("--control-arm", metavar="NAME", help="The arm left alone. [default: control]")
@options.column("--retained", "who stayed, in the outcomes", default="retained")
@options.WHO_AND_WHEN
@options.ORDERS_BESIDE
@options.LEVEL
@options.HOW_FILES_ARE_READ
@ANSWER
def lift(**asked: Any) -> None:
    """Compare who stayed of the customers contacted and of those left alone.

    Either from counts (--treated and --control), or from ASSIGNMENTS, one row per customer with its
    arm, and --orders or --outcomes. With --value, what the customers kept are worth.

    \b
    Examples:
      vocvalue lift --treated 350 500 --control 250 500 --randomised --value 2000 --cost 60000
      vocvalue lift assignments.csv --orders orders.csv --window "6 months" --randomised
      vocvalue lift arms.csv --outcomes outcomes.csv --language zh
    """
    of_counts = asked["assignments"] is None
    if asked["value"] is None:
        options.refuse("without --value", *OF_MONEY, *(["currency"] if of_counts else []))
    compared = _of_counts(asked) if of_counts else _of_tables(asked)
    money: tuple[Result, ...] = ()
    if asked["value"] is not None:
        told = options.given(asked, *OF_MONEY, "currency")
        money = (compared.money(asked["value"], **told),)
    answer(asked, compared, *money)


def _of_counts(asked: options.Asked) -> vv.lift.RetentionLift:
    treated, control = asked["treated"], asked["control"]
    if not treated or not control:
        raise click.UsageError("Pass ASSIGNMENTS, or both --treated and --control.")
    options.refuse("without ASSIGNMENTS", *OF_TABLES, *OF_OUTCOMES, *options.OF_ORDERS)
    told = options.given(asked, "randomised", "level")
    return vv.lift.retention_test(treated=treated, control=control, **told)


def _of_tables(asked: options.Asked) -> vv.lift.RetentionLift:
    if asked["treated"] or asked["control"]:
        raise click.UsageError("Pass ASSIGNMENTS or counts (--treated, --control), not both.")
    if (asked["orders"] is None) == (asked["outcomes"] is None):
        raise click.UsageError("Pass either --orders or --outcomes.")
    told = {**options.given(asked, "window", "randomised", "currency"), **_became(asked)}
    if asked["control_arm"] is not None:
        told["control"] = asked["control_arm"]
    arms = options.table(vv.Assignments, "assignments", asked, *options.CLOCK, "arm")
    return vv.lift.retention(vv.lift.experiment(arms, **told), **options.given(asked, "level"))


def _became(asked: options.Asked) -> dict[str, Any]:
    """Return the table that says who stayed."""
    if asked["outcomes"] is None:
        options.refuse("without --outcomes", *OF_OUTCOMES)
        return {"orders": options.orders(asked)}
    options.refuse("without --orders", *options.OF_ORDERS)
    columns = ("customer_id", "retained")
    return {"outcomes": options.table(vv.Outcomes, "outcomes", asked, *columns)}
