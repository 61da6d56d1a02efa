"""Bring together the inputs of a cross analysis: responses, orders and tables of customers."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from vocvalue import duration
from vocvalue.errors import DataError, ParameterError
from vocvalue.link import Linked
from vocvalue.link.attachment import joined
from vocvalue.link.lookup import look_up
from vocvalue.results import Note
from vocvalue.showing import cause, explained
from vocvalue.survey.crossing import gathering_notes, outcomes, segment_codes
from vocvalue.survey.crossing.churn_table import LEFT, left_of
from vocvalue.survey.crossing.followed import Followed
from vocvalue.survey.crossing.gathered import Columns, Gathered
from vocvalue.survey.crossing.gathering_notes import SPEND_BEFORE, TENURE
from vocvalue.survey.crossing.gathering_terms import terms_of, values_of
from vocvalue.survey.crossing.question import CrossQuestion
from vocvalue.survey.crossing.segment_codes import SegmentCodes
from vocvalue.survey.crossing.segment_match import dropped
from vocvalue.survey.scores.measure import weighing
from vocvalue.survey.scores.scale import scale_of
from vocvalue.tables import per_customer
from vocvalue.tables.labels import LabelColumn
from vocvalue.tables.reading.experiments import Outcomes
from vocvalue.tables.reading.orders import Orders
from vocvalue.tables.reading.responses import Responses
from vocvalue.tables.responses import Wanted, has_column, of_survey
from vocvalue.tables.sources import look_at
from vocvalue.tables.truth import as_truth


def gather(
    question: CrossQuestion, responses: Responses | Linked, orders: Orders | None
) -> Gathered:
    """Bring together the inputs of a cross analysis."""
    if isinstance(responses, Linked):
        if orders is not None:
            raise ParameterError("the responses are already linked to orders: leave out orders=.")
        return _of_linked(question, responses)
    asked = of_survey(responses, question.scale) if question.scale else responses
    if orders is not None:
        return _of_linked(question, _link(question, asked, orders), asked.score)
    return _of_columns(question, asked)


def _link(question: CrossQuestion, responses: Responses, orders: Orders) -> Linked:
    segment = [] if question.scale else [question.by]
    keep = tuple(dict.fromkeys([*segment, *question.numbers, *question.beside]))
    wanted = Wanted(score=question.scale is not None, keep=keep)
    return joined(responses, orders, wanted, window=question.window)


def _of_linked(question: CrossQuestion, linked: Linked, score: str = "score") -> Gathered:
    if question.revenue or question.churned:
        raise ParameterError(
            "revenue and churn are computed from the orders: leave out revenue= and churned=."
        )
    kept = _kept(question, linked)
    ids = linked.customer_id
    codes = _segments(question, (linked.score, score), linked.labels, ids)
    seen = outcomes.of_linked(
        linked,
        codes.cell,
        codes.segment_of,
        weight=_weights(question, kept, len(ids)),
        churn_window=question.churn_window,
        unmatched=question.unmatched or dropped(linked, codes),
    )
    derived = {TENURE: linked.tenure, SPEND_BEFORE: linked.spend_before}
    with_value = _with_value(question, seen, kept, ids)
    covariates, notes = _covariates(question, {**derived, **_beside(question, kept)}, ids)
    return _gathered(
        codes,
        with_value,
        covariates,
        terms=terms_of(question, linked),
        years=linked.window_days / duration.DAYS_PER_YEAR,
        report=linked.report,
        notes=(
            *linked.notes,
            *notes,
            *gathering_notes.spend_before(covariates),
            *(gathering_notes.curve(linked) if question.follow_up == "kaplan-meier" else ()),
        ),
    )


def _of_columns(question: CrossQuestion, responses: Responses) -> Gathered:
    if question.revenue is None and question.churned is None and question.values is None:
        raise ParameterError(
            "there is nothing to cross the scores with: pass orders=, or name columns of the "
            "responses with revenue=, churned= or values=."
        )
    if question.follow_up == "kaplan-meier":
        raise ParameterError("follow_up == 'kaplan-meier' needs orders=.")
    _refuse_no_moment(responses)
    columns, ids, labels = _read(question, responses)
    codes = _segments(question, (columns.get(responses.score), responses.score), labels, ids)
    churned, churn_notes = _churned(question, columns, ids)
    seen = Followed(
        cell=codes.cell,
        segment_of=codes.segment_of,
        weight=_weights(question, columns, len(codes.cell)),
        revenue=None if question.revenue is None else columns[question.revenue],
        churned=churned,
        notes=churn_notes,
    )
    with_value = _with_value(question, seen, columns, ids)
    covariates, notes = _covariates(question, _beside(question, columns), ids)
    return _gathered(
        codes,
        with_value,
        covariates,
        terms=terms_of(question, None),
        years=1.0,
        report=None,
        notes=notes,
    )


def _refuse_no_moment(responses: Responses) -> None:
    """Refuse a named timestamp column that is missing, although none is needed."""
    column = responses.timestamp
    available = look_at(responses, name="responses").collect_schema().names()
    if column not in available and column != Responses(None).timestamp:
        raise DataError.missing_columns([column], available, table="the response table")


def _gathered(codes: SegmentCodes, seen: Followed, covariates: Columns, **rest: Any) -> Gathered:
    seen, covariates, unweighted = _weighed(seen, covariates)
    segments = codes.names
    members = seen.members(len(segments))
    empty = tuple(name for name, n in zip(segments, members, strict=True) if not n)
    if len(segments) - len(empty) < 2:
        raise DataError(
            f"all {len(seen.cell):,} responses are in one segment, so there is nothing to compare."
        )
    kept = tuple(name for name in segments if name not in empty)
    number = np.maximum(np.cumsum(members > 0) - 1, 0)
    notes = (
        *rest.pop("notes"),
        *codes.notes,
        *unweighted,
        *(gathering_notes.without_members(name) for name in empty),
    )
    return Gathered(
        segments=kept,
        is_ordered=codes.is_ordered,
        outcomes=replace(seen, segment_of=number[seen.segment_of]) if empty else seen,
        covariates=covariates,
        notes=notes,
        **rest,
    )


def _weighed(seen: Followed, covariates: Columns) -> tuple[Followed, Columns, tuple[Note, ...]]:
    """Leave out the customers whose weight is 0."""
    if seen.weight is None or seen.weight.all():
        return seen, covariates, ()
    rows = seen.weight > 0
    kept = {name: column[rows] for name, column in covariates.items()}
    return seen.of(rows), kept, gathering_notes.without_weight(int((~rows).sum()))


def _segments(
    question: CrossQuestion,
    scores: tuple[Any, str],
    labels: Mapping[str, LabelColumn],
    ids: nw.Series[Any] | None,
) -> SegmentCodes:
    """Return the segment of each customer; `scores` holds the scores and their column's name."""
    if question.scale:
        scale = scale_of(question.scale, points=question.points, bands=question.bands)
        return segment_codes.of_scale(scale, scores[0], ids, called=scores[1])
    return segment_codes.of_labels(labels[question.by].labels, question.order, ids)


