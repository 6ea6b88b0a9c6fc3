"""Bytes and text of a user's file: bounded, with its encoding found out."""

from __future__ import annotations

import stat
from pathlib import Path

from corridor_sim.errors import FileError, Finding, LimitError, Position, ScenarioError, Value
from corridor_sim.scenario.limits import OPTIONS

_ASCII = 128
_BAD_SHARE = 10  # undecodable bytes below a tenth: damaged UTF-8 rather than another encoding


def is_folder(path: Path) -> bool:
    """Is this a folder? A name that no file can have is none."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def read_bytes(
    path: Path, most: int, limit: str = "file_bytes", where: Position | None = None
) -> bytes:
    """The whole file, if it is a regular file of at most `most` bytes.

    limit   field of Limits that a larger file must raise
    where   the place that names the file, if another file does

    Raises FileError (missing, a folder, unreadable) and LimitError (too large, before reading it).
    """
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise FileError(Finding("file_is_folder", {"file": str(path)}, where))
        if not stat.S_ISREG(status.st_mode):
            raise FileError(Finding("file_not_regular", {"file": str(path)}, where))
        if status.st_size <= most:
            with path.open("rb") as handle:
                data = handle.read(most + 1)
            if len(data) <= most:
                return data
    except FileNotFoundError:
        raise FileError(Finding("file_missing", {"file": str(path)}, where)) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        values = {"file": str(path), "reason": reason}
        raise FileError(Finding("file_unreadable", values, where)) from None
    too_large: dict[str, Value] = {
        "file": str(path),
        "number": status.st_size,
        "limit": most,
        "option": OPTIONS[limit],
    }
    raise LimitError(Finding("file_too_large", too_large, where))


def decode(data: bytes, file: str, where: Position | None = None) -> tuple[str, str]:
    """The text and its encoding, `utf-8` or `gb18030`; a byte-order mark is dropped.

    Raises ScenarioError for binary files, UTF-16 and damaged UTF-8.
    """
    where = where or Position(file, 1, 1)
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise ScenarioError(Finding("utf16_file", {"file": file}, where))
    if b"\0" in data:
        raise ScenarioError(Finding("binary_file", {"file": file}, where))
    try:
        return data.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
    foreign = sum(byte >= _ASCII for byte in data)
    damaged = data.decode("utf-8", "replace").count("�") * _BAD_SHARE < foreign
    if not damaged:
        try:
            return data.decode("gb18030"), "gb18030"
        except UnicodeDecodeError:
            pass
    raise ScenarioError(Finding("not_utf8", {"file": file, "line": line}, Position(file, line, 1)))
