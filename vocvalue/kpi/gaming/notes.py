"""What a reader must know of the checks."""

from vocvalue.results import Note
from vocvalue.results.notes import left_out
from vocvalue.results.numerals import counted
from vocvalue.results.texts import named, pair
from vocvalue.tables.labels import Labels


def on_alarms(n: int) -> tuple[Note, ...]:
    """Say what an alarm is, and what it is not.

    Args:
        n: How many there are.
    """
    if not n:
        return ()
    return (
        Note.of(
            "An alarm is a reason to look, and no proof: a season, a campaign, a new product or a "
            "change of the questionnaire can do the same.",
            "警报只提示应当核查，并非证据：季节、活动、新产品或问卷改动也可能造成同样的变化。",
            bears_on="claim",
        ),
    )


def on_agents(n: int) -> tuple[Note, ...]:
    """Say what scores that are too good may be as well.

    Args:
        n: How many agents have such scores.
    """
    return Note.counted(
        n,
        "An agent who is truly far better than the others looks the same as one who begs for "
        "scores. Compare with the share in the period before, when a good agent was good too.",
        "确实远优于他人的客服，与索要高分的客服在本期数据中无法区分。请对照上一期的比例："
        "优秀的客服上一期也应优秀。",
        bears_on="claim",
    )


def on_missing_groups(labels: Labels) -> tuple[Note, ...]:
    """Note answers that name no segment or agent.

    Args:
        labels: The segments or agents.
    """
    n = labels.missing().size
    rows = pair(
        "{answers} with no {column}",
        "{answers}缺少 {column}",
        answers=counted(n, "answer"),
        column=named(labels.column),
    )
    figure = pair("what is counted by it", "按其统计的结果")
    return (*left_out(n, rows, of=figure), *labels.near_alike)


def invited_without_time(n: int) -> tuple[Note, ...]:
    """Note the invitations without a time.

    Args:
        n: How many there are.
    """
    rows = pair(
        "{invitations} with no time", "{invitations}缺少时间", invitations=counted(n, "invitation")
    )
    return left_out(n, rows)


def invited_again(n: int) -> tuple[Note, ...]:
    """Note the invitations that repeat another.

    Args:
        n: How many there are.
    """
    rows = pair(
        "{invitations} that repeat another in customer and time",
        "{invitations}与另一份的客户和时间相同",
        invitations=counted(n, "invitation"),
    )
    return left_out(n, rows)
