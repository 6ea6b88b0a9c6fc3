"""The plain recursion: what is left of a simulation when the event loop is gone. The oracle."""
