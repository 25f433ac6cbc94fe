"""External entities in Java: parsers whose factory forbids document types."""

from fpcache_ops.core.verdict import Justification
from fpcache_ops.validators.safe_patterns.engine.language import Unit
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
from fpcache_ops.validators.safe_patterns.knowledge.java.settings import sets_properties
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
_NO_TYPES_IN_STREAMS = "javax.xml.stream.supportDTD"
_STREAMS = {
    "javax.xml.stream.XMLInputFactory.SUPPORT_DTD": _NO_TYPES_IN_STREAMS,
    "javax.xml.stream.XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES": (
        "javax.xml.stream.isSupportingExternalEntities"
    ),
}


_CONSTANTS = "javax.xml.XMLConstants"
_NAMED = {
    **_STREAMS,
    f"{_CONSTANTS}.FEATURE_SECURE_PROCESSING": (
        "http://javax.xml.XMLConstants/feature/secure-processing"
    ),
    f"{_CONSTANTS}.ACCESS_EXTERNAL_DTD": "http://javax.xml.XMLConstants/property/accessExternalDTD",
    f"{_CONSTANTS}.ACCESS_EXTERNAL_SCHEMA": (
        "http://javax.xml.XMLConstants/property/accessExternalSchema"
    ),
    f"{_CONSTANTS}.ACCESS_EXTERNAL_STYLESHEET": (
        "http://javax.xml.XMLConstants/property/accessExternalStylesheet"
    ),
    "javax.xml.stream.XMLInputFactory.IS_NAMESPACE_AWARE": "javax.xml.stream.isNamespaceAware",
    "javax.xml.stream.XMLInputFactory.IS_COALESCING": "javax.xml.stream.isCoalescing",
    "javax.xml.stream.XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES": (
        "javax.xml.stream.isReplacingEntityReferences"
    ),
}
_HARMLESS = frozenset(
    {
        "http://javax.xml.XMLConstants/feature/secure-processing",
        "http://javax.xml.XMLConstants/property/accessExternalDTD",
        "http://javax.xml.XMLConstants/property/accessExternalSchema",
        "http://javax.xml.XMLConstants/property/accessExternalStylesheet",
        "http://xml.org/sax/features/external-general-entities",
        "http://xml.org/sax/features/external-parameter-entities",
        "http://xml.org/sax/features/namespaces",
        "http://xml.org/sax/features/namespace-prefixes",
        "http://apache.org/xml/features/nonvalidating/load-external-dtd",
        "http://apache.org/xml/features/nonvalidating/load-dtd-grammar",
        "http://apache.org/xml/features/dom/create-entity-ref-nodes",
        "http://xml.org/sax/properties/lexical-handler",
        "http://xml.org/sax/properties/declaration-handler",
        "javax.xml.stream.isNamespaceAware",
        "javax.xml.stream.isCoalescing",
        "javax.xml.stream.isReplacingEntityReferences",
    }
)
_PLAIN_SETTERS = frozenset(
    {
        "setNamespaceAware",
        "setCoalescing",
        "setValidating",
        "setIgnoringComments",
        "setIgnoringElementContentWhitespace",
        "setExpandEntityReferences",
        "setErrorHandler",
        "setContentHandler",
        "setDTDHandler",
        "setXMLReporter",
    }
)


def _made_elsewhere(unit: Unit, _start: int, _end: int) -> str | None:
    """Which factory is made is a property."""
    return "the program may choose the factory" if sets_properties(unit) else None


def _new(kind: str) -> Model:
    def model(call: Calling) -> Value | None:
        if call.given.all():
            # A factory that is chosen by its name may take no notice of what is set.
            return None
        call.state.allocate(call.site, Table((("safe", literal(False)),)))
        return (Instance(kind, ((Reference(call.site),),)),)

    return model


def _name(value: Value) -> str | None:
    if len(value) != 1:
        return None
    atom = value[0]
    if isinstance(atom, Symbol):
        return _NAMED.get(atom.path)
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
        turned = value and all(isinstance(a, Literal) and a.value is False for a in value)
        if turned and name != _NO_TYPES_IN_STREAMS:
            # The part of a document type that lies elsewhere is read nevertheless.
            return
        after = literal(bool(turned))
    elif name is None:
        after = join(before, literal(False))
    elif name in _HARMLESS or value == literal(False):
        return
    else:
        # It may have other documents read in: XInclude, or schemas that the document names.
        after = literal(False)
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
    if name == "getXMLReader" and not given:
        # The reader of a parser is the one that the parser itself reads with.
        return (receiver,)
    if name in _MAKES and not given:
        content = containers.content_of(place, call.state)
        call.state.allocate(
            call.site,
            content if isinstance(content, Table) else Table((("safe", literal(False)),)),
        )
        return (Instance(PARSER, ((Reference(call.site),),)),)
    if name == "setXIncludeAware" and len(given) == 1:
        if given[0] != literal(False):
            _set(call, place, name, literal(True))
        return NONE
    return NONE if name in _PLAIN_SETTERS else None


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
    about="Proven: the factory in view forbids document types before it makes the parser.",
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
    refuses=_made_elsewhere,
    pattern="no external entities",
    neighbours=True,
)
