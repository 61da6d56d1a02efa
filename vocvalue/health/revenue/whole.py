"""A share of all accounts or of all revenue: counted, and not estimated from a sample."""

from vocvalue.results import Estimate

LEVEL, METHOD = 0.95, "of all accounts, no sample"


def certain(value: float, n: int) -> Estimate:
    """Return a share of the whole, which no sample makes uncertain: its interval has no width.

    Args:
        value: The share, as a fraction.
        n: The number of accounts.
    """
    return Estimate.of((value, value, value), level=LEVEL, method=METHOD, n=n)
