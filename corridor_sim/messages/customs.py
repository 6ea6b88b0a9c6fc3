"""Texts of clearance policies: code -> (English, Chinese)."""

from __future__ import annotations

BOTH: dict[str, tuple[str, str]] = {
    "clock_half_event": (
        (
            "A clock runs between two events of a named `flow`, or between two of T1 to T13, which "
            "alone take `flows`, `office`, `place` and `direction`; write one or the other."
        ),
        (
            "时钟要么在某个 flow 的两个环节之间，要么在 T1–T13 的两个事件之间（只有后者可用 "
            "flows、office、place、direction）；请选择一种写法。"
        ),
    ),
    "clock_window_outside": (
        "No clock stops from {start} to {end}: the run is {first} to {last}; write other days.",
        "时钟的统计期 {start} 至 {end} 不在模拟期 {first} 至 {last} 内；请写模拟期内的日期。",
    ),
    "clock_without_event": (
        "No formality that fits has both {start} and {stop}; widen office, place or direction.",
        "没有同时具有 {start} 和 {stop} 的海关手续；请放宽 office、place 或 direction。",
    ),
    "advance_inland": (
        (
            "What is declared inland and released at {node} is always declared ahead; delete "
            "`share`, or `release_at`."
        ),
        "内地申报、在 {node} 放行的货物总是提前申报；请删除 `share` 或 `release_at`。",
    ),
    "cell_not_whole": (
        "Row {row}: '{value}' in '{column}' is not a whole number; write one.",
        "第 {row} 行：“{column}”中的“{value}”不是整数；请写整数。",
    ),
    "dated_policy_fed": (
        (
            "Boxes of '{flow}' arise when they are closed, so no policy can be told by their day; "
            "write one policy here, or name other `flows`."
        ),
        "“{flow}”的箱在封箱时才产生，无法按日期区分政策；请在此只写一个政策，或另列 `flows`。",
    ),
    "lever_idle": (
        "'{key}' changes nothing without `{needs}`; add it, or delete this.",
        "没有 `{needs}`，“{key}”不起作用；请补上，或删除此项。",
    ),
    "policy_days_fall": (
        "{day} does not lie after {before}; write the policies in the order of their days.",
        "{day} 不晚于 {before}；请按日期先后排列各政策。",
    ),
    "policy_day_missing": (
        "The policy '{name}' follows another and has no day; add `from: 2021-09-10`.",
        "政策“{name}”排在其他政策之后却没有日期；请加 `from: 2021-09-10`。",
    ),
    "policy_first_day": (
        "The first policy holds from the beginning; delete its `from`, or put another before it.",
        "第一个政策从一开始就有效；请删除其 `from`，或在其前面另加一个政策。",
    ),
    "policy_none": (
        (
            "No policy is named; write one, or a list such as [{use: before}, {use: after, from: "
            "2021-09-10}]."
        ),
        "没有写政策；请写一个，或写列表，如 [{use: before}, {use: after, from: 2021-09-10}]。",
    ),
    "policy_border_differs": (
        (
            "'{name}' and '{first}' release at different places; give policies that follow one "
            "another the same `release_at`."
        ),
        "“{name}”与“{first}”的放行地点不同；先后相继的政策须用同一 `release_at`。",
    ),
    "two_step_late": (
        (
            "The full declaration takes {days} days in the mean, and {limit} are allowed; shorten "
            "`full`, or lengthen `within`."
        ),
        "完整申报平均需 {days} 天，而期限为 {limit} 天；请缩短 `full` 或延长 `within`。",
    ),
}
