"""Studies: a scenario's replications, run block by block and collected."""
