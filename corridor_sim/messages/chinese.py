"""Chinese texts: what is wrong, then what to write instead."""

from __future__ import annotations

WORDS = {
    "calendar": "日历",
    "cargo": "货类",
    "choice": "选择",
    "clearance": "通关地点",
    "consolidation": "拼箱点",
    "fact": "公布数据",
    "flow": "货流",
    "node": "节点",
    "option": "选项",
    "parameter": "参数",
    "permits": "监管证件目录",
    "place": "场位",
    "policy": "政策",
    "regime": "态势",
    "service": "班次",
    "stage": "环节",
    "station": "作业点",
}

_FILES = {
    "binary_file": "“{file}”不是文本文件；请存为 UTF-8 纯文本。",
    "empty_file": "“{file}”是空文件；请以 `corridor_sim: 1`、`name:`、`time:`、`flows:` 开头。",
    "file_is_folder": "“{file}”是文件夹；请写出文件本身。",
    "file_missing": "没有文件“{file}”；请检查路径和拼写。",
    "file_not_regular": "“{file}”不是普通文件；请写磁盘上的文件。",
    "file_not_scenario": "“{file}”不是方案文件；请写键和值，以 `corridor_sim: 1` 开头。",
    "file_too_large": "“{file}”有 {number} 字节，上限为 {limit}；请换用较小的文件，或用 "
    "{option} 提高上限。",
    "file_unreadable": "无法读取“{file}”（{reason}）；请检查权限。",
    "folder_missing": "没有文件夹“{file}”；请写表格所在的文件夹，或写 `network: hengyang` 使用随"
    "程序提供的表格。",
    "not_utf8": "“{file}”第 {line} 行含有非 UTF-8 字节；请将文件另存为 UTF-8。",
    "read_as_gb18030": "“{file}”不是 UTF-8，已按 GB18030 读取；请另存为 UTF-8，以便各种程序读法"
    "一致。",
    "utf16_file": "“{file}”是 UTF-16 文本；请另存为 UTF-8。",
}

_YAML = {
    "alias_unknown": "“*{name}”引用的锚在上文没有定义；请先写“&{name}”，或给文字加引号。",
    "control_character": "此处有不可见字符 {name}；请删除后重新输入这一行。",
    "duplicate_key": "“{key}”写了两次，在第 {first} 行和第 {line} 行；请只留一个。",
    "full_width": "全角“{sign}”在此处不能作标点；请写“{write}”。",
    "full_width_value": "此值中的全角“{sign}”无法识别；请写“{write}”。",
    "key_not_text": "应写键的地方出现了列表或映射；请在冒号前写一个名称。",
    "merge_key": "方案中不能用合并键“<<”；请用 `extends: other.yaml` 指明另一个文件。",
    "multiple_documents": "“---”之后开始了第二个文档；一个文件只写一个方案。",
    "not_finite": "“{value}”不是有限的数；请写一个数。",
    "number_too_large": "“{value}”作为整数太大；请写较小的数。",
    "text_too_long": "这段文字有 {number} 个字符，上限为 {limit}；请缩短。",
    "too_deep": "嵌套达 {number} 层，上限为 {limit}；请减少层次，或用 {option} 提高上限。",
    "too_many_values": "文件含有 {number} 个以上的值（重复引用计入），上限为 {limit}；请缩小文件"
    "，或用 {option} 提高上限。",
    "yaml_after_value": "值已结束，后面又出现“{sign}”；请给整个值加引号，或另起一行。",
    "yaml_anchor": "“&”或“*”之后必须是名称；若它是文字的一部分，请加引号。",
    "yaml_block_text": "“|”或“>”之后必须换行；请把文字缩进写在下面各行。",
    "yaml_bracket_extra": "“{sign}”没有对应的左括号；请删除。",
    "yaml_bracket_open": "这个括号没有用“{close}”闭合（在第 {line} 行发现）；请闭合，各项之间用"
    "逗号。",
    "yaml_character": "值不能以“{sign}”开头；请加引号。",
    "yaml_directive": "方案中不能有以“%”开头的行；请删除。",
    "yaml_escape": "无法识别这个反斜杠序列；请写“\\\\”表示反斜杠，或改用单引号。",
    "yaml_indent": "这一行的缩进处不能开始新内容；请与同级的键对齐，并检查上一行是否以“:”结尾。",
    "yaml_outdent": "这一行的缩进比第一行少；请与同级的键对齐。",
    "yaml_quote_open": "这个引号没有闭合；请在同一行闭合。",
    "yaml_second_colon": "一个值中出现了第二个“: ”；请给该值加引号，或另起一行。",
    "yaml_space_after_colon": "“{key}:”之后缺少空格；请写“{key}: ”。",
    "yaml_structure": "这一行与上面各行不相配；同级的键缩进相同，列表的每一项以“- ”开头。",
    "yaml_tab": "缩进中有制表符；请改用空格。",
    "yaml_tag": "方案中不能用“{sign}”这样的标签；请删除，或给文字加引号。",
    "yaml_unreadable": "无法按 YAML 读取；请将文件重新存为 UTF-8 文本。",
}

