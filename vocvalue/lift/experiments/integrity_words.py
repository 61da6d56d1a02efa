"""What speaks against a random assignment, in words."""

import math
from collections.abc import Mapping, Sequence

from vocvalue.results import Note
from vocvalue.results.former import counted

ONCE = "Chance does that in less than one of a thousand experiments"
ONCE_ZH = "随机分组下千次实验中至多出现一次"


def ramp_up(halves: Sequence[float]) -> Note:
    """Say that the share treated changed over time."""
    said, said_zh = "", ""
    if len(halves) == 2:
        first, second = (f"{100 * share:.1f} %" for share in halves)
        said = f" (from {first} in the earlier half to {second} in the later)"
        said_zh = f"（前半段 {first}，后半段 {second}）"
    return Note.of(
        f"The share treated changed over the time of the assignments{said}: the arms differ in "
        f"season, and in how long they were followed. {ONCE}. Keep a column of the period and "
        'compare within it: lift.retention(..., strata="week").',
        f"实验组占比随分组时间变化{said_zh}：两组所处季节与观察时长不同。{ONCE_ZH}。"
        '请保留时期列并分层比较：lift.retention(..., strata="week")。',
    )


def unlike(column: str, p_value: float) -> Note:
    """Say that the share of an arm differs between the values of a column."""
    p = _p(p_value)
    return Note.of(
        f"The share treated differs between values of {column!r} ({p}): {ONCE[:1].lower()}"
        f"{ONCE[1:]}. If it was drawn with other shares there, compare within it: strata="
        f"{column!r}. If the column says what the contact led to, leave it out of keep=.",
        f"实验组占比在列“{column}”的各取值之间不同（{p}），{ONCE_ZH}。若按该列以不同比例抽取，"
        f"请用 strata={column!r} 分层比较；若该列是联系之后的结果，请勿放入 keep=。",
    )


def nested(column: str, pure: int, total: int) -> Note:
    """Say that the values of a column are each in one arm alone."""
    return Note.of(
        f"{pure:,} of {total:,} values of {column!r} are in one arm alone: they were assigned, "
        f"not single customers, whose number makes the interval too narrow. Count by them: "
        f"lift.retention(..., cluster={column!r}).",
        f"列“{column}”的 {total:,} 个取值中有 {pure:,} 个只属于一个组：分组单位是该列而非客户，"
        f"按客户数计算的区间偏窄。请用 lift.retention(..., cluster={column!r})。",
        count=pure,
    )


def unanswered(each: Sequence[tuple[str, int, int]]) -> Note:
    """Say that the outcomes of one arm are known less often."""
    said = ", ".join(f"{n:,} of {size:,} in {name!r}" for name, n, size in each)
    said_zh = "，".join(f"{name!r} 组 {size:,} 位中 {n:,} 位" for name, n, size in each)
    return Note.of(
        f"Outcomes are known unequally often: {said}. {ONCE}. If those who left answer less, "
        "the arm that answers less looks better than it is.",
        f"各组结果已知的比例明显不同：{said_zh}。{ONCE_ZH}。"
        "若流失者更少作答，作答较少的组会显得更好。",
        count=sum(size - n for _, n, size in each),
    )


def followed_unequally() -> Note:
    """Say that one arm was followed for longer."""
    return Note.of(
        f"The arms were followed for unequal spans (log-rank test of the ends of follow-up). "
        f"{ONCE}: one arm was assigned later, or lost sight of sooner.",
        f"两组的观察时长不同（对观察终点的对数秩检验）。{ONCE_ZH}：某一组分组较晚，或较早失去联系。",
    )


def off_plan(sizes: Mapping[str, int]) -> Note:
    """Say that the arms' sizes are not those of the plan."""
    said = ", ".join(f"{name} {n:,}" for name, n in sizes.items())
    return Note.of(
        f"The arms' sizes ({said}) are not those of the plan. {ONCE}: find out who is missing. "
        "See lift.sample_ratio.",
        f"各组人数（{said}）与计划不符。{ONCE_ZH}，请查明缺少了哪些客户。见 lift.sample_ratio。",
    )


def not_drawn(n: int, total: int) -> Note:
    """Say that customers are not in the arm that was drawn for them."""
    return Note.of(
        f"{counted(n, 'customer')} of {total:,} are not in the arm that was drawn for them, or "
        "were not drawn at all: somebody moved them.",
        f"{total:,} 位客户中有 {n:,} 位不在抽取所定的组中，或未参与抽取：分组被人为改动。",
        count=n,
    )


