"""Tables that know how they are read: their columns, their clock and their policies.

A module for each kind of table, and two for how a bare table becomes one:

- `vocvalue.tables.reading.customers`: what most kinds begin with: customers, and their times.
- `vocvalue.tables.reading.orders`: order logs.
- `vocvalue.tables.reading.responses`: answers of customers to surveys.
- `vocvalue.tables.reading.comments`: what customers wrote.
- `vocvalue.tables.reading.problems`: problems that customers met.
- `vocvalue.tables.reading.experiments`: who was assigned to which arm, and what followed.
- `vocvalue.tables.reading.leads`: who was contacted, and what is sold.
- `vocvalue.tables.reading.tickets`: tickets of a help desk.
- `vocvalue.tables.reading.insights`: insights of the programme, and what was done about them.
- `vocvalue.tables.reading.stakeholders`: answers of colleagues to the internal survey.
- `vocvalue.tables.reading.accounts`: accounts, their usage, their invoices, and those that left.
- `vocvalue.tables.reading.described`: one table read as asked, unless it says so itself.
- `vocvalue.tables.reading.bare`: what is asked of several tables at once.
"""
