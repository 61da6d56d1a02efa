"""The rules that mark a customer as at risk: what each examines and what triggers it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from vocvalue import checks, duration
from vocvalue.errors import ParameterError

NPS = "nps"


@dataclass(frozen=True, kw_only=True)
class LowScore:
    """A response with a score at or below a limit, in the table `responses`.

    Attributes:
        at_most: The highest score that triggers the rule; 6 is the highest score of an NPS
            detractor.
        survey: The survey whose responses count, if the table names surveys; None for all.
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
    """A row of the table `complaints`, or a row with certain values in a column.

    Attributes:
        column: The column examined, of `complaints`, or of `responses` if there is no table of
            complaints; None for every row of `complaints`.
        any_of: The values that make a row a complaint, such as topics, or True for a flag.
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
            raise ParameterError("a Complaint needs both column= and any_of=, or neither.")


@dataclass(frozen=True, kw_only=True)
class FallingValue:
    """A customer value that has fallen by at least a fraction or an amount.

    Attributes:
        relative: The smallest fall that counts, as a fraction of the earlier value: 0.30 is 30%;
            pass this or absolute.
        absolute: The smallest fall that counts, as an amount of money.
        before: Column with the earlier value, where one table has both.
        now: Column with the current value.
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
                "pass either relative (0.30 is 30% of the earlier value) or absolute (an amount of "
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
    """Return the rules, after checking that each has a name of its own."""
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
            f"two rules are called {twice[0]!r}. Give one of them another name with name=."
        )
    reserved = {"customer_id", "fired_at", "rules", "value"} & set(names)
    if reserved:
        raise ParameterError(
            f"a rule cannot be called {reserved.pop()!r}, the name of a column of the result. Give "
            "it another name with name=."
        )
    return given
