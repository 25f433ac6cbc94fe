"""Requests that are built before they are sent: ``java.net.http``, OkHttp, Apache's client."""

from collections.abc import Mapping

from fpcache_ops.validators.safe_patterns.engine import ir
from fpcache_ops.validators.safe_patterns.engine.machine import Calling, Model
from fpcache_ops.validators.safe_patterns.engine.values import (
    Atom,
    Instance,
    Reference,
    Table,
    Value,
)
from fpcache_ops.validators.safe_patterns.knowledge.java.whereabouts import Whereabouts
from fpcache_ops.validators.safe_patterns.knowledge.model import Look
from fpcache_ops.validators.safe_patterns.languages.java import containers

REQUEST = "request that is built"
"""Its address is kept beside it: a builder may be given another one."""

_APACHE = ("org.apache.http.client.methods", "org.apache.hc.client5.http.classic.methods")
_METHODS = ("Get", "Post", "Put", "Delete", "Patch", "Head")
_ADDRESSES = frozenset({"uri", "url"})
_PLAIN = frozenset(
    {
        *("header", "headers", "setHeader", "addHeader", "timeout", "version"),
        *("GET", "POST", "PUT", "DELETE", "get", "post", "put", "delete", "patch", "head"),
        *("method", "expectContinue", "cacheControl", "tag"),
    }
)


_ASKED = frozenset(
    {"getURI", "getUri", "getMethod", "getFirstHeader", "abort", "releaseConnection", "toString"}
)
_TAKERS = frozenset({"send", "sendAsync", "execute", "newCall"})


def is_given_another(look: Look, begun: ir.Expression | None = None) -> bool:
    """Whether a request that is begun may be given another address behind a call."""
    begun = begun or look.call
    if begun is None:
        return True
    # What is addressed in the same statement is judged with it.
    kept = Whereabouts(
        look.calling.machine.unit,
        _PLAIN | _ASKED | {"setEntity"},
        frozenset({"build"}),
        _TAKERS,
        _ADDRESSES,
    )
    return not kept.stays(begun.start, begun.end)


def _built(call: Calling) -> Value | None:
    given = call.given.positional
    return _kept(call, given[0] if given else ()) if len(given) < 2 else None


def _kept(call: Calling, address: Value) -> Value:
    call.state.allocate(call.site, Table((("address", address),)))
    return (Instance(REQUEST, ((Reference(call.site),),)),)


def address_of(look: Look, atom: Atom) -> Value:
    """The address of a request; nothing if that is not known."""
    if not isinstance(atom, Instance) or atom.kind != REQUEST:
        return ()
    content = containers.content_of(atom.details[0][0], look.state)
    return dict(content.items).get("address", ()) if isinstance(content, Table) else ()


def methods(call: Calling, receiver: Atom, name: str) -> Value | None:
    """What is put into a request; a client that is given one gives a call of it."""
    given = call.given.positional
    if name == "newCall" and len(given) == 1:
        known = all(isinstance(atom, Instance) and atom.kind == REQUEST for atom in given[0])
        return given[0] if known else None
    if not isinstance(receiver, Instance) or receiver.kind != REQUEST:
        return None
    (place,) = receiver.details[0]
    content = containers.content_of(place, call.state)
    if not isinstance(place, Reference) or not isinstance(content, Table):
        return None
    call.state.escape(*given)
    if name in _ADDRESSES and len(given) == 1:
        call.machine.note(call.state)
        call.state.replace(place.site, Table((("address", given[0]),)))
        return (receiver,)
    if name == "build" and not given:
        # What is built does not change with its builder.
        return _kept(call, dict(content.items)["address"])
    # A Host header asks the same host for another one of its sites.
    return (receiver,) if name in _PLAIN else None


CALLS: Mapping[str, Model] = {
    "java.net.http.HttpRequest.newBuilder": _built,
    "okhttp3.Request.Builder": _built,
    **{f"{path}.Http{name}": _built for path in _APACHE for name in _METHODS},
}
