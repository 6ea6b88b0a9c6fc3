"""Columns of every table: name, unit and meaning, in English and Chinese.

TABLES names every column of every table. Writers take names and order from here, so a table cannot
have a column that is not explained.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from corridor_sim.kpis import STRETCH


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a written table; `dtype` is text, int64, float64 or bool."""

    name: str
    dtype: str
    unit: str
    en: str
    zh: str


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
        "busy over open server-time, or places kept over places, first day with work to last",
        "利用率(首个至末个有作业日)",
    ),
    Column("utilisation_low", "float64", "1", "95 % t interval, lower end", "利用率下限"),
    Column("utilisation_high", "float64", "1", "95 % t interval, upper end", "利用率上限"),
    Column(
        "utilisation_busiest",
        "float64",
        "1",
        f"the same in the busiest {STRETCH} days in a row",
        f"最忙连续{STRETCH}天利用率",
    ),
    Column("served", "float64", "visit", "visits ended, or places taken, mean", "服务次数"),
    Column("wait_mean_h", "float64", "h", "mean wait", "平均等待"),
    Column("wait_p95_h", "float64", "h", "95th percentile of the wait", "等待95分位"),
    Column("queue_mean", "float64", "shipment", "time-average number waiting", "平均队长"),
    Column("queue_max", "float64", "shipment", "longest queue, mean", "最大队长"),
    _N,
)
_STAGE_COLUMNS = (
    _ARM,
    Column("flow", "text", "", "name", "货流"),
    Column(
        "stage",
        "text",
        "",
        "stage of the journey; (wait): for its departure; of cartons, also the stages of their box",
        "环节(wait 为候车；拼箱货物含所装箱的环节)",
    ),
    Column("owner", "text", "", "who answers for the time", "责任方"),
    Column("passed", "float64", "1", "share of the shipments that pass it", "经过占比"),
    Column(
        "path_h",
        "float64",
        "h",
        "mean hours on the critical path; those of a flow add up to its mean from door to door",
        "关键路径平均小时(合计为门到门均值)",
    ),
    Column("wait_mean_h", "float64", "h", "mean wait of those who pass", "平均等待"),
    Column("wait_p50_h", "float64", "h", "median of the wait", "等待中位数"),
    Column("wait_p90_h", "float64", "h", "90th percentile of the wait", "等待90分位"),
    Column(
        "work_mean_h", "float64", "h", "mean work, or ride, of those who pass", "平均作业或运行"
    ),
    Column("work_p50_h", "float64", "h", "median of the work", "作业中位数"),
    Column("work_p90_h", "float64", "h", "90th percentile of the work", "作业90分位"),
    Column("unfinished", "float64", "1", "share not ended at the stop", "未完成占比"),
    _N,
)
_RELEASE_COLUMNS = (
    _ARM,
    Column("flow", "text", "", "name; empty: all flows of the office", "货流"),
    Column(
        "place", "text", "", "node; of all flows the customs office, or the node of none", "海关"
    ),
    Column("formality", "text", "", "export, exit, transit, entry or import", "海关手续"),
    Column(
        "channel",
        "text",
        "",
        "empty: all declarations; inspected: those; documents, scanner, unpacking: how these were "
        "looked at",
        "查验类别",
    ),
    Column("interval", "text", "", "from one event to the next that happens", "间隔"),
    Column("since", "text", "", "the first event, as the Time Release Study names it", "起始事件"),
    Column("until", "text", "", "the second event", "截止事件"),
    Column("declarations", "float64", "shipment", "came to the first event, a replication", "票数"),
    Column("mean_h", "float64", "h", "mean; negative where declared before arrival", "均值"),
    Column("p50_h", "float64", "h", "half are at or below", "中位数"),
    Column("p90_h", "float64", "h", "nine in ten are at or below", "90分位"),
    Column("p95_h", "float64", "h", "19 in 20 are at or below", "95分位"),
    Column("unfinished", "float64", "1", "not yet at the second event at the stop", "未完成占比"),
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
_COMPARISON_COLUMNS = (
    _ARM,
    Column(
        "role",
        "text",
        "",
        "primary: judged, named before the run; gain: of the same shipment beside the base; "
        "exploratory: anything else, without a verdict",
        "角色(主要/收益/探索)",
    ),
    *_KEYS,
    Column("base", "float64", "", "the figure in the base, mean over replications", "基准值"),
    Column("value", "float64", "", "the figure in the arm, mean over replications", "方案值"),
    Column("difference", "float64", "", "arm minus base; of a gain, the gain itself", "差值"),
    Column("low", "float64", "", "interval of the difference, lower end", "区间下限"),
    Column("high", "float64", "", "interval of the difference, upper end", "区间上限"),
    Column(
        "level",
        "float64",
        "1",
        "confidence of this one interval; of primary figures so high that all hold together",
        "置信水平",
    ),
    Column("smallest", "float64", "", "the smallest difference that matters", "有意义的最小差值"),
    Column("verdict", "text", "", "better, worse, same (within `smallest`), unknown", "结论"),
    Column(
        "reason",
        "text",
        "",
        "identical (bit for bit), few_departures (a percentile of journeys that share fewer than "
        "10), endless (unfinished reach into it), undefined, few_replications",
        "说明",
    ),
    _UNIT,
    _N,
    *_MORE_KEYS,
    Column("correlation", "float64", "1", "between base and arm, over replications", "相关系数"),
    Column(
        "variance_ratio",
        "float64",
        "1",
        "variance of the difference on separate luck over that on shared luck",
        "方差缩减倍数",
    ),
    Column(
        "base_pooled",
        "float64",
        "",
        "door to door percentile of all replications as one pool, base",
        "合并样本分位数(基准)",
    ),
    Column("value_pooled", "float64", "", "the same in the arm", "合并样本分位数(方案)"),
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

_PARAMETER_COLUMNS = (
    Column("parameter", "text", "", "row of the network's tables", "参数"),
    Column("item", "text", "", "what it is", "含义"),
    Column("before", "float64", "", "the number that the table holds", "拟合前"),
    Column("fitted", "float64", "", "the number with which the facts are met best", "拟合值"),
    Column("low", "float64", "", "least that it might become", "下限"),
    Column("high", "float64", "", "most that it might become", "上限"),
    _UNIT,
    Column("at_bound", "bool", "", "it ended at an end of its range", "到达边界"),
    Column(
        "weight",
        "float64",
        "1",
        "how far the facts move, as shares of the published figures, over its whole range",
        "影响",
    ),
)
_REFIT_COLUMNS = (
    Column("fact", "text", "", "row of the facts table, and clock", "事实编号"),
    Column("item", "text", "", "what was published", "公布内容"),
    Column("published", "float64", "", "the published figure", "公布值"),
    Column("fitted", "float64", "", "simulated, on the luck of the fit", "拟合种子下模拟值"),
    Column("reported", "float64", "", "simulated, on the study's own luck", "研究种子下模拟值"),
    _ERROR,
    _P2_5,
    _P97_5,
    _UNIT,
    _N,
)
_VERDICT_COLUMNS = (
    _ARM,
    Column("flow", "text", "", "name", "货流"),
    Column("better", "int64", "", "sets in which the arm is better by what matters", "更好"),
    Column("same", "int64", "", "sets in which it is practically the same", "实际相同"),
    Column("worse", "int64", "", "sets in which it is worse by what matters", "更差"),
    Column("sets", "int64", "", "sets that reproduce the published figures", "可行参数组数"),
    Column("lowest", "float64", "", "least difference, arm minus base", "最小差值"),
    Column("highest", "float64", "", "largest difference", "最大差值"),
    _UNIT,
    Column("depends", "text", "", "rows that it goes with, and their rank correlation", "取决于"),
)

#: Columns of every table, in their order.
TABLES: Mapping[str, tuple[Column, ...]] = MappingProxyType(
    {
        "kpis": _KPI_COLUMNS,
        "replications": _REPLICATION_COLUMNS,
        "stations": _STATION_COLUMNS,
        "stages": _STAGE_COLUMNS,
        "release_study": _RELEASE_COLUMNS,
        "departures": _DEPARTURE_COLUMNS,
        "shipments": _SHIPMENT_COLUMNS,
        "facts": _FACT_COLUMNS,
        "comparison": _COMPARISON_COLUMNS,
        "parameters": _PARAMETER_COLUMNS,
        "refits": _REFIT_COLUMNS,
        "verdicts": _VERDICT_COLUMNS,
    }
)
