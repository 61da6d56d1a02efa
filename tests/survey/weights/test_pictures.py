"""The picture of weights: the shares before and after, worked out by hand."""

import pandas as pd
import pytest

from vocvalue import survey


@pytest.fixture
def weights():
    answers = pd.DataFrame({"tier": ["gold"] * 3 + ["basic"], "score": [10, 9, 10, 3]})
    return survey.rake(answers, margins={"tier": {"gold": 300, "basic": 700}})


def drawn(ax, marker):
    lines = [line for line in ax.lines if line.get_marker() == marker]
    return [(float(line.get_xdata()[0]), float(line.get_ydata()[0])) for line in lines]


def test_each_category_goes_from_its_answers_to_its_customers(weights):
    ax = survey.plots.margin_chart(weights)
    assert drawn(ax, "o") == [(0.75, 0), (0.25, 1)]
    assert drawn(ax, "D") == [pytest.approx((0.3, 0)), pytest.approx((0.7, 1))]


def test_beside_it_is_how_much_an_answer_weighs(weights):
    # .30 / .75 and .70 / .25
    texts = [text.get_text() for text in weights.plot().texts]
    assert texts[:2] == ["× 0.40", "× 2.80"]


def test_columns_and_categories_are_called_by_their_labels(weights):
    ax = weights.plot(language="zh", labels={"tier": "会员等级", "gold": "金卡"})
    names = [tick.get_text() for tick in ax.get_yticklabels()]
    assert names == ["会员等级 = 金卡", "会员等级 = basic"]
    # sum of weights squared over squared sum: 1000^2 / (3 * 100^2 + 700^2) = 1.923 of 4
    title = ax.get_title(loc="left").replace("\n", "")
    assert title == "加权使精度降低 52%：4 份答卷相当于 2 份等权答卷"


def test_rare_categories_can_be_read():
    answers = pd.DataFrame({"tier": ["basic"] * 999 + ["rare"]})
    ax = survey.rake(answers, margins={"tier": {"basic": 0.998, "rare": 0.002}}).plot()
    assert drawn(ax, "D")[1] == pytest.approx((0.002, 1))
    assert [text.get_text() for text in ax.texts][1] == "× 2.00"
