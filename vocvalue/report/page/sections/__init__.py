"""The sections of the page, each made of a report in one language."""
