"""Cross-site scripting in Python: markup that is declared safe, and templates without escaping.

``Markup`` escapes what is put into it by ``%``, ``format``, ``join`` and ``+``: that is safe where
HTML reads it as text, so the markup around each value is read, too. Django's safe strings escape
nothing: ``+``, ``%`` and ``format`` are those of any text.
"""

import html as escaping
import re
from dataclasses import replace

from fpcache_ops.core.verdict import Justification
from fpcache_ops.validators.safe_patterns.engine.expressions import (
    Expressions,
    exact_items,
)
from fpcache_ops.validators.safe_patterns.engine.frames import Actuals
from fpcache_ops.validators.safe_patterns.engine.language import Unit
from fpcache_ops.validators.safe_patterns.engine.machine import Calling, Model
from fpcache_ops.validators.safe_patterns.engine.state import State
from fpcache_ops.validators.safe_patterns.engine.texts import built, repeated
from fpcache_ops.validators.safe_patterns.engine.values import (
    NUMBER,
    REST,
    Atom,
    Hole,
    Instance,
    Literal,
    Number,
    Pieces,
    Reference,
    Series,
    Table,
    Text,
    Unknown,
    Value,
    joined,
    unknown,
)
from fpcache_ops.validators.safe_patterns.knowledge.contexts import html
from fpcache_ops.validators.safe_patterns.knowledge.model import (
    Family,
    Form,
    Look,
    Need,
    Sink,
    instance_is,
    made,
    nothing,
    one_of,
    text_passes,
    true,
)
from fpcache_ops.validators.safe_patterns.knowledge.python import answers, rows
from fpcache_ops.validators.safe_patterns.knowledge.python.wrappers import is_handed_back
from fpcache_ops.validators.safe_patterns.languages.python import formatting

MARKUP = "markup"
SAFE = "safe string"
"""The flavour of Django's safe strings: escaped no further, but put together like any text."""

FOREIGN = "markup that is not known"
ENVIRONMENT = "environment of templates"
TEMPLATE = "template that escapes"

_MARKUP_TYPES = (
    "markupsafe.Markup",
    "flask.Markup",
    "jinja2.Markup",
    "jinja2.utils.Markup",
)
_SAFE_TYPES = (
    "django.utils.safestring.mark_safe",
    "django.utils.safestring.SafeString",
    "django.utils.safestring.SafeText",
)
_markup = text_passes(html.harmless, "the markup")


def _escaped(atom: Atom) -> Pieces:
    """What ``escape`` gives for a value: markup stays as it is, everything else is escaped."""
    match atom:
        case Text(pieces=pieces, flavour="markup" | "safe string"):
            return pieces
        case Text() if atom.constant is not None and atom.flavour == "str":
            return (escaping.escape(atom.constant),)
        case Text(pieces=(Hole(kind="number"),)) | Number():
            return (Hole(NUMBER),)
        case Literal(value=value):
            return (escaping.escape(str(value)),)
        case Instance(kind="markup that is not known"):
            return (Hole(FOREIGN),)
        case _:
            return (Hole(html.ESCAPED),)


def _escape_value(value: Value, flavour: str = MARKUP) -> Value:
    return tuple(dict.fromkeys(Text(_escaped(atom), flavour) for atom in value))


def _escape(flavour: str) -> Model:
    """``markupsafe.escape(value)``."""

    def model(call: Calling) -> Value | None:
        if not call.given.closed or len(call.given.all()) != 1 or not call.given.positional:
            return None
        call.machine.measures.add("sanitizer")
        call.state.escape(*call.given.all())
        return _escape_value(call.given.positional[0], flavour)

    return model


def _escape_plain(call: Calling) -> Value | None:
    """``html.escape(text)``: escapes quotes, too, unless it is told not to. Gives a plain text.

    ``Markup`` has a ``replace`` of its own, by which nothing is found that is to be escaped.
    """
    if not call.given.closed or not call.given.positional:
        return None
    quote = call.given.get(1, "quote")
    if quote is not None and not all(
        isinstance(atom, Literal) and atom.value is True for atom in quote
    ):
        return None
    call.machine.measures.add("sanitizer")
    call.state.escape(*call.given.all())
    (given, *_) = call.given.positional
    if any(isinstance(atom, Text) and atom.flavour == MARKUP for atom in given):
        return None
    plain = tuple(
        Text(atom.pieces) if isinstance(atom, Text) and atom.flavour == SAFE else atom
        for atom in given
    )
    return tuple(dict.fromkeys(Text(_escaped(atom)) for atom in plain))


