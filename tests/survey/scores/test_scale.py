"""Scales, bands and what is not a score."""

import numpy as np
import pandas as pd
import pytest

from vocvalue.errors import DataError, ParameterError
from vocvalue.survey.scores.scale import scale_of, whole_scores

NPS = scale_of("nps")


def test_bands_of_nps():
    named = [NPS.labels[i] for i in NPS.positions(np.arange(11))]
    assert named == ["detractor"] * 7 + ["passive"] * 2 + ["promoter"] * 2


@pytest.mark.parametrize(
    ("name", "points", "happy"),
    [("csat", 5, [4, 5]), ("csat", 7, [6, 7]), ("csat", 10, [9, 10]), ("ces", 7, [5, 6, 7])],
)
def test_the_upper_band(name, points, happy):
    scale = scale_of(name, points=points)
    scores = np.arange(1, points + 1)
    assert scores[scale.positions(scores) == 2].tolist() == happy


@pytest.mark.parametrize(
    ("scores", "message"),
    [
        ([], "holds no scores"),
        (["9", "10"], r"column 'scores': 2 rows of text, not numbers, such as '9'"),
        ([9, None, 7], r"1 row missing.*row 1"),
        ([9.0, float("nan")], r"1 row missing"),
        ([9.5, 7], r"1 row that are not whole numbers, such as 9.5"),
        ([9, 11, -1], r"2 rows off the scale 0 to 10, such as 11 \(first ids: row 1, row 2\)"),
        ([90, 100, 30], r"3 rows off the scale.*look like another scale, such as 0 to 100"),
        ([True, False], "true and false"),
        ([[1, 2], [3, 4]], "one column"),
    ],
)
def test_what_is_not_a_score_is_refused(scores, message):
    with pytest.raises(DataError, match=message):
        whole_scores(scores, NPS)


@pytest.mark.parametrize("scores", [[9, 7], np.array([9.0, 7.0]), pd.Series([9, 7], dtype=object)])
def test_whole_scores_of_any_kind(scores):
    assert whole_scores(scores, NPS).tolist() == [9, 7]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"scale": "stars"}, "scale == 'stars'"),
        ({"scale": "csat", "points": 6}, "must be one of 5, 7, 10 for csat"),
        ({"scale": "csat", "bands": {"low": (1, 2), "high": (4, 5)}}, "must begin at 3"),
        ({"scale": "csat", "bands": {"low": (1, 3), "high": (3, 5)}}, "must begin at 4"),
        ({"scale": "csat", "bands": {"low": (1, 3), "high": (4, 6)}}, "end at 5"),
        ({"scale": "csat", "bands": {"all": (1, 5)}}, "at least two"),
    ],
)
def test_scales_that_do_not_exist_are_refused(arguments, message):
    with pytest.raises(ParameterError, match=message):
        scale_of(arguments.pop("scale"), **arguments)
