"""Segments in the caller's own library."""

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from vocvalue import survey
from vocvalue.errors import DataError

SCORES = [0, 6, 7, 8, 9, 10]
NAMES = ["detractor", "detractor", "passive", "passive", "promoter", "promoter"]


def test_pandas_keeps_its_index():
    made = survey.segment(pd.Series(SCORES, index=list("abcdef")))
    assert made.to_dict() == dict(zip("abcdef", NAMES, strict=True))


def test_every_library_gets_its_own_back():
    assert survey.segment(pl.Series(SCORES)).equals(pl.Series(NAMES))
    assert survey.segment(pa.chunked_array([SCORES])).to_pylist() == NAMES
    assert survey.segment(np.array(SCORES)).tolist() == NAMES


def test_effort_is_low_where_the_score_is_high():
    assert survey.segment([1, 4, 7], "ces").tolist() == ["high effort", "neutral", "low effort"]


def test_a_score_off_the_scale_is_refused():
    with pytest.raises(DataError, match="off the scale 1 to 5"):
        survey.segment([5, 6], "csat")
