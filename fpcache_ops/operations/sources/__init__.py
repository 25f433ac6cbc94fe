"""Where the figures of criteria come from: ``/metrics`` text, Prometheus, the lookup log."""

from fpcache_ops.operations.sources.exposition import Exposition

__all__ = ["Exposition"]
