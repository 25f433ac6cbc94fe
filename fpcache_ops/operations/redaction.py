"""Secrets that must not be written: those that a run was told where to find, and keys of our own.

Whatever a cell prints, a service answers or an error says goes through here before it is kept.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from fpcache_ops.errors import UnusableInput
from fpcache_ops.operations.files import write_atomically
from fpcache_ops.operations.parameters import Parameter, ParameterType, read_secret

SHOWN = "[redacted]"

_SHORTEST = 4
"""A shorter secret is a word that any text may hold; it protects nothing either."""

# An API key of this service, whoever's it is: its prefix is there to be found.
_OUR_KEYS = re.compile(r"fpc_[A-Za-z0-9_-]{16,}")

Redact = Callable[[str], str]


class Redactor:
    """Replaces secrets in texts, as they are and as Python or JSON write them."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        self._known: set[str] = set()
        for secret in secrets:
            self.learn(secret)

    def learn(self, secret: str) -> None:
        """Replace this one too from now on."""
        if len(secret) >= _SHORTEST:
            shown = {secret, repr(secret)[1:-1], *_in_json(secret)}
            self._known |= shown.union(*map(_in_json, shown))

    def __call__(self, text: str) -> str:
        """The text without the secrets; the longest first, for one may hold another."""
        for secret in sorted(self._known, key=len, reverse=True):
            text = text.replace(secret, SHOWN)
        return _OUR_KEYS.sub(SHOWN, text)

    def value(self, value: Any) -> Any:
        """The same for everything in a JSON value."""
        match value:
            case str():
                return self(value)
            case Mapping():
                return {self(str(name)): self.value(item) for name, item in value.items()}
            case list() | tuple():
                return [self.value(item) for item in value]
            case _:
                return value

    def folder(self, folder: Path, *, but: frozenset[str]) -> None:
        """Rewrite the text files of a folder that hold a secret, except those named ``but``."""
        for path in sorted(folder.rglob("*")):
            if path.is_symlink() or not path.is_file() or path.name in but:
                continue
            raw = path.read_bytes()
            text = raw.decode("utf-8", "surrogateescape")
            clean = self(text)
            if clean != text:
                write_atomically(path, clean.encode("utf-8", "surrogateescape"))


def _in_json(text: str) -> set[str]:
    return {json.dumps(text)[1:-1], json.dumps(text, ensure_ascii=False)[1:-1]}


def redactor_of(parameters: Iterable[Parameter], values: Mapping[str, Any]) -> Redactor:
    """What must not be written of a run with these parameters."""
    redactor = Redactor()
    for parameter in parameters:
        if parameter.type is ParameterType.SECRET_REFERENCE:
            try:
                redactor.learn(read_secret(str(values.get(parameter.name, ""))))
            except UnusableInput:
                # It is gone since it was checked: then nobody can read it into a file either.
                continue
    return redactor