def _declared(flavour: str) -> Model:
    """``Markup(text)``: the same text, now taken for markup, whatever it is."""

    def model(call: Calling) -> Value | None:
        if not call.given.closed or len(call.given.all()) != 1 or not call.given.positional:
            return None
        (value,) = call.given.positional
        call.state.escape(value)
        return tuple(
            dict.fromkeys(
                Text(atom.pieces, flavour)
                if isinstance(atom, Text) and atom.flavour in ("str", MARKUP, SAFE)
                else Instance(FOREIGN)
                for atom in value
            )
        )

    return model


def _text_of(atom: Atom) -> Pieces | None:
    return _escaped(atom)


def _is_foreign(atom: Atom) -> bool:
    return isinstance(atom, Instance) and atom.kind == FOREIGN


def _as_markup(value: Value | None) -> Value | None:
    if value is None or not all(isinstance(atom, Text) for atom in value):
        return value
    return tuple(Text(atom.pieces, MARKUP) for atom in value if isinstance(atom, Text))


def _operators(state: State, op: str, a: Atom, b: Atom) -> Value | None:
    """``+`` and ``%`` with markup: the other side is escaped; with a safe string it is not."""
    if _is_foreign(a) or _is_foreign(b):
        return (Instance(FOREIGN),)
    left = isinstance(a, Text) and a.flavour == MARKUP
    right = isinstance(b, Text) and b.flavour == MARKUP
    if op == "+" and (left or right):
        return built([[_escaped(a)], [_escaped(b)]], MARKUP)
    if op == "%" and left:
        assert isinstance(a, Text)
        return _percent(state, a, b)
    if op == "+" and isinstance(a, Text) and isinstance(b, Text) and SAFE in (a.flavour, b.flavour):
        flavours = {a.flavour, b.flavour}
        if flavours <= {"str", SAFE}:
            return built([[a.pieces], [b.pieces]], SAFE if flavours == {SAFE} else "str")
    return None


def _percent(state: State, whole: Text, given: Atom) -> Value | None:
    template = whole.constant
    if template is None:
        return None
    content = state.content(given.site) if isinstance(given, Reference) else given
    if isinstance(content, Series) and content.kind == "tuple" and not content.rest:
        items = content.items
        value = formatting.percent(
            template,
            _text_of,
            lambda key: items[key] if isinstance(key, int) and key < len(items) else None,
            len(items),
        )
    elif isinstance(content, Table):
        known, rest = dict(content.items), content.rest
        value = formatting.percent(
            template,
            _text_of,
            lambda key: (known.get(key) or rest or None) if isinstance(key, str) else None,
            None,
        )
    else:
        # One value, a tuple or a mapping: whatever it holds is escaped.
        value = formatting.percent(template, _text_of, lambda key: (given,), None)
    return _as_markup(value)


def _methods(call: Calling, receiver: Atom, name: str) -> Value | None:
    """Methods of markup, of template environments and of templates."""
    given = call.given
    if _is_foreign(receiver):
        call.state.escape(*given.all())
        return (Instance(FOREIGN),)
    if isinstance(receiver, Instance):
        if _switched(call.machine.unit) is not None:
            return None
        return _template(receiver, name, given)
    if not isinstance(receiver, Text) or receiver.flavour != MARKUP:
        return None
    template = receiver.constant
    if name == "format" and template is not None:
        named = dict(given.named)

        def pick(key: int | str) -> Value | None:
            if isinstance(key, int):
                known = given.positional[key] if key < len(given.positional) else None
                return known or (unknown("a spread argument") if given.more else None)
            return named.get(key) or (unknown("a spread argument") if given.more_named else None)

        escaped = formatting.braces(
            template, _text_of, lambda key: _escape_value(v) if (v := pick(key)) else None
        )
        call.machine.measures.add("sanitizer")
        return _as_markup(escaped)
    if name == "join" and template is not None and len(given.positional) == 1 and given.closed:
        return _join(call, template, given.positional[0])
    if name in ("strip", "rstrip", "lstrip") and not given.all() and template is not None:
        return (Text((getattr(template, name)(),), MARKUP),)
    return None


