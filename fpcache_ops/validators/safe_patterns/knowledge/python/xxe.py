"""XML external entities in Python.

Proven: constant documents without a DTD, and ``defusedxml`` in place of the library's own parsers.
"""

import re

from fpcache_ops.core.verdict import Justification
from fpcache_ops.evidence.tree import SyntaxNode
from fpcache_ops.validators.safe_patterns.engine.language import Unit
from fpcache_ops.validators.safe_patterns.engine.machine import Calling
from fpcache_ops.validators.safe_patterns.engine.values import (
    NONE,
    Atom,
    Hole,
    Instance,
    Reference,
    Symbol,
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
    anything,
    blame,
    false,
    instance_is,
    nothing,
)


def _plain_document(look: Look) -> str | None:
    for atom in look.value:
        if not isinstance(atom, Text) or atom.constant is None:
            if isinstance(atom, Text) and atom.pieces == (Hole("number"),):
                continue
            return blame(look.value, "the document is not constant")
        if "<!" in atom.constant.replace("<!--", ""):
            return "the document has a type declaration"
    return None if look.value else "nothing is known of the document"


_PARSE = (
    Form(
        "constant document",
        (Need(_plain_document, 0, "text"),),
        proves="xxe/constant_document (real: document_with_dtd)",
        justification=Justification.NOT_CONTROLLABLE,
    ),
)
_SAFE = tuple(
    f"defusedxml.{module}.{name}"
    for module in (
        "ElementTree",
        "cElementTree",
        "minidom",
        "pulldom",
        "sax",
        "expatreader",
        "lxml",
    )
    for name in (
        "parse",
        "fromstring",
        "iterparse",
        "XML",
        "parseString",
        "XMLParser",
        "make_parser",
    )
)
_DEFUSED = (
    Form(
        "defusedxml refuses entities and DTDs",
        (
            Need(nothing("entities are switched on"), keyword="forbid_dtd", optional=True),
            Need(
                nothing("entities are switched on"),
                keyword="forbid_entities",
                optional=True,
            ),
            Need(
                nothing("entities are switched on"),
                keyword="forbid_external",
                optional=True,
            ),
            Need(
                nothing("a parser of its own"),
                position=1,
                keyword="parser",
                optional=True,
            ),
            Need(anything, 0, "source"),
        ),
        proves="xxe/defusedxml (real: defusedxml_switched_off)",
        justification=Justification.INLINE_MITIGATIONS,
    ),
)

PARSER = "SAX parser"
LXML = "lxml parser without entities"
_GES = "http://xml.org/sax/features/external-general-entities"
_FEATURE = "xml.sax.handler.feature_external_ges"


def _make_parser(call: Calling) -> Value | None:
    """``xml.sax.make_parser()``; its features are followed."""
    if call.given.all() or not call.given.closed:
        return None
    call.state.allocate(call.site, Table(()))
    return (Instance(PARSER, ((Reference(call.site),),)),)


def _methods(call: Calling, receiver: Atom, name: str) -> Value | None:
    if not isinstance(receiver, Instance) or receiver.kind != PARSER or not call.given.closed:
        return None
    (place,) = receiver.details[0]
    content = call.state.content(place.site) if isinstance(place, Reference) else None
    if not isinstance(place, Reference) or not isinstance(content, Table):
        return None
    given = call.given.positional
    if name == "setFeature" and len(given) == 2 and len(given[0]) == 1:
        feature = _name(given[0][0])
        if feature is None:
            return None
        call.machine.note(call.state)
        features = {**dict(content.items), feature: given[1]}
        call.state.replace(place.site, Table(tuple(features.items())))
        return NONE
    if name.startswith("set") and name.endswith(("Handler", "Locale")):
        # A handler is called, and is not given the parser.
        call.state.escape(*(one for one in given if one[0] != receiver))
        return NONE
    return None


def _name(atom: Atom) -> str | None:
    if isinstance(atom, Symbol) and atom.path == _FEATURE:
        return _GES
    return atom.constant if isinstance(atom, Text) else None


def _without_entities(look: Look) -> str | None:
    for atom in look.value:
        if not isinstance(atom, Instance) or atom.kind != PARSER:
            return blame(look.value, "the parser is not one that is known")
        (place,) = atom.details[0]
        content = look.state.content(place.site) if isinstance(place, Reference) else None
        if not isinstance(content, Table):
            return "the parser may have been changed"
        if false(look.at(dict(content.items).get(_GES, ()))) is not None:
            return "external entities are not switched off"
    return None if look.value else "nothing is known of the parser"


def _is_ges(look: Look) -> str | None:
    named = [_name(atom) for atom in look.value]
    return None if named and set(named) == {_GES} else "another feature is switched"


def _lxml_parser(call: Calling) -> Value | None:
    """``lxml.etree.XMLParser(resolve_entities=False)``."""
    given = call.given
    if given.positional or not given.closed:
        return None
    named = dict(given.named)
    for option, value in named.items():
        look = Look(value, call)
        if option in ("resolve_entities", "load_dtd", "dtd_validation", "huge_tree"):
            if false(look) is not None:
                return None
        elif option not in _OPTIONS:
            return None
    return (Instance(LXML),) if "resolve_entities" in named else None


_INCLUDES = ("xinclude", "XInclude", "ElementInclude")


