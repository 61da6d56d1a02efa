"""What accounts say: the latest answer of each of their people, weighted by role and shrunk."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from vocvalue import checks
from vocvalue.errors import ParameterError, listed
from vocvalue.health.account_log import AnswerLog, Flags, Floats, Ints
from vocvalue.stats.credibility import Credible, credible_means


@dataclass(frozen=True, kw_only=True, eq=False)
class Saying:
    """What accounts say on a day.

    Attributes:
        found: The mean of each account before and after it was shrunk.
        n_people: How many people of each account answered, shape (n,).
        n_earlier: AnswerLog within the window that a later one of the same person replaces.
        n_without_role: AnswerLog that count without a role, where roles have weights.
    """

    found: Credible
    n_people: Ints = field(repr=False)
    n_earlier: int
    n_without_role: int


def said_by(
    answers: AnswerLog,
    *,
    after: np.datetime64,
    until: np.datetime64,
    is_there: Flags,
    weights: Floats,
) -> Saying:
    """Return what accounts say: of each person the latest answer in (after, until].

    Args:
        answers: The answers.
        after: Where the window opens.
        until: Where it closes.
        is_there: Whether an account counts, shape (n,).
        weights: The weight of each role, and at last that of no role, shape (roles + 1,).
    """
    weight = weights[answers.role]
    within = (answers.at > after) & (answers.at <= until) & is_there[answers.account]
    rows = np.flatnonzero(within & (weight > 0))
    # The last row of each person, as rows are sorted by moment: of two at one, the lower score.
    person, from_end = np.unique(answers.person[rows][::-1], return_index=True)
    latest = np.sort(rows[::-1][from_end])
    account = answers.account[latest]
    found = credible_means(account, answers.score[latest], weight[latest], is_there.size)
    without_role = np.count_nonzero(answers.role[latest] < 0) if answers.roles else 0
    return Saying(
        found=found,
        n_people=np.bincount(account, minlength=is_there.size),
        n_earlier=rows.size - person.size,
        n_without_role=int(without_role),
    )


def weights_of(role_weights: Mapping[str, float] | None, answers: AnswerLog) -> Floats:
    """Return the weight of each role of some answers, and at last that of no role.

    Whoever has no role counts like the role with the least weight above 0.

    Args:
        role_weights: The weights by role; None where all are equal.
        answers: The answers.

    Raises:
        ParameterError: A role without a weight, a weight below 0, all of them 0, or answers that
            have no roles.
    """
    if role_weights is None:
        return np.ones(len(answers.roles) + 1)
    if not isinstance(role_weights, Mapping):
        raise ParameterError(f"role_weights == {role_weights!r}, must map each role to a weight.")
    held = {
        name: checks.non_negative(f"role_weights[{name!r}]", value)
        for name, value in role_weights.items()
    }
    if not any(held.values()):
        raise ParameterError(f"role_weights == {held!r}, must hold a weight above 0.")
    if not answers.roles:
        raise ParameterError(
            "role_weights says what roles weigh, but the responses have no column of roles. Name "
            "it, Responses(..., role=...), or leave role_weights out."
        )
    missing = [name for name in answers.roles if name not in held]
    if missing:
        raise ParameterError(
            f"role_weights has no weight of {listed(missing)}. Give each role one; a role with 0 "
            "does not count."
        )
    least = min(value for value in held.values() if value > 0)
    return np.array([*(held[name] for name in answers.roles), least])
