"""The reader's language."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextvars import ContextVar
from typing import Literal

Language = Literal["en", "zh"]

#: The language of the command that runs; what ends it is told in the same.
SPOKEN: ContextVar[Language | None] = ContextVar("spoken", default=None)


def language(chosen: str | None, environment: Mapping[str, str] | None = None) -> Language:
    """`--lang`, else CORRIDOR_SIM_LANG, else the locale; Chinese or English."""
    env = os.environ if environment is None else environment
    names = (chosen, env.get("CORRIDOR_SIM_LANG"), env.get("LC_ALL"), env.get("LANG"))
    first = next((name for name in names if name), "en")
    return "zh" if first.lower().startswith("zh") else "en"
