"""External entities in Java: parsers whose factory forbids document types."""

import re

from fpcache_ops.core.verdict import Justification
from fpcache_ops.validators.safe_patterns.engine import ir
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
    text,
)
from fpcache_ops.validators.safe_patterns.knowledge.java import resources
from fpcache_ops.validators.safe_patterns.knowledge.java.settings import sets_properties
from fpcache_ops.validators.safe_patterns.knowledge.model import (
    Family,
    Form,
    Look,
    Need,
    Sink,
    anything,
)
from fpcache_ops.validators.safe_patterns.languages.java import containers

FACTORY = "factory of parsers"
PARSER = "parser"
TRANSFORMERS = "factory of transformers"
TRANSFORMER = "transformer"
SOURCE = "source of a transformation"
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
_PARTS = {
    "http://xml.org/sax/features/external-general-entities": "general",
    "http://xml.org/sax/features/external-parameter-entities": "parameter",
    "http://apache.org/xml/features/nonvalidating/load-external-dtd": "outside",
}
"""Where all three are off, nothing that lies elsewhere is read, unless it is validated."""

_AS_MADE = Table(
    tuple((key, literal(False)) for key in ("safe", *_PARTS.values(), "validates", "more"))
)
"""``safe``: document types are forbidden; ``more``: something else may be read in."""

