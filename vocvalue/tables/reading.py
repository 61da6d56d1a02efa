"""Tables that know how they are read: their columns, their clock and their policies."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Literal, TypeAlias, TypeVar

from vocvalue import checks
from vocvalue.errors import ParameterError
from vocvalue.tables.score_texts import Labels, check_labels
from vocvalue.tables.table import Table

Refunds: TypeAlias = Literal["net", "drop", "error"]
Zeros: TypeAlias = Literal["keep", "drop", "error"]
Duplicates: TypeAlias = Literal["keep", "drop", "error"]

# The attributes that name a column.
COLUMNS = (
    "customer_id",
    "timestamp",
    "amount",
    "quantity",
    "score",
    "survey_column",
    "arm",
    "retained",
    "left",
    "duration",
    "spend",
    "topic",
    "order_id",
    "polarity",
    "account_id",
    "role",
)
# What belongs to the question as much as to the table, so that either may say it.
EITHER = ("observation_end", "currency")


@dataclass(frozen=True, eq=False)
class Customers(Table):
    """A table with one row per customer that knows how it is read.

    Attributes:
        customer_id: Column with the customer ids.

    Examples:
        >>> import pandas as pd
        >>> Customers(pd.DataFrame({"CustomerID": [1]}), customer_id="CustomerID").customer_id
        'CustomerID'
    """

    customer_id: str = "customer_id"

    def __post_init__(self) -> None:
        super().__post_init__()
        for name in COLUMNS:
            held = getattr(self, name, None)
            if held is not None:
                checks.column(name, held)


@dataclass(frozen=True, eq=False)
class Timed(Customers):
    """A table of customers and times that knows how it is read.

    Attributes:
        timestamp: Column with the timestamps.
        timezone: The time zone whose wall-clock time counts; by default that of the times, or UTC
            for texts with an offset. Times without a zone are assumed to be in this zone when they
            are joined to a table whose times carry one.
        timestamp_format: How text and digits are parsed as times, such as "%d/%m/%Y" or "%Y%m%d";
            ISO by default. "s", "ms", "us" or "ns" for numbers counted since 1970 in UTC.
    """

    timestamp: str = "timestamp"
    timezone: str | None = None
    timestamp_format: str | None = None


@dataclass(frozen=True, eq=False)
class Orders(Timed):
    """An order log that knows how it is read, wherever it is passed.

    Attributes:
        amount: Column with the amounts, negative for a refund; a unit price if quantity is named.
            None if the orders have no amounts: purchases can then be counted, but not valued.
        quantity: Column by which the amount is multiplied.
        refunds: "net" deducts refunds from the purchase they follow, "drop" leaves them out,
            "error" refuses them.
        zeros: "keep" counts an order of amount 0 as a purchase, "drop" leaves it out, "error"
            refuses it.
        duplicates: The same choice for rows that repeat another in every column.
        observation_end: The last moment observed; by default the latest order.
        currency: The currency code, or the column that holds it.
        product: Column with the product of each line, by its id or its name; only the funnel of
            leads reads it.
        order_id: Column with the id of the order that a line belongs to; by default "order_id", if
            there is one. Only the costs of problems are read by it.

    Examples:
        The names are said once, and hold in every room.

        >>> import pandas as pd
        >>> import vocvalue as vv
        >>> lines = pd.DataFrame({
        ...     "CustomerID": [1, 1, 2],
        ...     "InvoiceDate": pd.to_datetime(["2011-01-01", "2011-02-01", "2011-03-01"]),
        ...     "UnitPrice": [2.5, 4.0, 1.0],
        ...     "Quantity": [4, 1, 3],
        ... })
        >>> orders = vv.Orders(
        ...     lines,
        ...     customer_id="CustomerID",
        ...     timestamp="InvoiceDate",
        ...     amount="UnitPrice",
        ...     quantity="Quantity",
        ...     currency="GBP",
        ... )
        >>> vv.clv.rfm(orders).frequency
        array([1, 0])
        >>> vv.clv.historical(orders).total
        17.0
    """

    amount: str | None = "amount"
    quantity: str | None = None
    refunds: Refunds = "net"
    zeros: Zeros = "keep"
    duplicates: Duplicates = "keep"
    observation_end: object = None
    currency: str | None = None
    product: str | None = None
    order_id: str | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        checks.one_of("refunds", self.refunds, ("net", "drop", "error"))
        checks.one_of("zeros", self.zeros, ("keep", "drop", "error"))
        checks.one_of("duplicates", self.duplicates, ("keep", "drop", "error"))
        if self.amount is None and self.quantity is not None:
            raise ParameterError(
                f"quantity == {self.quantity!r} and amount == None: a quantity is multiplied "
                "by a unit price. Name the column of the price as amount, or leave quantity "
                "out."
            )

    @property
    def numbers(self) -> tuple[str, ...]:
        """The columns that must hold numbers."""
        return tuple(name for name in (self.amount, self.quantity) if name is not None)


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


@dataclass(frozen=True, eq=False)
class Assignments(Timed):
    """The arms of an experiment, one row per customer, that know how they are read.

    Attributes:
        arm: Column with the arms.

    Examples:
        >>> import vocvalue as vv
        >>> vv.Assignments("arms.csv", customer_id="id", arm="group").arm
        'group'
    """

    arm: str = "arm"


@dataclass(frozen=True, eq=False)
class Outcomes(Timed):
    """What became of customers, one row per customer, as a table that knows how it is read.

    It is accepted wherever outcomes are: as `outcomes=` of `lift.experiment` and `churned=` of
    `survey.cross_analysis`.

    Attributes:
        retained: Column of who stayed: 1 or 0, yes or no, empty if not yet known.
        left: Column of who left, in the same form; with or instead of the column of who stayed.
        duration: Column of the days until the customer left or was last observed; it needs `left`.
        spend: Column of the amount spent in the window.

    Examples:
        >>> import pandas as pd
        >>> import vocvalue as vv
        >>> churn = pd.DataFrame({"client": [1, 2, 3, 4], "churned": ["no", "yes", "yes", "yes"]})
        >>> outcomes = vv.Outcomes(churn, customer_id="client", left="churned")
        >>> arms = pd.DataFrame({"customer_id": [1, 2, 3, 4], "arm": ["treated", "control"] * 2})
        >>> vv.lift.experiment(arms, outcomes=outcomes).retained.tolist()
        [1.0, 0.0, 0.0, 0.0]
    """

    retained: str = "retained"
    left: str | None = None
    duration: str | None = None
    spend: str | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.duration is not None and self.left is None:
            raise ParameterError(
                f"duration == {self.duration!r} and left == None: pass both columns. A "
                "duration has no meaning unless it is known whether the customer left then or "
                "was only observed until then."
            )


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


@dataclass(frozen=True, eq=False)
class Contacts(Timed):
    """Who was contacted and when, one row per contact, as a table that knows how it is read.

    Attributes:
        lead_id: Column of the lead that a contact is about; by default "lead_id", if there is one.
            A contact without one is about the leads of its customer that are open at that moment.

    Examples:
        >>> import pandas as pd
        >>> import vocvalue as vv
        >>> calls = pd.DataFrame({"client": [7], "called": ["2024-05-03"], "lead": ["5f2c"]})
        >>> vv.Contacts(calls, customer_id="client", timestamp="called", lead_id="lead").lead_id
        'lead'
    """

    lead_id: str | None = None


@dataclass(frozen=True, eq=False)
class Problems(Timed):
    """Problems that customers met or told of, one row each, as a table that knows how it is read.

    It is what `signals.mentions` returns, a ticket system or an operational log. A column that is
    not named is used if the table has one under the name that stands here.

    Attributes:
        topic: Column of the problem.
        order_id: Column with the id of the order at which the problem was met; by default
            "order_id", if there is one.
        polarity: Column of whether a row is a "complaint"; by default "polarity", if there is one.
            Rows that are none do not count.

    Examples:
        >>> import pandas as pd
        >>> import vocvalue as vv
        >>> tickets = pd.DataFrame(
        ...     {"client": [7], "opened": ["2024-05-03"], "about": ["包装破损"], "order": ["A1"]}
        ... )
        >>> problems = vv.Problems(
        ...     tickets, customer_id="client", timestamp="opened", topic="about", order_id="order"
        ... )
        >>> problems.topic, problems.order_id
        ('about', 'order')
    """

    topic: str = "topic"
    order_id: str | None = None
    polarity: str | None = None


@dataclass(frozen=True, eq=False)
class Products(Table):
    """A catalogue, one row per product, as a table that knows how it is read.

    A column that is not named is used if the table has one under the name that stands here.

    Attributes:
        product_id: Column of the product's id; by default "product_id", if there is one.
        name: Column of its name.
        aliases: Column of what it is also called: lists, or text with | or ; or 、 between the
            names; by default "aliases", if there is one.
        upgrade: Column of the name or id of its bigger variant; by default "upgrade", if there is
            one.
        plan: Column of whether it is a plan or a subscription, yes or no; by default "plan", if
            there is one.

    Examples:
        >>> import pandas as pd
        >>> import vocvalue as vv
        >>> shop = pd.DataFrame({"sku": ["F1"], "title": ["滤芯"], "aliases": ["滤网|filter"]})
        >>> products = vv.Products(shop, product_id="sku", name="title")
        >>> chats = pd.DataFrame({"customer_id": [7], "text": ["Do you also sell filters?"]})
        >>> leads = vv.signals.leads(vv.signals.find(chats), products=products)
        >>> leads.to_frame()[["kind", "product", "product_id", "how"]]
                 kind  product product_id    how
        0  cross_sell  filters         F1  alias
    """

    product_id: str | None = None
    name: str = "name"
    aliases: str | None = None
    upgrade: str | None = None
    plan: str | None = None


@dataclass(frozen=True, eq=False)
class Insights(Table):
    """Insights that the programme submitted, one row each, as a table that knows how it is read.

    A column that is not named is used if the table has one under the name that stands here.

    Attributes:
        insight_id: Column with the insight ids.
        submitted: Column of when each was submitted.
        department: Column of the department that is to act on it; by default "department", if there
            is one.
        major: Column of whether it is a major insight, yes or no; by default "major", if there is
            one. Only major insights count; without such a column all do.
        timezone: As in `Orders`.
        timestamp_format: As in `Orders`.

    Examples:
        >>> import pandas as pd
        >>> import vocvalue as vv
        >>> log = pd.DataFrame({"key": ["V-7"], "date": ["2024-02-05"], "owner": ["logistics"]})
        >>> insights = vv.Insights(log, insight_id="key", submitted="date", department="owner")
        >>> insights.department
        'owner'
    """

    insight_id: str = "insight_id"
    submitted: str = "submitted"
    department: str | None = None
    major: str | None = None
    timezone: str | None = None
    timestamp_format: str | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        check_names(self, ("insight_id", "submitted", "department", "major"))


@dataclass(frozen=True, eq=False)
class Actions(Table):
    """What was done about insights, one row per action, as a table that knows how it is read.

    A column that is not named is used if the table has one under the name that stands here.

    Attributes:
        insight_id: Column with the id of the insight that an action is about.
        completed: Column of when it was completed, empty if it is not.
        status: Column of how it stands; by default "status", if there is one. An action is then
            completed only if its status says so, and one that was cancelled does not count.
        done: What the status says of a completed action; by default words such as "completed",
            "done" and "已完成".
        value: Column of the money that it brought; by default "value", if there is one.
        evidence: Column of the grade of evidence of that money: "randomised", "adjusted
            observational" or "association only"; by default "evidence", if there is one. Money
            without a grade counts as "association only".
        currency: The currency code, or the column that holds it.
        timezone: As in `Orders`.
        timestamp_format: As in `Orders`.

    Examples:
        >>> import pandas as pd
        >>> import vocvalue as vv
        >>> projects = pd.DataFrame({"key": ["V-7"], "finished": ["2024-05-02"], "state": ["live"]})
        >>> actions = vv.Actions(
        ...     projects, insight_id="key", completed="finished", status="state", done=("live",)
        ... )
        >>> actions.done
        ('live',)
    """

    insight_id: str = "insight_id"
    completed: str = "completed"
    status: str | None = None
    done: tuple[str, ...] = ()
    value: str | None = None
    evidence: str | None = None
    currency: str | None = None
    timezone: str | None = None
    timestamp_format: str | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        check_names(self, ("insight_id", "completed", "status", "value", "evidence"))
        object.__setattr__(self, "done", checks.columns("done", self.done))


@dataclass(frozen=True, eq=False)
class StakeholderAnswers(Table):
    """Answers of colleagues to the internal survey, one row per answer to one question.

    A column that is not named is used if the table has one under the name that stands here.

    Attributes:
        respondent: Column of who answered; by default "respondent", if there is one. Without such a
            column each answer to a question is taken to come from somebody else.
        timestamp: Column of when.
        question: Column of the question, such as "timeliness" and "actionability"; by default
            "question", or else "survey", if there is one.
        score: Column with the scores.
        department: Column of the department; by default "department", if there is one.
        score_labels: As in `Responses`.
        timezone: As in `Orders`.
        timestamp_format: As in `Orders`.

    Examples:
        >>> import pandas as pd
        >>> import vocvalue as vv
        >>> survey = pd.DataFrame({"who": ["Wang"], "timestamp": ["2024-03-05"], "score": [4]})
        >>> vv.StakeholderAnswers(survey, respondent="who").respondent
        'who'
    """

    respondent: str | None = None
    timestamp: str = "timestamp"
    question: str | None = None
    score: str = "score"
    department: str | None = None
    score_labels: Labels | None = None
    timezone: str | None = None
    timestamp_format: str | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        check_names(self, ("respondent", "timestamp", "question", "score", "department"))
        check_labels(self.score_labels, "score_labels")


@dataclass(frozen=True, eq=False)
class Tickets(Customers):
    """Tickets of a help desk or of a callback team, one row each, that know how they are read.

    A column that is not named is used if the table has one under the name that stands here.

    Attributes:
        opened: Column of when each was opened.
        closed: Column of when it was closed, empty while it is open.
        ticket_id: Column with the ticket ids; by default "ticket_id", if there is one.
        reopened: Column of when a closed ticket was last opened again, empty if it never was; by
            default "reopened", if there is one. A ticket that was opened again after it was closed
            is open.
        contacted: Column of when the customer was first contacted, empty if not yet; by default
            "contacted", if there is one.
        team: Column of the team; by default "team", if there is one.
        topic: Column of the topic; by default "topic", if there is one.
        timezone: As in `Orders`.
        timestamp_format: As in `Orders`.

    Examples:
        >>> import pandas as pd
        >>> import vocvalue as vv
        >>> desk = pd.DataFrame({"client": [7], "created": ["2024-05-03"], "solved": [None]})
        >>> tickets = vv.Tickets(desk, customer_id="client", opened="created", closed="solved")
        >>> tickets.opened, tickets.closed
        ('created', 'solved')
    """

    opened: str = "opened"
    closed: str = "closed"
    ticket_id: str | None = None
    reopened: str | None = None
    contacted: str | None = None
    team: str | None = None
    topic: str | None = None
    timezone: str | None = None
    timestamp_format: str | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        named = ("opened", "closed", "ticket_id", "reopened", "contacted", "team", "topic")
        check_names(self, named)


def check_names(table: Table, attributes: tuple[str, ...]) -> None:
    """Refuse a column that is not named by a text.

    Args:
        table: The table.
        attributes: Those that name a column.
    """
    for name in attributes:
        held = getattr(table, name)
        if held is not None:
            checks.column(name, held)


Kind = TypeVar("Kind", bound=Table)


def described(kind: type[Kind], data: object, name: str, **asked: Any) -> Kind:
    """Return a table as one that knows how it is read.

    A table that knows it already is taken at its word; what else is asked for is then idle.

    Args:
        kind: What the table is.
        data: A frame, a path, a `Table` or one of that kind.
        name: The argument's name in messages.
        asked: How a bare table is read, by the names of the kind's attributes.

    Raises:
        ParameterError: A table of another kind, or arguments that a table of this kind makes idle.
    """
    if isinstance(data, kind):
        return _completed(data, name, asked)
    if isinstance(data, Table) and type(data) is not Table:
        raise ParameterError(
            f"{name} == {type(data).__name__}(...), must be a table, a path or "
            f"vocvalue.{kind.__name__}(...)."
        )
    return reopened(kind, data, **asked) if isinstance(data, Table) else kind(data, **asked)


def reopened(kind: type[Kind], table: Table, **asked: Any) -> Kind:
    """Return the same table as one of another kind: opened alike, read as asked.

    Args:
        kind: What it is read as.
        table: The table.
        asked: How it is read, by the names of the kind's attributes.

    Examples:
        >>> reopened(Timed, Insights("log.csv", delimiter=";"), timestamp="submitted").delimiter
        ';'
    """
    return kind(**{field.name: getattr(table, field.name) for field in fields(Table)}, **asked)


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


def is_bare(data: object) -> bool:
    """Whether a table does not say itself how it is read."""
    return not isinstance(data, Customers)


def id_column(data: object, asked: str) -> str:
    """Return a table's column of the customer: its own, or as asked of a bare table."""
    return data.customer_id if isinstance(data, Customers) else asked


