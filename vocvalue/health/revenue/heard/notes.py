"""What a reader must know of how much of the revenue is heard."""

import datetime as dt

import numpy as np

from vocvalue.health import measure_notes
from vocvalue.health.account_log import AccountLog
from vocvalue.results import Note
from vocvalue.results.numerals import counted
from vocvalue.results.spans import date

LATE = np.timedelta64(31, "D")
"""Days without any answer at the end of the window, from which on it is pointed out."""


def on_accounts(log: AccountLog, until: np.datetime64) -> tuple[Note, ...]:
    """Note the accounts that were no customers at the end of the window.

    Args:
        log: All that is known of accounts.
        until: The end of the window.
    """
    return (
        *measure_notes.gone(int((log.left <= until).sum())),
        *measure_notes.not_yet(int((log.since > until).sum())),
        *measure_notes.emptied(log, until),
    )


def answers_end(last: np.datetime64, at: dt.datetime) -> tuple[Note, ...]:
    """Note that the answers end long before the window does.

    Args:
        last: The latest answer up to its end, NaT without any.
        at: The end of the window.
    """
    if np.isnat(last) or np.datetime64(at, "D") - last.astype("datetime64[D]") < LATE:
        return ()
    return (
        Note.of(
            "The latest answer is of {last}, long before {at}. If later ones are missing from the "
            "table, more accounts were heard than this says.",
            "最近一份作答为{last}，远早于{at}。若此后的作答未录入，实际覆盖的客户多于此结果。",
            last=date(last),
            at=date(at),
            bears_on="claim",
        ),
    )


def without_role(n: int) -> tuple[Note, ...]:
    """Note the people without a role.

    Args:
        n: How many answers within the window have none.
    """
    return Note.counted(
        n,
        "{answers} have no role: their accounts are heard, but through none of the roles.",
        "{answers}缺少角色：其客户计为已覆盖，但不计入任何角色。",
        answers=counted(n, "answer"),
    )
