"""Answers that no browser takes for a page: JSON, plain text, files to be kept."""

import re
from collections.abc import Mapping

from fpcache_ops.core.verdict import Justification
from fpcache_ops.validators.safe_patterns.engine.machine import Calling, Model
from fpcache_ops.validators.safe_patterns.engine.values import Instance, Table, Text, Value
from fpcache_ops.validators.safe_patterns.knowledge.model import (
    NO_PAGE,
    Always,
    Form,
    Look,
    Need,
    Sink,
    anything,
    blame,
)
from fpcache_ops.validators.safe_patterns.knowledge.python import above, whereabouts
from fpcache_ops.validators.safe_patterns.knowledge.python.hooks import pass_answers_on
from fpcache_ops.validators.safe_patterns.knowledge.python.wrappers import (
    is_handed_back,
    pass_answers_through,
)

_TYPE = re.compile(
    r"(?:application/(?:json|octet-stream)|text/(?:plain|csv))(?:\s*;\s*charset=[\w-]+)?",
    re.IGNORECASE | re.ASCII,
)
_CHANGED = re.compile(
    rb"(?i)\.\s*(?:mimetype|content_type|media_type|default_mimetype)\s*=(?!=)"
    rb"|\w*app\s*\.\s*json\s*=(?!=)|\b(?:on_response_prepare|request_finished)\b"
    rb"|['\"]content-type['\"]|JSONIFY_MIMETYPE|JSONProvider\b|\bjson_provider_class\b"
    rb"|\bheaders\s*\[(?!\s*['\"][\w-]*['\"]\s*\])[^\]\n]*\]\s*=(?!=)"
    rb"|^[ \t]+(?:default_)?(?:mimetype|media_type|content_type)\s*=(?!=)[^,\n]*$",
    re.MULTILINE,
)
"""Where a file says otherwise what an answer is."""


_LITERAL = rb"\s*['\"][\w-]+['\"]\s*"
_LEFT = re.compile(
    rb"\s*\.\s*(?:status|status_code|reason_phrase|cache_control|vary|set_cookie|delete_cookie"
    rb"|set_signed_cookie|unset_cookie|del_cookie|add_etag|set_etag|make_conditional|last_modified"
    rb"|expires|age|date|access_control_\w+|call_on_close|direct_passthrough|prepare|write_eof"
    rb"|content_length|content_language|content_location|reason)\b"
    rb"|(?:\s*\.\s*headers)?\s*\[%(one)s\]"
    rb"|\s*\.\s*headers\s*\.\s*(?:add|set|setdefault|get|pop|remove|append)\s*\(%(one)s[,)]"
    rb"|\s*\.\s*headers\s*\.\s*update\s*\(\s*\{(?:%(one)s:[^{}:,]*,?)*\s*\}" % {b"one": _LITERAL}
)
"""What may be done with an answer: it stays of its type, and its text is not taken."""


def _says_otherwise(call: Calling) -> bool:
    unit = call.machine.unit
    return (
        _CHANGED.search(unit.code) is not None
        or not pass_answers_on(unit)
        or not pass_answers_through(unit)
        or not is_handed_back(unit, call.site >> 32)
        or whereabouts.is_changed(unit, call.site >> 32, call.site & 0xFFFF_FFFF, _LEFT)
        or any(whereabouts.is_changed(unit, *span, _LEFT) for span in above.answers(unit))
        or above.is_wrapped(unit)
    )


def _of_type(look: Look) -> str | None:
    """A constant type that is no page, and stays so."""
    if _says_otherwise(look.calling):
        return "the type of an answer is set elsewhere, too"
    for atom in look.value:
        constant = atom.constant if isinstance(atom, Text) else None
        if constant is None or not _TYPE.fullmatch(constant):
            return blame(look.value, "the answer may be a page")
    return None if look.value else "the type of the answer is not known"


def _unchanged(look: Look) -> str | None:
    if _says_otherwise(look.calling):
        return "the type of an answer is set elsewhere, too"
    return None


def _other_headers(look: Look) -> str | None:
    """Headers by constant names, of which none is that of the type."""
    for atom in look.value:
        content = look.content(atom)
        if not isinstance(content, Table) or content.rest:
            return blame(look.value, "the headers of the answer are not known")
        if any(not isinstance(name, str) or name.lower() in _TELLING for name, _ in content.items):
            return "a header says what the answer is"
    return None if look.value else "the headers of the answer are not known"


