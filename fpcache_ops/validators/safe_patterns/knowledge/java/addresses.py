"""Requests and redirects to addresses in Java: the host is constant, or the path is one's own."""

import re

from fpcache_ops.core.verdict import Justification
from fpcache_ops.validators.safe_patterns.engine import ir
from fpcache_ops.validators.safe_patterns.engine.language import Unit
from fpcache_ops.validators.safe_patterns.engine.machine import Calling, Model
from fpcache_ops.validators.safe_patterns.engine.values import (
    Atom,
    Instance,
    Literal,
    Number,
    Routine,
    Text,
    Unknown,
    Value,
    normal,
    text,
)
from fpcache_ops.validators.safe_patterns.knowledge.contexts import url
from fpcache_ops.validators.safe_patterns.knowledge.java import requests
from fpcache_ops.validators.safe_patterns.knowledge.java.settings import sets_properties
from fpcache_ops.validators.safe_patterns.knowledge.java.showing import fixed, passes, shows
from fpcache_ops.validators.safe_patterns.knowledge.model import (
    Always,
    Family,
    Form,
    Look,
    Need,
    Sink,
    Test,
    anything,
    blame,
)
from fpcache_ops.validators.safe_patterns.languages.java.addresses import ADDRESS
from fpcache_ops.validators.safe_patterns.languages.java.answers import VIEW

_ADDRESSES = frozenset({"java.net.URL", "java.net.URI", "java.net.URI.create"})
_text = passes(url.harmless, "the address")


def _address(look: Look) -> str | None:
    for atom in look.value:
        known = isinstance(atom, Instance) and atom.kind == ADDRESS
        inner = atom.details[0] if isinstance(atom, Instance) and known else (atom,)
        if (reason := _text(look.at(inner))) is not None:
            return reason
    return None if look.value else "nothing is known of the address"


def _made(kind: str) -> Model:
    """``new URL(text)``, ``URI.create(text)``."""

    def model(call: Calling) -> Value | None:
        given = call.given.positional
        return (Instance(ADDRESS, (given[0], text(kind))),) if len(given) == 1 else None

    return model


def _methods(_: Calling, receiver: Atom, name: str) -> Value | None:
    if not isinstance(receiver, Instance) or receiver.kind != ADDRESS:
        return None
    if name in ("toURL", "toURI"):
        return (receiver,)
    if name in ("toString", "toASCIIString") and receiver.details[1] == text("URI"):
        # What browsers read in another way, such as backslashes, is no URI.
        return receiver.details[0]
    return None


_CLASSES = (
    "ProxySelector",
    "HttpHost",
    "DnsResolver",
    "HttpRequestWrapper",
    "URLStreamHandler",
    # What a client of Spring hands a request through.
    "ExchangeFilterFunction",
    "ExchangeFunction",
    "ClientRequest",
)
_HEIRS = (
    "ClientHttpRequestFactory",
    "SimpleClientHttpRequestFactory",
    "ClientHttpRequestInterceptor",
    "UriTemplateHandler",
    "UriBuilderFactory",
    "Interceptor",
)
_ELSEWHERE = re.compile(
    rb"\.\s*(?:setProxy|proxy|setDefaultProxy|setRoutePlanner|setDnsResolver|dns|getInterceptors|"
    rb"(?:add|set|additional)\w*[iI]nterceptor\w*|interceptors|[sS]etUriTemplateHandler|"
    rb"uriTemplateHandler|setRequestFactory|setURLStreamHandlerFactory|"
    rb"setContentHandlerFactory|setSocketImplFactory|requestInterceptors?|setUR[iI]|setUri)\s*\("
    # A factory of requests, or what finds hosts, that is a function.
    rb"|(?:\bnew\s+(?:RestTemplate|\w*ConnectionManager)|\.\s*requestFactory)\s*\([^;]{0,300}?(?:->|::)"
    # What a reactive client hands its requests through.
    rb"|(?:[bB]uilder|\bmutate\s*\(\s*\))[^;]{0,500}?\.\s*(?:filters?|exchangeFunction)\s*\("
    # One that is made elsewhere may be any.
    rb"|(?<!\.)\bClientHttpRequestFactory\b(?!\s*;|\s+\w+\s*=\s*new\s+\w+ClientHttpRequestFactory\s*\()"
)
"""Methods and classes of clients that ask somebody else than the address says."""


