"""Replay a git history through a scanner and the cache: what would this save on *my* repository?"""

from fpcache_ops.replay.history import CommitCheckout, History, Selection
from fpcache_ops.replay.outlook import Outlook, outlook
from fpcache_ops.replay.scanning import BANDIT, ScannerCommand, Scans
from fpcache_ops.replay.simulation import Tally, replay

__all__ = [
    "BANDIT",
    "CommitCheckout",
    "History",
    "Outlook",
    "ScannerCommand",
    "Scans",
    "Selection",
    "Tally",
    "outlook",
    "replay",
]