def _join(call: Calling, separator: str, source: Value) -> Value | None:
    machine, state = call.machine, call.state
    assert isinstance(machine, Expressions)
    exact = exact_items(source, state)
    if exact is not None:
        parts: list[list[Pieces]] = []
        for index, item in enumerate(exact):
            forms = [_escaped(atom) for atom in item]
            parts += [[(separator,)], forms] if index else [forms]
        return built(parts, MARKUP)
    elements = machine.elements(source, state)
    return (Text(repeated([_escaped(atom) for atom in elements], separator), MARKUP),)


def _format_html(call: Calling) -> Value | None:
    """``format_html(template, ...)`` escapes what it puts into the template."""
    if not call.given.closed or not call.given.positional:
        return None
    (template, *values) = call.given.positional
    results: list[Value | None] = []
    for atom in template:
        if not isinstance(atom, Text) or atom.constant is None:
            return None
        inner = Actuals(tuple(values), call.given.named)
        results.append(
            _methods(replace(call, given=inner), Text((atom.constant,), MARKUP), "format")
        )
    whole = joined(result for result in results if result is not None)
    if None in results or not all(isinstance(atom, Text) for atom in whole):
        return None
    return tuple(Text(atom.pieces, SAFE) for atom in whole if isinstance(atom, Text))


def _formatted(look: Look) -> str | None:
    """The template of ``format_html`` with everything that is put into it."""
    result = _format_html(look.calling)
    if result is None:
        return "the template is not constant"
    return _markup(look.at(result))


def _environment(call: Calling) -> Value | None:
    escapes = call.given.get(None, "autoescape")
    if not call.given.closed or call.given.positional or escapes is None:
        return None
    if set(dict(call.given.named)) - {
        "autoescape",
        "trim_blocks",
        "lstrip_blocks",
        "keep_trailing_newline",
    }:
        return None
    if not all(isinstance(atom, Literal) and atom.value is True for atom in escapes):
        return None
    return (Instance(ENVIRONMENT),)


_SWITCHES = (
    "select_jinja_autoescape",
    "jinja_options",
    "create_jinja_environment",
    "jinja_environment",
    "finalize",
    "overlay",
)
_EXTENDED = re.compile(rb"\.\s*extend\s*\([^)]*\bautoescape\b")


def _switched(unit: Unit) -> str | None:
    """Why an environment may escape less than it was told to."""
    if unit.attribute_written("autoescape") or _EXTENDED.search(unit.code):
        return "`autoescape` is set somewhere"
    word = next((word for word in _SWITCHES if unit.mentions(word)), None)
    return f"`{word}` decides what is escaped" if word is not None else None


def _template(receiver: Instance, name: str, given: Actuals) -> Value | None:
    """A constant template without tags or filters, of an environment that escapes."""
    if receiver.kind == ENVIRONMENT and name == "from_string" and len(given.all()) == 1:
        source = given.get(0, "source")
        if source is None or len(source) != 1 or not isinstance(source[0], Text):
            return None
        template = source[0].constant
        if template is None or _rendered(template) is None:
            return None
        return (Instance(TEMPLATE, (source,)),)
    if receiver.kind == TEMPLATE and name == "render" and given.closed:
        (source,) = receiver.details
        template = source[0].constant if isinstance(source[0], Text) else None
        if template is None or not _names_in(template) <= set(dict(given.named)):
            return None
        if not all(_is_escaped_there(atom) for _, value in given.named for atom in value):
            return None
        return _rendered(template)
    return None


def _is_escaped_there(atom: Atom) -> bool:
    """Whether a template may be given this: what is declared to be markup is not escaped there."""
    if isinstance(atom, Text):
        return atom.flavour == "str"
    if isinstance(atom, Unknown):
        return not atom.cause.made
    return isinstance(atom, (Number, Literal))


_EXPRESSION = re.compile(r"\s*([A-Za-z_]\w*)(?:\.[A-Za-z]\w*|\[\d+\])*\s*", re.ASCII)


def _rendered(template: str) -> Value | None:
    """What a constant template gives that only looks values up; they are escaped.

    It is a plain text: what is added to it is not escaped.
    """
    if "{%" in template or "|" in template or "{#" in template:
        return None
    first, *others = template.split("{{")
    pieces: list[str | Hole] = [first]
    for part in others:
        expression, closed, after = part.partition("}}")
        if not closed or not _EXPRESSION.fullmatch(expression):
            return None
        pieces += [Hole(html.ESCAPED), after]
    return built([[(piece,)] for piece in pieces])


