"""`vocvalue demo`: the whole report of the sample shop, which is inside the package."""

import time
from pathlib import Path
from typing import Any

import click

import vocvalue as vv
from vocvalue.results.texts import pair
from vocvalue.results.tongues import CHINESE, ENGLISH

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
def demo() -> None:
    """Make the whole report of the sample shop, in English and Chinese.

    The pages are vocvalue_report.html and vocvalue_report_zh.html. All data are simulated.
    """
    show()


def show() -> None:
    """Make the report of the sample shop, a line for each step."""
    start = time.perf_counter()
    click.echo("[1/3] reading the tables of the sample shop ...")
    tables = sample_tables()
    click.echo(f"[2/3] asking what {len(tables)} tables can tell ...")
    report = vv.report.programme(**tables, **TERMS)
    click.echo("[3/3] writing the pages ...\n")
    for language, path in PAGES.items():
        report.save(path, language=language)
        click.echo(f"{report.statement(language)}\n")
    seconds = time.perf_counter() - start
    paths = " and ".join(map(str, PAGES.values()))
    click.echo(f"The report is in {paths} (made in {seconds:.1f} s).")


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
