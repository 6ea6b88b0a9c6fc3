"""Plain words of YAML by the core schema of version 1.2: `NO`, `on`, `12:30` and days stay text."""

from __future__ import annotations

import math
import re

from corridor_sim.scenario.nodes import Scalar

_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_BOOL = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INT = re.compile(r"[-+]?[0-9]+")
_HEX = re.compile(r"0x[0-9a-fA-F]+")
_OCTAL = re.compile(r"0o[0-7]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_LARGEST = 2**63 - 1
_DIGITS = 40  # more digits than that are not read as a number at all

#: Characters that no key or value may hold: controls, surrogates, other line ends, text direction.
FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\ud800-\udfff\ufeff\ufffe\uffff]"
)


class UnfitNumberError(Exception):
    """A number that no calculation could hold; the text of the error is a catalogue code."""


def resolve(text: str) -> Scalar:
    """What a plain word means.

    Raises UnfitNumberError for infinities, not-a-number and integers beyond 64 bits.
    """
    if text in _NULL:
        return None
    if text in _BOOL:
        return _BOOL[text]
    if _NOT_FINITE.fullmatch(text):
        raise UnfitNumberError("not_finite")
    for pattern, base in ((_INT, 10), (_HEX, 16), (_OCTAL, 8)):
        if pattern.fullmatch(text):
            return _integer(text, base)
    if _FLOAT.fullmatch(text):
        number = float(text)
        if not math.isfinite(number):
            raise UnfitNumberError("not_finite")
        return number
    return text


def _integer(text: str, base: int) -> int:
    if len(text) > _DIGITS or abs(number := int(text, base)) > _LARGEST:
        raise UnfitNumberError("number_too_large")
    return number
