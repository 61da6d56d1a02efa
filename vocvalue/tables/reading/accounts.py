"""Tables of accounts that know how they are read: who they are, what they use and what they pay."""

from dataclasses import dataclass

from vocvalue import checks
from vocvalue.tables.table import Table, check_names


@dataclass(frozen=True, eq=False)
class Accounts(Table):
    """Accounts, one row each, as a table that knows how it is read.

    A column that is not named is used if the table has one under the name that stands here.

    Attributes:
        account_id: Column with the account ids.
        revenue: Column of the revenue of a year.
        tier: Column of the tier, such as "key account"; by default "tier", if there is one.
        since: Column of when the account became a customer; by default "since", if there is one.
        currency: The currency code, or the column that holds it.
        timezone: As in `Orders`.
        timestamp_format: As in `Orders`.

    Examples:
        >>> import pandas as pd
        >>> import vocvalue as vv
        >>> crm = pd.DataFrame({"key": ["A-1"], "ARR": [120_000.0], "class": ["gold"]})
        >>> vv.Accounts(crm, account_id="key", revenue="ARR", tier="class", currency="EUR").tier
        'class'
    """

    account_id: str = "account_id"
    revenue: str = "revenue"
    tier: str | None = None
    since: str | None = None
    currency: str | None = None
    timezone: str | None = None
    timestamp_format: str | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        check_names(self, ("account_id", "revenue", "tier", "since"))


@dataclass(frozen=True, eq=False)
class Usage(Table):
    """What accounts use, one row per account and day or month, that knows how it is read.

    A column that is not named is used if the table has one under the name that stands here.

    Attributes:
        account_id: Column with the account ids.
        timestamp: Column of the day or month.
        usage: Column of how much was used then, in any unit; rows of one month are added up.
        users: Column of how many people used it; by default "users", if there is one.
        seats: Column of how many may use it, such as licences paid for; by default "seats", if
            there is one.
        features: Column of how many features were used; by default "features", if there is one.
        timezone: As in `Orders`.
        timestamp_format: As in `Orders`.

    Examples:
        >>> import pandas as pd
        >>> import vocvalue as vv
        >>> log = pd.DataFrame({"key": ["A-1"], "month": ["2025-06-01"], "logins": [412]})
        >>> vv.Usage(log, account_id="key", timestamp="month", usage="logins").usage
        'logins'
    """

    account_id: str = "account_id"
    timestamp: str = "timestamp"
    usage: str = "usage"
    users: str | None = None
    seats: str | None = None
    features: str | None = None
    timezone: str | None = None
    timestamp_format: str | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        named = ("account_id", "timestamp", "usage", "users", "seats", "features")
        check_names(self, named)


@dataclass(frozen=True, eq=False)
class Billing(Table):
    """Invoices to accounts, one row each, as a table that knows how it is read.

    A column that is not named is used if the table has one under the name that stands here.

    Attributes:
        account_id: Column with the account ids.
        due: Column of when each was due.
        paid: Column of when it was paid, empty while it is open.
        amount: Column of the amount, negative for a credit note.
        issued: Column of when it was issued; by default "issued", if there is one.
        kind: Column of what it is for; by default "kind", if there is one.
        renewal: What the kind says of an invoice for a renewal.
        currency: The currency code, or the column that holds it.
        timezone: As in `Orders`.
        timestamp_format: As in `Orders`.

    Examples:
        >>> import pandas as pd
        >>> import vocvalue as vv
        >>> ledger = pd.DataFrame(
        ...     {"key": ["A-1"], "due": ["2025-06-30"], "settled": [None], "amount": [10_000.0]}
        ... )
        >>> vv.Billing(ledger, account_id="key", paid="settled").paid
        'settled'
    """

    account_id: str = "account_id"
    due: str = "due"
    paid: str = "paid"
    amount: str = "amount"
    issued: str | None = None
    kind: str | None = None
    renewal: tuple[str, ...] = ("renewal", "续约", "续费")
    currency: str | None = None
    timezone: str | None = None
    timestamp_format: str | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        check_names(self, ("account_id", "due", "paid", "amount", "issued", "kind"))
        object.__setattr__(self, "renewal", checks.columns("renewal", self.renewal))


@dataclass(frozen=True, eq=False)
class Closures(Table):
    """Accounts that left, one row each, as a table that knows how it is read.

    Attributes:
        account_id: Column with the account ids.
        timestamp: Column of the day on which the account left.
        timezone: As in `Orders`.
        timestamp_format: As in `Orders`.

    Examples:
        >>> import pandas as pd
        >>> import vocvalue as vv
        >>> ended = pd.DataFrame({"key": ["A-1"], "ended": ["2025-09-30"]})
        >>> vv.Closures(ended, account_id="key", timestamp="ended").timestamp
        'ended'
    """

    account_id: str = "account_id"
    timestamp: str = "timestamp"
    timezone: str | None = None
    timestamp_format: str | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        check_names(self, ("account_id", "timestamp"))