_MERGE = {
    "extends_circular": "`extends` 形成了循环：{chain}；请让其中一个文件不再继承。",
    "extends_not_path": "`extends` 写一个文件的路径，或路径的列表；请写 `extends: base.yaml`。",
    "like_circular": "`like` 形成了循环：{chain}；请把其中一个完整写出。",
    "like_unknown": "{section} 中没有可供仿照的“{name}”；是否指 {near}？",
    "extends_too_long": "相互继承的文件超过 {limit} 个：{chain}；请合并其中几个。",
    "set_no_such_name": "{section} 中没有“{name}”，无法只改其中一项；是否指 {near}？"
    "新增时请给出完整的映射。",
    "set_no_such_place": "“{path}”无处可设：那里的内容是 {value}；请检查路径（列表项从 0 数起）。",
    "set_not_assignment": "“{text}”不是赋值；请写 键.路径=值，例如 study.replications=10。",
}

_SCHEMA = {
    "bad_name": "“{value}”不能作名称；请用文字、数字、“-”和“_”，不含空格和 . / @ # = , ; : 及括"
    "号。",
    "list_too_short": "{value} 缺少第 {number} 项；请写两项，如 [2021-01-01, 2021-12-31]。",
    "missing_key": "缺少“{key}”；请加上“{key}: ...”。",
    "minimum_above_capacity": "“{service}”的开行下限高于其能力；请降低下限或提高能力。",
    "more_findings": "另有 {number} 处问题未显示；请先改正以上各处。",
    "name_shared": "“{name}”既是作业点又是场位；请给其中一个另取名称。",
    "name_too_long": "“{value}”太长；最多 {limit} 个字符。",
    "needs_list": "“{value}”不是列表；请写 [a, b]，或每项一行以“- ”开头。",
    "needs_mapping": "此处应写键和值，却是“{value}”；请写 {key: value}，或缩进的“键: 值”各行。",
    "needs_number": "“{value}”不是数；请写 0.5 这样的数，不带单位和引号。",
    "needs_text": "“{value}”不是文字；请加引号。",
    "needs_true_or_false": "“{value}”既不是 true 也不是 false；请写 true 或 false。",
    "needs_whole_number": "“{value}”不是整数；请写 4 这样的数，不带小数和单位。",
    "not_one_of": "此处不认识“{value}”；请写以下之一：{known}。",
    "not_one_of_near": "此处不认识“{value}”；是否要写“{near}”？",
    "number_above": "{value} 太大；请写不大于 {limit} 的数。",
    "number_too_small": "{value} 太小；请写不小于 {limit} 的数。",
    "servers_missing": "“{station}”没有服务台；请写 `servers: 2`，或写 `shifts:`，每班各写 "
    "`servers` 和 `calendar`。",
    "shifts_and_servers": "“{station}”既有 `shifts` 又有 `{key}`；请把 `{key}` 写进每个班次，"
    "并删去与其并列的（若来自另一文件，写 `{key}: null`）。",
    "text_empty": "文字为空；请填写。",
    "too_few": "项数太少；至少写 {limit} 项。",
    "too_many": "项数太多；最多写 {limit} 项。",
    "unknown_key": "此处没有键“{key}”；可用的键：{known}。",
    "unknown_key_near": "此处没有键“{key}”；是否要写“{near}”？",
    "value_wrong": "此处不能写“{value}”；可写的内容见 `corridor-sim schema`。",
}

