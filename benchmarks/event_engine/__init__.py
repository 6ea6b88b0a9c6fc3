"""The event engine against a hand-written SimPy model of the same corridor."""
