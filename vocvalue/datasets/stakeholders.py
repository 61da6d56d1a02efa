"""A simulated internal survey: what all who were invited think, and who of them answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vocvalue import checks, progress
from vocvalue.datasets.observation import day_of
from vocvalue.datasets.purchase import fraction
from vocvalue.errors import ParameterError
from vocvalue.results.plain_data import plain
from vocvalue.results.result import Pictured
from vocvalue.results.texts import pair
from vocvalue.sealed import HandedOut

QUESTIONS: Mapping[str, float] = {"timeliness": 3.7, "actionability": 3.2}
"""The mean of what people think, by question, in the first quarter."""
INVITED: Mapping[str, int] = {"logistics": 6, "service": 7, "product": 8, "stores": 3}
"""How many people are invited, by department."""
OF_PEOPLE, OF_ANSWERS = 0.6, 0.5
"""How far people differ from one another, and one person's answers from each other."""
POINTS = 5


@dataclass(frozen=True, kw_only=True, eq=False)
class SimulatedStakeholders(Pictured):
    """Answers to an internal survey, with the truth behind them.

    Attributes:
        answers: One row per answer: respondent, timestamp, department, question, score.
        truth: One row per person invited, quarter and question: what the person thinks (score) and
            whether it was answered.
        parameters: Everything the simulation was run with.
    """

    answers: HandedOut[pd.DataFrame] = HandedOut()
    truth: HandedOut[pd.DataFrame] = HandedOut()
    parameters: Mapping[str, Any]

    @property
    def invited(self) -> Mapping[str, int]:
        """How many people are invited in each quarter, by department."""
        return {name: int(n) for name, n in self.parameters["invited"].items()}

    def to_frame(self) -> pd.DataFrame:
        """Return the answers."""
        return self.answers

    def to_dict(self) -> dict[str, Any]:
        """Return the parameters and the sizes; the tables stay tables."""
        return {"n_answers": len(self.answers), "parameters": plain(self.parameters)}

    def true_means(self) -> pd.DataFrame:
        """Return the mean of all who were invited: a row per quarter, a column per question.

        Examples:
            >>> simulate_stakeholders(n_quarters=2, seed=1).true_means().round(2)
            question    actionability  timeliness
            quarter
            2024-01-01           3.25        3.75
            2024-04-01           3.29        3.96
        """
        return self.truth.pivot_table("score", index="quarter", columns="question")


@progress.step(pair("simulating answers", "模拟答卷"))
def simulate_stakeholders(
    *,
    invited: Mapping[str, int] = INVITED,
    questions: Mapping[str, float] = QUESTIONS,
    n_quarters: int = 8,
    change: float = 0.1,
    response: float = 0.6,
    selection: float = 0.0,
    skipped: Sequence[int] = (),
    start: str = "2024-01-01",
    seed: int | np.random.Generator,
) -> SimulatedStakeholders:
    """Simulate a quarterly survey of the same people.

    What a person thinks is the mean of the question, a step of his own that stays, the change of
    every quarter, and noise, rounded to 1 to 5. A person answers all questions of a quarter or
    none, with the probability `response`; `selection` says how much likelier the content ones are
    to answer, in log-odds for each point.

    Args:
        invited: How many people are invited, by department.
        questions: What people think in the mean in the first quarter, by question.
        n_quarters: How many quarters there are.
        change: By how much they think better in each quarter than in the one before.
        response: How likely a person with the mean opinion is to answer.
        selection: How much likelier content people are to answer; 0 for no such choice.
        skipped: The quarters in which nobody was asked, counted from 0.
        start: The first day of the first quarter.
        seed: The seed: a whole number, or a NumPy generator.

    Returns:
        A `SimulatedStakeholders`; its `true_means` are what `kpi.stakeholder_satisfaction`
        estimates from those who answered.

    Raises:
        ParameterError: A response outside 0 to 1, or nobody invited.

    Examples:
        >>> survey = simulate_stakeholders(seed=1)
        >>> list(survey.answers.columns)
        ['respondent', 'timestamp', 'department', 'question', 'score']
        >>> sum(survey.invited.values()), survey.answers["respondent"].nunique()
        (24, 24)
    """
    rng = checks.seed(seed)
    sizes = {name: checks.whole(f"invited[{name!r}]", n, least=1) for name, n in invited.items()}
    if not sizes or not questions:
        raise ParameterError("invited and questions must each name at least one.")
    n = checks.whole("n_quarters", n_quarters, least=1)
    first = day_of("start", start)
    department = np.repeat(np.array(list(sizes)), list(sizes.values()))
    base = rng.normal(0, OF_PEOPLE, department.size)
    asked = ~np.isin(np.arange(n), list(skipped))[:, None]
    chance = _chance(fraction("response", response), base, selection)
    answers = (rng.random((n, department.size)) < chance) & asked
    steps = checks.number("change", change) * np.arange(n, dtype=np.float64)
    truth = _opinions(base, department, questions, steps, rng)
    quarters = pd.DatetimeIndex([first + pd.DateOffset(months=3 * q) for q in range(n)])
    truth.insert(0, "quarter", quarters.repeat(department.size * len(questions)))
    truth["answered"] = np.repeat(answers.ravel(), len(questions))
    return SimulatedStakeholders(
        answers=_answers(truth, rng),
        truth=truth,
        parameters={
            "invited": sizes,
            "questions": dict(questions),
            "n_quarters": n,
            "change": float(change),
            "response": float(response),
            "selection": float(selection),
            "skipped": [int(quarter) for quarter in skipped],
            "start": str(start),
            "seed": seed if isinstance(seed, int) else None,
        },
    )


def _chance(response: float, base: NDArray[np.float64], selection: float) -> NDArray[np.float64]:
    """Return how likely each person is to answer."""
    if response in (0.0, 1.0):
        return np.full(base.size, response)
    odds = response / (1 - response) * np.exp(checks.number("selection", selection) * base)
    return np.asarray(odds / (1 + odds))


def _opinions(
    base: NDArray[np.float64],
    department: NDArray[np.str_],
    questions: Mapping[str, float],
    steps: NDArray[np.float64],
    rng: np.random.Generator,
) -> pd.DataFrame:
    """Return what each person thinks of each question in each quarter, in this order of rows."""
    shape = (steps.size, base.size, len(questions))
    mean = np.array(list(questions.values())) + base[:, None]
    opinion = mean[None] + steps[:, None, None] + rng.normal(0, OF_ANSWERS, shape)
    _, person, question = np.indices(shape).reshape(3, -1)
    return pd.DataFrame(
        {
            "respondent": np.array([f"P{i:02d}" for i in range(1, base.size + 1)])[person],
            "department": department[person],
            "question": np.array(list(questions))[question],
            "score": np.clip(np.rint(opinion), 1, POINTS).astype(np.int64).ravel(),
        }
    )


def _answers(truth: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Return the answers, each person's on one day of the last month of its quarter."""
    person = truth.groupby(["quarter", "respondent"]).ngroup().to_numpy()
    day = rng.integers(62, 80, person.max() + 1)[person]
    answers = truth.assign(timestamp=truth["quarter"] + pd.to_timedelta(day, unit="D"))
    answers = answers[answers["answered"]]
    columns = ["respondent", "timestamp", "department", "question", "score"]
    return answers.sort_values(["timestamp", "respondent"], kind="stable", ignore_index=True)[
        columns
    ]
