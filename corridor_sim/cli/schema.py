"""corridor-sim schema: the JSON Schema of scenario files."""

from __future__ import annotations

import click


@click.command("schema")
@click.option("--arm", is_flag=True, help="Of files that hold an arm, for compare.")
def command(arm: bool) -> None:
    """Print the JSON Schema of scenario files; editors complete from it."""
    from corridor_sim.scenario.schema import schema_text

    click.echo(schema_text(arm=arm))
