"""KPIs of a programme, alike everywhere: insights with their actions, answers of colleagues."""

import pyarrow as pa
import pytest
from engine_tables import moments

from engine_cases.case import AND_SPARK, NAN, Case, Refusal, plain
from vocvalue.errors import DataError

INSIGHTS = [
    ("V1", "2024-01-05 09:00:00", "物流", "yes"),
    ("V2", "2024-01-20 09:00:00", "物流", "yes"),
    ("V3", "2024-02-03 09:00:00", "客服", "yes"),
    ("V4", "2024-02-03 09:00:00", "客服", "no"),
    ("V5", "2024-07-03 09:00:00", "客服", "yes"),
    ("V6", "2024-11-28 09:00:00", None, "yes"),
    (None, "2024-02-03 09:00:00", "客服", "yes"),
    ("V7", None, "客服", "yes"),
]
ACTIONS = [
    ("V1", "2024-03-05 09:00:00", "completed", 100.0),
    ("V1", None, "in progress", None),
    ("V2", "2024-06-30 09:00:00", "done", 50.0),
    ("V3", None, "cancelled", None),
    ("V4", "2024-02-04 09:00:00", "done", 70.0),
    ("V5", "2024-12-20 09:00:00", "done", None),
    ("W1", "2024-02-04 09:00:00", "done", 20.0),
]
# V1 within 90 days, V2 later; V3 never; V5 later; V6 is young
RATES = [("2024-01-01", 3, 1 / 3), ("2024-04-01", 0, NAN), ("2024-07-01", 1, 0.0)]


def insights(rows=INSIGHTS):
    ids, when, department, major = map(list, zip(*rows, strict=True))
    return pa.table(
        {"insight_id": ids, "submitted": moments(when), "department": department, "major": major}
    )


def actions(rows=ACTIONS):
    ids, when, status, value = map(list, zip(*rows, strict=True))
    value = pa.array(value, pa.float64())
    return pa.table(
        {"insight_id": ids, "completed": moments(when), "status": status, "value": value}
    )


def rates(result):
    starts = [str(it.start)[:10] for it in result.trend()]
    figures = [(it.estimate.n, it.estimate.value) for it in result.trend()]
    departments = {it.department: (it.n_insights, it.rate.value) for it in result.departments}
    return {
        "periods": [(start, *of) for start, of in zip(starts, figures, strict=True)],
        "departments": departments,
        "late": result.n_late,
        "money": (result.money.value, result.n_valued),
        "notes": sorted(plain(result.notes)),
    }


def of_insights(that, gives, look=rates, *, tables=None, engines=Case.engines, **asked):
    return Case(
        of="kpi.insight_to_action",
        that=that,
        tables={"insights": insights(), "actions": actions(), **(tables or {})},
        asked={"mature": "90 days", "observation_end": "2024-12-31", **asked},
        gives=gives,
        look=look,
        engines=engines,
    )


OF_INSIGHTS = (
    of_insights(
        "rates by quarter and department, with what was left out",
        {
            "periods": [*RATES, ("2024-10-01", 0, NAN)],
            "departments": {"客服": (2, 0.0), "物流": (2, 0.5), "(missing)": (1, NAN)},
            "late": 2,
            "money": (150.0, 2),
            # young, no id, no moment, not major, cancelled, orphan, thin departments, empty quarter
            "notes": [1, 1, 1, 1, 1, 1, 1, 2],
        },
        engines=AND_SPARK,
    ),
    of_insights(
        "an insight with an open action, where all have to be completed",
        # V2 after 162 days and V5 after 170: the 20th of January to the 30th of June, and so on
        [162.0, 170.0],
        look=lambda result: result.curve.time[result.curve.events > 0].tolist(),
        completed_by="all",
    ),
    of_insights(
        "an action before its insight names the insight",
        Refusal(DataError, r"1 row before the insight was submitted \(first ids: V2\)"),
        tables={"actions": actions([("V2", "2024-01-19 23:00:00", "done", 1.0)])},
    ),
    of_insights(
        "actions of no insight",
        Refusal(DataError, "none of the 1 actions names an insight"),
        tables={"actions": actions([("W9", "2024-02-19 23:00:00", "done", 1.0)])},
    ),
)
ANSWERS = [
    ("Wang", "2024-03-05 09:00:00", "timeliness", "产品", 5.0),
    ("Wang", "2024-03-05 09:00:00", "actionability", "产品", 3.0),
    ("Wang", "2024-03-06 09:00:00", "timeliness", "产品", 1.0),
    ("Li", "2024-03-05 10:00:00", "timeliness", "产品", 4.0),
    ("Zhao", "2024-03-31 23:59:59", "timeliness", "销售", 2.0),
    ("Zhao", "2024-09-30 10:00:00", "timeliness", "销售", 4.0),
    (None, "2024-09-30 10:00:00", "timeliness", None, 5.0),
    ("Qian", None, "timeliness", "销售", 5.0),
    ("Qian", "2024-09-30 10:00:00", "timeliness", "销售", None),
]


def answers(rows=ANSWERS):
    who, when, question, department, score = map(list, zip(*rows, strict=True))
    return pa.table(
        {
            "respondent": who,
            "timestamp": moments(when),
            "question": question,
            "department": department,
            "score": pa.array(score, pa.float64()),
        }
    )


def satisfaction(result):
    return {
        "people": plain(result.people),
        "means": [it.estimate.value for it in result.trend()],
        "questions": {
            (str(it.start)[:7], it.question): it.mean.value
            for it in result.scores
            if it.question and not it.department
        },
        "departments": result.departments,
        "notes": sorted(plain(result.notes)),
    }


def of_answers(that, gives, look=satisfaction, *, rows=ANSWERS, engines=Case.engines, **asked):
    return Case(
        of="kpi.stakeholder_satisfaction",
        that=that,
        tables={"survey": answers(rows)},
        asked=asked,
        gives=gives,
        look=look,
        engines=engines,
    )


OF_ANSWERS = (
    of_answers(
        "means by quarter and question, each person once",
        {
            "people": [3, 0, 2],
            # Wang 4, Li 4, Zhao 2; then Zhao 4 and somebody 5
            "means": [pytest.approx(10 / 3), NAN, 4.5],
            "questions": {
                ("2024-01", "actionability"): 3.0,
                ("2024-01", "timeliness"): pytest.approx(11 / 3),
                ("2024-07", "timeliness"): 4.5,
            },
            "departments": ("产品", "销售", "(missing)"),
            # not invited, no time, no score, again, anonymous, thin departments, a gap
            "notes": [0, 1, 1, 1, 1, 1, 2],
        },
        engines=AND_SPARK,
    ),
    of_answers(
        "a score off the scale names its respondent",
        Refusal(DataError, r"1 row not a whole number from 1 to 5, such as 6 .*ids: Li\)"),
        rows=[*ANSWERS[:3], ("Li", "2024-03-05 10:00:00", "timeliness", "产品", 6.0)],
    ),
)
CASES = (*OF_INSIGHTS, *OF_ANSWERS)
