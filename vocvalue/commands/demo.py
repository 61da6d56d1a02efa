"""`vocvalue demo`: the whole report of the sample shop, which is inside the package."""

import time
from pathlib import Path
from typing import Any

import click

import vocvalue as vv
from vocvalue.commands.answer import LANGUAGE
from vocvalue.results.texts import Text, listed, pair
from vocvalue.results.tongues import CHINESE, ENGLISH, TONGUES

PAGES = {
    ENGLISH.code: Path("vocvalue_report.html"),
    CHINESE.code: Path("vocvalue_report_zh.html"),
}
ANALYST = pair("an analyst, two days a year", "一位分析师，每年两天")
TERMS: dict[str, Any] = {
    "margin": 0.40,
    "randomised": True,
    "period": ("2023-01-01", "2024-12-31"),
    "costs": [vv.report.Cost(ANALYST, 1_200, kind="people")],
}


@click.command(short_help="Make the whole report of the sample shop.")
@LANGUAGE
def demo(*, language: str) -> None:
    """Make the whole report of the sample shop, in English and Chinese.

    The pages are vocvalue_report.html and vocvalue_report_zh.html. All data are simulated.
    """
    show(language)


def show(language: str = ENGLISH.code) -> None:
    """Make the report of the sample shop, a line for each step.

    Args:
        language: The language of these lines.
    """

    def say(text: Text) -> None:
        click.echo(text.into(TONGUES[language]))

    start = time.perf_counter()
    say(pair("[1/3] reading the tables of the sample shop ...", "[1/3] 读取示例店铺的数据表……"))
    tables = sample_tables()
    say(
        pair(
            "[2/3] asking what {n} tables can tell ...", "[2/3] 分析 {n} 张数据表……", n=len(tables)
        )
    )
    report = vv.report.programme(**tables, **TERMS, language=language)
    say(pair("[3/3] writing the pages ...\n", "[3/3] 写出报告……\n"))
    for of_page, path in PAGES.items():
        report.save(path, language=of_page)
        click.echo(f"{report.statement(of_page)}\n")
    say(
        pair(
            "The report is in {paths} (made in {seconds} s).",
            "报告已写入 {paths}（用时 {seconds} 秒）。",
            paths=listed([str(path) for path in PAGES.values()]),
            seconds=f"{time.perf_counter() - start:.1f}",
        )
    )


def sample_tables() -> dict[str, Any]:
    """Return the tables of the sample shop, by the names of `report.programme`."""
    shop, desk = vv.datasets.load_sample(), vv.datasets.load_ticket_sample()
    log, survey = vv.datasets.load_insight_sample(), vv.datasets.load_stakeholder_sample()
    return {
        "orders": vv.Orders(shop.all_orders(), product="product_id", currency=shop.currency),
        "responses": vv.Responses(shop.responses, survey="nps"),
        "comments": shop.comments,
        "products": shop.products,
        "contacts": shop.contacts,
        "held_back": shop.arms,
        "tickets": desk.tickets,
        "insights": log.insights,
        "actions": vv.Actions(log.actions, currency=log.currency),
        "stakeholders": survey.answers,
    }
