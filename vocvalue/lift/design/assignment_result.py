"""Customers and the arm drawn for each of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import narwhals as nw
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vocvalue.lift.design.balance import compare
from vocvalue.lift.design.balance_result import Balance
from vocvalue.results.plain_data import plain
from vocvalue.results.result import Pictured
from vocvalue.sealed import HandedOut
from vocvalue.tables import frames
from vocvalue.tables.engine_errors import translated

Floats: TypeAlias = NDArray[np.float64]
Codes: TypeAlias = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True, eq=False)
class Assignment(Pictured):
    """Customers and the arm drawn for each of them.

    Attributes:
        customer_id: The customers, under the caller's own column name.
        arm: The name of each customer's arm, shape (n,).
        hashed: The number in [0, 1) to which each id hashes, shape (n,).
        strata: The columns within which the split is exact, as text, each of shape (n,).
        shares: The planned share of each arm.
        salt: The name of the experiment, which is hashed together with each id.
        texts: The ids as hashed, of length n.
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
            "notes": plain(self.notes),
        }

    def by_stratum(self) -> pd.DataFrame:
        """Return how many customers of each stratum are in each arm.

        Examples:
            >>> import pandas as pd
            >>> from vocvalue import lift
            >>> table = pd.DataFrame({"customer_id": range(6), "tier": ["a"] * 4 + ["b"] * 2})
            >>> lift.assign(table, salt="winback", strata=["tier"]).by_stratum()
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
        """Compare the arms in what was known about the customers beforehand.

        Args:
            covariates: The covariates: a table with one row per customer, with numbers and text
                known before anybody was contacted; any frame narwhals accepts, or a path.
            columns: The columns to compare; by default all of them.
            customer_id: The column with the customer ids in the table, if it has another name.

        Returns:
            Means by arm, their standardised differences, and an overall test.

        Raises:
            DataError: A column is missing, a customer occurs twice in the table, no customer is
                found in it, or a column of text has too many different values to compare.

        Examples:
            >>> import vocvalue as vv
            >>> shop = vv.datasets.load_sample()
            >>> split = vv.lift.assign(shop.customers, salt="winback-2025")
            >>> balance = split.balance(shop.customers, columns=["prior_spend", "region", "tier"])
            >>> balance.to_frame().head(2).round(3)
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

    def _stratum(self) -> Codes | None:
        return strata_codes(self.strata) if self.strata else None


def strata_codes(labels: Mapping[str, NDArray[Any]]) -> Codes:
    """Return the number of each row's stratum, in the order of their names."""
    groups = pd.DataFrame(dict(labels)).groupby(list(labels), sort=True)
    return groups.ngroup().to_numpy().astype(np.int64)
