"""How often a check against gaming is a false alarm, and how often it finds what was planted.

Honest programmes are drawn: half a year of answers, whose number, score and mix vary from week to
week by themselves, given to agents who differ. `python -m benchmarks.gaming_rates` prints two
tables in Markdown: the share of honest programmes in which each check alone, and any of them after
the correction, raises an alarm; and the share of programmes gamed in one way in which its check
does.
"""

import argparse
import dataclasses
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from vocvalue.kpi.gaming.answers import CheckedAnswers
from vocvalue.kpi.gaming.measure import CheckedTables, Invitations, measure
from vocvalue.kpi.gaming.reopening import TicketMoments
from vocvalue.kpi.gaming.result import CHECKS, CheckName
from vocvalue.kpi.gaming.spans import TwoPeriods
from vocvalue.stats.proportions import wilson
from vocvalue.survey.scores.scale import scale_of
from vocvalue.tables.labels import Labels

LEVEL = 0.95
START, MIDDLE, END = (np.datetime64(day) for day in ("2024-01-01", "2024-04-01", "2024-07-01"))
SEGMENTS = ("basic", "silver", "gold")
SHARES, TOP, DETRACTORS = np.array([0.5, 0.3, 0.2]), np.array([-0.6, 0.0, 0.6]), -0.4
FOLLOWED = 30


@dataclasses.dataclass(frozen=True)
class World:
    """A kind of programme.

    Attributes:
        answers: Answers a week.
        weekly: The standard deviation of the logarithm of a week's answers, and, as log odds, of
            its score and its mix.
        agents: Agents.
        talent: The standard deviation of the log odds of an agent's top scores.
        skewed: Whether talent has a long tail upwards, as few are very good.
    """

    answers: float
    weekly: float
    agents: int
    talent: float
    skewed: bool = False

    def __str__(self) -> str:
        tail = ", long tail" if self.skewed else ""
        return f"{self.answers:g} | {self.weekly:g} | {self.agents}, {self.talent:g}{tail}"


WORLDS = (
    World(40, 0.0, 8, 0.0),
    World(40, 0.2, 8, 0.3),
    World(150, 0.0, 20, 0.3),
    World(150, 0.2, 20, 0.3),
    World(150, 0.4, 20, 0.6),
    World(150, 0.2, 60, 0.3),
    World(150, 0.2, 20, 0.3, skewed=True),
)


@dataclasses.dataclass(frozen=True)
class Gaming:
    """What is done to the score in the second quarter.

    Attributes:
        fewer: The part of the answers that is left away, of those who would be detractors.
        lean: How much likelier gold customers are to answer, as log odds.
        lean_asked: The same of being asked.
        begged: The part of those who are no promoters and become one in the last two weeks of each
            quarter.
        agent: The same of the answers to one agent.
        reopened: The share of tickets opened again; 5% where honest.
    """

    fewer: float = 0.0
    lean: float = 0.0
    lean_asked: float = 0.0
    begged: float = 0.0
    agent: float = 0.0
    reopened: float = 0.05


HONEST = Gaming()
GAMED: dict[CheckName, Gaming] = {
    "fewer answers": Gaming(fewer=0.9),
    "mix": Gaming(lean=0.7),
    "mix of those asked": Gaming(lean_asked=0.7),
    "reopened": Gaming(reopened=0.12),
    "period end": Gaming(begged=0.35),
    "agents": Gaming(agent=0.8),
}


def drawn(world: World, gaming: Gaming, random: np.random.Generator) -> CheckedTables:
    """Return a programme of two quarters, honest or gamed in the second.

    Args:
        world: What it is like.
        gaming: What is done to it.
        random: The random numbers.
    """
    days = np.arange(START, END)
    week = (days - START).astype(int) // 7
    is_late = days >= MIDDLE
    noise = world.weekly * random.normal(size=(week.max() + 1, 5))
    n = random.poisson(world.answers / 7 * np.exp(noise[week, 0] - world.weekly**2 / 2))
    mix = _mix(noise[:, 1:4], week, gaming.lean * is_late)
    day, place = np.repeat(days, n), np.repeat(np.arange(days.size), n)
    segment = _picked(mix[place], random)
    agent = random.integers(0, world.agents, day.size)
    talent = _talent(world, random)
    band = _bands(TOP[segment] + noise[week[place], 4] + talent[agent], random)
    band = _gamed(band, day, agent, gaming, random)
    used = ~((band == 0) & (day >= MIDDLE) & (random.random(day.size) < gaming.fewer))
    answers = CheckedAnswers(
        day=day[used],
        band=band[used],
        segment=_labels("tier", SEGMENTS, segment[used]),
        agent=_labels("agent", [f"A{it}" for it in range(world.agents)], agent[used]),
        scale=scale_of("nps"),
    )
    return CheckedTables(
        answers=answers,
        spans=TwoPeriods.of(answers.day, every="quarter", end=END - np.timedelta64(1, "D")),
        invitations=_invitations(world, gaming, days, random),
        tickets=_tickets(world, gaming, random),
    )


