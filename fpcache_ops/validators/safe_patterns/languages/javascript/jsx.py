"""JSX: elements are calls of ours, attributes that a browser reads as code are calls of their own.

What is put between tags is text, whatever it holds.
"""

from abc import ABC

from fpcache_ops.evidence.tree import SyntaxNode
from fpcache_ops.validators.safe_patterns.engine import ir
from fpcache_ops.validators.safe_patterns.languages.javascript.reading import Expressions
from fpcache_ops.validators.safe_patterns.languages.javascript.scoping import named

_ADDRESSES = frozenset(
    {"href", "src", "action", "formAction", "xlinkHref", "xlink:href", "data", "srcSet", "poster"}
)
_MARKUP = frozenset({"dangerouslySetInnerHTML", "srcDoc", "innerHTML"})


class Elements(Expressions, ABC):
    """Reads elements."""

    def _jsx(self, node: SyntaxNode) -> ir.Expression:
        at = (node.start_byte, node.end_byte)
        opening = node.child_by_field_name("open_tag") or node
        name = self._text(opening.child_by_field_name("name"))
        plain = not name or (name[:1].islower() and "." not in name)
        values: list[ir.Expression] = []
        spread = False
        for attribute in opening.children_by_field_name("attribute"):
            if attribute.type == "jsx_attribute":
                values.append(self._attribute(attribute, name))
            else:
                spread = True
                values += self._container(attribute)
        if node.type != "jsx_self_closing_element":
            for child in named(node):
                if child.type == "jsx_expression":
                    values += self._container(child)
                elif child.type in ("jsx_element", "jsx_self_closing_element", "jsx_fragment"):
                    values.append(self._expression(child))
        # A pragma names another function than React's that makes the elements.
        plain = plain and not spread and name not in ("script", "style")
        kind = "jsx.element" if plain and b"@jsx" not in self._source else "jsx.component"
        arguments = tuple(ir.Argument(value) for value in values)
        return ir.Call(*at, ir.Library(*at, kind), arguments)

    def _container(self, node: SyntaxNode) -> list[ir.Expression]:
        """What stands in braces."""
        found: list[ir.Expression] = []
        for inner in named(node):
            if inner.type == "spread_element":
                found += [self._expression(part) for part in named(inner)]
            else:
                found.append(self._expression(inner))
        return found

    def _attribute(self, node: SyntaxNode, tag: str) -> ir.Expression:
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
        kind = ""
        if name in _MARKUP:
            kind = f"jsx.{name}"
        elif name in _ADDRESSES:
            kind = "jsx.address"
        if not kind:
            return value
        return ir.Call(*at, ir.Library(*at, kind), (ir.Argument(value),))
