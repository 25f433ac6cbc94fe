"""Reading strangers' code in processes apart: one that dies or hangs costs a finding.

Parsing happens in a few workers that are started again when they end. The ports of the core are
implemented by asking them; what they answered is remembered here, so a file is sent and read once.
"""

from fpcache_ops.validators.apart.asking import BuiltApart, JudgedApart, SeenApart
from fpcache_ops.validators.apart.messages import Hands
from fpcache_ops.validators.apart.pool import Lost, Pool, PoolSettings

__all__ = ["BuiltApart", "Hands", "JudgedApart", "Lost", "Pool", "PoolSettings", "SeenApart"]
