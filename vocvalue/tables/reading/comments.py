"""What customers wrote, as a table that knows how it is read."""

from dataclasses import dataclass

from vocvalue.tables.reading.customers import Timed


@dataclass(frozen=True, eq=False)
class Comments(Timed):
    """What customers wrote, one row per text, as a table that knows how it is read.

    A column that is not named is used if the table has one under the name that stands here.

    Attributes:
        text: Column of the text: a review, a turn of a chat, a comment beside a score.
        channel: Column of where it was written, such as "review", "chat" or "question"; by default
            "channel", if there is one.
        role: Column of who wrote it, "customer" or "seller"; by default "role", if there is one.
        score: Column of the score that was given with the text; by default "score", if there is
            one.

    Examples:
        >>> import pandas as pd
        >>> import vocvalue as vv
        >>> chats = pd.DataFrame({"client": [7], "message": ["Do you also sell filters?"]})
        >>> comments = vv.Comments(chats, customer_id="client", text="message")
        >>> vv.signals.find(comments).to_frame()[["client", "kind", "product"]]
           client        kind  product
        0       7  cross_sell  filters
    """

    text: str = "text"
    channel: str | None = None
    role: str | None = None
    score: str | None = None
