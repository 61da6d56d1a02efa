"""From the tables that a company has to the whole page, in one call or by one file."""
