"""The product within the words that a rule caught for it: 配套的滤芯 is 滤芯."""

import re
from dataclasses import dataclass

_BLANK = re.compile(r"[\s,.!?;:。…~、“”'()]+")


@dataclass(frozen=True, slots=True)
class Slot:
    """How a product is cut out of the words of a match.

    Attributes:
        before: What is cut off its front, again and again: 配套的, 这款; the, your.
        after: What is cut off its end, again and again.
        never: What is no product at all: 什么, anything.
    """

    before: re.Pattern[str] | None = None
    after: re.Pattern[str] | None = None
    never: re.Pattern[str] | None = None

    def cut(self, text: str, start: int, end: int) -> tuple[int, int] | None:
        """Return where the product stands within a slot, or None if nothing is left.

        Args:
            text: The normalised text.
            start: First character of the slot.
            end: The character after its last.

        Returns:
            The first character of the product and the one after its last.

        Examples:
            >>> slot = Slot(before=re.compile("配套的|那款"), after=re.compile("了$"))
            >>> slot.cut("那款配套的滤芯了", 0, 8)
            (5, 7)
        """
        begun, ended = start, end
        while True:
            start = self._front(text, start, end)
            end = self._back(text, start, end)
            if (begun, ended) == (start, end):
                break
            begun, ended = start, end
        if start >= end or (self.never and self.never.fullmatch(text[start:end])):
            return None
        return start, end

    def _front(self, text: str, start: int, end: int) -> int:
        for part in (_BLANK, self.before):
            hit = part.match(text[start:end]) if part else None
            start += hit.end() if hit else 0
        return start

    def _back(self, text: str, start: int, end: int) -> int:
        words = text[start:end]
        while words and _BLANK.match(words[-1]):
            words = words[:-1]
        hit = self.after.search(words) if self.after else None
        if hit and hit.end() == len(words):
            words = words[: hit.start()]
        return start + len(words)
