"""Report: pictures of a run's results. Reads results; runs nothing."""
