"""Cookies without flags in Java.

Proven where the cookie is made in view, and has both flags when it is sent.
Reports of a missing ``Secure`` and of a missing ``HttpOnly`` are of one type: both must be set.
"""

import re

from fpcache_ops.core.verdict import Justification
from fpcache_ops.validators.safe_patterns.engine.machine import Calling
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
    literal,
    text,
    unknown,
)
from fpcache_ops.validators.safe_patterns.knowledge.model import (
    Always,
    Family,
    Form,
    Look,
    Need,
    Sink,
    text_is,
    true,
)
from fpcache_ops.validators.safe_patterns.languages.java import containers

COOKIE = "cookie"
UNFINISHED = "cookie that is built"
_FROM = "org.springframework.http.ResponseCookie.from"
_PLAIN_PARTS = frozenset({"path", "domain", "maxAge", "sameSite", "value"})
_FLAGS = {"setSecure": "secure", "setHttpOnly": "httpOnly"}
_PLAIN_SETTERS = frozenset(
    {"setMaxAge", "setPath", "setDomain", "setValue", "setComment", "setVersion"}
)
_OTHERS = ("SameSite", "Path", "Domain", "Max-Age", "Expires", "Priority")
_CLASSES = frozenset({"javax.servlet.http.Cookie", "jakarta.servlet.http.Cookie"})


def _flags(given: tuple[Value, ...]) -> Table:
    """What is known of a new cookie; ``empty``: there is nothing in it that anybody could take."""
    empty = len(given) == 2 and all(atom in (*NONE, *text("")) for atom in given[1])
    off = literal(False)
    return Table((("secure", off), ("httpOnly", off), ("empty", literal(empty))))


def _cookie(call: Calling) -> Value | None:
    call.state.allocate(call.site, _flags(call.given.positional))
    return (Instance(COOKIE, ((Reference(call.site),),)),)


def _unfinished(call: Calling) -> Value | None:
    """``ResponseCookie.from(name, value)``: flags are set before it is built."""
    call.state.allocate(call.site, _flags(call.given.positional))
    return (Instance(UNFINISHED, ((Reference(call.site),),)),)


def _set_flag(call: Calling, place: Atom, flag: str, value: Value) -> None:
    content = containers.content_of(place, call.state)
    if isinstance(content, Table) and isinstance(place, Reference):
        call.machine.note(call.state)
        known = {**dict(content.items), flag: value}
        call.state.replace(place.site, Table(tuple(known.items())))


def _methods(call: Calling, receiver: Atom, name: str) -> Value | None:
    if isinstance(receiver, Instance) and receiver.kind == UNFINISHED:
        given = call.given.positional
        (place,) = receiver.details[0]
        if name in ("secure", "httpOnly") and len(given) == 1:
            _set_flag(call, place, name, given[0])
            return (receiver,)
        call.state.escape(*given)
        if name == "value":
            _set_flag(call, place, "empty", literal(False))
        return (receiver,) if name in _PLAIN_PARTS else None
    if not isinstance(receiver, Instance) or receiver.kind != COOKIE:
        return None
    given = call.given.positional
    if not name.startswith(("set", "get")):
        return None
    (place,) = receiver.details[0]
    if name in _FLAGS and len(given) == 1 and isinstance(place, Reference):
        _set_flag(call, place, _FLAGS[name], given[0])
        return literal(None)
    call.state.escape(*given)
    if name == "setValue":
        _set_flag(call, place, "empty", literal(False))
    if name == "setAttribute":
        # ``Secure`` and ``HttpOnly`` are attributes, too: they can be taken away by name.
        return literal(None) if given and text_is(*_OTHERS)(Look(given[0], call)) is None else None
    if name.startswith("get"):
        return unknown("a part of a cookie")
    return literal(None) if name in _PLAIN_SETTERS else None


def _flagged(look: Look) -> str | None:
    for atom in look.value:
        if not isinstance(atom, Instance) or atom.kind not in (COOKIE, UNFINISHED):
            return "where the cookie is made is not seen"
        (place,) = atom.details[0]
        content = containers.content_of(place, look.state)
        if not isinstance(content, Table):
            return "the cookie may have been changed"
        known = dict(content.items)
        if known.pop("empty", ()) == literal(True):
            continue
        for flag, value in known.items():
            if not value or not all(isinstance(a, Literal) and a.value is True for a in value):
                return f"`{flag}` is not set"
    return None if look.value else "the cookie is not seen"


