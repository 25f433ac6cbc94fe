"""Deserialization in Java: streams with a filter that ends with ``!*``, safe YAML constructors."""

import re

from fpcache_ops.core.verdict import Justification
from fpcache_ops.validators.safe_patterns.engine.machine import Calling
from fpcache_ops.validators.safe_patterns.engine.values import (
    NONE,
    Atom,
    Instance,
    Reference,
    Table,
    Text,
    Value,
)
from fpcache_ops.validators.safe_patterns.knowledge.model import (
    Family,
    Form,
    Look,
    Need,
    Sink,
    instance_is,
    made,
)
from fpcache_ops.validators.safe_patterns.languages.java import containers

STREAM = "object stream"
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
    call.state.escape(*call.given.all())
    call.state.allocate(call.site, Table((("filter", NONE),)))
    return (Instance(STREAM, ((Reference(call.site),),)),)


def _filter(call: Calling) -> Value | None:
    given = call.given.positional
    return (Instance(FILTER, (given[0],)),) if len(given) == 1 else None


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
        Sink((_FILTERED,), names=frozenset({"readObject", "readUnshared"})),
        Sink((_PLAIN,), names=frozenset({"load", "loadAs", "loadAll"})),
        Sink(
            (), names=frozenset({"fromXML", "readValue", "unmarshal", "deserialize", "XMLDecoder"})
        ),
    ),
    calls={
        "java.io.ObjectInputStream": _stream,
        "java.io.ObjectInputFilter.Config.createFilter": _filter,
        "org.yaml.snakeyaml.Yaml": _yaml,
        "org.yaml.snakeyaml.constructor.SafeConstructor": made(_SAFE),
    },
    methods=_methods,
    pattern="plain values only",
)
