"""docs/evidence.md: every figure that was proven, as the proofs wrote it under docs/evidence."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

EVIDENCE = Path(__file__).parents[2] / "docs" / "evidence"
PAGE = EVIDENCE.with_suffix(".md")
POLICIES = ("file", "scope", "closure")

HEAD = """\
# Evidence

What is claimed here was counted by a program: each section is one proof of `make prove`, written by
it, with the revision it was run at. `make prove` runs what has none yet at the present revision;
`python -m tests.prove --only NAME` runs one. `make corpus`, `make test-faults`,
`make runbook-faults` and `make bench` print what they find and are no part of this page.
"""


def page() -> str:
    """The page that the files under docs/evidence make."""
    return "\n".join([HEAD, *_sections()])


def _sections() -> Iterator[str]:
    for file in sorted(EVIDENCE.glob("*.json")):
        held = json.loads(file.read_text())
        if "proof" not in held:
            continue
        yield f"## {held['proof']}\n\n{held['what']}\n"
        yield f"*At {held['at'][:12]}, Python {held['python']}, {held['cores']} cores.*\n"
        skipped = {"proof", "what", "at", "python", "system", "cores"}
        figures = {key: value for key, value in held.items() if key not in skipped}
        plain = {key: value for key, value in figures.items() if not isinstance(value, dict)}
        if plain:
            yield "| | |\n|---|--:|"
            yield from (f"| {_words(key)} | {_shown(value)} |" for key, value in plain.items())
            yield ""
        for key, value in figures.items():
            if isinstance(value, dict):
                yield f"**{_words(key).capitalize()}**\n"
                yield from _table(value)
                yield ""


def _table(rows: dict[str, Any]) -> Iterator[str]:
    if not all(isinstance(row, dict) for row in rows.values()):
        yield "| | |\n|---|--:|"
        yield from (f"| {_words(key)} | {_shown(value)} |" for key, value in rows.items())
        return
    columns = list(dict.fromkeys(key for row in rows.values() for key in row))
    yield "| | " + " | ".join(_words(column) for column in columns) + " |"
    yield "|---|" + "--:|" * len(columns)
    for key, row in rows.items():
        cells = (_shown(row.get(column, 0)) for column in columns)
        yield f"| {_words(key)} | " + " | ".join(cells) + " |"


def _words(name: str) -> str:
    return name.replace("_", " ").replace("|", "/")


def _shown(value: object) -> str:
    match value:
        case int():
            return f"{value:,}"
        case float():
            return f"{value:,.2f}"
        case list():
            return ", ".join(_shown(one) for one in value)
        case dict():
            return ", ".join(f"{_words(key)} {_shown(one)}" for key, one in value.items())
        case _:
            return str(value).replace("|", "/")
