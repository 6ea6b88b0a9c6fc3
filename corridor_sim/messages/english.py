"""English texts: what is wrong, then what to write instead."""

from __future__ import annotations

WORDS = {
    "calendar": "calendar",
    "cargo": "class of cargo",
    "choice": "choice",
    "clearance": "clearance place",
    "consolidation": "consolidation",
    "fact": "fact",
    "flow": "flow",
    "node": "node",
    "option": "option",
    "parameter": "parameter",
    "permits": "regime of permits",
    "place": "place",
    "policy": "policy",
    "regime": "regime",
    "service": "service",
    "stage": "stage",
    "station": "station",
}

_FILES = {
    "binary_file": "'{file}' is not a text file; save it as plain text in UTF-8.",
    "empty_file": "'{file}' is empty; start with `corridor_sim: 1`, `name:`, `time:` and `flows:`.",
    "file_is_folder": "'{file}' is a folder; name the file itself.",
    "file_missing": "There is no file '{file}'; check the path and the spelling.",
    "file_not_regular": "'{file}' is not an ordinary file; name a file on disk.",
    "file_not_scenario": "'{file}' is not a scenario; write keys with values, beginning with "
    "`corridor_sim: 1`.",
    "file_too_large": "'{file}' has {number} bytes, the limit is {limit}; use a smaller file, "
    "or raise the limit with {option}.",
    "file_unreadable": "'{file}' cannot be read ({reason}); check its permissions.",
    "folder_missing": "There is no folder '{file}'; name a folder of tables, or write `network: "
    "hengyang` for the tables that come with the program.",
    "not_utf8": "'{file}' holds bytes in line {line} that are not UTF-8; save the file as UTF-8.",
    "read_as_gb18030": "'{file}' is not UTF-8 and was read as GB18030; save it as UTF-8 so that "
    "every program reads it alike.",
    "utf16_file": "'{file}' is UTF-16 text; save it as UTF-8.",
}

_YAML = {
    "alias_unknown": "'*{name}' refers to an anchor that is not defined above; define '&{name}' "
    "first, or quote the text.",
    "control_character": "The invisible character {name} stands here; delete it and type the "
    "line again.",
    "duplicate_key": "'{key}' is written twice, in line {first} and in line {line}; keep one.",
    "full_width": "full-width '{sign}' is not read as punctuation here; write '{write}'.",
    "full_width_value": "full-width '{sign}' is not understood in this value; write '{write}'.",
    "key_not_text": "A list or a mapping stands where a key should be; write a name before the "
    "colon.",
    "merge_key": "The merge key '<<' is not part of a scenario; name the other file with "
    "`extends: other.yaml`.",
    "multiple_documents": "A second document begins after '---'; keep one scenario per file.",
    "not_finite": "'{value}' is not a finite number; write a number.",
    "number_too_large": "'{value}' is too large for a whole number; write a smaller one.",
    "text_too_long": "This text has {number} characters, the limit is {limit}; shorten it.",
    "too_deep": "Values are nested {number} deep, the limit is {limit}; write them flatter, or "
    "raise the limit with {option}.",
    "too_many_values": "The file holds {number} values or more (repeated aliases counted), the "
    "limit is {limit}; make it smaller, or raise the limit with {option}.",
    "yaml_after_value": "'{sign}' follows where the value has already ended; quote the whole "
    "value, or begin a new line.",
    "yaml_anchor": "After '&' or '*' a name must follow; quote the text if the sign is part of it.",
    "yaml_block_text": "After '|' or '>' the line must end; write the text on the next lines, "
    "indented.",
    "yaml_bracket_extra": "'{sign}' closes a bracket that was never opened; delete it.",
    "yaml_bracket_open": "This bracket is not closed by '{close}', noticed in line {line}; "
    "close it, and put a comma between entries.",
    "yaml_character": "A value cannot begin with '{sign}'; put it in quotes.",
    "yaml_directive": "A line that begins with '%' is not part of a scenario; delete it.",
    "yaml_escape": "This backslash sequence is unknown; write '\\\\' for a backslash, or use "
    "single quotes.",
    "yaml_indent": "This line is indented where nothing can begin; align it with the keys of "
    "its level, and check that the line above ends in ':'.",
    "yaml_outdent": "This line is indented less than the first one; align it with the keys of "
    "its level.",
    "yaml_quote_open": "This quotation mark is never closed; close it on the same line.",
    "yaml_second_colon": "A second ': ' stands in one value; put the value in quotes, or begin "
    "a new line.",
    "yaml_space_after_colon": "A space is missing after '{key}:'; write '{key}: '.",
    "yaml_structure": "This line does not fit the lines above; give keys of one level the same "
    "indentation, and begin every entry of a list with '- '.",
    "yaml_tab": "A tab stands in the indentation; use spaces.",
    "yaml_tag": "Tags such as '{sign}' are not part of a scenario; delete it, or quote the text.",
    "yaml_unreadable": "The text cannot be read as YAML; save the file again as UTF-8 text.",
}

