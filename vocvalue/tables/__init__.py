"""The only room that knows dataframe engines: tables are aggregated in their own engine.

- `vocvalue.tables.sources`: any frame or path, opened without reading it.
- `vocvalue.tables.columns`: distinct rows of named columns, counted in the engine.
- `vocvalue.tables.reading`: tables that know their columns, their clock and their policies.
- `vocvalue.tables.identity`: ids of two tables that are written otherwise.
- `vocvalue.tables.currencies`: the one currency of a table of money.
- `vocvalue.tables.truth`: columns of yes and no, however they are written.
- `vocvalue.tables.schemas`: what an order table must hold, and the policies it is read by.
- `vocvalue.tables.times`: wall-clock times, periods and units.
- `vocvalue.tables.orders`: the lines of an order log, each of a counted kind.
- `vocvalue.tables.purchases`: lines merged to purchases, in the engine.
- `vocvalue.tables.summary`: the per-customer table, brought back.
- `vocvalue.tables.responses`: the answers of a survey, each of a counted kind; one per customer.
- `vocvalue.tables.score_texts`: the numbers that scores written as text stand for.
- `vocvalue.tables.score_words`: the words of common answer scales, in two languages.
- `vocvalue.tables.windows`: orders in windows around answers, joined and summed in the engine.
- `vocvalue.tables.per_customer`: columns of tables with one row per customer, and look-ups.
- `vocvalue.tables.ids`: ids as text, the same in every library and file.
- `vocvalue.tables.hashing`: ids as numbers between 0 and 1, the same wherever computed.
- `vocvalue.tables.history`: what customers ordered up to a moment of each.
- `vocvalue.tables.contacts`: who was contacted, when, and about which lead.
- `vocvalue.tables.alerts`: the customers who tripped an alert, found in the engine.
- `vocvalue.tables.copies`: lines that repeat another in every column.
- `vocvalue.tables.far_moments`: times far from all others.
- `vocvalue.tables.exclusions`: what was left out, in words.
- `vocvalue.tables.histories`: a summary handed in, checked.
- `vocvalue.tables.categories`: the categories that rows fall in.
- `vocvalue.tables.score_counts`: how often each score was given in each period.
- `vocvalue.tables.repeats`: whose each answer is, where customers answer more than once.
- `vocvalue.tables.which_survey`: the survey that is asked for, where a table may hold several.
- `vocvalue.tables.exports`: exports of survey tools, read to a long table.
- `vocvalue.tables.frames`: small tables given back in the caller's library.
"""

from vocvalue.tables import (
    alerts,
    categories,
    columns,
    contacts,
    copies,
    currencies,
    exclusions,
    exports,
    far_moments,
    frames,
    hashing,
    histories,
    history,
    identity,
    ids,
    orders,
    per_customer,
    purchases,
    reading,
    repeats,
    responses,
    schemas,
    score_counts,
    score_texts,
    score_words,
    sources,
    summary,
    times,
    truth,
    which_survey,
    windows,
)

__all__ = [
    "alerts",
    "categories",
    "columns",
    "contacts",
    "copies",
    "currencies",
    "exclusions",
    "exports",
    "far_moments",
    "frames",
    "hashing",
    "histories",
    "history",
    "identity",
    "ids",
    "orders",
    "per_customer",
    "purchases",
    "reading",
    "repeats",
    "responses",
    "schemas",
    "score_counts",
    "score_texts",
    "score_words",
    "sources",
    "summary",
    "times",
    "truth",
    "which_survey",
    "windows",
]
