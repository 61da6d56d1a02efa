"""What was read from an export."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from vocvalue.results import Result
from vocvalue.results.plain_data import plain
from vocvalue.sealed import HandedOut
from vocvalue.tables.exports.rows import LeftOut


@dataclass(frozen=True, kw_only=True, eq=False)
class SurveyExport(Result):
    """The answers in the export of a survey tool, and what was left out.

    Attributes:
        file: The name of the file.
        layout: The layout it was read with.
        questions: The wording of each question, by the name used for it.
        n_rows: Number of rows below the headings.
        n_responses: Number of rows used, each of them a response.
        left_out: How many rows were left out, by reason; with those used they add up to all rows.
    """

    file: str
    layout: str
    questions: Mapping[str, str]
    n_rows: int
    n_responses: int
    left_out: Mapping[LeftOut, int]
    _table: HandedOut[pd.DataFrame] = HandedOut()

    def to_frame(self) -> pd.DataFrame:
        """Return the long table: one row for each response and survey.

        Its columns are customer_id (if named), timestamp, survey, question, score, text,
        response_id and channel (if the export has them), and those of `keep`.
        """
        return self._table

    def to_dict(self) -> dict[str, Any]:
        """Return the result as plain dictionaries, lists, numbers and strings."""
        fields = {f.name: plain(getattr(self, f.name)) for f in dataclasses.fields(self)}
        fields["table"] = plain(self._table.to_dict(orient="records"))
        return {name: value for name, value in fields.items() if not name.startswith("_")}