_TELLING = frozenset({"content-type", "location", "refresh"})


def _typed(keyword: str, other: str = "") -> Form:
    more = (Need(_of_type, keyword=other, optional=True),) if other else ()
    return Form(
        "an answer that is no page",
        (
            Need(anything, 0, optional=True),
            Need(_of_type, keyword=keyword),
            *more,
            Need(_other_headers, keyword="headers", optional=True),
        ),
        free=frozenset({"status", "status_code", "response", "content", "text", "body", "charset"}),
        proves="xss/answer_of_type",
        justification=Justification.INLINE_MITIGATIONS,
    )


def is_changed(call: Calling) -> bool:
    """Whether an answer that is made here may be given another text behind that."""
    return whereabouts.is_changed(
        call.machine.unit, call.site >> 32, call.site & 0xFFFF_FFFF, _LEFT
    )


TYPED = (_typed("mimetype", "content_type"), _typed("content_type", "mimetype"))
"""Answers whose call says what they are: Flask's and Django's."""

_MEDIA = (_typed("media_type"),)


_FLASK_JSON = Form(
    "an answer that is no page",
    (Always(_unchanged),),
    proves="xss/json_answer",
    any_other=True,
    spreads=True,
    justification=Justification.INLINE_MITIGATIONS,
)
_PLAIN = Form(
    "an answer that is no page",
    (Need(_unchanged, 0, "content"),),
    free=frozenset({"status", "status_code", "safe", "encoder", "json_dumps_params"}),
    proves="xss/json_answer",
    justification=Justification.INLINE_MITIGATIONS,
)
_JSONIFY = frozenset({"flask.jsonify", "flask.json.jsonify", "quart.jsonify"})
_STARLETTE = ("starlette.responses", "fastapi.responses")
_NO_PAGES = frozenset(
    {
        "django.http.JsonResponse",
        "aiohttp.web.json_response",
        *(f"{package}.{name}" for package in _STARLETTE for name in ("JSONResponse",)),
        *(f"{package}.PlainTextResponse" for package in _STARLETTE),
    }
)
_BY_MEDIA = frozenset({"fastapi.Response", *(f"{package}.Response" for package in _STARLETTE)})
AIOHTTP = "aiohttp.web.Response"
RESPONSES = frozenset(
    {"flask.Response", "django.http.HttpResponse", "flask.make_response", AIOHTTP}
)
"""What makes a page, unless it is told otherwise."""


SINKS = (
    Sink((_FLASK_JSON,), calls=_JSONIFY),
    Sink((_PLAIN,), calls=_NO_PAGES),
    Sink(_MEDIA, calls=_BY_MEDIA),
)


def _answer(call: Calling) -> Value | None:
    """``jsonify(...)``."""
    if _says_otherwise(call):
        return None
    call.state.escape(*call.given.all())
    return (Instance(NO_PAGE),)


def _plain_answer(call: Calling) -> Value | None:
    """``JsonResponse(data)``: other arguments may say that it is a page after all."""
    given = call.given
    known = all(name in _PLAIN.free for name, _ in given.named)
    return _answer(call) if given.closed and known and len(given.positional) == 1 else None


def _typed_answer(call: Calling) -> Value | None:
    """``Response(text, mimetype="application/json")``."""
    given = call.given
    if not given.closed or len(given.positional) > 1:
        return None
    types = [
        value for name, value in given.named if name in ("mimetype", "content_type", "media_type")
    ]
    others = {name for name, _ in given.named} - {"mimetype", "content_type", "media_type"}
    headers = given.get(None, "headers")
    if not types or not others <= TYPED[0].free | {"headers"}:
        return None
    if headers is not None and _other_headers(Look(headers, call)) is not None:
        return None
    if any(_of_type(Look(value, call)) is not None for value in types):
        return None
    return _answer(call)


CALLS: Mapping[str, Model] = {
    **dict.fromkeys(_JSONIFY, _answer),
    **dict.fromkeys(_NO_PAGES, _plain_answer),
    **dict.fromkeys((*_BY_MEDIA, *RESPONSES), _typed_answer),
}
