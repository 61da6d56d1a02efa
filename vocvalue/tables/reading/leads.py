"""The tables beside leads that know how they are read: who was contacted, and what is sold."""

from dataclasses import dataclass

from vocvalue.tables.reading.customers import Timed
from vocvalue.tables.table import Table


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
