"""What the groups, the treatment and the outcome are called where a comparison is spoken of."""

from dataclasses import dataclass

from vocvalue.results.texts import Text, pair


@dataclass(frozen=True, kw_only=True)
class Wording:
    """The nouns of a comparison; errors are in English only.

    Attributes:
        noun: What a group is called, in English.
        group: One of the two groups.
        either: Either of the two.
        treatment: The treatment.
        outcome: The outcome.
        figure: The difference between the groups.
        treated: The treated customers, in English.
        unvaried: A clause for outcomes that do not vary within a group, in English.
        plain: The function that gives the difference without adjustment, or None.
    """

    noun: str
    group: Text
    either: Text
    treatment: Text
    outcome: Text
    figure: Text
    treated: str
    unvaried: str
    plain: str | None = None


TREATMENT = Wording(
    noun="group",
    group=pair("a group", "一组"),
    either=pair("either group", "两组"),
    treatment=pair("the treatment", "处理"),
    outcome=pair("the outcome", "结果"),
    figure=pair("the difference", "这一差异"),
    treated="the treated customers",
    unvaried="all customers have the same outcome",
)
"""Of any treatment and any outcome."""
