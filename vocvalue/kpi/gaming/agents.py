"""An agent whose scores are too good."""

import numpy as np
from numpy.typing import NDArray

from vocvalue.kpi.gaming.answers import CheckedAnswers, Flags
from vocvalue.kpi.gaming.result import AgentShare
from vocvalue.kpi.gaming.seen import Seen
from vocvalue.kpi.gaming.spans import TwoPeriods
from vocvalue.kpi.shares import share_of
from vocvalue.results import Note
from vocvalue.results.notes import left_out
from vocvalue.results.numerals import counted
from vocvalue.results.texts import pair
from vocvalue.stats.outlying import above_the_others
from vocvalue.tables.labels import Labels

Counts = NDArray[np.int64]
LEAST = 5
"""Answers of an agent below which they are not judged."""


def too_good(answers: CheckedAnswers, spans: TwoPeriods, level: float) -> Seen | None:
    """Test, of each agent, that the highest scores are no more than the others lead to expect.

    The share of the highest scores is compared on the scale of the arcsine of its root, on which
    its variance does not depend on it. Honest agents differ too: how much, the others tell.

    Args:
        answers: The answers, with agents.
        spans: The two periods, of which the one judged counts.
        level: The confidence level.

    References:
        Anscombe (1948), The transformation of Poisson, binomial and negative-binomial data,
        Biometrika 35; Spiegelhalter (2005), Statistics in Medicine 24; Rosner (1983), Technometrics
        25.
    """
    if answers.agent is None:
        return None
    is_after = spans.is_after(answers.day)
    n, top = _counts(answers, answers.agent, spans.holds(answers.day) & is_after)
    n_before, top_before = _counts(answers, answers.agent, spans.holds(answers.day) & ~is_after)
    judged = np.flatnonzero(n >= LEAST)
    values = np.arcsin(np.sqrt((top[judged] + 0.375) / (n[judged] + 0.75)))
    found = above_the_others(values, 1 / np.sqrt(4 * n[judged] + 2), level)
    if found is None:
        return None
    expected = np.sin(np.clip(found.expected, 0, np.pi / 2)) ** 2
    limit = np.sin(np.clip(found.limit(1 - (1 - level) / judged.size), 0, np.pi / 2)) ** 2
    agents = [
        AgentShare(
            agent=answers.agent.names[code],
            share=share_of(int(top[code]), int(n[code]), level),
            before=share_of(int(top_before[code]), int(n_before[code]), level),
            expected=float(expected[place]),
            limit=float(limit[place]),
            p_value=float(found.p_values[place]),
            corrected=float(found.corrected[place]),
        )
        for place, code in enumerate(judged.tolist())
    ]
    agents.sort(key=lambda it: it.p_value)
    return Seen(
        p_value=float(found.corrected.min()),
        figures={"highest scores of all agents": share_of(int(top.sum()), int(n.sum()), level)},
        agents=tuple(agents),
        notes=_too_few(int(((n > 0) & (n < LEAST)).sum())),
    )


def _counts(answers: CheckedAnswers, agent: Labels, rows: Flags) -> tuple[Counts, Counts]:
    """Return the answers of each agent, and those with one of the highest scores."""
    here, k = rows & (agent.codes >= 0), len(agent.names)
    codes = agent.codes[here]
    n = np.bincount(codes, minlength=k)
    return n, np.bincount(codes[answers.is_top[here]], minlength=k)


def _too_few(n: int) -> tuple[Note, ...]:
    few = pair(
        "{agents} with fewer than {least} answers in the period",
        "{agents}本期答卷少于 {least} 份",
        agents=counted(n, "agent"),
        least=LEAST,
    )
    return left_out(n, few, of=pair("the check of agents", "客服检查"))
