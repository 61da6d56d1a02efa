"""Answers to surveys that know how they are read."""

from dataclasses import dataclass
from typing import Any

from vocvalue.tables.reading.customers import Timed
from vocvalue.tables.reading.described import described
from vocvalue.tables.score_texts import Labels, check_labels


@dataclass(frozen=True, eq=False)
class Responses(Timed):
    """Answers to surveys that know how they are read, wherever they are passed.

    Attributes:
        score: Column with the scores.
        survey: The survey whose answers are used; needed if the table holds several.
        survey_column: Column that names the survey; by default "survey", if there is one.
        score_labels: What scores stand for if they are texts that do not begin with a number: a
            mapping from text to number (None: no answer), or the name of a scale, such as
            "satisfaction5".
        account_id: Column of the account that whoever answered belongs to; by default "account_id",
            if there is one. Only the health of accounts is read by it.
        role: Column of their role in the decision, such as "decision maker"; by default "role", if
            there is one. Only the health of accounts is read by it.

    Examples:
        >>> import vocvalue as vv
        >>> shop = vv.datasets.load_sample()
        >>> answers = vv.Responses(shop.responses, survey="nps")
        >>> vv.link.attach(answers, shop.orders).report.customers
        1287
    """

    score: str = "score"
    survey: str | None = None
    survey_column: str | None = None
    score_labels: Labels | None = None
    account_id: str | None = None
    role: str | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        check_labels(self.score_labels, "score_labels")


def answers(table: object, name: str, *, customer_id: str | None, **asked: Any) -> Responses:
    """Return answers as a table that knows how it is read, whose customer need not be there.

    Args:
        table: A frame, a path or a `Responses`.
        name: The argument's name in messages.
        customer_id: The column with the customer ids that was asked for; None where none was.
        asked: How a bare table is read else.
    """
    named = {} if customer_id is None else {"customer_id": customer_id}
    return described(Responses, table, name, **named, **asked)


def named_customer(table: Responses, customer_id: str | None) -> str | None:
    """Return the column of the customer that was named, in the table or beside it, or None."""
    default = Responses(None).customer_id
    return table.customer_id if table.customer_id != default else customer_id
