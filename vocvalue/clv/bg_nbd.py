"""The BG/NBD model: customers may leave right after any repeat purchase.

An active customer buys at a rate lambda, gamma distributed over customers with shape r and rate
alpha; after each repeat purchase the customer leaves with probability p, beta distributed with a
and b.
"""

from dataclasses import dataclass
from typing import ClassVar

from vocvalue import duration
from vocvalue.clv.beta_geometric import BetaGeometricModel


@dataclass(frozen=True, kw_only=True)
class BGNBD(BetaGeometricModel):
    """The beta-geometric/NBD model of repeat purchases.

    Args:
        r: Shape of the gamma distribution of purchase rates.
        alpha: Its rate, in the model's unit of time.
        a: First parameter of the beta distribution of dropout probabilities.
        b: Its second parameter.
        unit: The unit of time: hour, day, week, month or year.

    Raises:
        ParameterError: A parameter is not above zero, or an unknown unit.

    References:
        Fader, Hardie and Lee (2005), "Counting your customers" the easy way: an alternative to
        the Pareto/NBD model, Marketing Science 24(2), 275-284, eqs. 6 and 8 to 10.

    Examples:
        The published parameters of the CDNOW data, and a new customer's year:

        >>> model = BGNBD(r=0.243, alpha=4.414, a=0.793, b=2.426, unit="week")
        >>> print(f"{model.purchase_pmf_new(0, '39 weeks'):.7f}")
        0.5737864
        >>> print(f"{model.probability_alive(26, 30.857, 31):.3f}")
        0.969
    """

    r: float
    alpha: float
    a: float
    b: float
    unit: duration.Unit

    chances: ClassVar[int] = 0
