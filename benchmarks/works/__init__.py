"""The work that everything is timed on: plans, luck, and what a hand-written model is given."""
