"""A score estimated in each period."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vocvalue import checks
from vocvalue.duration import Every
from vocvalue.errors import ParameterError
from vocvalue.results import Estimate, Note
from vocvalue.results.numerals import counted
from vocvalue.stats.clusters import PeriodMeans, Sample, period_means
from vocvalue.stats.means import same_mean
from vocvalue.survey.over_time.result import THIN, ScoreTrend
from vocvalue.survey.repeat_notes import repeat_notes
from vocvalue.survey.scores.measure import Floats, Kind, Method, boxed_estimate, net_estimate
from vocvalue.survey.scores.scale import Scale, ScaleName, scale_named, scale_of
from vocvalue.tables.engine_errors import translated
from vocvalue.tables.reading import Responses, answers, named_customer
from vocvalue.tables.score_counts import AnswerSchema, ScoreCounts, count_scores
from vocvalue.tables.which_survey import kinds_of

SIDES = np.array([-1.0, 0.0, 1.0])


@translated
def trend(
    responses: Any,
    *,
    every: Every = "month",
    survey: str | None = None,
    scale: ScaleName | None = None,
    points: int | None = None,
    kind: Kind | None = None,
    method: Method = "adjusted-wald",
    level: float = 0.95,
    seed: int = 0,
    timestamp: str = "timestamp",
    score: str = "score",
    survey_column: str | None = None,
    customer_id: str | None = None,
    timezone: str | None = None,
    timestamp_format: str | None = None,
) -> ScoreTrend:
    """Follow an NPS, CSAT or CES over time, and test whether it moved at all.

    Answers are counted by period and score where they live; only these counts come back. Each
    period has the estimate and the interval of `nps`, `csat` or `ces`. Periods without answers are
    shown as empty. A line through noise always moves, so one test asks whether the periods differ
    by more than chance. The customer is the unit: where customers answer again, intervals and test
    rest on how alike the answers of one customer are.

    Args:
        responses: The answers, one a row: a table of pandas, polars, pyarrow, DuckDB, PySpark or
            Ibis, eager or lazy, a path to CSV or Parquet, or a `vocvalue.Responses`.
        every: "week" (from Monday), "month", "quarter" or "year".
        survey: The survey whose rows count, where the table holds several; "*" for every row, where
            all answer the same question.
        scale: "nps", "csat" or "ces"; by default the one that `survey` is called after, else "nps".
        points: How many points the scale has, as in `csat` and `ces`.
        kind: Of csat and ces: "top-box" or "mean", by default as there.
        method: Of nps, as there.
        level: The confidence level of every interval, and of the test.
        seed: The seed of the methods "dirichlet" and "bootstrap".
        timestamp: Column with the timestamps of the answers.
        score: Column with the scores.
        survey_column: Column with the survey names; by default "survey", which need not be there.
        customer_id: Column with the customer ids, by default "customer_id". Without such a column,
            each answer is taken to come from a different customer. Where customers answer more
            than once, the errors and the test are by customer.
        timezone: The zone whose wall-clock time decides the period, for times that carry a zone.
        timestamp_format: How text is read to times, such as "%d/%m/%Y"; by default ISO.

    Returns:
        The score of each period with its interval, of all together, and the test.

    Raises:
        DataError: A column is missing or cannot be read, scores are off the scale (with their
            number and first ids), or no row has both a time and a score.
        ParameterError: Several surveys and none named, or one that is not there; a survey called
            after another scale; or a kind or method that belongs to another scale.

    References:
        Kruskal and Wallis (1952), Use of ranks in one-criterion variance analysis, Journal of the
        American Statistical Association 47: the test, with scores in place of ranks. Liang and
        Zeger (1986), Biometrika 73: the errors by customer.

    Examples:
        >>> import pandas as pd
        >>> answers = pd.DataFrame({
        ...     "timestamp": ["2024-01-15"] * 100 + ["2024-03-15"] * 100,
        ...     "score": [10] * 50 + [8] * 30 + [3] * 20 + [10] * 70 + [8] * 20 + [3] * 10,
        ... })
        >>> result = trend(answers)
        >>> print(result.statement())
        The NPS was between 30 and 60 over 3 months. The months differ by more than chance
        (p = 0.0042).
        >>> result.to_frame().set_index("period").round(1)
                      n  value  lower  upper
        period
        2024-01-01  100   30.0   14.1   44.2
        2024-02-01    0    NaN    NaN    NaN
        2024-03-01  100   60.0   45.3   71.2

        Fifty customers are fifty, however often the table holds their answers:

        >>> once = answers.iloc[::4].assign(customer_id=range(50))
        >>> print(trend(once).overall)
        48 (95% interval: 25.50 to 65.07)
        >>> print(trend(pd.concat([once] * 20)).overall)
        48 (95% interval: 25.50 to 65.07)
    """
    table = answers(
        responses,
        "responses",
        customer_id=customer_id,
        score=score,
        survey=survey,
        survey_column=survey_column,
        timestamp=timestamp,
        timezone=timezone,
        timestamp_format=timestamp_format,
    )
    asked = scale or _named_scale(table.survey) or "nps"
    known = scale_of(asked, points=points)
    made = _kind(known, kind, method)
    schema = _schema(table, customer_id)
    checks.level(level)
    found = count_scores(
        table, schema, every=every, low=known.low, high=known.high, survey=table.survey
    )
    _check_survey(found.survey, scale, asked)
    estimate = partial(_estimate, scale=known, made=made, method=method, level=level, seed=seed)
    worth = _worth(found, _values(known, made))
    sizes = worth.effective.tolist()
    return ScoreTrend(
        scale=asked,
        kind=made,
        every=every,
        survey=found.survey,
        period=found.start,
        estimates=tuple(map(estimate, found.counts, sizes)),
        overall=estimate(found.counts.sum(axis=0), worth.effective_overall),
        chi2=worth.chi2,
        df=worth.df,
        p_value=worth.p_value,
        effective=tuple(sizes),
        notes=_notes(found, sizes, every, schema),
    )


def _schema(table: Responses, customer_id: str | None) -> AnswerSchema:
    """Return how the answers of a table are read."""
    return AnswerSchema(
        timestamp=table.timestamp,
        score=table.score,
        survey=table.survey_column,
        customer_id=named_customer(table, customer_id),
        timezone=table.timezone,
        timestamp_format=table.timestamp_format,
    )


def _worth(found: ScoreCounts, values: Floats) -> PeriodMeans:
    """Return what the answers of each period are worth, and the test that all are alike."""
    again = found.repeated
    if again is not None:
        sample = Sample(
            customer=again.customer, values=values[again.score], rows=again.rows.astype(np.float64)
        )
        return period_means(sample, again.period, len(found.start))
    chi2, df, p_value = same_mean(found.counts, values)
    n = found.counts.sum(axis=1).astype(np.float64)
    return PeriodMeans(
        effective=n,
        effective_overall=float(n.sum()),
        within=0.0,
        between=0.0,
        chi2=chi2,
        df=df,
        p_value=p_value,
    )


def _estimate(
    counts: NDArray[np.int64],
    effective: float,
    *,
    scale: Scale,
    made: str,
    method: Method,
    level: float,
    seed: int,
) -> Estimate:
    n = int(counts.sum())
    if not n:
        return _empty(level)
    size = n if np.isclose(effective, n) else effective
    if made == "net share":
        bands = scale.band_counts(counts) * (size / n)
        return net_estimate(bands, n, method=method, level=level, seed=seed)
    kind: Kind = "mean" if made == "mean" else "top-box"
    return boxed_estimate(
        counts.astype(np.float64),
        n,
        scale,
        kind=kind,
        level=level,
        effective=None if size == n else size,
    )


def _named_scale(survey: str | None) -> ScaleName | None:
    """Return the scale that a survey's name speaks of, or None where it is none or several."""
    named = scale_named(survey)
    if named is not None or survey is None:
        return named
    kinds = [scale_named(kind) for kind in sorted(kinds_of(survey))]
    scales = [scale for scale in kinds if scale is not None]
    return scales[0] if len(scales) == 1 else None


