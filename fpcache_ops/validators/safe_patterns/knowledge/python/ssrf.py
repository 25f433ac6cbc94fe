"""Server-side request forgery in Python: clients that fetch an address.

Proven: addresses whose scheme and host are constant, ended by a slash, with numbers or components
quoted without exception behind it. What is sent along (parameters, headers, data) moves no host.
"""

import re

from fpcache_ops.core.verdict import Justification
from fpcache_ops.validators.safe_patterns.engine.machine import Calling
from fpcache_ops.validators.safe_patterns.engine.values import (
    CLIENT,
    NONE,
    Atom,
    Class,
    Instance,
    Reference,
    Routine,
    Table,
    Unknown,
    Value,
    joined,
)
from fpcache_ops.validators.safe_patterns.knowledge.contexts import url
from fpcache_ops.validators.safe_patterns.knowledge.model import (
    Family,
    Form,
    Look,
    Need,
    Returns,
    Sink,
    instance_is,
    literal_is,
    text_is,
    text_passes,
)
from fpcache_ops.validators.safe_patterns.knowledge.python import clients, environment

_plain_address = text_passes(url.harmless, "the address")
_CONNECTS = ("create_connection", "getaddrinfo", "gethostbyname", "getproxies", "socket")
_DETOURS = re.compile(
    rb"(?i)\b(?:install_opener|set_?default_?proxy|socksocket)\b|\b_opener\s*=(?!=)"
)
"""Where a file decides for all requests by which way they go."""


def _address(look: Look) -> str | None:
    """An address on a constant host, which is asked itself."""
    unit = look.calling.machine.unit
    if any(unit.attribute_written(name) for name in _CONNECTS):
        return "how connections are made is replaced"
    named = environment.variables_set(unit)
    if any(name is None or name.lower().endswith(b"proxy") for name in named):
        return "the environment names the proxy"
    if _DETOURS.search(unit.code):
        return "a proxy for all requests is set somewhere"
    return _plain_address(look)


_SETTERS = ("set_proxy", "setattr", "__setattr__", "__dict__", "vars")


def _kept(look: Look) -> str | None:
    """The address of a request that nobody changes before it is sent."""
    unit = look.calling.machine.unit
    changed = any(unit.attribute_written(name) for name in ("full_url", "host", "selector"))
    if changed or any(map(unit.mentions, _SETTERS)):
        return "the request is changed somewhere"
    return _address(look)


def _no_code(look: Look) -> str | None:
    """Names and passwords: what is called with the request may change where it goes."""
    unit = look.calling.machine.unit
    own = any(
        isinstance(atom, (Routine, Class, Instance))
        or (isinstance(atom, Unknown) and atom.cause.made)
        for atom in look.value
    )
    if own or any(unit.mentions(word) for word in ("auth_flow", "AuthBase")):
        return "code in view sees the request before it is sent"
    return None


_authority = Need(_no_code, keyword="auth", optional=True)
_proxies = Need(literal_is(None), keyword="proxies", optional=True)
_VERBS = ("get", "post", "put", "patch", "delete", "head", "options")
_ALONG = frozenset(
    {
        "params",
        "data",
        "json",
        "headers",
        "cookies",
        "files",
        "timeout",
        "allow_redirects",
        "stream",
        "verify",
        "cert",
        "content",
        "follow_redirects",
        "context",
        "cafile",
        "capath",
    }
)
_REQUEST_WORDS = frozenset({"data", "headers", "method", "origin_req_host", "unverifiable"})


def _request(call: Calling) -> Value | None:
    """``Request(address)``: who opens it asks for the address."""
    given = call.given
    address = given.get(0, "url")
    if not given.closed or address is None or len(given.positional) > 3:
        return None
    if not {name for name, _ in given.named} <= _REQUEST_WORDS | {"url"}:
        return None
    call.state.escape(*given.all())
    call.state.allocate(call.site, Table((("url", address),)))
    return (Instance(_REQUESTED, ((Reference(call.site),),)),)


_REQUESTED = "request for an address"
_ASKS = frozenset({"add_header", "add_unredirected_header", "get_method", "has_header"})


def _methods(call: Calling, receiver: Atom, name: str) -> Value | None:
    """What leaves the address of a request as it is."""
    known = isinstance(receiver, Instance) and receiver.kind == _REQUESTED
    if not known or name not in _ASKS or call.machine.unit.defines(name):
        return None
    call.state.escape(*call.given.all())
    return NONE


def _of_request(look: Look) -> str | None:
    """The address of a request that nobody has changed, or an address."""
    addresses: list[Value] = []
    for atom in look.value:
        if not isinstance(atom, Instance) or atom.kind != _REQUESTED:
            return _address(look)
        (place,) = atom.details[0]
        content = look.content(place)
        if not isinstance(content, Table):
            return "the request may be changed by other code"
        addresses += [value for _, value in content.items]
    return _kept(look.at(joined(addresses)))


