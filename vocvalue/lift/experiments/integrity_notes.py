"""What speaks against a random assignment, in words."""

import math
from collections.abc import Mapping, Sequence

from vocvalue.lift.design.arm_words import counted_arms, shares_of_arms
from vocvalue.results import Note
from vocvalue.results.numerals import counted, percent, significant
from vocvalue.results.texts import Part, Text, named, pair, sentences

RARE = pair(
    "Chance alone does this in fewer than one experiment in a thousand.",
    "在随机分组下，千次实验中至多出现一次。",
)


def ramp_up(halves: Sequence[float]) -> Note:
    """Say that the share treated changed over time."""
    return _claim(
        _changed(halves),
        RARE,
        pair(
            "So the arms differ in season, and in how long they were followed. Keep a column of "
            "the period and compare within it: {code}.",
            "因此各组所处季节与观察时长不同。请保留时期列并分层比较：{code}。",
            code='lift.retention(..., strata="week")',
        ),
    )


def unlike(column: str, p_value: float) -> Note:
    """Say that the share of an arm differs between the values of a column."""
    return _claim(
        pair(
            "The share treated differs between the values of '{column}' ({p}).",
            "实验组占比在列“{column}”的各取值之间不同（{p}）。",
            column=named(column),
            p=_p(p_value),
        ),
        RARE,
        pair(
            "If the customers were assigned with different shares there, compare within the "
            "column: {strata}. If the column describes what followed the contact, leave it out of "
            "{keep}.",
            "若各取值的抽取比例本就不同，请分层比较：{strata}；"
            "若该列是联系之后的结果，请勿放入 {keep}。",
            strata=f'strata="{column}"',
            keep="keep=",
        ),
    )


def nested(column: str, pure: int, total: int) -> Note:
    """Say that the values of a column are each in one arm alone."""
    return Note.of(
        "{pure} of the {total} values of '{column}' are in one arm alone. So these were assigned "
        "as a whole, not single customers, and an interval that counts customers is too narrow. "
        "Count by them instead: {code}.",
        "列“{column}”的 {total} 个取值中有 {pure} 个只属于一个组。"
        "可见分组单位是该列而非单个客户，按客户数计算的区间偏窄。请改用 {code}。",
        count=pure,
        bears_on="claim",
        pure=pure,
        total=total,
        column=named(column),
        code=f'lift.retention(..., cluster="{column}")',
    )


def unanswered(each: Sequence[tuple[str, int, int]]) -> Note:
    """Say that the outcomes of one arm are known less often."""
    return _claim(
        pair(
            "Outcomes are known unequally often: for {arms}.",
            "各组结果已知的比例不同：{arms}。",
            arms=shares_of_arms(each),
        ),
        RARE,
        pair(
            "If customers who left answer less often, the arm that answers less looks better than "
            "it is.",
            "若流失客户更少作答，作答较少的组会显得比实际更好。",
        ),
        count=sum(size - n for _, n, size in each),
    )


def unmatched(each: Sequence[tuple[str, int, int]]) -> Note:
    """Say that the customers of one arm are found in the other table less often."""
    return _claim(
        pair(
            "Customers are found in the other table unequally often: {arms}.",
            "各组客户在另一张表中的匹配率不同：{arms}。",
            arms=shares_of_arms(each),
        ),
        RARE,
        pair(
            "Check whether the ids of one arm are damaged, or whether customers who left answer "
            "less often. Until then the comparison is an association only.",
            "请检查其中一组的客户编号是否损坏，或流失客户是否更少作答；在此之前，比较结果仅为相关。",
        ),
        count=sum(size - n for _, n, size in each),
    )


def followed_unequally() -> Note:
    """Say that one arm was followed for longer."""
    return _claim(
        pair(
            "The arms were followed for unequal spans (log-rank test of the ends of follow-up).",
            "各组的观察时长不同（对观察终点的对数秩检验）。",
        ),
        RARE,
        pair(
            "One arm was assigned later, or lost sight of sooner.",
            "某一组分组较晚，或较早失去联系。",
        ),
    )


def off_plan(sizes: Mapping[str, int]) -> Note:
    """Say that the arms' sizes are not those of the plan."""
    return _claim(
        pair(
            "The arms' sizes, {arms}, are not those of the plan.",
            "各组人数（{arms}）与计划不符。",
            arms=counted_arms(sizes),
        ),
        RARE,
        pair(
            "Find out who is missing; see {code}.",
            "请查明缺少了哪些客户，参见 {code}。",
            code="lift.sample_ratio",
        ),
    )


def not_drawn(n: int, total: int) -> Note:
    """Say that customers are not in the arm that was drawn for them."""
    return Note.of(
        "The draw does not fit {n} of {total} customers, who are in another arm or were not drawn "
        "at all: somebody moved them.",
        "{total} 位客户中有 {n} 位不在抽取所定的组中，或未参与抽取：分组被人为改动。",
        count=n,
        bears_on="claim",
        n=n,
        total=total,
    )


