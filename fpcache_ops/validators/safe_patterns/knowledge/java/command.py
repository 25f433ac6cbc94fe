"""Command injection in Java: ``Runtime.exec`` and ``ProcessBuilder``.

Proven: commands, arguments and environments of constants and numbers.
"""

import re
from collections.abc import Iterable

from fpcache_ops.core.verdict import Justification
from fpcache_ops.validators.safe_patterns.engine import ir
from fpcache_ops.validators.safe_patterns.engine.machine import Calling
from fpcache_ops.validators.safe_patterns.engine.values import (
    Atom,
    Hole,
    Instance,
    Literal,
    Reference,
    Series,
    Table,
    Text,
    Value,
    hole,
    joined,
    text,
)
from fpcache_ops.validators.safe_patterns.knowledge.contexts import shell
from fpcache_ops.validators.safe_patterns.knowledge.java import processes
from fpcache_ops.validators.safe_patterns.knowledge.java.path import made_of
from fpcache_ops.validators.safe_patterns.knowledge.java.settings import sets_properties
from fpcache_ops.validators.safe_patterns.knowledge.java.showing import (
    all_fixed,
    fixed,
    items,
    passes,
    shows,
)
from fpcache_ops.validators.safe_patterns.knowledge.java.whereabouts import (
    Whereabouts,
    is_mentioned_behind,
)
from fpcache_ops.validators.safe_patterns.knowledge.model import (
    Always,
    Family,
    Form,
    Look,
    Need,
    Sink,
    anything,
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
    words = _as_given(call.given.positional)
    call.state.allocate(call.site, Table((("command", words),)))
    return (Instance(BUILDER, ((Reference(call.site),),)),)


def _as_given(given: tuple[Value, ...]) -> Value:
    """Words one by one, or all of them in a list."""
    if len(given) > 1:
        return (Series("tuple", given),)
    return joined(given) or text("")


def _methods(call: Calling, receiver: Atom, name: str) -> Value | None:
    if not isinstance(receiver, Instance) or receiver.kind != BUILDER:
        return None
    (place,) = receiver.details[0]
    given = call.given.positional
    if name == "command" and given and isinstance(place, Reference):
        content = call.state.content(place.site)
        if isinstance(content, Table):
            words = _as_given(given)
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


def _words(look: Look) -> list[str]:
    """The words of a command, as far as they are constant."""
    words: list[str] = []
    for atom in look.value:
        inside = items(look.at((atom,)))
        for value in inside if inside is not None else [(atom,)]:
            for shown in shows(look.at(value)):
                pieces = shown.pieces if shown is not None else ()
                whole = "".join(piece if isinstance(piece, str) else "0" for piece in pieces)
                words += [whole] if inside is not None else whole.split()
    return words


def _alone(look: Look, words: list[str]) -> str | None:
    """Nothing but its words tells a program what to run."""
    unit = look.calling.machine.unit
    if processes.is_fed(unit, words):
        return "the program may run what it is written to"
    if processes.is_written(unit, words):
        return "a file that is run is written before"
    return None


def _given(look: Look, values: Iterable[Value]) -> str | None:
    """Constants and numbers, or words that mean nothing in a shell's line."""
    every = list(values)
    script = len(every) > 2 and all(
        all(isinstance(a, Text) and a.constant in known for a in value)
        for value, known in zip(every, (_SHELLS, {"-c"}), strict=False)
    )
    if script and passes(shell.harmless, "the line")(look.at(every[2])) is None:
        look.calling.machine.measures.add("guard")
        del every[2]
    return next((why for value in every if (why := all_fixed(look.at(value)))), None)


_SHELLS = frozenset(
    f"{folder}{name}" for folder in ("", "/bin/", "/usr/bin/") for name in ("sh", "bash", "dash")
)


def _listed(look: Look) -> str | None:
    """A command, or its words in one list."""
    inside = items(look) if len(look.value) == 1 else None
    return _given(look, inside) if inside is not None else all_fixed(look)


def _command(look: Look) -> str | None:
    return _listed(look) or _alone(look, _words(look))


def _made_of_words(look: Look) -> str | None:
    """The first word, or all of them in a list."""
    given = look.calling.given.positional
    why = _given(look, given) if len(given) > 1 else _listed(look) or _longer(look)
    return why or _alone(look, [word for one in given for word in _words(look.at(one))])


def _longer(look: Look) -> str | None:
    """Whether somebody may put further words into a list: neither it, nor a view of it, is copied.

    Of an array, there is a copy.
    """
    call, unit = look.call, look.calling.machine.unit
    held = any(isinstance(atom, Reference) for atom in look.value)
    node = call.arguments[0].value if call is not None else None
    while isinstance(node, ir.Cast):
        node = node.value
    if call is None or node is None or not (held or isinstance(node, ir.Call)):
        return None
    for inner in ir.inside(node):
        if not isinstance(inner, ir.Name):
            continue
        other_name = rb"=\s*%s\s*[;,)]" % re.escape(inner.name.encode())
        behind = is_mentioned_behind(unit, inner.name, call.start, call.end)
        if behind or re.search(other_name, unit.code[: call.start]):
            return "the list of words may be changed behind the call"
    return None


def _keeps_words(look: Look) -> str | None:
    """A builder that nobody gives other words before it is started."""
    kept = Whereabouts(
        look.calling.machine.unit,
        _PLAIN,
        frozenset({"start"}),
        frozenset(),
        frozenset({"command"}),
        frozenset({"directory", "redirectInput"}),
    )
    callee = look.call.callee if look.call is not None else None
    owner = callee.value if isinstance(callee, ir.Attribute) else None
    begun = owner if isinstance(owner, ir.Name) else look.call
    if begun is None or not kept.stays(begun.start, begun.end):
        return "the builder may be given other words"
    return None


_PLAIN = frozenset(
    {
        *("environment", "inheritIO", "redirectErrorStream", "redirectOutput", "redirectError"),
        "toString",
    }
)


def _runs_fixed(look: Look) -> str | None:
    for atom in look.value:
        if not isinstance(atom, Instance) or atom.kind != BUILDER:
            return "what is started is not known"
        (place,) = atom.details[0]
        content = containers.content_of(place, look.state)
        if not isinstance(content, Table):
            return "what is started may have been changed"
        words = dict(content.items).get("command", ())
        if (reason := _command(look.at(words))) is not None:
            return reason
    return None if look.value else "what is started is not known"


_FIXED = Form(
    "constant command",
    (
        Need(_command, 0),
        Need(all_fixed, 1, optional=True),
        Need(_directory, 2, optional=True),
    ),
    proves="command-injection/constant_command, constant_words",
    justification=Justification.NOT_CONTROLLABLE,
)
_WORDS = Form(
    "constant command",
    (
        Always(_keeps_words),
        Need(_made_of_words, 0, optional=True),
        *(Need(anything, position, optional=True) for position in range(1, 12)),
    ),
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
