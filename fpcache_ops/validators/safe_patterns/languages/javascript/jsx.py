"""JSX: elements are calls of ours, attributes that a browser reads as code are calls of their own.

What is put between tags is text, whatever it holds. Names of attributes are compared as a browser
does: without their prefix, and in small letters.
"""

from abc import ABC

from fpcache_ops.evidence.tree import SyntaxNode
from fpcache_ops.validators.safe_patterns.engine import ir
from fpcache_ops.validators.safe_patterns.languages.javascript.reading import Expressions
from fpcache_ops.validators.safe_patterns.languages.javascript.scoping import named

_ADDRESSES = frozenset(
    {"href", "src", "action", "formaction", "xlinkhref", "data", "srcset", "poster"}
)
_MARKUP = {
    "dangerouslysetinnerhtml": "jsx.dangerouslySetInnerHTML",
    "srcdoc": "jsx.srcDoc",
    "innerhtml": "jsx.innerHTML",
    "outerhtml": "jsx.innerHTML",
    "dompropsinnerhtml": "jsx.innerHTML",
    "v-html": "jsx.innerHTML",
}
_CODE = frozenset({"script", "style"})
_NO_MARKUP = _CODE | {
    *("svg", "math", "noscript", "textarea", "title", "xmp", "iframe", "noembed", "noframes"),
    *("plaintext", "template"),
}
"""Elements in which markup is read in another way, or not at all."""

_LOADING = frozenset({"base", "link", "embed", "object", "iframe", "frame", "form"})
"""Elements for which a foreign host is more than a link."""

_ANIMATIONS = frozenset({"animate", "set"})
_ANIMATED = frozenset({"values", "to", "from", "by"})


class Elements(Expressions, ABC):
    """Reads elements."""

    def _jsx(self, node: SyntaxNode) -> ir.Expression:
        at = (node.start_byte, node.end_byte)
        opening = node.child_by_field_name("open_tag") or node
        name = self._text(opening.child_by_field_name("name"))
        plain = not name or (name[:1].islower() and "." not in name)
        values: list[ir.Expression] = []
        spread = False
        attributes = opening.children_by_field_name("attribute")
        for number, attribute in enumerate(attributes):
            if attribute.type == "jsx_attribute":
                later = any(other.type != "jsx_attribute" for other in attributes[number + 1 :])
                values.append(self._attribute(attribute, name, overridden=later))
            else:
                spread = True
                spot = (attribute.start_byte, attribute.end_byte)
                given = tuple(ir.Argument(part) for part in self._container(attribute))
                values.append(ir.Call(*spot, ir.Library(*spot, "jsx.spread"), given))
        if node.type != "jsx_self_closing_element":
            for child in named(node):
                if child.type == "jsx_expression" and name in _CODE:
                    spot = (child.start_byte, child.end_byte)
                    code = tuple(ir.Argument(part) for part in self._container(child))
                    values.append(ir.Call(*spot, ir.Library(*spot, "jsx.code"), code))
                elif child.type == "jsx_expression":
                    values += self._container(child)
                elif child.type in ("jsx_element", "jsx_self_closing_element", "jsx_fragment"):
                    values.append(self._expression(child))
        # A pragma names another function than React's that makes the elements.
        component = not plain or b"@jsx" in self._source
        plain = not component and not spread and name not in _CODE
        kind = "jsx.element" if plain else "jsx.component"
        arguments = [ir.Argument(value) for value in values]
        if component:
            made_by = self._component(opening.child_by_field_name("name"))
            arguments.append(ir.Argument(made_by, "component"))
        return ir.Call(*at, ir.Library(*at, kind), tuple(arguments))

    def _component(self, node: SyntaxNode | None) -> ir.Expression:
        """What an element is made by: of ``<A.B>`` the ``A``."""
        while node is not None and node.type != "identifier":
            node = next(named(node), None)
        return self._name(node) if node is not None else ir.Opaque(0, 0, (), "nothing")

    def _container(self, node: SyntaxNode) -> list[ir.Expression]:
        """What stands in braces."""
        found: list[ir.Expression] = []
        for inner in named(node):
            if inner.type == "spread_element":
                found += [self._expression(part) for part in named(inner)]
            else:
                found.append(self._expression(inner))
        return found

    def _attribute(self, node: SyntaxNode, tag: str, *, overridden: bool) -> ir.Expression:
        """An attribute; what is spread behind it may take its place: it stands beside its value."""
        at = (node.start_byte, node.end_byte)
        parts = list(named(node))
        name = self._text(parts[0]) if parts else ""
        value: ir.Expression = ir.Constant(*at, True)
        if len(parts) > 1:
            given = parts[1]
            if given.type == "string":
                text = self._text(given)[1:-1]
                value = ir.Library(*at, "?") if "&" in text else ir.Constant(*at, text)
            elif given.type == "jsx_expression":
                inner = self._container(given)
                value = inner[0] if len(inner) == 1 else ir.Constant(*at, None)
            else:
                value = self._expression(given)
        kind = _kind(name, tag)
        if not kind:
            return value
        behind = (ir.Argument(ir.Library(*at, "?")),) if overridden else ()
        return ir.Call(*at, ir.Library(*at, kind), (ir.Argument(value), *behind))


def _kind(name: str, tag: str) -> str:
    """The call that an attribute is, if a browser reads it as more than text."""
    if tag in _ANIMATIONS and name in _ANIMATED:
        # A list of addresses: the second one may be code.
        return "jsx.code"
    own = name.rpartition(":")[2].lower()
    if own in _MARKUP:
        if tag == "script" and own == "dangerouslysetinnerhtml":
            return "jsx.scripted"
        return "jsx.markup" if tag in _NO_MARKUP and own != "srcdoc" else _MARKUP[own]
    if own not in _ADDRESSES:
        return ""
    if tag == "script":
        return "jsx.script"
    return "jsx.loaded" if tag in _LOADING else "jsx.address"