def dropped(n: int, by_first: Mapping[str, int]) -> Note:
    """Say that customers of two arms were left out, and of which arm they were first."""
    return Note.of(
        "The comparison leaves out {customers} in two arms{first}. Which customers end up in two "
        "arms may depend on what the contact did; {choice} leaves nobody out.",
        "{customers}同时属于两个组，未计入{first}。客户是否落入两组可能与联系的结果有关；"
        "{choice} 不会排除任何人。",
        count=n,
        customers=counted(n, "customer"),
        first=_by_first(by_first),
        choice='both_arms="first"',
    )


def first_counts(n: int, by_first: Mapping[str, int]) -> Note:
    """Say that customers of two arms count in the arm of their first assignment."""
    return Note.of(
        "{customers} stood in two arms{first}; each counts in the arm of the earliest assignment. "
        "What the other arm did to them brings the difference closer to 0.",
        "{customers}同时属于两个组{first}，均按最早一次分组计入；"
        "其在另一组受到的影响会使组间差异偏小。",
        count=n,
        customers=counted(n, "customer"),
        first=_by_first(by_first),
    )


def too_many_dropped(n: int, reach: float) -> Note:
    """Say that those left out of the arms could make a difference of themselves."""
    return _claim(
        pair(
            "The comparison leaves out {customers} in two arms, after the arms had been assigned. "
            "If they had all been in one arm, with the worst or the best outcome there is, that "
            "alone could move the difference by {times} its standard error: the arms compared are "
            "not the arms that were drawn.",
            "分组之后，同属两组的 {customers}被排除。若他们都来自同一组且结果全为最好或最差，"
            "仅此一项就可使差异移动{times}标准误：所比较的已不是当初随机分出的各组。",
            customers=counted(n, "customer"),
            times=_times(reach),
        ),
        pair(
            "{choice} keeps everybody in the arm of the first assignment.",
            "请用 {choice} 按最早一次分组计入所有客户。",
            choice='both_arms="first"',
        ),
        count=n,
    )


def unlike_before(p_value: float) -> Note:
    """Say that the arms differ in what was spent before."""
    return _claim(
        pair(
            "The arms differ in what was spent before the assignment ({p}).",
            "各组在分组之前的消费不同（{p}）。",
            p=_p(p_value),
        ),
        RARE,
        pair(
            "Either the customers contacted were not chosen by chance, or part of that spending "
            "came after the contact.",
            "要么联系对象并非随机选取，要么其中部分消费发生在联系之后。",
        ),
    )


def absent_unequally(each: Sequence[tuple[str, int, int]]) -> Note:
    """Say that those drawn for one arm are missing from the table more often."""
    return _claim(
        pair(
            "Customers who were drawn are missing from the table unequally often: {arms}.",
            "被抽取的客户在表中缺失的比例不同：{arms}。",
            arms=shares_of_arms(each),
        ),
        RARE,
        pair("Find out who removed them.", "请查明是谁移除了他们。"),
        count=sum(n for _, n, _ in each),
    )


def absent(n: int) -> tuple[Note, ...]:
    """Say that customers were drawn who are not in the table; nothing where there are none."""
    return Note.counted(
        n,
        "The table does not hold {customers} who were drawn; they count nowhere.",
        "{customers}被抽取但不在表中，未计入任何数字。",
        customers=counted(n, "customer"),
    )


def within(column: str) -> Note:
    """Say what a comparison within a column takes for granted."""
    return Note.of(
        "The share treated differs between the values of '{column}', within which the arms are "
        "compared. That comparison is random only if the customers were drawn within '{column}'; "
        "it is not if the column describes what followed the contact.",
        "实验组占比在列“{column}”的各取值之间不同，此处在各取值内部比较。"
        "只有抽取本就按“{column}”分层进行，比较才是随机的；若该列是联系之后的结果，则不是。",
        column=named(column),
        bears_on="claim",
    )


def _claim(*texts: Text, count: int = 0) -> Note:
    """Return a note on what may be claimed, of several sentences."""
    return Note(said=sentences(*texts), count=count, bears_on="claim")


def _changed(halves: Sequence[float]) -> Text:
    if len(halves) != 2:
        return pair(
            "The share treated changed over the time of the assignments.",
            "实验组占比随分组时间变化。",
        )
    early, late = (percent(share) for share in halves)
    return pair(
        "The share treated changed over the time of the assignments, from {early} in the earlier "
        "half to {late} in the later.",
        "实验组占比随分组时间变化：前半段 {early}，后半段 {late}。",
        early=early,
        late=late,
    )


def _by_first(by_first: Mapping[str, int]) -> Part:
    if not by_first:
        return ""
    return pair(", at first {arms}", "（最早一次：{arms}）", arms=counted_arms(by_first))


def _times(reach: float) -> Text:
    if not math.isfinite(reach):
        return pair("any number of times", "任意多个")
    return pair("{n} times", " {n} 个", n=significant(reach, 2))


def _p(p_value: float) -> Text:
    if p_value < 1e-4:
        return pair("p < 0.0001", "p < 0.0001")
    return pair("p = {p}", "p = {p}", p=significant(p_value, 1))
