"""Files: written beside and renamed, so that a kill leaves either the old file or the new one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from corridor_sim.errors import FileError, Finding


def beside(path: Path) -> Path:
    """The name under which a file is written until it is whole; in the same folder, so that
    renaming never crosses a file system."""
    return path.with_name(f".{path.name}.{os.getpid()}.part")


def write_whole(path: Path, content: bytes) -> None:
    """Puts content into a file, all of it or nothing."""
    with refusals(path), whole(path) as part:
        part.write_bytes(content)


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """Gives the name to write under; renames it when the block ends well, removes it otherwise."""
    part = beside(path)
    try:
        yield part
        _settle(part)
        os.replace(part, path)  # noqa: PTH105 - the one call that tests make fail
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    _settle_folder(path.parent)


@contextmanager
def refusals(path: Path) -> Iterator[None]:
    """Turns what the operating system refuses into a finding with the file and the reason."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise FileError(Finding("cannot_write", {"path": str(path), "reason": reason})) from error


def make_folder(folder: Path) -> None:
    """The folder and those above it."""
    with refusals(folder):
        folder.mkdir(parents=True, exist_ok=True)


def writable(folder: Path) -> Path:
    """Finds out before a run whether results can be written: makes the folder and tries it.

    Raises FileError with `cannot_write` otherwise. Leaves nothing behind but the folder, which it
    returns.
    """
    make_folder(folder)
    probe = beside(folder / "probe")
    with refusals(folder):
        try:
            probe.write_bytes(b"")
        finally:
            probe.unlink(missing_ok=True)
    return folder


def _settle(path: Path) -> None:
    # Windows flushes only what is open for writing, and a rename must not overtake its data.
    with path.open("r+b") as file:
        os.fsync(file.fileno())


def _settle_folder(folder: Path) -> None:
    if os.name != "posix":
        return  # elsewhere a folder cannot be opened, and its rename is durable by itself
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
