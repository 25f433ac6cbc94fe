"""Insecure temporary files in Python.

A constant name in a folder that others may write to is the fault itself. Proven only where the
folder is handed to a function that makes a new file of a random name in it.
"""

import re

from fpcache_ops.core.verdict import Justification
from fpcache_ops.validators.safe_patterns.engine.language import Unit
from fpcache_ops.validators.safe_patterns.knowledge.model import (
    Family,
    Form,
    Need,
    Sink,
    constant,
)

_NAMES = (
    "mkstemp",
    "mkdtemp",
    "NamedTemporaryFile",
    "TemporaryFile",
    "TemporaryDirectory",
    "SpooledTemporaryFile",
)

_MADE = re.compile(rb"\b(?:NamedTemporaryFile|TemporaryDirectory|SpooledTemporaryFile)\b")
_ONLY_NAME = re.compile(rb"\)\s*\.\s*name\b")
_BOUND = re.compile(rb"\s*([\w, ()]+?)\s*=(?!=)|.*?\bas\s+(\w+)\s*:", re.DOTALL)
_KEPT = re.compile(rb"\bdelete\s*=\s*False\b")
_NEXT = re.compile(rb"\n(?:async\s+def|def|class|@)\b")
_RIGHTS = [0o400, *(int(f"{a}{b}{c}", 8) for a in "67" for b in "045" for c in "045")]
_WRITTEN = "|".join([*(f"0o?{right:o}" for right in _RIGHTS), *map(str, _RIGHTS)])
_OWNERS = rf"(?!\s*,\s*(?:{_WRITTEN})\s*\))".encode()
"""Not rights that leave writing to the owner, however the number is written."""


def _name_outlives_file(unit: Unit, start: int, end: int) -> str | None:
    """A file or folder that is gone before its name is used, or that others may write to."""
    source = unit.code
    named = _MADE.search(source, start, end) is not None
    if named and _ONLY_NAME.search(source, start, end):
        return "only the name is kept: the file is gone"
    bound = _BOUND.match(source, start, end)
    if bound is None:
        return None
    after = _NEXT.search(source, end)
    rest = source[end : after.start() if after is not None else len(source)]
    for word in re.findall(rb"\w+", bound[1] or bound[2] or b""):
        name = re.escape(word)
        if named and not _KEPT.search(source, start, end):
            later = rb"=\s*%s\s*\.\s*name\b|\bopen\(\s*%s\s*\.\s*name\b" % (name, name)
            if re.search(later, rest):
                return "the name is used when the file may be gone"
        removed = re.search(rb"\b(?:remove|unlink|rmdir|rmtree)\(\s*%s\s*\)" % name, rest)
        if removed is not None and re.search(rb"\b%s\b" % name, rest[removed.end() :]):
            return "the name is used when the file is gone"
        if re.search(rb"\bchmod\(\s*%s\b%s" % (name, _OWNERS), rest):
            return "others are let in"
    return None


FAMILY = Family(
    type="insecure-temp-file",
    module=__name__,
    beyond="Files that are opened with ``O_EXCL``, and folders whose rights were set before.",
    sinks=(
        Sink(
            (
                Form(
                    "a new file of a random name that only this account may open",
                    (
                        Need(constant, keyword="dir", optional=True),
                        Need(constant, keyword="prefix", optional=True),
                        Need(constant, keyword="suffix", optional=True),
                    ),
                    free=frozenset(
                        {"mode", "delete", "encoding", "newline", "buffering", "text", "max_size"}
                    ),
                    proves="insecure-temp-file/random_name",
                    justification=Justification.INLINE_MITIGATIONS,
                ),
            ),
            calls=frozenset(f"tempfile.{name}" for name in _NAMES),
        ),
        # Anything else that might take a name from the statement.
        Sink(
            (),
            names=frozenset(
                {"mktemp", "tempnam", "tmpnam", "open", "write_text", "write_bytes", "Path", "join"}
            ),
        ),
    ),
    others_forbidden=True,
    refuses=_name_outlives_file,
    pattern="random name",
)
