"""Whether the arms of a comparison were assigned at random, as the caller states it."""

from typing import TypeAlias

from vocvalue.errors import ParameterError
from vocvalue.results import Evidence, Note

Said: TypeAlias = bool | None
"""Whether customers were assigned at random, as the caller states; None if not stated."""


def said(randomised: object) -> Said:
    """Return whether a random assignment was stated, as True, False or None.

    Raises:
        ParameterError: Anything else was passed, such as text, which would count as True.
    """
    if randomised is None:
        return None
    if type(randomised).__name__ in {"bool", "bool_"}:
        return bool(randomised)
    kind = type(randomised).__name__
    raise ParameterError(
        f"randomised is of type {kind}, must be True if customers were assigned at random, and "
        "False if not. Pass what lift.assign returned to lift.experiment, which looks up each "
        "customer's arm in it."
    )


def of_counts(randomised: object) -> tuple[Evidence, tuple[Note, ...]]:
    """Return the grade of evidence of a comparison from counts, and the notes on it.

    Raises:
        ParameterError: As for `said`.

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
    "It was not stated whether customers were assigned at random, so the comparison counts as an "
    "association only. If they were, pass {claim}.",
    "未说明分组是否随机，因此比较结果仅视为相关。若为随机分组，请指定 {claim}。",
    bears_on="claim",
    claim="randomised=True",
)


def not_random(*, randomised: bool) -> tuple[Note, ...]:
    """Note that the arms are not known to be random; nothing where they are."""
    if randomised:
        return ()
    return (
        Note.of(
            "Without random assignment, the customers contacted may differ from the others in more "
            "than the contact. For retention, {adjusted} adjusts for covariates.",
            "分组并非随机，被联系的客户与其他客户可能本就不同。留存可用 {adjusted} 按协变量调整。",
            bears_on="claim",
            adjusted="lift.adjusted_retention",
        ),
    )


def unsaid(*, is_said: bool) -> tuple[Note, ...]:
    """Note that a random assignment was not stated, which counts as if it had been denied."""
    if is_said:
        return ()
    return (
        Note.of(
            "It was not stated whether customers were assigned at random, so the comparison counts "
            "as an association only. If they were, pass {claim}, or what {assign} returned.",
            "未说明分组是否随机，因此比较结果仅视为相关。若为随机分组，请指定 {claim}，"
            "或传入 {assign} 的结果。",
            bears_on="claim",
            claim="randomised=True",
            assign="lift.assign",
        ),
    )
