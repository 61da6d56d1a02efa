"""Counts of what is right, and the shares they make."""

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from vocvalue.results.estimates import Estimate
from vocvalue.signals.evaluation.pairing import Paired
from vocvalue.signals.finding.kinds import ALERTS, LEADS
from vocvalue.signals.finding.result import Signals
from vocvalue.stats.proportions import wilson

PRECISION, RECALL, F1 = "precision", "recall", "F1"
METHOD = "Wilson"


class Outcome:
    """What the rows of outcomes hold.

    A text with neither a label nor a signal is a row of the outcome "none".
    """

    COLUMNS: ClassVar[tuple[str, ...]] = (
        *("number", "text", "kind", "gold_status", "found_status", "outcome", "words", "rule"),
        *("gold_lead", "found_lead", "row"),
    )


def outcome_of(
    number: int, text: str | None, pair: Paired | None, found: Signals
) -> tuple[Any, ...]:
    """Return what became of a label and a signal.

    Args:
        number: The number of the labelled text.
        text: The text, where it is known.
        pair: The label and the signal; None for a text with neither.
        found: All signals.
    """
    if pair is None:
        return (number, text, None, None, None, "none", None, None, False, False, None)
    label, hit = pair.label, pair.hit
    place = None if hit is None else hit.place
    of_label = None if label is None else label.status
    of_hit = None if hit is None else hit.status
    return (
        number,
        text,
        label.kind if label is not None else hit and hit.kind,
        of_label,
        of_hit,
        _name(of_label, of_hit, is_repeat=pair.is_repeat),
        None if place is None else found.words[place],
        None if place is None else found.rule[place],
        of_label in LEADS,
        place is not None and of_hit in LEADS and found.gate[place] != "held",
        None if place is None else int(found.row[place]),
    )


def _name(of_label: str | None, of_hit: str | None, *, is_repeat: bool) -> str:
    if is_repeat:
        return "repeat"
    if of_label is None:
        return "false positive"
    if of_hit is None:
        return "missed"
    return "right" if of_label == of_hit else "wrong status"


@dataclass(frozen=True, kw_only=True)
class Tally:
    """How many signals a person saw, how many were found, and how many of these are right.

    Attributes:
        n_gold: How many a person saw.
        n_found: How many were found.
        n_right: How many of those found are right.
    """

    n_gold: int
    n_found: int
    n_right: int

    def estimates(self, level: float) -> dict[str, Estimate]:
        """Return precision, recall and F1, each with its interval.

        F1 is a steady function of the share of what is right among all that was found or should
        have been, so the ends of that share's interval are the ends of its own.

        Args:
            level: The confidence level.
        """
        either = self.n_gold + self.n_found - self.n_right
        jaccard = _share(self.n_right, either, level)
        f1 = tuple(2 * end / (1 + end) for end in jaccard)
        return {
            PRECISION: _estimate(_share(self.n_right, self.n_found, level), self.n_found, level),
            RECALL: _estimate(_share(self.n_right, self.n_gold, level), self.n_gold, level),
            F1: _estimate((f1[0], f1[1], f1[2]), either, level),
        }


def share(successes: int, n: int, level: float) -> Estimate:
    """Return a share with its Wilson interval; not known where there is nothing.

    Args:
        successes: How often it happened.
        n: Out of how many.
        level: The confidence level.
    """
    return _estimate(_share(successes, n, level), n, level)


def tallied(outcomes: pd.DataFrame) -> Tally:
    """Return how many signals of outcomes are right, in kind and status.

    Args:
        outcomes: Rows as `Outcome` names them.
    """
    counts = outcomes["outcome"].value_counts()
    right, wrong = (int(counts.get(name, 0)) for name in ("right", "wrong status"))
    return Tally(
        n_gold=right + wrong + int(counts.get("missed", 0)),
        n_found=right + wrong + int(counts.get("false positive", 0)),
        n_right=right,
    )


def tallied_where(outcomes: pd.DataFrame, is_gold: Any, is_found: Any) -> Tally:
    """Return how many of some signals are right, whatever else their status tells.

    Args:
        outcomes: Rows as `Outcome` names them, without repeats.
        is_gold: Whether the label is one of them, shape (n,).
        is_found: Whether the signal is, shape (n,).
    """
    gold, found = np.asarray(is_gold, dtype=bool), np.asarray(is_found, dtype=bool)
    counts = outcomes["outcome"].ne("repeat").to_numpy(dtype=bool)
    return Tally(
        n_gold=int((gold & counts).sum()),
        n_found=int((found & counts).sum()),
        n_right=int((gold & found & counts).sum()),
    )


def alerts(outcomes: pd.DataFrame) -> Tally:
    """Return how many warnings that a customer leaves are right.

    Args:
        outcomes: Rows as `Outcome` names them.
    """
    gold, found = (outcomes[name].isin(ALERTS) for name in ("gold_status", "found_status"))
    return tallied_where(outcomes, gold, found)


def leads(outcomes: pd.DataFrame) -> Tally:
    """Return how many signals that may become leads are right.

    Args:
        outcomes: Rows as `Outcome` names them.
    """
    return tallied_where(outcomes, outcomes["gold_lead"], outcomes["found_lead"])


def _share(successes: int, n: int, level: float) -> tuple[float, float, float]:
    if not n:
        return (float("nan"),) * 3
    low, high = wilson(successes, n, level)
    return successes / n, float(low), float(high)


def _estimate(ends: tuple[float, float, float], n: int, level: float) -> Estimate:
    return Estimate.of(ends, level=level, method=METHOD, n=n)
