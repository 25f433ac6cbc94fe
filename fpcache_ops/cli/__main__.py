"""``python -m fpcache_ops.cli``: the same as ``fpcache``."""

from fpcache_ops.cli import main

main()
