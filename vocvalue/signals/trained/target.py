"""What is learned of one kind of signal: a regression, where it counts, and how well it does."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, Self, TypeAlias, get_args

from vocvalue.errors import DataError
from vocvalue.signals.evaluation.measure import Tally
from vocvalue.signals.finding.kinds import ALERTS, KINDS, LEADS
from vocvalue.signals.trained.linear import Linear

Group: TypeAlias = Literal["lead", "alert", "past"]

GROUPS: tuple[Group, ...] = get_args(Group)
STATUS_OF: Mapping[Group, str] = {"lead": "positive", "alert": "negative", "past": "past"}
"""The status of a signal that no rule found."""


def group_of(status: str) -> Group:
    """Return what becomes of a status: a lead, an alert, or a count of the past.

    Args:
        status: The status.

    Examples:
        >>> group_of("conditional"), group_of("switch"), group_of("past")
        ('lead', 'alert', 'past')
    """
    if status in LEADS:
        return "lead"
    return "alert" if status in ALERTS else "past"


@dataclass(frozen=True, kw_only=True, eq=False)
class Target:
    """What is learned of one kind of signal.

    Attributes:
        kind: The kind.
        group: "lead", "alert" or "past".
        linear: Tells how likely a text holds one.
        counts_from: The probability from which on it does.
        checked: Texts with one, texts said to have one, and right ones, each said by a regression
            that had not seen the text.
        by_rules: The same of the rules alone.
        brier: Mean squared error of the cross-validated probabilities.
        brier_of_share: The same of the share of texts with one, said of every text.
    """

    kind: str
    group: Group
    linear: Linear
    counts_from: float
    checked: Tally
    by_rules: Tally
    brier: float
    brier_of_share: float

    def record(self) -> dict[str, Any]:
        """Return it as plain values."""
        return {
            "kind": self.kind,
            "group": self.group,
            "counts_from": self.counts_from,
            "checked": dict(vars(self.checked)),
            "by_rules": dict(vars(self.by_rules)),
            "brier": self.brier,
            "brier_of_share": self.brier_of_share,
            "linear": self.linear.record(),
        }

    @classmethod
    def of(cls, record: Mapping[str, Any]) -> Self:
        """Return what `record` wrote.

        Args:
            record: The plain values.

        Raises:
            DataError: They are of another form.
        """
        try:
            target = cls(
                kind=record["kind"],
                group=record["group"],
                linear=Linear.of(record["linear"]),
                counts_from=float(record["counts_from"]),
                checked=Tally(**record["checked"]),
                by_rules=Tally(**record["by_rules"]),
                brier=float(record["brier"]),
                brier_of_share=float(record["brier_of_share"]),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise DataError(f"what it learned lacks or holds {error!s:.80}.") from error
        if target.kind not in KINDS or target.group not in GROUPS:
            raise DataError(f"it learned {target.kind!r:.40} {target.group!r:.40}.")
        return target
