"""Options of DOMPurify and sanitize-html that allow nothing that runs."""

from fpcache_ops.validators.safe_patterns.engine.values import Literal, Series, Table, Text, Value
from fpcache_ops.validators.safe_patterns.knowledge.model import Look
from fpcache_ops.validators.safe_patterns.languages.javascript.literals import words

_ELEMENTS = words(
    """
    a abbr address article aside b bdi bdo big blockquote br caption center cite code col colgroup
    dd del dfn div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hgroup hr i img
    ins kbd li main mark nav ol p picture pre q rp rt ruby s samp section small span strike strong
    sub sup table tbody td tfoot th thead time tr tt u ul var wbr
    """
)
_ATTRIBUTES = words(
    """
    abbr align alt border cellpadding cellspacing cite class color cols colspan datetime dir height
    href hreflang id lang loading name rel reversed rowspan scope size sizes span src start target
    title type valign width
    """
)
_SCHEMES = words("http https mailto tel ftp")
_LISTS = {
    "ALLOWED_TAGS": _ELEMENTS,
    "ADD_TAGS": _ELEMENTS,
    "ALLOWED_ATTR": _ATTRIBUTES,
    "ADD_ATTR": _ATTRIBUTES,
    "allowedTags": _ELEMENTS,
    "allowedSchemes": _SCHEMES,
}
_FORBIDDING = frozenset({"FORBID_TAGS", "FORBID_ATTR"})
_SWITCHES = {
    "KEEP_CONTENT": (True, False),
    "ALLOW_DATA_ATTR": (False,),
    "ALLOW_ARIA_ATTR": (True, False),
    "enforceHtmlBoundary": (True, False),
}
"""What may be switched on and off without letting anything through that runs."""


def is_tame(look: Look) -> bool:
    """Whether options are in view, and allow nothing but plain elements and attributes."""
    content = look.content(look.value[0]) if len(look.value) == 1 else None
    if isinstance(content, Literal) and content.kind == "NoneType":
        return True
    if not isinstance(content, Table) or content.rest:
        return False
    return all(_is_tame(look, str(key), value) for key, value in content.items)


def _is_tame(look: Look, key: str, value: Value) -> bool:
    atom = value[0] if len(value) == 1 else None
    content = look.content(atom) if atom is not None else None
    if key in _LISTS:
        return _names(content, _LISTS[key])
    if key in _FORBIDDING:
        return True
    if key in _SWITCHES:
        return isinstance(content, Literal) and content.value in _SWITCHES[key]
    if key == "USE_PROFILES":
        return _only_html(content)
    if key == "allowedAttributes" and isinstance(content, Table) and not content.rest:
        lists = [look.content(one) for _, each in content.items for one in each]
        single = all(len(each) == 1 for _, each in content.items)
        return single and all(_names(one, _ATTRIBUTES) for one in lists)
    return False


def _names(content: object, allowed: frozenset[str]) -> bool:
    if not isinstance(content, Series) or content.rest:
        return False
    return all(
        isinstance(atom, Text) and atom.constant in allowed
        for item in content.items
        for atom in item
    )


def _only_html(content: object) -> bool:
    if not isinstance(content, Table) or content.rest:
        return False
    return all(
        str(key) == "html" and value == (Literal("bool", True),) for key, value in content.items
    )