def _goes_elsewhere(unit: Unit, _start: int, _end: int) -> str | None:
    """A proxy that the program chooses is asked rather than the host of the address."""
    chosen = any(unit.mentions(word) for word in _CLASSES) or _ELSEWHERE.search(unit.code)
    if chosen or any(unit.derives(name) for name in _HEIRS) or sets_properties(unit):
        return "the program may ask another host"
    return None


def _is_no_location(look: Look) -> str | None:
    for shown in shows(look):
        constant = shown.constant if shown is not None else None
        if constant is None or constant.strip().lower() in ("location", "refresh"):
            return blame(look.value, "the header may redirect")
    return None


def _kept_address(look: Look) -> str | None:
    """An address that the request keeps: nobody gives it another behind the call."""
    return _address(look) or _another(look)


def _another(look: Look) -> str | None:
    if requests.is_given_another(look):
        return "the request may be given another address"
    return None


def _addressed(look: Look) -> str | None:
    """What is told whom to ask: nobody tells it otherwise behind that, nor any function there."""
    if (reason := _address(look)) is not None or look.call is None:
        return reason
    unit = look.calling.machine.unit
    for value in look.calling.given.positional[1:]:
        written = any(isinstance(atom, Routine) for atom in value)
        if written or (any(map(unit.mentions, _FUNCTIONS)) and not all(map(_is_data, value))):
            return "a function may change the address"
    owner = look.call.callee.value if isinstance(look.call.callee, ir.Attribute) else None
    if isinstance(owner, ir.Name) and requests.is_given_another(look, owner):
        return "the request may be given another address"
    source = unit.code
    before = _HELD.search(source[max(0, look.call.start - 200) : look.call.start])
    again = rb"\b%s\s*\.(?:[^;{}]{0,300}\.)?\s*(?:uri|url)\s*\("
    if before and re.search(again % re.escape(before[1]), source[look.call.end :]):
        return "the request may be given another address"
    return None


_HELD = re.compile(rb"\b(\w+)\s*=[\s(]*$")


_FUNCTIONS = ("Function", "UnaryOperator", "UriBuilder")
"""``uri(template, function)``: the function may say another host."""


def _is_data(atom: Atom) -> bool:
    user = isinstance(atom, Unknown) and atom.cause.source and not atom.cause.made
    return user or isinstance(atom, (Text, Number, Literal))


def _asked(look: Look) -> str | None:
    """A request that was built of a harmless address."""
    for atom in look.value:
        address = requests.address_of(look, atom)
        if not address:
            return blame(look.value, "whom the request asks is not seen")
        if (reason := _address(look.at(address))) is not None:
            return reason
    return None if look.value else "whom the request asks is not seen"


def _of_requests(call: Calling, receiver: Atom, name: str) -> Value | None:
    found = requests.methods(call, receiver, name)
    return found if found is not None else _methods(call, receiver, name)


_SENT = Form(
    "address of a constant host",
    (Need(_asked, 0),),
    proves="ssrf/request_sent",
    any_position=True,
    justification=Justification.NOT_CONTROLLABLE,
)
_CALLED = Form(
    "address of a constant host",
    (Need(_asked, receiver=True),),
    proves="ssrf/call_made",
    justification=Justification.NOT_CONTROLLABLE,
)
_CALLS = {path: _made(path.split(".")[2]) for path in _ADDRESSES}


def _at_constant_host(test: Test) -> Form:
    return Form(
        "address of a constant host",
        (Need(test, 0),),
        proves="ssrf/constant_host",
        any_position=True,
        justification=Justification.NOT_CONTROLLABLE,
    )


