"""Objects that a request is answered with: Spring's ``ResponseEntity``, ``Response`` of JAX-RS."""

from collections.abc import Mapping

from fpcache_ops.validators.safe_patterns.engine.machine import Calling, Model
from fpcache_ops.validators.safe_patterns.engine.values import (
    Atom,
    Instance,
    Reference,
    Table,
    Value,
)
from fpcache_ops.validators.safe_patterns.knowledge.model import ANSWER
from fpcache_ops.validators.safe_patterns.languages.java import containers

_SPRING = "org.springframework.http.ResponseEntity"
_REST = ("javax.ws.rs.core.Response", "jakarta.ws.rs.core.Response")
_EMPTY = ("badRequest", "notFound", "noContent", "status", "accepted", "internalServerError")
_BODIES = frozenset({"body", "entity"})
_HEADS = frozenset(
    {
        *("header", "headers", "contentType", "contentLength", "cacheControl", "eTag", "type"),
        *("status", "cookie", "lastModified", "tag", "expires", "language", "encoding"),
    }
)


BUILDER = "answer that is built"
"""Of JAX-RS: what is in it is kept beside it, as its methods change it, and give it back."""


def _answer(call: Calling) -> Value | None:
    given = call.given.positional
    return (Instance(ANSWER, given),) if len(given) < 2 else None


def _empty(call: Calling) -> Value | None:
    call.state.escape(*call.given.all())
    return (Instance(ANSWER),)


def _begun(call: Calling) -> Value | None:
    given = call.given.positional
    return _kept(call, given[0] if given else ()) if len(given) < 2 else None


def _begun_empty(call: Calling) -> Value | None:
    call.state.escape(*call.given.all())
    return _kept(call, ())


def _kept(call: Calling, body: Value) -> Value:
    call.state.allocate(call.site, Table((("body", body),)))
    return (Instance(BUILDER, ((Reference(call.site),),)),)


def _built(call: Calling, receiver: Instance, name: str) -> Value | None:
    given = call.given.positional
    (place,) = receiver.details[0]
    content = containers.content_of(place, call.state)
    if not isinstance(place, Reference) or not isinstance(content, Table):
        return None
    body = dict(content.items)["body"]
    if name == "build" and not given:
        return (Instance(ANSWER, (body,) if body else ()),)
    if name == "entity" and len(given) == 1:
        call.machine.note(call.state)
        call.state.replace(place.site, Table((("body", given[0]),)))
        return (receiver,)
    call.state.escape(*given)
    return (receiver,) if name in _HEADS else None


def methods(call: Calling, receiver: Atom, name: str) -> Value | None:
    """What is put into an answer that is built; its head is none of its text."""
    if isinstance(receiver, Instance) and receiver.kind == BUILDER:
        return _built(call, receiver, name)
    if not isinstance(receiver, Instance) or receiver.kind != ANSWER:
        return None
    given = call.given.positional
    if name in _BODIES and len(given) == 1:
        return (Instance(ANSWER, given),)
    call.state.escape(*given)
    return (receiver,) if name in _HEADS or (name == "build" and not given) else None


CALLS: Mapping[str, Model] = {
    f"{_SPRING}.ok": _answer,
    **{f"{_SPRING}.{name}": _empty for name in _EMPTY},
    **{f"{path}.ok": _begun for path in _REST},
    **{f"{path}.{name}": _begun_empty for path in _REST for name in _EMPTY},
}
