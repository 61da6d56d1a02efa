"""Who is contacted: arms drawn by the hash of an id, reproducible anywhere."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from vocvalue import checks, progress
from vocvalue.errors import ParameterError
from vocvalue.lift.design import planned_arms as arms
from vocvalue.lift.design.assignment_result import Assignment, strata_codes
from vocvalue.lift.pool.result import RiskPool
from vocvalue.results import Note
from vocvalue.results.numerals import counted
from vocvalue.results.texts import pair
from vocvalue.tables.engine_errors import translated
from vocvalue.tables.hashing import uniforms
from vocvalue.tables.ids import read_ids

Floats: TypeAlias = NDArray[np.float64]
Codes: TypeAlias = NDArray[np.int64]


@progress.step(pair("assigning customers", "分配客户"))
@translated
def assign(
    ids: object,
    *,
    salt: str,
    shares: Mapping[str, float] = arms.HALVES,
    strata: Sequence[str] | None = None,
    customer_id: str = "customer_id",
) -> Assignment:
    """Draw the arm of each customer from the hash of their id.

    The id as text (7, 7.0 and "7" are the same id, "007" is another) is appended to the salt and a
    colon, and hashed by SHA-256. The first 13 hexadecimal digits, divided by 16^13, are a number in
    [0, 1). That interval is divided among the arms in alphabetical order of their names, each with
    its share, and the number falls into one of them. Nothing else matters: the same id has the same
    arm in every library, file, database and year.

    With strata, the customers of each stratum are sorted by that number and divided by the shares;
    the hash of the stratum decides about the remainder. Each arm then has its share of each stratum
    to within one customer. In return, an arm depends on who else is on the list, so keep the table
    that is returned, and later assign only new customers.

    Args:
        ids: The customers, each once: a table (any frame narwhals accepts, or a path), a
            `RiskPool`, or a list, array or column of ids.
        salt: The name of the experiment. Use a new salt for each experiment; with the same salt,
            the same customers would be in the same arm every time.
        shares: The arms and the share of each; the shares add up to 1.
        strata: Columns of the table within which the split is exact.
        customer_id: Column with the customer ids.

    Returns:
        The arm of each customer.

    Raises:
        DataError: Ids are missing or occur twice, there are no ids, or a stratum is missing.
        ParameterError: The shares do not add up to 1, an arm has no name, there is no salt, or
            strata are named for ids that come without a table.

    Examples:
        >>> split = assign(["C1", "C2", "C3", "C4"], salt="winback-2025")
        >>> split.to_frame()
          customer_id      arm
        0          C1  control
        1          C2  control
        2          C3  treated
        3          C4  treated
    """
    if not isinstance(salt, str) or not salt.strip():
        raise ParameterError(f"salt == {salt!r}, must be text: the experiment's name.")
    planned = arms.shares_of(shares)
    names = _columns(strata)
    data = ids
    if isinstance(ids, RiskPool):
        data, customer_id = ids.to_frame(), str(ids.customer_id.name)
    listed = read_ids(data, customer_id=customer_id, labels=names)
    hashed = uniforms(listed.texts, salt=salt)
    along = sorted(planned)
    ends = np.cumsum([planned[name] for name in along])[:-1]
    if names:
        codes = strata_codes(listed.labels)
        place = _within(codes, listed.texts, hashed, ends, _remainders(listed.labels, codes, salt))
        notes = _thin(codes, len(planned))
    else:
        place, notes = np.searchsorted(ends, hashed, side="right"), ()
    return Assignment(
        customer_id=listed.ids,
        arm=np.array(along, dtype=object)[place],
        hashed=hashed,
        strata=listed.labels,
        shares=planned,
        salt=salt,
        texts=listed.texts,
        notes=notes,
    )


def _columns(strata: Sequence[str] | None) -> tuple[str, ...]:
    names = () if strata is None else checks.columns("strata", strata)
    if "arm" in names:
        raise ParameterError("a stratum cannot be called 'arm': rename the column.")
    return names


def _remainders(labels: Mapping[str, NDArray[Any]], codes: Codes, salt: str) -> Floats:
    """Return a number in [0, 1) for each stratum, from the hash of its name."""
    _, first = np.unique(codes, return_index=True)
    names = ["|".join(str(values[row]) for values in labels.values()) for row in first]
    return uniforms([f"stratum:{name}" for name in names], salt=salt)


def _within(
    codes: Codes, texts: list[str], hashed: Floats, ends: Floats, remainder: Floats
) -> Codes:
    """Return the number of each customer's arm: the order within a stratum, divided by the shares.

    An arm that ends at a share c of n customers ends after customer floor(n c + v), where v is
    uniform for the stratum: within one customer of n c, and equal to it on average.
    """
    # In one of ten thousand lists of a million ids two share a hash; chance must not order them.
    ties = [np.array(texts)] if len(np.unique(hashed)) < len(hashed) else []
    order = np.lexsort([*ties, hashed, codes])
    n = np.bincount(codes)
    rank = np.empty(len(codes), dtype=np.int64)
    rank[order] = np.arange(len(codes)) - np.repeat(np.cumsum(n) - n, n)
    cuts = np.floor(np.outer(n, ends) + remainder[:, None]).astype(np.int64)
    return np.asarray((rank[:, None] >= cuts[codes]).sum(axis=1), dtype=np.int64)


def _thin(codes: Codes, n_arms: int) -> tuple[Note, ...]:
    thin = int(np.count_nonzero(np.bincount(codes) < n_arms))
    kept = Note.of(
        "The arms were drawn within strata, so each customer's arm depends on who else is on the "
        "list. Keep this table, and later assign only new customers.",
        "分层分组的结果取决于名单上的所有客户：请保存此表，以后只为新客户分组。",
        bears_on="reading",
    )
    few = Note.counted(
        thin,
        "There are fewer customers than arms in {strata}, so some arms have no customers there. "
        "Use coarser strata.",
        "{strata}的客户数少于组数，无法覆盖所有组；请合并分层。",
        strata=counted(thin, "stratum"),
    )
    return (kept, *few)
