"""A score by period, and a test of whether it changed."""

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
from vocvalue.survey.scores.scale import (
    Scale,
    ScaleName,
    on_longer_scale,
    scale_named,
    scale_of,
)
from vocvalue.tables.engine_errors import translated
from vocvalue.tables.reading.responses import Responses, answers, named_customer
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
    """Estimate an NPS, CSAT or CES by period, and test whether it changed at all.

    Responses are counted by period and score in the table's own engine; only the counts are
    fetched. Each period has the estimate and the interval of `nps`, `csat` or `ces`; periods
    without responses are empty. A line through noise always moves, so a single test asks whether
    the periods differ by more than chance. The customer is the unit: where customers answered more
    than once, the intervals and the test account for the correlation of their answers.

    Args:
        responses: One row per response: a table of pandas, polars, pyarrow, DuckDB, PySpark or
            Ibis, eager or lazy, a path to CSV or Parquet, or a `vocvalue.Responses`.
        every: The length of a period: "week" (from Monday), "month", "quarter" or "year".
        survey: The survey to use if the table holds several; "*" uses every row, if all rows answer
            the same question.
        scale: "nps", "csat" or "ces"; by default the one that `survey` is named after, else "nps".
        points: The number of points on the scale, as in `csat` and `ces`.
        kind: "top-box" or "mean" for CSAT and CES; by default as in `csat` and `ces`.
        method: The method of the intervals of an NPS, as in `nps`.
        level: The confidence level of every interval, and of the test.
        seed: The seed of the methods "dirichlet" and "bootstrap".
        timestamp: Column with the timestamps of the answers.
        score: Column with the scores.
        survey_column: Column with the survey names; by default "survey", which need not be there.
        customer_id: Column with the customer ids, by default "customer_id". Without such a column,
            each answer is taken to come from a different customer. Where customers answer more
            than once, the errors and the test are by customer.
        timezone: The time zone whose wall-clock time decides the period, for times that carry a
            zone.
        timestamp_format: How text is parsed as times, such as "%d/%m/%Y"; by default ISO.

    Returns:
        The score of each period and of all periods together, with intervals, and the test.

    Raises:
        DataError: A column is missing or cannot be read, scores are off the scale (with their
            number and first ids), or no row has both a time and a score.
        ParameterError: There are several surveys and none is named, or the named one does not
            exist; the survey is named after another scale; or the kind or method belongs to another
            scale.

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

        Fifty customers count as fifty, however often the table repeats their answers:

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
    scale_name = scale or _named_scale(table.survey) or "nps"
    chosen = scale_of(scale_name, points=points)
    summary = _kind(chosen, kind, method)
    schema = _schema(table, customer_id)
    checks.level(level)
    counts = count_scores(
        table, schema, every=every, low=chosen.low, high=chosen.high, survey=table.survey
    )
    _check_survey(counts.survey, scale, scale_name)
    estimate = partial(
        _estimate, scale=chosen, summary=summary, method=method, level=level, seed=seed
    )
    means = _means(counts, _values(chosen, summary))
    sizes = means.effective.tolist()
    return ScoreTrend(
        scale=scale_name,
        kind=summary,
        every=every,
        survey=counts.survey,
        period=counts.start,
        estimates=tuple(map(estimate, counts.counts, sizes)),
        overall=estimate(counts.counts.sum(axis=0), means.effective_overall),
        chi2=means.chi2,
        df=means.df,
        p_value=means.p_value,
        effective=tuple(sizes),
        notes=(
            *_notes(counts, sizes, every, schema),
            *on_longer_scale(
                np.arange(chosen.low, chosen.high + 1), counts.counts.sum(axis=0), chosen
            ),
        ),
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


def _means(scores: ScoreCounts, values: Floats) -> PeriodMeans:
    """Return the effective sizes of the periods, and the test that all periods are equal."""
    again = scores.repeated
    if again is not None:
        sample = Sample(
            customer=again.customer, values=values[again.score], rows=again.rows.astype(np.float64)
        )
        return period_means(sample, again.period, len(scores.start))
    chi2, df, p_value = same_mean(scores.counts, values)
    n = scores.counts.sum(axis=1).astype(np.float64)
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
    summary: str,
    method: Method,
    level: float,
    seed: int,
) -> Estimate:
    n = int(counts.sum())
    if not n:
        return _empty(level)
    size = n if np.isclose(effective, n) else effective
    if summary == "net share":
        bands = scale.band_counts(counts) * (size / n)
        return net_estimate(bands, n, method=method, level=level, seed=seed)
    kind: Kind = "mean" if summary == "mean" else "top-box"
    return boxed_estimate(
        counts.astype(np.float64),
        n,
        scale,
        kind=kind,
        level=level,
        effective=None if size == n else size,
    )


def _named_scale(survey: str | None) -> ScaleName | None:
    """Return the scale that a survey's name mentions, or None where it mentions none or several."""
    named = scale_named(survey)
    if named is not None or survey is None:
        return named
    kinds = [scale_named(kind) for kind in sorted(kinds_of(survey))]
    scales = [scale for scale in kinds if scale is not None]
    return scales[0] if len(scales) == 1 else None


def _check_survey(survey: str | None, passed: ScaleName | None, scale: ScaleName) -> None:
    """Refuse to read one scale's answers as another's, unless `scale` is passed."""
    named = _named_scale(survey)
    if passed is None and named is not None and named != scale:
        raise ParameterError(
            f"responses holds the survey {survey!r}, which does not look like {scale}. Pass "
            f"survey={survey!r}, or scale= if it was asked on another scale."
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
    """Return the value of each score in the mean that makes up the estimate."""
    points = np.arange(scale.low, scale.high + 1)
    if kind == "mean":
        return points.astype(np.float64)
    bands = scale.positions(points)
    return SIDES[bands] if kind == "net share" else (bands == len(scale.bands) - 1).astype(float)


def _empty(level: float) -> Estimate:
    nan = float("nan")
    return Estimate.of((nan, nan, nan), level=level, method="no responses", n=0)


def _notes(
    scores: ScoreCounts, sizes: Sequence[float], every: Every, schema: AnswerSchema
) -> tuple[Note, ...]:
    again = scores.repeated
    repeats = (
        []
        if again is None
        else repeat_notes(int(again.rows.sum()), again.n_customers, again.n_without)
    )
    return (
        *scores.far,
        *_without(scores.n_no_survey, scores.survey_column),
        *_without(scores.n_no_time, schema.timestamp),
        *_without(scores.n_no_score, schema.score),
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
        "{periods} with fewer than {least} responses: rely on the interval, not on the score.",
        "{periods}的答卷少于 {least} 份，请以区间为准，不宜只看得分。",
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
