"""Answers that were asked from 1 to 5 are not read as answers from 0 to 10 without a word."""

import numpy as np
import pandas as pd
import pytest

import vocvalue as vv

DAYS = pd.date_range("2024-01-01", "2024-07-30", periods=90)
ANSWERS = pd.DataFrame({"customer_id": range(90), "timestamp": DAYS})
ACCOUNTS = ANSWERS[["customer_id"]].assign(revenue=1.0)
TICKETS = ANSWERS[["customer_id"]].assign(opened=DAYS, closed=DAYS)[:9]
READERS = {
    "survey.trend": vv.survey.trend,
    "kpi.check_gaming": vv.kpi.check_gaming,
    "kpi.closed_loop": lambda answers: vv.kpi.closed_loop(answers, TICKETS),
    "health.score": lambda answers: vv.health.score(
        vv.Accounts(ACCOUNTS, account_id="customer_id"),
        responses=answers.assign(account_id=answers["customer_id"]),
        at="2024-07-31",
    ),
}


@pytest.mark.parametrize("read", READERS.values(), ids=READERS)
def test_scores_of_five_points_are_pointed_out_where_eleven_are_read(read):
    for scores, expected in ((np.arange(90) % 5 + 1, [90]), (np.arange(90) % 11, [])):
        result = read(ANSWERS.assign(score=scores))
        assert [it.count for it in result.notes if "lie from 1 to 5" in it.en] == expected
