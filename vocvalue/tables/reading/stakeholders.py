"""Answers of colleagues to the internal survey, as a table that knows how it is read."""

from dataclasses import dataclass

from vocvalue.tables.score_texts import Labels, check_labels
from vocvalue.tables.table import Table, check_names


@dataclass(frozen=True, eq=False)
class StakeholderAnswers(Table):
    """Answers of colleagues to the internal survey, one row per answer to one question.

    A column that is not named is used if the table has one under the name that stands here.

    Attributes:
        respondent: Column of who answered; by default "respondent", if there is one. Without such a
            column each answer to a question is taken to come from somebody else.
        timestamp: Column of when.
        question: Column of the question, such as "timeliness" and "actionability"; by default
            "question", or else "survey", if there is one.
        score: Column with the scores.
        department: Column of the department; by default "department", if there is one.
        score_labels: As in `Responses`.
        timezone: As in `Orders`.
        timestamp_format: As in `Orders`.

    Examples:
        >>> import pandas as pd
        >>> import vocvalue as vv
        >>> survey = pd.DataFrame({"who": ["Wang"], "timestamp": ["2024-03-05"], "score": [4]})
        >>> vv.StakeholderAnswers(survey, respondent="who").respondent
        'who'
    """

    respondent: str | None = None
    timestamp: str = "timestamp"
    question: str | None = None
    score: str = "score"
    department: str | None = None
    score_labels: Labels | None = None
    timezone: str | None = None
    timestamp_format: str | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        check_names(self, ("respondent", "timestamp", "question", "score", "department"))
        check_labels(self.score_labels, "score_labels")
