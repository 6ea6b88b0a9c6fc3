"""Drawing and realising: per uniform, per shipment, and per arm of a comparison."""
