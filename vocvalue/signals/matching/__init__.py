"""Rules of a lexicon on the texts of customers: texts in, spans with a kind and a status out."""
