"""The alerts that put a customer at risk: each says what it looks at and what trips it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from vocvalue import checks, duration
from vocvalue.errors import ParameterError

NPS = "nps"


@dataclass(frozen=True, kw_only=True)
class LowScore:
    """An answer at or below a score, in the table `responses`.

    Attributes:
        at_most: The highest score that trips it; 6 is the upper end of an NPS detractor.
        survey: The survey whose answers count, where the table names surveys; None takes all.
        lowest: The lowest score of the scale. Scores below it, such as -1 for no answer, are
            refused.
        name: What the rule is called in the result.

    Examples:
        >>> LowScore(at_most=2, survey="ces")
        LowScore(at_most=2, survey='ces', lowest=0, name='low_score')
    """

    at_most: float = 6
    survey: str | None = NPS
    lowest: float = 0
    name: str = "low_score"

    def __post_init__(self) -> None:
        checks.number("lowest", self.lowest)
        if checks.number("at_most", self.at_most) < self.lowest:
            raise ParameterError(
                f"at_most == {self.at_most}, must be at least lowest == {self.lowest}."
            )


@dataclass(frozen=True, kw_only=True)
class Complaint:
    """A row of the table `complaints`, or a row that holds given values in a column.

    Attributes:
        column: The column looked at, of `complaints`, or of `responses` where there is no table of
            complaints; None takes every row of `complaints`.
        any_of: The contents that make a row a complaint, such as topics, or True for a flag.
        name: What the rule is called in the result.

    Examples:
        >>> Complaint(column="topic", any_of=["delivery", "damage"]).name
        'complaint'
    """

    column: str | None = None
    any_of: Sequence[object] = ()
    name: str = "complaint"

    def __post_init__(self) -> None:
        if isinstance(self.any_of, str) or not isinstance(self.any_of, Sequence):
            raise ParameterError(f"any_of == {self.any_of!r}, must be a list: [{self.any_of!r}].")
        if (self.column is None) == bool(self.any_of):
            raise ParameterError("a complaint needs both column and any_of, or neither.")


@dataclass(frozen=True, kw_only=True)
class FallingValue:
    """A customer value that is lower than it was, by a fraction or by an amount.

    Attributes:
        relative: The least fall as a fraction of the value before: 0.30 is 30%; or else
        absolute: The least fall in money.
        before: Column of the value before, where one table holds both.
        now: Column of the value now.
        name: What the rule is called in the result.

    Examples:
        >>> FallingValue(relative=0.30).relative, FallingValue(absolute=500).absolute
        (0.3, 500)
    """

    relative: float | None = None
    absolute: float | None = None
    before: str = "value_before"
    now: str = "value"
    name: str = "falling_value"

    def __post_init__(self) -> None:
        if (self.relative is None) == (self.absolute is None):
            raise ParameterError(
                "name either relative (0.30 is 30% of the value before) or absolute (an amount of "
                "money), and not both."
            )
        if self.relative is not None:
            checks.margin(self.relative, name="relative")
        if self.absolute is not None:
            checks.positive("absolute", self.absolute)


@dataclass(frozen=True, kw_only=True)
class Silence:
    """No order for longer than a span, in the table `orders`.

    Attributes:
        longer_than: The span, such as "90 days".
        name: What the rule is called in the result.

    Examples:
        >>> Silence(longer_than="90 days").seconds
        7776000
    """

    longer_than: duration.Span
    name: str = "silence"

    def __post_init__(self) -> None:
        duration.length(self.longer_than, "day", name="longer_than")

    @property
    def seconds(self) -> int:
        """The span in whole seconds."""
        return round(86_400 * duration.length(self.longer_than, "day", name="longer_than"))


Rule: TypeAlias = LowScore | Complaint | FallingValue | Silence


def checked_rules(rules: Sequence[Rule]) -> tuple[Rule, ...]:
    """Return rules that can be told apart by their names."""
    if isinstance(rules, Rule):
        raise ParameterError(f"rules == {rules!r}, must be a list of rules: [{rules!r}].")
    given = tuple(rules)
    if not given:
        raise ParameterError("rules == [], must name at least one, such as LowScore().")
    odd = [rule for rule in given if not isinstance(rule, Rule)]
    if odd:
        raise ParameterError(
            f"{odd[0]!r} is not a rule; there are LowScore, Complaint, FallingValue and Silence."
        )
    names = [rule.name for rule in given]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ParameterError(
            f"two rules are called {twice[0]!r}: give one of them another name with name=."
        )
    reserved = {"customer_id", "fired_at", "rules", "value"} & set(names)
    if reserved:
        raise ParameterError(f"a rule cannot be called {reserved.pop()!r}, which is a column.")
    return given
