"""A P&L of customer experience in words, readable like a statement."""

from collections.abc import Callable, Mapping, Sequence

from vocvalue.duration import Every
from vocvalue.issues.profit_and_loss.line import PnlKind
from vocvalue.issues.profit_and_loss.result import ExperiencePnl, PnlEntry
from vocvalue.results.dispatch import Row, rows, said
from vocvalue.results.sums import BASIS, EVIDENCE, amount, money, money_row
from vocvalue.results.texts import Text, listed, pair, sentences

A_PERIOD: Mapping[Every, Text] = {
    "month": pair("In a month", "每月"),
    "quarter": pair("In a quarter", "每季度"),
    "year": pair("In a year", "每年"),
}
LINE: Mapping[PnlKind, Callable[[Text], Text]] = {
    "growth": lambda line: pair("growth: {line}", "增长：{line}", line=line),
    "leakage": lambda line: pair("leakage: {line}", "损失：{line}", line=line),
    "cost": lambda line: pair("cost: {line}", "成本：{line}", line=line),
}
TOTAL: Mapping[PnlKind, Text] = {
    "growth": pair("total growth", "增长合计"),
    "leakage": pair("total leakage", "损失合计"),
    "cost": pair("total cost", "成本合计"),
}
MOVED: Mapping[PnlKind, Callable[[Text], Text]] = {
    "growth": lambda money: pair("brings {sum}", "带来 {sum}", sum=money),
    "leakage": lambda money: pair("loses {sum}", "损失 {sum}", sum=money),
    "cost": lambda money: pair("costs {sum}", "花费 {sum}", sum=money),
}


@said.register
def _(pnl: ExperiencePnl) -> Text:
    return sentences(finding(pnl), _grades(pnl), _kept_out(pnl))


@rows.register
def _(pnl: ExperiencePnl) -> list[Row]:
    lines = []
    for kind, money_of in pnl.totals.items():
        own = [entry for entry in pnl.entries if entry.kind == kind]
        lines += [money_row(label_of(entry), entry.money) for entry in own]
        lines.append(money_row(TOTAL[kind], money_of))
    return [
        *lines,
        money_row(pair("net", "净额"), pnl.net),
        *(
            money_row(
                pair("of the net: {grade}", "净额中：{grade}", grade=EVIDENCE[grade]), money_of
            )
            for grade, money_of in pnl.by_evidence.items()
        ),
        Row(pair("basis", "口径"), BASIS[pnl.net.basis]),
    ]


def label_of(entry: PnlEntry) -> Text:
    """Return the label of a line, with its kind and evidence.

    Args:
        entry: The line.
    """
    line = LINE[entry.kind](entry.label)
    parts = {"line": line, "grade": EVIDENCE[entry.money.evidence]}
    if entry.counted:
        return pair("{line} ({grade})", "{line}（{grade}）", **parts)
    return pair("{line} ({grade}; not added)", "{line}（{grade}；不计入）", **parts)


def finding(pnl: ExperiencePnl) -> Text:
    """Return what customer experience brings and loses, as a sentence.

    Args:
        pnl: What `issues.experience_pnl` returned.
    """
    moved = [
        MOVED[kind](amount(abs(money_of.value), money_of.currency))
        if _is_usual(kind, money_of.value)
        else pair(
            "{kind}: {sum}",
            "{kind}：{sum}",
            kind=TOTAL[kind],
            sum=amount(money_of.value, money_of.currency),
        )
        for kind, money_of in pnl.totals.items()
    ]
    return pair(
        "{period} customer experience {moved}: a net of {net} of {basis}.",
        "{period}客户体验{moved}，{basis}净额 {net}。",
        period=A_PERIOD[pnl.every],
        moved=_in_turn(moved),
        net=money(pnl.net),
        basis=BASIS[pnl.net.basis],
    )


def _in_turn(parts: Sequence[Text]) -> Text:
    """Return what happens in turn: "brings this, loses that and costs more"."""
    whole = parts[0]
    for part in parts[1:-1]:
        whole = pair("{before}, {part}", "{before}，{part}", before=whole, part=part)
    if len(parts) == 1:
        return whole
    return pair("{before} and {part}", "{before}，{part}", before=whole, part=parts[-1])


def _is_usual(kind: PnlKind, value: float) -> bool:
    return value >= 0 if kind == "growth" else value <= 0


def _grades(pnl: ExperiencePnl) -> Text:
    parts = [
        pair(
            "{sum} ({grade})",
            "{sum}（{grade}）",
            sum=amount(money_of.value, money_of.currency),
            grade=EVIDENCE[grade],
        )
        for grade, money_of in pnl.by_evidence.items()
    ]
    if len(parts) == 1:
        [grade] = pnl.by_evidence
        return pair("Evidence: {grade}.", "证据等级：{grade}。", grade=EVIDENCE[grade])
    return pair(
        "By evidence the net is {parts}.", "净额按证据等级分为 {parts}。", parts=listed(parts)
    )


def _kept_out(pnl: ExperiencePnl) -> Text | None:
    if not pnl.kept_out:
        return None
    return pair(
        "Not added, as another line holds the same money: {lines}.",
        "因与其他行重复而未计入：{lines}。",
        lines=listed(tuple(entry.label for entry in pnl.kept_out)),
    )
