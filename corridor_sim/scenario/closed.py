"""The base of every part of a scenario: closed and frozen."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, Strict

#: Names are what the planner calls things; Chinese is welcome, the two separators are ours.
Name = Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[^\s./@#=,;:{}\[\]]+$")]

#: A whole number, a number: neither true nor false, nor a number in quotes.
Whole = Annotated[int, Strict()]
Number = Annotated[float, Strict()]


class Closed(BaseModel):
    """Unknown keys are errors, values do not change after reading."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        allow_inf_nan=False,
        use_attribute_docstrings=True,
        arbitrary_types_allowed=True,
        populate_by_name=True,
    )
