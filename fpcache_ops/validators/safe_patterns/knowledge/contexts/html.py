"""HTML: escaped text between tags and in quoted attributes that hold no code; numbers anywhere.

Escaping keeps text from ending where it stands. It does not help where the text is code already:
scripts, styles, event handlers, addresses that may begin with ``javascript:``, unquoted attributes.
Samples: xss/escaped_text, xss/escaped_in_href, xss/escaped_in_script.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from fpcache_ops.validators.safe_patterns.engine.values import (
    CHOSEN,
    NUMBER,
    Hole,
    Pieces,
    Repeat,
    Text,
)

ESCAPED = "html"
"""What an escaping function gives: no ``<``, ``>``, ``&`` or quotes of its own."""

BETWEEN_TAGS = "html without single quotes"
"""What escapes ``<``, ``>``, ``&`` and perhaps the double quote, but no single quote."""

SANITIZED = "sanitized markup"
"""What a sanitizer gives: elements and text, nothing that runs."""

WITHOUT = "without"
"""A text that lacks the characters that its hole names."""

COMPONENT = "address component"
"""What percent-encoding gives: no markup, but single quotes may be left."""

_MARKUP = frozenset("<>&\"'`= \t\n")
_SIGNS = frozenset("0123456789-+.:")
_RAW = frozenset(
    {"script", "style", "iframe", "noscript", "xmp", "plaintext", "noembed", "svg", "math"}
)
_TEXT_ONLY = frozenset({"title", "textarea", "noframes"})
"""Elements that hold text: only their own end ends them, wherever it stands."""

_ADDRESSES = frozenset(
    [
        "href",
        "src",
        "action",
        "formaction",
        "poster",
        "background",
        "cite",
        "data",
        "longdesc",
        "profile",
        "usemap",
        "manifest",
        "icon",
        "codebase",
        "archive",
        "classid",
        "ping",
        "xlink:href",
    ]
)
_PLAIN = frozenset(
    {
        "abbr",
        "alt",
        "class",
        "cols",
        "colspan",
        "datetime",
        "dir",
        "for",
        "headers",
        "height",
        "id",
        "label",
        "lang",
        "max",
        "maxlength",
        "min",
        "name",
        "placeholder",
        "rows",
        "rowspan",
        "scope",
        "size",
        "span",
        "step",
        "summary",
        "title",
        "value",
        "width",
    }
)
"""Attributes that hold text, whatever script library reads the page."""

_LOADING = frozenset(
    {"script", "iframe", "frame", "embed", "object", "applet", "link", "base", "param", "portal"}
)
"""Elements whose addresses are of what runs in the page, or of where the page takes it from."""

_READ_BY_SCRIPTS = re.compile(
    r"ng-app|ng-controller|angular[\w.@/-]*\.js|\bVue\b|\bcreateApp\b|\bvue[\w.@/-]*\.js"
    r"|\sv-[a-z]+\s*=|\bx-data\b"
)
"""Signs of a library that takes text between braces in the page for code."""

_PLAIN_ADDRESS = re.compile(r"(?:https?://[A-Za-z0-9.-]+(?::\d+)?)?[/#?][^\s]*", re.ASCII)
_LETTERS = re.compile(r"[A-Za-z0-9:_.-]")


@dataclass(frozen=True, slots=True)
class _Where:
    """Where a text goes on.

    ``place``: text, open (after ``<``), tag, name, equals, value, bare, raw, only (text without
    elements), comment or note (``<!doctype``).
    """

    place: str = "text"
    tag: str = ""
    attribute: str = ""
    quote: str = ""
    value: str = ""
    closing: bool = False


def harmless(text: Text) -> str | None:
    """Why a text may bring foreign markup with it; ``None`` if it cannot."""
    if _is_attribute(text.pieces):
        return "values that stand like attributes, in markup that begins elsewhere"
    flat = list(_flat(text.pieces))
    if any(
        isinstance(piece, Hole) and piece.kind not in (NUMBER, CHOSEN) for piece in flat
    ) and any(isinstance(piece, str) and _READ_BY_SCRIPTS.search(piece) for piece in flat):
        return "a library in the page takes text for code"
    where: _Where | None = _Where()
    for piece in text.pieces:
        if where is None:
            return "a constant that is not listed stands before an escaped value"
        reason, where = _piece(piece, where)
        if reason is not None:
            return reason
    closed = where is None or where.place == "text"
    if not closed and any(not isinstance(piece, str) for piece in text.pieces):
        return "values stand in markup that is not closed"
    return None


def ends_between_tags(text: Text) -> str | None:
    """Why what is written after a text may stand inside of markup; ``None`` if it cannot."""
    where: _Where | None = _Where()
    for piece in text.pieces:
        if isinstance(piece, str) and _READ_BY_SCRIPTS.search(piece):
            return "a script may read the page as code"
        if where is not None:
            _, where = _piece(piece, where)
    if where is None or where.place != "text":
        return "it may end inside of markup"
    return None


def _is_attribute(pieces: Pieces) -> bool:
    """Whether values may stand in a tag that was opened before this text: ``name="value"``."""
    outside, values = "", False
    for piece in _flat(pieces):
        if not isinstance(piece, str):
            values = True
            continue
        before, tag, _ = piece.partition("<")
        outside += before
        if tag:
            break
    return values and any(letter in "=\"'`" for letter in outside)


def _flat(pieces: Pieces) -> Iterator[str | Hole]:
    for piece in pieces:
        if isinstance(piece, Repeat):
            for choice in piece.choices:
                yield from _flat(choice)
            yield piece.separator
        else:
            yield piece


def _piece(piece: str | Hole | Repeat, where: _Where) -> tuple[str | None, _Where | None]:
    if isinstance(piece, str):
        return None, _after(piece, where)
    if isinstance(piece, Repeat):
        return _repeat(piece, where)
    if piece.kind == CHOSEN:
        return None, None
    if piece.kind == NUMBER:
        return _number(where)
    if piece.kind == BETWEEN_TAGS and where.place in ("text", "only"):
        return None, where
    if piece.kind == SANITIZED:
        if where.place != "text":
            return "sanitized markup stands inside other markup", None
        return None, where
    if piece.kind == WITHOUT or piece.kind == COMPONENT:
        return _lacking(piece, where)
    if piece.kind == "matched":
        held = where.place == "value" and where.attribute.startswith("data-")
        if held and piece.letters is not None and piece.letters <= _SIGNS:
            # Digits and signs between them are no code, whatever a script reads them for.
            return _number(where)
        return _lacking(Hole(WITHOUT, _MARKUP - (piece.letters or _MARKUP)), where)
    if piece.kind != ESCAPED:
        return f"a part of it ({piece.kind}) is not escaped for HTML here", None
    return _escaped(where)


def _lacking(piece: Hole, where: _Where) -> tuple[str | None, _Where | None]:
    """A text without the characters that could end where it stands."""
    lacks = piece.letters or frozenset()
    if piece.kind == COMPONENT:
        lacks = _MARKUP - {"'"}
    needed = where.quote if where.place == "value" else "<"
    if needed not in lacks:
        return f"a value that may hold {needed!r} stands where that ends it", None
    return _escaped(where)


def _number(where: _Where) -> tuple[str | None, _Where | None]:
    if where.place in ("text", "only", "raw", "comment", "note", "value", "bare"):
        return None, replace(where, value=where.value + "0")
    if where.place == "equals":
        return None, replace(where, place="bare", value="0")
    return "a number stands where a name of markup is read", None


def _escaped(where: _Where) -> tuple[str | None, _Where | None]:
    if where.place in ("text", "only"):
        return None, where
    if where.place != "value":
        return "an escaped value stands where escaping does not help", None
    name = where.attribute
    if where.tag in _LOADING and (name in _ADDRESSES or where.tag == "param"):
        return f"a value stands in an address that `{where.tag}` loads", None
    if name not in _PLAIN and name not in _ADDRESSES:
        return f"an escaped value stands in the attribute `{name}`, which may be read as code", None
    if name in _ADDRESSES and not _PLAIN_ADDRESS.fullmatch(where.value):
        return f"an escaped value may begin the address in `{name}`", None
    return None, replace(where, value=where.value + "x")


def _repeat(piece: Repeat, where: _Where) -> tuple[str | None, _Where | None]:
    """Every round must end where it began."""
    for choice in piece.choices:
        reason, after = _pieces(choice, where)
        if reason is not None:
            return reason, None
        if after is None or replace(after, value="") != replace(where, value=""):
            return "a repeated part leaves the markup in another place", None
        if where.place == "value" and where.attribute in _ADDRESSES:
            return "a repeated part of an address", None
    if piece.separator and _after(piece.separator, where) != where and where.place != "value":
        return "a separator leaves the markup in another place", None
    if piece.separator and where.place == "value" and where.quote in piece.separator:
        return "a separator leaves the markup in another place", None
    return None, where


def _pieces(pieces: Pieces, where: _Where) -> tuple[str | None, _Where | None]:
    now: _Where | None = where
    for piece in pieces:
        if now is None:
            return "a constant that is not listed stands before an escaped value", None
        reason, now = _piece(piece, now)
        if reason is not None:
            return reason, None
    return None, now


def _after(text: str, where: _Where) -> _Where:
    for index, letter in enumerate(text):
        where = _step(letter, text[index:], where)
    return where


def _step(letter: str, ahead: str, where: _Where) -> _Where:
    match where.place:
        case "text":
            if ahead.startswith("<!"):
                return _Where("comment" if ahead.startswith("<!--") else "note")
            return _Where("open") if letter == "<" else where
        case "raw":
            if ahead.lower().startswith(f"</{where.tag}"):
                return _Where("open")
            return where
        case "only":
            if ahead.lower().startswith(f"</{where.tag}"):
                return _Where("open")
            return where
        case "note":
            return _Where() if letter == ">" else where
        case "comment":
            now = replace(where, value=where.value + letter)
            inside = now.value[len("!--") :]
            ended = inside in (">", "->") or inside.endswith(("-->", "--!>"))
            return _Where() if ended else now
        case "open":
            if _LETTERS.match(letter):
                return replace(where, tag=where.tag + letter.lower())
            if letter == "/" and not where.tag:
                return replace(where, closing=True)
            if not where.tag:
                return _Where() if letter != "<" else where
            return _step(letter, ahead, replace(where, place="tag"))
        case "tag" | "name" | "equals":
            return _in_tag(letter, where)
        case "value":
            if letter == where.quote:
                return _Where("tag", where.tag, closing=where.closing)
            return replace(where, value=where.value + letter)
        case _:
            if letter.isspace():
                return _Where("tag", where.tag, closing=where.closing)
            return _close(where) if letter == ">" else replace(where, value=where.value + letter)


def _in_tag(letter: str, where: _Where) -> _Where:
    if letter == ">":
        return _close(where)
    if where.place == "equals":
        if letter in "'\"":
            return replace(where, place="value", quote=letter, value="")
        return where if letter.isspace() else replace(where, place="bare", value=letter)
    if letter == "=" and where.place == "name":
        return replace(where, place="equals")
    if letter.isspace() or letter == "/":
        return where if where.place == "name" and letter.isspace() else replace(where, place="tag")
    if where.place == "name" and not where.attribute.endswith("\x00"):
        return replace(where, attribute=where.attribute + letter.lower())
    return replace(where, place="name", attribute=letter.lower())


def _close(where: _Where) -> _Where:
    if where.tag in _RAW and not where.closing:
        return _Where("raw", where.tag)
    if where.tag in _TEXT_ONLY and not where.closing:
        return _Where("only", where.tag)
    return _Where()