def for_bare(data: object, **asked: Any) -> dict[str, Any]:
    """Return what is asked of several tables at once, where this one needs to be told."""
    return asked if is_bare(data) else {}


def refuse_idle(tables: Mapping[str, object], **asked: Any) -> None:
    """Refuse arguments on how tables are read where none of the tables needs to be told.

    Args:
        tables: The tables, None where there is none, by the arguments' names.
        asked: The arguments, by the names of the attributes that they stand for.
    """
    if any(table is not None and is_bare(table) for table in tables.values()):
        return
    defaults = {field.name: field.default for kind in KINDS for field in fields(kind)}
    idle = [key for key, value in asked.items() if value != defaults[key]]
    if idle:
        raise _idle(idle, " and ".join(k for k, table in tables.items() if table is not None))


KINDS: tuple[type[Customers], ...] = (
    Orders,
    Responses,
    Assignments,
    Outcomes,
    Comments,
    Contacts,
    Problems,
)


def _completed(data: Kind, name: str, asked: Mapping[str, Any]) -> Kind:
    defaults = {field.name: field.default for field in fields(data)}
    new = {key: value for key, value in asked.items() if value != defaults[key]}
    idle = [key for key in new if key not in EITHER]
    if idle:
        raise _idle(idle, name)
    twice = [key for key in new if getattr(data, key) not in (None, new[key])]
    if twice:
        raise ParameterError(
            f"{twice[0]} == {new[twice[0]]!r}, but {name} says {getattr(data, twice[0])!r}. State "
            "it once."
        )
    return replace(data, **new) if new else data


def _idle(names: list[str], table: str) -> ParameterError:
    return ParameterError(
        f"{', '.join(names)}: says how to read a table, but {table} already states it. State it "
        "there, or leave it out."
    )
