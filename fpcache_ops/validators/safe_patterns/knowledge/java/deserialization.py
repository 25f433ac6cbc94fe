"""Deserialization in Java: streams with a filter that ends with ``!*``, safe YAML constructors."""

import re

from fpcache_ops.core.verdict import Justification
from fpcache_ops.validators.safe_patterns.engine.language import Unit
from fpcache_ops.validators.safe_patterns.engine.machine import Calling
from fpcache_ops.validators.safe_patterns.engine.values import (
    NONE,
    Atom,
    Instance,
    Reference,
    Table,
    Text,
    Value,
    unknown,
)
from fpcache_ops.validators.safe_patterns.knowledge.java.showing import fixed, passes
from fpcache_ops.validators.safe_patterns.knowledge.model import (
    Family,
    Form,
    Look,
    Need,
    Sink,
    blame,
    instance_is,
    made,
)
from fpcache_ops.validators.safe_patterns.languages.java import containers

STREAM = "object stream"
BYTES = "stream of bytes"
_fixed = passes(fixed, "what is read")
FILTER = "filter of classes"
YAML = "yaml reader of plain values"
_SAFE = "constructor of plain values"
# Named classes of the language and of one's own; no packages, nothing else.
_ALLOWED = re.compile(
    r"(?:(?:maxdepth|maxrefs|maxbytes|maxarray)=\d+;)*(?:java\.lang\.(?:String|"
    r"Integer|Long|Number|Boolean);|java\.time\.\w+;)+!\*",
    re.ASCII,
)


def _stream(call: Calling) -> Value | None:
    given = call.given.positional
    source = given[0] if len(given) == 1 else unknown("a stream that is not known")
    if not all(isinstance(atom, Instance) and atom.kind == BYTES for atom in source):
        call.state.escape(*given)
    call.state.allocate(call.site, Table((("filter", NONE),)))
    return (Instance(STREAM, ((Reference(call.site),), source)),)


def _of_bytes(call: Calling) -> Value | None:
    """``new ByteArrayInputStream(bytes)``: it reads the array itself."""
    given = call.given.positional
    return (Instance(BYTES, (given[0],)),) if len(given) == 1 else None


def _filter(call: Calling) -> Value | None:
    given = call.given.positional
    return (Instance(FILTER, (given[0],)),) if len(given) == 1 else None


def _filters_otherwise(unit: Unit, _start: int, _end: int) -> str | None:
    """Whoever makes all filters may leave out the one that a stream asks for."""
    if unit.mentions("setSerialFilterFactory"):
        return "the program makes filters by a factory of its own"
    return None


def _yaml(call: Calling) -> Value | None:
    given = call.given.positional
    safe = given and all(isinstance(a, Instance) and a.kind == _SAFE for a in given[0])
    return (Instance(YAML),) if safe and len(given) == 1 else None


def _methods(call: Calling, receiver: Atom, name: str) -> Value | None:
    if not isinstance(receiver, Instance) or receiver.kind != STREAM:
        return None
    (place,) = receiver.details[0]
    content = containers.content_of(place, call.state)
    given = call.given.positional
    if name == "setObjectInputFilter" and len(given) == 1 and isinstance(content, Table):
        assert isinstance(place, Reference)
        call.machine.note(call.state)
        call.state.replace(place.site, Table((("filter", given[0]),)))
        return NONE
    return None


def _constant(look: Look) -> str | None:
    """A stream of bytes that are constant."""
    for atom in look.value:
        if not isinstance(atom, Instance) or atom.kind != STREAM:
            return "the stream is not known"
        for source in atom.details[1]:
            if not isinstance(source, Instance) or source.kind != BYTES:
                return blame((source,), "what the stream reads is not known")
            if (reason := _fixed(look.at(source.details[0]))) is not None:
                return reason
    return None if look.value else "the stream is not known"


def _filtered(look: Look) -> str | None:
    for atom in look.value:
        if not isinstance(atom, Instance) or atom.kind != STREAM:
            return "the stream is not known"
        content = containers.content_of(atom.details[0][0], look.state)
        if not isinstance(content, Table):
            return "the stream may have been changed"
        for inner in dict(content.items).get("filter", ()):
            if not isinstance(inner, Instance) or inner.kind != FILTER:
                return "the stream has no filter that is known"
            for text in inner.details[0]:
                constant = text.constant if isinstance(text, Text) else None
                if constant is None or not _ALLOWED.fullmatch(constant):
                    return "the filter lets other classes through than plain values"
    return None if look.value else "the stream is not known"


_FILTERED = Form(
    "stream with a filter of plain values",
    (Need(_filtered, receiver=True),),
    proves="insecure-deserialization/filtered_stream",
    justification=Justification.INLINE_MITIGATIONS,
)
_CONSTANT = Form(
    "stream of constant bytes",
    (Need(_constant, receiver=True),),
    proves="insecure-deserialization/constant_bytes",
    justification=Justification.NOT_CONTROLLABLE,
)
_PLAIN = Form(
    "reader of plain values",
    (Need(instance_is(YAML), receiver=True),),
    proves="insecure-deserialization/safe_yaml",
    any_position=True,
    justification=Justification.INLINE_MITIGATIONS,
)

FAMILY = Family(
    type="insecure-deserialization",
    module=__name__,
    about=(
        "Proven: streams whose filter names what may be read and ends with ``!*``, and YAML "
        "read by a safe constructor."
    ),
    beyond=(
        "Signed streams, classes that override ``resolveClass``, Jackson and XStream "
        "configurations."
    ),
    sinks=(
        Sink((_CONSTANT, _FILTERED), names=frozenset({"readObject", "readUnshared"})),
        Sink((_PLAIN,), names=frozenset({"load", "loadAs", "loadAll"})),
        Sink(
            (), names=frozenset({"fromXML", "readValue", "unmarshal", "deserialize", "XMLDecoder"})
        ),
    ),
    calls={
        "java.io.ByteArrayInputStream": _of_bytes,
        "java.io.ObjectInputStream": _stream,
        "java.io.ObjectInputFilter.Config.createFilter": _filter,
        "org.yaml.snakeyaml.Yaml": _yaml,
        "org.yaml.snakeyaml.constructor.SafeConstructor": made(_SAFE),
    },
    methods=_methods,
    refuses=_filters_otherwise,
    pattern="plain values only",
    neighbours=True,
)
