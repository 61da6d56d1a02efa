"""Whether customers of all segments have orders equally often."""

import numpy as np

from vocvalue.errors import DataError
from vocvalue.link import Linked
from vocvalue.stats import equal_shares
from vocvalue.survey.crossing.question import Unmatched
from vocvalue.survey.crossing.segment_codes import SegmentCodes

FALSE_ALARMS = 0.001


def dropped(linked: Linked, codes: SegmentCodes) -> Unmatched:
    """Return "drop": leave out customers without any order, unless that favours a segment.

    Args:
        linked: The responses linked to orders.
        codes: The segment of each customer.

    Raises:
        DataError: One segment has a clearly higher share of customers without orders than another.
    """
    k, segment = len(codes.names), codes.segment_of[codes.cell]
    sizes = np.bincount(segment, minlength=k)
    matched = np.bincount(segment[linked.matched], minlength=k)
    is_there = sizes > 0
    if equal_shares.p_value(matched[is_there], sizes[is_there]) >= FALSE_ALARMS:
        return "drop"
    each = ", ".join(
        f"{n:,} of {size:,} in {name!r}"
        for name, n, size in zip(codes.names, matched, sizes, strict=True)
        if size
    )
    raise DataError(
        f"customers in some segments have an order far more often than those in others: {each}."
        f"{_began(linked)} Customers without any order may have left, or may have ordered under "
        'another id. Pass unmatched="zero" to count them as customers who spent nothing, or '
        '"drop" to leave them out.'
    )


def _began(linked: Linked) -> str:
    if np.isnat(linked.first_order).all():
        return " The orders begin after the answers."
    return ""
