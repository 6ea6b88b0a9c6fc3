"""corridor-sim schema: the JSON Schema of scenario files."""

from __future__ import annotations

import click


@click.command("schema")
def command() -> None:
    """Print the JSON Schema of scenario files; editors complete from it."""
    from corridor_sim.scenario.schema import schema_text

    click.echo(schema_text())