def _check_survey(survey: str | None, given: ScaleName | None, asked: ScaleName) -> None:
    """Refuse to read the answers of one scale by another, where nobody said so."""
    named = _named_scale(survey)
    if given is None and named is not None and named != asked:
        raise ParameterError(
            f"responses holds the survey {survey!r}, which is not read as {asked}. Pass "
            f"survey={survey!r}, or scale= where it was given on another scale."
        )


def _kind(scale: Scale, kind: Kind | None, method: Method) -> str:
    if scale.name == "nps":
        if kind is not None:
            raise ParameterError(f"kind == {kind!r} is for csat and ces; an NPS is a net share.")
        return "net share"
    if method != "adjusted-wald":
        raise ParameterError(f"method == {method!r} is for nps; {scale.name} takes kind=.")
    usual = "top-box" if scale.name == "csat" else "mean"
    return usual if kind is None else checks.one_of("kind", kind, ("top-box", "mean"))


def _values(scale: Scale, kind: str) -> Floats:
    """Return what each score counts in the mean that the estimate is."""
    points = np.arange(scale.low, scale.high + 1)
    if kind == "mean":
        return points.astype(np.float64)
    bands = scale.positions(points)
    return SIDES[bands] if kind == "net share" else (bands == len(scale.bands) - 1).astype(float)


def _empty(level: float) -> Estimate:
    nothing = float("nan")
    return Estimate.of((nothing, nothing, nothing), level=level, method="no answers", n=0)


def _notes(
    found: ScoreCounts, sizes: Sequence[float], every: Every, schema: AnswerSchema
) -> tuple[Note, ...]:
    again = found.repeated
    repeats = (
        []
        if again is None
        else repeat_notes(int(again.rows.sum()), again.n_customers, again.n_without)
    )
    return (
        *found.far,
        *_without(found.n_no_survey, found.survey_column),
        *_without(found.n_no_time, schema.timestamp),
        *_without(found.n_no_score, schema.score),
        *_thin(sum(0 < size < THIN for size in sizes), every),
        *_empty_periods(sum(not size for size in sizes), every),
        *repeats,
    )


def _without(n: int, column: str | None) -> tuple[Note, ...]:
    return Note.counted(
        n,
        "{rows} without {column} left out.",
        "{rows}缺少 {column}，未计入。",
        rows=counted(n, "row"),
        column=repr(column),
    )


def _thin(n: int, every: Every) -> tuple[Note, ...]:
    return Note.counted(
        n,
        "{periods} with fewer than {least} responses: read the interval, not the score.",
        "{periods}的答卷少于 {least} 份，应看区间而非得分。",
        periods=counted(n, every),
        least=THIN,
    )


def _empty_periods(n: int, every: Every) -> tuple[Note, ...]:
    return Note.counted(
        n,
        "{periods} without responses, shown as gaps.",
        "{periods}没有答卷，显示为空。",
        periods=counted(n, every),
    )
