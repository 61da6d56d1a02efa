"""How an action stands, by the word in its column of the status."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vocvalue.errors import DataError, listed
from vocvalue.showing import cell

DONE = frozenset(
    {"completed", "complete", "done", "closed", "finished", "implemented", "resolved", "shipped"}
    | {"完成", "已完成", "已关闭", "已结束", "已解决", "已落地", "已上线", "已实施"}
)
"""What the status says of a completed action."""
CANCELLED = frozenset(
    {"cancelled", "canceled", "rejected", "dropped", "abandoned", "declined"}
    | {"取消", "已取消", "终止", "已终止", "驳回", "已驳回", "已放弃"}
)
"""What it says of one that will not be done."""
UNDER_WAY = frozenset(
    {"open", "new", "planned", "pending", "started", "in progress", "ongoing", "on hold", "to do"}
    | {"todo", "not started", "under way", "blocked", "delayed", "in review"}
    | {"未开始", "待开始", "进行中", "未完成", "计划中", "待处理", "处理中", "暂停", "延期"}
)
"""What it says of one that is not completed yet."""


@dataclass(frozen=True, kw_only=True, eq=False)
class ActionStanding:
    """How each action stands.

    Attributes:
        is_done: Whether its status says that it is completed, shape (n,).
        is_cancelled: Whether it was cancelled, shape (n,).
        is_stated: Whether it has a status at all, shape (n,).
    """

    is_done: NDArray[np.bool_]
    is_cancelled: NDArray[np.bool_]
    is_stated: NDArray[np.bool_]


def standing(words: NDArray[np.object_], *, done: Sequence[str], column: str) -> ActionStanding:
    """Return how each action stands.

    Args:
        words: The status of each, None where it is blank, shape (n,).
        done: What the status says of a completed action; empty for the usual words.
        column: The column's name in messages.

    Raises:
        DataError: A status that is not known, where it was not said which ones mean completed.

    Examples:
        >>> words = np.array(["Done", "in progress", None, "已取消"], dtype=object)
        >>> found = standing(words, done=(), column="status")
        >>> found.is_done.tolist(), found.is_cancelled.tolist()
        ([True, False, False, False], [False, False, False, True])
    """
    meant = frozenset(map(_plain, done)) or DONE
    plain = [None if word is None else _plain(word) for word in words]
    unknown = [
        word
        for word, text in zip(words, plain, strict=True)
        if text and text not in meant | CANCELLED | UNDER_WAY
    ]
    if unknown and not done:
        raise _not_known(unknown, column)
    return ActionStanding(
        is_done=np.array([text in meant for text in plain], dtype=np.bool_),
        is_cancelled=np.array([text in CANCELLED - meant for text in plain], dtype=np.bool_),
        is_stated=np.array([bool(text) for text in plain], dtype=np.bool_),
    )


def _plain(word: str) -> str:
    return " ".join(word.casefold().replace("_", " ").replace("-", " ").split())


def _not_known(words: list[str], column: str) -> DataError:
    different = sorted(set(words))
    return DataError(
        f"column {column!r}: {len(words):,} row{'s' if len(words) > 1 else ''} with a status that "
        f"is not known, such as {cell(different[0])}. Say what the status of a completed action is "
        f"called: vocvalue.Actions(..., done=({cell(different[0])},)). Known are "
        f"{listed(sorted(DONE))}."
    )
