"""XML external entities in Python.

Proven: constant documents without a DTD, and ``defusedxml`` in place of the library's own parsers.
"""

from fpcache_ops.core.verdict import Justification
from fpcache_ops.validators.safe_patterns.engine.values import Hole, Text
from fpcache_ops.validators.safe_patterns.knowledge.model import (
    Family,
    Form,
    Look,
    Need,
    Sink,
    anything,
    blame,
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

FAMILY = Family(
    type="xxe",
    module=__name__,
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
                    "lxml.etree.fromstring",
                    "lxml.etree.XML",
                }
            ),
        ),
        Sink(
            (),
            names=frozenset(
                {
                    "parse",
                    "parseString",
                    "fromstring",
                    "iterparse",
                    "XML",
                    "XMLParser",
                    "make_parser",
                    "create_parser",
                    "ParserCreate",
                    "setFeature",
                    "feed",
                    "ServerProxy",
                    "XMLReader",
                    "parsestring",
                    "fromstringlist",
                    "HTML",
                    "XMLTreeBuilder",
                }
            ),
        ),
    ),
    pattern="constant document",
)
