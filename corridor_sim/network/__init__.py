"""The network: nodes, links and services as a multigraph, and ways through it."""
