"""The cache core: Finding -> Evidence -> Entry? -> Outcome -> Verdict, without any I/O.

Read :func:`fpcache_ops.core.lookup.decide` first.
"""
