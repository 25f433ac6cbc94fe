"""Requests to addresses from outside, and redirects to them.

A request stays where its constant host says. A redirect stays on a host that is constant, or on the
own one, whatever path follows.
"""

import re
import string

from fpcache_ops.core.verdict import Justification
from fpcache_ops.validators.safe_patterns.engine import ir
from fpcache_ops.validators.safe_patterns.engine.language import Unit
from fpcache_ops.validators.safe_patterns.engine.machine import Calling, Model
from fpcache_ops.validators.safe_patterns.engine.values import (
    ADDRESS,
    CHOSEN,
    NUMBER,
    Atom,
    Bound,
    Hole,
    Instance,
    Literal,
    Number,
    Piece,
    Reference,
    Routine,
    Symbol,
    Table,
    Text,
    Unknown,
    Value,
    hole,
    is_unknown,
    unknown,
)
from fpcache_ops.validators.safe_patterns.knowledge.contexts import url
from fpcache_ops.validators.safe_patterns.knowledge.javascript.common import (
    SPARED,
    no_evaluation,
    text,
)
from fpcache_ops.validators.safe_patterns.knowledge.model import (
    Family,
    Form,
    Look,
    Need,
    Sink,
    blame,
)
from fpcache_ops.validators.safe_patterns.languages.javascript.literals import words
from fpcache_ops.validators.safe_patterns.languages.javascript.texts import ANY_TEXT, ANYTHING
from fpcache_ops.validators.safe_patterns.languages.javascript.unit import ScriptUnit

_OWN_PATH = re.compile(r"/(?:[A-Za-z0-9_.?#=&%~-][^\\]*)?", re.ASCII)
_FIXED_HOST = re.compile(
    r"https?://[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::\d{1,5})?[/?#][^\\\s]*", re.ASCII
)
_VERBS = words("get post put patch delete head options request")
_CLIENTS = words(
    """
    axios got needle superagent request request-promise node-fetch http https undici
    """
)


def requested(found: Text) -> str | None:
    """Why a request may go to another host; ``None`` if it cannot."""
    if found.constant is not None or found.pieces == (Hole(CHOSEN),):
        return None
    first = found.pieces[0]
    if isinstance(first, str) and re.match(r"/[A-Za-z0-9_]", first):
        # A path of the own host.
        return url.harmless(Text(("https://own.host" + first, *found.pieces[1:])))
    return url.harmless(found)


def redirected(found: Text) -> str | None:
    """Why a redirect may lead to another host; ``None`` if it cannot."""
    if found.constant == "back":
        return "'back' is an address that the request names"
    if found.constant is not None or found.pieces == (Hole(CHOSEN),):
        return None
    first = found.pieces[0]
    if not isinstance(first, str):
        return "the address does not begin with a constant"
    if first == "/" and _is_name(found.pieces[1]):
        return None
    own = len(first) > 1 and _OWN_PATH.fullmatch(first) is not None
    query = first.startswith(("?", "#", "/?", "/#"))
    if not own and not query and not _FIXED_HOST.fullmatch(first):
        return "its constant beginning does not keep it on a host"
    return None


_NAME = frozenset(string.ascii_letters + string.digits + "_.~-%&=?#")


def _is_name(piece: Piece) -> bool:
    """Whether what stands behind a slash is no second one, nor anything that browsers leave out."""
    return (
        isinstance(piece, Hole)
        and piece.kind == "matched"
        and piece.filled
        and piece.letters is not None
        and piece.letters <= _NAME
    )


_PLACES = words(
    """
    baseURL baseUrl prefixUrl url uri href host hostname port protocol socketPath proxy agent path
    pathname
    """
)
_STAYING = words(
    """
    headers method body data params query searchParams qs form json timeout responseType encoding
    auth signal credentials mode cache redirect maxRedirects withCredentials validateStatus retry
    followRedirect throwHttpErrors resolveWithFullResponse simple gzip maxContentLength keepalive
    maxBodyLength decompress
    """
)
"""Options of the clients that say what is sent and how it is read, not where to."""

_request = text(requested, "the address")
_whole = text(url.harmless, "the address")


def _address(look: Look) -> str | None:
    """An address; without a host it leads where the one that is asked was made for."""
    return (_whole if _may_have_a_base(look.called) else _request)(look)


