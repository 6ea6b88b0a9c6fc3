"""Values as JSON can hold them."""

from __future__ import annotations


def finite(row: dict[str, object]) -> dict[str, object]:
    """JSON has no NaN and no infinity: null where there is no figure, text where no bound."""
    shown: dict[str, object] = {}
    for key, value in row.items():
        if isinstance(value, float) and value != value:  # noqa: PLR0124 - NaN
            shown[key] = None
        elif value in (float("inf"), float("-inf")):
            shown[key] = str(value)
        else:
            shown[key] = value
    return shown
