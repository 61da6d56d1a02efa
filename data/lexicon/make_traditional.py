"""Write the table of traditional characters and their simplified forms, once, from OpenCC.

Run with OpenCC installed: python data/lexicon/make_traditional.py
"""

from itertools import chain
from pathlib import Path

import opencc

HERE = Path(__file__).parent
TABLE = HERE.parents[1] / "vocvalue" / "signals" / "lexicon" / "traditional.txt"
BLOCKS = (range(0x3400, 0x4DC0), range(0x4E00, 0xA000), range(0xF900, 0xFB00))
A_LINE = 20
NOTICE = """\
# Traditional characters and the simplified character of each, in pairs.
# Made from the dictionaries of OpenCC (https://github.com/BYVoid/OpenCC), conversion t2s,
# one character at a time. Copyright 2010-2025 Carbo Kuo and contributors, licensed under the
# Apache License, Version 2.0: https://www.apache.org/licenses/LICENSE-2.0
# Changed: only pairs of single characters are kept.
"""


def pairs() -> list[str]:
    """Return every traditional character with its simplified form."""
    convert = opencc.OpenCC("t2s").convert
    characters = map(chr, chain(*BLOCKS))
    both = ((character, convert(character)) for character in characters)
    return [a + b for a, b in both if a != b and len(b) == 1 and ord(b) <= 0xFFFF]


def main() -> None:
    """Write the table into the package."""
    every = pairs()
    starts = range(0, len(every), A_LINE)
    lines = [" ".join(every[start : start + A_LINE]) for start in starts]
    TABLE.write_text(NOTICE + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
