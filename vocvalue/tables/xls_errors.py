"""Cells of a workbook of the oldest format, .xls, that show an error.

A workbook is a stream of records within a compound file: [MS-XLS] 2.4 and [MS-CFB] 2.
"""

import struct
from collections.abc import Iterator, Sequence

SIGNATURE = bytes.fromhex("d0cf11e0a1b11ae1")
LAST = 0xFFFFFFFA
"""From here on a number of a sector is none."""
BOF, EOF, BOUND_SHEET, BOOL_ERR, FORMULA = 0x0809, 0x000A, 0x0085, 0x0205, 0x0006
BIFF8 = 0x0600
ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
Record = tuple[int, bytes]


def errors_of(content: bytes, sheet: str) -> Iterator[tuple[str, str]]:
    """Yield the place of each cell of a sheet that shows an error, and the error.

    Args:
        content: The workbook's bytes.
        sheet: The sheet's name.

    Raises:
        struct.error: The file ends where it should not.
        ValueError: The file is no compound file, or its sectors lead nowhere.
    """
    book = _stream(content)
    start = _sheet_start(book, sheet)
    if start is None:
        return
    depth = 0
    for kind, body in _records(book, start):
        depth += (kind == BOF) - (kind == EOF)
        if depth == 0:
            return
        code = _error_code(kind, body)
        if code is not None:
            row, column = struct.unpack_from("<HH", body)
            yield f"{_letters(column)}{row + 1}", ERRORS.get(code, "an error")


def _error_code(kind: int, body: bytes) -> int | None:
    if kind == BOOL_ERR and body[7]:
        return body[6]
    # What a formula shows that is no number says so where the number would end.
    if kind == FORMULA and body[12:14] == b"\xff\xff" and body[6] == 2:
        return body[8]
    return None


def _letters(column: int) -> str:
    first, last = divmod(column, 26)
    return (_letters(first - 1) if first else "") + chr(ord("A") + last)


def _sheet_start(book: bytes, sheet: str) -> int | None:
    for kind, body in _records(book, 0):
        if kind == BOF and struct.unpack_from("<H", body)[0] != BIFF8:
            return None
        if kind == EOF:
            return None
        if kind == BOUND_SHEET:
            start, _, length, is_wide = struct.unpack_from("<IHBB", body)
            name = body[8:].decode("utf-16-le" if is_wide & 1 else "latin-1")
            if name[:length] == sheet:
                return int(start)
    return None


def _records(book: bytes, place: int) -> Iterator[Record]:
    while place + 4 <= len(book):
        kind, length = struct.unpack_from("<HH", book, place)
        yield kind, book[place + 4 : place + 4 + length]
        place += 4 + length


def _stream(content: bytes) -> bytes:
    """Return the stream of the workbook, which a compound file holds in chains of sectors."""
    if not content.startswith(SIGNATURE):
        raise ValueError("no compound file")
    shift, mini_shift = struct.unpack_from("<HH", content, 30)
    first, cutoff, first_mini = (struct.unpack_from("<I", content, at)[0] for at in (48, 56, 60))
    whole = content[1 << shift :]
    table = _numbers(b"".join(_sector(whole, it, shift) for it in _sectors_of_table(content)))
    entries = _joined(whole, table, first, shift)
    root, size = 0, 0
    for at in range(0, len(entries), 128):
        name = entries[at : at + 64].decode("utf-16-le").partition("\0")[0]
        start, size = struct.unpack_from("<II", entries, at + 116)
        root = start if entries[at + 66] == 5 else root
        if name == "Workbook":
            break
    else:
        raise ValueError("no workbook in it")
    if size >= cutoff:
        return _joined(whole, table, start, shift)[:size]
    small = _joined(whole, table, root, shift)
    mini = _numbers(_joined(whole, table, first_mini, shift))
    return _joined(small, mini, start, mini_shift)[:size]


def _sectors_of_table(content: bytes) -> list[int]:
    """Return the sectors of the table that chains the others; a long table lists them in chains."""
    shift = struct.unpack_from("<H", content, 30)[0]
    numbers = list(struct.unpack_from("<109I", content, 76))
    following = struct.unpack_from("<I", content, 68)[0]
    whole = content[1 << shift :]
    while following < LAST and len(numbers) << shift <= len(content) << 2:
        *more, following = _numbers(_sector(whole, following, shift))
        numbers += more
    return [it for it in numbers if it < LAST]


def _joined(whole: bytes, table: Sequence[int], start: int, shift: int) -> bytes:
    sectors: list[bytes] = []
    while start < LAST:
        if len(sectors) > len(table) or start >= len(table):
            raise ValueError("a chain without an end")
        sectors.append(_sector(whole, start, shift))
        start = table[start]
    return b"".join(sectors)


def _sector(whole: bytes, number: int, shift: int) -> bytes:
    return whole[number << shift : (number + 1) << shift]


def _numbers(content: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(content) // 4}I", content[: len(content) // 4 * 4])
