"""Labels that differ in blanks or letter case only are counted apart, and that is said."""

import pandas as pd
import pytest
from table_arguments import CALLS

COLUMNS = {
    "issues.trend": ("mentions", "topic"),
    "issues.exposure": ("mentions", "topic"),
    "issues.rank": ("mentions", "topic"),
    "clv.profile": ("customers", "region"),
    "health.score": ("accounts", "tier"),
    "kpi.insight_to_action": ("insights", "department"),
    "kpi.closed_loop": ("tickets", "team"),
    "kpi.check_gaming": ("responses", "channel"),
}


@pytest.mark.parametrize("call", [it for it in CALLS if it.name in COLUMNS], ids=str)
def test_labels_that_are_nearly_alike_are_pointed_out(call):
    argument, column = COLUMNS[call.name]
    frame = call.clean[argument]
    labels = frame[column].astype(object)
    spelt = labels.where(pd.RangeIndex(len(frame)) % 4 > 0, labels.str.upper() + " ")
    result = call({**call.clean, argument: frame.assign(**{column: spelt})})
    assert [it for it in result.notes if "differ only in spaces or letter case" in it.en]
