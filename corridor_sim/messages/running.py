"""Texts of running: how a command ends, what a run has to say: code -> (English, Chinese)."""

from __future__ import annotations

BOTH: dict[str, tuple[str, str]] = {
    # --- how a command can end
    "interrupted_nothing": (
        "Stopped before the first results; nothing was written. Run the same command again.",
        "已中断，尚无结果，未写入任何文件；请重新运行同一命令。",
    ),
    "interrupted": (
        (
            "Stopped after {done} of {all} {all|replication|replications}; what is done is written "
            "to {folder}. Run the same command again for all of them."
        ),
        "已在完成 {done}/{all} 次重复后中断；已有结果写入 {folder}。要得到全部结果，请再运行一次。",
    ),
    "out_of_memory": (
        "Out of memory; ask for fewer shipments or a shorter time.",
        "内存不足；请减少票数或缩短时间。",
    ),
    "file_trouble": ("{path}: {reason}.", "{path}：{reason}。"),
    "cannot_write": (
        "Cannot write '{path}': {reason}; choose another folder with --out.",
        "无法写入“{path}”：{reason}；请用 --out 另选文件夹。",
    ),
    "cannot_make": (
        "Cannot write '{path}': {reason}; name another folder.",
        "无法写入“{path}”：{reason}；请另取一个文件夹名。",
    ),
    "folder_not_empty": (
        "'{path}' exists already; name a new folder.",
        "“{path}”已存在；请另取一个文件夹名。",
    ),
    "our_fault": (
        (
            "This is a fault of corridor-sim, not of your scenario ({kind}: {detail}). "
            "Please report it; CORRIDOR_SIM_DEBUG=1 shows where it happened."
        ),
        (
            "这是 corridor-sim 自身的故障，与您的方案无关（{kind}：{detail}）。"
            "请反馈；设置 CORRIDOR_SIM_DEBUG=1 可显示出错位置。"
        ),
    ),
    "law_broken": (
        (
            "A trace broke the law '{law}' at {where}, {number} {number|time|times}: a fault of "
            "corridor-sim."
        ),
        "仿真轨迹违反规则“{law}”（{where}，{number} 次）：这是 corridor-sim 自身的故障。",
    ),
    # --- what a run has to say
    "stuck_departures": (
        (
            "{number} {number|shipment waits|shipments wait} for '{where}' and no departure is "
            "left that can take them (replication {replication}); add departures to its timetable, "
            "or let a slot run when boxes have waited (or_waited)."
        ),
        (
            "有 {number} 票在等“{where}”，但时刻表上已无可搭乘的班次（第 {replication} 次重复）；"
            "请增加班次，或设置等待上限 or_waited。"
        ),
    ),
    "stuck_places": (
        (
            "{number} {number|shipment waits|shipments wait} for a place in '{where}' whose "
            "holders wait for one another: {cycle} (replication {replication}); add places or "
            "release them earlier."
        ),
        (
            "有 {number} 票在等“{where}”的位置，占用者互等：{cycle}（第 {replication} 次重复）；"
            "请增加位置或提前释放。"
        ),
    ),
    "capacity_too_small": (
        (
            "'{service}' has no room for a shipment of flow '{flow}' ({unit}: {size} in {limit}); "
            "raise the capacity or make the shipment smaller."
        ),
        (
            "“{service}”的能力装不下流向“{flow}”的一票（{unit}：{size}，上限 {limit}）；"
            "请提高能力或减小单票规模。"
        ),
    ),
    "station_overloaded": (
        (
            "Station '{station}' is asked for {load} % of what it can do in its busiest {days} "
            "days, from {since} on; its queue grows then. Add servers or hours, or lower the "
            "demand."
        ),
        (
            "工位“{station}”在最忙的 {days} 天（自 {since} 起）的负荷为能力的 {load} %，"
            "其间队列不断增长；请增加人手或时间，或降低需求。"
        ),
    ),
    "service_overloaded": (
        (
            "Service '{service}' is asked for {load} % of its capacity in its busiest stretch of "
            "{days} days or more, from {since} on; boxes will be left over."
        ),
        (
            "班列/航线“{service}”在最忙时段（至少 {days} 天，自 {since} 起）的需求为"
            "能力的 {load} %，将有箱滞留。"
        ),
    ),
    "unknown_fact_kpi": (
        "'{kpi}' is no figure of a run; write one of: {known}.",
        "指标“{kpi}”不存在；请写以下之一：{known}。",
    ),
    "fact_unit": (
        (
            "'{id}' is published in {unit}, which is not what '{kpi}' counts; "
            "name a KPI of that unit ({known}), or give the figure yourself with `value`."
        ),
        (
            "“{id}”的公布单位是 {unit}，与指标“{kpi}”不符；"
            "请改用同单位的指标（{known}），或自行填写 value。"
        ),
    ),
    "fact_place_unknown": (
        "No run shows '{kpi}' at '{place}'; write one of these as `place`: {known}.",
        "仿真中没有“{place}”的指标“{kpi}”；place 请写以下之一：{known}。",
    ),
    "fact_failed": (
        "Published figure {id} ({kpi}) is {verdict}.",
        "已发布数字 {id}（{kpi}）：{verdict}。",
    ),
    "stages_unknown": (
        "'{name}' is neither a flow nor a corridor; write one of these after --stages-of: {known}.",
        "“{name}”既不是货流也不是通道；--stages-of 请写以下之一：{known}。",
    ),
}
