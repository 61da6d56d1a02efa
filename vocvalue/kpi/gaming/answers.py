"""The answers that are checked: the day, the band, the segment and the agent of each."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from vocvalue.duration import Every
from vocvalue.errors import DataError
from vocvalue.results import Note
from vocvalue.results.notes import left_out
from vocvalue.results.numerals import counted
from vocvalue.results.texts import Text, pair
from vocvalue.survey.scores.scale import Scale, on_longer_scale, whole_scores
from vocvalue.tables import responses as answers
from vocvalue.tables.labels import Labels, levels_of, read_labels
from vocvalue.tables.orders import CUSTOMER
from vocvalue.tables.periods import numbers_of
from vocvalue.tables.reading.responses import Responses
from vocvalue.tables.repeats import codes
from vocvalue.tables.responses import ANSWERED, SCORE, ResponseLog, Wanted, kept_name
from vocvalue.tables.sources import collect

WITHIN: Mapping[Every, Text] = {
    "month": pair("month", "月"),
    "quarter": pair("quarter", "季度"),
    "year": pair("year", "年"),
}
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True, eq=False)
class CheckedAnswers:
    """Answers, one of each customer in each period.

    Attributes:
        day: The day of each, shape (n,).
        band: The band of its score, 0 for the least satisfied, shape (n,).
        segment: The segments; None where no column was named.
        agent: The agents; None where no column was named.
        scale: The scale of the scores.
        notes: What was left out.
    """

    day: NDArray[np.datetime64] = field(repr=False)
    band: NDArray[np.int64] = field(repr=False)
    segment: Labels | None = field(repr=False)
    agent: Labels | None = field(repr=False)
    scale: Scale
    notes: tuple[Note, ...] = ()

    @property
    def value(self) -> Floats:
        """What the score is the mean of: -1, 0, 1 of an NPS, otherwise 1 for the highest band."""
        if self.scale.name == "nps":
            return self.band.astype(np.float64) - 1
        return self.is_top.astype(np.float64)

    def until(self, end: np.datetime64) -> "CheckedAnswers":
        """Return the answers up to a day.

        Args:
            end: The last day.

        Raises:
            DataError: There are none.
        """
        held = self.day <= end
        if not held.any():
            raise DataError(
                f"no response was given up to the end of observation, {end}. Pass a later "
                "observation_end."
            )
        return replace(
            self,
            day=self.day[held],
            band=self.band[held],
            segment=None if self.segment is None else self.segment.of(held),
            agent=None if self.agent is None else self.agent.of(held),
        )

    @property
    def is_top(self) -> Flags:
        """Whether each score is one of the highest, shape (n,)."""
        return np.asarray(self.band == len(self.scale.bands) - 1)


def read_answers(
    responses: Responses, scale: Scale, *, every: Every, segment: str | None, agent: str | None
) -> CheckedAnswers:
    """Read the answers: of several of a customer in one period the first.

    Args:
        responses: The answers, and how they are read.
        scale: The scale of their scores.
        every: The length of a period.
        segment: The column of the segment, or None.
        agent: The column of the agent, or None.

    Raises:
        DataError: A column is missing or cannot be read, a score is off the scale, or no row can be
            used.
    """
    keep = tuple(dict.fromkeys(it for it in (segment, agent) if it is not None))
    log = answers.read_responses(responses, Wanted(keep=keep, called="the table responses"))
    held = nw.maybe_reset_index(collect(log.rows))
    scores = whole_scores(held[SCORE], scale, ids=held[CUSTOMER], called=responses.score)
    at = np.asarray(held[ANSWERED].to_numpy(), dtype="datetime64[us]")
    (customer,) = codes(held[CUSTOMER], sort=False)
    order = np.lexsort((scores, at, numbers_of(at, every), customer))
    keys = np.column_stack([customer, numbers_of(at, every)])[order]
    is_first = np.append([True], (keys[1:] != keys[:-1]).any(axis=1))
    used = np.zeros(at.size, dtype=np.bool_)
    used[order[is_first]] = True
    return CheckedAnswers(
        day=at[used].astype("datetime64[D]"),
        band=scale.positions(scores[used]),
        segment=None if segment is None else _labels(log, held, segment, used),
        agent=None if agent is None else _labels(log, held, agent, used),
        scale=scale,
        notes=(
            *log.source.notes,
            *_lacking(log),
            *_repeated(int((~used).sum()), every),
            *on_longer_scale(scores, np.ones_like(scores), scale),
        ),
    )


def _labels(log: ResponseLog, held: nw.DataFrame[Any], column: str, used: Flags) -> Labels:
    whole = read_labels(
        held[kept_name(column)].alias(column),
        levels=levels_of(log.source.frame, column),
        is_text=log.source.is_text,
    )
    return whole.of(used)


def _lacking(log: ResponseLog) -> tuple[Note, ...]:
    kinds: dict[int, Text] = {
        answers.NO_CUSTOMER: pair("with no customer", "缺少客户编号"),
        answers.NO_TIME: pair("with no time", "缺少时间"),
        answers.NO_SCORE: pair("with no score", "缺少评分"),
    }
    return tuple(
        note
        for kind, lack in kinds.items()
        for note in left_out(
            log.n.get(kind, 0),
            pair(
                "{rows} {lack}",
                "{rows}{lack}",
                rows=counted(log.n.get(kind, 0), "response"),
                lack=lack,
            ),
        )
    )


def _repeated(n: int, every: Every) -> tuple[Note, ...]:
    rows = pair(
        "{responses} of customers who had answered in the same {period} before",
        "{responses}来自同一{period}内已作答过的客户",
        responses=counted(n, "response"),
        period=WITHIN[every],
    )
    return left_out(n, rows)