def _names_in(template: str) -> set[str]:
    """The variables that a template looks up."""
    expressions = (part.partition("}}")[0] for part in template.split("{{")[1:])
    return {found[1] for one in expressions if (found := _EXPRESSION.fullmatch(one))}


_DECLARE = (
    Form(
        "constant markup, with escaped values where HTML reads text",
        (Need(_markup, 0, "object"),),
        proves="xss/constant_markup, escaped_text, escaped_items",
        justification=Justification.INLINE_MITIGATIONS,
    ),
)
_FORMAT_HTML = (
    Form(
        "a constant template whose values are escaped",
        (Need(_formatted, 0, "format_string"),),
        proves="xss/format_html",
        any_other=True,
        justification=Justification.INLINE_MITIGATIONS,
    ),
)
_by_name = instance_is("autoescape by name")


def _escapes(look: Look) -> str | None:
    """Escaping is on, by a constant or by the names of templates, and stays on."""
    return one_of(true, _by_name)(look) or _switched(look.calling.machine.unit)


_TEMPLATES = (
    Form(
        "a template environment that escapes",
        (
            Need(_escapes, keyword="autoescape"),
            Need(
                nothing("what is shown is decided by a function"), keyword="finalize", optional=True
            ),
        ),
        proves="xss/autoescape_constant",
        any_other=True,
        justification=Justification.INLINE_MITIGATIONS,
    ),
)


def _sent(look: Look) -> str | None:
    """Markup that is sent as it is."""
    if (reason := _markup(look)) is not None:
        return reason
    unit, at = look.calling.machine.unit, look.calling.site >> 32
    if answers.is_changed(look.calling) or not is_handed_back(unit, at):
        return "the answer is written to elsewhere"
    return None


_BODY = (
    Form(
        "an answer of constants and escaped values",
        (Need(_sent, 0, "response"),),
        proves="xss/answer_escaped",
        any_other=True,
        justification=Justification.INLINE_MITIGATIONS,
    ),
    *answers.TYPED,
)


_TEXT_BODY = (
    Form(
        "an answer of constants and escaped values",
        (Need(_sent, keyword="text"),),
        free=frozenset({"content_type", "status", "headers", "charset", "reason"}),
        proves="xss/answer_of_text",
        justification=Justification.INLINE_MITIGATIONS,
    ),
    *answers.TYPED,
)


def _string_template(look: Look) -> str | None:
    """A constant template without tags or filters: what is put into it is escaped."""
    if (switched := _switched(look.calling.machine.unit)) is not None:
        return switched
    given = {name for name, _ in look.calling.given.named} | {"request"}
    for atom in look.value:
        template = atom.constant if isinstance(atom, Text) else None
        shown = _rendered(template) if template is not None else None
        if shown is None:
            return "the template is not constant, or has tags, calls or filters"
        if not _names_in(template or "") <= given:
            return "the template looks up what it is not given here"
        for each in shown:
            if isinstance(each, Text) and (reason := html.harmless(each)) is not None:
                return reason
    named = look.calling.given.named
    for _, value in named:
        for atom in value:
            plain = isinstance(atom, (Number, Literal)) or (
                # What was asked whether it begins like this may be markup as well.
                isinstance(atom, Text) and atom.flavour == "str" and Hole(REST) not in atom.pieces
            )
            # User input is a plain text; anything else unknown may be markup already.
            given_by_user = isinstance(atom, Unknown) and atom.cause.source
            if not plain and not (given_by_user and _is_escaped_there(atom)):
                return "a value may be markup already"
    return None if look.value else "nothing is known of the template"


_STRING_TEMPLATE = (
    Form(
        "a constant template whose values are escaped",
        (Need(_string_template, 0, "source"),),
        proves="xss/string_template",
        any_other=True,
        justification=Justification.INLINE_MITIGATIONS,
    ),
)


def _shown_template(call: Calling) -> Value | None:
    """``render_template_string(template, name=value)``: what it shows, if all of it is escaped."""
    source = call.given.get(0, "source")
    if not call.given.closed or source is None or _string_template(Look(source, call)) is not None:
        return None
    return joined(
        (_rendered(atom.constant) if isinstance(atom, Text) and atom.constant is not None else None)
        or unknown("a template that is not known")
        for atom in source
    )


