"""What a constant program is given to run by other means than its arguments.

A shell runs what it reads from its input, and a script is what its file holds: who writes to either
says what runs.
"""

import re

from fpcache_ops.validators.safe_patterns.engine.language import Unit
from fpcache_ops.validators.safe_patterns.knowledge.contexts import shell

_FED = re.compile(
    rb"(?<![\w$/'\"])(?<!process\.)(?<!process \.)stdin\b|\.\s*stdio\s*(?:\?\.)?\s*\["
)
"""The input of a process that somebody has started; a program's own is none."""

_INTERPRETER = re.compile(
    r"(?:.*/)?(?:(?:ba|da|z|k|c|fi|a)?sh|python[\d.]*|perl|ruby|node|php|deno|bun|tsx|ts-node|source|\.)"
)
_WRITES = re.compile(
    r"\b(?:(?:write|append|output)(?:File|Json|JSON)(?:Sync)?|createWriteStream|(?:copy|cp|rename|move"
    r"|symlink|link)(?:File)?(?:Sync)?|openSync|open|mv|download|pipeline|(?:Bun\s*\.\s*)?write"
    r"|writeTextFile(?:Sync)?|extract\w*)\s*\(([^;\n]{0,300})"
)
"""Calls that put something into a file, or in its place."""

_TEXT = re.compile(r"(['\"`])([^'\"`\n]*)\1")
_WORD = re.compile(r"[A-Za-z_$][\w$]*")
_HELD = re.compile(r"([A-Za-z_$][\w$]*)\s*[:=](?![=>])([^;\n]{0,300})")
_LIMIT = 200
"""Places of a source that are looked at."""


def is_plain(words: list[str]) -> bool:
    """Whether programs of a line are known, and run nothing that they are given."""
    return bool(words) and shell.programs_are_plain(" ".join(words)) is None


def is_fed(unit: Unit, words: list[str]) -> bool:
    """Whether a program that may run its input is written to."""
    return not is_plain(words) and _FED.search(unit.code) is not None


def is_written(unit: Unit, words: list[str]) -> bool:
    """Whether a file that is run, or given to an interpreter, is written by the same source."""
    plain = is_plain(words)
    runs = any(_INTERPRETER.fullmatch(word) for word in words)
    named = [
        word for word in words[: 1 if plain and not runs else None] if re.search(r"[/.]", word)
    ]
    if not named and plain:
        return False
    source = unit.code.decode("utf-8", "replace")
    held = {name for name, given in _HELD.findall(source) if _names_one(_texts(given), named)}
    for number, found in enumerate(_WRITES.finditer(source)):
        texts = _texts(found[1])
        obeyed = not plain and any(map(shell.IS_OBEYED.search, texts))
        if number >= _LIMIT or obeyed or _names_one(texts, named):
            return True
        if not held.isdisjoint(_WORD.findall(found[1])):
            return True
    return False


def _texts(source: str) -> list[str]:
    return [found[2] for found in _TEXT.finditer(source)]


def _names_one(texts: list[str], named: list[str]) -> bool:
    """Whether one of these texts is the end of a file's name, whatever is put before it."""
    return any(
        text and (word.endswith(text) or text.endswith("/" + word.rpartition("/")[2]))
        for text in texts
        for word in named
        if "/" in text or "." in text or text == word.rpartition("/")[2]
    )
