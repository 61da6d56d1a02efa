"""Which survey a table's answers belong to: one, or several that do not mix.

Scores of different questions do not mix, so a table that holds several surveys is refused until one
of them is named. It tells them apart by a column called "survey", by the column that the caller
names, or by what gives itself away: a column called like "survey_type", or one whose values are
names of surveys. Whoever knows better says `survey="*"`: every row answers the same question.
"""

import functools
import operator
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import narwhals as nw
import pandas as pd

from vocvalue.errors import DataError, ParameterError
from vocvalue.tables.sources import Source, collect

EVERY_SURVEY = "*"
"""Named as the survey: every row answers the same question, whatever its columns hold."""
SAMPLE = 10_000
"""How many rows are looked at to see whether a column could tell surveys apart."""
FEW = 50
"""A column with more different values than these in the sample does not tell surveys apart."""
MOSTLY = 0.5
"""The share of the rows with a value whose value must be the name of a survey."""
SHOWN, LONGEST = 10, 40
N = "_vv_n"

TELLING = re.compile(
    r"survey(s|name|type|kind|title)?|questionnaire|(问卷|调查|调研)(名称?|类型|种类)?"
)
"""Names of columns that tell surveys apart, in small letters and without what separates words."""
KINDS: Mapping[str, re.Pattern[str]] = {
    "nps": re.compile(
        r"\b[ert]?nps\b|net promoter|\b(likely|likelihood|willing(ness)?)\b.*\brecommend"
        r"|净推荐|推荐(值|度|意愿|可能)|愿意.*推荐|推荐的可能"
    ),
    "csat": re.compile(r"\bo?c?sat\b|\bsatisfaction\b|\bhow satisfied\b|满意(度|吗|程度)|多满意"),
    "ces": re.compile(r"\bces\b|\beffort\b|\bhow easy\b|made it easy|费力|省力|轻松(度|吗|程度)"),
    "stars": re.compile(r"\bstars?( rating)?\b|星级"),
    "relational": re.compile(r"\brelation(al|ship)\b|关系(型|调研|调查|nps)"),
    "transactional": re.compile(r"\btransaction(al)?\b|(交易|触点)(型|调研|调查|nps)"),
}
SCORE_NAMES = frozenset({"nps", "csat", "ces", "净推荐值", "满意度", "费力度", "客户费力度"})
"""Names that are nothing but a survey's: rows without one are then of another."""


