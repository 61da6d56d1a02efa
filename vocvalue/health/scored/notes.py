"""What a reader must know of the health of accounts."""

from collections.abc import Mapping

import numpy as np

from vocvalue.health.account_log import Floats
from vocvalue.health.names import PART_NOTES
from vocvalue.results import Note
from vocvalue.results.notes import left_out
from vocvalue.results.numerals import counted, whole
from vocvalue.results.texts import pair


def conventions() -> Note:
    """Note what a score is not."""
    return Note.of(
        "Scales, weights and bands are conventions: only a back-test against later churn shows "
        "whether this score tells who will leave, and whether it does so better than NPS alone.",
        "量表、权重和分档均为约定：该得分能否预示流失、是否优于单看 NPS，须以其后的实际流失回测。",
        bears_on="claim",
    )


def beyond(n: int, points: Mapping[str, Floats]) -> tuple[Note, ...]:
    """Note the measures that lie beyond their scales.

    Args:
        n: How many there are.
        points: The points of each measure.
    """
    known = sum(int((~np.isnan(it)).sum()) for it in points.values())
    return Note.counted(
        n,
        "{beyond} of {known} measured values lie beyond an end of their scale and count as 0 or "
        "100 points.",
        "{known} 个测量值中有 {beyond} 个超出量表两端，按 0 分或 100 分计。",
        beyond=whole(n),
        known=whole(known),
        bears_on="reading",
    )


def unknown(n_by_part: Mapping[str, int]) -> tuple[Note, ...]:
    """Note the accounts of which a part is not known.

    Args:
        n_by_part: How many there are of each part.
    """
    return tuple(
        note
        for part, n in n_by_part.items()
        for note in Note.counted(
            n,
            "Nothing is known of what {accounts} {part}; the other parts share its weight.",
            "{accounts}缺少{part}数据，其权重由其余部分分担。",
            accounts=counted(n, "account"),
            part=PART_NOTES[part] if n != 1 else PART_NOTES[f"{part} (1)"],
        )
    )


def unscored(n: int) -> tuple[Note, ...]:
    """Note the accounts without a score.

    Args:
        n: How many there are.
    """
    return left_out(
        n,
        pair(
            "{accounts} of which nothing is known",
            "{accounts}没有任何数据",
            accounts=counted(n, "account"),
        ),
        of=pair("the scores", "评分"),
    )
