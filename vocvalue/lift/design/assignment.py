"""Who is contacted and who is not: arms drawn by the hash of an id, reproducible anywhere."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from vocvalue import checks
from vocvalue.errors import ParameterError
from vocvalue.lift.design import planned_arms as arms
from vocvalue.lift.design.assignment_result import Assignment, strata_codes
from vocvalue.lift.pool.result import RiskPool
from vocvalue.results import Note
from vocvalue.results.numerals import counted
from vocvalue.tables.engine_errors import translated
from vocvalue.tables.hashing import uniforms
from vocvalue.tables.ids import read_ids

Floats: TypeAlias = NDArray[np.float64]
Codes: TypeAlias = NDArray[np.int64]


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

    The id is written as text (7, 7.0 and "7" are one id, "007" is another), put behind the salt and
    a colon, and hashed by SHA-256. The first 13 hexadecimal digits over 16^13 are a number in
    [0, 1). The arms lie along [0, 1) in alphabetical order of their names, each as long as its
    share, and the number falls into one of them. Nothing else enters: the same id has the same arm
    in every library, file, database and year.

    With strata the customers of each are put in order of that number, and the order is cut by the
    shares; who is left over is settled by the hash of the stratum. Each arm then has its share of
    each stratum to within one customer. The price: an arm depends on who else is on the list, so
    keep the table that this returns, and assign only newcomers later.

    Args:
        ids: The customers, each once: a table (any frame narwhals accepts, or a path), a
            `RiskPool`, or a list, array or column of ids.
        salt: The experiment's name. Another salt draws anew; the same would put the same
            customers into the same arm in each experiment.
        shares: The arms and the share of each; they add to 1.
        strata: Columns of the table within which the split is to be exact.
        customer_id: Column with the customer ids.

    Returns:
        The arm of each customer.

    Raises:
        DataError: Ids that are missing or occur twice, no ids, or a stratum that is missing.
        ParameterError: Shares that do not add to 1, arms without a name, no salt, or strata of ids
            that come without a table.

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
    """Return the number of each customer's arm: the order within a stratum, cut by the shares.

    An arm that ends at a share c of n customers ends behind customer floor(n c + v), with v of the
    stratum uniform: within one of n c, and on average there.
    """
    # Of a million ids two hash alike in one list of ten thousand; their order must not be chance.
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
        "The arms were drawn within strata and depend on who else is on the list: keep this "
        "table, and assign only new customers later.",
        "分层分配的结果取决于名单上还有哪些客户：请保存此表，以后只分配新客户。",
        bears_on="reading",
    )
    few = Note.counted(
        thin,
        "There are fewer customers than arms in {strata}, so that some arms have none of them; "
        "use coarser strata.",
        "{strata}的客户数少于组数，无法覆盖所有组；请合并分层。",
        strata=counted(thin, "stratum"),
    )
    return (kept, *few)
