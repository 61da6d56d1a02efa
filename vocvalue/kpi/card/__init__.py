"""The five KPIs of a programme on one card."""
