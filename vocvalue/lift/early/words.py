"""Looks at an experiment in words: headlines, and the sentence that a CFO reads."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from vocvalue.lift.two_arms.former_words import doubt, in_points
from vocvalue.results.former import EVIDENCE_ZH, Language, counted, figure

if TYPE_CHECKING:
    from vocvalue.lift.early.result import Looks


def headlines(looks: "Looks") -> Sequence[tuple[str, str]]:
    """Return the last look by both intervals, and when a difference was first shown."""
    rows = [
        ("looks", f"{len(looks.at):,}, the last with {int(looks.n[-1]):,} customers"),
        ("at every look", in_points(looks.difference)),
        ("one look only", f"{in_points(looks.fixed)}; not valid when peeked at"),
        ("first shown", "not so far" if looks.first_shown is None else _first(looks, "en")),
        ("evidence against 0", f"e {figure(looks.e_values[-1])}, p {looks.p_values[-1]:.2g}"),
        ("designed", f"{looks.treated_share:.0%} treated, {looks.n_planned:,} customers"),
        ("evidence", looks.evidence),
    ]
    if looks.window:
        rows.append(("retained means", looks.window.en))
    return rows


def statement(looks: "Looks", language: Language) -> str:
    """Return the sentence that a CFO reads."""
    n, k = f"{int(looks.n[-1]):,}", len(looks.at)
    if language == "zh":
        verdict = (
            "尚未显示效果, 可继续观察"
            if looks.first_shown is None
            else f"{_first(looks, 'zh')}首次显示效果"
        )
        return (
            f"查看 {k:,} 次, 累计 {n} 位客户: 实验组与对照组留存率相差 "
            f"{in_points(looks.difference, 'zh')}, 该区间无论查看多少次均有效; {verdict} "
            f"({EVIDENCE_ZH[looks.evidence]})。{doubt(looks.evidence, 'zh', looks.doubts)}"
        )
    verdict = (
        "no effect is shown so far, and looking on costs nothing"
        if looks.first_shown is None
        else f"an effect was first shown at {_first(looks, 'en')}"
    )
    return (
        f"After {counted(k, 'look')} at {n} customers the retention of the treated minus that of "
        f"the control is {in_points(looks.difference)}. That interval holds however often one "
        f"looks; {verdict} ({looks.evidence}).{doubt(looks.evidence, 'en', looks.doubts)}"
    )


def moment(at: Any, language: Language = "en") -> str:
    """Return when a look was: its day, or its number."""
    if isinstance(at, np.datetime64):
        return str(at.astype("datetime64[D]"))
    return f"第 {int(at):,} 次" if language == "zh" else f"look {int(at):,}"


def _first(looks: "Looks", language: Language) -> str:
    first = looks.first_shown
    assert first is not None  # noqa: S101 - asked only where there is one
    n, when = f"{int(looks.n[first]):,}", moment(looks.at[first], language)
    return f"{when} (累计 {n} 位客户) " if language == "zh" else f"{when}, with {n} customers"
