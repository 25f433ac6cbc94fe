"""Cross-site scripting in JavaScript: answers of Express, the DOM, React, jQuery.

React and ``textContent`` show text as text. Everything else is read as markup: it must be constant,
or hold escaped values only where HTML reads text.
"""

import re

from fpcache_ops.core.verdict import Justification
from fpcache_ops.validators.safe_patterns.engine.machine import Calling, Model
from fpcache_ops.validators.safe_patterns.engine.values import (
    CHOSEN,
    NUMBER,
    Atom,
    Hole,
    Instance,
    Literal,
    Number,
    Reference,
    Routine,
    Series,
    Table,
    Text,
    Value,
    hole,
)
from fpcache_ops.validators.safe_patterns.knowledge.contexts import html
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
    text_is,
)
from fpcache_ops.validators.safe_patterns.languages.javascript.literals import words

_markup = text(html.harmless, "the markup")
_SAFE_BEGINNING = re.compile(
    r"(?:https?://[A-Za-z0-9.-]+(?::\d+)?[/?#]|mailto:|tel:|[/#?](?![/\\])|\./|\.\./)[^\s]*",
    re.ASCII,
)
_RUNS = re.compile(
    rb"\bscript\b|['\"`][^'\"`\n]{0,200}\bstyle\b"
    rb"|\bcreateElement(?!\(\s*(?:'[^'\\\n]*'|\"[^\"\\\n]*\")\s*[,)]|NS\b)"
    rb"|\bcreateElementNS(?!\([^,()]*,\s*(?:'[^'\\\n]*'|\"[^\"\\\n]*\")\s*[,)])",
    re.IGNORECASE,
)
_CONTENT_TYPE = re.compile(
    rb"content-?type|text/html|\bwriteHead\b"
    rb"|\.\s*(?:type|format)\s*(?:\(|\?\.|\.\s*(?:call|apply|bind)\b)|\[\s*['\"`](?:type|format)\b",
    re.IGNORECASE,
)
_PURIFIER = "purifier of markup"


def _address(found: Text) -> str | None:
    """Why an address may be code; ``None`` if it begins like one of a page."""
    if found.constant is not None:
        lowered = found.constant.strip().lower()
        return "it is code" if lowered.startswith(("javascript:", "data:", "vbscript:")) else None
    first = found.pieces[0]
    if isinstance(first, str) and _SAFE_BEGINNING.fullmatch(first):
        return None
    return "the address does not begin with a constant" if first != Hole(CHOSEN) else None


_link = text(_address, "the address")


def _script_source(found: Text) -> str | None:
    """What ``src`` may be of an element that is not known: a script would be run."""
    if (reason := _address(found)) is not None:
        return reason
    if found.constant is not None or found.pieces == (Hole(CHOSEN),):
        return None
    plain = all(
        isinstance(piece, str) or piece in (Hole(NUMBER), Hole(html.COMPONENT))
        for piece in found.pieces
    )
    return None if plain else "a part of the address is not encoded"


def _body(look: Look) -> str | None:
    """What an answer is made of: markup, or an object that is sent as JSON."""
    for atom in look.value:
        content = look.content(atom)
        if isinstance(atom, (Reference, Series, Table)) and content is not None:
            # Sent as JSON, unless the program says that it is a page.
            if _CONTENT_TYPE.search(look.calling.machine.unit.source):
                return "the type of the answer may be set to one that browsers read as markup"
            continue
        if isinstance(atom, (Number, Literal)):
            continue
        if (reason := _markup(look.at((atom,)))) is not None:
            return blame(look.value, reason)
    return None if look.value else "nothing is known of the answer"


def _inner(look: Look) -> str | None:
    """``{__html: markup}``."""
    for atom in look.value:
        content = look.content(atom)
        if not isinstance(content, Table) or content.rest:
            return blame(look.value, "the markup is not known")
        known = dict(content.items)
        if set(known) != {"__html"} or (reason := _markup(look.at(known["__html"]))) is not None:
            return reason if set(known) == {"__html"} else "the markup is not known"
    return None if look.value else "nothing is known of the markup"


def _no_script(look: Look) -> str | None:
    """The text of a script or style element is code: none is made or looked for in this file."""
    source = look.calling.machine.unit.source
    return "the element may be a script" if _RUNS.search(source) else None


def _function(look: Look) -> str | None:
    if look.value and all(isinstance(atom, Routine) for atom in look.value):
        return None
    return blame(look.value, "it is no function in view")


