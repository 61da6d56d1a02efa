"""Answers that were asked from 1 to 5, and are read as answers from 0 to 10."""

import numpy as np
from numpy.typing import NDArray

from vocvalue.results import Note
from vocvalue.results.numerals import whole

HIGHEST = 10
"""The scale on which this is looked for ends here."""
SHORTER = (1, 5)
LEAST = 20
LEAST_DIFFERENT = 4
"""So many answers, of so many different scores, are too many to be all of unhappy customers."""


def shorter_scale(
    score: NDArray[np.float64], n: NDArray[np.int64] | None = None
) -> tuple[Note, ...]:
    """Note scores from 0 to 10 that all lie from 1 to 5, the best of which counts as a poor one.

    Args:
        score: The scores, shape (n,).
        n: How many answers each stands for; None where each is one answer.

    Examples:
        >>> [note.count for note in shorter_scale(np.arange(1.0, 6.0), np.full(5, 8))]
        [40]
        >>> shorter_scale(np.arange(0.0, 6.0), np.full(6, 8)), shorter_scale(np.full(40, 3.0))
        ((), ())
    """
    given = np.ones(score.size, dtype=np.int64) if n is None else n
    seen = np.unique(score[given > 0])
    if seen.size < LEAST_DIFFERENT or given.sum() < LEAST:
        return ()
    if (seen[0] < SHORTER[0]) or seen[-1] != SHORTER[1]:
        return ()
    return Note.counted(
        int(given.sum()),
        "All {answers} scores lie from 1 to 5, and are read as answers from 0 to 10. If they were "
        "asked from 1 to 5, the best answer counts as a poor one here: check the scale.",
        "全部 {answers} 个评分都在 1 到 5 之间，却按 0 到 10 分读取。若问卷采用 1 到 5 分，"
        "最高评价在此会被当作低分，请核对量表。",
        answers=whole(int(given.sum())),
        bears_on="claim",
    )
