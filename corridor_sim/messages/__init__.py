"""The catalogue of texts: every code of a finding in English and in Chinese."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal, get_args

from corridor_sim.messages import (
    chinese,
    comparing,
    customs,
    drawn,
    english,
    explaining,
    printed,
    running,
)

Language = Literal["en", "zh"]
LANGUAGES: tuple[Language, ...] = get_args(Language)

_BOTH = running.BOTH | printed.BOTH | drawn.BOTH | customs.BOTH | comparing.BOTH | explaining.BOTH

#: language -> code -> text with `{placeholders}`
CATALOGUE: Mapping[Language, Mapping[str, str]] = {
    "en": {**english.TEXTS, **{code: pair[0] for code, pair in _BOTH.items()}},
    "zh": {**chinese.TEXTS, **{code: pair[1] for code, pair in _BOTH.items()}},
}

#: language -> word of the scenario that stands for a placeholder `{kind}` or `{part}` -> its name
WORDS: Mapping[Language, Mapping[str, str]] = {"en": english.WORDS, "zh": chinese.WORDS}

_TRANSLATED = frozenset({"kind", "part"})
#: `{number}` stands for a value, `{number|shipment|shipments}` for the word that goes with it.
_PLACEHOLDER = re.compile(r"\{(\w+)(?:\|([^|}]*)\|([^|}]*))?\}")


def text(code: str, values: Mapping[str, str | int | float], lang: Language) -> str:
    """What does this finding say, in this language?

    An unknown code or a missing value is shown as it is: a message must never hide behind another.
    """
    template = CATALOGUE[lang].get(code)
    if template is None:
        return f"{code}: " + ", ".join(f"{key} = {value}" for key, value in values.items())

    def fill(match: re.Match[str]) -> str:
        key, one, many = match.groups()
        if one is not None:
            return one if str(values.get(key)) == "1" else str(many)
        value = str(values.get(key, match[0]))
        return WORDS[lang].get(value, value) if key in _TRANSLATED else value

    return _PLACEHOLDER.sub(fill, template)


def placeholders(code: str, lang: Language) -> frozenset[str]:
    """The values that a text names."""
    return frozenset(match[1] for match in _PLACEHOLDER.finditer(CATALOGUE[lang][code]))