_BOUND = re.compile(rb"\s*(\w+)\s*=(?!=)")
_READERS = re.compile(rb"\b(?:XSLT|XMLSchema|RelaxNG|Schematron)\s*\(")
_LIMIT = 60
"""Stylesheets and schemas that are looked at."""
_READ_ON = rb"\b(?:XSLT|XMLSchema|RelaxNG|Schematron)\(\s*%s\b"


def _is_read_on(unit: Unit, start: int, end: int) -> bool:
    """Whether what is parsed is made a stylesheet or schema there, or by whoever asks for it."""
    if _READERS.search(unit.code) is None:
        return False
    names: set[bytes] = set()
    around: SyntaxNode | None = unit.root.descendant_for_byte_range(start, start)
    while around is not None:
        if around.type == "function_definition":
            named = around.child_by_field_name("name")
            names.add(named.text or b"" if named is not None else b"")
        around = around.parent
    asked = re.compile(rb"\b(?:%s)\s*\(" % b"|".join(map(re.escape, sorted(names))))
    for number, found in enumerate(_READERS.finditer(unit.code)):
        if number >= _LIMIT:
            return True
        if start <= found.start() < end:
            return True
        node: SyntaxNode | None = unit.root.descendant_for_byte_range(*found.span())
        while node is not None and node.parent is not None and node.parent.type != "module":
            if node.type == "function_definition":
                break
            node = node.parent
        span = (node.start_byte, node.end_byte) if node is not None else (0, len(unit.code))
        called = (at for at in asked.finditer(unit.code, *span)) if names else ()
        if any(not unit.code.endswith(b"def ", 0, at.start()) for at in called):
            return True
    return False


def _refuses(unit: Unit, start: int, end: int) -> str | None:
    """A document that is parsed safely may still name files that are put into it afterwards."""
    bound = _BOUND.match(unit.code, start, end)
    if bound is not None and re.search(_READ_ON % re.escape(bound[1]), unit.code):
        return "the document is a stylesheet, which names files"
    if _is_read_on(unit, start, end):
        return "the document may be a stylesheet or a schema, which name files"
    if any(unit.mentions(word) for word in _INCLUDES):
        return "files that a document names are put into it"
    return None


_OPTIONS = frozenset(
    {"no_network", "recover", "remove_blank_text", "remove_comments", "remove_pis", "strip_cdata"}
    | {"encoding", "ns_clean", "compact", "collect_ids"}
)
_SAX = Form(
    "a parser that reads no external entities",
    (Need(_without_entities, receiver=True), Need(anything, 0, "source")),
    proves="xxe/sax_feature",
    justification=Justification.INLINE_MITIGATIONS,
)
_SWITCH = Form(
    "external entities are switched off",
    (Need(_is_ges, 0, "name"), Need(false, 1, "state")),
    proves="xxe/switched_off",
    justification=Justification.INLINE_MITIGATIONS,
)
_NO_ENTITIES = Form(
    "a parser that resolves no entities",
    (Need(false, keyword="resolve_entities"),),
    free=_OPTIONS,
    proves="xxe/lxml_parser",
    justification=Justification.INLINE_MITIGATIONS,
)
_WITH_PARSER = Form(
    "a parser that resolves no entities",
    (Need(anything, 0, "source"), Need(instance_is(LXML), 1, "parser")),
    proves="xxe/lxml_with_parser",
    justification=Justification.INLINE_MITIGATIONS,
)

FAMILY = Family(
    type="xxe",
    module=__name__,
    beyond=(
        "What another library (feedparser, SOAP clients) does with XML; parsers that are made "
        "elsewhere and handed in."
    ),
    apart="Entities that only expand inside the document, where the parser in view allows them.",
    sinks=(
        Sink(_DEFUSED, calls=frozenset(_SAFE)),
        Sink(
            _PARSE,
            calls=frozenset(
                {
                    "xml.etree.ElementTree.fromstring",
                    "xml.etree.ElementTree.XML",
                    "xml.etree.cElementTree.fromstring",
                    "xml.dom.minidom.parseString",
                    "xml.dom.pulldom.parseString",
                    "xml.sax.parseString",
                }
            ),
        ),
        Sink(
            (*_PARSE, _WITH_PARSER),
            calls=frozenset({"lxml.etree.fromstring", "lxml.etree.XML"}),
        ),
        Sink((_WITH_PARSER,), calls=frozenset({"lxml.etree.parse"})),
        Sink((_NO_ENTITIES,), calls=frozenset({"lxml.etree.XMLParser"})),
        Sink((_SAX,), names=frozenset({"parse"})),
        Sink((_SWITCH,), names=frozenset({"setFeature"})),
        Sink(
            (),
            names=frozenset(
                {
                    "parseString",
                    "fromstring",
                    "iterparse",
                    "XML",
                    "XMLParser",
                    "make_parser",
                    "create_parser",
                    "ParserCreate",
                    "feed",
                    "ServerProxy",
                    "XMLReader",
                    "parsestring",
                    "fromstringlist",
                    "HTML",
                    "XMLTreeBuilder",
                    "XMLID",
                    "XMLDTDID",
                    "XMLSchema",
                    "RelaxNG",
                    "parseid",
                    "read_xml",
                }
            ),
        ),
    ),
    calls={
        "xml.sax.make_parser": _make_parser,
        "lxml.etree.XMLParser": _lxml_parser,
    },
    methods=_methods,
    pattern="constant document",
    neighbours=True,
    untouched=frozenset({"DefusedXMLParser"}),
    refuses=_refuses,
)
