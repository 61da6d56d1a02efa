"""Where a condition that holds at one place and fails at another ceases to hold."""

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats: TypeAlias = NDArray[np.float64]

STEPS = 56


def boundary(
    holds: Callable[[Floats], NDArray[np.bool_]], inside: ArrayLike, outside: ArrayLike
) -> Floats:
    """Halve the way from where a condition holds to where it fails until nothing is left between.

    Args:
        holds: Tells for each place of an array whether the condition holds there.
        inside: Where it holds, shape (k,) or a number.
        outside: Where it fails, of the same shape.

    Returns:
        The last places where it holds; `outside` itself where it holds there too.

    Examples:
        >>> boundary(lambda x: x**2 <= np.array([2.0, 25.0]), [0.0, 0.0], [4.0, 4.0]).round(6)
        array([1.414214, 4.      ])
    """
    near, far = np.broadcast_arrays(
        np.asarray(inside, dtype=np.float64), np.asarray(outside, dtype=np.float64)
    )
    everywhere, end = holds(far), far
    for _ in range(STEPS):
        middle = (near + far) / 2
        held = holds(middle)
        near, far = np.where(held, middle, near), np.where(held, far, middle)
    return np.asarray(np.where(everywhere, end, near))
