"""The switch as the world sets it: a file beside the store, a variable, a flag, a default."""

import os
from collections.abc import Callable
from pathlib import Path

from openfeature.evaluation_context import EvaluationContext
from openfeature.provider import FeatureProvider

from fpcache_ops.core.flags import CACHING
from fpcache_ops.core.lookup import SwitchState
from fpcache_ops.core.switch import decide_switch

OFF_FILE = "cache.off"


class FileSwitch:
    """Looks for the off file at every request, so that it acts at once in every process.

    It works with the database down and the disk full. A place that cannot be looked at counts as
    *off*: doubt is a miss.

    ``flag`` says what the flag is for a tenant, ``None`` if it is unset or unreadable.
    """

    def __init__(
        self,
        off_file: Path,
        *,
        forced: bool | None,
        default: bool,
        flag: Callable[[str], bool | None] = lambda tenant: None,
    ) -> None:
        self._off_file = os.fspath(off_file)
        self._flag = flag
        self._forced = forced
        self._default = default

    def state(self, tenant: str) -> SwitchState:
        """See :meth:`fpcache_ops.core.ports.Switch.state`."""
        try:
            os.lstat(self._off_file)
            off = True
        except FileNotFoundError:
            off = False
        except OSError:
            off = True
        # The database is not asked when it cannot matter: a file must work when it is down.
        asked = not off and self._forced is not False
        return decide_switch(
            off_file=off,
            forced=self._forced,
            flag=self._flag(tenant) if asked else None,
            default=self._default,
        )


def flag_of(provider: FeatureProvider) -> Callable[[str], bool | None]:
    """The caching flag for a tenant, as an OpenFeature provider has it.

    Unset and unreadable are ``None``: a default is no answer. The provider is asked itself: a
    client would be asked at every lookup, and merge contexts and look for hooks that nobody gives.
    """

    def flag(tenant: str) -> bool | None:
        context = EvaluationContext(targeting_key=tenant)
        try:
            details = provider.resolve_boolean_details(CACHING, False, context)
        except Exception:  # noqa: BLE001  as a client does: whatever a provider raises is no answer
            return None
        return details.value if details.error_code is None else None

    return flag
