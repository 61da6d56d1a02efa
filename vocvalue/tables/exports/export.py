"""What was read of an export."""

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from vocvalue.results import Result
from vocvalue.results.former import Language, counted
from vocvalue.results.former import language as checked_language
from vocvalue.results.plain_data import plain
from vocvalue.sealed import HandedOut
from vocvalue.tables.exports.notes import WORDS
from vocvalue.tables.exports.rows import LeftOut


@dataclass(frozen=True, kw_only=True, eq=False)
class SurveyExport(Result):
    """The answers of a survey tool's export, and what was left out of it.

    Attributes:
        file: The name of the file.
        layout: The layout that it was read by.
        questions: The wording of each question, by the name that it was asked for.
        n_rows: Number of rows below the headings.
        n_responses: Number of rows used, each a response.
        left_out: How many rows were left out, by reason; with those used they make all rows.
    """

    file: str
    layout: str
    questions: Mapping[str, str]
    n_rows: int
    n_responses: int
    left_out: Mapping[LeftOut, int]
    _table: HandedOut[pd.DataFrame] = HandedOut()

    def to_frame(self) -> pd.DataFrame:
        """Return the long table: a row for each response and survey.

        Its columns are customer_id (where it was named), timestamp, survey, question, score, text,
        response_id and channel (where the export has them), and those of `keep`.
        """
        return self._table

    def to_dict(self) -> dict[str, Any]:
        """Return the result as plain dictionaries, lists, numbers and strings."""
        fields = {f.name: plain(getattr(self, f.name)) for f in dataclasses.fields(self)}
        fields["table"] = self._table.to_dict(orient="records")
        return {name: value for name, value in fields.items() if not name.startswith("_")}

    def headlines(self) -> Sequence[tuple[str, str]]:
        """Return what was read, and the answers of each survey."""
        rows = self._table.groupby("survey", sort=False)
        return (
            ("file", f"{self.file} (layout {self.layout})"),
            ("responses", f"{self.n_responses:,} of {counted(self.n_rows, 'row')}"),
            *((f"survey {name}", _answers(part)) for name, part in rows),
        )

    def statement(self, language: Language = "en") -> str:
        """Return the sentence on what was read and what was left out.

        Args:
            language: "en" or "zh".
        """
        n, n_out = self.n_responses, self.n_rows - self.n_responses
        place = 1 if checked_language(language) == "zh" else 0
        reasons = [(count, WORDS[reason][place]) for reason, count in self.left_out.items()]
        if place:
            listed = "，".join(f"{count:,} 行{words}" for count, words in reasons)
            left = f"其余 {n_out:,} 行未计入：{listed}" if n_out else "没有剔除任何一行"
            return f"{self.file} 共 {self.n_rows:,} 行，读取 {n:,} 份答卷；{left}。"
        listed = ", ".join(f"{count:,} {words}" for count, words in reasons)
        left = f"{n_out:,} left out ({listed})" if n_out else "none was left out"
        of = f"{counted(n, 'response')} of {counted(self.n_rows, 'row')} in {self.file}"
        return f"{of} can be used; {left}."


def _answers(rows: pd.DataFrame) -> str:
    n_scores, n_texts = int(rows["score"].notna().sum()), int(rows["text"].notna().sum())
    return f"{counted(n_scores, 'score')}, {counted(n_texts, 'text')}"
