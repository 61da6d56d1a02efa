"""The clauses that themes are looked for in, a bounded number of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

MOST_CLAUSES = 200_000
_WHOLE = 2.0**64


@dataclass(kw_only=True)
class GatheredClauses:
    """Clauses by text; of too many texts a share, the same in whatever order they come.

    A text stays if a hash of it is below a limit, which is halved whenever there are too many
    clauses.

    Attributes:
        most: How many clauses are kept at most.
        limit: The share of texts that stays.
        clauses: The clauses of each text that stays, by the text in one spelling.
        originals: That text as it was handed in.
        n: How often that text was handed in.
        n_clauses: How many clauses were handed in.
    """

    most: int = MOST_CLAUSES
    limit: float = 1.0
    clauses: dict[str, list[str]] = field(default_factory=dict)
    originals: dict[str, str] = field(default_factory=dict)
    n: dict[str, int] = field(default_factory=dict)
    n_clauses: int = 0
    _kept: int = 0

    def add(self, text: str, original: str, clauses: Sequence[str]) -> None:
        """Add a text with clauses to look at.

        Args:
            text: The text in one spelling.
            original: The text as it was handed in.
            clauses: Some of its clauses, in one spelling.
        """
        self.n_clauses += len(clauses)
        if not clauses or _place(text) >= self.limit:
            return
        self.clauses.setdefault(text, list(clauses))
        self.originals[text] = min(original, self.originals.get(text, original))
        self.n[text] = self.n.get(text, 0) + 1
        self._kept += len(clauses)
        while self._kept > self.most and len(self.clauses) > 1:
            self._halve()

    @property
    def n_texts(self) -> int:
        """How many of the texts that were handed in stayed."""
        return sum(self.n.values())

    @property
    def n_kept(self) -> int:
        """How many clauses stayed."""
        return self._kept

    def _halve(self) -> None:
        self.limit /= 2
        for text in [text for text in self.clauses if _place(text) >= self.limit]:
            self._kept -= len(self.clauses.pop(text)) * self.n.pop(text)
            del self.originals[text]


def _place(text: str) -> float:
    """Return a number from 0 to below 1 that depends on the text alone."""
    digest = blake2b(text.encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest, "big") / _WHOLE
