"""Options that several commands take: one name, one meaning, one line of help."""

from pathlib import Path
from typing import Annotated

import typer

Root = Annotated[Path, typer.Option(help="Folder that was scanned; nothing outside it is opened.")]
Repository = Annotated[
    str | None, typer.Option(help="ORG/NAME; default: the origin remote, else local/<folder>.")
]
Store = Annotated[
    str | None, typer.Option(help="SQLite file or postgresql://... (.fpcache/cache.db).")
]
Policy = Annotated[
    str | None,
    typer.Option(help="How much a verdict rests on: file, scope (the default) or closure."),
]
ValidatorName = Annotated[
    str | None,
    typer.Option(
        "--validator", help="Who judges: safe-patterns, a configured one, or one that is installed."
    ),
]

LogFolder = Annotated[str, typer.Option(help="Folder of the lookup log, or one file.")]
Tenant = Annotated[str | None, typer.Option(help="Only this tenant's findings.")]
Since = Annotated[
    str | None, typer.Option(help="From this moment on: 2026-11-02 or 2026-11-02T10:00Z.")
]
Until = Annotated[str | None, typer.Option(help="Before this moment.")]
