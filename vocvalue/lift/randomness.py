"""What an experiment rests on: chance that decided the arms, or not."""

from vocvalue.lift.assigned import Experiment
from vocvalue.results import Evidence, Note


def evidence_of(experiment: Experiment) -> Evidence:
    """Return the grade of evidence of a plain comparison of the arms."""
    return "randomised" if experiment.randomised else "association only"


def not_random(experiment: Experiment) -> tuple[Note, ...]:
    """Note where chance alone did not decide the arms."""
    if experiment.randomised:
        return ()
    return (
        Note(
            en="The arms were not assigned at random: those contacted may differ from the others "
            "in more than the contact.",
            zh="分组并非随机: 被联系者与其他客户可能本就不同。",
        ),
    )
