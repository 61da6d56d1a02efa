"""The segment that each score falls in."""

from typing import Any

import narwhals as nw
import numpy as np

from vocvalue.survey.scores.scale import Bands, ScaleName, scale_of, whole_scores
from vocvalue.tables.engine_errors import translated


@translated
def segment(
    scores: Any,
    scale: ScaleName = "nps",
    *,
    points: int | None = None,
    bands: Bands | None = None,
) -> Any:
    """Return the segment that each score falls in.

    Args:
        scores: Whole scores, shape (n,): a series of pandas, polars or pyarrow, an array or a list.
        scale: "nps" (detractor 0-6, passive 7-8, promoter 9-10), "csat" (dissatisfied, neutral,
            satisfied: the top two boxes) or "ces" (high effort, neutral, low effort: a high score
            means little effort).
        points: The number of points on the scale: 5 (default), 7 or 10 for csat; 5 or 7 (default)
            for ces.
        bands: Custom bands: the lowest and highest score of each, from least to most satisfied.

    Returns:
        The segments' names, shape (n,), as a series of the caller's library; an array for an array
        or a list.

    Raises:
        DataError: Scores are text, missing, fractional or off the scale (the message names the
            rows).
        ParameterError: There is no such scale, or the bands leave a score out or overlap.

    Examples:
        >>> segment([6, 7, 9]).tolist()
        ['detractor', 'passive', 'promoter']
        >>> segment([1, 5], "csat", bands={"unhappy": (1, 3), "happy": (4, 5)}).tolist()
        ['unhappy', 'happy']
    """
    chosen = scale_of(scale, points=points, bands=bands)
    positions = chosen.positions(whole_scores(scores, chosen))
    names = np.array(chosen.labels)[positions]
    series = nw.from_native(scores, series_only=True, pass_through=True)
    if not isinstance(series, nw.Series):
        return names
    made = nw.new_series("segment", names.tolist(), backend=series.implementation)
    if series.implementation.is_pandas():
        made = nw.from_native(made.to_native().set_axis(scores.index), series_only=True)
    return made.to_native()
