"""The MBG/NBD model: customers may also leave right after their very first purchase.

It is the BG/NBD, in which a customer who bought once never leaves, with one more chance to leave.
"""

from dataclasses import dataclass
from typing import ClassVar

from vocvalue import duration
from vocvalue.clv.beta_geometric import BetaGeometricModel


@dataclass(frozen=True, kw_only=True)
class MBGNBD(BetaGeometricModel):
    """The modified beta-geometric/NBD model of repeat purchases.

    Args:
        r: Shape of the gamma distribution of purchase rates.
        alpha: Its rate, in the model's unit of time.
        a: First parameter of the beta distribution of dropout probabilities.
        b: Its second parameter.
        unit: The unit of time: hour, day, week, month or year.

    Raises:
        ParameterError: A parameter is not above zero, or an unknown unit.

    References:
        Batislam, Denizel and Filiztekin (2007), Empirical validation and comparison of models for
        customer base analysis, International Journal of Research in Marketing 24(3), 201-209, of
        which eq. 5 is the probability of being alive.

    Examples:
        A new customer stays after the first purchase with probability b / (a + b):

        >>> model = MBGNBD(r=0.525, alpha=6.183, a=1.0, b=3.0, unit="week")
        >>> print(f"{model.probability_alive(0, 0.0, 0.0):.12g}")
        0.75
    """

    r: float
    alpha: float
    a: float
    b: float
    unit: duration.Unit

    chances: ClassVar[int] = 1
