"""Screens: which replications may break a law, looked for in all of them at once.

A screen passes only what keeps every law of its resource or flow. What it does not pass is counted
law by law, replication by replication, so a screen decides how fast a check is, never what it says.
"""