_CLEANED = frozenset({"strip", "strip_comments"})
_ELEMENTS = frozenset(
    re.findall(
        r"\w+",
        "a abbr acronym address article aside b bdi bdo big blockquote br caption center cite"
        " code col colgroup dd del details dfn div dl dt em figcaption figure footer h1 h2 h3"
        " h4 h5 h6 header hr i img ins kbd li main mark nav ol p pre q s samp section small "
        "span strike strong sub summary sup table tbody td tfoot th thead tr tt u ul var wbr",
    )
)
_ATTRIBUTES = frozenset(
    re.findall(r"\w+", "alt cite class colspan height href lang rel rowspan src title width")
)
"""What may be allowed: it runs nothing, and addresses are looked at by the sanitizers."""


def _allows(look: Look, known: frozenset[str]) -> bool:
    """Whether a list of elements, or lists of attributes for elements, holds only known ones."""
    for atom in look.value:
        content = look.content(atom)
        match content:
            case Series(items=items, rest=rest):
                inner = (*items, rest) if rest else items
            case Table(items=pairs, rest=()):
                inner = tuple(value for _, value in pairs)
            case Text():
                inner = ()
                if content.constant not in known:
                    return False
            case _:
                return False
        if not all(_allows(look.at(value), known) for value in inner):
            return False
    return bool(look.value)


def _cleaned(call: Calling) -> Value | None:
    """``bleach.clean(text)``, ``nh3.clean(text)``: elements and text by the library's own list."""
    given, unit = call.given, call.machine.unit
    if (
        not given.closed
        or len(given.positional) != 1
        or not {n for n, _ in given.named} <= _CLEANED | {"tags", "attributes"}
    ):
        return None
    for word, known in (("tags", _ELEMENTS), ("attributes", _ATTRIBUTES)):
        allowed = given.get(None, word)
        if allowed is not None and not _allows(Look(allowed, call), known):
            return None
    if any(
        unit.mentions(word) for word in ("ALLOWED_TAGS", "ALLOWED_ATTRIBUTES", "ALLOWED_STYLES")
    ):
        return None
    call.machine.measures.add("sanitizer")
    call.state.escape(*given.all())
    return (Text((Hole(html.SANITIZED),)),)


def _items_of_markup(look: Look) -> str | None:
    """``format_html_join(separator, template, values)``: each round is escaped."""
    shown = _rounds(look.calling)
    return html.harmless(shown) if isinstance(shown, Text) else shown


def _rounds(call: Calling) -> Text | str:
    """What ``format_html_join`` gives, or why that is not known."""
    separator, template = (
        call.given.get(0, "sep"),
        call.given.get(1, "format_string"),
    )
    if not separator or not template or len(separator) != 1 or len(template) != 1:
        return "the template is not constant"
    (between,), (whole,) = separator, template
    if not isinstance(between, Text) or between.constant is None:
        return "the separator is not constant"
    if not isinstance(whole, Text) or whole.constant is None:
        return "the template is not constant"
    if not rows.are_escaped(call, _is_escaped_there):
        return "what is put into the template may say itself that it is markup"
    lost = unknown("a value")
    made = formatting.braces(whole.constant, _text_of_all, lambda key: lost)
    if made is None or len(made) != 1 or not isinstance(made[0], Text):
        return "the template is not known"
    return Text(repeated([made[0].pieces], between.constant), SAFE)


def _joined_items(call: Calling) -> Value | None:
    """``format_html_join("", "<li>{}</li>", ((name,) for name in names))``."""
    shown = _rounds(call) if call.given.closed else ""
    call.state.escape(*call.given.all())
    # What is no markup where it stands may be put where nobody reads it as such.
    known = isinstance(shown, Text) and html.harmless(shown) is None
    return (shown,) if isinstance(shown, Text) and known else (Instance(FOREIGN),)


def _text_of_all(_: Atom) -> Pieces:
    return (Hole(html.ESCAPED),)


_FORMAT_HTML_JOIN = (
    Form(
        "a constant template whose values are escaped",
        (Need(_items_of_markup, 0, "sep"),),
        proves="xss/format_html_join",
        any_other=True,
        justification=Justification.INLINE_MITIGATIONS,
    ),
)
_LOADS = re.compile(rb"\b(?:get|select|get_or_select)_template\b")
_LOADS_HTML = re.compile(rb"\bget_template\(\s*['\"][^'\"\n]*\.(?:html?|xml)['\"]\s*[,)]")


def _autoescape(call: Calling) -> Value | None:
    """``select_autoescape()`` escapes HTML and XML, and templates made of strings.

    What is loaded by another name, or by one that is not constant, is not escaped.
    """
    source = call.machine.unit.code
    if len(_LOADS.findall(source)) != len(_LOADS_HTML.findall(source)):
        return None
    return (Instance("autoescape by name"),) if not call.given.all() and call.given.closed else None


