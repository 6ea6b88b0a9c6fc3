"""The only door to Numba."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from numba import njit

Function = TypeVar("Function", bound=Callable[..., object])


def inner(function: Function) -> Function:
    """Compiles what only compiled functions call; it becomes part of them."""
    made: Function = njit(nogil=True, _nrt=False, no_cpython_wrapper=True, no_cfunc_wrapper=True)(function)
    return made


def outer(function: Function) -> Function:
    """Compiles what Python calls, and keeps it on disk for the next process where it may.

    Numba forgets what it has kept when the file that a function stands in changes, or a name of an
    enclosing function that it reads. So `function` reads `sources()` of its modules from there.
    """
    try:
        made: Function = njit(nogil=True, _nrt=False, no_cfunc_wrapper=True, cache=True)(function)
    except RuntimeError:
        # Nothing may be written, neither beside the source nor under the user's home.
        made = njit(nogil=True, _nrt=False, no_cfunc_wrapper=True)(function)
    return made


def sources() -> int:
    """A number that stands for the text of all modules of this folder."""
    digest = sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    return int.from_bytes(digest.digest()[:7])