def _stays(look: Look) -> str | None:
    """The flag is set, and nobody in view takes it away again."""
    # ``true`` alone, in however many parentheses; nothing follows that makes it another value.
    others = re.compile(
        rb"\b%(name)s\s*\((?![\s(]*true\s*\)[\s)]*[;.,])|::\s*%(name)s\b"
        rb"|\bsetAttribute[\s(]+\"(?i:secure|httponly)\"" % {b"name": look.callee.encode()}
    )
    code = look.calling.machine.unit.code
    if others.search(code) or any(_may_be_flag(code, one) for one in _ATTRIBUTE.finditer(code)):
        return "the flag may be taken away again"
    return true(look)


_ATTRIBUTE = re.compile(
    rb"(?:\b(\w+)|\))\s*(?:\.\s*setAttribute\s*\([\s(]*(?![\s(\"])|::\s*setAttribute\b)"
)
"""Who is given an attribute whose name is not spelt."""
_NO_COOKIE = rb"\b\w*(?:Request|Session|Context|Model|Element|Attributes)\w*\s+%s\b"
_GIVES_NO_COOKIE = re.compile(rb"get\w*(?:Session|Context)\s*\([^()]*\)$")


def _may_be_flag(code: bytes, told: re.Match[bytes]) -> bool:
    if told[1] is None:
        before = code[max(0, told.start() - 100) : told.start() + 1]
        return _GIVES_NO_COOKIE.search(before) is None
    return re.search(_NO_COOKIE % re.escape(told[1]), code) is None


def _no_cookie(look: Look) -> str | None:
    """The name of another header; of methods that set anything, a name that is none of this."""
    for atom in look.value:
        path = atom.path if isinstance(atom, Symbol) else ""
        constant = atom.constant if isinstance(atom, Text) else None
        if path.endswith(("SET_COOKIE", "SET_COOKIE2")):
            return "a header sets a cookie"
        if constant is not None and constant.strip().lower().startswith("set-cookie"):
            return "a header sets a cookie"
        if constant is None and not path and look.callee in ("addHeader", "setHeader"):
            return "a header may set a cookie"
    return None


def _is_built(look: Look) -> str | None:
    """What is begun here is built here, too: then it is judged as it is built."""
    call, root = look.call, look.calling.machine.unit.root
    node = root.descendant_for_byte_range(call.start, call.end) if call is not None else None
    while node is not None and node.parent is not None:
        outer = node.parent
        if outer.child_by_field_name("object") != node:
            break
        name = outer.child_by_field_name("name")
        if name is not None and name.text == b"build":
            return None
        node = outer
    return "a cookie is begun that others build"


_BEGUN = Form(
    "a cookie that is built at once",
    (Always(_is_built),),
    proves="insecure-cookie/begun_beside",
    any_position=True,
)
_OTHER_HEADER = Form(
    "a header that sets no cookie",
    (Need(_no_cookie, 0),),
    proves="insecure-cookie/header_beside",
    any_position=True,
)

_ADD = Form(
    "cookie with both flags",
    (Need(_flagged, 0),),
    proves="insecure-cookie/both_flags",
    justification=Justification.CODE_NOT_PRESENT,
)
_BUILT = Form(
    "cookie with both flags",
    (Need(_flagged, receiver=True),),
    proves="insecure-cookie/cookie_built",
    justification=Justification.CODE_NOT_PRESENT,
)
_SET = Form(
    "the flag is set",
    (Need(_stays, 0),),
    proves="insecure-cookie/flag_set",
    justification=Justification.CODE_NOT_PRESENT,
)

FAMILY = Family(
    type="insecure-cookie",
    module=__name__,
    beyond=(
        "Flags that the container sets for all cookies (``web.xml``), cookies that others build."
    ),
    apart="``SameSite``, the domain, the path, and what the cookie holds.",
    sinks=(
        Sink((_ADD,), names=frozenset({"addCookie"})),
        Sink((_SET,), names=frozenset(_FLAGS)),
        Sink((_BUILT,), names=frozenset({"build"})),
        Sink((), names=frozenset({"from"})),
    ),
    calls={
        **dict.fromkeys(_CLASSES, _cookie),
        _FROM: _unfinished,
    },
    methods=_methods,
    beside=(
        Sink((_BEGUN,), calls=frozenset({_FROM})),
        Sink(
            (_OTHER_HEADER,),
            names=frozenset({"addHeader", "setHeader", "header", "add", "set", "put"}),
        ),
    ),
    pattern="cookie with both flags",
)
