"""Signals of purchases and of leaving, one row each."""

from dataclasses import dataclass, field
from typing import Any, TypeAlias

import narwhals as nw
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vocvalue.errors import DataError
from vocvalue.results.estimates import Estimate
from vocvalue.results.plain_data import plain
from vocvalue.results.result import Pictured
from vocvalue.sealed import HandedOut
from vocvalue.signals.finding.kinds import ALERTS, KINDS, LEADS, STATUSES
from vocvalue.stats.proportions import wilson
from vocvalue.tables import frames

Words: TypeAlias = NDArray[Any]
Bool: TypeAlias = NDArray[np.bool_]

LEVEL = 0.95
COLUMNS = (
    *("row", "timestamp", "channel", "score", "language", "kind", "status", "start", "end"),
    *("words", "product", "condition", "rule", "modifiers", "sarcasm", "confidence", "gate"),
    "text_id",
)


@dataclass(frozen=True, kw_only=True, eq=False)
class Signals(Pictured):
    """What customers say they will do, one row per signal, in the order of the texts.

    Attributes:
        row: Number of the row that holds the text, from 0, shape (n,).
        customer_id: Who wrote it, under the caller's own column name; None where the texts have no
            customers.
        timestamp: When it was written, shape (n,), or None.
        channel: Where it was written, shape (n,), or None.
        score: The score given with the text, shape (n,), or None.
        language: The language of the rule that fits, shape (n,).
        kind: "repurchase", "upsell" or "cross_sell", shape (n,).
        status: "positive", "conditional", "negative", "past" or "switch", shape (n,).
        start: Where the words begin in the text, shape (n,).
        end: Where they end, shape (n,).
        words: The words, shape (n,).
        product: The product that is named, None where there is none, shape (n,).
        condition: The condition under which the customer will buy, or None, shape (n,).
        rule: The rule that fits, shape (n,).
        modifiers: The modifiers that apply, in their order, separated by commas, shape (n,).
        sarcasm: Whether the sentence looks sarcastic, shape (n,).
        confidence: How sure the model is of each, shape (n,); None where rules read.
        gate: "held" where the text as a whole complains, or "passed", or "none" where nothing
            tells, shape (n,).
        text_id: What the customer and the text are known by, shape (n,): the same text of the same
            customer has one.
        n_rows: How many rows the table has, with those that hold no text; None where not known.
        n_texts: How many texts were read.
        n_with_lead: In how many of them there is a signal that may become a lead.
        timezone: The time zone of the times, where it is known.
    """

    row: NDArray[np.int64] = field(repr=False)
    customer_id: HandedOut[nw.Series[Any] | None] = HandedOut()
    timestamp: NDArray[np.datetime64] | None = field(repr=False, default=None)
    channel: Words | None = field(repr=False, default=None)
    score: NDArray[np.float64] | None = field(repr=False, default=None)
    language: Words = field(repr=False)
    kind: Words = field(repr=False)
    status: Words = field(repr=False)
    start: NDArray[np.int64] = field(repr=False)
    end: NDArray[np.int64] = field(repr=False)
    words: Words = field(repr=False)
    product: Words = field(repr=False)
    condition: Words = field(repr=False)
    rule: Words = field(repr=False)
    modifiers: Words = field(repr=False)
    sarcasm: Bool = field(repr=False)
    confidence: NDArray[np.float64] | None = field(repr=False, default=None)
    gate: Words = field(repr=False)
    text_id: Words = field(repr=False)
    n_rows: int | None = None
    n_texts: int
    n_with_lead: int
    timezone: str | None = None

    @property
    def n(self) -> int:
        """The number of signals."""
        return len(self.row)

    @property
    def may_be_lead(self) -> Bool:
        """Whether each signal may become a lead: the customer will buy, and the gate lets it by."""
        return np.asarray(np.isin(self.status, LEADS) & (self.gate != "held"))

    @property
    def is_alert(self) -> Bool:
        """Whether each signal warns that the customer leaves."""
        return np.isin(self.status, ALERTS)

    @property
    def rate(self) -> Estimate:
        """The share of texts with a signal that may become a lead."""
        low, high = wilson(self.n_with_lead, self.n_texts, LEVEL)
        share = self.n_with_lead / self.n_texts if self.n_texts else float("nan")
        ends = (share, float(low), float(high)) if self.n_texts else (float("nan"),) * 3
        return Estimate.of(ends, level=LEVEL, method="wilson", n=self.n_texts)

    def counts(self) -> pd.DataFrame:
        """Return how many signals there are of each kind and status.

        Examples:
            >>> import vocvalue as vv
            >>> vv.signals.find(["下次还会买", "不会再买了"]).counts().loc["repurchase"].to_dict()
            {'positive': 1, 'conditional': 0, 'negative': 1, 'past': 0, 'switch': 0}
        """
        table = pd.crosstab(self.kind, self.status) if self.n else pd.DataFrame()
        table = table.reindex(index=list(KINDS), columns=list(STATUSES), fill_value=0)
        return table.fillna(0).astype(np.int64).rename_axis(index=None, columns=None)

    def figures(self) -> dict[str, Estimate]:
        """Return the share of texts with a signal that may become a lead."""
        return {"share of texts with a lead": self.rate}

    def to_frame(self) -> Any:
        """Return one row per signal, in the caller's dataframe library."""
        return self._beside({name: getattr(self, name) for name in COLUMNS})

    def alerts(self) -> Any:
        """Return the customers who say that they leave, as a risk pool takes them.

        Pass them as `complaints=` of `lift.risk_pool`.

        Returns:
            One row per signal of the statuses "negative" and "switch" with customer and moment, in
            the caller's dataframe library: customer, timestamp, kind, status, words.

        Raises:
            DataError: The texts had no customers or no times.

        Examples:
            >>> import pandas as pd
            >>> import vocvalue as vv
            >>> texts = pd.DataFrame(
            ...     {
            ...         "customer_id": [1, 2],
            ...         "timestamp": ["2024-05-01", "2024-05-02"],
            ...         "text": ["不会再买了", "下次还会买"],
            ...     }
            ... )
            >>> alerts = vv.signals.find(texts).alerts()
            >>> vv.lift.risk_pool([vv.lift.Complaint()], complaints=alerts).n
            1
        """
        if self.customer_id is None or self.timestamp is None:
            lacking = "customers" if self.customer_id is None else "times"
            raise DataError(
                f"the texts have no {lacking}, so there is nobody to warn of. Pass a table with "
                "the columns of the customer and the time to signals.find."
            )
        names = ("timestamp", "kind", "status", "words")
        return self._beside({name: getattr(self, name) for name in names}, where=self.is_alert)

    def to_dict(self) -> dict[str, Any]:
        """Return the counts and the notes, without the texts and the customers."""
        return {
            "texts": self.n_texts,
            "signals": self.n,
            "counts": self.counts().to_dict(orient="index"),
            "leads": int(self.may_be_lead.sum()),
            "alerts": int(self.is_alert.sum()),
            "rate": plain(self.rate),
            "notes": plain(self.notes),
        }

    def _beside(self, columns: dict[str, Any], *, where: Bool | None = None) -> Any:
        """Return columns that are there, beside the customers, in the caller's library."""
        kept = np.arange(self.n) if where is None else np.flatnonzero(where)
        there = {name: values[kept] for name, values in columns.items() if values is not None}
        customers = self.customer_id
        if customers is not None:
            return frames.beside(customers[kept], there)
        return frames.alone(there)
