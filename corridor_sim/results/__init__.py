"""Results: from plan, workload and trace to the numbers an office asks for, and to files.

Reading order: `block` (what is read off a trace once) - `spells` (a sample of times becomes
percentiles) - the subjects `counts`, `departures`, `times`, `clocks`, `stations`, `chain`,
`missed`, `owners` - `intervals` (over replications) - `facts` (published figures) - `collect` -
`store`.
"""
