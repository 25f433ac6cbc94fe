"""The switch as the world sets it: a file beside the store, a variable, a default."""

from pathlib import Path

from fpcache_ops.core.lookup import SwitchState
from fpcache_ops.core.switch import decide_switch

OFF_FILE = "cache.off"


class FileSwitch:
    """Looks for the off file at every request, so that it acts at once in every process.

    It works with the database down and the disk full. A place that cannot be looked at counts as
    *off*: doubt is a miss.
    """

    def __init__(self, off_file: Path, *, forced: bool | None, default: bool) -> None:
        self._off_file = off_file
        self._forced = forced
        self._default = default

    def state(self, tenant: str) -> SwitchState:
        """See :meth:`fpcache_ops.core.ports.Switch.state`."""
        try:
            self._off_file.lstat()
            off = True
        except FileNotFoundError:
            off = False
        except OSError:
            off = True
        return decide_switch(off_file=off, forced=self._forced, flag=None, default=self._default)
