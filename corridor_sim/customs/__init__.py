"""Customs: a clearance policy compiles to stages of the ordinary kinds."""
