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
        Note.of(
            "The arms were not assigned at random: those contacted may differ from the others "
            "in more than the contact. For retention, lift.adjusted_retention takes away what "
            "covariates tell of that.",
            "分组并非随机: 被联系者与其他客户可能本就不同。留存可用 lift.adjusted_retention "
            "按协变量调整。",
        ),
    )


def unsaid(*, is_said: bool) -> tuple[Note, ...]:
    """Note where nobody said whether chance decided the arms: then it counts as if it had not."""
    if is_said:
        return ()
    return (
        Note.of(
            "Nobody said whether chance decided the arms, so that the comparison counts as an "
            "association only. Where lots were drawn, pass randomised=True, or what lift.assign "
            "returned.",
            "未说明分组是否随机，因此比较结果仅视为相关。若为随机分组，请指定 randomised=True，"
            "或传入 lift.assign 的结果。",
        ),
    )
