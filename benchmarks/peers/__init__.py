"""The same work in other simulators, each written as its own documentation would have it."""
