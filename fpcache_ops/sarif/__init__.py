"""SARIF 2.1.0 in and out, for any scanner."""

from fpcache_ops.sarif.reading import NotJudged, Reported, SarifLog, read
from fpcache_ops.sarif.writing import write

__all__ = ["NotJudged", "Reported", "SarifLog", "read", "write"]
