"""Open redirects in Python: Flask, Django, Starlette and what is like them.

Proven: paths of one's own, addresses of a constant host, and ``url_for`` of a constant endpoint.
"""

from fpcache_ops.core.verdict import Justification
from fpcache_ops.validators.safe_patterns.engine.machine import Calling
from fpcache_ops.validators.safe_patterns.engine.values import Text, Value, hole
from fpcache_ops.validators.safe_patterns.knowledge.contexts import url
from fpcache_ops.validators.safe_patterns.knowledge.model import (
    Family,
    Form,
    Need,
    Returns,
    Sink,
    constant,
    text_is,
    text_passes,
)
from fpcache_ops.validators.safe_patterns.knowledge.model import Look as _Look

OWN_PATH = "path of one's own"
_TO_OTHERS = ("_external", "_scheme", "_anchor")


def _stays(text: Text) -> str | None:
    if text == _OWN[0]:
        return None
    return url.stays(text)


_OWN = hole(OWN_PATH)


def _url_for(call: Calling) -> Value | None:
    """``url_for("endpoint", ...)`` of constants and numbers: a path of this application."""
    given = call.given
    if not given.closed or any(given.get(None, name) is not None for name in _TO_OTHERS):
        return None
    if not given.positional or any(constant(_Look(one, call)) is not None for one in given.all()):
        return None
    return _OWN


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

FAMILY = Family(
    type="open-redirect",
    module=__name__,
    beyond=(
        "``url_has_allowed_host_and_scheme`` and checks of one's own on a parsed address; "
        "headers that are set by hand."
    ),
    sinks=(
        Sink(
            _TO,
            names=frozenset(
                {
                    "redirect",
                    "HttpResponseRedirect",
                    "HttpResponsePermanentRedirect",
                    "RedirectResponse",
                }
            ),
        ),
    ),
    calls={
        **dict.fromkeys(("flask.url_for", "quart.url_for"), _url_for),
        "urllib.parse.quote": Returns(
            url.COMPONENT,
            proves="open-redirect/quoted_component",
            needs=((1, "safe", text_is("")),),
        ),
        "urllib.parse.quote_plus": Returns(url.COMPONENT, proves="open-redirect/quoted_component"),
    },
    pattern="constant place",
)
