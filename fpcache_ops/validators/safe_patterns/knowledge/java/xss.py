"""Cross-site scripting in Java: what servlets write.

A page is written in pieces. Constants and numbers bring no markup with them wherever they stand;
an encoded value is judged as if its piece began between tags, so every other piece that the method
writes must end there, too.
"""

import re
from collections.abc import Iterator

from fpcache_ops.core.verdict import Justification
from fpcache_ops.validators.safe_patterns.engine import ir
from fpcache_ops.validators.safe_patterns.engine.expressions import site_of
from fpcache_ops.validators.safe_patterns.engine.frames import Seen
from fpcache_ops.validators.safe_patterns.engine.machine import Calling, Machine
from fpcache_ops.validators.safe_patterns.engine.values import (
    Bound,
    Class,
    Instance,
    Literal,
    Number,
    Reference,
    Routine,
    Series,
    Symbol,
    Table,
    Text,
    Value,
)
from fpcache_ops.validators.safe_patterns.knowledge.contexts import html
from fpcache_ops.validators.safe_patterns.knowledge.java import common, dates
from fpcache_ops.validators.safe_patterns.knowledge.java.encoders import ENCODER, encoder_methods
from fpcache_ops.validators.safe_patterns.knowledge.java.showing import fixed, items, shows
from fpcache_ops.validators.safe_patterns.knowledge.model import (
    Family,
    Form,
    Look,
    Need,
    Returns,
    Sink,
    blame,
)
from fpcache_ops.validators.safe_patterns.languages.java import texts
from fpcache_ops.validators.safe_patterns.languages.java.answers import PAGE

_TAG = re.compile(r"\s*</?[a-zA-Z]")
_OPENS = frozenset({"getWriter", "getOutputStream"})
_FIELD = re.compile(
    rb"\b(?:private|protected|public|static|final|transient|volatile)\s+(?:[\w.]+\.)?"
    rb"(?:\w*Writer|\w*OutputStream|\w*Response|PrintStream)\s+\w+\s*[;=]"
)
"""What a page is kept in."""
_WRAPPERS = frozenset(
    f"java.io.{name}"
    for name in (
        "PrintWriter",
        "OutputStreamWriter",
        "BufferedWriter",
        "PrintStream",
        "BufferedOutputStream",
    )
)
_PLAIN_WRITES = frozenset({"print", "println", "write", "append"})
_FORMATS = frozenset({"format", "printf"})
_WRITES = _PLAIN_WRITES | _FORMATS


def _written(look: Look) -> Iterator[Text | None]:
    """The texts that a call writes."""
    given = look.calling.given.positional
    if look.callee in _PLAIN_WRITES:
        for text in shows(look.at(given[0]) if given else look):
            yield None if _is_cut(look, text) else text
        return
    if given and texts.is_locale(given[0]):
        given = given[1:]
    if not given or len(given[0]) != 1 or not isinstance(given[0][0], Text):
        yield None
        return
    if given[0][0].constant is None:
        yield from _written_by_marks(look, given[0][0], given[1:])
        return
    values: tuple[Value, ...] = given[1:]
    if len(values) == 1:
        # An array is spread; a list is shown whole: then nothing in it may need a place of its own.
        inside = items(look.at(values[0]))
        if inside is not None:
            values = tuple(inside)
            for value in values:
                yield from shows(look.at(value))
    whole = texts.formatted(look.state, given[0][0], values)
    if whole is None:
        yield None
        return
    yield from shows(look.at(whole))


def _is_cut(look: Look, text: Text | None) -> bool:
    """Whether a part is written only, or (``write(int)``) the letter that a number stands for."""
    given = look.calling.given.positional
    if len(given) > 1:
        constant = text.constant if text is not None else None
        return constant is None or "<" in constant
    return look.callee == "write" and any(isinstance(a, (Number, Literal)) for a in look.value)


def _written_by_marks(
    look: Look, template: Text, values: tuple[Value, ...]
) -> Iterator[Text | None]:
    """A template that is not constant: its marks may stand anywhere, and show any of the values."""
    yield template
    for value in values:
        inside = items(look.at(value))
        for one in inside if inside is not None else [value]:
            for shown in shows(look.at(one)):
                constant = shown.constant if shown is not None else None
                plain = constant is not None and constant.isascii() and constant.isalnum()
                yield shown if plain else None


