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
    r"(?:\bFiles\s*\.\s*(?:write\w*|copy|move|new(?:BufferedWriter|OutputStream)|create\w*Link)"
    r"|\bnew\s+(?:[\w.]+\.)?(?:FileWriter|FileOutputStream|PrintWriter|PrintStream|RandomAccessFile"
    r"|Formatter)|\.\s*(?:write|transferTo|renameTo|write\w*ToFile|copy\w*ToFile))"
    r"\s*\(([^;\n]{0,300})"
)
_TEXT = re.compile(r"\"([^\"\n]*)\"")
_WORD = re.compile(r"\b[A-Za-z_]\w*\b")
_LIMIT = 200
"""Places of a source that are looked at."""


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
    named = {
        word for word in words[: 1 if plain and not runs else None] if "/" in word or "." in word
    }
    source = unit.code.decode("utf-8", "replace")
    literal = "|".join(re.escape(word) for word in sorted(named)) or "(?!)"
    held = re.findall(rf"\b(\w+)\s*=(?!=)[^;\n]{{0,200}}\"(?:{literal})\"", source)
    given = re.compile(rf"\"(?:{literal})\"")
    for number, found in enumerate(_WRITES.finditer(source)):
        obeyed = not plain and any(map(shell.IS_OBEYED.search, _TEXT.findall(found[1])))
        if number >= _LIMIT or obeyed or given.search(found[1]):
            return True
        if not set(held).isdisjoint(_WORD.findall(found[1])):
            return True
    return False