_GET = (
    Form(
        "an address on a constant host",
        (Need(_of_request, 0, "url"), _proxies, _authority),
        free=_ALONG,
        free_positions=frozenset({1, 2}),
        proves="ssrf/constant_address, constant_host_int, quoted_component",
        justification=Justification.NOT_CONTROLLABLE,
    ),
)
_MADE = (
    Form(
        "an address on a constant host",
        (Need(_kept, 0, "url"),),
        free=_REQUEST_WORDS,
        free_positions=frozenset({1, 2}),
        proves="ssrf/request_kept",
        justification=Justification.NOT_CONTROLLABLE,
    ),
)
# Of Python 2, whose third argument are proxies.
_OLD = (
    Form(
        "an address on a constant host",
        (Need(_address, 0, "url"), _proxies),
        free=frozenset({"data", "context"}),
        free_positions=frozenset({1}),
        proves="ssrf/old_proxies",
        justification=Justification.NOT_CONTROLLABLE,
    ),
)
_REQUEST = (
    Form(
        "an address on a constant host",
        (Need(_address, 1, "url"), _proxies, _authority),
        free=_ALONG | {"method"},
        free_positions=frozenset({0}),
        proves="ssrf/request_method",
        justification=Justification.NOT_CONTROLLABLE,
    ),
)


_CLIENT_WORDS = frozenset({"timeout", "headers", "cookies", "follow_redirects", "http2", "verify"})


def _made_client(call: Calling) -> Value | None:
    """``httpx.Client(timeout=5)``: it asks whoever it is told to."""
    given = call.given
    if not given.closed or given.positional or any(n not in _CLIENT_WORDS for n, _ in given.named):
        return None
    call.state.escape(*given.all())
    return (Instance(CLIENT),)


def _client(look: Look) -> str | None:
    """A client that asks whoever the address names."""
    if clients.is_changed(look.calling.machine.unit, look.call):
        return "the client may ask somebody else"
    return instance_is(CLIENT)(look)


_BY_CLIENT = (
    Form(
        "an address on a constant host",
        (
            Need(_client, receiver=True),
            Need(_address, 0, "url"),
        ),
        free=_ALONG,
        free_positions=frozenset({1, 2}),
        proves="ssrf/by_client",
        justification=Justification.NOT_CONTROLLABLE,
    ),
)

FAMILY = Family(
    type="ssrf",
    module=__name__,
    beyond="Lists of allowed hosts that are checked through ``urlparse``, and sockets.",
    apart="What the constant host's name resolves to, and where that host redirects.",
    sinks=(
        Sink(
            _GET,
            calls=frozenset(
                {
                    *(f"requests.{verb}" for verb in _VERBS),
                    *(f"httpx.{verb}" for verb in _VERBS),
                    "urllib.request.urlopen",
                    "urllib.request.urlretrieve",
                    "urllib2.urlopen",
                }
            ),
            names=frozenset({"urlopen", "urlretrieve"}),
        ),
        Sink(
            _MADE,
            calls=frozenset({"urllib.request.Request", "urllib2.Request"}),
            names=frozenset({"Request"}),
        ),
        Sink(_OLD, calls=frozenset({"urllib.urlopen"})),
        Sink(
            _REQUEST,
            calls=frozenset({"requests.request", "httpx.request", "httpx.stream"}),
        ),
        Sink(_BY_CLIENT, names=frozenset(_VERBS)),
        Sink(
            (),
            names=frozenset(
                {
                    "request",
                    "send",
                    "open",
                    "fetch",
                    "create_connection",
                    "HTTPConnection",
                    "HTTPSConnection",
                    "URLopener",
                    "FancyURLopener",
                }
            ),
        ),
    ),
    harmless=frozenset(
        {
            "os.environ.get",
            "builtins.open",
            "flask.request.args.get",
            "flask.request.form.get",
            "flask.request.headers.get",
            "flask.request.cookies.get",
            "flask.session.get",
            "flask.current_app.config.get",
        }
    ),
    calls={
        **dict.fromkeys(
            (
                "requests.Session",
                "requests.session",
                "requests.sessions.Session",
                "httpx.Client",
                "httpx.AsyncClient",
                "aiohttp.ClientSession",
            ),
            _made_client,
        ),
        "urllib.request.Request": _request,
        "urllib.parse.quote": Returns(
            url.COMPONENT,
            proves="ssrf/quoted_component (real: quoted_with_slash)",
            needs=((1, "safe", text_is("")),),
        ),
        "urllib.parse.quote_plus": Returns(url.COMPONENT, proves="ssrf/quote_plus"),
    },
    methods=_methods,
    pattern="constant host",
    neighbours=True,
    strange="methods",
    untouched=frozenset(
        {
            *("Session", "HTTPAdapter", "Client", "AsyncClient", "ClientSession", "HTTPTransport"),
            *("HTTPConnection", "HTTPSConnection", "HTTPConnectionPool", "HTTPSConnectionPool"),
            *("PoolManager", "OpenerDirector", "TCPConnector", "api"),
        }
    ),
)