def _page(look: Look) -> str | None:
    encoded = False
    for text in _written(look):
        if text is None:
            return blame(look.value, "what is written is not known")
        if fixed(text) is None:
            continue
        if (reason := html.harmless(text)) is not None:
            return reason
        opened = _is_opened(look.calling.machine)
        if not opened and not (_begins_with_tag(text) and not _holds_raw(look)):
            return "whoever hands the page in may have left it inside of markup"
        encoded = True
    return _pieces_are_closed(look) if encoded else None


def _begins_with_tag(text: Text) -> bool:
    first = text.pieces[0] if text.pieces else ""
    return isinstance(first, str) and _TAG.match(first) is not None


_RAW = re.compile(
    rb"(?i)<(script|style|textarea|title|xmp|iframe|noembed|noframes|plaintext)\b"
    rb"(?![^\"\n]{0,500}</\1)|<!--(?![^\"\n]{0,500}-->)"
)
"""What begins a part of a page in which a tag is no tag, and does not end it in the same text."""


def _holds_raw(look: Look) -> bool:
    return _RAW.search(look.calling.machine.unit.code) is not None


def _is_opened(machine: Machine) -> bool:
    """Whether the page is asked for in this function, not handed in."""
    return any(
        isinstance(seen.call.callee, ir.Attribute) and seen.call.callee.name in _OPENS
        for several in machine.seen.values()
        for one in several
        for seen in (one, *one.inside)
    )


def _pieces_are_closed(look: Look) -> str | None:
    """Whether every other piece of the page leaves the markup where it began."""
    machine = look.calling.machine
    for several in machine.seen.values():
        for one in several:
            for seen in (one, *one.inside):
                name = seen.call.callee.name if isinstance(seen.call.callee, ir.Attribute) else ""
                if name in _KINDS and _is_script(name, seen):
                    return "the page may be a script, or in letters that are read in two ways"
                if (
                    name in _WRITES
                    and seen.given.positional
                    and not _is_closed(machine, seen, name)
                ):
                    return "another piece of the page may leave it inside of markup"
                if name in _WRITES or one.followed:
                    continue
                if _hands_page_on(seen) or _is_method_of_page(machine, seen):
                    return "other code is given the page to write to"
                if any(_writes(scope) for scope in _handed_on(seen)):
                    return "other code may run what writes to the page"
    return None


def _is_closed(machine: Machine, seen: Seen, name: str) -> bool:
    if not seen.given.positional:
        return True
    calling = Calling(machine, seen.state, site_of(seen.call), seen.given)
    if any(isinstance(atom, (Symbol, Bound)) and _is_harmless(atom) for atom in seen.callee):
        return True
    return all(
        text is not None and html.ends_between_tags(text) is None
        for text in _written(Look(seen.given.positional[0], calling, name))
    )


def _is_harmless(atom: Symbol | Bound) -> bool:
    if isinstance(atom, Symbol):
        return atom.path in FAMILY.harmless
    if isinstance(atom.receiver, Instance):
        return f"{atom.receiver.kind}.*" in FAMILY.harmless
    return isinstance(atom.receiver, (Text, Reference, Series, Table))


_PAGES = common.RESPONSES | common.STREAMS | {common.WRITER}


def _hands_page_on(seen: Seen) -> bool:
    wraps = [isinstance(atom, Symbol) and atom.path in _WRAPPERS for atom in seen.callee]
    if all(wraps) and len(seen.given.positional) == 1:
        return False
    return any(
        isinstance(atom, Instance) and atom.kind in _PAGES
        for value in seen.given.all()
        for atom in value
    )


def _wrapped(call: Calling) -> Value | None:
    """``new PrintWriter(stream)``: who writes to it writes to the page."""
    given = call.given.positional
    known = len(given) == 1 and all(
        isinstance(atom, Instance) and atom.kind in _PAGES for atom in given[0]
    )
    return given[0] if known else None


def _handed_on(seen: Seen) -> Iterator[ir.Scope]:
    """Functions and classes without a name that other code is given, or has a method called of."""
    for value in (*seen.given.all(), seen.callee):
        for atom in value:
            one = atom.receiver if isinstance(atom, Bound) else atom
            if isinstance(one, Routine):
                yield one.scope
            elif isinstance(one, Instance):
                classes = (inner for held in one.details for inner in held)
                yield from (inner.scope for inner in classes if isinstance(inner, Class))