def _may_have_a_base(called: Value) -> bool:
    """Whether it may be a client of an address of its own: not a function of a library."""
    for atom in called:
        match atom:
            case Symbol(path=path) if not path.startswith((".", "@/", "~", "#", "?")):
                pass
            case Bound(receiver=Instance(kind=kind)) if kind == _CLIENT:
                pass
            case Unknown(cause=cause) if cause.source and not cause.made:
                # What was sent has no methods of its own; what looks up a name in it is no client.
                pass
            case _:
                return True
    return False


_WITH_OPTIONS = re.compile(
    rb"['\"](?:got|request|request-promise(?:-native)?|ky(?:-universal)?|ofetch|wretch|needle)['\"]"
)
_BODIED = frozenset({"axios", "needle", "superagent"})
"""Libraries whose functions are given data next to the address."""


def _data(look: Look) -> str | None:
    """What is sent: it does not move the request where it is no object of options."""
    for atom in look.value:
        content = look.content(atom)
        if isinstance(content, Table) and not content.rest:
            if {str(key) for key, _ in content.items} & _PLACES:
                return "the options may move the request"
            continue
        if isinstance(atom, (Text, Literal, Number, Routine)):
            continue
        return "what is given next to the address may be options"
    return None


def _posted(look: Look) -> str | None:
    paths = [atom.path.partition(".")[0] for atom in look.called if isinstance(atom, Symbol)]
    if len(paths) == len(look.called) and _BODIED.issuperset(paths):
        return None
    if not paths and not _WITH_OPTIONS.search(look.calling.machine.unit.code):
        return None
    return _data(look)


_to = text(redirected, "the address")


def _redirect(look: Look) -> str | None:
    return None if _is_allowed(look, web=True) else _to(look)


_HOSTS = ("hostname", "host", "origin")
_WEB = ("http://", "https://")
_WHOLE = frozenset({"href", "toString", "toJSON"})


def _variable_of(node: ir.Expression) -> str | None:
    """The variable whose whole address is given: ``url``, ``url.href``, ``url.toString()``."""
    match node:
        case ir.Name(name=name):
            return name
        case ir.Attribute(value=ir.Name(name=name), name=part) if part in _WHOLE:
            return name
        case ir.Call(callee=ir.Attribute() as method, arguments=()):
            return _variable_of(method)
        case ir.Interpolated(parts=("", ir.Formatted(value=ir.Name(name=name)), "")):
            return name
        case _:
            return None


def _is_allowed(look: Look, *, web: bool = False) -> bool:
    """Whether the parts of an address were asked for, and nothing has set them since.

    ``web``: that it is one of the web was asked, too: ``javascript:`` may have any host.
    """
    node = look.call.arguments[0].value if look.call is not None and look.call.arguments else None
    name = _variable_of(node) if node is not None else None
    value = look.state.variables.get(name, ()) if name is not None else ()
    if value and all(_is_fixed_address(look, atom) for atom in value):
        return True
    if value != (Instance(ADDRESS),):
        return False
    facts = {part: look.state.facts.get(f"{name}.{part}", ()) for part in (*_HOSTS, "protocol")}
    hosts = [part for part in _HOSTS if facts[part] and all(map(_is_text, facts[part]))]
    schemes = facts["protocol"]
    safe = bool(schemes) and all(
        isinstance(atom, Text) and atom.constant in ("http:", "https:") for atom in schemes
    )
    origins = facts["origin"] if "origin" in hosts else ()
    # An origin that is `null` is that of all addresses that are none of the web.
    webs = [isinstance(a, Text) and (a.constant or "").startswith(_WEB) for a in origins]
    return (bool(webs) and all(webs)) or (hosts not in ([], ["origin"]) and (safe or not web))


def _is_fixed_address(look: Look, atom: Atom) -> bool:
    if not isinstance(atom, Instance) or atom.kind != _FIXED:
        return False
    (place,) = atom.details[0]
    return isinstance(place, Reference) and look.state.content(place.site) == Table(())


def _is_text(atom: Atom) -> bool:
    return isinstance(atom, Text) and bool(atom.constant)


_FIXED = "address on a constant host"