@dataclass(frozen=True, kw_only=True)
class WhichSurvey:
    """The survey whose rows count.

    Attributes:
        column: The column that tells surveys apart; None where there is none.
        survey: The survey's name; None where the table does not tell.
        n_other: Rows of other surveys, which do not count.
        n_without: Rows that belong to none, where one was named; they do not count.
        meant: The values of the column that mean this survey; None where every row counts.
    """

    column: str | None = None
    survey: str | None = None
    n_other: int = 0
    n_without: int = 0
    meant: tuple[Any, ...] | None = None

    @property
    def kinds(self) -> frozenset[str]:
        """What the survey's name says it asks: "nps", "csat", "ces" and the like."""
        return frozenset() if self.survey is None else kinds_of(self.survey)

    def rows(self, frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        """Return the rows of the survey."""
        if self.meant is None or self.column is None:
            return frame
        asked = [nw.col(self.column) == value for value in self.meant]
        return frame.filter(functools.reduce(operator.or_, asked))


def the_survey(
    source: Source,
    *,
    survey: str | None = None,
    survey_column: str | None = None,
    default_column: str = "survey",
    aside: Collection[str | None] = (),
    called: str = "the table responses",
) -> WhichSurvey:
    """Return which rows of a table are those of the survey asked for.

    Args:
        source: The table, opened.
        survey: The survey's name; None where the table holds one only; "*" for every row.
        survey_column: The column that names it; where None, the default one, if it is there.
        default_column: The usual column, which need not be there.
        aside: Columns that are looked at as something else, such as the customer and the score.
        called: What the table is called in messages.

    Raises:
        DataError: A column that was named, or that a named survey needs, is not there.
        ParameterError: Several surveys and none named, or one that is not there.
    """
    available = source.frame.collect_schema().names()
    column = default_column if survey_column is None else survey_column
    is_there = column in available
    if survey_column is not None and not is_there:
        raise _no_column(column, available, called)
    if survey == EVERY_SURVEY:
        return WhichSurvey(column=column if is_there else None)
    if survey is None and survey_column is None:
        _refuse_telltale(source, {column, *aside}, called)
    if not is_there:
        if survey is not None:
            raise _no_column(column, available, called)
        return WhichSurvey()
    return _named(source.frame, column, survey, called)


def kinds_of(name: str) -> frozenset[str]:
    """Return what a survey's name says it asks.

    Examples:
        >>> sorted(kinds_of("NPS_relational")), sorted(kinds_of("wave 2"))
        (['nps', 'relational'], [])
    """
    words = re.sub(r"[\W_]+", " ", name.casefold())
    return frozenset(kind for kind, pattern in KINDS.items() if pattern.search(words))


def _named(frame: nw.LazyFrame[Any], column: str, survey: str | None, called: str) -> WhichSurvey:
    values, n_without = _counted(frame, column)
    sizes = {name: sum(rows.values()) for name, rows in values.items()}
    if survey is None:
        if len(sizes) + (n_without > 0) > 1:
            without = f", and {n_without:,} rows without a survey" if n_without else ""
            raise ParameterError(
                f"{called} has the surveys {_listed(sizes)}{without}; scores of different "
                f"questions cannot be mixed. Name one: survey={min(sizes)!r}. If every row "
                f"answers the same question, survey={EVERY_SURVEY!r}."
            )
        return WhichSurvey(column=column, survey=next(iter(sizes), None))
    if survey not in sizes:
        raise ParameterError(
            f"survey == {survey!r}, but column {column!r} has {_listed(sizes) or 'none'}."
        )
    return WhichSurvey(
        column=column,
        survey=survey,
        n_other=sum(sizes.values()) - sizes[survey],
        n_without=n_without,
        meant=tuple(values[survey]),
    )


def _refuse_telltale(source: Source, aside: Collection[str | None], called: str) -> None:
    """Refuse a table of which another column says that it holds several surveys."""
    for column in _candidates(source.frame, aside):
        values, n_without = _counted(source.frame, column)
        sizes = {name: sum(rows.values()) for name, rows in values.items()}
        if not _are_surveys(column, sizes, n_without):
            continue
        without = f", and nothing in {n_without:,} rows" if n_without else ""
        raise ParameterError(
            f"{called}: column {column!r} holds {_listed(sizes)}{without}, which looks like "
            "several surveys; scores of different questions cannot be mixed. Name one: "
            f"survey_column={column!r}, survey={min(sizes)!r}. If every row answers the same "
            f"question, survey={EVERY_SURVEY!r}."
        )


def _candidates(frame: nw.LazyFrame[Any], aside: Collection[str | None]) -> Iterator[str]:
    """Yield the columns whose first rows could tell surveys apart."""
    schema = {name: of for name, of in frame.collect_schema().items() if name not in aside}
    plain = {name for name, of in schema.items() if _is_plain(of)}
    telling = [name for name in schema if name in plain and _tells(name)]
    wordy = [name for name, of in schema.items() if _is_text(of) and name not in telling]
    columns = [*telling, *wordy]
    if not columns:
        return
    sample = collect(frame.select(columns).head(SAMPLE))
    for column in columns:
        names = _names(sample[column])
        if not names and len(sample) == SAMPLE:
            names = _names(_first_values(frame, column))
        if len(names) <= FEW and (column in telling or any(map(kinds_of, names))):
            yield column


def _first_values(frame: nw.LazyFrame[Any], column: str) -> nw.Series[Any]:
    return collect(frame.select(column).filter(~nw.col(column).is_null()).head(SAMPLE))[column]


def _is_text(dtype: Any) -> bool:
    return isinstance(dtype, nw.String | nw.Categorical | nw.Enum)


def _is_plain(dtype: Any) -> bool:
    return _is_text(dtype) or dtype.is_numeric() or isinstance(dtype, nw.Boolean)


def _tells(column: str) -> bool:
    return TELLING.fullmatch(re.sub(r"[\W_]+", "", column.casefold())) is not None


def _are_surveys(column: str, sizes: Mapping[str, int], n_without: int) -> bool:
    if _tells(column):
        return len(sizes) + (n_without > 0 and len(sizes) > 0) > 1
    kinds = {name: kinds_of(name) for name in sizes}
    total = sum(sizes.values())
    n = sum(rows for name, rows in sizes.items() if kinds[name])
    # Names come back in row after row; what hardly does is a comment.
    if n < MOSTLY * total or len(sizes) > FEW or total < 2 * len(sizes):
        return False
    strict = all(name.casefold() in SCORE_NAMES for name in sizes)
    return len(set(kinds.values()) - {frozenset()}) + (strict and n_without > 0) > 1


def _counted(frame: nw.LazyFrame[Any], column: str) -> tuple[dict[str, dict[Any, int]], int]:
    """Return how often each value occurs, by the name that it means, and the rows of none."""
    groups = collect(frame.group_by(column).agg(nw.len().alias(N)))
    values: dict[str, dict[Any, int]] = {}
    n_without = 0
    for value, rows in zip(groups[column].to_list(), groups[N].to_list(), strict=True):
        name = _name(value)
        if name is None:
            n_without += int(rows)
        else:
            values.setdefault(name, {})[value] = int(rows)
    return values, n_without


def _names(series: nw.Series[Any]) -> Sequence[str]:
    values = map(_name, series.drop_nulls().unique().to_list())
    return [name for name in values if name is not None]


def _name(value: Any) -> str | None:
    """Return the name of a survey, None for what is missing or empty."""
    if value is None or pd.isna(value):
        return None
    # Pandas makes floats of whole numbers where one is missing.
    whole = isinstance(value, float) and value.is_integer()
    return (str(int(value)) if whole else str(value)).strip() or None


def _no_column(column: str, available: Sequence[str], called: str) -> DataError:
    return DataError.missing_columns([column], available, table=called)


def _listed(sizes: Mapping[str, int]) -> str:
    names = sorted(sizes)
    more = f" and {len(names) - SHOWN:,} more" if len(names) > SHOWN else ""
    cut = {name: name if len(name) <= LONGEST else f"{name[:LONGEST]}..." for name in names[:SHOWN]}
    return ", ".join(f"{cut[name]!r} ({sizes[name]:,})" for name in names[:SHOWN]) + more
