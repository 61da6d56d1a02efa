"""How one text is read: its clauses, the rules that matched, and what became of each match."""

from dataclasses import dataclass, field

import pandas as pd

from vocvalue.errors import ParameterError
from vocvalue.results.result import Result
from vocvalue.signals.finding.read import LANGUAGES, Lexicons, the_lexicons
from vocvalue.signals.matching.match import ExplainedClause, Match, Tried
from vocvalue.signals.matching.matchers import matcher_of


@dataclass(frozen=True, kw_only=True, eq=False)
class Explanation(Result):
    """How one text is read.

    Attributes:
        text: The text.
        clauses: Its clauses, with every rule that matched in each.
        polarity: Words of praise less words of complaint; None where there is neither.
    """

    text: str
    clauses: tuple[ExplainedClause, ...] = field(repr=False)
    polarity: int | None

    @property
    def tried(self) -> tuple[Tried, ...]:
        """Every match of a rule, with those that were dropped."""
        return tuple(tried for clause in self.clauses for tried in clause.tried)

    @property
    def signals(self) -> tuple[Match, ...]:
        """The matches that are signals."""
        return tuple(tried.match for tried in self.tried if tried.is_signal)

    def to_frame(self) -> pd.DataFrame:
        """Return one row per match of a rule: the clause, the rule, the modifiers, the outcome."""
        columns = [
            "clause",
            "words",
            "kind",
            "rule",
            "modifiers",
            "outcome",
            "product",
            "condition",
        ]
        rows = [
            (
                clause.words,
                tried.match.words,
                tried.match.kind,
                tried.match.rule,
                ", ".join(tried.match.modifiers),
                outcome(tried),
                tried.match.product,
                tried.match.condition,
            )
            for clause in self.clauses
            for tried in clause.tried
        ]
        return pd.DataFrame(rows, columns=columns)


def outcome(tried: Tried) -> str:
    """Return the status of a match, or which modifier or rule took its place.

    Args:
        tried: A match of a rule.
    """
    if tried.dropped_by is not None:
        return f"dropped by {tried.dropped_by}"
    if tried.hidden_by is not None:
        return f"hidden by {tried.hidden_by}"
    return tried.match.status


def explain(
    text: str,
    *,
    lexicons: Lexicons = LANGUAGES,
    role: str | None = None,
    channel: str | None = None,
) -> Explanation:
    """Explain how one text is read: which rule matched, and which modifiers, in their order.

    Args:
        text: The text.
        lexicons: The rules, as `signals.find` takes them.
        role: Who wrote it, such as "seller".
        channel: Where it was written, such as "chat".

    Returns:
        The clauses with every match of a rule, those included that a modifier dropped.

    Raises:
        ParameterError: No text.

    Examples:
        >>> import vocvalue as vv
        >>> explained = vv.signals.explain("我朋友说会回购。我不会再买了")
        >>> [(match.words, match.status) for match in explained.signals]
        [('不会再买', 'negative')]
        >>> explained.to_frame()["outcome"][0]
        'dropped by zh.third'
    """
    if not isinstance(text, str):
        raise ParameterError(f"text == {text!r}, must be a text. For many texts there is find.")
    read = matcher_of(the_lexicons(lexicons)).explain(text, role=role, channel=channel)
    return Explanation(text=text, clauses=read.clauses, polarity=read.polarity)
