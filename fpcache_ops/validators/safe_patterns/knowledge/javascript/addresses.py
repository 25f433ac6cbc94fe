"""Requests to addresses from outside, and redirects to them.

A request stays where its constant host says. A redirect stays on a host that is constant, or on the
own one, whatever path follows.
"""

import re

from fpcache_ops.core.verdict import Justification
from fpcache_ops.validators.safe_patterns.engine.language import Unit
from fpcache_ops.validators.safe_patterns.engine.machine import Calling, Model
from fpcache_ops.validators.safe_patterns.engine.values import (
    CHOSEN,
    NUMBER,
    Hole,
    Literal,
    Number,
    Routine,
    Table,
    Text,
    Value,
)
from fpcache_ops.validators.safe_patterns.knowledge.contexts import url
from fpcache_ops.validators.safe_patterns.knowledge.javascript.common import (
    no_evaluation,
    text,
)
from fpcache_ops.validators.safe_patterns.knowledge.model import (
    Family,
    Form,
    Look,
    Need,
    Sink,
    anything,
    blame,
)
from fpcache_ops.validators.safe_patterns.languages.javascript.literals import words
from fpcache_ops.validators.safe_patterns.languages.javascript.texts import ANY_TEXT, ANYTHING

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
    if found.constant is not None or found.pieces == (Hole(CHOSEN),):
        return None
    first = found.pieces[0]
    if not isinstance(first, str):
        return "the address does not begin with a constant"
    own = len(first) > 1 and _OWN_PATH.fullmatch(first) is not None
    query = first.startswith(("?", "#", "/?", "/#"))
    if not own and not query and not _FIXED_HOST.fullmatch(first):
        return "its constant beginning does not keep it on a host"
    return None


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
_redirect = text(redirected, "the address")


def _settings(look: Look) -> str | None:
    """An address, or an object that says where a request goes."""
    for atom in look.value:
        content = look.content(atom)
        if isinstance(content, Table):
            reason = _places(look, content)
            if reason is not None:
                return reason
            continue
        if (reason := _request(look.at((atom,)))) is not None:
            return blame(look.value, reason)
    return None if look.value else "nothing is known of the address"


def _places(look: Look, table: Table) -> str | None:
    if table.rest:
        return "the options are not known"
    known = {str(key): value for key, value in table.items}
    bases = [known[key] for key in ("baseURL", "baseUrl", "prefixUrl") if key in known]
    for value in bases:
        if (reason := _constant(look.at(value))) is not None:
            return reason
    for key in ("url", "uri", "href"):
        if key in known and (reason := _request(look.at(known[key]))) is not None:
            return reason
    for key in ("host", "hostname", "port", "protocol", "socketPath", "proxy", "agent"):
        if key in known and (reason := _constant(look.at(known[key]))) is not None:
            return reason
    if not set(known) <= _STAYING | _PLACES:
        return "the options may move the request"
    if not {"url", "uri", "href", "host", "hostname"} & set(known):
        return "the options do not say where the request goes"
    return None


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
        (Need(_settings, 0), Need(anything, 1, optional=True), Need(_extra, 2, optional=True)),
        proves="ssrf/posted_data",
        justification=Justification.INLINE_MITIGATIONS,
    ),
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
    harmless=frozenset({"builtins.Promise.all", "builtins.Math.max"}),
    pattern="constant host",
    fragment=None,
    constants_harmless=True,
    refuses=no_evaluation,
)


def _any(_: Calling) -> Value | None:
    """Marks that this family reads texts whose parts are not known."""
    return None


_ANY: dict[str, Model] = {ANY_TEXT: _any}

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

_BACK = re.compile(rb"(['\"`])back\1")


def _refuses(unit: Unit, start: int, end: int) -> str | None:
    """Express takes ``back`` for wherever the request says that it comes from."""
    if _BACK.search(unit.source):
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
        Sink((), names=frozenset({"writeHead", "navigate", "pushState", "src="})),
    ),
    harmless=frozenset({"builtins.Object.assign"}),
    calls=_ANY,
    pattern="constant host",
    constants_harmless=True,
    refuses=_refuses,
)

__all__ = ["ANYTHING", "OPEN_REDIRECT", "SSRF"]
