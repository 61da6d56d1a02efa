"""Precision and recall of leads of each kind, and of alerts, with their intervals."""

from vocvalue import canvas
from vocvalue.canvas import Axes
from vocvalue.results.dispatch import drawn
from vocvalue.results.numerals import percent
from vocvalue.results.texts import Text, pair
from vocvalue.results.tongues import Tongue
from vocvalue.signals.evaluation import measure
from vocvalue.signals.evaluation.measure import PRECISION, RECALL, Tally
from vocvalue.signals.evaluation.result import Evaluation
from vocvalue.signals.evaluation.shares import draw_shares
from vocvalue.signals.finding.kinds import KIND_NAMES, KINDS


@drawn.register
def _(card: Evaluation, ax: Axes | None, tongue: Tongue) -> Axes:
    ax, names = draw_shares(ax, _tallies(card), card.level, tongue)
    canvas.title(ax, _title(card).into(tongue), names=names)
    return ax


def _tallies(card: Evaluation) -> list[tuple[Text, Tally]]:
    rows = card.outcomes
    of_kind = [
        (
            pair("leads: {kind}", "线索：{kind}", kind=KIND_NAMES[kind]),
            measure.leads(rows[rows["kind"] == kind]),
        )
        for kind in KINDS
    ]
    return [*of_kind, (pair("churn alerts", "流失预警"), card.alerts)]


def _title(card: Evaluation) -> Text:
    if not card.leads.n_found or not card.leads.n_gold:
        return pair(
            "{found} leads found, {gold} in the texts",
            "识别出 {found} 条线索，应有 {gold} 条",
            found=card.leads.n_found,
            gold=card.leads.n_gold,
        )
    estimates = card.leads.estimates(card.level)
    return pair(
        "{precision} of the leads found are right, {recall} of those in the texts were found",
        "线索精确率 {precision}，召回率 {recall}",
        precision=percent(estimates[PRECISION].value),
        recall=percent(estimates[RECALL].value),
    )
