"""The sweep through a circle as machine code, where Numba is installed: the same bits, sooner."""
