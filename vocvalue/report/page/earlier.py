"""The figures of an earlier report, beside those of the new one."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from vocvalue.amounts.combining import less, total
from vocvalue.errors import DataError
from vocvalue.report.checking.check import Check
from vocvalue.report.checking.period import Period
from vocvalue.report.formats.figures import read_figures
from vocvalue.report.page.figures import Figure
from vocvalue.results import Estimate, Money
from vocvalue.results.kept import text_of
from vocvalue.results.sameness import Compared
from vocvalue.results.texts import pair

OF_ESTIMATE = ("value", "lower", "upper", "level", "method", "n")
OF_MONEY = ("currency", "basis", "evidence")
METHOD = "MOVER"


@dataclass(frozen=True, kw_only=True, eq=False)
class Earlier(Compared):
    """An earlier report.

    Attributes:
        name: The name of its file.
        figures: Its figures by name.
    """

    name: str
    figures: Mapping[str, Figure]


@dataclass(frozen=True, kw_only=True, eq=False)
class LastTime(Compared):
    """A figure beside that of an earlier report.

    Attributes:
        name: Its name in the reports.
        now: The figure.
        then: That of the earlier report.
        change: The first less the second; the two are taken as independent.
    """

    name: str
    now: Figure
    then: Figure
    change: Estimate


def earlier_of(path: str | Path | None, period: Period | None = None) -> Earlier | None:
    """Return the figures of a report that was saved as JSON.

    Args:
        path: The file, or None.
        period: The first and the last day of the new report, or None.

    Raises:
        DataError: There is no such file, it is none of a report, or of a later period.
    """
    if path is None:
        return None
    held, last = read_figures(path)
    if period is not None and last is not None and last > period[1]:
        raise DataError(
            f"earlier == {str(path)!r} is a report of a period that ends on {last}, later than "
            f"this one ({period[1]}). Pass the file of an earlier report."
        )
    try:
        figures = {str(name): _figure(it) for name, it in held.items()}
    except (AttributeError, KeyError, TypeError, ValueError):
        raise DataError(
            f"earlier == {str(path)!r} holds figures that cannot be read. Pass the file that "
            'report.save("figures.json") wrote.'
        ) from None
    return Earlier(name=Path(path).name, figures=figures)


def beside(figures: Mapping[str, Figure], earlier: Earlier | None) -> list[LastTime]:
    """Return the figures that an earlier report has, too, in the same money and of the same span.

    Args:
        figures: The figures by name.
        earlier: The earlier report, or None.
    """
    if earlier is None:
        return []
    common = [name for name in figures if name in earlier.figures]
    pairs = [(name, figures[name], earlier.figures[name]) for name in common]
    return [
        LastTime(name=name, now=now, then=then, change=_change(now.estimate, then.estimate))
        for name, now, then in pairs
        if _alike(now, then)
    ]


def checks_of_earlier(figures: Mapping[str, Figure], earlier: Earlier | None) -> list[Check]:
    """Return how many figures of an earlier report cannot stand beside the new ones.

    Args:
        figures: The figures by name.
        earlier: The earlier report, or None.
    """
    if earlier is None:
        return []
    common = [name for name in figures if name in earlier.figures]
    n = sum(not _alike(figures[name], earlier.figures[name]) for name in common)
    if common and not n:
        return []
    said = pair(
        "{n} of the {all} figures that “{name}” has too are of another currency, basis or span, "
        "and are not compared.",
        "与“{name}”共有的 {all} 项数值中，{n} 项的币种、口径或期间不同，未作比较。",
        n=n,
        all=len(common),
        name=earlier.name,
    )
    nothing = pair(
        "No figure of “{name}” is in this report, so nothing is compared.",
        "“{name}”与本报告没有相同的数值，无法比较。",
        name=earlier.name,
    )
    return [Check(about="earlier", finding=None, said=said if common else nothing)]


def _figure(record: Mapping[str, Any]) -> Figure:
    fields = {name: record[name] for name in OF_ESTIMATE}
    ends = {name: _number(fields[name]) for name in ("value", "lower", "upper")}
    estimate = Estimate(**{**fields, **ends})
    if "basis" in record:
        parts = {name: record[name] for name in OF_MONEY}
        estimate = Money.priced(estimate, **cast("Any", parts))
    return Figure(label=text_of(record["label"]), estimate=estimate, span=record["span"])


def _number(value: Any) -> float:
    return float("nan") if value is None else float(value)


def _alike(now: Figure, then: Figure) -> bool:
    names = ("currency", "basis")
    one, other = ([getattr(it.estimate, name, None) for name in names] for it in (now, then))
    return one == other and now.span == then.span


def _change(now: Estimate, then: Estimate) -> Estimate:
    ends = total([_reach(now), less(_reach(then))])
    change = Estimate.of(ends, level=now.level, method=METHOD, n=now.n)
    if not isinstance(now, Money):
        return change
    return Money.priced(change, currency=now.currency, basis=now.basis, evidence=now.evidence)


def _reach(estimate: Estimate) -> tuple[float, float, float]:
    return estimate.value, estimate.lower, estimate.upper