_MERGE = {
    "extends_circular": "`extends` goes round in a circle: {chain}; let one of these files "
    "extend nothing.",
    "extends_not_path": "`extends` takes the path of a file, or a list of paths; write "
    "`extends: base.yaml`.",
    "like_circular": "Entries are like one another in a circle: {chain}; write one of them out.",
    "like_unknown": "There is no entry '{name}' in {section} to be like; did you mean {near}?",
    "extends_too_long": "More than {limit} files extend one another: {chain}; join some of them.",
    "set_no_such_name": "There is no '{name}' in {section} to set a part of; did you mean "
    "{near}? Give a new one as a whole mapping.",
    "set_no_such_place": "There is no '{path}' to set: what stands there is {value}; check the "
    "path (entries of lists count from 0).",
    "set_not_assignment": "'{text}' is not an override; write key.path=value, for instance "
    "study.replications=10.",
}

_SCHEMA = {
    "bad_name": "'{value}' cannot be a name; use letters, digits, '-' and '_', without spaces "
    "and without . / @ # = , ; : brackets or braces.",
    "list_too_short": "{value} has no entry {number}; write two, as in [2021-01-01, 2021-12-31].",
    "missing_key": "'{key}' is missing; add '{key}: ...'.",
    "minimum_above_capacity": "'{service}' needs more on board than it can carry; lower the load "
    "or raise the capacity.",
    "more_findings": "{number} more {number|finding is|findings are} not shown; mend these first.",
    "name_shared": "'{name}' is both a station and a pool of places; rename one of them.",
    "name_too_long": "'{value}' is too long; use at most {limit} characters.",
    "needs_list": "'{value}' is not a list; write [a, b], or one '- ' line per entry.",
    "needs_mapping": "'{value}' stands where keys with values are expected; write {key: value}, "
    "or indented 'key: value' lines.",
    "needs_number": "'{value}' is not a number; write a number such as 0.5, without unit and "
    "without quotes.",
    "needs_text": "'{value}' is not text; put it in quotes.",
    "needs_true_or_false": "'{value}' is neither true nor false; write true or false.",
    "needs_whole_number": "'{value}' is not a whole number; write a number such as 4, without "
    "fraction or unit.",
    "not_one_of": "'{value}' is not known here; write one of: {known}.",
    "not_one_of_near": "'{value}' is not known here; did you mean '{near}'?",
    "number_above": "{value} is too large; write {limit} or less.",
    "number_too_small": "{value} is too small; write {limit} or more.",
    "servers_missing": "Nobody serves at '{station}'; write `servers: 2`, or `shifts:` with "
    "`servers` and a `calendar` each.",
    "shifts_and_servers": "'{station}' has both `shifts` and `{key}`; write `{key}` in each shift "
    "and delete it beside them (write `{key}: null` if it comes from another file).",
    "text_empty": "The text is empty; write something.",
    "too_few": "There are too few entries; write at least {limit}.",
    "too_many": "There are too many entries; write at most {limit}.",
    "unknown_key": "'{key}' is not a key here; the keys are: {known}.",
    "unknown_key_near": "'{key}' is not a key here; did you mean '{near}'?",
    "value_wrong": "'{value}' cannot stand here; see `corridor-sim schema` for what can.",
}