def _parsed(call: Calling) -> Value | None:
    """``new URL(address)``: on a constant host, or of something that is not known."""
    state, given = call.state, call.given.all()
    state.escape(*given)
    if not call.given.closed or not 1 <= len(given) <= 2:
        return None
    # A path of the own host leads to that of the base.
    based = len(given) == 2 and _whole(Look(given[1], call)) is None
    check = _request if based and _is_path(given[0]) else _whole
    if check(Look(given[0], call)) is None:
        # What is set in it shows in the empty table.
        state.allocate(call.site, Table(()))
        return (Instance(_FIXED, ((Reference(call.site),),)),)
    known = all(is_unknown(value) is None for value in given)
    return None if known else (Instance(ADDRESS),)


def _is_path(value: Value) -> bool:
    """Whether a text begins with a slash and a name: what a host begins with is another one."""
    firsts = [atom.pieces[0] if isinstance(atom, Text) and atom.pieces else "" for atom in value]
    return all(isinstance(first, str) and re.match(r"/[A-Za-z0-9_]", first) for first in firsts)


def _client(call: Calling) -> Value | None:
    """``axios.create({baseURL: "https://host"})``."""
    if not call.given.closed or len(call.given.all()) != 1:
        return None
    for atom in call.given.all()[0]:
        look = Look((atom,), call)
        content = look.content(atom)
        if not isinstance(content, Table) or content.rest:
            return None
        known = {str(key): value for key, value in content.items}
        if not set(known) <= _STAYING | {"baseURL"} or "baseURL" not in known:
            return None
        for base in known["baseURL"]:
            if not isinstance(base, Text) or base.constant is None:
                return None
            if url.harmless(base) is not None:
                return None
    call.state.escape(*call.given.all())
    return (Instance(_CLIENT),)


_CLIENT = "client of a constant host"


def _settings(look: Look) -> str | None:
    """An address, or an object that says where a request goes."""
    if _is_allowed(look):
        return None
    for atom in look.value:
        content = look.content(atom)
        if isinstance(content, Table):
            reason = _places(look, content)
            if reason is not None:
                return reason
            continue
        if (reason := _address(look.at((atom,)))) is not None:
            return blame(look.value, reason)
    return None if look.value else "nothing is known of the address"


def _places(look: Look, table: Table) -> str | None:
    if table.rest:
        return "the options are not known"
    known = {str(key): value for key, value in table.items}
    bases = [known[key] for key in ("baseURL", "baseUrl", "prefixUrl") if key in known]
    for value in bases:
        if (reason := _fixed(look.at(value))) is not None:
            return reason
    for key in ("url", "uri", "href"):
        asked = _request if bases else _address
        if key in known and (reason := asked(look.at(known[key]))) is not None:
            return reason
    for key in ("host", "hostname", "port", "protocol", "socketPath", "proxy", "agent"):
        if key in known and (reason := _fixed(look.at(known[key]))) is not None:
            return reason
    if not set(known) <= _STAYING | _PLACES:
        return "the options may move the request"
    if not {"url", "uri", "href", "host", "hostname"} & set(known):
        return "the options do not say where the request goes"
    return None


def _fixed(look: Look) -> str | None:
    """A constant: a number may be any address (2130706433 is 127.0.0.1), or any port."""
    for atom in look.value:
        numbers = isinstance(atom, Number) or atom == Text((Hole(NUMBER),))
        if numbers:
            return "a part of the address is a number that is not constant"
    return _constant(look)


def _constant(look: Look) -> str | None:
    for atom in look.value:
        if isinstance(atom, (Literal, Number)):
            continue
        if isinstance(atom, Text) and (
            atom.constant is not None or set(atom.pieces) <= {Hole(CHOSEN), Hole(NUMBER)}
        ):
            continue
        return blame(look.value, "a part of the address is not constant")
    return None if look.value else "nothing is known of the address"


def _extra(look: Look) -> str | None:
    """What is given beside the address does not move it."""
    for atom in look.value:
        if isinstance(atom, (Literal, Number, Routine)):
            continue
        content = look.content(atom)
        if not isinstance(content, Table) or content.rest:
            return blame(look.value, "the options are not known")
        if not {str(key) for key, _ in content.items} <= _STAYING:
            return "the options may move the request"
    return None


