"""Demand: when shipments arise and what they measure."""