_VALUES = {
    "amount_too_large": "“{value}”大得不可能；请检查数字和单位。",
    "duration_too_long": "“{value}”超过一百年；请检查数字和单位。",
    "law_cv_outside": "变异系数 {value} 不在 {low} 至 {high} 之间；请写 0.3 这样的数。",
    "law_needs_keys": "分布“{name}”须恰好有键 {keys}；请写 {name}: {...} 并包含它们。",
    "law_needs_list": "分布“{name}”须有 {count} 个值的列表；请照样写 {name}: [2 min, 3 min, 6 "
    "min]。",
    "law_needs_one_name": "一个分布只有一个名称，此处有：{names}；请只留一个，如 triangular: [2 "
    "min, 3 min, 6 min]。",
    "law_needs_positive": "分布“{name}”的值必须大于零；请改大。",
    "law_not_rising": "分布“{name}”的值不能下降；请从小到大写。",
    "law_too_wide": "分布“{name}”的 p95 超过中位数的 {limit} 倍；请检查这两个值。",
    "negative": "“{value}”是负数；请写零或正数。",
    "not_a_date": "“{value}”不是日期；请写 2021-08-01。",
    "not_a_duration": "“{value}”不是时长；请写数字加 s、min、h、d 或 w，如 3 h 或 1 d 12 h。",
    "not_a_moment": "“{value}”不是日期或时刻；请写 2021-08-01 12:00。",
    "not_a_number": "“{value}”不是数；请写 0.5 这样的数。",
    "not_a_rate": "“{value}”不是速率；请写单位时间的票数，如 12/h 或 26/week。",
    "not_a_share": "“{value}”不是比例；请写 0.05 或 5 %。",
    "not_a_size": "“{value}”不是数量；请写数字加 box、teu、t、kg、m3 或 l，如 50 box。",
    "not_a_weight": "“{value}”不是重量；请写数字加 t 或 kg，如 22 t。",
    "not_boxes": "“{value}”不是箱数；请写数字加 box，如 1070 box。",
    "not_money": "“{value}”不是金额；请写 USD 329 或 USD 118220/box。",
    "not_freight": "“{value}”不是每标箱价格；请写 USD 2250/teu。",
    "route_share_missing": "路线“{name}”没有比例；请为每条路线写 `share: 0.4`，或让 `split` 计算。",
    "routes_and_way": "`routes` 与 `{key}` 不能同时写；请保留其中一个。",
    "consolidation_and_pick_up": "`pick_up` 属于集拼后的箱，而不是箱内的货；"
    "请写在集拼所供给的货流中。",
    "fact_kpi_out_of_scope": "数字“{id}”标为不在模型范围内，却又写了 kpi；请去掉其中一个。",
    "fact_kpi_missing": "数字“{id}”没有说明与什么对照；请写 `kpi`，"
    "或写 `label: out_of_scope` 并加说明。",
    "fact_chain_services": "chain_time_d 从一个班次到另一个班次；请写明两者："
    "`services: [train, vessel]`。",
    "growth_outside": "每年增长 {value} 不合常理；请写 0.2 或 20 %。",
    "not_a_growth": "“{value}”不是年增长率；请写 0.2 或 20 %。",
    "season_twice": "{month} 月同时属于该班次的两个季节；请只保留在一个之中。",
    "customs_mode_unknown": "没有海关监管方式“{name}”；已知的有：{known}。",
    "customs_mode_early": "监管方式 {name} 自 {from_day} 起施行，而货物自 {first} 起产生；"
    "请推迟（`between`）或改用其他方式。",
    "share_outside": "{value} 不在 0 与 1 之间；请写 0.05 或 5 %。",
    "size_not_whole": "“{value}”不是其单位的整数；请写整箱、千分之一标箱、千克或升的整数。",
    "unit_missing": "{value} 没有单位；请写上，如 {example}。",
    "unknown_law": "“{name}”不是分布；请写以下之一：{known}。",
    "value_missing": "此处没有值；请写上，或删除这个键。",
    "year_outside": "“{value}”的年份不在 {first} 至 {last} 之间；请更正。",
}