_REQUESTS = (
    Form(
        "constant host",
        (Need(_settings, 0), Need(_extra, 1, optional=True), Need(_extra, 2, optional=True)),
        proves="ssrf/constant_host, encoded_component, options_host",
        justification=Justification.INLINE_MITIGATIONS,
    ),
)
_POSTS = (
    Form(
        "constant host",
        (Need(_settings, 0), Need(_posted, 1, optional=True), Need(_extra, 2, optional=True)),
        proves="ssrf/posted_data, posted_options",
        justification=Justification.INLINE_MITIGATIONS,
    ),
)
_DEFAULT = re.compile(
    rb"(?:(?<!exports)\.\s*|\[\s*['\"])(?:baseURL|baseUrl|prefixUrl|proxy|globalAgent|defaults)(?:['\"]\s*\])?"
    rb"\s*(?:\?\?|\|\||&&|\+)?=(?![=>])"
    rb"(?!\s*(?:'[^'\n]*'|\"[^\"\n]*\"|process\.env\.\w+|null|undefined|false)\s*(?:;|\n|$))"
    rb"|\b(?:assign|merge|mergeWith|extend|set|setWith)\(\s*\w+\s*(?:\.\s*|,[^;]*['\"])defaults\b"
    rb"|\bdefaults\s*(?:\.\s*|\[\s*['\"])"
    rb"(?!base|prefix|proxy|headers|timeout|withCredentials|validateStatus|params|response|max|auth|xsrf|decompress)"
    rb"\w+(?:['\"]\s*\])?\s*=(?![=>])"
    rb"|\.\s*defaults\s*[;,)\n]|\{[^{}=]*\bdefaults\b[^{}=]*\}\s*=(?![=>])"
    rb"|\bsetGlobalDispatcher\s*\(|\bGLOBAL_AGENT\b"
)
_INTERCEPTS = re.compile(rb"\binterceptors\b")
_INTERCEPTORS_NAMED = re.compile(
    rb"\binterceptors\b(?!\s*\.\s*(?:request|response)\s*\.\s*(?:use|eject|clear)\b)"
)
_MOVES = re.compile(rb"\b(?:baseURL|baseUrl|url|proxy|host|hostname|adapter)\s*[:=](?!=)")


def _moved(unit: Unit, start: int, end: int) -> str | None:
    """All requests of a library go where its defaults say, and what intercepts them."""
    source = unit.code
    if isinstance(unit, ScriptUnit) and unit.environment_changed():
        return "the environment names proxies, and it is changed"
    if _INTERCEPTORS_NAMED.search(source):
        return "what intercepts all requests has another name"
    if _DEFAULT.search(source) or (_INTERCEPTS.search(source) and _MOVES.search(source)):
        return "where all requests go may be changed"
    return no_evaluation(unit, start, end)


def _parameters(call: Calling) -> Value | None:
    """``new URLSearchParams(...)``: as a text all that it holds is encoded."""
    call.state.escape(*call.given.all())
    return (Instance("parameters"),)


def _of_parameters(_: Calling, receiver: Atom, name: str) -> Value | None:
    if receiver != Instance("parameters"):
        return None
    if name in ("get", "getAll"):
        return unknown("`URLSearchParams` gives user input", source=True)
    return hole(url.COMPONENT) if name == "toString" else None


_URLS: dict[str, Model] = dict.fromkeys(("builtins.URL", "url.URL"), _parsed)
_BESIDE = words(
    """
    ky wretch bent phin rp ofetch $fetch sendBeacon WebSocket EventSource importScripts stream
    proxy ProxyAgent HttpProxyAgent HttpsProxyAgent SocksProxyAgent
    """
)
_FETCH = frozenset({"fetch", "got", "needle", "superagent", "urllib", "ofetch"})

SSRF = Family(
    type="ssrf",
    module=__name__,
    about=(
        "A request goes where its constant host says. Proven: a constant scheme and host ended "
        "by a slash, with numbers or encoded components behind it."
    ),
    beyond=(
        "Lists of allowed hosts that are checked on a ``URL`` object, and clients with a base "
        "address."
    ),
    apart="What the constant host's name resolves to, and where that host redirects.",
    sinks=(
        Sink(_REQUESTS, calls=_CLIENTS | {"builtins.fetch"}, names=_FETCH | {"axios"}),
        Sink(_POSTS, names=frozenset({"post", "put", "patch"})),
        Sink(_REQUESTS, names=_VERBS - {"post", "put", "patch"}),
        Sink((), names=frozenset({"goto", "navigate", "connect", "createConnection", "open"})),
    ),
    beside=(Sink(_REQUESTS, names=_BESIDE),),
    harmless=frozenset({"builtins.Promise.all", "builtins.Math.max"}),
    calls={**_URLS, "axios.create": _client, "builtins.URLSearchParams": _parameters},
    methods=_of_parameters,
    neighbours=True,
    spared=SPARED - {"replace"},
    pattern="constant host",
    fragment=None,
    constants_harmless=True,
    refuses=_moved,
)


