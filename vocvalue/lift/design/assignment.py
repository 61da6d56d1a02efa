"""Who is contacted and who is not: arms drawn by the hash of an id, reproducible anywhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import narwhals as nw
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vocvalue.errors import ParameterError
from vocvalue.lift.design import planned_arms as arms
from vocvalue.lift.design.balance import Balance, compare
from vocvalue.lift.design.hashing import uniforms
from vocvalue.lift.pool.result import RiskPool
from vocvalue.results import Note, Result
from vocvalue.results.former import Language, counted
from vocvalue.results.former import language as checked
from vocvalue.sealed import HandedOut
from vocvalue.tables import frames
from vocvalue.tables.engine_errors import translated
from vocvalue.tables.ids import read_ids

Floats: TypeAlias = NDArray[np.float64]
Codes: TypeAlias = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True, eq=False)
class Assignment(Result):
    """Customers and the arm of each.

    Attributes:
        customer_id: The customers, under the caller's own column name.
        arm: The name of each customer's arm, shape (n,).
        hashed: The number in [0, 1) that each id hashes to, shape (n,).
        strata: The columns within which the split is exact, as text, each of shape (n,).
        shares: The planned share of each arm.
        salt: The experiment's name, which is hashed with each id.
        texts: The ids as they were hashed, of length n.
    """

    customer_id: HandedOut[nw.Series[Any]] = HandedOut()
    arm: NDArray[Any] = field(repr=False)
    hashed: Floats = field(repr=False)
    strata: Mapping[str, NDArray[Any]] = field(repr=False)
    shares: Mapping[str, float]
    salt: str
    texts: list[str] = field(repr=False)

    @property
    def counts(self) -> dict[str, int]:
        """How many customers each arm has."""
        return {name: int(np.count_nonzero(self.arm == name)) for name in self.shares}

    def to_frame(self) -> Any:
        """Return each customer's arm, and stratum if any, in the caller's dataframe library."""
        return frames.beside(self.customer_id, {"arm": self.arm, **self.strata})

    def to_dict(self) -> dict[str, Any]:
        """Return the salt, the shares, the counts and the notes, without the customers."""
        return {
            "salt": self.salt,
            "shares": dict(self.shares),
            "counts": self.counts,
            "strata": list(self.strata),
            "notes": [note.en for note in self.notes],
        }

    def by_stratum(self) -> pd.DataFrame:
        """Return how many customers of each stratum are in each arm.

        Examples:
            >>> import pandas as pd
            >>> table = pd.DataFrame({"customer_id": range(6), "tier": ["a"] * 4 + ["b"] * 2})
            >>> assign(table, salt="winback", strata=["tier"]).by_stratum()
              tier  treated  control
            0    a        2        2
            1    b        1        1
        """
        names = list(self.strata)
        table = pd.DataFrame({**self.strata, **{arm: self.arm == arm for arm in self.shares}})
        if not names:
            return table.sum().to_frame().T
        return table.groupby(names, as_index=False, sort=True).sum()

    @translated
    def balance(
        self,
        covariates: object,
        *,
        columns: Sequence[str] | None = None,
        customer_id: str | None = None,
    ) -> Balance:
        """Compare the arms in what is known of the customers from before.

        Args:
            covariates: A table with one row per customer, of numbers and text, known before
                anybody was contacted; any frame narwhals accepts, or a path.
            columns: The columns to compare; all of them without it.
            customer_id: The table's column of the customer, where it has another name.

        Returns:
            Means by arm, their standardised differences, and one test of them all.

        Raises:
            DataError: A column is not there, a customer occurs twice in the table, none is found,
                or a column of text has too many different values to compare.

        Examples:
            >>> import vocvalue as vv
            >>> shop = vv.datasets.load_sample()
            >>> split = assign(shop.customers, salt="winback-2025")
            >>> found = split.balance(shop.customers, columns=["prior_spend", "region", "tier"])
            >>> found.to_frame().head(2).round(3)
                 covariate category  mean_treated  mean_control  smd_treated
            0  prior_spend      NaN      1131.314      1055.771        0.074
            1       region     east         0.253         0.264       -0.025
        """
        return compare(
            self.customer_id,
            self.arm,
            tuple(self.shares),
            self._stratum(),
            covariates,
            columns=columns,
            customer_id=customer_id or str(self.customer_id.name),
        )

    def headlines(self) -> Sequence[tuple[str, str]]:
        """Return the arms' sizes and how they were drawn."""
        n = len(self.texts)
        sizes = [f"{name} {m:,} ({100 * m / n:.1f} %)" for name, m in self.counts.items()]
        within = ", ".join(self.strata) if self.strata else "none: each id by itself"
        return [
            ("customers", f"{n:,}"),
            ("arms", ", ".join(sizes)),
            ("planned", arms.planned(self.shares)),
            ("salt", self.salt),
            ("strata", within),
        ]

    def statement(self, language: Language = "en") -> str:
        """Return how the customers were divided, in English or Chinese."""
        language = checked(language)
        n, who = len(self.texts), arms.counted_arms(self.counts, language)
        if language == "zh":
            within = f", 在 {'、'.join(self.strata)} 各层内精确分配" if self.strata else ""
            return f"{n:,} 位客户按编号与 {self.salt!r} 的哈希值随机分为{who}{within}; 可复现。"
        within = (
            f", exactly so within each stratum of {' and '.join(self.strata)}"
            if self.strata
            else ""
        )
        return (
            f"Of {counted(n, 'customer')}, {who}{within}: drawn by the hash of the id and "
            f"{self.salt!r}, which anybody can repeat."
        )

    def _stratum(self) -> Codes | None:
        return _codes(self.strata) if self.strata else None


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
        customer_id: Column of the customer.

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
    found = read_ids(data, customer_id=customer_id, labels=names)
    hashed = uniforms(found.texts, salt=salt)
    along = sorted(planned)
    ends = np.cumsum([planned[name] for name in along])[:-1]
    if names:
        codes = _codes(found.labels)
        place = _within(codes, found.texts, hashed, ends, _remainders(found.labels, codes, salt))
        notes = _thin(codes, len(planned))
    else:
        place, notes = np.searchsorted(ends, hashed, side="right"), ()
    return Assignment(
        customer_id=found.ids,
        arm=np.array(along, dtype=object)[place],
        hashed=hashed,
        strata=found.labels,
        shares=planned,
        salt=salt,
        texts=found.texts,
        notes=notes,
    )


def _columns(strata: Sequence[str] | None) -> tuple[str, ...]:
    if isinstance(strata, str):
        raise ParameterError(f"strata == {strata!r}, must be a list of columns: [{strata!r}].")
    names = tuple(dict.fromkeys(strata or ()))
    if "arm" in names:
        raise ParameterError("a stratum cannot be called 'arm': rename the column.")
    return names


def _codes(labels: Mapping[str, NDArray[Any]]) -> Codes:
    """Return the number of each row's stratum, in the order of the strata's names."""
    groups = pd.DataFrame(dict(labels)).groupby(list(labels), sort=True)
    return groups.ngroup().to_numpy().astype(np.int64)


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
        "table, and assign only newcomers later.",
        "分层分配取决于名单上的其他客户: 请保存此表, 以后只分配新客户。",
    )
    if not thin:
        return (kept,)
    some = Note.of(
        f"{thin:,} {'stratum has' if thin == 1 else 'strata have'} fewer customers than there "
        "are arms, and cannot have them all; coarser strata would.",
        f"{thin:,} 个分层的客户数少于组数, 无法覆盖所有组; 可合并分层。",
        count=thin,
    )
    return (kept, some)
