"""From a scenario to a workload: compile, preview, draw, realise."""
