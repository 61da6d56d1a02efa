"""Results of all rooms in, one report out."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from vocvalue import checks
from vocvalue.duration import Every
from vocvalue.errors import ParameterError
from vocvalue.issues.profit_and_loss.drafts import MONTHS
from vocvalue.issues.profit_and_loss.result import ExperiencePnl
from vocvalue.report.checking.added import IN_THE_PNL, marked, statement_of
from vocvalue.report.checking.check import Check
from vocvalue.report.checking.in_margin import checks_of_margin, in_margin
from vocvalue.report.checking.money import checks_of_money, refuse_without_money
from vocvalue.report.checking.overlaps import checks_of_customers, placed
from vocvalue.report.checking.period import period_of, refuse_other_periods
from vocvalue.report.checking.units import checks_of_currency, one_currency, refuse_mixed
from vocvalue.report.findings.finding import Finding, numbered
from vocvalue.report.findings.of_result import finding_of
from vocvalue.report.page.earlier import checks_of_earlier, earlier_of
from vocvalue.report.page.result import Report
from vocvalue.report.programme_return.cost import Cost
from vocvalue.report.programme_return.measure import return_of
from vocvalue.results.sums import amount
from vocvalue.results.texts import pair
from vocvalue.results.tongues import tongue

NO_COSTS = Check(
    about="programme",
    finding=None,
    said=pair(
        "The return on the programme is not known, as the cost of its people, tools and budget was "
        "not stated.",
        "未提供人员、工具与预算的成本，因此未计算项目投入回报。",
    ),
)


def cfo(
    results: Iterable[object],
    *,
    language: str = "en",
    title: str | None = None,
    period: tuple[object, object] | None = None,
    every: Every = "year",
    margin: float | None = None,
    costs: Sequence[Cost] = (),
    different_customers: bool = False,
    earlier: str | Path | None = None,
    labels: Mapping[str, str] | None = None,
) -> Report:
    """Put results of any rooms into one report for a CFO.

    What each found, what it is worth and what to do; a statement of what customer experience brings
    and loses, which adds up to the cent; what the programme brings against what it costs; and what
    was left out. Money counts once: of results that reached the same customers, or do not keep whom
    they reached, only the one of the best evidence is added. Grades of evidence stand side by side,
    and a total has the weakest of them.

    Args:
        results: What calls of vocvalue returned, and `issues.PnlLine` for money of your own. An
            `ExperiencePnl` among them is taken as the statement; without one it is made of what
            the others bring and lose.
        language: "en" or "zh", the language of the page.
        title: The title; by default a general one.
        period: The first and the last day that the report is about. None states no period.
        every: The period of its sums: "month", "quarter" or "year".
        margin: The margin, as a share of revenue, by which revenue is turned into margin where
            others are in margin. None adds nothing of two kinds.
        costs: What the programme costs: people, tools, budget. Without them its return is not
            known.
        different_customers: Whether results that contacted customers each reached others, so that
            what they bring may be added. Where the ids of both are known, those decide.
        earlier: The file of an earlier report that was saved as JSON, for its figures beside the
            new ones.
        labels: Display names of columns and groups, by their names in the data.

    Returns:
        The report: `save` writes it as a page, a workbook, Markdown, PDF or JSON.

    Raises:
        DataError: Results of several currencies, periods, levels or bases; an earlier report that
            cannot be read, or is of a later period.
        ParameterError: No result states money, or something that is no result.

    Examples:
        >>> import vocvalue as vv
        >>> kept = vv.lift.retention_test(treated=(350, 500), control=(250, 500), randomised=True)
        >>> money = kept.money(2_000, cost=60_000, horizon="12 months", currency="CNY")
        >>> report = cfo([money], costs=[Cost("analysts", 70_000, kind="people")])
        >>> report.programme.net.value, round(report.programme.break_even.share, 2)
        (70000.0, 0.65)
    """
    _refuse_words(language, title, every, labels)
    findings = _findings(results)
    days = period_of(period)
    refuse_other_periods(findings, days)
    currency = one_currency(findings) or _stated(costs)
    passed = _passed(findings)
    flows = in_margin(findings, margin)
    if passed is None:
        refuse_mixed(flows)
    places = placed(flows, different_customers=different_customers)
    pnl = statement_of(places, every) if passed is None else passed
    span = every if passed is None else passed.every
    held = marked(flows, places, passed, span)
    report = Report(
        title=title,
        language=language,
        period=days,
        every=span,
        findings=held,
        pnl=pnl,
        programme=return_of(pnl, _costs(costs), every=span, currency=currency),
        checks=(
            *checks_of_money(findings),
            *checks_of_currency(findings, currency),
            *checks_of_margin(findings, margin),
            *_not_added(held),
            *([] if passed else checks_of_customers(places)),
            *([] if costs else [NO_COSTS]),
        ),
        currency=currency,
        earlier=earlier_of(earlier, days),
        labels=dict(labels or {}),
        notes=() if pnl is None else pnl.notes,
    )
    told = checks_of_earlier(report.named_figures, report.earlier)
    return replace(report, checks=(*report.checks, *told)) if told else report


def _refuse_words(
    language: str, title: str | None, every: Every, labels: Mapping[str, str] | None
) -> None:
    tongue(language, labels)
    checks.one_of("every", every, tuple(MONTHS))
    if title is not None and not (isinstance(title, str) and title.strip()):
        raise ParameterError(f"title == {title!r}, must be the title of the page.")


def _findings(results: Iterable[object]) -> tuple[Finding, ...]:
    several = isinstance(results, list | tuple | set | frozenset | Iterator)
    items = list(results) if several else [results]
    if not items:
        raise ParameterError("results is empty. Pass at least one result with money.")
    findings = numbered(finding_of(item) for item in items)
    refuse_without_money(findings)
    return findings


def _costs(costs: Sequence[Cost]) -> list[Cost]:
    if not isinstance(costs, list | tuple):
        raise ParameterError(
            f"costs == {costs!r}, must be a list of report.Cost(label, amount, kind=)."
        )
    return list(costs)


def _stated(costs: Sequence[Cost]) -> str | None:
    """Return the currency of costs; several are refused where the return is made."""
    codes = {it.currency for it in _costs(costs) if isinstance(it, Cost)} - {None}
    return codes.pop() if len(codes) == 1 else None


def _passed(findings: Sequence[Finding]) -> ExperiencePnl | None:
    held = [it.result for it in findings if isinstance(it.result, ExperiencePnl)]
    if len(held) > 1:
        raise ParameterError(
            f"results holds {len(held)} results of issues.experience_pnl, must hold one: make one "
            "of all lines."
        )
    return held[0] if held else None


def _not_added(findings: Sequence[Finding]) -> list[Check]:
    return [
        Check(
            about="not added",
            finding=finding.key,
            said=pair(
                "{line} ({sum}, “{title}”) is not added: {why}.",
                "{line}（{sum}，“{title}”）未计入合计：{why}。",
                line=line.label,
                sum=amount(line.money.value, line.money.currency),
                title=finding.title,
                why=line.reason,
            ),
        )
        for finding in findings
        for line in finding.lines
        if line.is_flow and line.reason not in (None, IN_THE_PNL)
    ]
