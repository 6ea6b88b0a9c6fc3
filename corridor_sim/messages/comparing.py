"""Texts of comparing arms: code -> (English, Chinese)."""

from __future__ import annotations

BOTH: dict[str, tuple[str, str]] = {
    # --- arms as they are written
    "arm_common": (
        (
            "An arm cannot change '{section}': it is one for all arms of a comparison; change it "
            "in the scenario or by --set."
        ),
        "方案不能更改“{section}”：同一比较中的所有方案共用它；请在情景文件中或用 --set 更改。",
    ),
    "arm_no_such_name": (
        "The scenario has no {names}{more} in {section}; that part is left out (it has: {near}).",
        "该情景的 {section} 中没有 {names}{more}，此部分被略去（现有：{near}）。",
    ),
    "arm_applies_nowhere": (
        "No formality fits part {number} of `apply`, so it changes nothing; widen its `to`.",
        "没有符合 apply 第 {number} 项的海关手续，此项无作用；如需生效，请放宽 to 的条件。",
    ),
    "arm_changes_nothing": (
        "The arm '{name}' changes nothing in this scenario.",
        "方案“{name}”在该情景中没有任何更改。",
    ),
    "arm_twice": (
        "Two arms are called '{name}'; give one of them another name.",
        "有两个方案都叫“{name}”；请给其中一个另取名字。",
    ),
    "arm_unknown": (
        "The scenario has no arm '{name}'; it has: {known}.",
        "该情景没有方案“{name}”；现有：{known}。",
    ),
    "arm_none": (
        (
            "There is nothing to compare: name arm files or other scenarios, or give the scenario "
            "`arms`."
        ),
        "没有可比较的方案：请给出方案文件或其他情景文件，或在情景中写 arms。",
    ),
    "comparison_no_clock": (
        "The flow '{flow}' has no clock '{clock}' at {place} to be judged by; it has: {known}.",
        "货流“{flow}”没有可用于判断的时钟“{clock}”（地点 {place}）；现有：{known}。",
    ),
    "other_time": (
        "'{name}' simulates another time or zone than the base; arms must share both.",
        "“{name}”的仿真时间或时区与基准不同；各方案必须相同。",
    ),
    # --- calibrating
    "calibration_nothing": (
        "There is nothing to calibrate: name `free` parameters and the `facts` they are fitted to.",
        "没有可标定的内容：请写明 free（待定参数）和 facts（所拟合的事实）。",
    ),
    "calibration_too_free": (
        "{free} parameters are fitted to {facts} facts; no more can be told than there are facts.",
        "用 {facts} 个事实拟合 {free} 个参数；参数不能多于事实。",
    ),
    "calibration_no_range": (
        "'{name}' has no range to move in; give `low` and `high`.",
        "“{name}”没有取值范围；请给出 low 和 high。",
    ),
    "calibration_no_figure": (
        "These facts have no figure in a run, so nothing can be fitted to them: {names}.",
        "以下事实在仿真中没有数值，无法拟合：{names}。",
    ),
    "calibration_not_arm": (
        "'{file}' is no arm (it has no key `arm`); calibrate tries arms of one scenario.",
        "“{file}”不是方案文件（没有 arm）；calibrate 只比较同一情景的方案。",
    ),
    "calibration_trial": ("trial {number}", "第 {number} 次试算"),
    "calibration_summary": (
        "Fitted in {trials} trials on the luck of seed {seed}.",
        "在种子 {seed} 下经 {trials} 次试算完成拟合。",
    ),
    "title_fitted": ("Fitted parameters", "拟合参数"),
    "parameter": ("parameter", "参数"),
    "before_fit": ("before", "拟合前"),
    "fitted_value": ("fitted", "拟合值"),
    "range": ("range", "范围"),
    "unit_word": ("unit", "单位"),
    "weight": ("weight", "影响"),
    "remark": ("", ""),
    "at_bound": ("at its bound", "到达边界"),
    "calibration_identified": (
        "The facts tell the parameters apart (smallest over largest singular value {ratio}).",
        "这些事实可以区分各拟合参数（最小与最大奇异值之比 {ratio}）。",
    ),
    "calibration_not_identified": (
        (
            "The facts do NOT tell the parameters apart (smallest over largest singular value "
            "{ratio}): other values fit as well."
        ),
        "这些事实不能区分各拟合参数（最小与最大奇异值之比 {ratio}）：其他取值同样符合。",
    ),
    "title_refits": (
        "Published means: fitted on seed {seed}, reported on seed {own} ({count} replications)",
        "公布均值：种子 {seed} 下拟合，种子 {own} 下报告（重复 {count} 次）",
    ),
    "fit_fact": ("fact", "事实"),
    "on_fit": ("on the fit's seed", "拟合种子"),
    "on_own": ("on the study's seed", "研究种子"),
    "realisations": ("P2.5 - P97.5", "P2.5 - P97.5"),
    "calibration_only_means": (
        "Only means are published: the spread of a clock rests on assumptions.",
        "公布的只有均值：时钟的离散程度依赖假设。",
    ),
    "title_sets": (
        (
            "{kept} of {tried} other sets of {varied} assumed values reproduce the facts as well; "
            "in these"
        ),
        "{varied} 个假设值的 {tried} 组其他取值中，{kept} 组同样符合事实；其中",
    ),
    "holds": ("holds in", "成立于"),
    "holds_in": ("{number} of {sets}", "{number}/{sets} 组"),
    "span": ("difference", "差值范围"),
    "depends_on": ("depends on (rank correlation)", "取决于（秩相关）"),
    "depends_on_nothing_named": ("no single value", "无单一因素"),
    # --- what compare prints
    "compare_summary": (
        (
            "{name}: {arms} beside the base, {count} replications on the same luck, seed {seed}, "
            "{engine} engine, {seconds} s"
        ),
        (
            "{name}：{arms}与基准比较，同一随机数，重复 {count} 次，"
            "种子 {seed}，{engine}，用时 {seconds} 秒"
        ),
    ),
    "arms_1": ("1 arm", "1 个方案"),
    "arms_n": ("{number} arms", "{number} 个方案"),
    "compare_enough": (
        "Stopped there: every primary difference has a verdict, or is known to its precision.",
        "至此停止：各主要差值均有结论，或已达到所需精度。",
    ),
    "compare_most": (
        (
            "Stopped at the most that was asked for; the differences still untold need more "
            "(comparison.most). Forecast: about {forecast} replications."
        ),
        "已到所定上限；尚不能判定的差值需更多重复（comparison.most）。预计约需 {forecast} 次。",
    ),
    "compare_most_done": (
        "Stopped at the most that was asked for.",
        "已到所定上限。",
    ),
    "title_arms": ("What differs from the base", "与基准的不同之处"),
    "arm_line": ("{name}: {title}{version}", "{name}：{title}{version}"),
    "arm_version": (" (version {version})", "（版本 {version}）"),
    "arm_values": ("  {path}: {old} -> {new}", "  {path}：{old} → {new}"),
    "arm_more": (
        "  ... and {number} more values in manifest.json",
        "  …… 另有 {number} 项见 manifest.json",
    ),
    "nothing_there": ("(none)", "（无）"),
    "title_primary": (
        "Primary figure of each flow: arm minus base; intervals hold together at {level} %",
        "各货流主要指标：方案减基准；区间联合置信水平 {level} %",
    ),
    "primary_identical": (
        "{arm}: unchanged to the second: {flows}",
        "{arm}：逐秒无变化：{flows}",
    ),
    "primary_more": (
        "{arm}: {number} more flows in comparison.csv",
        "{arm}：另有 {number} 个货流见 comparison.csv",
    ),
    "arm": ("arm", "方案"),
    "figure_door": ("door to door,", "门到门"),
    "stat_mean": ("mean", "均值"),
    "stat_p50": ("P50", "P50"),
    "stat_p90": ("P90", "P90"),
    "stat_p95": ("P95", "P95"),
    "direction_export": ("export", "出口"),
    "direction_import": ("import", "进口"),
    "figure": ("figure", "指标"),
    "base": ("base", "基准"),
    "with_arm": ("with arm", "方案值"),
    "difference_h": ("difference, h", "差值（小时）"),
    "interval_h": ("interval, h", "区间（小时）"),
    "matters_from": ("matters from, h", "有意义起点（小时）"),
    "judgement": ("verdict", "结论"),
    "verdict_better": ("better", "更好"),
    "verdict_worse": ("worse", "更差"),
    "verdict_same": ("practically the same", "实际相同"),
    "verdict_unknown": ("cannot tell", "无法判定"),
    "verdict_few_departures": ("too few departures", "班次过少"),
    "verdict_endless": ("unfinished reach into it", "含未完成"),
    "verdict_undefined": ("no figure", "无数值"),
    "verdict_few_replications": ("too few replications", "重复过少"),
    "title_best": (
        "Best arm by ranking and selection (KN, by at least what matters)",
        "排序择优（KN 法，差值须有意义）",
    ),
    "best_arm": ("best", "最优"),
    "best_open": (
        "{number} flows: the best cannot be told from others nearer than what matters.",
        "{number} 个货流：最优与其他方案的差异尚小于有意义的差值，无法区分。",
    ),
    "title_gains": (
        "Who gains what at the destination (same shipment, arm against base; exploratory)",
        "目的地的收益（同一票货物，方案对基准；探索性）",
    ),
    "gains_note": (
        (
            "Sooner and later: by an hour or more. Hours saved before a departure are worth "
            "nothing to most and a whole headway to a few; on average nothing of them is lost "
            "where trains have room."
        ),
        (
            "提前、无变化、推迟：以 1 小时为界。"
            "发车前省下的时间对多数货物没有作用，对少数则值一个班次间隔；班列有余位时平均并无损失。"
        ),
    ),
    "gain_corridor": ("corridor", "通道"),
    "ready_sooner": ("ready sooner, h", "提前就绪（小时）"),
    "saved_mean": ("saved, h", "节省（小时）"),
    "saved_p10_p90": ("P10 - P90", "P10 - P90"),
    "sooner_share": ("sooner", "提前"),
    "unmoved_share": ("unmoved", "无变化"),
    "later_share": ("later", "推迟"),
    "earlier_departure": ("earlier departure", "更早班次"),
    "by_sooner": ("h of those sooner", "受益者节省（小时）"),
    "title_customs": (
        "What it is at customs (exploratory; clock overall of the office, means)",
        "海关方面（探索性；全关整体通关时间均值）",
    ),
    "office": ("office", "海关"),
    "direction_word": ("direction", "方向"),
    "saved_ci": ("saved, h [95 %]", "节省（小时）[95 %]"),
    "within_24h_word": ("within 24 h", "24小时内"),
    "inspected_word": ("inspected", "查验率"),
    "missed_word": ("violations missed", "漏查违规"),
    "title_staff": ("What it takes in officers", "所需人力"),
    "station_word": ("station", "作业点"),
    "staffed_base": ("staffed h/week", "在岗小时/周"),
    "staffed_arm": ("with arm", "方案"),
    "busy_base": ("busy h/week", "忙碌小时/周"),
    "busy_arm": ("with arm", "方案"),
    "title_pairing": ("What the shared luck is worth", "同一随机数的作用"),
    "pairing": (
        (
            "Differences of primary figures vary {median} times less (median; at least {low}) "
            "than on separate luck: as many times fewer replications."
        ),
        (
            "主要指标差值的方差为独立随机数时的 1/{median}（中位数；至少 1/{low}）："
            "所需重复次数也少同样倍数。"
        ),
    ),
    "compare_apart": (
        (
            "{arm}: shipments of {flows} cannot be matched with the base's (other demand); "
            "compared by means only."
        ),
        "{arm}：{flows} 的货物与基准无法逐票对应（需求不同），只比较均值。",
    ),
}
