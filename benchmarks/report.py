"""What was measured, as Markdown tables."""

import os
import platform
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version

from benchmarks.cases import BY_HAND, GROUPS, ORDERS_PER_CUSTOMER, OURS, OURS_ALL, PEER, Case
from benchmarks.isolated import Outcome

PACKAGES = ("vocvalue", "lifetimes", "numpy", "scipy", "pandas", "polars", "duckdb", "pyarrow")
SAME_OPTIMUM = 0.01
"""Log-likelihoods closer than this are of one optimum."""
SAME_SUMS = 1e-9
MISSING = "-"


@dataclass(frozen=True)
class Row:
    """A case with what each side made of it."""

    case: Case
    outcomes: Mapping[str, Outcome]

    @property
    def ours(self) -> Outcome:
        """What vocvalue made of it."""
        return self.outcomes[OURS]

    @property
    def peer(self) -> Outcome:
        """What the other side made of it."""
        return self.outcomes[self.case.other]

    @property
    def both(self) -> bool:
        """Whether there is something to compare."""
        return not self.ours.problem and not self.peer.problem


def markdown(rows: Sequence[Row]) -> str:
    """Return all tables, with the machine they were measured on."""
    parts = [_machine()]
    for group, title in GROUPS.items():
        of_group = [row for row in rows if row.case.group == group]
        if of_group:
            parts.append(f"## {title}\n\n{_table(group, of_group)}")
    return "\n\n".join(parts) + "\n"


def _machine() -> str:
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return (
        f"Measured on {os.cpu_count()} cores ({platform.system()} {platform.machine()}), "
        f"Python {platform.python_version()}, {packages}. "
        "Times are medians, with the number of runs in brackets."
    )


def _table(group: str, rows: Sequence[Row]) -> str:
    columns: dict[str, Callable[[Row], str]] = {
        rows[0].case.unit: lambda row: row.case.size_text.split()[0],
        **({"work": lambda row: row.case.work} if rows[0].case.work else {}),
        **({"per customer": _orders_per_customer} if group == "rfm" else {}),
        **({"seed": lambda row: str(row.case.seed)} if group == "pareto" else {}),
        **{side: _time_of(side) for side in rows[0].outcomes},
        **(
            {"times as long": _as_long}
            if rows[0].case.other == BY_HAND
            else {"times faster": _ratio}
        ),
        **{f"{side}, peak MB": _memory_of(side) for side in rows[0].outcomes if side != OURS_ALL},
        **CHECKS[group],
    }
    lines = [list(columns), ["---:"] * len(columns)]
    lines += [[cell(row) for cell in columns.values()] for row in rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _orders_per_customer(row: Row) -> str:
    return ORDERS_PER_CUSTOMER[row.case.data]


def _time_of(side: str) -> Callable[[Row], str]:
    def cell(row: Row) -> str:
        outcome = row.outcomes[side]
        if outcome.problem:
            return outcome.problem.replace("|", "/")
        return f"{_seconds(outcome.median)} ({len(outcome.seconds)})"

    return cell


def _memory_of(side: str) -> Callable[[Row], str]:
    def cell(row: Row) -> str:
        outcome = row.outcomes[side]
        return MISSING if outcome.problem else f"{outcome.peak_mb:,.0f}"

    return cell


def _seconds(value: float) -> str:
    return f"{value * 1000:.1f} ms" if value < 0.1 else f"{value:.2f} s"


def _ratio(row: Row) -> str:
    if not row.both:
        return MISSING
    ratio = row.peer.median / row.ours.median
    return f"{ratio:,.0f}" if ratio >= 10 else f"{ratio:.1f}"


def _as_long(row: Row) -> str:
    return f"{row.ours.median / row.peer.median:.1f}" if row.both else MISSING


def _log_likelihood_gap(row: Row) -> str:
    """How much higher the log-likelihood of vocvalue is, relative to its size."""
    if not row.both:
        return MISSING
    ours, peer = (side.found["log_likelihood"] for side in (row.ours, row.peer))
    return f"{(ours - peer) / abs(ours):+.1e}"


def _clv_gap(row: Row) -> str:
    if not row.both:
        return MISSING
    return f"{row.ours.found['total'] / row.peer.found['total'] - 1:+.2%}"


def _same_summary(row: Row) -> str:
    if not row.both:
        return MISSING
    ours, peer = row.ours.found, row.peer.found
    if ours["customers"] != peer["customers"]:
        return f"no: {ours['customers']:,} and {peer['customers']:,} customers"
    gaps = [abs(a / b - 1) for a, b in zip(ours["sums"], peer["sums"], strict=True)]
    return "yes" if max(gaps) < SAME_SUMS else f"no: sums differ by {max(gaps):.1e}"


def _log_likelihood_of(side: str) -> Callable[[Row], str]:
    def cell(row: Row) -> str:
        outcome = row.outcomes[side]
        return MISSING if outcome.problem else f"{outcome.found['log_likelihood']:,.4f}"

    return cell


def _better(row: Row) -> str:
    if not row.both:
        return MISSING
    gap = row.ours.found["log_likelihood"] - row.peer.found["log_likelihood"]
    if abs(gap) < SAME_OPTIMUM:
        return "both"
    return OURS if gap > 0 else PEER


def _same_figures(row: Row) -> str:
    if not row.both:
        return MISSING
    ours, peer = row.ours.found["figures"], row.peer.found["figures"]
    gap = max(abs(a / b - 1) for a, b in zip(ours, peer, strict=True))
    return "yes" if gap < SAME_SUMS else f"no: they differ by {gap:.1e}"


CHECKS: Mapping[str, Mapping[str, Callable[[Row], str]]] = {
    "fit": {"log-likelihood, relative gain": _log_likelihood_gap},
    "clv": {"total CLV against lifetimes": _clv_gap},
    "rfm": {"same customers and sums": _same_summary},
    "pareto": {
        f"log-likelihood, {OURS}": _log_likelihood_of(OURS),
        f"log-likelihood, {PEER}": _log_likelihood_of(PEER),
        "higher one": _better,
    },
    "survey": {"same figures": _same_figures},
    "link": {"same figures": _same_figures},
}
