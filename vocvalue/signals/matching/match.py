"""What is read in a text: a signal, and all that led to it or away from it."""

from dataclasses import dataclass

KINDS = ("repurchase", "upsell", "cross_sell")
# From the weakest to the strongest: of two in one clause the stronger stays.
STATUSES = ("positive", "conditional", "past", "switch", "negative")
DROPPED = "dropped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """One signal in one text.

    Attributes:
        row: Number of the text in what was handed in, from 0.
        language: Language of the lexicon whose rule matched: "zh" or "en".
        kind: "repurchase", "upsell" or "cross_sell".
        status: "positive", "conditional", "negative", "past" or "switch".
        start: First character in the original text, in code points.
        end: The character after the last.
        words: `text[start:end]`.
        product: What is asked for, or the rival of a switch, as written in the text.
        rule: Id of the rule, such as "zh.rep.fut".
        modifiers: Ids of the modifiers that fired, in order.
        sarcasm: Whether a modifier marked the sentence as sarcasm.
        condition: The words of the condition, of a conditional signal.
        confidence: How sure a model is, from 0 to 1; None for rules.
    """

    row: int
    language: str
    kind: str
    status: str
    start: int
    end: int
    words: str
    product: str | None
    rule: str
    modifiers: tuple[str, ...]
    sarcasm: bool = False
    condition: str | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """A place where a rule matched, and what became of it.

    Attributes:
        match: The signal as it was when it left the modifiers; its status is "dropped" if one of
            them dropped it.
        dropped_by: Id of the modifier that dropped it, or None.
        hidden_by: Id of the rule whose signal stands for this clause instead, or None.
    """

    match: Match
    dropped_by: str | None = None
    hidden_by: str | None = None

    @property
    def is_signal(self) -> bool:
        """Whether it is reported."""
        return self.dropped_by is None and self.hidden_by is None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainedClause:
    """One clause of a text and every rule that matched in it."""

    start: int
    end: int
    words: str
    tried: tuple[Tried, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainedText:
    """How a text was read: its clauses, and its polarity by the words of the lexicons."""

    text: str
    clauses: tuple[ExplainedClause, ...]
    polarity: int | None

    @property
    def matches(self) -> tuple[Match, ...]:
        """The signals of the text."""
        every = (tried for clause in self.clauses for tried in clause.tried)
        return tuple(tried.match for tried in every if tried.is_signal)
