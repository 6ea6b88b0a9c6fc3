"""Columns: name, type, unit and meaning of everything that is written or printed as a result.

KPIS names every figure, STATS every statistic of one, TABLES every column of every table. Writers
take names and order from here, so a table cannot have a column that is not explained.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Meaning:
    """A name, its unit ("" where it has none) and what it means, in English and Chinese."""

    name: str
    unit: str
    en: str
    zh: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a written table; `dtype` is text, int64, float64 or bool."""

    name: str
    dtype: str
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
        "boxes that left with a departure; goods that go on in a box count as that box",
        "发运箱数(拼箱货物按所装箱计)",
    ),
    Meaning("teu_dispatched", "TEU", "TEU that left with a departure", "发运标准箱"),
    Meaning("weight_t", "t", "gross weight that left with a departure", "发运毛重"),
    Meaning("value_usd", "USD", "value of the goods that left with a departure", "发运货值"),
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
        "departure by the first named service to getting off the last",
        "多式联运全程时间",
    ),
    Meaning("teu_handled", "TEU", "TEU that left or came at a node", "节点标箱吞吐量"),
    Meaning("tonnes_handled", "t", "tonnes that left or came at a node", "节点货物吞吐量"),
    Meaning("parcels", "parcel", "parcels on the lists that were released", "包裹数"),
    Meaning("leg_time_d", "d", "one leg of a trip (haul, border)", "区段时间"),
    Meaning("wait_departure_h", "h", "ready to actual departure", "候车(船)时间"),
    Meaning("clock_h", "h", "from the latest start event to the stop event", "时钟时间"),
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
        "busy over open server-time, or places kept over places, demand period",
        "设备利用率",
    ),
    Meaning("served", "visit", "visits ended, or places taken, in the demand period", "服务次数"),
    Meaning("places_kept", "place", "places kept at once, demand period", "同时占用场位数"),
    Meaning("queue", "shipment", "number waiting, demand period", "排队数量"),
)

#: Every statistic of a KPI inside one replication; its unit, where it is not the KPI's.
STATS = _meanings(
    Meaning("", "", "none chosen yet", "未定"),
    Meaning("total", "", "sum over the window", "合计"),
    Meaning("ratio", "1", "share of a whole", "比率"),
    Meaning("mean", "", "mean of the finished", "均值"),
    Meaning("p50", "", "half are at or below", "中位数"),
    Meaning("p90", "", "nine in ten are at or below", "90分位"),
    Meaning("p95", "", "19 in 20 are at or below", "95分位"),
    Meaning("max", "", "the largest", "最大值"),
    Meaning("sd", "", "standard deviation of the finished", "标准差"),
    Meaning("p95_over_p50", "1", "reliability: P95 over P50", "可靠性 P95/P50"),
    Meaning("within_24h", "1", "share within 24 hours", "24小时内占比"),
    Meaning("within_48h", "1", "share within 48 hours", "48小时内占比"),
)

_ARM = Column("arm", "text", "", "variant of the scenario", "方案")
_KEYS = (
    Column("kpi", "text", "", "which figure", "指标"),
    Column("flow", "text", "", "whose shipments; empty: all", "货流"),
    Column("station", "text", "", "station it is about", "作业点"),
    Column("service", "text", "", "service it is about", "班列/航线"),
    Column("clock", "text", "", "clock, from which event to which", "时钟"),
    Column("stat", "text", "", "statistic inside one replication", "统计量"),
)
_MORE_KEYS = (
    Column("corridor", "text", "", "corridor of the flow", "通道"),
    Column("direction", "text", "", "export, import, transit or domestic, from the hub", "方向"),
    Column("partner", "text", "", "trade partner", "贸易伙伴"),
    Column("mode", "text", "", "mode of the service", "运输方式"),
    Column("stage", "text", "", "stage of the journey, or kind of a leg", "环节"),
    Column("place", "text", "", "node, hub, customs place or name of a leg", "地点"),
    Column("formality", "text", "", "customs formality of a clock", "海关手续"),
    Column("owner", "text", "", "who answers for the time", "责任方"),
)
_UNIT = Column("unit", "text", "", "unit of the figures in this row", "单位")
_ERROR = Column("error", "float64", "", "Monte Carlo standard error of the mean", "蒙特卡洛误差")
_P2_5 = Column("p2_5", "float64", "", "2.5th percentile of one realisation", "单次实现2.5分位")
_P97_5 = Column("p97_5", "float64", "", "97.5th percentile of one realisation", "单次实现97.5分位")
_N = Column("n", "int64", "replication", "replications in which it is defined", "有效重复次数")

