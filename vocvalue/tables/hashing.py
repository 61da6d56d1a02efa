"""A number between 0 and 1 from an id, the same wherever it is computed."""

import hashlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

BITS = 52


def uniforms(texts: Sequence[str], *, salt: str) -> NDArray[np.float64]:
    """Return a number in [0, 1) for each text, by SHA-256.

    The text hashed is the salt, a colon and the id, in UTF-8. The first 13 hexadecimal digits of
    the digest, read as a whole number, are divided by 16^13. These are 52 bits, which a double
    holds exactly, so that a database or a spreadsheet finds the same number.

    Args:
        texts: Ids as text, of length n.
        salt: The text that distinguishes one experiment from another.

    Returns:
        Shape (n,).

    Examples:
        >>> uniforms(["7"], salt="winback").tolist()
        [0.7224554165145689]
        >>> digest = hashlib.sha256(b"winback:7").hexdigest()
        >>> int(digest[:13], 16) / 16**13
        0.7224554165145689
    """
    sha256, prefix = hashlib.sha256, f"{salt}:"
    digests = b"".join([sha256((prefix + text).encode()).digest()[:8] for text in texts])
    first = np.frombuffer(digests, dtype=">u8") >> np.uint64(64 - BITS)
    return np.asarray(first / 2.0**BITS, dtype=np.float64)
