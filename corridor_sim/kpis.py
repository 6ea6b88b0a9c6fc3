"""Figures: every KPI and every statistic of one, with unit and meaning in English and Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

#: Days of the busiest stretch: a queue that grows for four weeks is no passing peak.
STRETCH = 28


@dataclass(frozen=True, slots=True)
class Meaning:
    """A name, its unit ("" where it has none) and what it means, in English and Chinese."""

    name: str
    unit: str
    en: str
    zh: str


def _meanings(*entries: Meaning) -> Mapping[str, Meaning]:
    return MappingProxyType({entry.name: entry for entry in entries})


#: Every KPI, in the order in which an office asks.
KPIS = _meanings(
    Meaning("trains_run", "departure", "departures that ran", "实际开行班次"),
    Meaning(
        "boxes_dispatched",
        "box",
        "boxes that left with a departure, or were delivered if their way has none; goods that go "
        "on in a box count as that box",
        "发运箱数(无班次者按交付计；拼箱货物按所装箱计)",
    ),
    Meaning("teu_dispatched", "TEU", "TEU that left, counted as the boxes", "发运标准箱"),
    Meaning("weight_t", "t", "gross weight that left, counted as the boxes", "发运毛重"),
    Meaning("value_usd", "USD", "value of the goods that left, counted as the boxes", "发运货值"),
    Meaning(
        "load_factor",
        "1",
        "aboard over capacity, of the departures that ran",
        "装载率(实际开行班次)",
    ),
    Meaning(
        "boxes_rolled",
        "box",
        "boxes that a departure left behind though they were ready by its cut-off",
        "甩箱数(截载前已就绪而未装上)",
    ),
    Meaning(
        "share_kept_by_hub",
        "1",
        "boxes that left through the hub, of all boxes of its flows",
        "本枢纽自留箱量占比",
    ),
    Meaning("route_share", "1", "share of a flow's shipments that take a route", "路线占比"),
    Meaning("boxes_arrived", "box", "boxes that came", "到达箱数"),
    Meaning("generated", "shipment", "shipments that arose, refused ones included", "产生票数"),
    Meaning("delivered", "shipment", "shipments delivered", "已交付票数"),
    Meaning("inside", "shipment", "shipments under way when the clock stopped", "在途票数"),
    Meaning("refused_too_large", "shipment", "shipments larger than any capacity", "超限拒收票数"),
    Meaning("refused_outside", "shipment", "shipments outside the horizon", "时间范围外拒收票数"),
    Meaning("transit_time_d", "d", "door to door: arrival to delivery", "门到门时间"),
    Meaning("trip_time_d", "d", "actual departure to getting off", "运行时间"),
    Meaning(
        "chain_time_d",
        "d",
        "departure by the first service of several to getting off the last; of a flow that "
        "divides, the route stands in `stage`",
        "多式联运全程时间",
    ),
    Meaning("teu_handled", "TEU", "TEU that left or came at a node", "节点标箱吞吐量"),
    Meaning("tonnes_handled", "t", "tonnes that left or came at a node", "节点货物吞吐量"),
    Meaning("parcels", "parcel", "parcels on the lists that were released", "包裹数"),
    Meaning(
        "released_usd",
        "USD",
        "value of the goods released at a formality, whose name stands in `stage`",
        "海关放行货值(按手续，名称见 stage)",
    ),
    Meaning("leg_time_d", "d", "one leg of a trip (haul, border)", "区段时间"),
    Meaning("wait_departure_h", "h", "ready to actual departure", "候车(船)时间"),
    Meaning("clock_h", "h", "from the latest start event to the stop event", "时钟时间"),
    Meaning(
        "trs_h",
        "h",
        "between two events of the Time Release Study; negative where declared before arrival",
        "放行时间测量各事件间隔",
    ),
    Meaning("violations_present", "shipment", "released with a violation in them", "存在违规票数"),
    Meaning("violations_found", "shipment", "violations that inspection found", "查获违规票数"),
    Meaning("inspection_yield", "1", "violations found, of those inspected", "查验查获率"),
    Meaning("violations_missed", "shipment", "violations that passed", "漏查违规票数"),
    Meaning("share_inspected", "1", "selected for inspection, of those released", "查验率"),
    Meaning("step_h", "h", "hours of a step on the binding chain", "关键链环节时间"),
    Meaning("hidden_h", "h", "hours of a stage beside the binding chain", "并行隐藏时间"),
    Meaning("owner_h", "h", "hours on the binding chain that an owner answers for", "责任方时间"),
    Meaning(
        "missed_h",
        "h",
        "wait after missing a departure, by the stage that caused the miss; mean per boarding, or "
        "share of boardings (accounting: causes come from paired arms)",
        "错过班次后的等待,按造成错过的环节(每次乘运均值,或占比;仅为核算)",
    ),
    Meaning(
        "no_room_h",
        "h",
        "wait since a full departure went without, mean per boarding, or share of boardings",
        "因班次满载的等待(每次乘运均值,或占比)",
    ),
    Meaning(
        "below_minimum_h",
        "h",
        "wait since a departure did not reach its minimum, likewise",
        "因未达开行下限的等待(同上)",
    ),
    Meaning(
        "cancelled_h", "h", "wait since a departure was cancelled, likewise", "因停开的等待(同上)"
    ),
    Meaning("wait_h", "h", "ready to start at a stage", "环节等待时间"),
    Meaning("work_h", "h", "start to end of a stage", "环节作业时间"),
    Meaning(
        "utilisation",
        "1",
        "busy over open server-time, or places kept over places, from the first day with work to "
        "the last within the demand period",
        "设备利用率(自首个有作业日至末个有作业日)",
    ),
    Meaning("served", "visit", "visits ended, or places taken, in the demand period", "服务次数"),
    Meaning("places_kept", "place", "places kept at once, demand period", "同时占用场位数"),
    Meaning("queue", "shipment", "number waiting, demand period", "排队数量"),
    Meaning(
        "saved_h", "h", "delivered sooner than the same shipment in the base", "同票货物节省时间"
    ),
    Meaning("share_sooner", "1", "delivered at least an hour sooner", "提前1小时以上占比"),
    Meaning("share_unmoved", "1", "delivered within an hour of the base", "无变化占比"),
    Meaning("share_later", "1", "delivered at least an hour later", "推迟1小时以上占比"),
    Meaning("saved_by_sooner_h", "h", "hours of those at least an hour sooner", "受益货物节省时间"),
    Meaning("ready_sooner_h", "h", "sooner ready for the departure it takes", "提前就绪时间"),
    Meaning("share_earlier_departure", "1", "took an earlier departure", "赶上更早班次占比"),
    Meaning("share_later_departure", "1", "took a later departure", "推迟班次占比"),
    Meaning(
        "lead_needed_h",
        "h",
        "arrival to being ready for the first departure",
        "赶上班次所需提前量",
    ),
    Meaning("departures_used", "departure", "departures that somebody took", "使用班次数"),
)

#: Every statistic of a KPI inside one replication; its unit, where it is not the KPI's.
STATS = _meanings(
    Meaning("", "", "none chosen yet", "未定"),
    Meaning("total", "", "sum over the window", "合计"),
    Meaning("ratio", "1", "share of a whole", "比率"),
    Meaning("mean", "", "mean of the finished", "均值"),
    Meaning("p10", "", "one in ten is at or below", "10分位"),
    Meaning("p50", "", "half are at or below", "中位数"),
    Meaning("p90", "", "nine in ten are at or below", "90分位"),
    Meaning("p95", "", "19 in 20 are at or below", "95分位"),
    Meaning("max", "", "the largest", "最大值"),
    Meaning(
        "busiest",
        "1",
        f"share in the busiest {STRETCH} days in a row, or of all days with work if that is more",
        f"最忙连续{STRETCH}天的比率",
    ),
    Meaning("sd", "", "standard deviation of the finished", "标准差"),
    Meaning("p95_over_p50", "1", "reliability: P95 over P50", "可靠性 P95/P50"),
    Meaning("p90_less_p10", "", "between the quick and the slow: P90 less P10", "P90减P10"),
    Meaning("within_24h", "1", "share within 24 hours", "24小时内占比"),
    Meaning("within_48h", "1", "share within 48 hours", "48小时内占比"),
)

#: KPIs that a published figure may be held against.
FACT_KPIS = (
    "trains_run",
    "boxes_dispatched",
    "boxes_arrived",
    "teu_dispatched",
    "weight_t",
    "value_usd",
    "load_factor",
    "share_kept_by_hub",
    "transit_time_d",
    "trip_time_d",
    "leg_time_d",
    "chain_time_d",
    "clock_h",
    "teu_handled",
    "tonnes_handled",
    "parcels",
)
