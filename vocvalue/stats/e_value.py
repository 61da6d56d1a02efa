"""How strong an unmeasured cause would have to be to explain a risk ratio away: the E-value."""

import math

from vocvalue import checks
from vocvalue.errors import ParameterError


def e_value(ratio: float) -> float:
    """Return the E-value of a risk ratio.

    A cause that nobody measured explains the ratio away only if it goes with both the treatment
    and the outcome by a risk ratio of at least this, beyond the covariates.

    Args:
        ratio: The risk ratio, above 0; of a ratio below 1 its reciprocal counts.

    Raises:
        ParameterError: A ratio that is not above 0.

    References:
        VanderWeele and Ding (2017), Sensitivity analysis in observational research: introducing
        the E-value, Annals of Internal Medicine 167.

    Examples:
        >>> round(e_value(3.9), 4), e_value(1.0)
        (7.263, 1.0)
    """
    checked = checks.positive("ratio", ratio)
    away = max(checked, 1 / checked)
    return away + math.sqrt(away * (away - 1))


def limit_e_value(lower: float, upper: float) -> float:
    """Return the E-value of the end of an interval that is nearer to 1; 1 where it holds 1.

    Args:
        lower: The lower end of the risk ratio's interval, above 0.
        upper: Its upper end.

    Raises:
        ParameterError: Ends that are not above 0, or the wrong way round.

    References:
        As `e_value`.

    Examples:
        >>> limit_e_value(1.8, 8.7), limit_e_value(0.9, 2.0)
        (3.0, 1.0)
    """
    low, high = checks.positive("lower", lower), checks.positive("upper", upper)
    if low > high:
        raise ParameterError(f"lower == {lower}, must not be above upper == {upper}.")
    if low <= 1 <= high:
        return 1.0
    return e_value(low if low > 1 else high)
