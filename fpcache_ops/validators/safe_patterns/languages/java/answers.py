"""Methods that answer requests, and what is done with what they give."""

import re
from collections.abc import Mapping

from fpcache_ops.evidence.tree import SyntaxNode
from fpcache_ops.validators.safe_patterns.languages.java import library
from fpcache_ops.validators.safe_patterns.languages.java.classes import Texts

PAGE, DATA, VIEW = "page", "data", "view"

_SPRING = frozenset(
    f"{kind}Mapping" for kind in ("Get", "Post", "Put", "Delete", "Patch", "Request")
)
_REST = frozenset({"GET", "POST", "PUT", "DELETE", "PATCH"})
_REMARK = re.compile(r"(?P<text>\"(?:\\.|[^\"\\])*\")|//[^\n]*|/\*.*?\*/", re.DOTALL)
_PRODUCES = re.compile(r"\bproduces\s*=\s*(\{[^{}]*\}|[^,){}]+)")
_KIND = re.compile(
    r"(?P<text>\"(?:application/(?:json|problem\+json|octet-stream|pdf)|text/(?:plain|csv))"
    r"(?:\s*;\s*charset=[\w-]+)?\")"
    r"|MediaType\.(?:APPLICATION_(?:JSON|OCTET_STREAM|PDF)|TEXT_PLAIN)(?:_VALUE)?",
    re.IGNORECASE | re.ASCII,
)
_PLAIN = (
    library.PRIMITIVES | library.BOXES | {"java.lang.Boolean", "java.util.Map", "java.util.List"}
)
"""What Spring's controllers write as JSON."""

_WHOLE = _PLAIN | {"java.lang.String", "byte[]"}
"""Answers that do not say themselves of which kind they are."""


def annotations(node: SyntaxNode, text: Texts) -> dict[str, str]:
    """The annotations of a declaration: what they are given, by their simple names."""
    found: dict[str, str] = {}
    for child in node.children:
        if child.type != "modifiers":
            continue
        for one in child.children:
            if one.type in ("annotation", "marker_annotation"):
                name = text(one.child_by_field_name("name")).rpartition(".")[2]
                given = text(one.child_by_field_name("arguments"))
                found[name] = _REMARK.sub(lambda part: part["text"] or " ", given)
    return found


def answered_with(
    method: Mapping[str, str], owner: Mapping[str, str], declared: str, media: str
) -> str:
    """As what a browser is sent what a method gives; empty if it answers no request.

    ``media`` is what ``MediaType`` is imported from.
    """
    named = media.startswith(_MEDIA)
    if not _REST.isdisjoint(method):
        kinds = method.get("Produces", owner.get("Produces", ""))
        return DATA if declared in _WHOLE and _is_data(kinds, named=named) else PAGE
    mapping = [given for name, given in method.items() if name in _SPRING]
    if not mapping:
        return ""
    if "ResponseBody" not in {*method, *owner} and "RestController" not in owner:
        return VIEW
    if declared in _PLAIN:
        return DATA
    if len(mapping) > 1 or declared not in _WHOLE:
        return PAGE
    said = _PRODUCES.search(mapping[0]) or _PRODUCES.search(owner.get("RequestMapping", ""))
    return DATA if said is not None and _is_data(said[1], named=named) else PAGE


_MEDIA = ("org.springframework.http.", "javax.ws.rs.core.", "jakarta.ws.rs.core.")


def _is_data(kinds: str, *, named: bool) -> bool:
    """Whether all kinds of answers are such that no browser takes them for a page."""
    for word in kinds.strip("(){} \n").split(","):
        found = _KIND.fullmatch(word.strip().removeprefix("value").lstrip("= {"))
        if found is None or not (found["text"] or named):
            return False
    return True
