"""Command injection in Java: ``Runtime.exec`` and ``ProcessBuilder``.

Proven: commands, arguments and environments of constants and numbers.
"""

from fpcache_ops.core.verdict import Justification
from fpcache_ops.validators.safe_patterns.engine.machine import Calling
from fpcache_ops.validators.safe_patterns.engine.values import (
    Atom,
    Hole,
    Instance,
    Literal,
    Reference,
    Table,
    Value,
    hole,
    joined,
    text,
)
from fpcache_ops.validators.safe_patterns.knowledge.java.path import made_of
from fpcache_ops.validators.safe_patterns.knowledge.java.settings import sets_properties
from fpcache_ops.validators.safe_patterns.knowledge.java.showing import all_fixed, fixed, shows
from fpcache_ops.validators.safe_patterns.knowledge.model import (
    Family,
    Form,
    Look,
    Need,
    Sink,
    blame,
    constant,
)
from fpcache_ops.validators.safe_patterns.languages.java import containers
from fpcache_ops.validators.safe_patterns.languages.java.paths import FILE

BUILDER = "process builder"
ENVIRONMENT = "environment"


def _property(call: Calling) -> Value | None:
    """``System.getProperty("user.dir")``: what the program was started with."""
    given = call.given.positional
    known = len(given) == 1 and constant(Look(given[0], call)) is None
    return hole(ENVIRONMENT) if known and not sets_properties(call.machine.unit) else None


def _builder(call: Calling) -> Value | None:
    """``new ProcessBuilder(words...)``: what it runs is kept beside it."""
    words = joined(call.given.positional) or text("")
    call.state.allocate(call.site, Table((("command", words),)))
    return (Instance(BUILDER, ((Reference(call.site),),)),)


def _methods(call: Calling, receiver: Atom, name: str) -> Value | None:
    if not isinstance(receiver, Instance) or receiver.kind != BUILDER:
        return None
    (place,) = receiver.details[0]
    given = call.given.positional
    if name == "command" and given and isinstance(place, Reference):
        content = call.state.content(place.site)
        if isinstance(content, Table):
            words = joined(given)
            call.state.change(place.site, Table((("command", words),)))
        return (receiver,)
    if name == "directory" and given:
        if _directory(Look(given[0], call)) is not None:
            call.state.escape((receiver,))
        return (receiver,)
    return (receiver,) if name in ("redirectErrorStream", "inheritIO") else None


def _directory(look: Look) -> str | None:
    """A constant folder, or the one that the program was started in."""
    for atom in look.value:
        if isinstance(atom, Literal) and atom.value is None:
            continue
        if not isinstance(atom, Instance) or atom.kind != FILE:
            return blame(look.value, "the folder is not known")
        for shown in shows(look.at(atom.details[0])):
            start = shown is not None and shown.pieces == (Hole(ENVIRONMENT),)
            if shown is None or (not start and fixed(shown) is not None):
                return "the folder is not constant"
    return None if look.value else "the folder is not known"


def _runs_fixed(look: Look) -> str | None:
    for atom in look.value:
        if not isinstance(atom, Instance) or atom.kind != BUILDER:
            return "what is started is not known"
        (place,) = atom.details[0]
        content = containers.content_of(place, look.state)
        if not isinstance(content, Table):
            return "what is started may have been changed"
        words = dict(content.items).get("command", ())
        if (reason := all_fixed(look.at(words))) is not None:
            return reason
    return None if look.value else "what is started is not known"


_FIXED = Form(
    "constant command",
    (
        Need(all_fixed, 0),
        Need(all_fixed, 1, optional=True),
        Need(_directory, 2, optional=True),
    ),
    proves="command-injection/constant_command, constant_words",
    justification=Justification.NOT_CONTROLLABLE,
)
_WORDS = Form(
    "constant command",
    tuple(Need(all_fixed, position, optional=True) for position in range(12)),
    proves="command-injection/builder_words",
    justification=Justification.NOT_CONTROLLABLE,
)
_START = Form(
    "constant command",
    (Need(_runs_fixed, receiver=True),),
    proves="command-injection/builder_started",
    justification=Justification.NOT_CONTROLLABLE,
)

FAMILY = Family(
    type="command-injection",
    module=__name__,
    beyond="Arguments that come from outside, even one by one in a list; Apache Commons Exec.",
    apart="What a constant command does, and which program ``PATH`` finds for it.",
    sinks=(
        Sink((_FIXED,), names=frozenset({"exec"})),
        Sink((_WORDS,), calls=frozenset({"java.lang.ProcessBuilder"})),
        Sink((_WORDS,), names=frozenset({"command"})),
        Sink((_START,), names=frozenset({"start", "startPipeline"})),
    ),
    harmless=frozenset({"java.lang.Thread.*", "java.util.regex.Matcher.*"}),
    calls={
        "java.lang.ProcessBuilder": _builder,
        "java.io.File": made_of,
        "java.lang.System.getProperty": _property,
    },
    methods=_methods,
    pattern="constant command",
    neighbours=True,
)
