"""The tables of an experiment that know how they are read: arms, and what followed."""

from dataclasses import dataclass

from vocvalue.errors import ParameterError
from vocvalue.tables.reading.customers import Timed


@dataclass(frozen=True, eq=False)
class Assignments(Timed):
    """The arms of an experiment, one row per customer, that know how they are read.

    Attributes:
        arm: Column with the arms.

    Examples:
        >>> import vocvalue as vv
        >>> vv.Assignments("arms.csv", customer_id="id", arm="group").arm
        'group'
    """

    arm: str = "arm"


@dataclass(frozen=True, eq=False)
class Outcomes(Timed):
    """What became of customers, one row per customer, as a table that knows how it is read.

    It is accepted wherever outcomes are: as `outcomes=` of `lift.experiment` and `churned=` of
    `survey.cross_analysis`.

    Attributes:
        retained: Column of who stayed: 1 or 0, yes or no, empty if not yet known.
        left: Column of who left, in the same form; with or instead of the column of who stayed.
        duration: Column of the days until the customer left or was last observed; it needs `left`.
        spend: Column of the amount spent in the window.

    Examples:
        >>> import pandas as pd
        >>> import vocvalue as vv
        >>> churn = pd.DataFrame({"client": [1, 2, 3, 4], "churned": ["no", "yes", "yes", "yes"]})
        >>> outcomes = vv.Outcomes(churn, customer_id="client", left="churned")
        >>> arms = pd.DataFrame({"customer_id": [1, 2, 3, 4], "arm": ["treated", "control"] * 2})
        >>> vv.lift.experiment(arms, outcomes=outcomes).retained.tolist()
        [1.0, 0.0, 0.0, 0.0]
    """

    retained: str = "retained"
    left: str | None = None
    duration: str | None = None
    spend: str | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.duration is not None and self.left is None:
            raise ParameterError(
                f"duration == {self.duration!r} and left == None: pass both columns. A "
                "duration has no meaning unless it is known whether the customer left then or "
                "was only observed until then."
            )