_FIXED = _at_constant_host(_address)
_KEPT = _at_constant_host(_kept_address)
_TOLD = _at_constant_host(_addressed)
_EMPTY = Form(
    "a request that asks nobody yet",
    (Always(_another),),
    proves="ssrf/request_sent",
    justification=Justification.NOT_CONTROLLABLE,
)
_ALONE = Form(
    "address of a constant host",
    (Need(_address, 0),),
    proves="ssrf/constant_host",
    justification=Justification.NOT_CONTROLLABLE,
)
_OWN = Form(
    "address of a constant host",
    (Need(_address, receiver=True),),
    proves="ssrf/opened, through_a_proxy",
    justification=Justification.NOT_CONTROLLABLE,
)
_REDIRECT = Form(
    "redirect to a constant place",
    (Need(passes(url.stays, "the address"), 0),),
    proves="open-redirect/constant_path",
    justification=Justification.NOT_CONTROLLABLE,
)
_OTHER_HEADER = Form(
    "a header that redirects nobody",
    (Need(_is_no_location, 0), Need(anything, 1)),
    proves="open-redirect/other_header",
    justification=Justification.CODE_NOT_PRESENT,
)
_HEADER = Form(
    "redirect to a constant place",
    (Need(anything, 0), Need(passes(url.stays, "the address"), 1)),
    proves="open-redirect/location_header",
    justification=Justification.NOT_CONTROLLABLE,
)

_VIEW = "redirect:"


def _view(text: Text) -> str | None:
    """The name of a view, or where Spring redirects to."""
    first = text.pieces[0] if text.pieces else ""
    if isinstance(first, str) and first.startswith(_VIEW):
        return url.stays(Text(normal((first.removeprefix(_VIEW), *text.pieces[1:]))))
    return None if text.constant is not None else "which view is shown is not constant"


_LOCATED = Form(
    "redirect to a constant place",
    (Need(_address, 0),),
    proves="open-redirect/answered_elsewhere",
    justification=Justification.NOT_CONTROLLABLE,
)

_PART = Form(
    "a constant part of an address",
    (Need(passes(fixed, "a part of the address"), 0),),
    proves="ssrf/resolved_at_once",
    any_position=True,
)

FAMILIES = (
    Family(
        type="ssrf",
        module=__name__,
        about=(
            "Proven: the scheme and the host are constant, and a slash ends them; a parsed address "
            "whose host was found to be one of some constants."
        ),
        beyond=(
            "Allowed hosts that are compared with a part of an address that is opened as a text, "
            "and clients that are made elsewhere with a base address."
        ),
        apart="What the constant host's name resolves to, and where that host redirects.",
        sinks=(
            Sink((_ALONE,), calls=_ADDRESSES),
            Sink((_OWN,), names=frozenset({"openConnection", "openStream", "getContent"})),
            Sink(
                (_FIXED,),
                names=frozenset(
                    {
                        "getForObject",
                        "getForEntity",
                        "postForObject",
                        "postForEntity",
                    }
                ),
            ),
            Sink(
                (_KEPT,),
                names=frozenset({"HttpGet", "HttpPost", "HttpPut", "HttpDelete", "newBuilder"}),
            ),
            Sink((_TOLD,), names=frozenset({"uri", "url"})),
            # Whoever has a builder may give it another address.
            Sink((_EMPTY, _KEPT), calls=frozenset(requests.CALLS)),
            Sink((_SENT,), names=frozenset({"send", "sendAsync"})),
            Sink((_SENT, _CALLED), names=frozenset({"execute"})),
            Sink((), names=frozenset({"exchange", "Socket", "connect"})),
        ),
        calls={**_CALLS, **requests.CALLS},
        methods=_of_requests,
        refuses=_goes_elsewhere,
        beside=(
            Sink(
                (_PART,),
                names=frozenset({"resolve", "host", "scheme", "uriComponents", "createRelative"}),
            ),
        ),
        pattern="constant host",
        neighbours=True,
    ),
    Family(
        type="open-redirect",
        module=__name__,
        about="Proven: the target is a constant, or a path of one's own.",
        beyond=("Checks on a parsed address that is opened as a text, and views that are objects."),
        sinks=(
            Sink((_REDIRECT,), names=frozenset({"sendRedirect"})),
            Sink((_OTHER_HEADER, _HEADER), names=frozenset({"setHeader", "addHeader"})),
            Sink((_LOCATED,), names=frozenset({"temporaryRedirect", "seeOther"})),
            Sink((), names=frozenset({"RedirectView", "setUrl"})),
        ),
        calls=_CALLS,
        methods=_methods,
        shown=_view,
        answered=VIEW,
        pattern="constant place",
        neighbours=True,
    ),
)