_TABLES = {
    "cell_empty": "第 {row} 行：“{column}”为空；请填写。",
    "cell_no_source": "第 {row} 行：标为“{mark}”的数在“{column}”中没有来源；请写明，或标为 "
    "assumption。",
    "cell_not_day": "第 {row} 行：“{column}”中的“{value}”不是日期；请写 2021-08-01。",
    "cell_not_number": "第 {row} 行：“{column}”中的“{value}”不是数；请写数字和小数点，不带单位和"
    "千位分隔符。",
    "cell_not_one_of": "第 {row} 行：“{column}”中的“{value}”无法识别；请写以下之一：{known}。",
    "cell_not_zone": "第 {row} 行：“{column}”中的“{value}”不是时区；请写 IANA 名称，如 "
    "Asia/Shanghai。",
    "cell_outside": "第 {row} 行：“{column}”中的 {value} 不在 {low} 至 {high} 之间；请更正。",
    "cell_too_long": "一个单元格超过 {limit} 个字符，或引号没有闭合；请缩短或闭合。",
    "column_missing": "缺少“{column}”列；请加上。现有的列：{known}。",
    "csv_quote_open": "这一行的引号没有闭合，或引号后还有文字；引号内的引号请写两次。",
    "departure_unreadable": "第 {row} 行：无法读取“{value}”的发车；“at”请写 2021-08-01 12:00，"
    "box、teu、t、m3 请写数字。",
    "id_twice": "编号“{id}”出现在多行；每票货物请用不同的编号。",
    "link_unknown_node": "这条线路的端点“{name}”不在 nodes.csv 中；请加上该节点，或更正代码。",
    "link_unknown_regime": "这条线路的态势“{name}”在 regimes.csv 和 `regimes:` 中都没有定义；请"
    "定义，或清空该单元格。",
    "row_law_needs_range": "第 {row} 行：分布“{law}”需要范围；请填写 low 和 high，或写 fixed。",
    "row_not_rising": "第 {row} 行：low、{column}、high 不能下降；请按大小排列。",
    "row_too_long": "这一行有 {number} 个单元格，表只有 {columns} 列；含分隔符的单元格请加引号。",
    "row_twice": "第 {row} 行：“{column}”中的“{value}”重复；请只留一行。",
    "sheet_missing": "没有工作表“{sheet}”；请写以下之一：{known}。",
    "table_column_twice": "列名重复：{columns}；请改名或删除。",
    "table_empty": "“{file}”中没有表格；第一行请写列名。",
    "table_needs_column": "缺少“{column}”列；请加上。",
    "table_too_wide": "表格超过 {limit} 列；请删除不需要的列。",
    "too_many_rows": "“{file}”超过 {limit} 行；请拆分，或用 {option} 提高上限。",
    "xlsx_unreadable": "“{file}”不是完好的 .xlsx 工作簿；请重新存为 .xlsx，或存为 UTF-8 的 CSV。",
}

_PROVENANCE = {
    "mark_unknown": "“{value}”不是标记；请写以下之一：{known}。",
    "mark_without_source": "标为“{mark}”的值须有来源；请加上 `source: ...`，或标为 `assumption`。",
    "mark_without_value": "`mark` 旁没有唯一的值；请写 {value: 3 h, mark: assumption} 或 "
    "{triangular: [1 h, 2 h, 4 h], mark: assumption}。",
    "parameter_key": "`parameter` 旁不能写“{key}”；只能写 `times`。",
    "parameter_without_network": "“{name}”是网络表格中的一行，但方案没有写网络；请加上 "
    "`network: hengyang`，或直接写值。",
    "times_not_positive": "参数不能乘以“{value}”；请写大于零的数。",
}

