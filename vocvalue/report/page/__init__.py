"""The report: what all results say together, and the page that is made of it."""
