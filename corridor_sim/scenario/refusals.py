"""What a value with a unit is refused for, by codes of the message catalogue."""

from __future__ import annotations

from pydantic_core import PydanticCustomError

#: Every code that these parsers raise.
CODES = frozenset(
    {
        "duration_too_long",
        "growth_outside",
        "amount_too_large",
        "law_cv_outside",
        "law_needs_keys",
        "law_needs_list",
        "law_needs_one_name",
        "law_needs_positive",
        "law_not_rising",
        "law_too_wide",
        "negative",
        "not_a_date",
        "not_a_duration",
        "not_a_growth",
        "not_a_moment",
        "not_a_number",
        "not_a_rate",
        "not_a_share",
        "not_a_size",
        "not_a_weight",
        "not_freight",
        "not_boxes",
        "not_finite",
        "not_money",
        "share_outside",
        "size_not_whole",
        "unit_missing",
        "unknown_law",
        "year_outside",
    }
)


def bad(code: str, **values: str | float) -> PydanticCustomError:
    """An error of the message catalogue, raised inside validation."""
    # The template is the code itself: the text is the catalogue's.
    return PydanticCustomError(code, code, dict(values))  # type: ignore[arg-type, unused-ignore]
