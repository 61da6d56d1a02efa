"""What the most valuable customers have in common, compared with all others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from vocvalue import checks, progress
from vocvalue.clv.profile_columns import CutColumn, cut
from vocvalue.clv.profile_leaks import find_leak
from vocvalue.clv.profile_rules import learn_rules, lift_of
from vocvalue.clv.special import Array
from vocvalue.clv.value_profile import ProfileTrait, ValueProfile
from vocvalue.errors import DataError, ParameterError
from vocvalue.link.lookup import look_up
from vocvalue.link.worth import read_worth, terms_of
from vocvalue.results import Note
from vocvalue.results.notes import left_out
from vocvalue.results.numerals import counted
from vocvalue.results.texts import listed, named, pair
from vocvalue.results.values import Valued
from vocvalue.stats import ratios
from vocvalue.stats.multiplicity import benjamini_hochberg, holm
from vocvalue.tables import per_customer
from vocvalue.tables.columns import refuse_infinite
from vocvalue.tables.engine_errors import translated
from vocvalue.tables.labels import near_alike
from vocvalue.tables.reading.bare import id_column
from vocvalue.tables.sources import look_at

Correction = Literal["benjamini-hochberg", "holm"]
CORRECTIONS = {"benjamini-hochberg": benjamini_hochberg, "holm": holm}
INPUTS = (
    "frequency",
    "recency",
    "T",
    "monetary_value",
    "probability_alive",
    "expected_purchases",
    "expected_spend",
    "value_before",
)
"""What the value of a prediction is made of, by the names of its columns."""
SPENT = "spent"
MOST = 0.5
LEAST = 20
"""With fewer of the best, or of the others, nothing can be said of them."""


@progress.step(pair("describing the best customers", "刻画最有价值的客户"))
@translated
def profile(
    prediction: object,
    customers: object,
    *,
    top: float = 0.10,
    columns: Sequence[str] | None = None,
    value: str = "value",
    correction: Correction = "benjamini-hochberg",
    level: float = 0.95,
    seed: int = 0,
    customer_id: str = "customer_id",
) -> ValueProfile:
    """Find what the most valuable customers have in common, and rules to look for more of them.

    Every column of the customer table is cut into parts, numbers at their quartiles. For each part
    the share of the best customers in it is compared with that of all others. Columns that the
    value is made of, such as spend or the number of orders, are named and left out. Short rules
    are learned on one half of the customers and measured on the other.

    Args:
        prediction: What each customer is worth: what `clv.predict` or `clv.watch` returned, or a
            table with one row per customer.
        customers: A table with one row per customer and what is known of them, such as region,
            channel, plan or age.
        top: The share of the customers, by value, that counts as the best.
        columns: The columns of the customer table that are compared; None compares all.
        value: Column of the value, in money, where `prediction` is a table.
        correction: How p-values are corrected for the number of parts: "benjamini-hochberg" keeps
            the expected share of false findings at its level, "holm" the chance of any.
        level: The confidence level of the intervals. Half of the error that it leaves goes to the
            traits, half to the rules.
        seed: The seed by which the customers are halved.
        customer_id: Column with the customer ids of the tables.

    Returns:
        The traits with their lift, the rules, and the columns left out.

    Raises:
        DataError: A table cannot be used, the customers do not match, or the values do not differ.
        ParameterError: An argument is outside its range.

    References:
        Koopman (1984), Biometrics 40, for the interval of a ratio of shares; Benjamini and Hochberg
        (1995), Journal of the Royal Statistical Society B 57, and Holm (1979), Scandinavian Journal
        of Statistics 6, for many comparisons at once.

    Examples:
        >>> import vocvalue as vv
        >>> shop = vv.datasets.load_sample()
        >>> clv = vv.clv.predict(shop.orders)
        >>> best = profile(clv, shop.customers)
        >>> best.n_top, [leak.column for leak in best.leaks]
        (200, ['first_purchase'])
    """
    share = checks.number("top", top)
    if not 0 < share <= MOST:
        raise ParameterError(
            f"top == {top}, must be above 0 and at most {MOST}. The best tenth is 0.10."
        )
    checks.one_of("correction", correction, get_args(Correction))
    wanted = None if columns is None else checks.columns("columns", columns)
    people = _people(prediction, customers, columns=wanted, value=value, customer_id=customer_id)
    is_top, least = _best(people.value, share)
    found, idle = _cut(people.columns, _days(customers))
    leaks = tuple(
        leak
        for name, held in found.items()
        if (leak := find_leak(name, held, is_top, people.inputs))
    )
    kept = [held for name, held in found.items() if name not in {leak.column for leak in leaks}]
    error = (1 - checks.level(level)) / 2
    terms = terms_of(prediction)
    return ValueProfile(
        top=share,
        n=is_top.size,
        n_top=int(is_top.sum()),
        cut=least,
        share_of_value=_share_held(people.value, is_top),
        traits=_traits(kept, is_top, level=level, error=error, correction=correction),
        rules=learn_rules(kept, is_top, level=level, error=error, seed=checks.whole("seed", seed)),
        leaks=leaks,
        correction=correction,
        horizon=None if terms is None else terms.horizon,
        basis=None if terms is None else terms.basis,
        currency=None if terms is None else terms.currency,
        level=level,
        notes=(*people.notes, *_near_alike(kept), *_tied(is_top, share), *_idle(idle)),
    )


@dataclass(frozen=True, kw_only=True, eq=False)
class _People:
    """The customers who have a value and are in the table, and what is known of them."""

    value: Array
    columns: Mapping[str, NDArray[Any]]
    inputs: Mapping[str, Array]
    notes: tuple[Note, ...]


def _people(
    prediction: object,
    customers: object,
    *,
    columns: Sequence[str] | None,
    value: str,
    customer_id: str,
) -> _People:
    worth = read_worth(prediction, column=value, customer_id=customer_id, name="prediction")
    looked = look_up(
        worth.ids,
        customers,
        customer_id=id_column(customers, customer_id),
        columns=columns,
        name="customers",
    )
    refuse_infinite({value: worth.now}, np.ones(worth.now.size, dtype=np.int64))
    known = ~np.isnan(worth.now)
    used = known & looked.is_there
    return _People(
        value=worth.now[used],
        columns={name: held[used] for name, held in looked.columns.items()},
        inputs={name: held[used] for name, held in _inputs(prediction, worth.now).items()},
        notes=(
            *worth.notes,
            *looked.notes,
            *_left_out(int((~known).sum()), int((known & ~looked.is_there).sum())),
        ),
    )


def _share_held(value: Array, is_top: NDArray[np.bool_]) -> float | None:
    """Return the share of the value that the best hold; parts of a negative total are no shares."""
    if not (value >= 0).all() or not value.sum() > 0:
        return None
    return float(value[is_top].sum() / value.sum())


def _best(values: Array, share: float) -> tuple[NDArray[np.bool_], float]:
    """Return which customers are among the best, ties with the last of them included."""
    n = round(share * values.size)
    if min(n, values.size - n) < LEAST:
        raise DataError(
            f"{n:,} of {values.size:,} customers would count as the best, and at least {LEAST} of "
            "them and of the others are needed. Pass more customers, or a larger top=."
        )
    least = float(np.partition(values, -n)[-n])
    is_top = values >= least
    if values.size - is_top.sum() < LEAST:
        raise DataError(
            f"{int(is_top.sum()):,} of {values.size:,} customers have a value of {least:g} or "
            "more, so the best cannot be told from the others."
        )
    return is_top, least


def _cut(
    columns: Mapping[str, NDArray[Any]], days: set[str]
) -> tuple[dict[str, CutColumn], list[str]]:
    """Return the columns that can be compared, and the names of those that cannot."""
    cuts = {name: cut(name, held, is_day=name in days) for name, held in columns.items()}
    found = {name: held for name, held in cuts.items() if held is not None}
    return found, [name for name in cuts if name not in found]


def _days(customers: object) -> set[str]:
    """Return the columns that hold days or moments, which are read as days since 1970."""
    schema = look_at(customers, name="customers").collect_schema()
    return {name for name, dtype in schema.items() if isinstance(dtype, nw.Date | nw.Datetime)}


def _inputs(prediction: object, value: Array) -> dict[str, Array]:
    """Return what a value is made of, as far as the prediction holds it."""
    inputs = {"value": value}
    if not isinstance(prediction, Valued):
        return inputs
    table = prediction.customer_values.table
    names = look_at(table).collect_schema().names()
    inputs |= {name: per_customer.column(table, name) for name in INPUTS if name in names}
    if {"frequency", "monetary_value"} <= set(inputs):
        inputs[SPENT] = inputs["frequency"] * inputs["monetary_value"]
    return inputs


def _traits(
    columns: Sequence[CutColumn],
    is_top: NDArray[np.bool_],
    *,
    level: float,
    error: float,
    correction: Correction,
) -> tuple[ProfileTrait, ...]:
    if not columns:
        return ()
    parts = [part for column in columns for part in column.parts]
    n, x = (_counts(columns, rows) for rows in (np.ones(is_top.size, dtype=np.bool_), is_top))
    best, rest = float(is_top.sum()), float((~is_top).sum())
    p = CORRECTIONS[correction](ratios.p_value(x, best, n - x, rest))
    lifts = ratios.relative_lift(x, best, n - x, rest, level)
    traits = [
        ProfileTrait(
            part=part,
            n=int(n[i]),
            n_top=int(x[i]),
            share_of_top=float(x[i] / best),
            share_of_rest=float((n[i] - x[i]) / rest),
            lift=lift_of(lifts, i, level=level, n=is_top.size),
            p_value=float(p[i]),
            is_shown=bool(p[i] < error),
        )
        for i, part in enumerate(parts)
    ]
    return tuple(sorted(traits, key=lambda trait: (trait.p_value, -trait.n_top)))


def _counts(columns: Sequence[CutColumn], rows: NDArray[np.bool_]) -> Array:
    """Return how many of some customers are in each part of each column."""
    counts = [np.bincount(it.codes[rows], minlength=len(it.parts)) for it in columns]
    return np.concatenate(counts).astype(np.float64)


def _near_alike(columns: Sequence[CutColumn]) -> tuple[Note, ...]:
    notes: list[Note] = []
    for held in columns:
        n = np.bincount(held.codes, minlength=len(held.parts)).tolist()
        sizes = {
            part.label: rows
            for part, rows in zip(held.parts, n, strict=True)
            if part.label is not None
        }
        notes += near_alike(sizes, column=held.parts[0].column)
    return tuple(notes)


def _left_out(without_value: int, absent: int) -> tuple[Note, ...]:
    return (
        *left_out(
            without_value,
            pair(
                "{customers} without a value",
                "{customers}没有价值",
                customers=counted(without_value, "customer"),
            ),
        ),
        *Note.counted(
            absent,
            "{customers} with a value are not in the table of customers and were left out.",
            "{customers}有价值但不在客户表中，未计入。",
            customers=counted(absent, "customer"),
        ),
    )


def _tied(is_top: NDArray[np.bool_], share: float) -> tuple[Note, ...]:
    more = int(is_top.sum()) - round(share * is_top.size)
    return Note.counted(
        more,
        "{customers} have the same value as the last of the best, and count among the best too.",
        "{customers}的价值与高价值客户的末位相同，也计入高价值客户。",
        customers=counted(more, "customer"),
    )


def _idle(names: Sequence[str]) -> tuple[Note, ...]:
    if not names:
        return ()
    return (
        Note.of(
            "{columns} cannot be compared: there is one value for all, none, or nearly one for "
            "each customer.",
            "{columns}无法比较：所有客户取值相同、均为空，或几乎每位客户各不相同。",
            columns=listed([pair("'{name}'", "“{name}”", name=named(name)) for name in names]),
            count=len(names),
            bears_on="reading",
        ),
    )
