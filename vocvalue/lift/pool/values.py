"""What customers are worth, now and before, read from tables or predictions."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from vocvalue.errors import DataError, ParameterError
from vocvalue.lift.pool.rules import FallingValue, Rule
from vocvalue.link.lookup import placed
from vocvalue.link.worth import read_worth
from vocvalue.results.values import Valued
from vocvalue.tables import alerts
from vocvalue.tables.alerts import Values

PAIR = ("value before", "value now")


def read_values(values: object, rules: Sequence[Rule], customer_id: str) -> Values | None:
    """Return what customers are worth, now and before.

    Args:
        values: A table, a prediction, a pair of these (before, now), or None.
        rules: The rules, of which each `FallingValue` names the columns.
        customer_id: Column with the customer ids, where a table does not name it itself.
    """
    falling = [rule for rule in rules if isinstance(rule, FallingValue)]
    if values is None:
        if falling:
            raise ParameterError(
                f"rule {falling[0].name!r} needs values=, the value of each customer."
            )
        return None
    rule = falling[0] if falling else FallingValue(relative=1.0)
    if len({(one.before, one.now) for one in falling}) > 1:
        raise ParameterError(
            "all FallingValue rules must name the same columns with before= and now=."
        )
    if isinstance(values, tuple | list):
        if len(values) != 2:
            raise ParameterError(
                f"values holds {len(values)} tables, must be a pair: (before, now)."
            )
        _check_kind(*values)
        before, now = (
            read_worth(item, column=rule.now, customer_id=customer_id, name=name)
            for item, name in zip(values, PAIR, strict=True)
        )
        return _beside(now, before)
    if falling and isinstance(values, Valued):
        raise ParameterError(
            f"rule {rule.name!r} compares two values: pass values=(before, now), each a prediction "
            "or a table."
        )
    if falling:
        return alerts.read_values(values, customer_id=customer_id, now=rule.now, before=rule.before)
    return read_worth(values, column=rule.now, customer_id=customer_id)


def _beside(now: Values, before: Values) -> Values:
    """Return the values of one table beside those of an earlier one."""
    places, notes = placed(now.ids, before.ids, name="value before")
    is_there = places >= 0
    if not is_there.any():
        raise DataError(
            "none of the customers with a current value is in the table of earlier values. Give "
            "both tables the same ids."
        )
    return replace(
        now,
        before=np.where(is_there, before.now[places], np.nan),
        is_in_both=is_there,
        notes=(*now.notes, *before.notes, *notes),
    )


def _check_kind(before: object, now: object) -> None:
    """Refuse two predictions that differ in what they count."""
    if not (isinstance(before, Valued) and isinstance(now, Valued)):
        return
    one, other = before.customer_values, now.customer_values
    for name in ("horizon", "basis", "currency"):
        kinds = getattr(one, name), getattr(other, name)
        if kinds[0] != kinds[1]:
            raise ParameterError(
                f"the earlier value has {name} {kinds[0]!r} and the current value {kinds[1]!r}. "
                "Compare two values of the same kind."
            )
