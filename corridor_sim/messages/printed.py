"""Texts of what is printed: headings, columns of tables, notes: code -> (English, Chinese)."""

from __future__ import annotations

BOTH: dict[str, tuple[str, str]] = {
    "title_volumes": ("What ran and what it carried", "开行与发运"),
    "refused_too_large": (
        (
            "{flow}: {number} {number|shipment|shipments} a replication refused, larger than any "
            "capacity."
        ),
        "{flow}：每次重复有 {number} 票因超过任何班次的能力而被拒收。",
    ),
    "refused_outside": (
        (
            "{flow}: {number} {number|shipment|shipments} a replication refused, outside the "
            "simulated time."
        ),
        "{flow}：每次重复有 {number} 票因在仿真时段之外而被拒收。",
    ),
    "title_trade": ("Boxes and value by direction and partner", "按方向与贸易伙伴的箱量与货值"),
    "title_trade_hub": (
        "Boxes and value of the trade of {hub}, by direction and partner, whichever way it goes",
        "{hub} 贸易的箱量与货值（按方向与贸易伙伴，含经外地口岸）",
    ),
    "title_kept": (
        "Share of the boxes that the hub keeps, by corridor",
        "各通道的枢纽自留箱量占比",
    ),
    "hub": ("hub", "枢纽"),
    "side_export": ("export", "出口"),
    "side_import": ("import", "进口"),
    "side_entry": ("entry", "入区"),
    "side_exit": ("exit", "离境"),
    "side_transit": ("transit", "过境"),
    "side_domestic": ("domestic", "国内"),
    "kept_share": ("kept", "自留"),
    "title_released": (
        "Released by customs, by formality and customs mode",
        "海关放行（按手续与监管方式）",
    ),
    "title_modes": ("Customs modes", "海关监管方式"),
    "formality_name": ("clearance", "通关手续"),
    "mode": ("mode", "监管方式"),
    "name_of_mode": ("name", "名称"),
    "since": ("since", "施行日"),
    "declarations": ("releases", "放行票数"),
    "parcels": ("parcels", "包裹"),
    "parcels_total": (
        "parcels on the lists that were released: {number}",
        "已放行清单所含包裹：{number} 件",
    ),
    "title_times": ("Door to door, days", "门到门时间（天）"),
    "title_hours": ("Door to door, hours", "门到门时间（小时）"),
    "stages_hint": (
        "Stage by stage: stages.csv, or --stages-of with a flow, a corridor or all.",
        "各环节时间见 stages.csv，或用 --stages-of 指定货流、通道或 all。",
    ),
    "title_stages_of": (
        "Stage by stage, hours: {flow} ({days} days)",
        "各环节时间（小时）：{flow}（{days} 天）",
    ),
    "stage": ("stage", "环节"),
    "owner": ("owner", "责任方"),
    "passed": ("pass", "经过"),
    "on_path": ("on path", "关键路径"),
    "work_hours": ("work h", "作业 小时"),
    "door_to_door": ("door to door", "门到门"),
    "stages_note": (
        (
            "on path: mean over all shipments of what the delivery had to wait for; these add up. "
            "Stages of no hours are left out."
        ),
        (
            "关键路径：交付所必须等待的时间，按全部货物平均，各行相加为合计；"
            "不足 0.05 小时的环节略去。"
        ),
    ),
    "title_chains": (
        "From the first departure to getting off the last, days",
        "首程发车（船）至末程下车（船），天",
    ),
    "title_clocks": ("Customs clocks, hours", "通关时间（小时）"),
    "title_stations": ("Stations", "作业工位"),
    "title_places": ("Places that are kept", "占用的位置"),
    "title_facts": ("Published figures against this run", "已发布数字与本次仿真对照"),
    "title_sources": ("What the results rest on", "结果依据"),
    "service": ("service", "班列/航线"),
    "flow": ("flow", "流向"),
    "departures": ("ran", "开行"),
    "boxes": ("boxes", "箱"),
    "load": ("load", "装载率"),
    "wait_days": ("wait d", "待发 天"),
    "trip_days": ("trip d", "在途 天"),
    "direction": ("direction", "方向"),
    "partner": ("partner", "伙伴"),
    "value_musd": ("USD million", "百万美元"),
    "mean": ("mean", "均值"),
    "interval": ("95 % of mean", "均值95%区间"),
    "delivered": ("shipments", "交付票数"),
    "station": ("station", "工位"),
    "clock": ("clock", "时钟"),
    "place": ("place", "地点"),
    "formality": ("formality", "手续"),
    "from_arrival": ("arrival to release", "到货至放行"),
    "within_24h": ("<= 24 h", "24小时内"),
    "calendar": ("calendar", "日历"),
    "node": ("node", "节点"),
    "pool": ("place", "位置"),
    "places": ("places", "数量"),
    "servers": ("servers", "人/台"),
    "busy": ("busy", "利用率"),
    "busy_busiest": ("busiest 4 weeks", "最忙四周"),
    "busy_note": (
        "busy: from the first day with work to the last. Near 100 % the queue has the rest.",
        "利用率自首个至末个有作业日计；接近 100 % 时，多出的需求在排队。",
    ),
    "wait_hours": ("wait h", "等待 小时"),
    "queue": ("queue", "队长"),
    "fact": ("fact", "事实"),
    "window": ("window", "时段"),
    "few_replications": (
        "  Fewer than {number} replications give no verdict.",
        "  重复次数少于 {number} 次，不下结论。",
    ),
    "fact_window_outside": (
        (
            "  {name}: its window is not wholly in the run; shown for the whole run, no verdict. "
            "Say so with `window: whole` if that is meant."
        ),
        (
            "  {name}：其时段不全在本次仿真内；按全程列出，不下结论。"
            "若确要与全程对照，请写 window: whole。"
        ),
    ),
    "fact_never_happened": (
        "  {name}: it never happened in this run; no verdict.",
        "  {name}：本次仿真中从未发生，不下结论。",
    ),
    "fact_seldom": (
        "  {name}: it happened in {number} of {all} replications; fewer than {least}: no verdict.",
        "  {name}：{all} 次重复中仅 {number} 次发生，少于 {least} 次，不下结论。",
    ),
    "fact_unfinished": (
        "  {name}: {share} % had not ended when the clock stopped; no verdict.",
        "  {name}：停钟时有 {share} % 未完成，不下结论。",
    ),
    "whole_run": ("whole run", "全程"),
    "published": ("published", "已发布"),
    "simulated": ("simulated P2.5 - P97.5", "仿真 P2.5 - P97.5"),
    "mean_error": ("mean +- MC error", "均值 ± MC误差"),
    "label": ("label", "性质"),
    "verdict": ("verdict", "结论"),
    "ledger": (
        (
            "Shipments a replication: {came} came = {done} delivered + {inside} under way at the "
            "end + {refused} refused."
        ),
        ("每次重复的票数：产生 {came} = 已交付 {done} + 停钟时在途 {inside} + 拒收 {refused}。"),
    ),
    "rolled": ("rolled", "甩箱"),
    "kept": ("share kept by {hub}: {share} %", "{hub} 自留箱量占比：{share} %"),
    "of_which": (
        (
            "{all} {all|value carries|values carry} a source: {assumed} "
            "{assumed|assumption|assumptions}, {published} published, "
            "{computed} computed, {article} from the article; {inline} {inline|stands|stand} in "
            "the file itself."
        ),
        (
            "共 {all} 个参数带有来源：{assumed} 个假设、{published} 个已发布、{computed} 个推算、"
            "{article} 个来自文章；其中 {inline} 个写在方案文件里。"
        ),
    ),
    "of_which_simple": (
        "No value of this scenario names a source: every figure rests on what the file says.",
        "本方案的参数均未注明来源：所有结果仅以文件内容为准。",
    ),
    "rests_on": (
        "{flow}: assumptions it rests on ({assumed}): {names}",
        "{flow} 依据 {assumed} 个假设：{names}",
    ),
    "more_in_manifest": (", ... (all in manifest.json)", "……（全部见 manifest.json）"),
    "written_to": ("Results: {folder}", "结果：{folder}"),
    "run_summary": (
        (
            "{name}: {count} {count|replication|replications}, seed {seed}, {engine} engine, "
            "{seconds} s"
        ),
        "{name}：{count} 次重复，随机种子 {seed}，{engine} 引擎，用时 {seconds} 秒",
    ),
    "run_engine_event": ("event", "事件"),
    "run_engine_array": ("array", "数组"),
    "run_engine_why": (
        "engine: auto took the array engine: to the second the event engine's answer, sooner.",
        "engine: auto 选用数组引擎：结果与事件引擎逐秒相同，用时更短。",
    ),
    "progress": ("{done} of {all} {all|replication|replications}", "已完成 {done}/{all} 次重复"),
    "echoed": ("echoed", "输入回显"),
    "no_check": ("input, no check", "输入，不作检验"),
    "no_verdict": ("no verdict", "不下结论"),
    "part_of_it": ("{share} % of it, no verdict", "占其 {share} %，不下结论"),
    "fitted": ("fitted", "已拟合"),
    "predicted": ("predicted", "预测"),
    "inside": ("inside", "范围内"),
    "not comparable": ("not comparable", "不可比"),
    "outside": ("outside by", "超出"),
    "check_ok": (
        "{name}: sound. Flows: {flows}; days: {days}; shipments a replication: about {shipments}.",
        "{name}：通过检查。{flows} 个流向，每次重复约 {shipments} 票，{days} 天。",
    ),
    "several_services": ("{title} ({number} services)", "{title}（{number} 个班次）"),
    "whole_corridor": ("{name} (all)", "{name}（全部）"),
    "whole_office": ("whole office", "全关"),
    "clocks_in_file": (
        "Each flow's clocks are in kpis.csv.",
        "各货流的时钟见 kpis.csv。",
    ),
    "title_routes": ("Routes", "路线选择"),
    "route": ("route", "路线"),
    "usd_teu": ("USD/TEU", "美元/标箱"),
    "days": ("days", "天数"),
    "sd_days": ("sd", "标准差"),
    "times_from": ("times from", "时间来源"),
    "expected": ("share", "占比"),
    "took": ("simulated", "模拟占比"),
    "share_by": ("by", "依据"),
    "split_shares": ("given", "给定"),
    "split_cheapest": ("cheapest", "最低费用"),
    "split_fastest": ("fastest", "最短时间"),
    "split_logit": ("logit", "logit"),
    "basis_timetable": ("timetable", "时刻表"),
    "basis_simulated": ("simulation", "模拟"),
    "routes_note": (
        "timetable: days planned, without queues, minimum loads and formalities.",
        "时刻表：计划天数，不含排队、最低装载和通关。",
    ),
    "unsettled_note": (
        "~ share before the run settles it: rounds of simulation will change times and shares.",
        "~ 仿真迭代前的占比：运行时将按模拟时间重新确定。",
    ),
    "figures_no_font": (
        "The figures are drawn in English: no font with Chinese is installed (Noto Sans CJK SC).",
        "图件以英文绘制：未安装中文字体（例如 Noto Sans CJK SC）。",
    ),
    "figure_foot": (
        (
            "{name}: mean of {count} {count|replication|replications}. {assumed} of {all} sourced "
            "{all|value|values} {assumed|is an assumption|are assumptions}."
        ),
        "{name}：{count} 次重复的平均。{all} 个有来源的数值中 {assumed} 个为假设。",
    ),
    "facts_beyond": (
        "  Out of scope, with reasons in facts.csv ({number}): {ids}.",
        "  不在模型范围内，理由见 facts.csv（{number} 项）：{ids}。",
    ),
    "asked": ("asked / capacity", "需求/能力"),
    "asked_busiest": ("busiest 4 weeks", "最忙四周"),
    "new_done": (
        "Wrote {path}. Run it: corridor-sim run {path}",
        "已写入 {path}。运行：corridor-sim run {path}",
    ),
    "unfinished_mark": (
        (
            "* more than 0.5 % had not ended when the clock stopped; the mean is of the others. "
            "A percentile shown as `> x` falls on the unfinished."
        ),
        "* 停钟时未完成的超过 0.5 %，均值只含已完成者；显示为“> x”的分位数落在未完成者上。",
    ),
    "ways_title": ("Ways through the network", "网络路径"),
    "ways_note": (
        "days: by the timetable, without queues, minimum loads and formalities.",
        "天数按时刻表计，不含排队、最低装载和通关。",
    ),
    "way": ("way", "路径"),
    "share": ("share", "占比"),
    "kilometres": ("km", "公里"),
    "days_planned": ("days", "天数"),
    "mode_rail": ("rail", "铁路"),
    "mode_truck": ("truck", "公路"),
    "mode_sea": ("sea", "海运"),
    "mode_barge": ("barge", "驳船"),
    "mode_air": ("air", "航空"),
    "stages_many": (
        "{number} {number|stage|stages} in {flows} {flows|flow|flows}; --stages lists them.",
        "{flows} 个货流共 {number} 个环节；--stages 逐一列出。",
    ),
    "title_bottlenecks": (
        "What each corridor came nearest to (stations and stores: busiest four weeks)",
        "各通道最紧的环节（工位与存放处按最忙四周）",
    ),
    "corridor": ("corridor", "通道"),
    "busiest": ("busiest station", "最忙的工位"),
    "fullest_service": ("fullest service", "最满的班次"),
    "fullest_place": ("fullest store", "最满的存放处"),
    "stages_title": ("Journeys", "流程"),
    "timetable_title": ("Departures", "班次"),
    "loops_title": ("Loops (resources that wait for one another)", "回路（互相等待的资源）"),
    "loops_none": ("no loops", "无回路"),
    "engine_title": ("Engines", "引擎"),
    "engine_both": (
        "the event engine and the array engine both run this plan; auto takes the array engine",
        "事件引擎与数组引擎都可运行本方案；auto 选用数组引擎",
    ),
    "engine_loops": (
        "the array engine sweeps each loop once in the order of time",
        "数组引擎对每个环按时间顺序扫描一次",
    ),
    "timetable_row": (
        "{count} {count|departure|departures}, first {first}, last {last}",
        "共 {count} 班，首班 {first}，末班 {last}",
    ),
}
