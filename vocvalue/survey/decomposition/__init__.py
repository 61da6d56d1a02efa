"""Which groups and topics changed an NPS."""
