"""Every feature has a name in both languages, and a label of the caller's goes before it."""

import re

import numpy as np
import pytest
from orders_by_hand import gathered, log

from vocvalue.issues.moments.feature_words import feature_name
from vocvalue.issues.moments.features import features, features_before
from vocvalue.issues.moments.moments import CustomerMoments
from vocvalue.results.tongues import tongue


def names():
    orders = gathered(log(5)).orders
    rng, order = np.random.default_rng(0), np.arange(orders.day.size)
    at = CustomerMoments.after_orders(orders, order, np.array([1.0, 4.0]), rng)
    earlier = np.zeros(at.n)
    return sorted({**features(orders, at, earlier), **features_before(orders, at, 60.0, earlier)})


@pytest.mark.parametrize("name", names())
def test_a_feature_has_a_name_in_both_languages(name):
    assert "_" not in feature_name(name).en
    assert re.search(r"[\u4e00-\u9fff]", feature_name(name).zh)


def test_a_label_goes_before_it():
    assert feature_name("calendar").into(tongue("en", {"calendar": "Date"})) == "Date"