_VALUES = {
    "amount_too_large": "'{value}' is more than anything that moves; check the number and the "
    "unit.",
    "duration_too_long": "'{value}' is longer than a century; check the number and the unit.",
    "law_cv_outside": "The coefficient of variation {value} lies outside {low} to {high}; write "
    "one such as 0.3.",
    "law_needs_keys": "The law '{name}' needs exactly the keys {keys}; write {name}: {...} with "
    "them.",
    "law_needs_list": "The law '{name}' needs a list of {count} values; write {name}: [2 min, 3 "
    "min, 6 min] with as many.",
    "law_needs_one_name": "A law has one name, here stands: {names}; keep one, such as "
    "triangular: [2 min, 3 min, 6 min].",
    "law_needs_positive": "The values of the law '{name}' must be larger than zero; raise them.",
    "law_not_rising": "The values of the law '{name}' must not fall; write them from the "
    "smallest to the largest.",
    "law_too_wide": "The law '{name}' has a p95 of more than {limit} times its median; check "
    "both values.",
    "negative": "'{value}' is negative; write zero or more.",
    "not_a_date": "'{value}' is not a day; write 2021-08-01.",
    "not_a_duration": "'{value}' is not a duration; write a number with s, min, h, d or w, such "
    "as 3 h or 1 d 12 h.",
    "not_a_moment": "'{value}' is not a day or a time of a day; write 2021-08-01 12:00.",
    "not_a_number": "'{value}' is not a number; write a number such as 0.5.",
    "not_a_rate": "'{value}' is not a rate; write shipments per time, such as 12/h or 26/week.",
    "not_a_share": "'{value}' is not a share; write 0.05 or 5 %.",
    "not_a_size": "'{value}' is not a size; write a number with box, teu, t, kg, m3 or l, such "
    "as 50 box.",
    "not_a_weight": "'{value}' is not a weight; write a number with t or kg, such as 22 t.",
    "not_boxes": "'{value}' is not a number of boxes; write a number with box, such as 1070 box.",
    "not_money": "'{value}' is not an amount of money; write USD 329 or USD 118220/box.",
    "not_freight": "'{value}' is not a price per TEU; write USD 2250/teu.",
    "route_share_missing": "Route '{name}' has no share; write `share: 0.4` for each route, or let "
    "`split` compute it.",
    "routes_and_way": "`routes` stands beside `{key}`; keep one of the two.",
    "consolidation_and_pick_up": "`pick_up` follows the box, not what is in it; write it in the "
    "flow that the consolidation feeds.",
    "fact_kpi_out_of_scope": "Figure '{id}' is out of scope and has a kpi; leave one of the two "
    "out.",
    "fact_kpi_missing": "Figure '{id}' does not say what it is held against; write its `kpi`, or "
    "`label: out_of_scope` with a note.",
    "fact_chain_services": "chain_time_d runs from one service to another; name both: "
    "`services: [train, vessel]`.",
    "growth_outside": "A growth of {value} a year is no growth of trade; write 0.2 or 20 %.",
    "not_a_growth": "'{value}' is not a growth a year; write 0.2 or 20 %.",
    "season_twice": "Month {month} is in two seasons of this service; leave it in one.",
    "customs_mode_unknown": "There is no customs mode '{name}'; known are: {known}.",
    "customs_mode_early": "Customs mode {name} holds from {from_day}, and shipments arise from "
    "{first}; let them arise later (`between`) or name another mode.",
    "share_outside": "{value} lies outside 0 and 1; write 0.05 or 5 %.",
    "size_not_whole": "'{value}' is not a whole number of its unit; write whole boxes, "
    "thousandths of a TEU, kilograms or litres.",
    "unit_missing": "{value} has no unit; write one, such as {example}.",
    "unknown_law": "'{name}' is not a law; write one of: {known}.",
    "value_missing": "There is no value here; write one, or delete the key.",
    "year_outside": "The year of '{value}' lies outside {first} to {last}; correct it.",
}

