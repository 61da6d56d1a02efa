"""Make the report of the sample shop: `vocvalue demo`, in a checkout."""

import warnings

from vocvalue.commands.demo import show

if __name__ == "__main__":
    warnings.simplefilter("default")
    show()
