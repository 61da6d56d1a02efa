"""The table of engine cases: calls whose outcome is known, that every engine gives alike.

A room adds rows, in a file of its own subject, and names them here.
"""

from engine_cases import (
    assignments,
    comments,
    days,
    experiments,
    funnels,
    gold,
    issue_trends,
    labels,
    leads,
    links,
    moments,
    orders,
    pools,
    problems,
    programme,
    ratings,
    segments,
    tickets,
    topics,
    trends,
    value_watch,
    weights,
)

CASES = (
    *orders.CASES,
    *days.CASES,
    *moments.CASES,
    *weights.CASES,
    *trends.CASES,
    *segments.CASES,
    *labels.CASES,
    *assignments.CASES,
    *pools.CASES,
    *experiments.CASES,
    *funnels.CASES,
    *links.CASES,
    *comments.CASES,
    *topics.CASES,
    *leads.CASES,
    *gold.CASES,
    *programme.CASES,
    *issue_trends.CASES,
    *problems.CASES,
    *tickets.CASES,
    *ratings.CASES,
    *value_watch.CASES,
)