def _read(
    question: CrossQuestion, responses: Responses
) -> tuple[Columns, nw.Series[Any] | None, Mapping[str, LabelColumn]]:
    """Read the columns of the responses, for the chosen survey where there are several."""
    wanted = [] if question.revenue is None else [question.revenue]
    wanted += question.numbers
    others = [] if question.scale else [question.by]
    others += [] if question.churned_column is None else [question.churned_column]
    if question.scale:
        wanted.append(responses.score)
    return per_customer.read_responses(
        responses,
        numbers=tuple(dict.fromkeys(wanted)),
        others=tuple(dict.fromkeys([*others, *question.beside])),
        customer_id=_id_column(responses),
        survey=(responses.survey, responses.survey_column),
    )


def _id_column(responses: Responses) -> str | None:
    """Return the customer column; None where the responses are anonymous."""
    column = responses.customer_id
    is_named = column != Responses(None).customer_id
    return column if is_named or has_column(responses, column) else None


def _kept(question: CrossQuestion, linked: Linked) -> Columns:
    wanted = [*([] if question.scale else [question.by]), *question.numbers, *question.beside]
    missing = [name for name in wanted if name not in linked.kept]
    if missing:
        raise DataError(
            f"the linked table lacks {', '.join(map(repr, missing))}: pass keep={missing!r} to "
            "link.attach."
        )
    if question.scale and linked.score is None:
        raise DataError("the linked table has no scores: pass score= to link.attach.")
    numbers = {name: _as_floats(name, linked.kept[name]) for name in question.numbers}
    return {**linked.kept, **numbers}


def _as_floats(name: str, values: NDArray[Any]) -> NDArray[np.float64]:
    try:
        return values.astype(np.float64)
    except (TypeError, ValueError) as error:
        raise DataError(f"column {name!r} must hold numbers: {explained(error)}.") from cause(error)


def _weights(question: CrossQuestion, columns: Columns, n: int) -> NDArray[np.float64] | None:
    name = question.weights
    return None if name is None else weighing(columns[name], n, called=name)[0]


def _churned(
    question: CrossQuestion, columns: Columns, ids: nw.Series[Any] | None
) -> tuple[NDArray[np.float64] | None, tuple[Note, ...]]:
    if isinstance(question.churned, Outcomes):
        return left_of(question.churned, _needed(ids, question, "who left"))
    if question.churned is None:
        return None, ()
    churned = as_truth(columns[question.churned], column=question.churned, meaning=LEFT, ids=ids)
    return churned, ()


def _with_value(
    question: CrossQuestion, seen: Followed, columns: Columns, ids: nw.Series[Any] | None
) -> Followed:
    """Add the lifetime values that the caller passed."""
    if isinstance(question.values, str):
        return replace(seen, value=columns[question.values])
    if question.values is None:
        return seen
    customers = _needed(ids, question, "the customers' values")
    values, notes = outcomes.value_of(values_of(question), customers)
    return replace(seen, value=values, notes=(*seen.notes, *notes))


def _needed(ids: nw.Series[Any] | None, question: CrossQuestion, what: str) -> nw.Series[Any]:
    if ids is None:
        raise DataError(
            f"the responses have no column {question.customer_id!r} by which to look up {what}. "
            "Name the customer column with customer_id=."
        )
    return ids


def _beside(question: CrossQuestion, columns: Columns) -> Columns:
    return {name: columns[name] for name in question.beside}


def _covariates(
    question: CrossQuestion, own: Columns, ids: nw.Series[Any] | None
) -> tuple[Columns, tuple[Note, ...]]:
    """Return the covariates to adjust for, each column of shape (n,)."""
    columns = dict(own)
    notes: tuple[Note, ...] = ()
    if question.covariates is not None and not question.beside:
        table = look_up(
            _needed(ids, question, "the customers' covariates"),
            question.covariates,
            customer_id=question.customer_id,
            columns=None,
            name="covariates",
        )
        columns, notes = columns | dict(table.known), table.notes
    if question.adjust_for is None:
        return columns, notes
    unknown = [name for name in question.adjust_for if name not in columns]
    if unknown:
        raise DataError.missing_columns(unknown, list(columns), table="the covariates")
    return {name: columns[name] for name in question.adjust_for}, notes
