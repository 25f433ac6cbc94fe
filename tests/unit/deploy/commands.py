"""Whether the program understands a command line, without running it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import typer.main
from typer.core import TyperGroup
from typer.exceptions import TyperException

from fpcache_ops.cli import app


@dataclass(frozen=True)
class Understood:
    """The command's name and its options, defaults included."""

    name: str
    options: dict[str, Any]


@cache
def _program() -> Any:
    return typer.main.get_command(app)


def understood(words: Sequence[str]) -> Understood | None:
    """``None``: it would be refused."""
    command: Any = _program()
    path, rest = [], list(words)
    while isinstance(command, TyperGroup):
        if not rest or rest[0] not in command.commands:
            return None
        path.append(rest[0])
        command = command.commands[rest.pop(0)]
    try:
        return Understood(" ".join(path), command.make_context(path[-1], rest).params)
    except TyperException:
        return None
