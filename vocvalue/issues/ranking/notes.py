"""What a reader must know of a ranking."""

from vocvalue.issues.exposed.notes import MANY_WITHOUT_ORDER
from vocvalue.issues.moments.problems import ToldProblems
from vocvalue.issues.ranking.occasions import FEWEST, MentionedMoments
from vocvalue.issues.ranking.result import IssueRanking
from vocvalue.issues.ranking.window_before import WindowBefore
from vocvalue.results import Note
from vocvalue.results.notes import left_out
from vocvalue.results.numerals import counted, number, p_value, percent
from vocvalue.results.spans import length
from vocvalue.results.sums import amount
from vocvalue.results.texts import names, pair, set_apart

MUCH = 0.10
"""Where more of the controls than this met a problem in silence, the correction is large."""


def on_ranking(ranking: IssueRanking) -> tuple[Note, ...]:
    """Return what a reader must know of the figures.

    Args:
        ranking: The ranking.
    """
    return (
        *_checks(ranking),
        *_nothing(ranking),
        *_silence(ranking),
        *_delays(ranking),
        *_few(ranking),
        *_unlike(ranking),
        _overlap(),
    )


def on_moments(
    mentioned: MentionedMoments, problems: ToldProblems, window_days: float
) -> tuple[Note, ...]:
    """Return which mentions are in no figure.

    Args:
        mentioned: The moments with a mention.
        problems: All problems.
        window_days: The window.
    """
    without = mentioned.n_without_order
    share = without / max(problems.n, 1)
    remark = pair(
        "That is {share} of all: check that both tables cover the same time.",
        "占全部提及的 {share}：请检查两张表的时间范围是否一致。",
        share=percent(share),
    )
    late = pair(
        "{mentions} too late for a window of {window}",
        "{mentions}太晚，{window}的观察期尚未结束",
        mentions=counted(mentioned.n_late, "mention"),
        window=length(round(window_days, 1), "day"),
    )
    unknown = pair(
        "{mentions} about no known order",
        "{mentions}找不到对应的订单",
        mentions=counted(without, "mention"),
    )
    remarks = [remark] if share > MANY_WITHOUT_ORDER else []
    return (
        *left_out(without, unknown, *remarks),
        *left_out(mentioned.n_late, late),
    )


def _checks(ranking: IssueRanking) -> tuple[Note, ...]:
    found = ranking.window_before
    if found is None:
        return (
            Note.of(
                "Too few customers had been customers for the whole window before, so that window "
                "could not check the comparison.",
                "在前一观察期内已是客户的人太少，无法用前一观察期检验这一比较。",
                bears_on="claim",
            ),
        )
    if found.speaks:
        return (_different(ranking, found),)
    if not found.doubtful:
        return ()
    return (
        Note.of(
            "In the window before, where problems can have no effect, customers who mentioned "
            "{topics} already spent otherwise than their controls: these topics get no flag.",
            "在前一观察期（问题不可能产生影响）中，提及{topics}的客户的消费已与对照不同："
            "这些主题不予标记。",
            topics=names(found.doubtful),
            bears_on="claim",
        ),
    )


def _different(ranking: IssueRanking, found: WindowBefore) -> Note:
    less = found.whole > 0
    how = (pair("less", "少"), pair("more", "多"))[not less]
    large = (pair("too large", "偏大"), pair("too small", "偏小"))[not less]
    return Note.of(
        "A check speaks against the losses: in the window before, where problems can have no "
        "effect, customers who mentioned one already spent {amount} {how} than their controls "
        "({p}). They may buy at another pace, or report for other reasons, than their history "
        "shows; the losses are probably {large} by a part of that.",
        "检验对损失提出质疑：在前一观察期（问题不可能产生影响）中，"
        "提及问题的客户人均已比对照{how}消费 {amount}（{p}）。"
        "他们可能有历史记录看不出的购买节奏，或因其他原因更常反映问题；"
        "损失可能因此{large}。",
        amount=amount(abs(found.whole), ranking.currency),
        how=how,
        large=large,
        p=p_value(found.p_value),
        bears_on="claim",
    )


