"""Texts of the figures: code -> (English, Chinese)."""

from __future__ import annotations

BOTH: dict[str, tuple[str, str]] = {
    # --- modes of transport
    "drawn_rail": ("rail", "铁路"),
    "drawn_sea": ("sea", "海运"),
    "drawn_barge": ("barge", "内河驳船"),
    "drawn_air": ("air", "航空"),
    "drawn_truck": ("truck", "公路"),
    # --- what takes the time
    "drawn_shipper": ("shipper", "发货人"),
    "drawn_papers": ("papers and customs", "单证与海关"),
    "drawn_terminal": ("terminal", "场站"),
    "drawn_opening": ("waiting for opening hours", "等待开门"),
    "drawn_wait": ("waiting for departure", "等待发运"),
    "drawn_way": ("on the way", "在途"),
    "drawn_consignee": ("consignee", "收货人"),
    # --- the network
    "network_busiest": (
        "The busiest link is {here} – {there} ({mode}): {tonnes}\u00a0t.",
        "最繁忙的区段：{here}—{there}（{mode}），{tonnes}\u00a0吨。",
    ),
    "network_width": ("{tonnes}\u00a0t in one direction", "单向 {tonnes}\u00a0吨"),
    "network_more": ("and {count} more", "另有 {count} 处"),
    # --- door to door
    "times_longest": (
        (
            "Longest door to door: {slow}, {days}\u00a0days. "
            "Longest wait for departures: {most}, {wait}\u00a0days."
        ),
        "门到门最久：{slow}，{days}\u00a0天。等待发运最久：{most}，{wait}\u00a0天。",
    ),
    "times_both": (
        (
            "Longest door to door: {slow}, {days}\u00a0days, "
            "of which {wait}\u00a0days wait for departures."
        ),
        "门到门最久：{slow}，{days}\u00a0天，其中等待发运 {wait}\u00a0天。",
    ),
    "times_single": (
        "{slow}: {days}\u00a0days door to door, of which {wait}\u00a0days wait for departures.",
        "{slow}：门到门 {days}\u00a0天，其中等待发运 {wait}\u00a0天。",
    ),
    "times_nobody": ("Nothing was delivered.", "没有货物送达。"),
    "times_days": ("days door to door, mean of all shipments", "门到门天数（全部货物的平均）"),
    "times_days_single": ("days after the shipment's arrival, mean", "货物到达后的天数（平均）"),
    "times_mean": ("mean", "平均"),
    "times_p90": ("P90", "P90"),
    "times_mark": ("nine in ten are delivered by then (P90)", "九成货物在此之前送达（P90）"),
    "times_span": (
        "P90 of the flows in a bar, from the lowest to the highest",
        "同一条内各货流的 P90（最低至最高）",
    ),
    "times_side": ("{corridor} ({direction})", "{corridor}（{direction}）"),
    "times_rest": ("{corridor}: other flows ({count})", "{corridor}：其余货流（{count}）"),
    "times_others": ("other flows ({count})", "其余货流（{count}）"),
    "times_open": ("beyond the run", "超出仿真期"),
    "drawn_export": ("export", "出口"),
    "drawn_import": ("import", "进口"),
    # --- departures
    "loads_fullest": (
        "Fullest on average: {name}, {load}\u00a0% of its room.",
        "平均最满：{name}，装载率 {load}\u00a0%。",
    ),
    "loads_nobody": ("No departure ran.", "没有任何班次开行。"),
    "loads_bar": ("load: share of the room that is taken", "装载率：实载占运能的比例"),
    "loads_rest": ("other services, {mode} ({count})", "其余{mode}班次（{count} 条）"),
    "loads_ran": ("a departure, or a week of a frequent service", "一个班次（频繁班次为一周）"),
    "loads_idle": ("did not run in most replications", "多数重复中未开行"),
}
