"""Open redirects in Python: Flask, Django, Starlette and what is like them.

Proven: paths of one's own, addresses of a constant host, ``url_for`` of a constant endpoint, views
by their name, and what Django's own check of an address let pass.
"""

import re

from fpcache_ops.core.verdict import Justification
from fpcache_ops.validators.safe_patterns.engine.language import Unit
from fpcache_ops.validators.safe_patterns.engine.machine import Calling
from fpcache_ops.validators.safe_patterns.engine.values import Text, Value, hole
from fpcache_ops.validators.safe_patterns.knowledge.contexts import url
from fpcache_ops.validators.safe_patterns.knowledge.model import (
    Family,
    Form,
    Need,
    Returns,
    Sink,
    blame,
    constant,
    text_is,
    text_passes,
)
from fpcache_ops.validators.safe_patterns.knowledge.model import Look as _Look
from fpcache_ops.validators.safe_patterns.languages.python.addresses import OWN_PLACE

_TO_OTHERS = ("_external", "_scheme", "_anchor")
_DECIDE = (
    *("url_build_error_handlers", "handle_url_build_error"),
    *("url_defaults", "app_url_defaults", "url_default_functions", "inject_url_defaults"),
)
"""What else says where an endpoint is, or fills in for one that there is not."""


def _stays(text: Text) -> str | None:
    if text == _OWN[0]:
        return None
    return url.stays(text)


_OWN = hole(OWN_PLACE)
_VIEW = re.compile(r"[A-Za-z_][\w:-]*", re.ASCII)


def _view(look: _Look) -> str | None:
    """The name of a view: without a slash and a dot Django takes it for nothing else."""
    for atom in look.value:
        name = atom.constant if isinstance(atom, Text) else None
        if name is None or not _VIEW.fullmatch(name):
            return blame(look.value, "it is not the name of a view")
    return None if look.value else "nothing is known of the view"


def _reversed(call: Calling) -> Value | None:
    """``reverse("view", args=...)``: Django makes a path of it that begins with one slash."""
    view = call.given.get(0, "viewname")
    if not call.given.closed or view is None or _view(_Look(view, call)) is not None:
        return None
    call.state.escape(*call.given.all())
    return _OWN


def _url_for(call: Calling) -> Value | None:
    """``url_for("endpoint", ...)`` of constants and numbers: a path of this application."""
    given = call.given
    if not given.closed or any(given.get(None, name) is not None for name in _TO_OTHERS):
        return None
    if any(map(call.machine.unit.mentions, _DECIDE)):
        return None
    if not given.positional or any(constant(_Look(one, call)) is not None for one in given.all()):
        return None
    return _OWN


_LOCATION = re.compile(
    rb"(?i)['\"]location['\"]|\bheaders\s*\[(?!\s*['\"])[^\]\n]*\]\s*=(?!=)"
    rb"|\bheaders\s*\.\s*\w+\s*\([^)]*\blocation\s*="
    rb"|\bheaders\s*\.\s*(?:update|extend|setdefault|add|set|append)\s*\((?!\s*['\"{])"
)


def _refuses(unit: Unit, _start: int, _end: int) -> str | None:
    """An answer can be led elsewhere after it was made."""
    if unit.attribute_written("location") or _LOCATION.search(unit.code):
        return "where an answer leads to is set elsewhere"
    return None


_TO = (
    Form(
        "redirect to a constant place",
        (Need(text_passes(_stays, "the address"), 0, "location"),),
        free=frozenset({"code", "permanent", "status", "status_code", "headers", "Response"}),
        free_positions=frozenset({1, 2}),
        proves="open-redirect/chosen_place, url_for, constant_host",
        justification=Justification.NOT_CONTROLLABLE,
    ),
    Form(
        "redirect to a constant place",
        (Need(text_passes(_stays, "the address"), keyword="url"),),
        free=frozenset({"status_code", "headers", "background"}),
        proves="open-redirect/url_keyword",
        justification=Justification.NOT_CONTROLLABLE,
    ),
)

_BY_VIEW = Form(
    "redirect to a view of one's own",
    (Need(_view, 0, "to"),),
    any_other=True,
    proves="open-redirect/by_view_name",
    justification=Justification.NOT_CONTROLLABLE,
)

_REDIRECTS = frozenset(
    {
        "flask.redirect",
        "quart.redirect",
        "werkzeug.utils.redirect",
        "bottle.redirect",
        "sanic.response.redirect",
        *(
            f"django.http.{module}{name}"
            for module in ("", "response.")
            for name in ("HttpResponseRedirect", "HttpResponsePermanentRedirect")
        ),
        "starlette.responses.RedirectResponse",
        "fastapi.responses.RedirectResponse",
    }
)

_RAISED = frozenset(
    {
        "HTTPFound",
        "HTTPMovedPermanently",
        "HTTPMultipleChoices",
        "HTTPPermanentRedirect",
        "HTTPRedirect",
        "HTTPSeeOther",
        "HTTPTemporaryRedirect",
        "RequestRedirect",
        "SeeOther",
        "seeother",
        "tempredirect",
    }
)
"""Redirects that are raised, or made, by their status: aiohttp, CherryPy, Falcon, web.py."""

FAMILY = Family(
    type="open-redirect",
    module=__name__,
    beyond=(
        "Checks of one's own on a parsed address, which browsers may read in another way; "
        "headers that are set by hand."
    ),
    sinks=(
        Sink((*_TO, _BY_VIEW), calls=frozenset({"django.shortcuts.redirect"})),
        Sink(
            _TO,
            calls=_REDIRECTS,
            names=frozenset(
                {
                    "redirect",
                    "HttpResponseRedirect",
                    "HttpResponsePermanentRedirect",
                    "RedirectResponse",
                }
            )
            | _RAISED,
        ),
    ),
    calls={
        **dict.fromkeys(("flask.url_for", "quart.url_for"), _url_for),
        **dict.fromkeys(("django.urls.reverse", "django.urls.reverse_lazy"), _reversed),
        "urllib.parse.quote": Returns(
            url.COMPONENT,
            proves="open-redirect/quoted_component",
            needs=((1, "safe", text_is("")),),
        ),
        "urllib.parse.quote_plus": Returns(url.COMPONENT, proves="open-redirect/quoted_component"),
    },
    pattern="constant place",
    neighbours=True,
    refuses=_refuses,
    strange="methods",
)
