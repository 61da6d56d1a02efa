"""What the simulated shop sells: a catalogue in the languages of its customers."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray

FILE = Path(__file__).parent / "products.toml"


@dataclass(frozen=True, kw_only=True)
class Range:
    """The products of the shop, one entry each.

    Attributes:
        ids: The id of each.
        share: Its share of the orders, shape (n,).
        upgrade: The id of its bigger variant, or None.
        is_plan: Whether it is a plan, shape (n,).
        called: Its name and what else it is called, by language.
    """

    ids: Sequence[str]
    share: NDArray[np.float64]
    upgrade: Sequence[str | None]
    is_plan: NDArray[np.bool_]
    called: Mapping[str, Sequence[Sequence[str]]]

    @classmethod
    def load(cls, languages: Sequence[str]) -> Self:
        """Read the products, with their names in the languages asked for."""
        rows = tomllib.loads(FILE.read_text(encoding="utf-8"))["product"]
        return cls(
            ids=[row["id"] for row in rows],
            share=np.array([row["share"] for row in rows]),
            upgrade=[row.get("upgrade") for row in rows],
            is_plan=np.array([row.get("plan", False) for row in rows]),
            called={language: [row[language] for row in rows] for language in languages},
        )

    @property
    def may_grow(self) -> NDArray[np.bool_]:
        """Whether there is more of each to be had: a bigger variant, or a plan, shape (n,)."""
        has_bigger = np.array([upgrade is not None for upgrade in self.upgrade], dtype=np.bool_)
        return np.asarray(self.is_plan | has_bigger, dtype=np.bool_)

    def to_frame(self) -> pd.DataFrame:
        """Return the catalogue: product_id, name, aliases, upgrade, plan.

        A product is named in the first language; its names in others are aliases.
        """
        rows = [[*names] for names in zip(*self.called.values(), strict=True)]
        every = [[word for names in row for word in names] for row in rows]
        return pd.DataFrame(
            {
                "product_id": self.ids,
                "name": [words[0] for words in every],
                "aliases": ["|".join(words[1:]) for words in every],
                "upgrade": self.upgrade,
                "plan": self.is_plan.astype(np.int64),
            }
        )

    def draw(self, size: int, rng: np.random.Generator) -> NDArray[np.int64]:
        """Draw the product of each of many purchases, as numbers."""
        return rng.choice(len(self.ids), size, p=self.share / self.share.sum()).astype(np.int64)
