"""``%``, ``format`` and f-strings: where the values end up in the text."""

import re
import string
from collections.abc import Callable, Sequence

from fpcache_ops.validators.safe_patterns.engine.texts import built, too_many
from fpcache_ops.validators.safe_patterns.engine.values import (
    NUMBER,
    Atom,
    Hole,
    Literal,
    Number,
    Pieces,
    Text,
    Unknown,
    Value,
    unknown,
)

TextOf = Callable[[Atom], Pieces | None]

_DIRECTIVE = re.compile(
    r"%(?:\((?P<key>[^()]*)\))?(?P<flags>[#0\- +]*)(?P<width>\*|\d{1,4})?"
    r"(?P<precision>\.(?:\*|\d{0,4}))?[hlL]?(?P<kind>.)",
    re.DOTALL,
)
_NUMBER_SPEC = re.compile(r"[<>=^]?[+\- ]?#?0?\d{0,3}[,_]?(?:\.\d{1,3})?[bdoxXeEfFgG%]?")
_DIGITS_SPEC = re.compile(_NUMBER_SPEC.pattern.removesuffix("?"))
_PADDING_SPEC = re.compile(r"[<>^]?\d{1,3}s?|s")
_FIELD = re.compile(r"\d{1,4}|[A-Za-z_][A-Za-z0-9_]*")
_KEYED = re.compile(r"(?P<name>\w*)\[(?P<key>[^\[\]]+)\]", re.ASCII)


def percent(
    template: str, text_of: TextOf, pick: Callable[[int | str], Value | None], count: int | None
) -> Value | None:
    """``template % values``: ``pick`` gives a value by position or key, ``count`` their number.

    ``%d`` and its like give digits or raise, whatever the value; a missing value raises.
    """
    parts: list[Sequence[Pieces]] = []
    at = position = 0
    keyed = False
    while True:
        found = template.find("%", at)
        if found < 0:
            parts.append([(template[at:],)])
            break
        parts.append([(template[at:found],)])
        directive = _DIRECTIVE.match(template, found)
        if directive is None:
            return None
        at = directive.end()
        kind = directive["kind"]
        if "*" in (directive["width"] or "") or "*" in (directive["precision"] or ""):
            return None
        if kind == "%":
            parts.append([("%",)])
            continue
        key: int | str = position
        if directive["key"] is not None:
            key, keyed = directive["key"], True
        else:
            position += 1
        value = pick(key)
        plain = not (directive["flags"] or directive["width"] or directive["precision"])
        shown = _shown(kind, value, plain, text_of)
        if shown is None:
            return _blame(value)
        parts.append(shown)
    if count is not None and not keyed and position != count:
        return None
    result = built(parts)
    return result if result is not None else too_many()


def _shown(kind: str, value: Value | None, plain: bool, text_of: TextOf) -> list[Pieces] | None:
    if kind in "diufFeEgGxXo":
        if plain and kind == "d" and value is not None:
            exact = [_exact(atom) for atom in value]
            if exact and None not in exact:
                return [(text,) for text in exact if text is not None]
        return [(Hole(NUMBER),)]
    if kind not in "sra" or value is None:
        return None
    forms: list[Pieces] = []
    for atom in value:
        pieces = text_of(atom) if kind == "s" or isinstance(atom, (Number, Literal)) else None
        if pieces is None or not (plain or _numeric(pieces)):
            return None
        forms.append(pieces)
    return forms or None


def _exact(atom: Atom) -> str | None:
    if isinstance(atom, Literal) and atom.kind == "int":
        return str(atom.value)
    return None


def _numeric(pieces: Pieces) -> bool:
    return pieces == (Hole(NUMBER),)


def _blame(value: Value | None) -> Value | None:
    """The unknown part of a value, as the value of the whole."""
    return value if value is not None and any(hasattr(atom, "cause") for atom in value) else None


def _key(name: str) -> int | str:
    """Digits are a number, everything else is a name."""
    return int(name) if name.isdecimal() else name


def braces(
    template: str,
    text_of: TextOf,
    pick: Callable[[int | str], Value | None],
    *,
    digits: bool = False,
    within: Callable[[Value, int | str], Value | None] | None = None,
) -> Value | None:
    """``template.format(...)``; a field looks into a value at most one key deep (``within``)."""
    parts: list[Sequence[Pieces]] = []
    automatic = 0
    try:
        fields = list(string.Formatter().parse(template))
    except ValueError:
        return None
    for before, name, spec, conversion in fields:
        parts.append([(before,)])
        if name is None:
            continue
        inner = _KEYED.fullmatch(name)
        outer = inner["name"] if inner is not None else name
        if outer == "":
            key: int | str = automatic
            automatic += 1
        elif _FIELD.fullmatch(outer) and (inner is None or within is not None):
            key = _key(outer)
        else:
            return unknown(f"the field `{name[:40]}` of a format looks into a value")
        value = pick(key)
        if inner is not None and value is not None and within is not None:
            value = within(value, _key(inner["key"]))
        if value is None or "{" in (spec or ""):
            return None
        forms = shown(value, conversion or "", spec or "", text_of, digits=digits)
        if forms is None:
            return _blame(value)
        parts.append(forms)
    result = built(parts)
    return result if result is not None else too_many()


def shown(
    value: Value, conversion: str, spec: str, text_of: TextOf, *, digits: bool = False
) -> list[Pieces] | None:
    """The texts that a value is shown as; ``None`` if that is not modelled.

    ``digits``: no class in view has formats of its own, so a format for numbers (``04d``) gives
    digits or raises, whatever the value.
    """
    forms: list[Pieces] = []
    for atom in value:
        if digits and not conversion and isinstance(atom, Unknown):
            if not _DIGITS_SPEC.fullmatch(spec):
                return None
            forms.append((Hole(NUMBER),))
            continue
        if isinstance(atom, (Number, Literal)) and not (
            isinstance(atom, Literal) and atom.kind == "NoneType"
        ):
            if spec and not _NUMBER_SPEC.fullmatch(spec):
                return None
            pieces = text_of(atom) if not spec else (Hole(NUMBER),)
        else:
            if conversion not in ("", "s"):
                return None
            pieces = text_of(atom)
            if spec and pieces is not None:
                pieces = _padded(atom, pieces, spec)
        if pieces is None:
            return None
        forms.append(pieces)
    return forms or None


def _padded(atom: Atom, pieces: Pieces, spec: str) -> Pieces | None:
    if not _PADDING_SPEC.fullmatch(spec):
        return None
    if isinstance(atom, Text) and atom.constant is not None and atom.flavour == "str":
        return (format(atom.constant, spec),)
    return pieces if _numeric(pieces) else None
