"""How well signals are found, on texts that a person labelled."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from vocvalue.errors import ParameterError
from vocvalue.results.estimates import Estimate
from vocvalue.results.frame import cells
from vocvalue.results.plain_data import plain
from vocvalue.results.result import Pictured
from vocvalue.sealed import HandedOut
from vocvalue.signals.evaluation import measure
from vocvalue.signals.evaluation.measure import Tally
from vocvalue.signals.finding.kinds import KINDS, STATUSES

NONE = "none"
"""Where a table of statuses counts what the other side does not have."""
WRONG = ("false positive", "missed", "wrong status")


@dataclass(frozen=True, kw_only=True, eq=False)
class Evaluation(Pictured):
    """How well signals are found, on texts that a person labelled.

    Attributes:
        outcomes: One row per label with what was found of it, per signal without a label, and per
            text with neither (outcome "none").
        groups: Columns of the gold by which is counted apart.
        level: The confidence level of the intervals.
    """

    outcomes: HandedOut[pd.DataFrame] = HandedOut()
    groups: tuple[str, ...] = ()
    level: float = 0.95

    @property
    def n_texts(self) -> int:
        """How many texts a person labelled."""
        return int(self.outcomes["number"].nunique())

    @property
    def n_with_signal(self) -> int:
        """In how many of them the person saw a signal."""
        return _n_with_signal(self.outcomes)

    @property
    def base_rate(self) -> Estimate:
        """The share of texts in which the person saw a signal."""
        return measure.share(self.n_with_signal, self.n_texts, self.level)

    @property
    def leads(self) -> Tally:
        """How many signals that may become leads are right."""
        return measure.leads(self.outcomes)

    @property
    def alerts(self) -> Tally:
        """How many warnings that a customer leaves are right."""
        return measure.alerts(self.outcomes)

    def counts(self, part: str | None = None) -> pd.DataFrame:
        """Return how many signals a person saw, how many were found, and how many are right.

        Args:
            part: "all", "kind", "status", "leads", "alerts" or one of the groups; by default all
                of these.

        Returns:
            One row per part and name. Of groups also how many texts there are, and how many of
            them were read without a fault.

        Raises:
            ParameterError: There is no such part.
        """
        parts = dict.fromkeys(name for name, *_ in self._parts())
        if part is not None and part not in parts:
            raise ParameterError(f"part == {part!r}, must be one of {', '.join(parts)}.")
        rows = [
            (name, of, tally.n_gold, tally.n_found, tally.n_right, *_texts(rows))
            for name, of, tally, rows in self._parts()
            if part in (None, name)
        ]
        names = ["part", "name", "n_gold", "n_found", "n_right", "n_texts", "n_texts_right"]
        table = pd.DataFrame(rows, columns=names)
        return table.astype({"n_texts": "Int64", "n_texts_right": "Int64"})

    def statuses(self) -> pd.DataFrame:
        """Return how often each status of the gold was found as which; "none" for no signal."""
        rows = self.outcomes
        rows = rows[~rows["outcome"].isin(["repeat", NONE])]
        seen, found = (rows[name].fillna(NONE) for name in ("gold_status", "found_status"))
        table = pd.crosstab(seen, found) if len(rows) else pd.DataFrame()
        names = [*STATUSES, NONE]
        whole = table.reindex(index=names, columns=names, fill_value=0)
        return whole.rename_axis(index="gold", columns="found").astype("int64")

    def wrong(self) -> pd.DataFrame:
        """Return what is wrong: signals with no label, labels that were missed, wrong statuses."""
        rows = self.outcomes
        kept = rows[rows["outcome"].isin(WRONG)]
        names = ["outcome", "kind", "gold_status", "found_status", "words", "rule", "text", "row"]
        return kept[[*names, *self.groups]].reset_index(drop=True)

    def figures(self) -> dict[str, Estimate]:
        """Return precision and recall of leads and of alerts, and the share of texts with any."""
        named = {}
        for name, tally in (("leads", self.leads), ("alerts", self.alerts)):
            for quantity, estimate in tally.estimates(self.level).items():
                named[f"{quantity} of {name}"] = estimate
        return {**named, "share of texts with a signal": self.base_rate}

    def to_frame(self) -> pd.DataFrame:
        """Return one row per part, name and quantity: precision, recall and F1."""
        rows = [
            {"part": part, "name": name, "quantity": quantity, **cells(estimate)}
            for part, name, tally, _ in self._parts()
            for quantity, estimate in tally.estimates(self.level).items()
        ]
        return pd.DataFrame(rows)

    def to_dict(self) -> dict[str, Any]:
        """Return the figures, the counts and the notes, without the texts."""
        counts = self.counts().astype(object)
        return {
            "texts": self.n_texts,
            "texts with a signal": self.n_with_signal,
            "counts": plain(counts.where(counts.notna(), None).to_dict(orient="records")),
            "figures": plain(self.figures()),
            "statuses": plain(self.statuses().to_dict(orient="index")),
            "notes": plain(self.notes),
        }

    def _parts(self) -> Iterator[tuple[str, Any, Tally, pd.DataFrame | None]]:
        """Yield what is counted apart: part, name, tally, and of groups their rows."""
        rows = self.outcomes
        yield "all", "all", measure.tallied(rows), rows
        of_kind = {kind: rows[rows["kind"] == kind] for kind in KINDS}
        for kind, some in of_kind.items():
            yield "kind", kind, measure.tallied(some), None
        for status in STATUSES:
            gold, found = (rows[name] == status for name in ("gold_status", "found_status"))
            yield "status", status, measure.tallied_where(rows, gold, found), None
        for part, count in (("leads", measure.leads), ("alerts", measure.alerts)):
            yield part, "all", count(rows), None
            for kind, some in of_kind.items():
                yield part, kind, count(some), None
        for group in self.groups:
            for name, some in rows.groupby(group, sort=True):
                yield group, name, measure.tallied(some), some


def _n_with_signal(rows: pd.DataFrame) -> int:
    return int(rows.loc[rows["gold_status"].notna(), "number"].nunique())


def _texts(rows: pd.DataFrame | None) -> tuple[int | None, int | None]:
    """Return how many texts there are, and in how many nothing is wrong."""
    if rows is None:
        return None, None
    wrong = rows.loc[rows["outcome"].isin(WRONG), "number"].nunique()
    n = int(rows["number"].nunique())
    return n, n - int(wrong)
