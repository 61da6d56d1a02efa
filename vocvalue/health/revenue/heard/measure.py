"""AnswerLog of accounts in, how much of the revenue is heard out."""

import datetime as dt

import numpy as np

from vocvalue.duration import Span
from vocvalue.health.account_log import AccountLog, AnswerLog, Flags, Ints, Moments
from vocvalue.health.measured import earlier
from vocvalue.health.revenue.book import RevenueBook
from vocvalue.health.revenue.heard import notes
from vocvalue.health.revenue.heard.result import HeardRole, HeardTier, RevenueCoverage


def measure(log: AccountLog, answers: AnswerLog, at: dt.datetime, window: Span) -> RevenueCoverage:
    """Return how much of the revenue is heard.

    Args:
        log: All that is known of accounts.
        answers: Their people's answers.
        at: The end of the window.
        window: How long it is.

    Raises:
        DataError: No account is a customer then, or none of them has any revenue.
        ParameterError: A window without a unit or length.
    """
    until, after = np.datetime64(at, "us"), np.datetime64(earlier(at, window), "us")
    book = RevenueBook.of(log, ~(log.left <= until) & ~(log.since > until))
    within = (answers.at > after) & (answers.at <= until)
    n_people = _people(answers, within, log.n)[book.place]
    last = _last(answers, answers.at <= until, log.n)
    rolled = within & np.isin(answers.account, book.place)
    return RevenueCoverage(
        account_id=book.account_id,
        revenue=book.revenue,
        tier=book.tiers,
        n_people=n_people,
        last_answer=last[book.place],
        tiers=_tiers(book, n_people > 0),
        roles=_roles(book, answers, rolled),
        start=(after + np.timedelta64(1, "us")).item(),
        at=at,
        window=window,
        currency=log.currency,
        notes=(
            *notes.on_accounts(log, until),
            *notes.answers_end(_latest(last), at),
            *notes.without_role(_n_without_role(answers, rolled)),
            *log.notes,
        ),
    )


def _people(answers: AnswerLog, rows: Flags, n: int) -> Ints:
    """Return how many people of each account gave one of some answers, shape (n,)."""
    _, first = np.unique(answers.person[rows], return_index=True)
    return np.bincount(answers.account[rows][first], minlength=n).astype(np.int64)


def _last(answers: AnswerLog, rows: Flags, n: int) -> Moments:
    """Return the latest of some answers of each account, NaT without any, shape (n,)."""
    last = np.full(n, np.datetime64("NaT", "us"))
    last[answers.account[rows]] = answers.at[rows]  # sorted by moment: the latest is written last
    return last


def _latest(moments: Moments) -> np.datetime64:
    known = moments[~np.isnat(moments)]
    return known.max() if known.size else np.datetime64("NaT", "us")


def _tiers(book: RevenueBook, heard: Flags) -> tuple[HeardTier, ...]:
    """Return how much of each tier is heard, that with the most revenue first."""
    if book.tiers is None:
        return ()
    names, code = np.unique(np.array(book.tiers, dtype=np.str_), return_inverse=True)
    k, revenue = names.size, np.nan_to_num(book.revenue)
    sums = (
        np.bincount(code, minlength=k),
        np.bincount(code[heard], minlength=k),
        np.bincount(code, revenue, k),
        np.bincount(code[heard], revenue[heard], k),
    )
    tiers = [
        HeardTier(
            tier=str(name),
            n_accounts=int(n),
            n_heard=int(n_heard),
            revenue=float(whole),
            revenue_heard=float(part),
        )
        for name, n, n_heard, whole, part in zip(names, *sums, strict=True)
    ]
    return tuple(sorted(tiers, key=lambda it: -it.revenue))


def _roles(book: RevenueBook, answers: AnswerLog, rows: Flags) -> tuple[HeardRole, ...]:
    """Return through which roles accounts are heard, that with the most revenue first."""
    revenue = np.zeros(int(book.place.max()) + 1)
    revenue[book.place] = np.nan_to_num(book.revenue)
    total = float(revenue.sum())
    roles = []
    for code, name in enumerate(answers.roles):
        accounts = np.unique(answers.account[rows & (answers.role == code)])
        share = float(revenue[accounts].sum()) / total
        roles.append(HeardRole(role=name, n_accounts=accounts.size, by_revenue=share))
    return tuple(sorted(roles, key=lambda it: -it.by_revenue))


def _n_without_role(answers: AnswerLog, rows: Flags) -> int:
    return int((rows & (answers.role < 0)).sum()) if answers.roles else 0
