"""A table of contacts: who was contacted, when, and about which lead where the table says it."""

from dataclasses import replace

from vocvalue.tables.reading.leads import Contacts
from vocvalue.tables.responses import ResponseLog, Wanted, has_column, read_responses

LEAD = "lead_id"


def read_contacts(contacts: Contacts) -> ResponseLog:
    """Open a table of contacts; the lead is the column kept of it, where there is one.

    Args:
        contacts: The table, and how it is read.

    Raises:
        DataError: A column is missing or cannot be read, or no row can be used.

    Examples:
        >>> import pandas as pd
        >>> calls = pd.DataFrame({"customer_id": [7], "timestamp": ["2024-05-03"]})
        >>> read_contacts(Contacts(calls)).wanted.keep
        ()
    """
    if contacts.lead_id is None and has_column(contacts, LEAD):
        contacts = replace(contacts, lead_id=LEAD)
    kept = () if contacts.lead_id is None else (contacts.lead_id,)
    return read_responses(contacts, Wanted(score=False, keep=kept, called="the table of contacts"))
