"""Shows findings on stderr: file:line:column, what is wrong, the line itself."""

from __future__ import annotations

from collections.abc import Iterable

import click

from corridor_sim.cli.language import Language
from corridor_sim.errors import Finding, Value

#: So many are shown; the rest are counted.
MOST = 50


def words(code: str, lang: Language, **values: Value) -> str:
    """A text of the catalogue that is no finding: a heading, a summary."""
    from corridor_sim.messages import text

    return text(code, values, lang)


def known_word(kind: str, name: str, lang: Language) -> str:
    """A name in the reader's language, if it is one of ours; a planner's own stays as it is."""
    from corridor_sim.messages import CATALOGUE

    code = f"{kind}_{name}".replace(" ", "_")
    return words(code, lang) if code in CATALOGUE[lang] else name


def finding_text(finding: Finding, lang: Language) -> str:
    """One finding in words, without its place."""
    from corridor_sim.messages import text

    return text(finding.code, finding.values, lang)


def show_findings(findings: Iterable[Finding], lang: Language) -> None:
    """Print findings, each with its place and the line quoted."""
    listed = list(dict.fromkeys(_lines(finding, lang) for finding in findings))
    for lines in listed[:MOST]:
        click.echo(lines, err=True)
    if len(listed) > MOST:
        click.echo(f"... + {len(listed) - MOST}", err=True)


def finding_record(finding: Finding, lang: Language) -> dict[str, str | int]:
    """A finding for `--json`."""
    where = finding.where
    return {
        "severity": finding.severity,
        "code": finding.code,
        "file": where.file if where else "",
        "line": where.line if where else 0,
        "column": where.column if where else 0,
        "path": finding.path,
        "text": finding_text(finding, lang),
    }


def _lines(finding: Finding, lang: Language) -> str:
    said = finding_text(finding, lang)
    label = {"error": "", "warning": _WARNING[lang], "note": _NOTE[lang]}[finding.severity]
    if finding.where is None:
        return f"corridor-sim: {label}{said}"
    at = finding.where
    head = f"{at.file}:{at.line}:{at.column}: {label}{said}"
    return f"{head}\n    {at.quoted.strip()}" if at.quoted.strip() else head


_WARNING = {"en": "warning: ", "zh": "警告："}
_NOTE = {"en": "note: ", "zh": "说明："}
