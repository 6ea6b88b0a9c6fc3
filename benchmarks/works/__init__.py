"""The work that everything is timed on: plans, their luck, and what a hand-written model is given."""