_KPI_COLUMNS = (
    _ARM,
    *_KEYS,
    Column("value", "float64", "", "mean over replications; inf: see `above`", "重复均值"),
    Column("low", "float64", "", "95 % t interval of the mean, lower end", "均值95%区间下限"),
    Column("high", "float64", "", "95 % t interval of the mean, upper end", "均值95%区间上限"),
    _UNIT,
    _N,
    *_MORE_KEYS,
    _ERROR,
    _P2_5,
    _P97_5,
    Column("count", "int64", "", "shipments, departures or visits behind it", "样本数"),
    Column("unfinished", "float64", "1", "share of `count` not ended at the stop", "未完成占比"),
    Column("above", "float64", "", "where value is inf: it exceeds this", "下界(值为inf时)"),
)
_REPLICATION_COLUMNS = (
    *_KEYS,
    *_MORE_KEYS,
    _UNIT,
    Column("replication", "int64", "", "number of the replication", "重复编号"),
    Column("value", "float64", "", "the figure in this replication", "数值"),
    Column("count", "int64", "", "shipments, departures or visits behind it", "样本数"),
    Column("unfinished", "int64", "", "how many of `count` not ended at the stop", "未完成数"),
    Column("above", "float64", "", "where value is inf: it exceeds this", "下界(值为inf时)"),
)
_STATION_COLUMNS = (
    _ARM,
    Column("station", "text", "", "name", "作业点"),
    Column("kind", "text", "", "station or places", "类别"),
    Column("node", "text", "", "where it stands", "节点"),
    Column("servers", "int64", "", "parallel servers, or places", "服务台数或场位数"),
    Column(
        "utilisation",
        "float64",
        "1",
        "busy over open server-time, or places kept over places",
        "利用率",
    ),
    Column("utilisation_low", "float64", "1", "95 % t interval, lower end", "利用率下限"),
    Column("utilisation_high", "float64", "1", "95 % t interval, upper end", "利用率上限"),
    Column("served", "float64", "visit", "visits ended, or places taken, mean", "服务次数"),
    Column("wait_mean_h", "float64", "h", "mean wait", "平均等待"),
    Column("wait_p95_h", "float64", "h", "95th percentile of the wait", "等待95分位"),
    Column("queue_mean", "float64", "shipment", "time-average number waiting", "平均队长"),
    Column("queue_max", "float64", "shipment", "longest queue, mean", "最大队长"),
    _N,
)
_DEPARTURE_COLUMNS = (
    _ARM,
    Column("service", "text", "", "name", "班列/航线"),
    Column("mode", "text", "", "rail, barge, sea, air or truck", "运输方式"),
    Column("number", "int64", "", "place in the timetable, from 1", "序号"),
    Column("scheduled", "text", "", "scheduled time in the scenario's zone", "计划时刻"),
    Column("scheduled_s", "int64", "s", "the same in seconds of the run", "计划时刻(秒)"),
    Column("ran", "float64", "1", "share of replications in which it ran", "开行比例"),
    Column("cancelled", "float64", "1", "share in which it was cancelled", "取消比例"),
    Column("boxes", "float64", "box", "boxes aboard when it ran, mean", "平均箱数"),
    Column("teu", "float64", "TEU", "TEU aboard when it ran, mean", "平均标准箱"),
    Column("weight_t", "float64", "t", "gross weight aboard when it ran, mean", "平均毛重"),
    Column("load_factor", "float64", "1", "aboard over capacity when it ran", "装载率"),
    Column("late_h", "float64", "h", "behind schedule when it ran, mean", "平均晚点"),
    Column("missed", "float64", "shipment", "shipments that missed it, mean", "错过票数"),
    _N,
)
_SHIPMENT_COLUMNS = (
    Column("replication", "int64", "", "number of the replication", "重复编号"),
    Column("flow", "text", "", "name", "货流"),
    Column("shipment", "int64", "", "number of the shipment in its flow", "货物编号"),
    Column("stage", "text", "", "name", "环节"),
    Column("arrive", "int64", "s", "arrival of the shipment", "到达"),
    Column("ready", "int64", "s", "all that the stage waits for has happened", "就绪"),
    Column("start", "int64", "s", "start of the stage", "开始"),
    Column("end", "int64", "s", "end of the stage; empty: not within the run", "结束"),
    Column("slot", "int64", "", "departure or box it took, from 0", "班次/箱序号"),
    Column("skipped", "bool", "", "the shipment does not pass this stage", "跳过"),
    Column("boxes", "int64", "box", "boxes of the shipment", "箱数"),
    Column("value_usd", "int64", "USD", "value of the goods", "货值"),
)
_FACT_COLUMNS = (
    _ARM,
    Column("id", "text", "", "row of the facts table", "事实编号"),
    Column("item", "text", "", "what was published", "公布内容"),
    Column("label", "text", "", "echoed, fitted or predicted; only the last validates", "类别"),
    Column("kpi", "text", "", "which figure", "指标"),
    Column("flows", "text", "", "flows it counts; empty: all", "货流"),
    Column("services", "text", "", "services it counts; empty: all", "班列/航线"),
    Column("clock", "text", "", "clock, where the figure is one", "时钟"),
    Column("place", "text", "", "customs place, hub or leg", "地点"),
    Column("first_day", "text", "", "first day of the fact's window", "起始日"),
    Column("last_day", "text", "", "last day of the fact's window", "截止日"),
    _UNIT,
    Column("published", "float64", "", "the published figure", "公布值"),
    Column("published_low", "float64", "", "lower end of a published range", "公布下限"),
    Column("published_high", "float64", "", "upper end of a published range", "公布上限"),
    Column("mean", "float64", "", "simulated, mean over replications", "模拟均值"),
    _ERROR,
    _P2_5,
    _P97_5,
    _N,
    Column("unfinished", "float64", "1", "share not ended at the stop, of a time", "未完成占比"),
    Column("verdict", "text", "", "inside, outside by how much, not comparable", "结论"),
    Column(
        "reason",
        "text",
        "",
        "why there is no verdict: asked (comparable: false), no_figure, window_outside (not wholly "
        "in the run; shown for all of it), never_happened, few_replications, seldom (defined in "
        "too few of them), unfinished (more than 0.5 %)",
        "不下结论的原因",
    ),
    Column("outside_by", "float64", "1", "gap over the nearest published end", "偏离比例"),
    Column("note", "text", "", "definition, or why it cannot be compared", "说明"),
    Column("source", "text", "", "where it was published", "来源"),
)

#: Columns of every table, in their order.
TABLES: Mapping[str, tuple[Column, ...]] = MappingProxyType(
    {
        "kpis": _KPI_COLUMNS,
        "replications": _REPLICATION_COLUMNS,
        "stations": _STATION_COLUMNS,
        "departures": _DEPARTURE_COLUMNS,
        "shipments": _SHIPMENT_COLUMNS,
        "facts": _FACT_COLUMNS,
    }
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