_TABLES = {
    "cell_empty": "Row {row}: '{column}' is empty; fill it in.",
    "cell_no_source": "Row {row}: a number marked '{mark}' has no source in '{column}'; name "
    "it, or mark the number 'assumption'.",
    "cell_not_day": "Row {row}: '{value}' in '{column}' is not a day; write 2021-08-01.",
    "cell_not_number": "Row {row}: '{value}' in '{column}' is not a number; write digits with a "
    "decimal point, without unit and without thousands separators.",
    "cell_not_one_of": "Row {row}: '{value}' in '{column}' is not known; write one of: {known}.",
    "cell_not_zone": "Row {row}: '{value}' in '{column}' is not a time zone; write an IANA name "
    "such as Asia/Shanghai.",
    "cell_outside": "Row {row}: {value} in '{column}' lies outside {low} to {high}; correct it.",
    "cell_too_long": "A cell has more than {limit} characters, or a quotation mark is not "
    "closed; shorten or close it.",
    "column_missing": "The column '{column}' is missing; add it. The columns found are: {known}.",
    "csv_quote_open": "A quotation mark in this row is not closed, or text follows one; double "
    "the quotation marks inside a quoted cell.",
    "departure_unreadable": "Row {row}: the departure at '{value}' cannot be read; write "
    "2021-08-01 12:00 in 'at', and plain numbers in box, teu, t and m3.",
    "id_twice": "The id '{id}' stands in several rows; give every shipment its own.",
    "link_unknown_node": "This link ends at '{name}', which nodes.csv does not list; add the "
    "node, or correct its code.",
    "link_unknown_regime": "This link names the regime '{name}', which neither regimes.csv nor "
    "`regimes:` defines; define it, or empty the cell.",
    "row_law_needs_range": "Row {row}: the law '{law}' needs its range; fill in 'low' and "
    "'high', or write the law 'fixed'.",
    "row_not_rising": "Row {row}: low, {column} and high must not fall; put them in order.",
    "row_too_long": "This row has {number} cells, the table {columns} columns; put cells that "
    "hold the separator in quotes.",
    "row_twice": "Row {row}: '{value}' stands in '{column}' a second time; keep one row.",
    "sheet_missing": "There is no sheet '{sheet}'; write one of: {known}.",
    "table_column_twice": "A column is there twice: {columns}; rename or delete one.",
    "table_empty": "'{file}' holds no table; begin with a row of column names.",
    "table_needs_column": "The column '{column}' is missing; add it.",
    "table_too_wide": "The table has more than {limit} columns; delete those that are not needed.",
    "too_many_rows": "'{file}' has more than {limit} rows; split it, or raise the limit with "
    "{option}.",
    "xlsx_unreadable": "'{file}' is not a sound .xlsx workbook; save it again as .xlsx, or as "
    "CSV in UTF-8.",
}

_PROVENANCE = {
    "mark_unknown": "'{value}' is not a mark; write one of: {known}.",
    "mark_without_source": "A value marked '{mark}' needs its source; add `source: ...`, or "
    "mark it `assumption`.",
    "mark_without_value": "Beside `mark` stands no single value; write {value: 3 h, mark: "
    "assumption} or {triangular: [1 h, 2 h, 4 h], mark: assumption}.",
    "parameter_key": "'{key}' cannot stand beside `parameter`; only `times` can.",
    "parameter_without_network": "'{name}' is a row of a network's tables, but the scenario "
    "names no network; add `network: hengyang`, or write the value itself.",
    "times_not_positive": "'{value}' cannot multiply a parameter; write a number larger than zero.",
}

