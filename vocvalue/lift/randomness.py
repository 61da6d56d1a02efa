"""What a comparison rests on: chance that decided the arms, or not."""

from vocvalue.results import Evidence, Note


def evidence_of(*, randomised: bool) -> Evidence:
    """Return the grade of evidence of a plain comparison of the arms."""
    return "randomised" if randomised else "association only"


def not_random(*, randomised: bool) -> tuple[Note, ...]:
    """Note where chance alone did not decide the arms."""
    if randomised:
        return ()
    return (
        Note(
            en="The arms were not assigned at random: those contacted may differ from the others "
            "in more than the contact. For retention, lift.adjusted_retention takes away what "
            "covariates tell of that.",
            zh="分组并非随机: 被联系者与其他客户可能本就不同。留存可用 lift.adjusted_retention "
            "按协变量调整。",
        ),
    )
