"""What a bad rating costs in years: who buys the brand again, with customers not yet followed."""