_REFERENCES = {
    "capacity_no_unit": "容量没有单位；请写 50 box，或 {box: 50 box, t: 1300 t}。",
    "capacity_wrong_unit": "“{key}”须用自己的单位；请写 {key}: {example}。",
    "capacity_zero": "容量为零则什么也装不下；请写大些，或不写这个单位。",
    "clearance_of_others": "“{name}”只用于其他货流（{flows}）；请在其 `flows` 中加上“{flow}”，或在"
    "此处删除。",
    "end_before_start": "结束 {end} 早于开始 {start}；请对调或更正。",
    "fact_clock_unknown": "该事实的流向在“{place}”没有时钟“{clock}”；请写其中之一：{known}。",
    "fact_without_value": "公布数据没有值；请写 `value`、`low` 和 `high`，或写 facts.csv 中一行"
    "的 `id`。",
    "fed_by_nothing": "“{flow}”的货物应来自拼箱点，但没有拼箱点供给它；请在一个拼箱点写 `feeds: "
    "{flow}`，或改用其他 process。",
    "fed_by_several": "“{flow}”由多个拼箱点供给（{names}）；请只留一个。",
    "feeding_circle": "拼箱点循环供给：{chain}；请断开。",
    "feeds_not_fed": "“{flow}”有自己的需求；请在那里写 `demand: {process: fed}`。",
    "hours_empty": "“{value}”的开始与结束相同；请写 08:30-12:00，或 24/7。",
    "hours_past_midnight": "“{value}”跨过午夜；请分两段写，如 22:00-24:00 和次日的 00:00-06:00。",
    "hours_unreadable": "“{value}”不是开放时间；请写 24/7，或 Mon-Fri 08:30-12:00, 14:00-17:30; "
    "Sat 09:00-12:00（周一至周五 08:30-12:00 亦可）。",
    "interval_zero": "间隔为零则永无止境；请至少写 1 s。",
    "journey_missing": "该货流没有行程；请写 `stages:`，或 `from:` 和 `to:`。",
    "journey_twice": "该货流既有 stages 又有网络路径；请保留 `stages`，或 `from`、`to` 加 `via` "
    "或 `route`。",
    "key_needs_network": "“{key}”只用于按 `from`、`to` 走网络的货流；此处行程写成 `stages`，"
    "请删除。",
    "key_needs_stages": "“{key}”只用于行程写成 `stages` 的货流；此处货流按 `from`、`to` 走网络，请"
    "删除。",
    "key_not_for_terminal": "“{key}”在场站作业中没有意义，因为它为多个行程共用；请只写 `delay`，或 "
    "`station` 及其 `work`。",
    "load_not_in_capacity": "`run_when.load` 的单位不在容量中；请用容量中的单位。",
    "network_missing": "写了 `from` 和 `to` 的货流需要网络；请加上 `network: hengyang`，或写 "
    "`stages`。",
    "nothing_defined": "没有{kind}“{name}”，也没有任何其他{kind}；请先定义，或更正此处。",
    "path_too_short_or_twice": "路径至少有两个节点，且不能重复；请更正，或不写路径而写 `travel`。",
    "range_upside_down": "范围 {low} 至 {high} 颠倒了；请对调。",
    "season_wrong": "各月权重不能为负，也不能全为零；请写十二个数，如 1.0。",
    "shares_not_one": "比例之和为 {total}；应为 1。",
    "size_unknown": "“{size}”不是箱型；请写 {known} 之一，或说明：{share: 0.5, box: 1, teu: 1}。",
    "slot_unreadable": "“{value}”不是每周班期；请写 Mon 20:00（或 周一 20:00）。",
    "time_too_long": "时间连同收尾共 {number} 年，上限为 {limit}；请缩短，或用 {option} 提高上限。",
    "timetable_nothing": "时刻表没有班次；请写 `slots`、`every`、`dates` 或 `file`。",
    "total_or_rate": "需求只能有 `total` 或 `rate` 之一；请恰好写一个。",
    "travel_missing": "班次“{service}”既没有路径也没有运行时间；请加上 `path: [A, B]` 或 "
    "`travel: 12 d`。",
    "unknown_leg": "“{leg}”不是路径中的一段；请写以下之一：{known}。",
    "unknown_name": "没有{kind}“{name}”；已有：{known}。",
    "unknown_name_near": "没有{kind}“{name}”；是否要写“{near}”？",
    "unknown_zone": "“{value}”不是时区；请写 IANA 名称，如 Asia/Shanghai。",
    "via_and_route": "`via` 与 `route` 不能并用；请只留一个。",
    "via_without_path": "班次“{service}”没有路径，货流无法搭乘；请给它加上 `path: [A, B]`。",
    "warm_up_too_long": "预热期不短于模拟的 {days} 天；请缩短。",
    "work_missing": "没有说明在“{station}”的作业时间；请在此处或在作业点写 `work`。",
}

