"""How one text is read, in words."""

from vocvalue.results.dispatch import Row, rows, said
from vocvalue.results.numerals import signed, whole
from vocvalue.results.texts import Text, pair, sentences, separated
from vocvalue.signals.finding.explanation import Explanation
from vocvalue.signals.finding.kinds import KIND_NAMES, STATUS_NAMES
from vocvalue.signals.matching.match import Match, Tried


@said.register
def _(explanation: Explanation) -> Text:
    if not explanation.tried:
        return pair("No rule matched in this text.", "没有规则命中这条文本。")
    return sentences(*map(_said, explanation.tried))


@rows.register
def _(explanation: Explanation) -> list[Row]:
    words = pair("no word of praise or complaint", "没有褒贬词")
    polarity = words if explanation.polarity is None else signed(explanation.polarity, 0)
    return [
        Row(pair("clauses", "分句数"), whole(len(explanation.clauses))),
        Row(pair("signals", "信号"), whole(len(explanation.signals))),
        *(Row(_words(tried), _outcome(tried)) for tried in explanation.tried),
        Row(pair("praise less complaint", "褒义词减贬义词"), polarity),
    ]


def _said(tried: Tried) -> Text:
    return pair(
        "“{words}”: {outcome}.",
        "“{words}”：{outcome}。",
        words=_words(tried),
        outcome=_outcome(tried),
    )


def _words(tried: Tried) -> Text:
    return pair("{words}", "{words}", words=tried.match.words)


def _outcome(tried: Tried) -> Text:
    if tried.dropped_by is not None:
        return pair(
            "rule {rule}, no signal because of {modifier}",
            "规则 {rule}，因 {modifier} 不算信号",
            rule=tried.match.rule,
            modifier=tried.dropped_by,
        )
    if tried.hidden_by is not None:
        return pair(
            "rule {rule}, covered by rule {other}",
            "规则 {rule}，由规则 {other} 代表",
            rule=tried.match.rule,
            other=tried.hidden_by,
        )
    return separated(_meaning(tried.match), *_by(tried.match))


def _meaning(match: Match) -> Text:
    return pair(
        "{kind}, {status}",
        "{kind}，{status}",
        kind=KIND_NAMES[match.kind],
        status=STATUS_NAMES[match.status],
    )


def _by(match: Match) -> list[Text]:
    rule = pair("rule {rule}", "规则 {rule}", rule=match.rule)
    if not match.modifiers:
        return [rule]
    return [
        rule,
        pair("modified by {ids}", "修饰 {ids}", ids=separated(*match.modifiers)),
    ]