_REFERENCES = {
    "capacity_no_unit": "The capacity names no unit; write 50 box, or {box: 50 box, t: 1300 t}.",
    "capacity_wrong_unit": "'{key}' takes a value in its own unit; write {key}: {example}.",
    "capacity_zero": "A capacity of zero takes nothing; write a larger one, or leave the unit out.",
    "clearance_of_others": "'{name}' is done for other flows only ({flows}); add '{flow}' to its "
    "`flows`, or delete it here.",
    "end_before_start": "The end {end} lies before the beginning {start}; exchange or correct "
    "them.",
    "fact_clock_unknown": "No flow of this fact has a clock '{clock}' at '{place}'; write one of: "
    "{known}.",
    "fact_without_value": "The published figure has no value; give `value`, `low` and `high`, "
    "or the `id` of a row of facts.csv.",
    "fed_by_nothing": "The shipments of '{flow}' are to come from a consolidation, but none "
    "feeds it; write `feeds: {flow}` in one, or give the flow another process.",
    "fed_by_several": "'{flow}' is fed by several consolidations ({names}); let only one feed it.",
    "feeding_circle": "Consolidations feed one another in a circle: {chain}; break it.",
    "feeds_not_fed": "'{flow}' has a demand of its own; write `demand: {process: fed}` there.",
    "hours_empty": "'{value}' opens and closes at the same time; write 08:30-12:00, or 24/7.",
    "hours_past_midnight": "'{value}' runs past midnight; write two parts, such as 22:00-24:00 "
    "and, for the next day, 00:00-06:00.",
    "hours_unreadable": "'{value}' is not opening hours; write 24/7, or Mon-Fri 08:30-12:00, "
    "14:00-17:30; Sat 09:00-12:00.",
    "interval_zero": "An interval of zero never ends; write at least 1 s.",
    "journey_missing": "The flow has no journey; write `stages:`, or `from:` and `to:`.",
    "journey_twice": "The flow has stages and a way through the network; keep `stages`, or "
    "`from`, `to` and `via` or `route`.",
    "key_needs_network": "'{key}' belongs to a flow that goes `from` - `to` through the network; "
    "delete it here, where the journey is written as `stages`.",
    "key_needs_stages": "'{key}' belongs to a flow whose journey is written as `stages`; delete "
    "it here, where the flow goes `from` - `to` through the network.",
    "key_not_for_terminal": "'{key}' has no meaning in a terminal's handling, which many journeys "
    "share; write a `delay`, or a `station` with its `work`, alone.",
    "load_not_in_capacity": "`run_when.load` is in a unit that the capacity does not count; use "
    "a unit of the capacity.",
    "network_missing": "A flow with `from` and `to` needs a network; add `network: hengyang`, "
    "or write its `stages`.",
    "nothing_defined": "There is no {kind} '{name}', nor any other; define it, or correct this.",
    "path_too_short_or_twice": "A path has at least two nodes and none twice; correct it, or "
    "leave it out and give `travel`.",
    "range_upside_down": "The range from {low} to {high} is upside down; exchange the two.",
    "season_wrong": "Monthly weights cannot be negative nor all zero; write twelve of them, "
    "such as 1.0.",
    "shares_not_one": "The shares add up to {total}; make it 1.",
    "size_unknown": "'{size}' is not a box size; write one of {known}, or describe it: {share: "
    "0.5, box: 1, teu: 1}.",
    "slot_unreadable": "'{value}' is not a weekly slot; write Mon 20:00.",
    "time_too_long": "The time, drain included, is {number} years long, the limit is {limit}; "
    "shorten it, or raise the limit with {option}.",
    "timetable_nothing": "The timetable has no departure; give `slots`, `every`, `dates` or "
    "`file`.",
    "total_or_rate": "A demand has either `total` or `rate`; give exactly one.",
    "travel_missing": "The service '{service}' has neither path nor trip time; add `path: [A, "
    "B]` or `travel: 12 d`.",
    "unknown_leg": "'{leg}' is not a leg of the path; write one of: {known}.",
    "unknown_name": "There is no {kind} '{name}'; known are: {known}.",
    "unknown_name_near": "There is no {kind} '{name}'; did you mean '{near}'?",
    "unknown_zone": "'{value}' is not a time zone; write an IANA name such as Asia/Shanghai.",
    "via_and_route": "`via` and `route` exclude each other; keep one.",
    "via_without_path": "The service '{service}' has no path, so no flow can travel by it; add "
    "`path: [A, B]` to it.",
    "warm_up_too_long": "The warm-up is not shorter than the {days} {days|day|days} simulated; "
    "shorten it.",
    "work_missing": "Nobody says how long the work at '{station}' takes; give `work` here or at "
    "the station.",
}

