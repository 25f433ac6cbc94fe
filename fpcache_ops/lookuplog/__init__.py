"""The lookup log: one row per finding looked up, as JSON Lines in a folder.

:class:`LookupLog` writes it, :func:`read` reads it back row by row, and
:mod:`fpcache_ops.analysis` asks it questions. :class:`Row` says what a row holds.
"""

from fpcache_ops.core.logged import OUTCOMES, SCHEMA, Row
from fpcache_ops.lookuplog.reader import Reading, losses, read, row_files
from fpcache_ops.lookuplog.row import Loss, encode
from fpcache_ops.lookuplog.writer import LookupLog

__all__ = [
    "OUTCOMES",
    "SCHEMA",
    "LookupLog",
    "Loss",
    "Reading",
    "Row",
    "encode",
    "losses",
    "read",
    "row_files",
]
