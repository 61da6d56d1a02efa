"""Predict what each customer of the sample shop is worth: `vocvalue demo`, in a checkout."""

import warnings

from vocvalue.commands.demo import show

if __name__ == "__main__":
    warnings.simplefilter("default")
    show()
