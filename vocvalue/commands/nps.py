"""`vocvalue nps`: the score of a survey, and with orders what its segments are worth."""

from typing import Any

import click

import vocvalue as vv
from vocvalue.commands import options
from vocvalue.commands.answer import ANSWER, answer
from vocvalue.results import Result
from vocvalue.results.texts import pair
from vocvalue.results.tongues import TONGUES

OF_RESPONSES = ("score", "survey", "survey_column")
OF_MONEY = ("window", "margin", "horizon", "discount_rate", "currency")
OF_MOVE = ("share", "share_of", "population")
HINT = pair(
    "Without orders a score has no value in money: pass --orders to say what it is worth.",
    "没有订单，得分就无法折算成金额：加上 --orders 即可算出它值多少钱。",
)


@click.command(short_help="What a score is worth, from responses and orders.")
@options.table_argument("responses")
@options.table_option("--orders", "The order log: what the segments are worth, and who stays.")
@options.column("--score", "the scores", default="score")
@click.option("--survey", metavar="NAME", help="The survey, if the table holds several.")
@options.column("--survey-column", "the names of the surveys", default="survey")
@click.option(
    "--every",
    type=click.Choice(["week", "month", "quarter", "year"]),
    help="Period of the score, without orders. [default: month]",
)
@click.option(
    "--window", metavar="SPAN", help="Time after the response that counts. [default: 12 months]"
)
@click.option("--margin", type=float, help="Margin as a share of revenue, such as 0.4.")
@click.option("--horizon", metavar="SPAN", help="Horizon of the lifetime value.")
@click.option("--discount-rate", type=float, help="Annual discount rate. [default: 0.10]")
@click.option(
    "--convert",
    nargs=2,
    metavar="FROM TO",
    help="Value of moving customers, such as: detractor passive",
)
@click.option(
    "--share", type=float, default=0.01, show_default=True, help="Share of the segment moved."
)
@click.option(
    "--share-of", type=click.Choice(["segment", "base"]), help="Share of what. [default: segment]"
)
@click.option("--population", type=int, help="Number of all customers.")
@options.CURRENCY
@options.WHO_AND_WHEN
@options.ORDERS_BESIDE
@options.COVARIATES
@options.LEVEL
@options.HOW_FILES_ARE_READ
@ANSWER
def nps(**asked: Any) -> None:
    """Say what promoters and detractors in RESPONSES are worth, one row per response.

    With --orders, revenue per customer, lifetime value and churn by segment; with --convert, what
    it is worth to move customers from one segment to another. Without orders, the score by month.

    \b
    Examples:
      vocvalue nps responses.csv --orders orders.csv --survey nps --margin 0.4
      vocvalue nps responses.csv --orders orders.csv --convert detractor passive --share 0.01 \\
          --population 100000
      vocvalue nps answers.xlsx --score Q1 --timestamp "Submitted at" --every quarter
    """
    read = options.table(vv.Responses, "responses", asked, *options.CLOCK, *OF_RESPONSES)
    answer(asked, *(_score(read, asked) if asked["orders"] is None else _worth(read, asked)))


def _score(read: vv.Responses, asked: options.Asked) -> tuple[Result, ...]:
    ignored = (*OF_MONEY, "convert", *OF_MOVE, *options.OF_ORDERS)
    options.refuse("without --orders", *ignored, "covariates", *options.OF_COVARIATES)
    click.echo(HINT.into(TONGUES[asked["language"]]), err=True)
    return (vv.survey.trend(read, **options.given(asked, "every", "level")),)


def _worth(read: vv.Responses, asked: options.Asked) -> tuple[Result, ...]:
    options.refuse("with --orders", "every")
    if not asked["convert"]:
        options.refuse("without --convert", *OF_MOVE)
    told = {**options.given(asked, *OF_MONEY, "level"), **options.covariates(asked)}
    table = vv.survey.cross_analysis(read, orders=options.orders(asked), **told)
    return (table, *_converted(table, asked))


def _converted(table: vv.survey.SegmentTable, asked: options.Asked) -> tuple[Result, ...]:
    if not asked["convert"]:
        return ()
    begin, end = asked["convert"]
    told = options.given(asked, "share_of", "population")
    return (table.conversion_value(begin, end, asked["share"], **told),)