def _nothing(ranking: IssueRanking) -> tuple[Note, ...]:
    if ranking.is_shown:
        return ()
    return (
        Note.of(
            "The topics together do not show a loss ({p}): their order by damage may be chance, so "
            "no probability of a rank is given and no topic is flagged.",
            "所有主题合起来并未显示损失（{p}）：按损失的排序可能出于偶然，因此不给出排名概率，"
            "也不作标记。",
            p=p_value(ranking.each.p_value),
            bears_on="claim",
        ),
    )


def _silence(ranking: IssueRanking) -> tuple[Note, ...]:
    if not ranking.silence:
        return (
            Note.of(
                "Controls may have met problems without telling, which makes losses look smaller "
                "than they are. State the share of customers who report, such as "
                "reported=(0.2, 0.5), to correct for them.",
                "对照中可能有人遇到问题而未反映，会使损失看起来偏小。可说明反映问题的客户比例，"
                "例如 reported=(0.2, 0.5)，据此校正。",
            ),
        )
    most = max(ranking.silence, key=lambda it: float(it.silent.max()))
    share = float(most.silent.max())
    if share <= MUCH:
        return ()
    return (
        Note.of(
            "If {reported} of those who meet a problem report it, controls met up to {share} "
            "problems each in silence. The correction assumes that the silent lose as much as "
            "those who report, and that all topics are reported alike.",
            "若反映比例为 {reported}，则每个对照最多有 {share} 个遇到而未反映的问题。"
            "校正假定未反映的客户与反映的客户损失相同，且各主题的反映比例相同。",
            reported=percent(most.reported, 0),
            share=number(share, 2),
            bears_on="claim" if share > GUESS else "figure",
        ),
    )


GUESS = 0.50
"""Where more of the controls than this met a problem in silence, the correction is a guess."""


def _delays(ranking: IssueRanking) -> tuple[Note, ...]:
    if ranking.design == "order":
        return ()
    return (
        Note.of(
            "It is not known which order a mention is about, so the moment is that of the mention, "
            "and controls are taken as long after an order. What was lost between the order and "
            "the mention is not counted, and {share} of the controls mention something of the same "
            "order later: the losses are too small by that part at least. A column of order ids in "
            "both tables would tell.",
            "不知道每次提及对应哪笔订单，因此以提及的时间为准，对照取订单之后同样长的时间。"
            "从订单到提及之间的损失不计入，且有 {share} 的对照随后也就同一订单反映了问题："
            "损失因此至少偏小这一比例。两张表都有订单编号列时即可对应。",
            share=percent(ranking.pending),
            bears_on="claim",
        ),
    )


def _few(ranking: IssueRanking) -> tuple[Note, ...]:
    n = len(ranking.too_few)
    if not n:
        return ()
    some = sorted(ranking.too_few.items(), key=lambda it: -it[1])[:MOST_NAMED]
    return (
        Note.of(
            "{topics} of fewer than {least} moments that can be followed are not ranked: "
            "{listed}. Moments that mention one of them are in no figure.",
            "{topics}可跟踪的时点少于 {least} 个，未参与排名：{listed}。"
            "提及它们的时点不计入任何数字。",
            topics=counted(n, "topic"),
            least=FEWEST,
            listed=set_apart(
                *(
                    pair("{topic} ({n})", "{topic}（{n}）", topic=topic, n=size)
                    for topic, size in some
                )
            ),
            count=n,
        ),
    )


MOST_NAMED = 8
"""How many topics a note names."""


def _unlike(ranking: IssueRanking) -> tuple[Note, ...]:
    if not ranking.unlike:
        return ()
    return (
        Note.of(
            "Too few controls resemble the customers who mentioned {topics}, so that no loss can "
            "be told. They are not ranked.",
            "与提及{topics}的客户相似的对照太少，无法得出损失，因此未参与排名。",
            topics=names(ranking.unlike),
            count=len(ranking.unlike),
            bears_on="claim",
        ),
    )


def _overlap() -> Note:
    return Note.of(
        "A customer who mentions problems at several orders counts at each, with the others left "
        "as they were. A loss is what one exposure alone costs; all of them removed at once can "
        "bring back more or less than the sum.",
        "客户在多笔订单提及问题时，每次分别计算，其余各次保持原样。损失是单次遇到问题的代价；"
        "若同时消除全部问题，挽回的金额可能多于或少于各项之和。",
    )
