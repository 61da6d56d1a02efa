"""Labels and signals brought together: which texts a person read, and what was found in them."""

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd

from vocvalue import checks, progress
from vocvalue.errors import DataError, ParameterError
from vocvalue.results import Note
from vocvalue.results.numerals import counted
from vocvalue.results.texts import pair
from vocvalue.signals.evaluation.labels import GoldLabels, read_labels
from vocvalue.signals.evaluation.measure import Outcome, outcome_of
from vocvalue.signals.evaluation.pairing import Hit, Label, paired
from vocvalue.signals.evaluation.result import Evaluation
from vocvalue.signals.finding.result import Signals
from vocvalue.signals.finding.text_ids import text_id
from vocvalue.signals.matching.normal import normalise
from vocvalue.tables import ids
from vocvalue.tables.engine_errors import translated

GROUPS = ("language", "family")


@progress.step(pair("comparing with labels", "与人工标注比较"))
@translated
def evaluate(
    gold: object, signals: Signals, *, groups: Sequence[str] | None = None, level: float = 0.95
) -> Evaluation:
    """Measure how well signals are found, on texts that a person labelled.

    A signal is right if a label of its text has its kind and its status, and where the label says
    where it stands, the two overlap. The labelled texts alone count: what was found in others is
    left aside. Leads and alerts are counted apart, by what becomes of a signal: of leads, the
    positive and the conditional count alike, and those that the gate holds do not.

    Args:
        gold: One row per signal that a person saw, and one for each text without any, with an
            empty kind and status: a frame or a path. Columns: kind, status; which text it is:
            `row`, its number among the rows that were read, from 0, or `text_id` of the signals, or
            the `text` itself (with the customer's column, where the signals have customers);
            optional: start, end, and `groups`.
        signals: What `signals.find` found in these texts.
        groups: Columns of the gold by which to count apart; by default language and family, where
            the gold has them.
        level: The confidence level.

    Returns:
        Precision, recall and F1, with what is wrong.

    Raises:
        DataError: A column is missing, a kind or a status is not known, there is no row, or a row
            is beyond the texts.
        ParameterError: `signals` are none.

    References:
        Wilson (1927), Probable inference, the law of succession, and statistical inference,
        Journal of the American Statistical Association 22. F1 is J and 2 J / (1 + J) of the share J
        that is right among all that was found or should have been; its interval is that of J.

    Examples:
        >>> import pandas as pd
        >>> import vocvalue as vv
        >>> gold = pd.DataFrame(
        ...     {
        ...         "text": ["下次还会买", "不会再买了", "还行"],
        ...         "kind": ["repurchase", "repurchase", None],
        ...         "status": ["positive", "negative", None],
        ...     }
        ... )
        >>> card = vv.signals.evaluate(gold, vv.signals.find(gold["text"]))
        >>> card.counts("kind")[["name", "n_gold", "n_found", "n_right"]]
                 name  n_gold  n_found  n_right
        0  repurchase       2        2        2
        1      upsell       0        0        0
        2  cross_sell       0        0        0
    """
    if not isinstance(signals, Signals):
        raise ParameterError(
            f"signals is of type {type(signals).__name__}, must be what signals.find returned."
        )
    checks.level(level)
    customer = None if signals.customer_id is None else str(signals.customer_id.name)
    labels = read_labels(
        gold,
        name="gold",
        needs=() if groups is None else checks.columns("groups", groups),
        beside=GROUPS if groups is None else tuple(groups),
        ids=() if customer is None else (customer,),
    )
    apart = tuple(name for name in groups or GROUPS if labels.has(name))
    of_gold, of_found = _keys(labels, signals, customer)
    outcomes, n_aside = _outcomes(labels, signals, apart, of_gold, of_found)
    return Evaluation(
        outcomes=pd.DataFrame(outcomes, columns=[*Outcome.COLUMNS, *apart]),
        groups=apart,
        level=level,
        notes=_notes(outcomes, n_aside),
    )


