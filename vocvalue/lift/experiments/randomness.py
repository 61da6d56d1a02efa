"""What a comparison rests on: chance that decided the arms, or not."""

from typing import TypeAlias

from vocvalue.errors import ParameterError
from vocvalue.results import Evidence, Note

Said: TypeAlias = bool | None
"""Whether chance decided the arms, as the caller says; None where nobody said it."""


def said(randomised: object) -> Said:
    """Return what was said of the arms, as True, False or None.

    Raises:
        ParameterError: Anything else, such as a text, which would count as a yes.
    """
    if randomised is None:
        return None
    if type(randomised).__name__ in {"bool", "bool_"}:
        return bool(randomised)
    kind = type(randomised).__name__
    raise ParameterError(
        f"randomised is of type {kind}, must be True where chance alone decided the arms, and "
        "False where not. What lift.assign returned goes to lift.experiment, which looks up the "
        "arm of each customer in it."
    )


def of_counts(randomised: object) -> tuple[Evidence, tuple[Note, ...]]:
    """Return the grade of a comparison of which no table is read, and what to note of it.

    Raises:
        ParameterError: As `said`.

    Examples:
        >>> of_counts(True)
        ('randomised', ())
        >>> of_counts(None)[0]
        'association only'
    """
    claim = said(randomised)
    if claim is None:
        return "association only", (UNSAID,)
    return ("randomised" if claim else "association only"), not_random(randomised=claim)


UNSAID = Note.of(
    "Nobody said whether customers were assigned at random, so the comparison counts as an "
    "association only. If they were, pass {claim}.",
    "未说明分组是否随机，因此比较结果仅视为相关。若为随机分组，请指定 {claim}。",
    bears_on="claim",
    claim="randomised=True",
)


def not_random(*, randomised: bool) -> tuple[Note, ...]:
    """Note where chance alone is not known to have decided the arms."""
    if randomised:
        return ()
    return (
        Note.of(
            "Without random assignment, the customers contacted may differ from the others in "
            "more than the contact. For retention, {adjusted} adjusts for covariates.",
            "分组并非随机，被联系的客户与其他客户可能本就不同。留存可用 {adjusted} 按协变量调整。",
            bears_on="claim",
            adjusted="lift.adjusted_retention",
        ),
    )


def unsaid(*, is_said: bool) -> tuple[Note, ...]:
    """Note where nobody said whether chance decided the arms: then it counts as if it had not."""
    if is_said:
        return ()
    return (
        Note.of(
            "Nobody said whether customers were assigned at random, so the comparison counts as "
            "an association only. If they were, pass {claim}, or what {assign} returned.",
            "未说明分组是否随机，因此比较结果仅视为相关。若为随机分组，请指定 {claim}，"
            "或传入 {assign} 的结果。",
            bears_on="claim",
            claim="randomised=True",
            assign="lift.assign",
        ),
    )
