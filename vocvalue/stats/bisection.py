"""Where a condition that holds at one place and fails at another ceases to hold."""

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats: TypeAlias = NDArray[np.float64]

BITS = 49


def boundary(
    holds: Callable[[Floats], NDArray[np.bool_]],
    inside: ArrayLike,
    outside: ArrayLike,
    *,
    parts: int = 2,
) -> Floats:
    """Cut the way from where a condition holds to where it fails until nothing is left between.

    Args:
        holds: Tells for each place of an array, whose last axes are those of `inside`, whether the
            condition holds there.
        inside: Where it holds, shape (k,) or a number.
        outside: Where it fails, of the same shape.
        parts: Into how many parts the way is cut at a time: more are faster for few places.

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
    cuts = (np.arange(1, parts) / parts).reshape(-1, *[1] * near.ndim)
    for _ in range(int(np.ceil(BITS / np.log2(parts)))):
        way = far - near
        held = np.count_nonzero(holds(near + cuts * way), axis=0)
        near, far = (
            near + way * (held / parts),
            np.where(held == parts - 1, far, near + way * ((held + 1) / parts)),
        )
    return np.asarray(np.where(everywhere, end, near))


def parts_for(size: int) -> int:
    """Return into how many parts to cut at a time for an array of a size."""
    return 128 if size <= FEW else 2


FEW = 16