def _writes(scope: ir.Scope) -> bool:
    """Whether a function, or one of a class without a name, may leave markup open."""
    if scope.kind == "class":
        return not scope.name and any(_writes(inner) for inner in scope.inner)
    calls = (
        node
        for statement in ir.statements(scope.body)
        for expression in ir.expressions(statement)
        for node in ir.inside(expression)
        if isinstance(node, ir.Call)
    )
    return any(_leaves_open(call) for call in calls) or any(_writes(one) for one in scope.inner)


def _is_console(callee: ir.Expression) -> bool:
    stream = callee.value if isinstance(callee, ir.Attribute) else None
    owner = stream.value if isinstance(stream, ir.Attribute) else None
    return isinstance(owner, ir.Library) and owner.path == "java.lang.System"


def _leaves_open(call: ir.Call) -> bool:
    """Whether a call writes, unless it is a constant that ends between tags."""
    written = isinstance(call.callee, ir.Attribute) and call.callee.name in _WRITES
    if not written or not call.arguments or _is_console(call.callee):
        return False
    first = call.arguments[0].value
    text = first.value if isinstance(first, ir.Constant) else None
    return not isinstance(text, str) or html.ends_between_tags(Text((text,))) is not None


def _is_method_of_page(machine: Machine, seen: Seen) -> bool:
    """Whether a method of an object in view may write to a page that is kept in a field."""
    own = any(
        isinstance(atom, Bound)
        and isinstance(atom.receiver, Instance)
        and any(isinstance(inner, Class) for value in atom.receiver.details for inner in value)
        for atom in seen.callee
    )
    return own and _FIELD.search(machine.unit.code) is not None


_HEADERS = frozenset({"setHeader", "addHeader"})
_KINDS = _HEADERS | {"setContentType", "setCharacterEncoding"}
_CHARSET = r"(?:utf-?8|us-ascii|iso-8859-(?:1|15)|windows-125\d)"
_PAGE = re.compile(
    rf"text/(?:html|plain)(?:\s*;\s*charset\s*=\s*['\"]?{_CHARSET}['\"]?)?\s*;?", re.IGNORECASE
)
_LETTERS = re.compile(_CHARSET, re.IGNORECASE)


def _constants(value: Value) -> list[str | None]:
    return [atom.constant if isinstance(atom, Text) else None for atom in value]


def _is_script(name: str, seen: Seen) -> bool:
    given = seen.given.positional
    if name in _HEADERS:
        named = _constants(given[0]) if given else [None]
        if all(each is not None and each.strip().lower() != "content-type" for each in named):
            return False
        given = given[1:]
    allowed = _LETTERS if name == "setCharacterEncoding" else _PAGE
    return any(
        each is None or not allowed.fullmatch(each.strip())
        for value in given[:1]
        for each in _constants(value)
    )


_WRITE = Form(
    "page of constants and encoded values",
    (Need(_page, 0),),
    proves="xss/constant_page, encoded_text, number_in_page",
    any_position=True,
    justification=Justification.INLINE_MITIGATIONS,
)
_DATA = (
    r"(?:application/(?:json|problem\+json|octet-stream|pdf)|text/(?:plain|csv))"
    r"(?:\s*;\s*charset=[\w-]+)?"
)
_DATA_TYPE = re.compile(_DATA, re.IGNORECASE | re.ASCII)
_SAYS_OTHERWISE = re.compile(
    rb"(?i)content[-_]type(?![-_]options)|\.\s*(?:reset|sendError|include|forward)\s*\("
    # A header by a name that is not written out.
    rb"|\b(?:set|add)Header\s*\(\s*(?!\"[\w-]*\"\s*,|[\w.]*\b[A-Z][A-Z_]+\s*,)"
    # What has been sent begins the answer, whatever is said behind it.
    rb"|\bflush(?:Buffer)?\s*\((?=.*?\bsetContentType\b)"
    rb"|setContentType\s*\((?![\s(]*(?:\"%s\"|MediaType\.(?:APPLICATION_JSON|TEXT_PLAIN)(?:_VALUE)?)"
    rb"\s*\)[\s)]*;)" % _DATA.encode(),
    re.DOTALL,
)
"""Where a file may say otherwise what an answer is."""


def _is_given_away(machine: Machine) -> bool:
    """Whether code out of sight is given the answer."""
    return any(
        not seen.followed and _hands_page_on(seen)
        for several in machine.seen.values()
        for one in several
        for seen in (one, *one.inside)
    )


