"""What was learned of signals and of praise, in words."""

from collections.abc import Mapping

from vocvalue.results.dispatch import Row, rows, said
from vocvalue.results.intervals import ends, row
from vocvalue.results.numerals import counted, number, percent, whole
from vocvalue.results.texts import Text, pair, sentences, separated
from vocvalue.signals.evaluation.measure import PRECISION, RECALL, Tally
from vocvalue.signals.finding.kinds import KIND_NAMES
from vocvalue.signals.trained.polarity_model import LEVEL, PolarityModel
from vocvalue.signals.trained.target import Target
from vocvalue.signals.trained.trained_signals import TrainedSignals

GROUP_NAMES: Mapping[str, Text] = {
    "lead": pair("leads", "线索"),
    "alert": pair("alerts", "流失预警"),
    "past": pair("bought before", "过往购买"),
}


@said.register
def _(trained: TrainedSignals) -> Text:
    head = pair(
        "Learned from {texts} that a person labelled; the figures are cross-validated.",
        "用 {texts}（均经人工标注）训练，以下为交叉验证结果。",
        texts=counted(trained.n_texts, "text"),
    )
    return sentences(head, *map(_target, trained.targets))


@rows.register
def _(trained: TrainedSignals) -> list[Row]:
    return [
        Row(pair("labelled texts", "已标注文本"), whole(trained.n_texts)),
        Row(pair("precision asked for", "要求的精确率"), percent(trained.precision, 0)),
        *(row for target in trained.targets for row in _rows(target)),
    ]


@said.register
def _(mood: PolarityModel) -> Text:
    return sentences(
        pair(
            "Cross-validated on {texts} with scores, {share} are told right as praise or complaint "
            "({ends}); {majority} would be if the more frequent were said of all.",
            "在 {texts}（均有评分）上交叉验证，褒贬判断的准确率为 {share}（{ends}）；"
            "若一律判为占多数的一类，准确率为 {majority}。",
            texts=counted(mood.n_texts, "text"),
            share=percent(mood.accuracy.value),
            ends=ends(mood.accuracy, percent),
            majority=percent(mood.majority),
        ),
        pair(
            "The mean squared error of the probabilities (Brier score) is {brier}, against {naive} "
            "if the share of praise were said of all.",
            "概率的均方误差（Brier 分数）为 {brier}；若一律以褒义占比为概率，则为 {naive}。",
            brier=number(mood.brier, 3),
            naive=number(mood.brier_of_share, 3),
        ),
    )


@rows.register
def _(mood: PolarityModel) -> list[Row]:
    return [
        Row(pair("texts with a score", "有评分的文本"), whole(mood.n_texts)),
        Row(pair("of these praise", "其中褒义"), whole(mood.n_praise)),
        Row(pair("complaints up to a score of", "贬义的评分上限"), number(mood.low_score)),
        row(pair("accuracy, cross-validated", "准确率（交叉验证）"), mood.accuracy, percent),
        Row(pair("accuracy of the majority", "多数类的准确率"), percent(mood.majority)),
        Row(pair("Brier score", "Brier 分数"), number(mood.brier, 3)),
        Row(pair("Brier score of the share", "以占比预测的 Brier 分数"), _naive(mood)),
        Row(
            pair("a lead is held where praise is below", "褒义概率低于此值时不列为线索"),
            percent(mood.holds_below, 0),
        ),
    ]


def _naive(mood: PolarityModel) -> Text:
    return number(mood.brier_of_share, 3)


def name_of(target: Target) -> Text:
    """Return what is learned, by its kind and by what becomes of it.

    Args:
        target: What is learned.
    """
    return pair(
        "{kind}, {group}",
        "{kind}（{group}）",
        kind=KIND_NAMES[target.kind],
        group=GROUP_NAMES[target.group],
    )


def _target(target: Target) -> Text:
    return pair(
        "{name}: {trained}; the rules alone: {rules}.",
        "{name}：{trained}；仅用规则：{rules}。",
        name=name_of(target),
        trained=_shares(target.checked),
        rules=_shares(target.by_rules),
    )


def _shares(tally: Tally) -> Text:
    estimates = tally.estimates(LEVEL)
    return separated(
        pair("precision {share}", "精确率 {share}", share=percent(estimates[PRECISION].value)),
        pair("recall {share}", "召回率 {share}", share=percent(estimates[RECALL].value)),
    )


def _rows(target: Target) -> list[Row]:
    estimates = target.checked.estimates(LEVEL)
    name = name_of(target)
    return [
        row(pair("{name}: precision", "{name}：精确率", name=name), estimates[PRECISION], percent),
        row(pair("{name}: recall", "{name}：召回率", name=name), estimates[RECALL], percent),
        Row(
            pair("{name}: the rules alone", "{name}：仅用规则", name=name),
            _shares(target.by_rules),
        ),
    ]
