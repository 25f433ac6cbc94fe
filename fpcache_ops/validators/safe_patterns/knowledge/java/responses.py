"""Objects that a request is answered with: Spring's ``ResponseEntity``, ``Response`` of JAX-RS."""

from collections.abc import Mapping

from fpcache_ops.validators.safe_patterns.engine.machine import Calling, Model
from fpcache_ops.validators.safe_patterns.engine.values import Atom, Instance, Value
from fpcache_ops.validators.safe_patterns.knowledge.model import ANSWER

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


def _answer(call: Calling) -> Value | None:
    given = call.given.positional
    return (Instance(ANSWER, given),) if len(given) < 2 else None


def _empty(call: Calling) -> Value | None:
    call.state.escape(*call.given.all())
    return (Instance(ANSWER),)


def methods(call: Calling, receiver: Atom, name: str) -> Value | None:
    """What is put into an answer that is built; its head is none of its text."""
    if not isinstance(receiver, Instance) or receiver.kind != ANSWER:
        return None
    given = call.given.positional
    if name in _BODIES and len(given) == 1:
        return (Instance(ANSWER, given),)
    call.state.escape(*given)
    return (receiver,) if name in _HEADS or (name == "build" and not given) else None


CALLS: Mapping[str, Model] = {
    **{f"{path}.ok": _answer for path in (_SPRING, *_REST)},
    **{f"{path}.{name}": _empty for path in (_SPRING, *_REST) for name in _EMPTY},
}
