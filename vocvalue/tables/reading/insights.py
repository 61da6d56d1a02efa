"""Insights, and what was done about them, as tables that know how they are read."""

from dataclasses import dataclass

from vocvalue import checks
from vocvalue.tables.table import Table, check_names


@dataclass(frozen=True, eq=False)
class Insights(Table):
    """Insights that the programme submitted, one row each, as a table that knows how it is read.

    A column that is not named is used if the table has one under the name that stands here.

    Attributes:
        insight_id: Column with the insight ids.
        submitted: Column of when each was submitted.
        department: Column of the department that is to act on it; by default "department", if there
            is one.
        major: Column of whether it is a major insight, yes or no; by default "major", if there is
            one. Only major insights count; without such a column all do.
        timezone: As in `Orders`.
        timestamp_format: As in `Orders`.

    Examples:
        >>> import pandas as pd
        >>> import vocvalue as vv
        >>> log = pd.DataFrame({"key": ["V-7"], "date": ["2024-02-05"], "owner": ["logistics"]})
        >>> insights = vv.Insights(log, insight_id="key", submitted="date", department="owner")
        >>> insights.department
        'owner'
    """

    insight_id: str = "insight_id"
    submitted: str = "submitted"
    department: str | None = None
    major: str | None = None
    timezone: str | None = None
    timestamp_format: str | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        check_names(self, ("insight_id", "submitted", "department", "major"))


@dataclass(frozen=True, eq=False)
class Actions(Table):
    """What was done about insights, one row per action, as a table that knows how it is read.

    A column that is not named is used if the table has one under the name that stands here.

    Attributes:
        insight_id: Column with the id of the insight that an action is about.
        completed: Column of when it was completed, empty if it is not.
        status: Column of how it stands; by default "status", if there is one. An action is then
            completed only if its status says so, and one that was cancelled does not count.
        done: What the status says of a completed action; by default words such as "completed",
            "done" and "已完成".
        value: Column of the money that it brought; by default "value", if there is one.
        evidence: Column of the grade of evidence of that money: "randomised", "adjusted
            observational" or "association only"; by default "evidence", if there is one. Money
            without a grade counts as "association only".
        currency: The currency code, or the column that holds it.
        timezone: As in `Orders`.
        timestamp_format: As in `Orders`.

    Examples:
        >>> import pandas as pd
        >>> import vocvalue as vv
        >>> projects = pd.DataFrame({"key": ["V-7"], "finished": ["2024-05-02"], "state": ["live"]})
        >>> actions = vv.Actions(
        ...     projects, insight_id="key", completed="finished", status="state", done=("live",)
        ... )
        >>> actions.done
        ('live',)
    """

    insight_id: str = "insight_id"
    completed: str = "completed"
    status: str | None = None
    done: tuple[str, ...] = ()
    value: str | None = None
    evidence: str | None = None
    currency: str | None = None
    timezone: str | None = None
    timestamp_format: str | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        check_names(self, ("insight_id", "completed", "status", "value", "evidence"))
        object.__setattr__(self, "done", checks.columns("done", self.done))
