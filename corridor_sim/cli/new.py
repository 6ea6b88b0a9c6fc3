"""corridor-sim new: a commented starter corridor that runs at once."""

from __future__ import annotations

import json
from pathlib import Path

import click

from corridor_sim.cli.findings import words
from corridor_sim.cli.options import speaking
from corridor_sim.errors import FileError, Finding


@click.command("new")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--lang", type=click.Choice(["en", "zh"]), help="Language; default from the locale.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def command(folder: Path, lang: str | None, as_json: bool) -> None:
    """Write a starter corridor and its JSON Schema into a new FOLDER."""
    from corridor_sim.scenario.schema import schema_text
    from corridor_sim.shipped import starter_folder

    spoken = speaking(lang)
    target = folder / "corridor.yaml"
    if target.exists():
        raise FileError(Finding("folder_not_empty", {"path": str(target)}))
    contents = {"scenario.schema.json": schema_text().encode("utf-8")}
    try:
        contents |= {one.name: one.read_bytes() for one in sorted(starter_folder().iterdir())}
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in contents.items():
            (folder / name).write_bytes(content)
    except OSError as error:
        reason = error.strerror or str(error)
        raise FileError(Finding("cannot_make", {"path": str(folder), "reason": reason})) from None
    if as_json:
        files = [str(folder / name) for name in sorted(contents)]
        click.echo(json.dumps({"files": files}, ensure_ascii=False, indent=2))
    else:
        click.echo(words("new_done", spoken, path=_quoted(target)))


def _quoted(path: Path) -> str:
    """As it can be typed after a command."""
    text = str(path)
    return f'"{text}"' if " " in text else text
