"""What customer experience is worth, in money.

The rooms of the house:

- `vocvalue.clv`: customer lifetime value from an order log.
- `vocvalue.survey`: NPS, CSAT and CES with intervals that hold.
- `vocvalue.lift`: retention experiments: whom to contact, did it keep them, what is that worth.
- `vocvalue.link`: survey responses joined to orders.
- `vocvalue.datasets`: simulators with known truth, the sample shop, CDNOW.

`vocvalue.errors` holds every error and warning, `vocvalue.results` what all results share.
"""

from importlib.metadata import version

from vocvalue import clv, datasets, errors, lift, link, results, survey

__all__ = ["clv", "datasets", "errors", "lift", "link", "results", "survey"]
__version__ = version("vocvalue")
