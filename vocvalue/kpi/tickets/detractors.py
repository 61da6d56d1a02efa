"""The answers of detractors, counted and brought back from where the answers live."""

from dataclasses import dataclass, field
from typing import Any

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from vocvalue.errors import DataError
from vocvalue.link.clock import has_days_only
from vocvalue.results import Note
from vocvalue.results.notes import left_out, numbered
from vocvalue.results.numerals import counted
from vocvalue.results.texts import Text, pair
from vocvalue.survey.scores.scale import Scale, on_longer_scale, whole_scores
from vocvalue.tables import responses as answers
from vocvalue.tables.orders import CUSTOMER
from vocvalue.tables.reading.responses import Responses
from vocvalue.tables.responses import ANSWERED, N_TIED, SCORE, ResponseLog, Wanted
from vocvalue.tables.sources import collect

N, FIRST, LAST = "_vv_n", "_vv_first", "_vv_last"


@dataclass(frozen=True, kw_only=True, eq=False)
class Detractors:
    """The answers whose score is in the lowest band of the scale.

    Attributes:
        customer_id: The customer of each answer, shape (n,).
        answered: Its moment, shape (n,).
        responders: The customers of all answers, each once.
        n_answers: The number of all answers.
        first: The moment of the first of all answers.
        last: That of the last.
        has_days_only: Whether the answers carry days and no time of the day.
        notes: What was left out.
    """

    customer_id: nw.Series[Any] = field(repr=False)
    answered: NDArray[np.datetime64] = field(repr=False)
    responders: nw.Series[Any] = field(repr=False)
    n_answers: int
    first: np.datetime64
    last: np.datetime64
    has_days_only: bool
    notes: tuple[Note, ...]


def read_detractors(responses: Responses, scale: Scale) -> Detractors:
    """Read the answers, of which those of detractors come back.

    Args:
        responses: The answers, and how they are read.
        scale: The scale of their scores.

    Raises:
        DataError: A column is missing or cannot be read, a score is off the scale, or nobody is a
            detractor.
    """
    log = answers.read_responses(responses, Wanted(called="the table responses"))
    scores = collect(
        log.rows.group_by(SCORE).agg(
            nw.len().alias(N),
            nw.col(ANSWERED).min().alias(FIRST),
            nw.col(ANSWERED).max().alias(LAST),
        )
    )
    given = whole_scores(scores[SCORE], scale, called=responses.score)
    highest = next(iter(scale.bands.values()))[1]
    once = answers.every_moment(log)
    held = nw.maybe_reset_index(collect(once.filter(nw.col(SCORE) <= highest)))
    if not len(held):
        raise DataError(
            f"none of the {int(scores[N].sum()):,} answers has a score of {highest} or less, so "
            "there is no detractor whose loop could be closed. Check the column of the score."
        )
    repeated = int(held[N_TIED].sum()) - len(held)
    ends = [np.asarray(scores[name].to_numpy(), "datetime64[us]") for name in (FIRST, LAST)]
    return Detractors(
        customer_id=held[CUSTOMER].alias(responses.customer_id),
        answered=np.asarray(held[ANSWERED].to_numpy(), dtype="datetime64[us]"),
        responders=collect(log.rows.select(CUSTOMER).unique())[CUSTOMER],
        n_answers=int(scores[N].sum()),
        first=ends[0].min(),
        last=ends[1].max(),
        has_days_only=has_days_only(log),
        notes=(
            *log.source.notes,
            *_lacking(log),
            *_repeated(repeated),
            *on_longer_scale(given, scores[N].to_numpy(), scale),
        ),
    )


def _lacking(log: ResponseLog) -> tuple[Note, ...]:
    kinds = {
        answers.NO_CUSTOMER: pair(
            "with no customer, which no ticket can be matched to", "缺少客户编号，无法与工单对应"
        ),
        answers.NO_TIME: pair("with no time", "缺少时间"),
        answers.NO_SCORE: pair("with no score", "缺少评分"),
    }
    return tuple(
        note
        for kind, lack in kinds.items()
        for note in left_out(log.n.get(kind, 0), _rows(log, kind, lack))
    )


def _rows(log: ResponseLog, kind: int, lack: Text) -> Text:
    rows = counted(log.n.get(kind, 0), "response")
    return pair("{rows} {lack}", "{rows}{lack}", rows=rows, lack=lack)


def _repeated(n: int) -> tuple[Note, ...]:
    parts = {"responses": counted(n, "response")}
    return numbered(
        n,
        pair(
            "{responses} repeats another of the same detractor and moment and counts once.",
            "{responses}与同一贬损者同一时刻的另一份重复，只计一次。",
            **parts,
        ),
        pair(
            "{responses} repeat others of the same detractor and moment and count once.",
            "{responses}与同一贬损者同一时刻的其他答卷重复，只计一次。",
            **parts,
        ),
    )