def dropped(n: int, by_first: Mapping[str, int]) -> Note:
    """Say that customers of two arms were left out, and of which arm they were first."""
    first, first_zh = _by_first(by_first)
    return Note.of(
        f"{counted(n, 'customer')} in two arms left out{first}. Who ends up in two arms may "
        'depend on what the contact did: both_arms="first" leaves nobody out.',
        f"{n:,} 位客户同时属于两个组，未计入{first_zh}。客户是否落入两组可能与联系的结果有关；"
        'both_arms="first" 不会排除任何人。',
        count=n,
    )


def first_counts(n: int, by_first: Mapping[str, int]) -> Note:
    """Say that customers of two arms count in the arm of their first assignment."""
    first, first_zh = _by_first(by_first)
    return Note.of(
        f"{counted(n, 'customer')} in two arms, each counted in the arm of the earliest "
        f"assignment{first}. What they had of the other arm brings the difference nearer to 0.",
        f"{n:,} 位客户同时属于两个组，均按最早一次分组计入{first_zh}；"
        "其在另一组受到的影响会使两组差异偏小。",
        count=n,
    )


def _by_first(by_first: Mapping[str, int]) -> tuple[str, str]:
    if not by_first:
        return "", ""
    said = ", ".join(f"{n:,} in {name!r}" for name, n in by_first.items())
    said_zh = "，".join(f"{name!r} 组 {n:,} 位" for name, n in by_first.items())
    return f" (first {said})", f"（最早一次：{said_zh}）"


def too_many_dropped(n: int, reach: float) -> Note:
    """Say that those left out of the arms could make a difference of themselves."""
    is_known = math.isfinite(reach)
    often = f"{reach:.2g} times" if is_known else "any number of times"
    often_zh = f" {reach:.2g} 个" if is_known else "任意多个"
    return Note.of(
        f"{counted(n, 'customer')} of two arms were left out after the arms had been assigned. "
        "Were they all of one arm, with the worst or the best outcome there is, that alone could "
        f"move the difference by {often} its standard error: what was drawn is not what is "
        "compared. "
        'both_arms="first" keeps everybody in the arm of the first assignment.',
        f"分组之后有 {n:,} 位同属两组的客户被排除。若他们都来自同一组且结果全为最好或最差，"
        f"仅此一项就可使差异移动{often_zh}标准误：所比较的已不是当初随机分出的两组。"
        '请用 both_arms="first" 按最早一次分组计入所有客户。',
        count=n,
    )


def unlike_before(p_value: float) -> Note:
    """Say that the arms differ in what was spent before."""
    return Note.of(
        f"The arms differ in what was spent before ({_p(p_value)}). {ONCE}. Either others were "
        "contacted than chance would have, or some of that spend came after the contact.",
        f"两组此前的消费不同（{_p(p_value)}），{ONCE_ZH}。"
        "要么联系对象并非随机选取，要么其中部分消费发生在联系之后。",
    )


def absent_unequally(each: Sequence[tuple[str, int, int]]) -> Note:
    """Say that those drawn for one arm are missing from the table more often."""
    said = ", ".join(f"{n:,} of {size:,} drawn for {name!r}" for name, n, size in each)
    said_zh = "，".join(f"{name!r} 组抽取的 {size:,} 位中 {n:,} 位" for name, n, size in each)
    return Note.of(
        f"Customers who were drawn are missing from the table unequally often: {said}. {ONCE}: "
        "find out who took them out.",
        f"被抽取的客户在表中缺失的比例不同：{said_zh}。{ONCE_ZH}，请查明原因。",
        count=sum(n for _, n, _ in each),
    )


def absent(n: int) -> Note:
    """Say that customers were drawn who are not in the table."""
    return Note.of(
        f"{counted(n, 'customer')} who were drawn are not in the table; they count nowhere.",
        f"{n:,} 位被抽取的客户不在表中，未计入任何数字。",
        count=n,
    )


def within(column: str) -> Note:
    """Say what a comparison within a column takes for granted."""
    return Note.of(
        f"The share treated differs between the values of {column!r}, within which the arms are "
        f"compared. That is a random comparison where customers were drawn within {column!r}, and "
        "none where it says what the contact led to.",
        f"实验组占比在列“{column}”的各取值之间不同，此处在其内部分层比较。"
        "只有抽取本就按该列分层进行时，比较才是随机的；若该列是联系之后的结果，则不是。",
    )


def _p(p_value: float) -> str:
    return "p < 0.0001" if p_value < 1e-4 else f"p {p_value:.1g}"
