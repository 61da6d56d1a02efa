"""The change of an NPS between two surveys, taken apart by group and by topic."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from vocvalue import checks
from vocvalue.canvas import Axes
from vocvalue.errors import ParameterError
from vocvalue.results import Estimate, Note, Result
from vocvalue.results.former import Language, counted
from vocvalue.stats.composition import CellCounts, decompose
from vocvalue.survey.decomposition import words as decomposition_wording
from vocvalue.survey.decomposition.measure import (
    GroupPart,
    TopicPart,
    ends_of,
    group_parts,
    part_estimate,
    samples_of,
    topic_parts,
)
from vocvalue.survey.decomposition.side_counts import MISSING, SideCounts, aligned, sides_of_both
from vocvalue.survey.repeat_notes import repeat_notes
from vocvalue.survey.scores.measure import Floats
from vocvalue.tables.columns import AnswerColumns
from vocvalue.tables.engine_errors import translated
from vocvalue.tables.reading import Responses, answers, named_customer

FEW = 10
NAMES = ("score", "customer_id", "survey", "survey_column")
"""What both tables of a change must call alike."""


@dataclass(frozen=True, kw_only=True)
class NpsDecomposition(Result):
    """The change of an NPS and its parts, in points, which add to it without a rest.

    Attributes:
        change: After minus before.
        before: The NPS before.
        after: The NPS after.
        score_effect: What the groups' own scores changed.
        mix_effect: What the mix of the groups changed.
        groups: The parts of each group, (missing) last.
        topics: The parts of each topic, (missing) last; empty where none were asked for.
        by: The column of the groups.
    """

    change: Estimate
    before: Estimate
    after: Estimate
    score_effect: Estimate
    mix_effect: Estimate
    groups: tuple[GroupPart, ...]
    topics: tuple[TopicPart, ...]
    by: str

    def to_frame(self) -> pd.DataFrame:
        """Return one row per part: of each group its score and its mix, and of each topic.

        The rows of the kinds "score" and "mix" add to the change, and so do those of "topic".
        """
        rows = [
            {"kind": kind, "name": part.group, **_numbers(effect)}
            for part in self.groups
            for kind, effect in (("score", part.score_effect), ("mix", part.mix_effect))
        ]
        rows += [{"kind": "topic", "name": it.topic, **_numbers(it.change)} for it in self.topics]
        return pd.DataFrame(rows)

    def headlines(self) -> Sequence[tuple[str, str]]:
        """Return the change, its two parts, and each group's and topic's."""
        return [
            ("change", f"{self.change} points"),
            ("groups' own scores", str(self.score_effect)),
            ("mix of groups", str(self.mix_effect)),
            *((f"{self.by} {part.group}", str(part.total)) for part in _largest(self.groups)),
            *((f"topic {it.topic}", str(it.change)) for it in _largest_topics(self.topics)),
        ]

    def statement(self, language: Language = "en") -> str:
        """Return the sentence that a CFO reads, in English or Chinese."""
        group = _largest(self.groups)[0]
        topics = _largest_topics(self.topics)
        topic = (topics[0].topic, topics[0].change.value) if topics else None
        say = decomposition_wording.chinese if language == "zh" else decomposition_wording.english
        return say(
            (self.before, self.after, self.change),
            (self.score_effect, self.mix_effect),
            (group.group, group.total.value),
            topic,
        )

    def plot(self, *, of: str = "groups", ax: Axes | None = None) -> Axes:
        """Draw how the parts lead from the NPS before to that after, as a waterfall.

        Args:
            of: "groups" or "topics".
            ax: Matplotlib axes to draw on; new ones without it.

        Returns:
            The axes.

        Raises:
            ParameterError: Neither, or topics where none were asked for.
        """
        from vocvalue.survey.plots import waterfall  # noqa: PLC0415 - it draws this result

        return waterfall(self, of=of, ax=ax)


@translated
def decompose_change(
    before: Any,
    after: Any,
    *,
    by: str,
    score: str = "score",
    topic: str | None = None,
    survey: str | None = None,
    survey_column: str | None = None,
    customer_id: str | None = None,
    level: float = 0.95,
) -> NpsDecomposition:
    """Take the change of an NPS apart: the groups' own scores, their mix, and the topics.

    An NPS rises when groups of customers score higher, and also when more of the answers come from
    groups that always did. The first is news of the customers, the second of who was asked. The
    customer is the unit: where customers answered again, in one survey or in both, the intervals
    take in how alike the answers of one customer are.

    Args:
        before: One row per answer of the first survey: a table of pandas, polars, pyarrow, DuckDB,
            PySpark or Ibis, or a path to CSV or Parquet.
        after: The same of the second survey, other customers or the same.
        by: Column of the groups, such as segments or channels.
        score: Column of the scores, whole numbers from 0 to 10.
        topic: Column of the one topic that each answer is about.
        survey: The survey whose rows count, where the tables hold several; "*" for every row, where
            all answer the same question.
        survey_column: Column of the survey's name; by default "survey", which need not be there.
        customer_id: Column of the customer, by default "customer_id", which need not be there: then
            every answer is taken for another customer's.
        level: The confidence level.

    Returns:
        The change, its parts by group and by topic, each with an interval. Groups and topics that
        are missing are a group of their own; answers without score are left out and counted.

    Raises:
        DataError: Columns that are missing, no answers with a score, or scores that are text,
            fractional or off the scale.
        ParameterError: A level outside 0 to 1, one column named for two things, several surveys and
            none named, or one that is no NPS.

    References:
        Kitagawa (1955), Components of a difference between two rates, Journal of the American
        Statistical Association 50. Liang and Zeger (1986), Longitudinal data analysis using
        generalized linear models, Biometrika 73, for the errors by customer.

    Examples:
        Nobody changed their mind, but more promoters were asked:

        >>> def table(happy, unhappy):
        ...     shop = ["new"] * happy + ["old"] * unhappy
        ...     return pd.DataFrame({"shop": shop, "score": [9] * happy + [3] * unhappy})
        >>> found = decompose_change(table(50, 50), table(80, 20), by="shop")
        >>> round(found.change.value, 6), round(found.score_effect.value, 6)
        (60.0, 0.0)
    """
    checks.level(level)
    first_read, second_read = _read_alike(
        before,
        after,
        customer_id=customer_id,
        score=score,
        survey=survey,
        survey_column=survey_column,
    )
    score = first_read.score
    if len({by, score, topic}) < 3:
        raise ParameterError(f"by, score and topic == {by!r}, {score!r}, {topic!r} must differ.")
    columns = AnswerColumns(
        numbers=(score,),
        labels=(by,) if topic is None else (by, topic),
        score=score,
        survey=first_read.survey,
        survey_column=first_read.survey_column,
        customer_id=named_customer(first_read, customer_id),
        aside=(topic,),
    )
    old, new = sides_of_both(
        first_read, second_read, columns, ("the table before", "the table after")
    )
    names, first, second = aligned(old.counts[by], new.counts[by])
    found = decompose(first, second, customers=_cells(old, new, by, names))
    started, ended, change = ends_of(old.total, new.total, level, samples_of(old, new))
    return NpsDecomposition(
        change=change,
        before=started,
        after=ended,
        score_effect=part_estimate(found.score, found.score_error, -1, level, change.n),
        mix_effect=part_estimate(found.mix, found.mix_error, -1, level, change.n),
        groups=group_parts(names, first, second, found, level),
        topics=() if topic is None else topic_parts(old, new, topic, level),
        by=by,
        notes=(
            *_left_out(old, new),
            *_labelled(old, new, by, topic),
            *_notes(names, first, second),
            *_repeated(old, new),
        ),
    )


def _read_alike(before: object, after: object, **asked: Any) -> tuple[Responses, Responses]:
    """Return both tables as ones that know how they are read, by the same names."""
    first, second = (
        answers(table, name, **asked) for table, name in ((before, "before"), (after, "after"))
    )
    differ = [name for name in NAMES if getattr(first, name) != getattr(second, name)]
    if differ:
        name = differ[0]
        raise ParameterError(
            f"before says {name}={getattr(first, name)!r} and after {getattr(second, name)!r}: "
            "give the columns of both tables the same names."
        )
    return first, second


def _cells(
    old: SideCounts, new: SideCounts, by: str, names: Sequence[str]
) -> tuple[CellCounts, CellCounts] | None:
    before, after = old.cells(by, names), new.cells(by, names)
    return None if before is None or after is None else (before, after)


def _repeated(old: SideCounts, new: SideCounts) -> list[Note]:
    """Return what is said where customers answered again, in one survey or in both."""
    if old.customer is None or new.customer is None:
        return []
    customer, rows = (
        np.concatenate(of) for of in ((old.customer, new.customer), (old.rows, new.rows))
    )
    n_customers = np.unique(customer[customer >= 0]).size
    return repeat_notes(int(rows.sum()), n_customers, int(rows[customer < 0].sum()))


def _left_out(old: SideCounts, new: SideCounts) -> list[Note]:
    n, notes = old.n_without_score + new.n_without_score, []
    if n:
        en = f"{counted(n, 'answer')} without score left out."
        notes.append(Note.of(en, f"缺少得分的 {n:,} 份回答未计入。", count=n))
    n = old.which.n_without + new.which.n_without
    if n:
        en = f"{counted(n, 'answer')} of no survey left out."
        notes.append(Note.of(en, f"未标明调查的 {n:,} 份回答未计入。", count=n))
    return notes


def _labelled(old: SideCounts, new: SideCounts, by: str, topic: str | None) -> list[Note]:
    notes = []
    for column in (by, topic):
        if column is None:
            continue
        found = [side.counts[column].get(MISSING) for side in (old, new)]
        n = int(sum(counts.sum() for counts in found if counts is not None))
        if n:
            en = f"{counted(n, 'answer')} without {column} are a group of their own, {MISSING}."
            zh = f"缺少 {column} 的 {n:,} 份回答归为单独一组 {MISSING}。"
            notes.append(Note.of(en, zh, count=n))
    return notes


def _notes(names: Sequence[str], first: Floats, second: Floats) -> list[Note]:
    sizes = np.array([first.sum(axis=1), second.sum(axis=1)])
    once = [names[i] for i in np.flatnonzero((sizes == 0).any(axis=0)).tolist()]
    few = int(((sizes > 0) & (sizes < FEW)).any(axis=0).sum())
    notes = []
    if once:
        listed = ", ".join(once)
        en = f"in one survey only, so that all of their part is mix: {listed}."
        notes.append(Note.of(en, f"仅出现在一次调查中, 全部计入结构变化: {listed}。"))
    if few:
        en = f"{counted(few, 'group')} of fewer than {FEW} answers: their intervals are rough."
        notes.append(Note.of(en, f"{few} 个分组的回答少于 {FEW} 份, 其区间较粗略。", count=few))
    return notes


def _largest(groups: Sequence[GroupPart]) -> list[GroupPart]:
    return sorted(groups, key=lambda part: -abs(part.total.value))


def _largest_topics(topics: Sequence[TopicPart]) -> list[TopicPart]:
    return sorted(topics, key=lambda part: -abs(part.change.value))


def _numbers(estimate: Estimate) -> dict[str, Any]:
    return {
        "points": estimate.value,
        "lower": estimate.lower,
        "upper": estimate.upper,
        "n": estimate.n,
    }