def _any(_: Calling) -> Value | None:
    """Marks that this family reads texts whose parts are not known."""
    return None


_ANY: dict[str, Model] = {ANY_TEXT: _any, **_URLS}

_TO = (
    Form(
        "redirect on a constant host",
        (Need(_redirect, 0),),
        proves="open-redirect/own_path, constant_host",
        justification=Justification.INLINE_MITIGATIONS,
    ),
    Form(
        "redirect on a constant host",
        (Need(_constant, 0), Need(_redirect, 1)),
        proves="open-redirect/with_status",
        justification=Justification.INLINE_MITIGATIONS,
    ),
)
_SET = (
    Form(
        "redirect on a constant host",
        (Need(_redirect, 0),),
        proves="open-redirect/location_set",
        justification=Justification.INLINE_MITIGATIONS,
    ),
)
_HEADER = (
    Form(
        "redirect on a constant host",
        (Need(_constant, 0), Need(_redirect, 1)),
        proves="open-redirect/header",
        justification=Justification.INLINE_MITIGATIONS,
    ),
)

_LEADING = frozenset({"location", "refresh"})


def _names_place(look: Look) -> str | None:
    """Among the headers is one that leads on: without it, an earlier line has set it."""
    contents = [look.content(atom) for value in look.calling.given.all()[1:] for atom in value]
    keys = {str(key).lower() for one in contents if isinstance(one, Table) for key, _ in one.items}
    if _LEADING & keys:
        return _constant(look)
    return "where it leads is said elsewhere"


def _headers(look: Look) -> str | None:
    """``{Location: address}`` among the headers."""
    for atom in look.value:
        content = look.content(atom)
        if isinstance(content, (Text, Literal)):
            continue
        if not isinstance(content, Table) or content.rest:
            return blame(look.value, "the headers are not known")
        for key, value in content.items:
            if str(key).lower() in _LEADING and (reason := _to(look.at(value))) is not None:
                return reason
    return None


_WRITTEN = (
    Form(
        "redirect on a constant host",
        (Need(_names_place, 0), Need(_headers, 1, optional=True), Need(_headers, 2, optional=True)),
        proves="open-redirect/written_head",
        justification=Justification.INLINE_MITIGATIONS,
    ),
)

_REPLACING = frozenset(
    f"builtins.{window}location.replace" for window in ("", "window.", "document.", "self.", "top.")
)
_BACK = re.compile(rb"(['\"`])back\1")


def _refuses(unit: Unit, start: int, end: int) -> str | None:
    """Express takes ``back`` for wherever the request says that it comes from."""
    named = isinstance(unit, ScriptUnit) and unit.defines_method("back")
    if named or _BACK.search(unit.code):
        return "'back' is an address that the request names"
    return no_evaluation(unit, start, end)


OPEN_REDIRECT = Family(
    type="open-redirect",
    module=__name__,
    about=(
        "Proven: a redirect to a host that is constant, or to the own one, whatever path follows."
    ),
    beyond="Checks on a ``URL`` object, and routers that are given a path to go to.",
    sinks=(
        Sink(_TO, names=frozenset({"redirect", "permanentRedirect"})),
        Sink(_SET, names=frozenset({"location=", "href=", "assign", "location", "open"})),
        Sink(_HEADER, names=frozenset({"setHeader", "header", "set"})),
        Sink(_WRITTEN, names=frozenset({"writeHead"})),
        Sink((), names=words("navigate pushState src= host= hostname= protocol=")),
    ),
    beside=(Sink(_SET, calls=_REPLACING),),
    harmless=frozenset({"builtins.Object.assign"}),
    calls=_ANY,
    neighbours=True,
    spared=SPARED - {"replace"},
    pattern="constant host",
    constants_harmless=True,
    refuses=_refuses,
)

__all__ = ["ANYTHING", "OPEN_REDIRECT", "SSRF"]
