"""CDNOW as published: Fader, Hardie and Lee (2005), 1/10 sample."""

import subprocess
import sys

import pandas as pd
import pytest

from vocvalue.datasets import cdnow, load_cdnow
from vocvalue.errors import MissingDependencyError


def test_the_published_counts():
    orders = load_cdnow()
    assert list(orders.columns) == ["customer_id", "timestamp", "quantity", "amount"]
    assert (len(orders), orders["customer_id"].nunique()) == (6919, 2357)
    days = orders.drop_duplicates(["customer_id", "timestamp"])
    calibration = days[days["timestamp"] <= "1997-09-30"]
    frequency = calibration.groupby("customer_id").size() - 1
    assert (frequency == 0).sum() == 1411
    assert frequency.sum() == 2457
    assert len(days) - len(calibration) == 1882


def test_the_first_customer_as_printed():
    first = load_cdnow().query("customer_id == 4")
    assert first["timestamp"].tolist() == [
        pd.Timestamp(day) for day in ("1997-01-01", "1997-01-18", "1997-08-02", "1997-12-12")
    ]
    assert first["amount"].tolist() == [29.33, 29.73, 14.96, 26.48]
    assert first["quantity"].tolist() == [2, 2, 1, 2]


def test_lifetimes_is_not_imported():
    code = (
        "import sys; from vocvalue.datasets import load_cdnow; load_cdnow(); "
        "assert 'lifetimes' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_missing_lifetimes_says_how_to_install_it(monkeypatch):
    monkeypatch.setattr(cdnow, "find_spec", lambda name: None)
    with pytest.raises(MissingDependencyError, match=r"pip install 'vocvalue\[dev\]'"):
        load_cdnow()