_STAGES = {
    "after_circle": "Stages wait for one another in a circle: {chain}; break it in one `after`.",
    "anchor_not_departures": "'{anchor}' asks for a departure, but the stage '{name}' is not "
    "one of `departures`; write '{name}'.",
    "delivery_unclear": "The journey ends in several stages ({names}); say with `delivery:` "
    "which of them is the delivery.",
    "hold_needs_until": "A hold needs its end; add `until:` with the stage at whose end the "
    "place returns.",
    "key_not_for_stage": "'{key}' belongs to a stage with `{needs}`; delete it.",
    "stage_no_kind": "The stage has no kind; give one of delay, station, departures, "
    "consolidation, hold.",
    "stage_several_kinds": "The stage has several kinds ({kinds}); make it one stage for each.",
    "stage_twice": "Two stages are called '{name}'; give one of them another `name:`.",
    "start_delay_skipped": "The delay after '{anchor}' must not be skipped; take `chance` or "
    "`when` to the stage after it.",
    "start_needs_delay": "What follows '{anchor}' begins with a delay; put `delay: 1 min` between.",
    "until_not_later": "'{until}' does not come after '{name}', so the place would never "
    "return; name a stage that follows.",
    "when_unreadable": "'{value}' is not a condition; write choice=option.",
}

_PLANNING = {
    "boards_at_first_call": "The goods are at {here}, a later call of '{service}', which is "
    "boarded at its first call {first} only, and no truck goes there; add a service that begins "
    "at {here}.",
    "calendar_never_open": "The calendar '{name}' never opens in this time; correct its hours "
    "or closed days.",
    "clearance_not_met": "The journey never meets '{name}' ({formality} at {node}): export is done "
    "where it begins, import where it ends, the others between, and it goes by {known}; correct "
    "the node, or delete it here.",
    "clock_stop_skipped": "Only shipments that pass '{stop}' have this clock; stop it at a stage "
    "that all pass.",
    "cost_unknown": "The cheapest way from {here} to {there} cannot be found, as every way has a "
    "part without a cost ({parts}); fill it in in links.csv, or name the services under `via`.",
    "demand_outside": "No shipment of flow '{flow}' arises within the simulated time; change "
    "`between` or `time`.",
    "departures_outside": "{number} of {all} dated departures of '{service}' {number|lies|lie} "
    "outside the time that is simulated and {number|is|are} left out; correct the dates or the "
    "time.",
    "interval_too_short": "The interval between shipments is below one second; write at least 1 s.",
    "no_holidays_for_year": "No holidays of {country} are known for {year}, so weekends and "
    "opening hours alone decide; add the year to holidays.csv.",
    "no_link": "There is no link between {here} and {there}; add it to links.csv, or give the "
    "time under `travel`.",
    "no_such_call": "{node}, where this policy releases '{name}', is no place to which {service} "
    "takes the flow '{flow}' (it goes to {known}); name one of these, or give the flow a policy "
    "without `release_at`.",
    "no_route": "There is no way from {here} to {there}: the nearest node that can be reached "
    "is {nearest}; add a service or a truck link.",
    "timetable_empty": "The service '{service}' has no departure in the time that is simulated; "
    "correct its timetable.",
    "too_many_departures": "The timetable has {number} departures, the limit is {limit}; "
    "lengthen the interval, or raise the limit with {option}.",
    "too_many_shipments": "With flow '{flow}' there are {number} shipments, the limit is {limit}; "
    "move several boxes as one with `per_shipment`, or raise the limit with --max-shipments.",
    "travel_needs_legs": "The service '{service}' has a path, so its travel goes by leg; write "
    "travel: {A-B: 12 h}, or leave out the path.",
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
