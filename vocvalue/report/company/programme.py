"""From the tables that a company has to the whole page."""

import dataclasses
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from vocvalue import checks, duration, progress
from vocvalue.duration import Every
from vocvalue.errors import DataError, ParameterError, VocValueError
from vocvalue.issues import Fix
from vocvalue.report.checking.period import period_of
from vocvalue.report.company.company import Company
from vocvalue.report.company.company_file import read_company
from vocvalue.report.company.questions import Answer
from vocvalue.report.company.steps import STEPS, ReportStep, what_is_missing
from vocvalue.report.company.tables import TABLES, described_tables
from vocvalue.report.company.terms import ProgrammeTerms, windows_of
from vocvalue.report.page.measure import cfo
from vocvalue.report.page.result import Report
from vocvalue.report.programme_return.cost import Cost
from vocvalue.results.texts import Text, pair, read
from vocvalue.results.tongues import tongue


def programme(
    *,
    orders: object = None,
    customers: object = None,
    responses: object = None,
    comments: object = None,
    products: object = None,
    contacts: object = None,
    held_back: object = None,
    assignments: object = None,
    outcomes: object = None,
    problems: object = None,
    tickets: object = None,
    insights: object = None,
    actions: object = None,
    stakeholders: object = None,
    accounts: object = None,
    account_responses: object = None,
    usage: object = None,
    billing: object = None,
    closures: object = None,
    horizon: duration.Span = "12 months",
    discount_rate: float = 0.10,
    margin: float | None = None,
    currency: str | None = None,
    adjust_for: Sequence[str] | None = None,
    windows: Mapping[str, duration.Span] | None = None,
    randomised: bool | None = None,
    cost_per_contact: float = 0.0,
    fixes: Sequence[Fix] = (),
    budget: float | None = None,
    fixed_at: Mapping[str, object] | None = None,
    costs: Sequence[Cost] = (),
    at: object = None,
    language: str = "en",
    title: str | None = None,
    period: tuple[object, object] | None = None,
    every: Every = "year",
    earlier: str | Path | None = None,
    labels: Mapping[str, str] | None = None,
    skip_failed: bool = False,
    level: float = 0.95,
    seed: int = 0,
) -> Report:
    """Make the whole report from the tables that a company has.

    Each question is asked for which there are tables: what customers are worth (orders), what
    promoters and detractors are worth (responses), whether contacting customers kept them
    (assignments), what leads bring (comments), what problems cost (problems), whether the programme
    works (insights with actions, tickets, stakeholders), and which accounts are about to leave
    (accounts with usage, billing or answers). What the others need is said on the page.

    Args:
        orders: An order log: any frame narwhals accepts, a path, a connection, or a
            `vocvalue.Orders`. All tables are taken in these forms, each as the class of its name.
        customers: What is known about customers, one row each, to adjust for.
        responses: Answers to surveys.
        comments: One row per text that customers wrote.
        products: The catalogue that products of leads are looked up in.
        contacts: Who was contacted about leads, and when.
        held_back: The arms of customers of whom some are not contacted about leads.
        assignments: The arms of an experiment, or what `lift.assign` returned.
        outcomes: What became of its customers; by default their orders say it.
        problems: Problems that customers met or told of.
        tickets: Tickets of the desk that calls detractors back.
        insights: Insights that the programme submitted.
        actions: What was done about them.
        stakeholders: Answers of colleagues to the internal survey.
        accounts: Accounts of a business with their revenue.
        account_responses: What the people of these accounts answered.
        usage: What the accounts use.
        billing: Their invoices.
        closures: Those that left.
        horizon: The span that lifetime values cover.
        discount_rate: The effective annual rate.
        margin: The margin, as a share of revenue. Money is then margin; None keeps revenue.
        currency: The currency code of the orders.
        adjust_for: Columns of customers that segments are adjusted for.
        windows: The span in which orders count, by question: "segments" ("12 months" after an
            answer by default), "experiment" ("6 months" after an assignment), "leads" ("60 days")
            and "problems" ("3 months").
        randomised: Whether arms, and customers held back, were chosen at random.
        cost_per_contact: What each contact of the experiment costs.
        fixes: What could be mended, for the question which to pay for.
        budget: How much may be spent on it.
        fixed_at: The day on which a problem was mended, by its topic.
        costs: What the programme costs.
        at: The day on which the health of accounts is measured; by default the last of the period.
        language: "en" or "zh", the language of the page.
        title: The title; by default a general one.
        period: The first and the last day that the report is about. None states no period.
        every: The period of its sums: "month", "quarter" or "year".
        earlier: The file of an earlier report that was saved as JSON.
        labels: Display names of columns and groups, by their names in the data.
        skip_failed: Whether a question whose tables cannot be used is left out, and said on the
            page with the reason; otherwise the error is raised.
        level: The confidence level.
        seed: The seed of everything random.

    Returns:
        The report, as `report.cfo` makes it of the results.

    Raises:
        DataError: A table cannot be used; the message says for which question.
        ParameterError: No table, tables that answer no question with money, or an argument outside
            its range.

    Examples:
        >>> import vocvalue as vv
        >>> shop = vv.datasets.load_sample()
        >>> page = programme(orders=shop.orders, margin=0.40, currency="CNY")
        >>> [finding.room for finding in page.findings]
        ['clv']
        >>> print(page.missing[0])
        To show what promoters and detractors are worth, the page needs survey responses.
    """
    given = locals()
    checks.switch("skip_failed", skip_failed)
    speech = tongue(language, labels)
    days = period_of(period)
    tables = described_tables({name: given[name] for name in TABLES}, currency=currency)
    if not tables:
        raise ParameterError("There is no table. Pass at least orders=.")
    terms = ProgrammeTerms(
        horizon=horizon,
        discount_rate=discount_rate,
        margin=margin,
        adjust_for=adjust_for,
        windows=windows_of(windows),
        randomised=randomised,
        cost_per_contact=cost_per_contact,
        fixes=tuple(fixes),
        budget=budget,
        fixed_at=dict(fixed_at or {}),
        at=days[1] if at is None and days is not None else at,
        level=level,
        seed=seed,
    )
    company = Company(tables=tables, terms=terms)
    with progress.written_by(partial(read, tongue=speech)):
        results, missing = _answered(company, skip_failed=skip_failed)
    if not results:
        raise ParameterError(f"No question can be answered. {' '.join(it.en for it in missing)}")
    page = cfo(
        results,
        language=language,
        title=title,
        period=period,
        every=every,
        margin=margin,
        costs=costs,
        earlier=earlier,
        labels=labels,
    )
    return dataclasses.replace(page, missing=tuple(missing))