_ANSWER = re.compile(rb"\s*(\w+)\s*(?::[^=\n]*)?=(?!=)")


def _refuses(unit: Unit, start: int, end: int) -> str | None:
    """Values that say themselves what their markup is, and answers that are written to later."""
    for word in ("__html__", "__html_format__"):
        if unit.mentions(word):
            return f"`{word}` is not escaped"
    answer = _ANSWER.match(unit.code, start, end)
    if answer is not None:
        name = re.escape(answer[1])
        later = (
            rb"\b%s\s*\.\s*(?:(?:write|writelines|set_data)\b"
            rb"|(?:data|content|text|response|body|streaming_content)\s*(?:\+?=(?!=)|[.\[]))" % name
        )
        if re.search(later, unit.code):
            return "the answer is written to elsewhere"
    return None


_CALLS: dict[str, Model] = {
    **dict.fromkeys(_MARKUP_TYPES, _declared(MARKUP)),
    **dict.fromkeys(_SAFE_TYPES, _declared(SAFE)),
    **dict.fromkeys(
        (
            "markupsafe.escape",
            "flask.escape",
            "jinja2.escape",
            "jinja2.utils.escape",
        ),
        _escape(MARKUP),
    ),
    "django.utils.html.escape": _escape(SAFE),
    **dict.fromkeys(("html.escape", "tornado.escape.xhtml_escape"), _escape_plain),
    "django.utils.html.format_html": _format_html,
    # What they put together is not looked at again.
    **dict.fromkeys(
        ("django.template.loader.render_to_string",),
        made(FOREIGN),
    ),
    "django.utils.html.format_html_join": _joined_items,
    "flask.render_template_string": _shown_template,
    **dict.fromkeys(("bleach.clean", "nh3.clean"), _cleaned),
    **answers.CALLS,
    "jinja2.select_autoescape": _autoescape,
    "jinja2.Environment": _environment,
}

FAMILY = Family(
    type="xss",
    module=__name__,
    beyond="Templates in files, filters that a project defines, sanitizers with other lists.",
    about="Proven: constant markup, and escaped values where HTML reads them as text.",
    apart="What a constant script in the markup does in the browser.",
    sinks=(
        Sink(
            _DECLARE,
            calls=frozenset((*_MARKUP_TYPES, *_SAFE_TYPES)),
            names=frozenset({"Markup", "mark_safe", "SafeString", "SafeText"}),
        ),
        Sink(
            _FORMAT_HTML,
            calls=frozenset({"django.utils.html.format_html"}),
            names=frozenset({"format_html"}),
        ),
        Sink(
            _TEMPLATES,
            calls=frozenset(
                {
                    "jinja2.Environment",
                    "jinja2.environment.Environment",
                    "jinja2.sandbox.SandboxedEnvironment",
                }
            ),
            names=frozenset({"Environment", "SandboxedEnvironment"}),
        ),
        Sink(
            _BODY,
            calls=frozenset(
                {
                    "flask.make_response",
                    "flask.Response",
                    "django.http.HttpResponse",
                    "django.http.response.HttpResponse",
                    "quart.make_response",
                    "starlette.responses.HTMLResponse",
                    "fastapi.responses.HTMLResponse",
                }
            ),
            names=frozenset({"HttpResponse", "make_response", "HTMLResponse"}),
        ),
        Sink(
            _STRING_TEMPLATE,
            calls=frozenset({"flask.render_template_string", "quart.render_template_string"}),
            names=frozenset({"render_template_string"}),
        ),
        Sink(_TEXT_BODY, calls=frozenset({answers.AIOHTTP})),
        *answers.SINKS,
        Sink(
            _FORMAT_HTML_JOIN,
            calls=frozenset({"django.utils.html.format_html_join"}),
            names=frozenset({"format_html_join"}),
        ),
        Sink(
            (),
            names=frozenset({"unescape", "SafeMarkup", "literal"}),
        ),
    ),
    calls=_CALLS,
    methods=_methods,
    operators=_operators,
    result_flavour=MARKUP,
    result=html.harmless,
    shown=html.harmless,
    pattern="escaped markup",
    neighbours=True,
    strange="methods",
    untouched=frozenset({"Markup", "Environment", "SafeString", "EscapeFormatter"}),
    refuses=_refuses,
)