def _data(look: Look) -> str | None:
    """The writer of an answer that no browser takes for a page."""
    if _SAYS_OTHERWISE.search(look.calling.machine.unit.code):
        return "the type of an answer is set elsewhere, too"
    if _is_given_away(look.calling.machine):
        return "other code is given the answer, and may say otherwise what it is"
    for atom in look.value:
        known = isinstance(atom, Instance) and atom.kind in (common.WRITER, common.STREAM)
        kinds = atom.details[0] if isinstance(atom, Instance) and known and atom.details else ()
        for kind in kinds or (None,):
            constant = kind.constant if isinstance(kind, Text) else None
            if constant is None or not _DATA_TYPE.fullmatch(constant):
                return "the answer may be a page"
    return None if look.value else "nothing is known of the answer"


_JSON = Form(
    "an answer that is no page",
    (Need(_data, receiver=True),),
    proves="xss/json_answer",
    any_position=True,
    justification=Justification.INLINE_MITIGATIONS,
)


def _answer(text: Text) -> str | None:
    """A page that is given as a whole."""
    return None if fixed(text) is None else html.harmless(text)


_NOTHING = Form("an empty line", (), proves="xss/constant_page")

_SAFE_LIST = "list of safe elements"


def _safe_list(call: Calling) -> Value | None:
    """``Safelist.basic()``: whoever has it may add to it."""
    call.state.allocate(call.site, Table(()))
    return (Instance(_SAFE_LIST, ((Reference(call.site),),)),)


def _is_safe_list(look: Look) -> str | None:
    for atom in look.value:
        place = atom.details[0][0] if isinstance(atom, Instance) and atom.details else None
        known = isinstance(atom, Instance) and atom.kind == _SAFE_LIST
        if not known or not isinstance(place, Reference) or look.state.content(place.site) is None:
            return "which elements are let through is not known"
    return None if look.value else "which elements are let through is not known"


_LISTS = tuple(
    f"org.jsoup.safety.{kind}.{name}"
    for kind in ("Safelist", "Whitelist")
    for name in ("none", "simpleText", "basic", "basicWithImages", "relaxed")
)
_escaped = Returns(html.ESCAPED, proves="xss/encoded_text")
_half = Returns(html.BETWEEN_TAGS, proves="xss/commons_text")
_COMMONS = (
    "org.apache.commons.lang",
    "org.apache.commons.lang3",
    "org.apache.commons.text",
)

FAMILY = Family(
    type="xss",
    module=__name__,
    beyond=(
        "JSP pages and templates in files, frameworks that escape by themselves, scripts into "
        "which an encoded value is put."
    ),
    about="Proven: pages of constants, numbers, and values that an HTML encoder has encoded.",
    apart="What a constant script in the page does in the browser.",
    sinks=(Sink((_WRITE, _JSON, _NOTHING), names=_WRITES),),
    harmless=frozenset(
        {
            "java.lang.String.format",
            "java.util.Objects.*",
            f"{texts.BUILDER}.*",
            *(f"{kind}.*" for kind in dates.KINDS),
            "java.io.FileOutputStream.*",
            "java.io.ByteArrayOutputStream.*",
            "java.io.FileWriter.*",
            *(
                f"java.lang.System.{stream}.{name}"
                for stream in ("out", "err")
                for name in ("print", "println", "printf", "format", "write", "append")
            ),
        }
    ),
    calls={
        **ENCODER,
        **{
            f"org.owasp.encoder.Encode.{name}": _escaped
            for name in (
                "forHtml",
                "forHtmlAttribute",
                "forXml",
                "forUriComponent",
                "forXmlAttribute",
            )
        },
        "org.owasp.encoder.Encode.forHtmlContent": _half,
        **{
            f"org.springframework.web.util.HtmlUtils.{name}": _escaped
            for name in ("htmlEscape", "htmlEscapeDecimal", "htmlEscapeHex")
        },
        **{
            f"{package}.StringEscapeUtils.{name}": _half
            for package in _COMMONS
            for name in ("escapeHtml", "escapeHtml3", "escapeHtml4")
        },
        **dict.fromkeys(_LISTS, _safe_list),
        "org.jsoup.Jsoup.clean": Returns(
            html.SANITIZED, proves="xss/cleaned", needs=((1, "list", _is_safe_list),)
        ),
        **dict.fromkeys(_WRAPPERS, _wrapped),
        "java.net.URLEncoder.encode": Returns(html.ESCAPED, proves="xss/url_encoded", limit=2),
    },
    methods=encoder_methods({"encodeForHTML": _escaped, "encodeForHTMLAttribute": _escaped}),
    shown=_answer,
    answered=PAGE,
    pattern="encoded values",
    neighbours=True,
    watches_all=True,
)
