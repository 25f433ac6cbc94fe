"""The HTTP service: a door. It holds no rule of the cache."""
