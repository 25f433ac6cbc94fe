"""The marked calls that are sinks, and what may be one by another name."""

from collections.abc import Iterator

from fpcache_ops.validators.safe_patterns import aliases, callees, handed
from fpcache_ops.validators.safe_patterns.engine import ir
from fpcache_ops.validators.safe_patterns.places import Place
from fpcache_ops.validators.safe_patterns.reading import Reading

UNKNOWN_CALLEE = "what is called is not known"

Unclear = tuple[ir.Node, str]
"""What keeps a place from being proven, and why."""


def sinks_in(
    reading: Reading, places: list[Place], *, direct: bool = False
) -> tuple[list[ir.Call], list[Unclear]]:
    """The marked calls that are sinks, and what may be one by another name.

    What runs a sink in view is one, too, unless only ``direct`` ones are asked for.
    """
    sinks: list[ir.Call] = []
    unclear: list[Unclear] = []
    for place in places:
        unclear += [(node, "a sink is handed on") for node in handed.handed_on(reading, place)]
        unclear += [(node, "a class is derived from it") for node in _derived(reading, place)]
        for call in place.calls():
            seen = reading.seen(call)
            hit = any(callees.matched(reading, one) is not None for one in seen)
            led = not direct and any(callees.leads_to_sink(reading, one) for one in seen)
            if not hit and not reading.opened.resolved:
                hit = any(aliases.is_derived(reading, a) for one in seen for a in one.callee)
            if hit or led or (not seen and _looks_like_sink(reading, call)):
                sinks.append(call)
            elif not seen:
                if id(call) not in reading.machine.dead:
                    unclear.append((call, "a call is not reached by this reading"))
            elif not reading.opened.resolved and aliases.is_alias(reading, call):
                unclear.append((call, "a sink has this name, too"))
            elif any(callees.is_unclear(reading, one) for one in seen):
                unclear.append((call, UNKNOWN_CALLEE))
    return sinks, unclear


def singled_out(
    places: list[Place], sinks: list[ir.Call], focus: tuple[int, int] | None
) -> ir.Call | None:
    """The one sink that the report's columns point at, if they point at one alone."""
    if focus is None:
        return None
    start, end = focus
    near = [
        call
        for call in sinks
        if (start <= call.start and call.end <= end) or (call.start <= start and end <= call.end)
    ]
    if len(near) != 1:
        return None
    within = {id(node) for node in ir.inside(near[0])}
    beside = (
        node
        for place in places
        for node in place.inside()
        if start <= node.start and node.end <= end and id(node) not in within
    )
    return near[0] if not any(_does_more(node, within) for node in beside) else None


def _does_more(node: ir.Expression, sink: set[int]) -> bool:
    """Whether columns that hold a sink hold something else that may be meant."""
    match node:
        case ir.Call(callee=ir.Attribute(value=owner), arguments=()):
            # ``cursor.execute("SELECT 1").fetchall()``
            return id(owner) not in sink and _does_more(owner, sink)
        case ir.Call() | ir.Interpolated() | ir.Binary() | ir.Lambda() | ir.Opaque():
            return True
        case _:
            return False


def _looks_like_sink(reading: Reading, call: ir.Call) -> bool:
    """By its name alone: for calls that no way through the code reaches."""
    if reading.family.flag and any(a.name == reading.family.flag for a in call.arguments):
        return True
    match call.callee:
        case ir.Name(name=name) | ir.Attribute(name=name):
            return name in callees.names(reading.family)
        case ir.Library(path=path):
            return path.rpartition(".")[2] in callees.names(reading.family)
        case ir.ClassName(scope=scope):
            return scope.name in callees.names(reading.family)
        case callee:
            return not isinstance(callee, ir.Constant)


def _derived(reading: Reading, place: Place) -> Iterator[ir.Expression]:
    """Sinks that make objects, where a class without a name changes what these do."""
    for node in place.inside() if reading.opened.resolved else ():
        for made in node.arguments if isinstance(node, ir.Anonymous) else ():
            if isinstance(made, ir.Call) and (
                _looks_like_sink(reading, made)
                or any(callees.matched(reading, seen) is not None for seen in reading.seen(made))
            ):
                yield made
