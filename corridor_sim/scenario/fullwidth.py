"""Full-width punctuation, digits and spaces that slip in from a Chinese input method."""

from __future__ import annotations

import re

#: What a full-width sign stands for in YAML.
_SIGNS = {
    "：": ": ",
    "，": ", ",
    "、": ", ",
    "；": "; ",
    "。": ".",
    "“": '"',
    "”": '"',
    "‘": "'",
    "’": "'",
    "【": "[",
    "】": "]",
    "—": "-",
    "–": "-",
    "−": "-",
    "～": "~",
    "　": " ",
    "\u00a0": " ",
}
#: U+FF01..U+FF5E are the ASCII signs, digits and letters at full width.
_SIGNS = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | _SIGNS
_IN_VALUES = str.maketrans({code: sign.strip() or sign for code, sign in _SIGNS.items()})
_STRUCTURE = re.compile("[：，、［］｛｝【】“”‘’＂＇－　\u00a0]")
_QUOTED = re.compile(r'"[^"]*"|\'[^\']*\'|(?:^|\s)#.*')


def narrow(text: str) -> str:
    """The text with its full-width signs written at ASCII width."""
    return text.translate(_IN_VALUES)


def visible(sign: str) -> str:
    """The sign as a text can show it: blanks by their number."""
    return f"U+{ord(sign):04X}" if sign.isspace() else sign


def first_sign(text: str) -> tuple[int, str, str] | None:
    """(place, sign, what to write instead) of the first full-width sign, if there is one."""
    for place, sign in enumerate(text):
        if sign in _SIGNS:
            return place, sign, _SIGNS[sign]
    return None


def structural_sign(line: str) -> tuple[int, str, str] | None:
    """The first full-width sign of a line that stands where YAML needs an ASCII one.

    Signs in quotes and comments are text; so is what follows `key: ` outside brackets.
    """
    bare = _QUOTED.sub(lambda match: " " * len(match[0]), line)
    bracket = re.search(r"[\[{［｛]", bare)
    for match in _STRUCTURE.finditer(bare):
        place = match.start()
        in_brackets = bracket is not None and bracket.start() <= place
        starts_value = re.search(r":\s+$", bare[:place]) is not None
        if in_brackets or starts_value or ": " not in bare[:place]:
            return place, match[0], _SIGNS[match[0]]
    return None
