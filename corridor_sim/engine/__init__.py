"""Engines: deterministic functions from (Plan, Workload) to Trace."""
