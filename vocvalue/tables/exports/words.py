"""What was read of an export, in words."""

import pandas as pd

from vocvalue.results.dispatch import Row, rows, said
from vocvalue.results.numerals import counted
from vocvalue.results.texts import Text, listed, named, pair
from vocvalue.tables.exports.export import SurveyExport
from vocvalue.tables.exports.notes import rows_left_out


@said.register
def _(export: SurveyExport) -> Text:
    return pair(
        "{file} has {rows} and yields {responses}. {left_out}",
        "{file} 共 {rows}，读取 {responses}。{left_out}",
        file=export.file,
        rows=counted(export.n_rows, "row"),
        responses=counted(export.n_responses, "response"),
        left_out=_left_out(export),
    )


@rows.register
def _(export: SurveyExport) -> list[Row]:
    layout = pair(
        "{file} (layout {layout})",
        "{file}（{layout} 格式）",
        file=export.file,
        layout=export.layout,
    )
    used = pair(
        "{used} of {rows}",
        "{rows}中的 {used} 份",
        used=export.n_responses,
        rows=counted(export.n_rows, "row"),
    )
    return [
        Row(pair("file", "文件"), layout),
        Row(pair("responses", "答卷"), used),
        *(
            Row(pair("survey {name}", "问卷 {name}", name=named(str(survey))), _answers(answers))
            for survey, answers in export.to_frame().groupby("survey", sort=False)
        ),
    ]


def _left_out(export: SurveyExport) -> Text:
    if not export.left_out:
        return pair("No row was left out.", "没有剔除任何一行。")
    reasons = [rows_left_out(reason, n) for reason, n in export.left_out.items()]
    return pair("Left out: {reasons}.", "未计入：{reasons}。", reasons=listed(reasons))


def _answers(answers: pd.DataFrame) -> Text:
    n_scores, n_texts = int(answers["score"].notna().sum()), int(answers["text"].notna().sum())
    return listed([counted(n_scores, "score"), counted(n_texts, "comment")])