def _keys(
    labels: GoldLabels, found: Signals, customer: str | None
) -> tuple[list[Hashable], list[Hashable]]:
    """Return by what the text of each label is known, and that of each signal."""
    if labels.has("row"):
        return _rows(labels, found), found.row.tolist()
    if labels.has("text_id"):
        return _stated(labels, "text_id"), found.text_id.tolist()
    if labels.has("text") and (customer is None or customer in labels.ids):
        texts = _stated(labels, "text")
        who = [""] * len(texts) if customer is None else _names(labels.ids[customer])
        known = [text_id(normalise(text).text, name) for text, name in zip(texts, who, strict=True)]
        return list(known), found.text_id.tolist()
    beside = "" if customer is None else f" with the customer in {customer!r}"
    raise DataError(
        "gold does not say which text a row is of. It needs the column 'row', the number of the "
        f"row that was read, from 0, or 'text_id', or 'text'{beside}."
    )


def _rows(labels: GoldLabels, found: Signals) -> list[Hashable]:
    rows = _stated(labels, "row")
    last = found.n_rows
    beyond = [place for place, row in enumerate(rows) if last is not None and row >= last]
    if beyond:
        raise DataError.bad_rows(
            f"beyond the {last:,} rows of the texts that were read",
            column="row",
            count=len(beyond),
            first_ids=[f"row {place}" for place in beyond],
            hint="Rows are counted from 0. Pass the labels of the texts that were read.",
        )
    return rows


def _stated(labels: GoldLabels, column: str) -> list[Any]:
    values = labels.rows[column].tolist()
    missing = [place for place, value in enumerate(values) if value is None]
    if missing:
        raise DataError.bad_rows(
            "without a text that they are of",
            column=column,
            count=len(missing),
            first_ids=[f"row {place}" for place in missing],
            hint="Fill it in, or leave these rows out.",
        )
    return values


def _names(customers: nw.Series[Any]) -> list[str]:
    missing = customers.is_null().to_numpy().astype(np.bool_)
    if customers.dtype.is_float():
        missing |= customers.is_nan().to_numpy().astype(np.bool_)
    named = np.flatnonzero(~missing)
    names = [""] * len(missing)
    for place, name in zip(
        named, ids.texts_of(customers[named]) if len(named) else (), strict=True
    ):
        names[place] = name
    return names


def _outcomes(
    labels: GoldLabels,
    found: Signals,
    groups: Sequence[str],
    of_gold: Sequence[Hashable],
    of_found: Sequence[Hashable],
) -> tuple[list[tuple[Any, ...]], int]:
    """Return what became of every label and every signal, text by text, and what is left aside."""
    rows_of: defaultdict[Hashable, list[int]] = defaultdict(list)
    for place, key in enumerate(of_gold):
        rows_of[key].append(place)
    hits_of: defaultdict[Hashable, list[Hit]] = defaultdict(list)
    for place, key in enumerate(of_found):
        hits_of[key].append(_hit(found, place))
    records = labels.rows.to_dict(orient="records")
    outcomes: list[tuple[Any, ...]] = []
    for number, (key, places) in enumerate(rows_of.items()):
        first = records[places[0]]
        beside = tuple(first[name] for name in groups)
        text = first.get("text")
        seen = [label for label in map(_label, (records[place] for place in places)) if label]
        pairs = list(paired(seen, hits_of.get(key, ())))
        if not pairs:
            outcomes.append((*outcome_of(number, text, None, found), *beside))
        outcomes += [(*outcome_of(number, text, pair, found), *beside) for pair in pairs]
    n_aside = sum(len(hits) for key, hits in hits_of.items() if key not in rows_of)
    return outcomes, n_aside


def _label(record: Mapping[Any, Any]) -> Label | None:
    if record["kind"] is None:
        return None
    start, end = record.get("start"), record.get("end")
    span = None if start is None or end is None else (start, end)
    return Label(kind=record["kind"], status=record["status"], span=span)


def _hit(found: Signals, place: int) -> Hit:
    return Hit(
        place=place,
        kind=found.kind[place],
        status=found.status[place],
        span=(int(found.start[place]), int(found.end[place])),
    )


def _notes(outcomes: Sequence[tuple[Any, ...]], n_aside: int) -> tuple[Note, ...]:
    n_repeats = sum(row[Outcome.COLUMNS.index("outcome")] == "repeat" for row in outcomes)
    return (
        *Note.counted(
            n_repeats,
            "{signals} with nothing new: another says the same of the same label. Not counted.",
            "{signals}与同一标注下的其他信号重复，未计入。",
            signals=counted(n_repeats, "signal"),
        ),
        *Note.counted(
            n_aside,
            "{signals} of texts that nobody labelled were left aside.",
            "{signals}所在的文本没有人工标注，未计入。",
            signals=counted(n_aside, "signal"),
        ),
    )