_HARMLESS = frozenset(
    {
        "http://javax.xml.XMLConstants/feature/secure-processing",
        "http://javax.xml.XMLConstants/property/accessExternalDTD",
        "http://javax.xml.XMLConstants/property/accessExternalSchema",
        "http://javax.xml.XMLConstants/property/accessExternalStylesheet",
        "http://xml.org/sax/features/namespaces",
        "http://xml.org/sax/features/namespace-prefixes",
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
        call.state.allocate(call.site, _AS_MADE)
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
    known = dict(content.items)
    turned = bool(value) and all(isinstance(a, Literal) and a.value is False for a in value)
    if name == _NO_TYPES:
        known["safe"] = value
    elif name in _STREAMS.values():
        if turned and name != _NO_TYPES_IN_STREAMS:
            # The part of a document type that lies elsewhere is read nevertheless.
            return
        known["safe"] = literal(turned)
    elif name in _PARTS:
        known[_PARTS[name]] = literal(turned)
    elif name == "setValidating":
        known["validates"] = literal(not turned)
    elif name is None:
        known = {key: join(before, literal(key == "more")) for key, before in known.items()}
    elif name in _HARMLESS or value == literal(False):
        return
    else:
        # It may have other documents read in: XInclude, or schemas that the document names.
        known["more"] = literal(True)
    call.machine.note(call.state)
    call.state.replace(place.site, Table(tuple(known.items())))


def _transformers(call: Calling) -> Value | None:
    if call.given.all():
        return None
    call.state.allocate(call.site, Table((("dtd", literal(False)), ("sheet", literal(False)))))
    return (Instance(TRANSFORMERS, ((Reference(call.site),),)),)


def _source(call: Calling) -> Value | None:
    """``new StreamSource(reader)``: whoever transforms it reads it."""
    return resources.source(call) or (Instance(SOURCE),)


_ACCESS = {
    _NAMED[f"{_CONSTANTS}.ACCESS_EXTERNAL_DTD"]: "dtd",
    _NAMED[f"{_CONSTANTS}.ACCESS_EXTERNAL_STYLESHEET"]: "sheet",
}
"""What a transformer may read that lies elsewhere: nothing, if the text is empty."""
_OUTPUT = ("setOutputProperty", "setOutputProperties", "setParameter", "setErrorListener")


def _transforms(call: Calling, receiver: Instance, name: str) -> Value | None:
    """Factories of transformers, and these."""
    given = call.given.positional
    place = receiver.details[0][0]
    content = containers.content_of(place, call.state)
    if name == "setAttribute" and len(given) == 2 and receiver.kind == TRANSFORMERS:
        if not isinstance(place, Reference) or not isinstance(content, Table):
            return None
        named = _name(given[0])
        closed = literal(given[1] == text(""))
        known = dict(content.items)
        for key in known if named is None else [_ACCESS[named]] if named in _ACCESS else []:
            known[key] = closed if named is not None else literal(False)
        call.machine.note(call.state)
        call.state.replace(place.site, Table(tuple(known.items())))
        return NONE
    if name == "newTransformer" and not given and isinstance(content, Table):
        call.state.allocate(call.site, content)
        return (Instance(TRANSFORMER, ((Reference(call.site),),)),)
    call.state.escape(*given)
    return NONE if name == "setFeature" or name in _OUTPUT else None


def _is_closed(look: Look) -> str | None:
    for atom in look.value:
        if not isinstance(atom, Instance) or atom.kind != TRANSFORMER:
            return "how the transformer is made is not seen"
        content = containers.content_of(atom.details[0][0], look.state)
        values = [v for _, v in content.items] if isinstance(content, Table) else [()]
        if any(value != literal(True) for value in values):
            return "the transformer may read what lies elsewhere"
    return None if look.value else "how the transformer is made is not seen"


def _is_source(look: Look) -> str | None:
    kinds = (SOURCE, resources.RESOURCE)
    known = all(isinstance(atom, Instance) and atom.kind in kinds for atom in look.value)
    return None if known and look.value else "who reads the source is not seen"


def _reads_resource(look: Look) -> str | None:
    """``newDocumentBuilder().parse(resource)``: what is made reads nothing else."""
    for several in look.calling.machine.seen.values():
        for seen in several:
            callee = seen.call.callee
            reads = isinstance(callee, ir.Attribute) and callee.name == "parse"
            if isinstance(callee, ir.Attribute) and reads and callee.value is look.call:
                given = seen.given.positional
                if given and resources.is_resource(look.at(given[0])) is None:
                    return None
    return "what is made may read anything"


def _methods(call: Calling, receiver: Atom, name: str) -> Value | None:
    if (found := resources.methods(call, receiver, name)) is not None:
        return found
    if isinstance(receiver, Instance) and receiver.kind in (TRANSFORMERS, TRANSFORMER):
        return _transforms(call, receiver, name)
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
            content if isinstance(content, Table) else _AS_MADE,
        )
        return (Instance(PARSER, ((Reference(call.site),),)),)
    if name == "setXIncludeAware" and len(given) == 1:
        if given[0] != literal(False):
            _set(call, place, name, literal(True))
        return NONE
    if name == "setValidating" and len(given) == 1:
        _set(call, place, name, given[0])
        return NONE
    return NONE if name in _PLAIN_SETTERS else None


def _safe(look: Look) -> str | None:
    for atom in look.value:
        if not isinstance(atom, Instance) or atom.kind not in (FACTORY, PARSER):
            return "how the parser is made is not seen"
        content = containers.content_of(atom.details[0][0], look.state)
        known = dict(content.items) if isinstance(content, Table) else {}
        parts = (*_PARTS.values(), "safe")
        off = {key for key in parts if known.get(key) == literal(True)}
        plain = len(off - {"safe"}) == len(_PARTS) and known["validates"] == literal(False)
        if known.get("more") != literal(False) or not ("safe" in off or plain):
            return "the parser may read external entities"
    return None if look.value else "how the parser is made is not seen"


_BUNDLED = Form(
    "a document of the program",
    (Need(resources.is_resource, 0),),
    proves="xxe/bundled_document",
    justification=Justification.NOT_CONTROLLABLE,
)
_TOLD = re.compile(rb"(?:(\w+)[\s)]*)?\.\s*set(Feature|Property)\s*\(")
"""Who is told something of a reader."""
_SAID = re.compile(rb"[\s(]*(?:\"([^\"\n]*)\"|([\w.]+))[\s)]*,[\s(]*([^;]{0,200})")
"""What that is: its name as a text, or what is named so, and the value."""
_SAYS_TRUE = re.compile(rb"(?:Boolean[\s)]*\.\s*)?(?i:true)\s*\)")
_SAYS_FALSE = re.compile(rb"(?:Boolean[\s)]*\.\s*)?(?i:false)\s*\)")
_LIMIT = 200
"""Places of a source that are looked at."""


def _is_opened(look: Look, made: ir.Call) -> bool:
    """Whether a reader may be told somewhere to read document types, or what they name.

    What the factory was told before is known.
    """
    source = look.calling.machine.unit.code
    owner = made.callee
    while isinstance(owner, ir.Attribute | ir.Call):
        owner = owner.callee if isinstance(owner, ir.Call) else owner.value
    factory = owner.name.encode() if isinstance(owner, ir.Name) else b""
    for number, found in enumerate(_TOLD.finditer(source)):
        if number >= _LIMIT:
            return True
        before = found[1] == factory and found.start() < made.start
        if not before and _opens(source, found):
            return True
    return False


def _opens(source: bytes, told: re.Match[bytes]) -> bool:
    is_feature, said = told[2] == b"Feature", _SAID.match(source, told.end())
    if said is None:
        return is_feature
    name = said[1]
    if name is None:
        last = said[2].rpartition(b".")[2]
        held = re.findall(rb"\b%s[\s)]*=[\s(]*\"([^\"\n]*)\"[\s)]*;" % re.escape(last), source)
        others = re.findall(rb"\b%s[\s)]*=(?!=)" % re.escape(last), source)
        known = [path for path in _NAMED if path.rpartition(".")[2].encode() == last]
        if len(held) == len(others) == 1:
            name = held[0]
        elif known and not others:
            name = _NAMED[known[0]].encode()
        else:
            return is_feature
    if not is_feature:
        return b"schema" in name.lower() and name.decode() not in _HARMLESS
    if name.decode("utf-8", "replace") == _NO_TYPES:
        return _SAYS_TRUE.match(said[3]) is None
    return _SAYS_FALSE.match(said[3]) is None and name.decode("utf-8", "replace") not in _HARMLESS


def _stays_closed(look: Look) -> str | None:
    """A parser that is safe, and whose readers nobody in view tells otherwise."""
    if (reason := _safe(look)) is not None or look.call is None:
        return reason
    if _is_opened(look, look.call):
        return "the parser may be told to read external entities"
    return None


_MAKES_CLOSED = Form(
    "parser without document types",
    (Need(_stays_closed, receiver=True),),
    proves="xxe/no_doctype",
    any_position=True,
    justification=Justification.INLINE_MITIGATIONS,
)
_FOR_BUNDLED = Form(
    "a document of the program",
    (Need(_reads_resource, receiver=True),),
    proves="xxe/bundled_document",
    justification=Justification.NOT_CONTROLLABLE,
)
_CLOSED = Form(
    "transformer that reads nothing else",
    (Need(_is_closed, receiver=True), Need(_is_source, 0), Need(anything, 1)),
    proves="xxe/closed_transformer",
    justification=Justification.INLINE_MITIGATIONS,
)
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
            (_READS, _BUNDLED),
            names=frozenset({"parse", "createXMLStreamReader", "createXMLEventReader"}),
        ),
        Sink((_MAKES_CLOSED, _FOR_BUNDLED), names=_MAKES),
        Sink((_CLOSED,), names=frozenset({"transform"})),
        Sink(
            (),
            names=frozenset({"unmarshal", "newSchema", "validate", "read", "build"}),
        ),
    ),
    calls={
        **resources.CALLS,
        "javax.xml.transform.TransformerFactory.newInstance": _transformers,
        "javax.xml.transform.TransformerFactory.newDefaultInstance": _transformers,
        **dict.fromkeys(
            ("javax.xml.transform.stream.StreamSource", "javax.xml.transform.dom.DOMSource"),
            _source,
        ),
        "org.xml.sax.helpers.XMLReaderFactory.createXMLReader": _new(PARSER),
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
