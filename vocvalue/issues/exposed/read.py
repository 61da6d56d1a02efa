"""Orders and problems in, the exposed and their controls out."""

from collections.abc import Mapping
from typing import Any

from vocvalue import checks, progress
from vocvalue.duration import Span
from vocvalue.issues.exposed.beside import beside
from vocvalue.issues.exposed.choosing import choose
from vocvalue.issues.exposed.measure import measure
from vocvalue.issues.exposed.naive import never_mentioned
from vocvalue.issues.exposed.notes import on_all, on_tables
from vocvalue.issues.exposed.question import ExposureQuestion
from vocvalue.issues.exposed.result import Exposure
from vocvalue.issues.gathered import as_asked, gather
from vocvalue.link.clock import one_clock
from vocvalue.results.texts import pair
from vocvalue.tables.engine_errors import translated
from vocvalue.tables.reading.bare import for_bare
from vocvalue.tables.reading.described import described
from vocvalue.tables.reading.leads import Contacts
from vocvalue.tables.reading.orders import Duplicates, Orders, Refunds, Zeros


@progress.step(pair("looking for customers to compare with", "寻找可比客户"))
@translated
def exposure(
    mentions: object,
    orders: object,
    *,
    topic: str,
    window: Span = "3 months",
    history: Span = "6 months",
    churn_window: Span = "180 days",
    covariates: object = None,
    values: object = None,
    value: str = "value",
    contacts: object = None,
    controls: int = 5,
    seed: int = 0,
    customer_id: str = "customer_id",
    timestamp: str = "timestamp",
    amount: str = "amount",
    quantity: str | None = None,
    observation_end: object = None,
    refunds: Refunds = "net",
    zeros: Zeros = "keep",
    duplicates: Duplicates = "keep",
    timezone: str | None = None,
    timestamp_format: str | None = None,
    currency: str | None = None,
) -> Exposure:
    """Find who met a problem, with the whole history before, and whom to compare them with.

    The exposed are customers who mention the problem for the first time. If both tables name
    orders, the moment is the order at which the problem was met, and controls are orders of the
    same weeks that did not meet it. If they do not, the moment is the mention, and that of a
    control lies as long after an order as mentions do. Controls are customers at risk, who had not
    met the problem until then. What becomes of them later is not looked at, and so nobody is a
    control for never having complained. How many other problems each moment met is a feature, so
    that a problem is not blamed for its company.

    Args:
        mentions: Who met or told of which problem and when, one row each: a table, a path, a
            `vocvalue.Problems`, or what `signals.mentions` returned, of which complaints count.
        orders: One row per order line: a table, a path, or a `vocvalue.Orders`.
        topic: The problem, as the column of topics has it.
        window: The span after the moment in which outcomes count.
        history: The span before the moment by which the history is described.
        churn_window: A customer without an order for so long after the moment has left.
        covariates: The covariates to adjust for, known before the problem was met: a table with one
            row per customer, or a `vocvalue.Customers`.
        values: What each customer is worth: a table with one row per customer, or what
            `clv.predict` returned; adds the outcome "value".
        value: Column with the value in a table of values.
        contacts: Who was contacted and when: a table, a path, or a `vocvalue.Contacts`.
        controls: How many controls are drawn for each exposed; with fewer than 500 exposed, 10 are
            better than 5.
        seed: The seed of the draw.
        customer_id: Column with the customer ids, in all tables.
        timestamp: Column with the timestamps, in all tables.
        amount: Column with the order amounts, negative for a refund.
        quantity: Column that multiplies `amount`, which is then a unit price.
        observation_end: The last moment observed; by default the latest order.
        refunds: What to do with negative amounts: "net", "drop" or "error", see `clv.rfm`.
        zeros: What to do with orders of amount 0: "keep", "drop" or "error", see `clv.rfm`.
        duplicates: What to do with rows that repeat another in every column: "keep", "drop" or
            "error", see `clv.rfm`.
        timezone: The time zone whose wall-clock time counts, for times that carry a zone.
        timestamp_format: How text is parsed as times, in all tables.
        currency: The currency code, passed on to the results, or the orders' column that holds it.

    Returns:
        The exposed and their controls, with what was known before and what came after. A row of
        `to_frame` is a customer who met the problem.

    Raises:
        DataError: A table cannot be read, ids do not fit, nobody mentioned the topic (the message
            names those there are), fewer than 30 exposed can be followed for the window, more than
            half of the mentions belong to no known order, or nobody is left to compare with.
        ParameterError: An argument that makes no sense, or is idle.

    References:
        Prentice and Breslow (1978), Biometrika 65, on risk sets; Hernan et al. (2016), Journal of
        Clinical Epidemiology 79, on where time begins.

    Examples:
        >>> import vocvalue as vv
        >>> shop = vv.datasets.simulate_problems(4_000, seed=1)
        >>> topic = shop.mentions["topic"].value_counts().index[0]
        >>> found = exposure(
        ...     shop.mentions, shop.orders, topic=topic, covariates=shop.customers, currency="CNY"
        ... )
        >>> found.design, found.n_controls == 5 * found.n_exposed
        ('order', True)
        >>> list(found.to_frame().columns)[:4]
        ['customer_id', 'moment', 'orders', 'orders_a_month']
    """
    question = ExposureQuestion.of(
        topic, window=window, history=history, churn_window=churn_window, controls=controls
    )
    generator = checks.seed(seed)
    named = {
        "customer_id": customer_id,
        "timestamp": timestamp,
        "timezone": timezone,
        "timestamp_format": timestamp_format,
    }
    told, log = as_asked(
        mentions,
        orders,
        of_all=named,
        beside={"contacts": contacts},
        amount=amount,
        quantity=quantity,
        observation_end=observation_end,
        refunds=refunds,
        zeros=zeros,
        duplicates=duplicates,
        currency=currency,
    )
    gathered = gather(told, log)
    choice = choose(gathered.problems, gathered.orders, question, generator)
    naive = never_mentioned(gathered.orders, choice, question, generator)
    tables = beside(
        gathered.orders,
        choice.at,
        choice.exposed,
        covariates=covariates,
        values=values,
        value=value,
        contacts=_contacts(contacts, log, named),
        customer_id=customer_id,
    )
    found = (*on_all(choice, gathered, question), *tables.notes, *on_tables(gathered))
    return measure(gathered, choice, question, tables, naive=naive, notes=found)


def _contacts(contacts: object, orders: Orders, named: Mapping[str, Any]) -> Contacts | None:
    """Return contacts as they are read by the clock of the orders."""
    if contacts is None:
        return None
    calls = described(Contacts, contacts, "contacts", **for_bare(contacts, **named))
    return one_clock(calls, orders)[0]
