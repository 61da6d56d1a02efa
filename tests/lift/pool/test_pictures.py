"""Pictures of a risk pool: what is drawn is what the result holds."""

import numpy as np

import vocvalue as vv
from vocvalue import lift


def test_bars_are_the_counts_of_the_alerts():
    shop = vv.datasets.load_sample()
    rules = [lift.LowScore(), lift.Silence(longer_than="180 days")]
    pool = lift.risk_pool(rules, responses=shop.responses, orders=shop.orders)
    widths = np.array([bar.get_width() for bar in pool.plot().patches]).reshape(2, 2)
    assert widths.sum(axis=0).tolist() == list(pool.counts.values())
    assert widths[0].tolist() == pool.overlaps()["alone"].tolist()