def from_file(path: str | Path) -> Report:
    """Make the whole report of a company that a TOML file describes.

    The file names the tables with their columns, the terms, the labels and the costs; paths in it
    are relative to it. `vocvalue report` does the same on the command line.

    Args:
        path: The file.

    Returns:
        The report, as `report.programme` makes it.

    Raises:
        DataError: The file cannot be read, is no TOML, or names a table that cannot be used.
        ParameterError: A section or a key that is not known; the message names the nearest.

    Examples:
        >>> from_file("no_such_company.toml")
        Traceback (most recent call last):
        vocvalue.errors.DataError: no_such_company.toml cannot be read: No such file or directory.
    """
    return programme(**read_company(path).arguments)


def _answered(company: Company, *, skip_failed: bool) -> tuple[list[Answer], list[Text]]:
    """Ask every question that there are tables for; return the results, and what is missing."""
    results: list[Answer] = []
    missing: list[Text] = []
    with progress.step(pair("report", "生成报告"), total=len(STEPS)) as shown:
        for step in STEPS:
            shown.now(step.name)
            lacks = step.missing(company)
            if lacks is not None:
                missing.append(what_is_missing(step, lacks))
                continue
            try:
                results += _asked(step, company)
            except VocValueError as error:
                if not skip_failed:
                    raise _with_question(error, step) from error
                missing.append(_why_not(step, error))
            shown.done()
    return results, missing


def _asked(step: ReportStep, company: Company) -> list[Answer]:
    answers = list(step.run(company))
    company.found[step.key] = answers[0]
    return answers


def _with_question(error: VocValueError, step: ReportStep) -> VocValueError:
    """Return an error that says which question could not be answered."""
    kind = ParameterError if isinstance(error, ParameterError) else DataError
    return kind(f"Asked {step.name.en}: {error}")


def _why_not(step: ReportStep, error: VocValueError) -> Text:
    return pair(
        "It could not be found out {what}: {why}",
        "未能得出“{what}”：{why}",
        what=step.name,
        why=str(error),
    )
