"""How fast it is, measured against work that others can check."""
