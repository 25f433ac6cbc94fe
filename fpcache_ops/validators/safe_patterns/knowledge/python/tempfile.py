"""Insecure temporary files in Python.

A constant name in a folder that others may write to is the fault itself. Proven only where the
folder is handed to a function that makes a new file of a random name in it.
"""

from fpcache_ops.core.verdict import Justification
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
    pattern="random name",
)
