"""Files that a program brings with it: what is read of them nobody else has written."""

from collections.abc import Mapping

from fpcache_ops.validators.safe_patterns.engine.machine import Calling, Model
from fpcache_ops.validators.safe_patterns.engine.values import (
    Atom,
    Instance,
    Reference,
    Table,
    Text,
    Value,
)
from fpcache_ops.validators.safe_patterns.knowledge.model import Look

RESOURCE = "a file of the program"
_LOADER = "loader of files of the program"
_CLASS = "?.class"
_READERS = (
    *("java.io.InputStreamReader", "java.io.BufferedReader", "java.io.BufferedInputStream"),
)


def _resource(call: Calling) -> Value | None:
    """``Menu.class.getResourceAsStream("/menu.xml")``: which file it is must be constant."""
    given = call.given.positional
    names = [atom.constant if isinstance(atom, Text) else None for one in given for atom in one]
    # With a colon, it may be an address.
    known = len(given) == 1 and all(name is not None and ":" not in name for name in names)
    return (Instance(RESOURCE),) if known and names else None


def _read(call: Calling) -> Value | None:
    """``new InputStreamReader(resource, "UTF-8")``."""
    given = call.given.positional
    return given[0] if given and is_resource(Look(given[0], call)) is None else None


def source(call: Calling) -> Value | None:
    """``new InputSource(resource)``: whoever has it may give it something else to read."""
    if _read(call) is None:
        return None
    call.state.allocate(call.site, Table(()))
    return (Instance(RESOURCE, ((Reference(call.site),),)),)


def methods(call: Calling, receiver: Atom, name: str) -> Value | None:
    """What loaders of the program's classes give."""
    if not isinstance(receiver, Instance) or receiver.kind != _LOADER:
        return None
    return _resource(call) if name == "getResourceAsStream" else None


def is_resource(look: Look) -> str | None:
    """Nothing but files that the program brings with it."""
    if look.value and all(_is_resource(look, atom) for atom in look.value):
        return None
    return "what is read is no file of the program"


def _is_resource(look: Look, atom: Atom) -> bool:
    if not isinstance(atom, Instance) or atom.kind != RESOURCE:
        return False
    places = [place for value in atom.details for place in value]
    return all(
        isinstance(place, Reference) and isinstance(look.state.content(place.site), Table)
        for place in places
    )


CALLS: Mapping[str, Model] = {
    f"{_CLASS}.getResourceAsStream": _resource,
    f"{_CLASS}.getClassLoader": lambda _: (Instance(_LOADER),),
    **dict.fromkeys(_READERS, _read),
    "org.xml.sax.InputSource": source,
    "javax.xml.transform.stream.StreamSource": source,
}
