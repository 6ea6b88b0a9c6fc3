"""The only door to Numba."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import ParamSpec, TypeVar

from numba import njit

Function = TypeVar("Function", bound=Callable[..., object])
Given = ParamSpec("Given")
Answer = TypeVar("Answer")


#: Python makes all arrays, so machine code need not count who holds them, which would take it half
#: of its time.
_OPTIONS = {"nogil": True, "_nrt": False, "no_cfunc_wrapper": True}


def inner(function: Function) -> Function:
    """Compiles what only compiled functions call; it becomes part of them."""
    made: Function = njit(no_cpython_wrapper=True, **_OPTIONS)(function)
    return made


def outer(function: Function) -> Function:
    """Compiles what Python calls, and keeps it on disk for the next process where it may.

    Numba forgets what it has kept when the file that a function stands in changes, or a name of an
    enclosing function that it reads. So `function` reads `sources()` of its modules from there.
    """
    try:
        made: Function = njit(cache=True, **_OPTIONS)(function)
    except RuntimeError:
        # Nothing may be written, neither beside the source nor under the user's home.
        made = njit(**_OPTIONS)(function)
    return made


def call(function: Callable[Given, Answer], *given: Given.args, **named: Given.kwargs) -> Answer:
    """Calls what `outer` has made, also where the disk has become full."""
    try:
        return function(*given, **named)
    except OSError:
        # The machine code is there and has not run; only keeping it on disk has failed.
        return function(*given, **named)


def sources() -> int:
    """A number that stands for the text of all modules of this folder."""
    digest = sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    return int.from_bytes(digest.digest()[:7])
