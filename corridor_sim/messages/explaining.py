"""Texts of `explain`: code -> (English, Chinese)."""

from __future__ import annotations

BOTH: dict[str, tuple[str, str]] = {
    # --- what is wrong with what was asked
    "no_such_replication": (
        "There is no replication {number}; the study has {all}, numbered from 0: try {near}.",
        "没有第 {number} 次重复；本研究共 {all} 次，从 0 编号：可用 {near}。",
    ),
    "no_such_shipment": (
        (
            "Flow '{flow}' has no shipment {number} in replication {replication}; "
            "they are numbered from 0 to {last}: try {near}."
        ),
        "第 {replication} 次重复的货流“{flow}”没有第 {number} 票；编号 0 至 {last}：可用 {near}。",
    ),
    "no_shipments": (
        "Flow '{flow}' has no shipments in replication {replication}; try another replication.",
        "第 {replication} 次重复中，货流“{flow}”没有货物；请换一次重复。",
    ),
    "shipment_refused": (
        (
            "Shipment {number} of flow '{flow}' was refused: larger than any capacity, or outside "
            "the horizon; try {near}."
        ),
        "货流“{flow}”的第 {number} 票被拒收：超过任何运能或超出时间范围；可用 {near}。",
    ),
    # --- a timeline
    "explain_title": (
        "{flow}, shipment {number}, replication {replication}, seed {seed}",
        "货流 {flow}，第 {number} 票，第 {replication} 次重复，种子 {seed}",
    ),
    "explain_route": ("Route: {route}", "路线：{route}"),
    "explain_came": ("Came       {when}", "到达  {when}"),
    "explain_delivered": (
        "Delivered  {when}: door to door {days} d = {hours} h",
        "交付  {when}：门到门 {days} 天 = {hours} 小时",
    ),
    "explain_inside": (
        "Still inside when the clock stopped ({when}), {hours} h after it came",
        "时钟停止时（{when}）仍在途，已过 {hours} 小时",
    ),
    "explain_head_ready": ("ready", "就绪"),
    "explain_head_start": ("start", "开始"),
    "explain_head_end": ("end", "结束"),
    "explain_head_hours": ("hours", "小时"),
    "explain_head_step": ("stage", "环节"),
    "explain_box": ("goes on in box {number} of {flow}", "装入 {flow} 的第 {number} 箱继续"),
    "explain_marks": (
        "* on the binding chain, whose hours add up to door to door; (hours) beside it",
        "* 在关键链上，其小时数之和即门到门时间；（小时）为与之并行",
    ),
    "explain_sum": ("sum of the chain", "关键链合计"),
    "explain_hidden": ("hidden beside it", "并行隐藏"),
    "explain_partly": ("{hours} h more of it beside the chain", "另有 {hours} 小时与关键链并行"),
    "explain_queue": ("{hours} h in the queue", "排队 {hours} 小时"),
    "explain_closed": ("{hours} h until it opened", "等开门 {hours} 小时"),
    "explain_place": ("{hours} h for a free place", "等空位 {hours} 小时"),
    "explain_box_wait": ("{hours} h until the box closed", "等拼箱封箱 {hours} 小时"),
    "explain_departure": (
        "{hours} h for the departure of {departure}",
        "等 {departure} 的班次 {hours} 小时",
    ),
    "explain_late": (
        "{hours} h for the departure of {departure}, which left {late} h late",
        "等 {departure} 的班次 {hours} 小时，该班晚点 {late} 小时",
    ),
    "explain_departure_none": (
        "{hours} h so far; no departure has taken it",
        "已等 {hours} 小时；尚无班次装运",
    ),
    "explain_missed": ("missed {departure}, while at {stage}", "错过 {departure}，当时在 {stage}"),
    "explain_no_room": ("{hours} h of it since a full one went without", "其中因满载 {hours} 小时"),
    "explain_below_minimum": (
        "{hours} h of it since one was below its minimum",
        "其中因未达开行下限 {hours} 小时",
    ),
    "explain_cancelled": ("{hours} h of it since one was cancelled", "其中因停开 {hours} 小时"),
    "explain_owners": ("Whose hours (binding chain)", "时间归属（关键链）"),
    "explain_accounting": (
        "This is accounting: what a change would save, runs with and without it tell.",
        "以上仅为核算：改变能省多少时间，须以有无该改变的成对仿真来判断。",
    ),
    "owner_shipper": ("shipper", "发货人"),
    "owner_consignee": ("consignee", "收货人"),
    "owner_broker": ("broker", "报关行"),
    "owner_customs": ("customs", "海关"),
    "owner_other_agency": ("other agency", "其他部门"),
    "owner_terminal": ("terminal", "场站"),
    "owner_carrier": ("carrier", "承运人"),
    "owner_schedule": ("schedule: waiting for a departure", "时刻表：等待班次"),
    "owner_opening_hours": ("opening hours: closed", "工作时间：等待开门"),
    "owner_unnamed": ("nobody named", "未指明"),
    # --- the latest shipments
    "explain_latest": (
        "{flow}: the {count} latest of {all} shipments, replication {replication}, seed {seed}",
        "货流 {flow}：{all} 票中最晚的 {count} 票，第 {replication} 次重复，种子 {seed}",
    ),
    "explain_median": ("Door to door, median: {days} d", "门到门时间中位数：{days} 天"),
    "explain_left_inside": (
        "{number} shipments were still inside when the clock stopped.",
        "时钟停止时仍有 {number} 票在途。",
    ),
    "explain_head_shipment": ("shipment", "票号"),
    "explain_head_came": ("came", "到达"),
    "explain_head_days": ("days", "天"),
    "explain_head_above": ("above", "超出"),
    "explain_head_most": ("most above the median at", "超出中位数最多的环节"),
    "explain_against": (
        "{hours} h there, median {median} h",
        "该处 {hours} 小时，中位数 {median} 小时",
    ),
    "explain_most_missed": (
        "{service}: missed most often, {when}, by {number} of this flow, most at {stage}",
        "{service}：最常错过 {when}，本货流 {number} 票，多因 {stage}",
    ),
}