def _mix(
    noise: NDArray[np.float64], week: NDArray[np.int64], lean: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the shares of segments of each day."""
    weights = SHARES * np.exp(noise[week])
    weights[:, 2] *= np.exp(lean)
    return np.asarray(weights / weights.sum(axis=1, keepdims=True))


def _picked(shares: NDArray[np.float64], random: np.random.Generator) -> NDArray[np.int64]:
    edges = np.cumsum(shares, axis=1)[:, :-1]
    return np.asarray((random.random(len(shares))[:, None] > edges).sum(axis=1))


def _talent(world: World, random: np.random.Generator) -> NDArray[np.float64]:
    if world.skewed:
        return world.talent * (random.exponential(size=world.agents) - 1)
    return world.talent * random.normal(size=world.agents)


def _bands(odds: NDArray[np.float64], random: np.random.Generator) -> NDArray[np.int64]:
    """Return promoters with these log odds, and of the others detractors and passives."""
    is_promoter = random.random(odds.size) < expit(odds)
    is_detractor = random.random(odds.size) < expit(DETRACTORS - odds / 2)
    return np.where(is_promoter, 2, np.where(is_detractor, 0, 1))


def _gamed(
    band: NDArray[np.int64],
    day: NDArray[np.datetime64],
    agent: NDArray[np.int64],
    gaming: Gaming,
    random: np.random.Generator,
) -> NDArray[np.int64]:
    end = np.where(day < MIDDLE, MIDDLE, END)
    is_last = (end - day).astype(int) <= 14
    begged = is_last & (random.random(band.size) < gaming.begged)
    begged |= (agent == 0) & (random.random(band.size) < gaming.agent)
    return np.where(begged, 2, band)


def _labels(column: str, names: Sequence[str], codes: NDArray[np.int64]) -> Labels:
    return Labels(column=column, names=tuple(names), codes=codes, is_ordered=False)


def _invitations(
    world: World, gaming: Gaming, days: NDArray[np.datetime64], random: np.random.Generator
) -> Invitations:
    """Return ten times as many invitations as answers, with a mix of their own."""
    week = (days - START).astype(int) // 7
    noise = world.weekly * random.normal(size=(week.max() + 1, 4))
    n = random.poisson(10 * world.answers / 7 * np.exp(noise[week, 0]))
    mix = _mix(noise[:, 1:], week, gaming.lean_asked * (days >= MIDDLE))
    segment = _picked(np.repeat(mix, n, axis=0), random)
    return Invitations(day=np.repeat(days, n), segment=_labels("tier", SEGMENTS, segment))


def _tickets(world: World, gaming: Gaming, random: np.random.Generator) -> TicketMoments:
    """Return a third as many tickets as answers, all closed after two days."""
    days = np.arange(START, END)
    n = random.poisson(world.answers / 21, days.size)
    opened = np.repeat(days, n).astype("datetime64[us]")
    share = np.where(opened < MIDDLE, HONEST.reopened, gaming.reopened)
    noise = world.weekly * random.normal(size=60)
    week = (opened - START.astype("datetime64[us]")).astype("timedelta64[D]").astype(int) // 7
    again = random.random(opened.size) < expit(np.log(share / (1 - share)) + noise[week])
    hour = np.timedelta64(3_600_000_000, "us")
    return TicketMoments(
        opened=opened,
        closed=opened + 48 * hour,
        reopened=np.where(again, opened + 72 * hour, np.datetime64("NaT", "us")),
        end=END.astype("datetime64[us]"),
    )


def one_run(seed: int, world: World, gaming: Gaming) -> list[float]:
    """Return whether each check is below 5% by itself, whether it is an alarm, and whether any is.

    Args:
        seed: The seed.
        world: What the programme is like.
        gaming: What is done to it.
    """
    tables = drawn(world, gaming, np.random.default_rng(seed))
    found = measure(tables, closing="14 days", reopened_within=f"{FOLLOWED} days", level=LEVEL)
    checks = [found.of(name) for name in CHECKS]
    alone = [np.nan if it is None else float(it.p_value < 1 - LEVEL) for it in checks]
    alarms = [float(it is not None and found.is_alarm(it)) for it in checks]
    return [*alone, *alarms, float(bool(found.alarms))]


def rates(
    world: World, gaming: Gaming, n: int, *, first: int, processes: int
) -> NDArray[np.float64]:
    """Return the outcome of many programmes, shape (n, 2 checks + 1).

    Args:
        world: What they are like.
        gaming: What is done to them.
        n: How many.
        first: The first seed.
        processes: How many run at a time.
    """
    run: Callable[[int], list[float]] = partial(one_run, world=world, gaming=gaming)
    seeds = range(first, first + n)
    if processes == 1:
        return np.array([run(seed) for seed in seeds])
    with ProcessPoolExecutor(processes) as pool:
        return np.array(list(pool.map(run, seeds, chunksize=25)))


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=1_000, help="programmes of each kind")
    parser.add_argument("--processes", type=int, default=2, help="how many runs at a time")
    asked = parser.parse_args()
    k, header = len(CHECKS), "| answers a week | weeks vary | agents, talent | "
    print(f"{header}{' | '.join(CHECKS)} | any alarm |\n|{'---|' * (k + 4)}")
    for place, world in enumerate(WORLDS):
        first = 1_000_000 * (place + 1)
        found = rates(world, HONEST, asked.runs, first=first, processes=asked.processes)
        low, high = wilson(int(found[:, -1].sum()), asked.runs, LEVEL)
        cells = [f"{rate:.1%}" for rate in np.nanmean(found[:, :k], axis=0)]
        any_alarm = f"{found[:, -1].mean():.1%} ({low:.1%} to {high:.1%})"
        print(f"| {world} | {' | '.join(cells)} | {any_alarm} |", flush=True)
    print(f"\n{header}{' | '.join(CHECKS)} |\n|{'---|' * (k + 3)}")
    for place, world in enumerate(WORLDS):
        cells = []
        for column, name in enumerate(CHECKS):
            first = 1_000_000 * (place + 20) + 100_000 * column
            found = rates(
                world, GAMED[name], asked.runs // 4, first=first, processes=asked.processes
            )
            cells.append(f"{found[:, k + column].mean():.0%}")
        print(f"| {world} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
