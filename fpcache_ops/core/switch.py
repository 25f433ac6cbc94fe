"""The switch: any *off* wins.

Precedence: the off file > ``FORCE_CACHE_CONTROLLER=false`` > the flag off >
``FORCE_CACHE_CONTROLLER=true`` > the flag on > the default of the door.
"""

from fpcache_ops.core.lookup import SwitchState


def decide_switch(
    *, off_file: bool, forced: bool | None, flag: bool | None, default: bool
) -> SwitchState:
    """Whether the cache may answer.

    Args:
        off_file: whether the off file is there.
        forced: what ``FORCE_CACHE_CONTROLLER`` says, ``None`` when it says nothing.
        flag: the flag ``false_positive_caching``, ``None`` when it is unset or unreadable.
        default: what holds when nothing was said: off for the service, on for the command line.
    """
    if off_file:
        return SwitchState(False, "off file")
    if forced is False:
        return SwitchState(False, "FORCE_CACHE_CONTROLLER=false")
    if flag is False:
        return SwitchState(False, "flag false_positive_caching is off")
    if forced is True:
        return SwitchState(True, "FORCE_CACHE_CONTROLLER=true")
    if flag is True:
        return SwitchState(True, "flag false_positive_caching is on")
    return SwitchState(default, "default")
