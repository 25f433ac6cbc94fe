"""``configparser`` objects that a function fills and reads itself: a table of what was set.

Known are plain parsers, sections and options by constant names, and constant values without ``%``
(which would be replaced by other options). Whatever reads a file, or is not modelled, loses all.
"""

from fpcache_ops.validators.safe_patterns.engine.machine import Calling, Model
from fpcache_ops.validators.safe_patterns.engine.values import (
    BOOLEANS,
    NONE,
    Atom,
    Instance,
    Reference,
    Table,
    Text,
    Value,
    join,
    unknown,
)

PARSER = "configuration"
_PARSERS = ("configparser.ConfigParser", "configparser.RawConfigParser")


def _parser(call: Calling) -> Value | None:
    """A parser without defaults, converters or an interpolation of its own."""
    if call.given.all() or not call.given.closed:
        return None
    call.state.allocate(call.site, Table(()))
    return (Instance(PARSER, ((Reference(call.site),),)),)


CALLS: dict[str, Model] = dict.fromkeys(_PARSERS, _parser)


def methods(call: Calling, receiver: Atom, name: str) -> Value | None:
    """What the methods of a parser and of its sections give."""
    if not isinstance(receiver, Instance) or receiver.kind != PARSER or not call.given.closed:
        return None
    (place,) = receiver.details[0]
    content = call.state.content(place.site) if isinstance(place, Reference) else None
    if not isinstance(place, Reference) or not isinstance(content, Table):
        return None
    if any(call.machine.unit.attribute_written(word) for word in _HOOKS):
        return None
    given, known = call.given, dict(content.items)
    match name, given.positional, given.named:
        case "add_section", (section,), () if _name(section) is not None:
            return NONE
        case "has_section" | "has_option" | "remove_option", _, ():
            if name == "remove_option":
                call.state.escape((receiver,))
            return BOOLEANS
        case "set", (section, option, value), ():
            key = _key(section, option)
            # Later a default would be read where an option is missing.
            if key is None or _name(section) == "DEFAULT":
                return None
            call.machine.note(call.state)
            known[key] = value
            call.state.replace(place.site, Table(tuple(known.items())))
            return NONE
        case "get", (section, option), _ if all(word == "fallback" for word, _ in given.named):
            key = _key(section, option)
            fallback = given.get(None, "fallback")
            if key is not None and key not in known and not content.rest:
                return fallback
            if key is None or key not in known:
                return None
            found = _read(known[key])
            return join(found, fallback) if fallback is not None else found
        case _:
            return None


_HOOKS = ("optionxform", "_interpolation", "_sections", "_defaults", "default_section")


def _read(value: Value) -> Value:
    """An option as it is read: what it holds, unless other options are put into it."""
    for atom in value:
        plain = isinstance(atom, Text) and atom.flavour == "str" and atom.constant is not None
        if isinstance(atom, Text) and plain and "%" in (atom.constant or ""):
            return unknown("an option with other options in it")
        if not plain:
            return tuple(atom for atom in value if not isinstance(atom, Text)) or unknown(
                "an option with values in it"
            )
    return value


def _key(section: Value, option: Value) -> str | None:
    one, other = _name(section), _name(option)
    return f"{one}\x00{other.lower()}" if one is not None and other is not None else None


def _name(value: Value) -> str | None:
    if len(value) == 1 and isinstance(value[0], Text) and value[0].flavour == "str":
        return value[0].constant
    return None
