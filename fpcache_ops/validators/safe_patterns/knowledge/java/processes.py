"""What a constant program is given to run by other means than its command line.

A shell reads its input, and a script is what its file holds: who writes to either, says what runs.
"""

import re

from fpcache_ops.validators.safe_patterns.engine.language import Unit
from fpcache_ops.validators.safe_patterns.knowledge.contexts import shell

_FED = re.compile(rb"\boutputWriter\b|(?:\b(\w+)|\))\s*\.\s*getOutputStream\s*\(")
_NO_PROCESS = rb"\b\w*(?:Response|Socket|Connection|Exchange|Blob)\s+%s\b"
"""How something else is declared whose stream is written to."""

_INTERPRETER = re.compile(
    r"(?:.*/)?(?:(?:ba|da|z|k|c|fi|a)?sh|python[\d.]*|perl|ruby|node|php|groovy|jshell|java|source|\.)"
)
_WRITES = re.compile(
    r"(?:\bFiles\s*\.\s*(?:write\w*|copy|move|new(?:BufferedWriter|OutputStream|ByteChannel)"
    r"|as(?:Char|Byte)Sink|append|create\w*Link)|\b\w*Channel\s*\.\s*open"
    r"|\b(?:File\w*|Stream|IO)Utils\s*\.\s*(?:write\w*|copy\w*|move\w*|open\w*Output\w*)"
    r"|\bnew\s+(?:[\w.]+\.)?(?:FileWriter|FileOutputStream|PrintWriter|PrintStream|RandomAccessFile"
    r"|Formatter)|\.\s*(?:write|transferTo|renameTo|write\w*ToFile|copy\w*ToFile))"
    r"\s*\(([^;\n]{0,300})"
)
_TEXT = re.compile(r"\"([^\"\n]*)\"")
_WORD = re.compile(r"\b[A-Za-z_]\w*\b")
_HELD = re.compile(r"\b(\w+)\s*=(?!=)([^;\n]{0,300})")
_FOLDER = re.compile(
    r"(?:\"([^\"\n]*)\"|\b([A-Za-z_]\w*))\s*\)*\s*"
    r"(?:[,+]\s*\"/\"\s*)?(?:[,+]|\.\s*resolve\s*\()\s*(?![\s\"])"
)
_LIMIT = 200
"""Places of a source that are looked at."""


class _Folders:
    """The folders that programs lie in, by their texts and the names that hold these."""

    def __init__(self, folders: frozenset[str], source: str) -> None:
        self._folders = folders
        self._names = frozenset(
            name
            for name, given in (_HELD.findall(source) if folders else ())
            if any(text.rstrip("/") in folders for text in _TEXT.findall(given))
        )

    def are_put_into(self, written: str) -> bool:
        """Whether a file is written in one of them by a name that is not spelt there."""
        return any(
            found[2] in self._names if found[1] is None else found[1].rstrip("/") in self._folders
            for found in _FOLDER.finditer(written)
        )


def is_fed(unit: Unit, words: list[str]) -> bool:
    """Whether a program that may run its input is written to."""
    if all(shell.program(word) is not None for word in words[:1]):
        return False
    for number, found in enumerate(_FED.finditer(unit.code)):
        name = found[1]
        declared = name and re.search(_NO_PROCESS % re.escape(name), unit.code)
        if number >= _LIMIT or not declared:
            return True
    return False


def is_written(unit: Unit, words: list[str]) -> bool:
    """Whether a file that is run, or given to an interpreter, is written by the same source."""
    plain = bool(words) and shell.program(words[0]) is not None
    runs = any(_INTERPRETER.fullmatch(word) for word in words)
    run = words[: 1 if plain and not runs else None]
    named = [word for word in run if "/" in word or "." in word]
    source = unit.code.decode("utf-8", "replace")
    # A name that stands nowhere is put together: so it may be where it is written.
    composed = any(word.rpartition("/")[2] not in source for word in named)
    held: frozenset[str] | None = None
    folders = _Folders(frozenset(word.rpartition("/")[0] for word in named) - {""}, source)
    for number, found in enumerate(_WRITES.finditer(source)):
        texts = _TEXT.findall(found[1])
        obeyed = not plain and any(map(shell.IS_OBEYED.search, texts))
        if number >= _LIMIT or obeyed or composed or _names_one(texts, named):
            return True
        if held is None:
            held = frozenset(
                name
                for name, given in _HELD.findall(source)
                if _names_one(_TEXT.findall(given), named) or folders.are_put_into(given)
            )
        if not held.isdisjoint(_WORD.findall(found[1])):
            return True
        if folders.are_put_into(found[1]):
            return True
    return False


def _names_one(texts: list[str], named: list[str]) -> bool:
    """Whether one of these texts is the end of a file's name, whatever is put before it."""
    return any(
        text and (word.endswith(text) or text.endswith("/" + word.rpartition("/")[2]))
        for text in texts
        for word in named
    )
