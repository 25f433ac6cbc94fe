"""Dashboard, alert rules and scrape configuration, from the metric names that the service fills.

Every figure is defined once, in :mod:`fpcache_ops.monitoring.queries`; limits stand in
``operations/criteria.toml``.
"""
