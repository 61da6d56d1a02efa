"""What a customer and a text are known by, the same in every run and every engine."""

from hashlib import sha256

ID_LENGTH = 16


def text_id(text: str, customer: str = "") -> str:
    """Return what a text of a customer is known by.

    Args:
        text: The text, as `normalise` writes it.
        customer: The customer, as a text; empty where there is none.

    Examples:
        >>> text_id("快用完了", "a") == text_id("快用完了", "a") != text_id("快用完了")
        True
    """
    held = f"{customer}\n{text}".encode("utf-8", "replace")
    return sha256(held).hexdigest()[:ID_LENGTH]
