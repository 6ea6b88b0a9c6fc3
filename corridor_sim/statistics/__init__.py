"""Statistics over replications: intervals, paired differences, verdicts, selection.

Pure functions of float64 arrays, one number per replication: what is resampled is always the
replication, never the shipment, since shipments of one replication share trains and queues.
"""
