"""Server-side request forgery in Python: clients that fetch an address.

Proven: addresses whose scheme and host are constant, ended by a slash, with numbers or components
quoted without exception behind it. What is sent along (parameters, headers, data) moves no host.
"""

from fpcache_ops.core.verdict import Justification
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
    made,
    text_is,
    text_passes,
)

_address = text_passes(url.harmless, "the address")
_VERBS = ("get", "post", "put", "patch", "delete", "head", "options")
_ALONG = frozenset(
    {
        "params",
        "data",
        "json",
        "headers",
        "cookies",
        "files",
        "auth",
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
_GET = (
    Form(
        "an address on a constant host",
        (Need(_address, 0, "url"), Need(literal_is(None), keyword="proxies", optional=True)),
        free=_ALONG,
        free_positions=frozenset({1, 2}),
        proves="ssrf/constant_address, constant_host_int, quoted_component",
        justification=Justification.NOT_CONTROLLABLE,
    ),
)
_REQUEST = (
    Form(
        "an address on a constant host",
        (Need(_address, 1, "url"), Need(literal_is(None), keyword="proxies", optional=True)),
        free=_ALONG | {"method"},
        free_positions=frozenset({0}),
        proves="ssrf/request_method",
        justification=Justification.NOT_CONTROLLABLE,
    ),
)

CLIENT = "client of its own"
_REDIRECTED = ("proxies", "mount", "base_url", "trust_env", "mounts", "transport")


def _client(look: Look) -> str | None:
    """A client that asks whoever the address names."""
    if any(look.calling.machine.unit.mentions(word) for word in _REDIRECTED):
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
                    "urllib.request.Request",
                    "urllib.request.urlretrieve",
                    "urllib2.urlopen",
                    "urllib.urlopen",
                }
            ),
            names=frozenset({"urlopen", "urlretrieve", "Request"}),
        ),
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
            ("requests.Session", "requests.session", "requests.sessions.Session", "httpx.Client"),
            made(CLIENT, limit=0),
        ),
        "urllib.parse.quote": Returns(
            url.COMPONENT,
            proves="ssrf/quoted_component (real: quoted_with_slash)",
            needs=((1, "safe", text_is("")),),
        ),
        "urllib.parse.quote_plus": Returns(url.COMPONENT, proves="ssrf/quote_plus"),
    },
    pattern="constant host",
)
