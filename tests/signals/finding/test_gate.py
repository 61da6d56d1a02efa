"""Who is unhappy does not become a lead for saying that he buys again."""

import numpy as np
import pandas as pd
import pytest

import vocvalue as vv
from vocvalue.errors import ParameterError
from vocvalue.signals.finding.gate import gates, low_score


@pytest.mark.parametrize(
    ("scores", "low"),
    [((0, 1), 0), ((1, 5), 2), ((2, 5), 2), ((0, 10), 6), ((1, 7), 6), (None, None)],
)
def test_the_limit_is_that_of_the_scale(scores, low):
    assert low_score(None, scores) == low


def test_a_stated_limit_holds_on_any_scale():
    assert low_score(40, (0, 100)) == 40


def test_scores_of_no_known_scale_need_a_limit():
    with pytest.raises(ParameterError, match=r"0 to 100.*low_score"):
        low_score(None, (0, 100))


def told(kind, status, score, low=6, polarity=None):
    scores = np.array([score], dtype=float)
    [gate] = gates([kind], [status], scores, low, lambda places: [polarity for _ in places])
    return gate


def test_an_intent_to_buy_again_is_held_where_the_score_is_low():
    assert told("repurchase", "positive", 6) == "held"
    assert told("repurchase", "conditional", 0) == "held"
    assert told("repurchase", "positive", 7) == "passed"


def test_a_score_goes_before_the_words():
    assert told("repurchase", "positive", 9, polarity=-3) == "passed"


def test_without_a_score_the_words_tell():
    assert told("repurchase", "positive", np.nan, polarity=-1) == "held"
    assert told("repurchase", "positive", np.nan, polarity=0) == "passed"
    assert told("repurchase", "positive", np.nan, polarity=2) == "passed"
    assert told("repurchase", "positive", np.nan, polarity=None) == "none"
    assert told("repurchase", "positive", 3, low=None, polarity=1) == "passed"


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        *[("upsell", "positive"), ("cross_sell", "positive"), ("repurchase", "negative")],
        *[("repurchase", "switch"), ("repurchase", "past")],
    ],
)
def test_what_is_no_intent_to_buy_again_passes(kind, status):
    assert told(kind, status, 0, polarity=-5) == "passed"


def test_a_limit_that_nobody_stated_is_noted_and_a_stated_one_is_not():
    texts = pd.DataFrame({"text": ["快用完了", "快用完了"], "score": [2, 5]})
    assert vv.signals.find(texts).gate.tolist() == ["held", "passed"]
    assert "2 or less" in vv.signals.find(texts).notes[-1].en
    stated = vv.signals.find(texts, low_score=5)
    assert stated.gate.tolist() == ["held", "held"]
    assert stated.notes == ()
