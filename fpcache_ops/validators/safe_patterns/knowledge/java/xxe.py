"""External entities in Java: parsers whose factory forbids document types, or external entities."""

from fpcache_ops.core.verdict import Justification
from fpcache_ops.validators.safe_patterns.engine.machine import Calling, Model
from fpcache_ops.validators.safe_patterns.engine.values import (
    NONE,
    Atom,
    Instance,
    Literal,
    Reference,
    Symbol,
    Table,
    Text,
    Value,
    join,
    literal,
)
from fpcache_ops.validators.safe_patterns.knowledge.model import (
    Family,
    Form,
    Look,
    Need,
    Sink,
)
from fpcache_ops.validators.safe_patterns.languages.java import containers

FACTORY = "factory of parsers"
PARSER = "parser"
_NO_TYPES = "http://apache.org/xml/features/disallow-doctype-decl"
_MAKES = frozenset({"newDocumentBuilder", "newSAXParser", "getXMLReader"})
_STREAMS = {
    "javax.xml.stream.XMLInputFactory.SUPPORT_DTD": "javax.xml.stream.supportDTD",
    "javax.xml.stream.XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES": (
        "javax.xml.stream.isSupportingExternalEntities"
    ),
}


def _new(kind: str) -> Model:
    def model(call: Calling) -> Value | None:
        call.state.allocate(call.site, Table((("safe", literal(False)),)))
        return (Instance(kind, ((Reference(call.site),),)),)

    return model


def _name(value: Value) -> str | None:
    if len(value) != 1:
        return None
    atom = value[0]
    if isinstance(atom, Symbol):
        return _STREAMS.get(atom.path)
    return atom.constant if isinstance(atom, Text) else None


def _set(call: Calling, place: Atom, name: str | None, value: Value) -> None:
    """A feature that decides: it makes the factory safe, or unsafe again."""
    content = containers.content_of(place, call.state)
    if not isinstance(place, Reference) or not isinstance(content, Table):
        return
    before = dict(content.items)["safe"]
    if name == _NO_TYPES:
        after = value
    elif name in _STREAMS.values():
        turned = [isinstance(a, Literal) and a.value is False for a in value]
        after = literal(True) if value and all(turned) else literal(False)
    elif name is None:
        after = join(before, literal(False))
    else:
        return
    call.machine.note(call.state)
    call.state.replace(place.site, Table((("safe", after),)))


def _methods(call: Calling, receiver: Atom, name: str) -> Value | None:
    if not isinstance(receiver, Instance) or receiver.kind not in (FACTORY, PARSER):
        return None
    given = call.given.positional
    place = receiver.details[0][0]
    if name in ("setFeature", "setProperty", "setAttribute") and len(given) == 2:
        _set(call, place, _name(given[0]), given[1])
        return NONE
    if name in _MAKES and not given:
        content = containers.content_of(place, call.state)
        call.state.allocate(
            call.site,
            content if isinstance(content, Table) else Table((("safe", literal(False)),)),
        )
        return (Instance(PARSER, ((Reference(call.site),),)),)
    return NONE if name.startswith("set") and name != "setEntityResolver" else None


def _safe(look: Look) -> str | None:
    for atom in look.value:
        if not isinstance(atom, Instance) or atom.kind not in (FACTORY, PARSER):
            return "how the parser is made is not seen"
        content = containers.content_of(atom.details[0][0], look.state)
        value = dict(content.items).get("safe", ()) if isinstance(content, Table) else ()
        if not value or not all(isinstance(a, Literal) and a.value is True for a in value):
            return "the parser may read external entities"
    return None if look.value else "how the parser is made is not seen"


_READS = Form(
    "parser without document types",
    (Need(_safe, receiver=True),),
    proves="xxe/no_doctype, no_external_entities",
    any_position=True,
    justification=Justification.INLINE_MITIGATIONS,
)

FAMILY = Family(
    type="xxe",
    module=__name__,
    about=(
        "Proven: the factory in view forbids document types or external entities before it "
        "makes the parser."
    ),
    beyond=(
        "Factories that are made elsewhere, ``EntityResolver``, JAXB, schema validators and XSLT."
    ),
    apart="Entities that only expand inside the document, where document types are allowed.",
    sinks=(
        Sink(
            (_READS,),
            names=frozenset({"parse", "createXMLStreamReader", "createXMLEventReader", *_MAKES}),
        ),
        Sink(
            (),
            names=frozenset({"unmarshal", "transform", "newSchema", "validate", "read", "build"}),
        ),
    ),
    calls={
        "javax.xml.parsers.DocumentBuilderFactory.newInstance": _new(FACTORY),
        "javax.xml.parsers.SAXParserFactory.newInstance": _new(FACTORY),
        "javax.xml.stream.XMLInputFactory.newInstance": _new(FACTORY),
        "javax.xml.stream.XMLInputFactory.newFactory": _new(FACTORY),
    },
    methods=_methods,
    pattern="no external entities",
)
