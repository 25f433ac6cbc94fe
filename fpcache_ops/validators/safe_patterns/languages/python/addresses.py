"""Addresses that a framework has looked at: where it lets one pass, it is of this application."""

from fpcache_ops.validators.safe_patterns.engine import ir
from fpcache_ops.validators.safe_patterns.engine.frames import Frame
from fpcache_ops.validators.safe_patterns.engine.machine import Machine
from fpcache_ops.validators.safe_patterns.engine.state import State
from fpcache_ops.validators.safe_patterns.engine.values import Symbol, Value, hole

OWN_PLACE = "path of one's own"
"""An address of this application, or of a host that it has named."""

_ASKS = frozenset(
    f"django.utils.http.{name}" for name in ("url_has_allowed_host_and_scheme", "is_safe_url")
)
_HOSTS = "django.conf.settings.ALLOWED_HOSTS"


def allowed(
    machine: Machine, state: State, frame: Frame, call: ir.Call
) -> tuple[ir.Expression, Value] | None:
    """``url_has_allowed_host_and_scheme(address, allowed_hosts={request.get_host()})``."""
    if not isinstance(call.callee, (ir.Name, ir.Attribute)) or not call.arguments:
        return None
    callee = machine.evaluate(call.callee, state, frame)
    if len(callee) != 1 or not isinstance(callee[0], Symbol) or callee[0].path not in _ASKS:
        return None
    if any(argument.spread for argument in call.arguments):
        return None
    named = {argument.name: argument.value for argument in call.arguments if argument.name}
    given = [argument.value for argument in call.arguments if not argument.name]
    subject = given[0] if given else named.get("url")
    hosts = given[1] if len(given) > 1 else named.get("allowed_hosts")
    if not isinstance(subject, ir.Name) or hosts is None:
        return None
    if not _are_own(machine, state, frame, hosts):
        return None
    return subject, hole(OWN_PLACE)


def _are_own(machine: Machine, state: State, frame: Frame, node: ir.Expression) -> bool:
    """Whether hosts are constant, or the one that was asked, which whoever sends a link chose."""
    match node:
        case ir.Constant(value=None | str()):
            return True
        case ir.Call(callee=ir.Attribute(value=ir.Name(), name="get_host"), arguments=()):
            return not machine.unit.defines("get_host")
        case ir.Sequence(items=items):
            return all(_are_own(machine, state, frame, item) for item in items)
        case ir.Attribute():
            return machine.evaluate(node, state, frame) == (Symbol(_HOSTS),)
        case _:
            return False
