"""What a reader must know of what was measured of accounts."""

import datetime as dt

import numpy as np

from vocvalue.health.account_log import AccountLog
from vocvalue.results import Note
from vocvalue.results.notes import left_out
from vocvalue.results.numerals import counted
from vocvalue.results.spans import date, month
from vocvalue.results.texts import pair
from vocvalue.stats.credibility import Credible


def gone(n: int) -> tuple[Note, ...]:
    """Note the accounts that had left by then."""
    return left_out(
        n,
        pair(
            "{accounts} that had left by then",
            "{accounts}届时已流失",
            accounts=counted(n, "account"),
        ),
    )


def not_yet(n: int) -> tuple[Note, ...]:
    """Note the accounts that became customers later."""
    return left_out(
        n,
        pair(
            "{accounts} that became a customer only later",
            "{accounts}届时尚未成为客户",
            accounts=counted(n, "account"),
        ),
    )


def emptied(log: AccountLog, until: np.datetime64) -> tuple[Note, ...]:
    """Note the accounts without revenue that left later: the table is one of a later day.

    Args:
        log: All that is known of accounts.
        until: The day on which they are looked at.
    """
    n = int(((log.left > until) & (log.revenue == 0)).sum())
    return Note.counted(
        n,
        "The revenue of {accounts} that left after {at} is 0. If it was set to 0 when they left, "
        "the table accounts is of a later day, and revenue on {at} is understated. Pass the table "
        "as it stood then.",
        "有 {accounts}在{at}之后流失，其收入为 0。若收入是在流失后才清零的，则客户表晚于该日，"
        "当日的收入会被低估。请使用当时的客户表。",
        accounts=counted(n, "account"),
        at=date(until.astype(dt.datetime)),
        bears_on="figure",
    )


def earlier_answers(n: int) -> tuple[Note, ...]:
    """Note the answers that later ones replace."""
    return Note.counted(
        n,
        "Of people who answered several times within the window only the latest answer counts; "
        "left out as earlier: {answers}.",
        "同一人在观察期内多次作答的，以最近一次为准：{answers}较早，未计入。",
        answers=counted(n, "answer"),
        bears_on="reading",
    )


def without_role(n: int) -> tuple[Note, ...]:
    """Note the answers without a role."""
    return Note.counted(
        n,
        "Answers without a role count like the role with the least weight: {answers}.",
        "{answers}没有角色，按权重最低的角色计。",
        answers=counted(n, "answer"),
    )


def shrinkage(found: Credible) -> tuple[Note, ...]:
    """Note that answers could not be shrunk, or were all shrunk to one mean."""
    if not (found.n_effective > 0).any():
        return ()
    if np.isnan(found.between):
        return (
            Note.of(
                "Answers are not shrunk: the variance within accounts cannot be estimated, as no "
                "account has answers of two people. A single answer then counts as the account's.",
                "答案未作收缩：没有一家客户有两人作答，无法估计客户内部的方差，单人作答即视为该客户"
                "的评价。",
            ),
        )
    if found.between == 0 and found.within > 0:
        return (
            Note.of(
                "Answers differ between accounts by no more than between people of one account, so "
                "every account with answers counts with the mean of all.",
                "各客户之间的评分差异不大于同一客户内不同人之间的差异，因此有作答的客户一律取总体均值。",
                count=int((found.n_effective > 0).sum()),
                bears_on="claim",
            ),
        )
    return ()


def usage_ends(last: int | None, at: dt.datetime) -> tuple[Note, ...]:
    """Note that usage ends in a month before the day."""
    complete = int(np.datetime64(at + dt.timedelta(microseconds=1), "M").astype(np.int64)) - 1
    if last is None:
        return (
            Note.of(
                "There is no usage in a whole month up to {at}.",
                "截至{at}没有任何完整月份的用量。",
                at=date(at),
            ),
        )
    if last == complete:
        return ()
    return (
        Note.of(
            "The last whole month of usage is {last}, which ends before {at}: usage counts up to "
            "there only.",
            "用量的最后一个完整月份为{last}，早于{at}，只计到该月。",
            last=month(np.datetime64(last, "M")),
            at=date(at),
        ),
    )


def gaps(n: int, policy: str) -> tuple[Note, ...]:
    """Note the months without a row."""
    if policy == "zero":
        return Note.counted(
            n,
            "Months of an account without a row of usage: {n}. They count as months without usage; "
            "if nothing is known of them, pass gaps='unknown'.",
            "共 {n} 个客户月没有用量记录，按用量为零计。若实为数据缺失，请传入 gaps='unknown'。",
        )
    return Note.counted(
        n,
        "Months of an account without a row of usage: {n}. They are left out as not known.",
        "共 {n} 个客户月没有用量记录，按未知处理，未计入。",
    )
