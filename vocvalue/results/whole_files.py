"""Files that are whole or not there: written beside their place, and moved there at the end."""

import contextlib
import os
import secrets
import shutil
from pathlib import Path


def put_whole(content: bytes, target: Path) -> None:
    """Write a file so that nobody ever reads half of one.

    Whatever happens on the way, a file that was there before is left as it was, and none that is
    half written stays behind.

    Args:
        content: What the file holds.
        target: The file.

    Raises:
        OSError: It cannot be written.
    """
    if target.exists() and not target.is_file():
        raise FileExistsError("it exists and is not a file")
    if target.exists() and not os.access(target, os.W_OK):
        raise PermissionError("it is there and may only be read")
    aside = target.with_name(f".{target.name[:100]}.{secrets.token_hex(8)}.tmp")
    try:
        with aside.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            shutil.copymode(target, aside)
        aside.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            aside.unlink(missing_ok=True)
        raise
