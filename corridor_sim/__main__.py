"""`python -m corridor_sim` is the command line."""

from corridor_sim.cli.main import entry

if __name__ == "__main__":
    entry()
