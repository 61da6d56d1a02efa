"""The signals found in one text held against those that a person saw there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A signal that a person saw in a text.

    Attributes:
        kind: Its kind.
        status: Its status.
        span: Where it begins and ends; None where nobody wrote that down.
    """

    kind: str
    status: str
    span: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A signal that was found in a text.

    Attributes:
        place: Its number among all that were found.
        kind: Its kind.
        status: Its status.
        span: Where it begins and ends.
    """

    place: int
    kind: str
    status: str
    span: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Paired:
    """A label with what was found of it, one of them None where the other has no partner.

    Attributes:
        label: What a person saw.
        hit: What was found.
        is_repeat: Whether it says once more what another hit says of the same label.
    """

    label: Label | None
    hit: Hit | None
    is_repeat: bool = False


def paired(labels: Sequence[Label], hits: Sequence[Hit]) -> Iterator[Paired]:
    """Yield the labels of a text with the hits of their kind, and what is left over.

    A hit and a label are of one kind, and overlap where the label has a place. Pairs of one status
    come first, then pairs whose status differs. A further hit of the kind and status of a label
    that has its partner is a repeat where nothing says that it stands elsewhere.

    Args:
        labels: What a person saw.
        hits: What was found.

    Examples:
        >>> again = Label(kind="repurchase", status="positive")
        >>> hit = Hit(place=0, kind="repurchase", status="negative", span=(0, 4))
        >>> [pair] = paired([again], [hit])
        >>> pair.label is again, pair.hit is hit
        (True, True)
    """
    open_labels, open_hits = list(labels), list(hits)
    matched: list[Label] = []
    for same_status in (True, False):
        for hit in list(open_hits):
            label = next((it for it in open_labels if _fits(it, hit, same_status)), None)
            if label is not None:
                open_labels.remove(label)
                open_hits.remove(hit)
                matched.append(label)
                yield Paired(label, hit)
    for hit in open_hits:
        is_repeat = any(_fits(label, hit, same_status=True) for label in matched)
        yield Paired(None, hit, is_repeat)
    for label in open_labels:
        yield Paired(label, None)


def _fits(label: Label, hit: Hit, same_status: bool) -> bool:  # noqa: FBT001 (a pass has one of two)
    if label.kind != hit.kind or (same_status and label.status != hit.status):
        return False
    if label.span is None:
        return True
    return hit.span[0] < label.span[1] and label.span[0] < hit.span[1]