_STAGES = {
    "after_circle": "环节循环等待：{chain}；请在其中一个 `after` 处断开。",
    "anchor_not_departures": "“{anchor}”指的是发车，但环节“{name}”不是 `departures`；请写“{name}"
    "”。",
    "delivery_unclear": "行程在多个环节结束（{names}）；请用 `delivery:` 指明哪个是交付。",
    "hold_needs_until": "占用需要结束；请加上 `until:`，写明在哪个环节结束时归还场位。",
    "key_not_for_stage": "“{key}”只用于有 `{needs}` 的环节；请删除。",
    "stage_no_kind": "该环节没有类型；请写 delay、station、departures、consolidation、hold 之一。",
    "stage_several_kinds": "该环节有多个类型（{kinds}）；请分成多个环节。",
    "stage_twice": "有两个环节叫“{name}”；请给其中一个另写 `name:`。",
    "start_delay_skipped": "“{anchor}”之后的延时不能跳过；请把 `chance` 或 `when` 移到其后的环节。",
    "start_needs_delay": "“{anchor}”之后必须先有延时；请在中间加上 `delay: 1 min`。",
    "until_not_later": "“{until}”不在“{name}”之后，场位将永不归还；请写后续的环节。",
    "when_unreadable": "“{value}”不是条件；请写 选择=选项。",
}

_PLANNING = {
    "boards_at_first_call": "货物在 {here}，这是“{service}”的中途停站，而该班次只能在首站 {first} "
    "上车，且没有公路可达；请增加从 {here} 始发的班次。",
    "calendar_never_open": "日历“{name}”在此期间从不开放；请更正时间或关闭日。",
    "clearance_not_met": "行程不经过“{name}”（{node} 的 {formality}）：出口在起点办理，进口在终点"
    "办理，其余在途中办理，行程经过 {known}；请更正节点，或在此处删除。",
    "clock_stop_skipped": "只有经过“{stop}”的货物才有这个时钟；请让它停在所有货物都经过的环节。",
    "cost_unknown": "无法确定从 {here} 到 {there} 的最低费用路径，因为每条路都有费用不明的部分"
    "（{parts}）；请在 links.csv 中补上，或在 `via` 中写明班次。",
    "demand_outside": "流向“{flow}”在仿真时段内没有任何货物产生；请修改 `between` 或 `time`。",
    "departures_outside": "“{service}”的 {all} 个定日班次中有 {number} 个不在模拟期间内，已略去"
    "；请更正日期或期间。",
    "interval_too_short": "货物间隔不足一秒；请至少写 1 s。",
    "no_holidays_for_year": "没有 {country} 在 {year} 年的假日，只按周末和开放时间计算；请在 "
    "holidays.csv 中补上该年。",
    "no_link": "{here} 与 {there} 之间没有线路；请加入 links.csv，或在 `travel` 中写明时间。",
    "no_such_call": "此政策在 {node} 放行“{name}”，但 {service} 不把货流“{flow}”送到那里（其经过 "
    "{known}）；请改写其中之一，或给该货流另用没有 `release_at` 的政策。",
    "no_route": "从 {here} 到不了 {there}：能到的最近节点是 {nearest}；请增加班次或公路线路。",
    "timetable_empty": "班次“{service}”在模拟期间没有发车；请更正时刻表。",
    "too_many_departures": "时刻表有 {number} 个班次，上限为 {limit}；请加大间隔，"
    "或用 {option} 提高上限。",
    "too_many_shipments": "算上货流“{flow}”共有 {number} 票，上限为 {limit}；请用 `per_shipment` "
    "合并"
    "多箱，或用 --max-shipments 提高上限。",
    "travel_needs_legs": "班次“{service}”有路径，运行时间须按段写；请写 travel: {A-B: 12 h}，或"
    "不写路径。",
}

TEXTS = (
    _FILES
    | _YAML
    | _MERGE
    | _SCHEMA
    | _VALUES
    | _TABLES
    | _PROVENANCE
    | _REFERENCES
    | _STAGES
    | _PLANNING
)