_SEND = (
    Form(
        "markup that is constant or escaped, or an object sent as JSON",
        (Need(_body, 0, optional=True),),
        proves="xss/escaped_answer, json_answer, json_as_page, number_answer",
        justification=Justification.INLINE_MITIGATIONS,
    ),
)
_SET = (
    Form(
        "markup that is constant, escaped or sanitized",
        (Need(_markup, 0),),
        proves="xss/inner_constant, inner_escaped, inner_sanitized",
        justification=Justification.INLINE_MITIGATIONS,
    ),
)
_WRITE = (
    Form(
        "markup that is constant, escaped or sanitized",
        (Need(_markup, 0), Need(_markup, 1, optional=True)),
        proves="xss/document_write",
        justification=Justification.INLINE_MITIGATIONS,
    ),
)
_ADJACENT = (
    Form(
        "markup that is constant, escaped or sanitized",
        (Need(anything, 0), Need(_markup, 1)),
        proves="xss/adjacent_escaped",
        justification=Justification.INLINE_MITIGATIONS,
    ),
)
_REACT_MARKUP = (
    Form(
        "markup that is constant, escaped or sanitized",
        (Need(_inner, 0),),
        proves="xss/react_sanitized",
        justification=Justification.INLINE_MITIGATIONS,
    ),
)
_REACT_TEXT = (
    Form(
        "text that React escapes",
        (),
        proves="xss/react_text",
        any_other=True,
        justification=Justification.INLINE_MITIGATIONS,
    ),
)
_LINK = (
    Form(
        "an address with a constant beginning",
        (Need(_link, 0),),
        proves="xss/react_link",
        justification=Justification.INLINE_MITIGATIONS,
    ),
)
_SOURCE = (
    Form(
        "an address on a constant host",
        (Need(text(_script_source, "the address"), 0),),
        proves="xss/image_source",
        justification=Justification.INLINE_MITIGATIONS,
    ),
)
_TEXT = (
    Form(
        "a property that shows text as text",
        (Need(_no_script, 0),),
        proves="xss/text_content, element_joined",
        any_other=True,
        justification=Justification.INLINE_MITIGATIONS,
    ),
)
_ATTRIBUTE = (
    Form(
        "an attribute that holds text",
        (
            Need(
                text_is("alt", "class", "id", "title", "name", "value", "placeholder", "width"),
                0,
            ),
            Need(anything, 1),
        ),
        proves="xss/set_title",
        justification=Justification.INLINE_MITIGATIONS,
    ),
    Form(
        "an address with a constant beginning",
        (Need(text_is("href"), 0), Need(_link, 1)),
        proves="xss/set_href",
        justification=Justification.INLINE_MITIGATIONS,
    ),
)
_CALLBACK_OR_TEXT = (
    Form(
        "a function, which is no markup",
        (Need(_function, 0),),
        proves="xss/array_append",
        justification=Justification.CODE_NOT_PRESENT,
    ),
    *_SET,
)


def _purified(call: Calling) -> Value | None:
    """``DOMPurify.sanitize(markup)`` as it is: options may allow anything."""
    if not call.given.closed or len(call.given.all()) != 1 or call.machine.unit.mentions("addHook"):
        return None
    if call.machine.unit.mentions("setConfig"):
        return None
    call.state.escape(*call.given.all())
    call.machine.measures.add("sanitizer")
    return hole(html.SANITIZED)


def _escaped(call: Calling) -> Value | None:
    """What escapes ``<``, ``>``, ``&`` and both kinds of quotes."""
    if not call.given.closed or len(call.given.all()) != 1:
        return None
    call.state.escape(*call.given.all())
    call.machine.measures.add("sanitizer")
    return hole(html.ESCAPED)


def _maker(call: Calling) -> Value | None:
    """``createDOMPurify(window)``."""
    return (Instance(_PURIFIER),) if len(call.given.all()) == 1 else None


def _methods(call: Calling, receiver: Atom, name: str) -> Value | None:
    if isinstance(receiver, Instance) and receiver.kind == _PURIFIER and name == "sanitize":
        return _purified(call)
    return None


_ESCAPING = words(
    """
    escape-html lodash.escape lodash/escape lodash.escape.default underscore.escape he.escape
    he.encode validator.escape validator/lib/escape html-escaper.escape html-entities.encode
    """
)
_CALLS: dict[str, Model] = {
    **dict.fromkeys(_ESCAPING, _escaped),
    **dict.fromkeys(
        (
            "dompurify.sanitize",
            "isomorphic-dompurify.sanitize",
            "builtins.DOMPurify.sanitize",
            "builtins.window.DOMPurify.sanitize",
            "sanitize-html",
            "xss",
            "xss.filterXSS",
        ),
        _purified,
    ),
    "dompurify": _maker,
}

FAMILY = Family(
    type="xss",
    module=__name__,
    beyond=(
        "Templates in files (EJS, Handlebars, Vue), frameworks' own sanitizers (Angular), "
        "scripts into which an escaped value is put."
    ),
    about=(
        "Proven: constant markup, text that is shown as text, and values that were escaped for "
        "where they stand or sanitized."
    ),
    apart="What a constant script in the markup does; where an address on a constant host leads.",
    sinks=(
        Sink(_SEND, names=frozenset({"send", "end", "write"})),
        Sink(_SET, names=words("innerHTML= outerHTML= srcdoc= createContextualFragment html")),
        Sink(_WRITE, calls=frozenset({"builtins.document.write"}), names=frozenset({"writeln"})),
        Sink(_ADJACENT, names=frozenset({"insertAdjacentHTML"})),
        Sink(_REACT_MARKUP, calls=frozenset({"jsx.dangerouslySetInnerHTML"})),
        Sink(_SET, calls=frozenset({"jsx.srcDoc", "jsx.innerHTML"})),
        Sink(_REACT_TEXT, calls=frozenset({"jsx.element"})),
        Sink(_LINK, calls=frozenset({"jsx.address"}), names=frozenset({"href=", "location="})),
        Sink(_SOURCE, names=frozenset({"src=", "action="})),
        Sink(_TEXT, names=frozenset({"textContent=", "innerText="})),
        Sink(_ATTRIBUTE, names=frozenset({"setAttribute"})),
        Sink(
            _CALLBACK_OR_TEXT,
            names=words("append prepend after before replaceWith appendTo prependTo wrap"),
        ),
        Sink((), names=words("parseHTML parseFromString trustAsHtml bypassSecurityTrustHtml attr")),
    ),
    harmless=frozenset({"builtins.process.stdout.write", "builtins.process.stderr.write"}),
    calls=_CALLS,
    methods=_methods,
    fragment=html.harmless,
    pattern="escaped markup",
    constants_harmless=True,
    refuses=no_evaluation,
)
