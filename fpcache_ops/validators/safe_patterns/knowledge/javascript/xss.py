"""Cross-site scripting in JavaScript: answers of Express, the DOM, React, jQuery.

React and ``textContent`` show text as text. Everything else is read as markup: it must be constant,
or hold escaped values only where HTML reads text.
"""

import re
from collections.abc import Iterator

from fpcache_ops.core.verdict import Justification
from fpcache_ops.validators.safe_patterns.engine import ir
from fpcache_ops.validators.safe_patterns.engine.language import Unit
from fpcache_ops.validators.safe_patterns.engine.machine import Calling, Model
from fpcache_ops.validators.safe_patterns.engine.values import (
    CHOSEN,
    NUMBER,
    Atom,
    Class,
    Hole,
    Instance,
    Literal,
    Number,
    Piece,
    Reference,
    Routine,
    Series,
    Symbol,
    Table,
    Text,
    Unknown,
    Value,
    hole,
)
from fpcache_ops.validators.safe_patterns.knowledge.contexts import html
from fpcache_ops.validators.safe_patterns.knowledge.javascript import answers, purifiers
from fpcache_ops.validators.safe_patterns.knowledge.javascript.common import (
    SPARED,
    TEXTS,
    no_evaluation,
    text,
)
from fpcache_ops.validators.safe_patterns.knowledge.model import (
    Family,
    Form,
    Look,
    Need,
    Sink,
    Test,
    anything,
    blame,
    constant,
    made,
    text_is,
)
from fpcache_ops.validators.safe_patterns.languages.javascript.literals import words
from fpcache_ops.validators.safe_patterns.languages.javascript.texts import PATTERN
from fpcache_ops.validators.safe_patterns.languages.javascript.texts import (
    constant as constant_text,
)
from fpcache_ops.validators.safe_patterns.languages.javascript.unit import ScriptUnit

_checked = text(html.harmless, "the markup")
_PLAIN = frozenset({NUMBER, CHOSEN})
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
_SCRIPT_ANSWER = re.compile(rb"javascript|['\"`]\.?m?js['\"`]", re.IGNORECASE)
_COMPILED = re.compile(
    rb"\$compile\b|\bng-app\b|\bnew\s+Vue\b|\bVue\s*\.\s*(?:compile|component|extend)\b|\bcreateApp\b"
    rb"|\bapplyBindings\b|\bAlpine\b|\bangular\s*\.\s*bootstrap\b|petite-vue"
)
"""Libraries that compile the markup that they find: to them text in braces is code."""

_PURIFIER_TUNED = re.compile(
    rb"addHook|setConfig|happy-dom|[(,]\s*\w*(?:[Pp]urif|[Ss]anitiz)\w*\s*[,)]"
    # A method of it whose name is not seen.
    rb"|\b\w*(?:[Pp]urif(?:y|ier)|[Ss]anitizer)\s*\["
)
"""A purifier that is set up, or given to whoever may do so."""

_CONTENT_TYPE = re.compile(
    rb"content[-_]?type|text/html|\bwriteHead\b|\bctx\s*\.\s*(?:response\s*\.\s*)?type\s*=(?!=)"
    rb"|\b(?:res|resp|response|reply|ctx)\s*(?:\.\s*\w+\([^()]*\)\s*)*"
    rb"\.\s*(?:set|header|setHeader|append)\s*\(\s*[^'\"`{\s]"
    rb"|\.\s*(?:type|format)\s*(?:\(|\?\.|\.\s*(?:call|apply|bind)\b)|\[\s*['\"`](?:type|format)\b"
    # Headers whose names are not seen, whatever the answer is called.
    rb"|\.\s*(?:setHeader\s*\(\s*(?:[^'\"`\s]|`[^`]*\$)|setHeaders\s*\(|headers\s*\(\s*[^'\"`{\s)])",
    re.IGNORECASE,
)
_UNESCAPED_ELEMENTS = re.compile(rb"['\"](?:typed-html|@kitajs/html|@elysiajs/html|jsx-render)\b")
"""Libraries whose elements hold markup: what stands between their tags is not escaped."""

_PURIFIER = "purifier of markup"
_MADE = "elements made of markup"
_TEXT_NODE = "node of text"
_JSON = "JSON"
_ESCAPED_JSON = "JSON without an opening bracket of markup"
_OPENING = ("\\u003c", "\\u003C", "\\x3c", "\\x3C")


def _address(found: Text) -> str | None:
    """Why an address may be code; ``None`` if it begins like one of a page."""
    if found.constant is not None:
        lowered = found.constant.strip().lower()
        return "it is code" if lowered.startswith(("javascript:", "data:", "vbscript:")) else None
    first = found.pieces[0]
    if isinstance(first, str) and _SAFE_BEGINNING.fullmatch(first):
        return None
    return "the address does not begin with a constant" if first != Hole(CHOSEN) else None


_WEB = re.compile(r"https?://")


def _linked(found: Text) -> str | None:
    """The same of a link: whatever follows ``https://`` is an address of the web, and no code."""
    first = found.pieces[0] if found.pieces else ""
    return None if isinstance(first, str) and _WEB.match(first) else _address(found)


_link = text(_linked, "the address")


def _loaded(found: Text) -> str | None:
    """An address from which more than a picture is loaded: the host is not foreign."""
    if found.constant is None and found.pieces[0] == "/" and _may_begin_with_slash(found.pieces[1]):
        return "the address may name another host"
    return _address(found)


def _may_begin_with_slash(piece: Piece) -> bool:
    return piece not in (Hole(NUMBER), Hole(html.COMPONENT))


def _program(found: Text) -> str | None:
    """An address of a script: a public host may serve anyone's."""
    if (reason := _loaded(found)) is not None:
        return reason
    return None if _is_fixed(found) else "a part of the address is not constant"


def _is_fixed(found: Text) -> bool:
    """Whether a text is made of constants and numbers."""
    return all(
        isinstance(piece, str) or (isinstance(piece, Hole) and piece.kind in _PLAIN)
        for piece in found.pieces
    )


def _texts(value: Value) -> Iterator[Text]:
    return (atom for atom in value if isinstance(atom, Text))


def _is_constant(value: Value) -> bool:
    return all(_is_fixed(found) for found in _texts(value))


def _fixed(found: Text) -> str | None:
    return None if _is_fixed(found) else "what is no markup here is not constant"


_only_fixed = text(_fixed, "the text")


def _markup(look: Look) -> str | None:
    """Markup; if there are values in it, nothing in this file takes text for more than that."""
    if (reason := _checked(look)) is not None:
        return reason
    if not _is_constant(look.value) and _COMPILED.search(look.calling.machine.unit.code):
        return "a library may compile the markup"
    return None


def _inside(look: Look) -> str | None:
    """What is put into an element, which is no script."""
    reason = _markup(look)
    return reason if reason is not None or _is_constant(look.value) else _no_script(look)


def _written(look: Look) -> str | None:
    """A piece of a page: with values in it only if no other piece may end inside of markup."""
    if (reason := _markup(look)) is not None or _is_constant(look.value):
        return reason
    if len(look.calling.given.all()) > 1:
        return "several pieces are written at once"
    if look.callee != "end" and not all(_begins_with_markup(found) for found in _texts(look.value)):
        return "what is written before it may end inside of markup"
    return _pieces_are_closed(look)


def _begins_with_markup(found: Text) -> bool:
    first = found.pieces[0] if found.pieces else ""
    return _is_fixed(found) or (isinstance(first, str) and first.lstrip().startswith("<"))


def _pieces_are_closed(look: Look) -> str | None:
    for several in look.calling.machine.seen.values():
        for one in several:
            for seen in (one, *one.inside):
                callee = seen.call.callee
                name = callee.name if isinstance(callee, ir.Attribute) else ""
                if name in _WRITES and not all(
                    isinstance(atom, Text) and html.ends_between_tags(atom) is None
                    for value in seen.given.all()[:1]
                    for atom in value
                ):
                    return "another piece of the page may end inside of markup"
    return None


def _not_here(unit: Unit, start: int, end: int) -> str | None:
    """Why nothing is proven of a mark: values in a text may be compiled by a library."""
    marked = unit.code[start:end]
    if (b"${" in marked or b"+" in marked) and _COMPILED.search(unit.code):
        return "a library may compile the markup"
    if (b"${" in marked or b"+" in marked) and _is_script_open(unit, start, end):
        return "a script that is opened elsewhere may hold the text"
    return no_evaluation(unit, start, end)


_SCRIPT_OPENS = re.compile(rb"<script\b", re.IGNORECASE)
_TEXTS = frozenset({"string_fragment", "template_string"})


def _is_script_open(unit: Unit, start: int, end: int) -> bool:
    """Whether a text elsewhere begins a script that it does not end: pieces are put into it."""
    for found in _SCRIPT_OPENS.finditer(unit.code):
        node = unit.root.descendant_for_byte_range(found.start(), found.end())
        if start <= found.start() < end or node is None or node.type not in _TEXTS:
            continue
        rest = unit.code[found.end() : node.end_byte].lower()
        if b"</script" not in rest.partition(b"${")[0]:
            return True
    return False


def _fragment(found: Text) -> str | None:
    """A text that goes anywhere: markup begins it, or it is an address whose values are encoded."""
    if (reason := html.harmless(found)) is not None or _is_fixed(found):
        return reason
    first = found.pieces[0]
    if _begins_with_markup(found):
        return None
    if isinstance(first, str):
        encoded = all(
            isinstance(piece, str) or piece in (Hole(NUMBER), Hole(html.COMPONENT))
            for piece in found.pieces
        )
        if encoded and first != "/" and _SAFE_BEGINNING.fullmatch(first):
            return None
    return "where the text goes is not seen: it may be read as code or as an address"


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
            if look.callee != "send":
                return "a list or an object is written as text"
            # Sent as JSON, unless the program says that it is a page.
            if _may_set_type(look):
                return "the type of the answer may be set to one that browsers read as markup"
            continue
        if isinstance(atom, (Number, Literal)):
            continue
        check = _written if look.callee in _WRITES else _markup
        if (reason := check(look.at((atom,)))) is not None:
            return blame(look.value, reason)
        if not _is_constant((atom,)) and _SCRIPT_ANSWER.search(look.calling.machine.unit.code):
            return "the answer may be a script"
    return None if look.value else "nothing is known of the answer"


def _plain_answer(look: Look) -> str | None:
    """``res.type("text/plain").send(text)``: the type is set, and is that of no page."""
    if answers.is_plain(look) or answers.is_text_by_default(look):
        return None
    return "the type of the answer is not known"


_SETTING = rb"(?<![\w$.])%b\s*\.\s*(?:set|header|append)\s*\(\s*[^'\"`{\s]"


def _may_set_type(look: Look) -> bool:
    """Whether something in the file may say what type answers are of, or set headers unnamed."""
    code = look.calling.machine.unit.code
    node: ir.Expression | None = look.call.callee if look.call is not None else None
    while isinstance(node, (ir.Attribute, ir.Call)):
        node = node.value if isinstance(node, ir.Attribute) else node.callee
    own = isinstance(node, ir.Name) and re.search(
        _SETTING % re.escape(node.name.partition("@")[0].encode()), code
    )
    return bool(own) or _CONTENT_TYPE.search(code) is not None


_JSON_INIT = frozenset({"status", "statusText"})


def _json(look: Look) -> str | None:
    """What is sent as JSON, unless the program says that it is a page."""
    unit = look.calling.machine.unit
    if _may_set_type(look):
        return "the type of the answer may be set to one that browsers read as markup"
    own = isinstance(unit, ScriptUnit) and unit.defines_method("json")
    if own or unit.attribute_written("json"):
        return "`json` may be another method"
    return None


def _answered(look: Look) -> str | None:
    """``Response.json(data, {status: 404})``, ``res.json(404, data)``: no headers."""
    for atom in look.value:
        content = look.content(atom)
        if isinstance(content, Table) and not content.rest:
            if {str(key) for key, _ in content.items} <= _JSON_INIT:
                continue
        elif isinstance(atom, (Number, Literal)):
            continue
        return "what is given beside the data may set headers"
    return None


def _text_nodes(look: Look) -> str | None:
    """Nodes of text, put into what is no script."""
    if look.value and all(isinstance(a, Instance) and a.kind == _TEXT_NODE for a in look.value):
        return _no_script(look)
    return blame(look.value, "it is no node of text")


def _inner(look: Look) -> str | None:
    """``{__html: markup}``."""
    return _inner_passes(look, _markup)


def _fixed_inner(look: Look) -> str | None:
    """The same, or the markup itself, where markup is read as something else."""
    tables = all(isinstance(look.content(atom), Table) for atom in look.value)
    return _inner_passes(look, _only_fixed) if tables else _only_fixed(look)


def _data_or_fixed(look: Look) -> str | None:
    """Constant code in which JSON stands where an expression does, and ends no script."""
    return _inner_passes(look, text(_code_with_data, "the code"))


_VALUE_FOLLOWS = re.compile(
    r"\s*(?:(?:(?:window|self|globalThis)\.|var\s+)[_A-Z][\w$]*\s*=\s*)?", re.ASCII
)
"""A name that no page gives a meaning: ``location = data`` leads there."""

_STATEMENT_ENDS = re.compile(r"\s*(?:;\s*)?", re.ASCII)


def _code_with_data(found: Text) -> str | None:
    """``window.state = {json};``, or JSON alone."""
    if _is_fixed(found):
        return None
    pieces = found.pieces
    data = [number for number, piece in enumerate(pieces) if piece == Hole(_ESCAPED_JSON)]
    if len(data) != 1:
        return "the script holds more than one piece of data"
    before, after = pieces[: data[0]], pieces[data[0] + 1 :]
    ok = all(isinstance(piece, str) and _VALUE_FOLLOWS.fullmatch(piece) for piece in before)
    ok = ok and all(isinstance(piece, str) and _STATEMENT_ENDS.fullmatch(piece) for piece in after)
    return None if ok else "what is put into the script may be code there"


def _inner_passes(look: Look, check: Test) -> str | None:
    for atom in look.value:
        content = look.content(atom)
        if not isinstance(content, Table) or content.rest:
            return blame(look.value, "the markup is not known")
        known = dict(content.items)
        if set(known) != {"__html"} or (reason := check(look.at(known["__html"]))) is not None:
            return reason if set(known) == {"__html"} else "the markup is not known"
    return None if look.value else "nothing is known of the markup"


def _no_script(look: Look) -> str | None:
    """The text of a script or style element is code: none is made or looked for in this file."""
    source = look.calling.machine.unit.code
    return "the element may be a script" if _RUNS.search(source) else None


def _is_plain(look: Look) -> bool:
    """Whether nothing but constants and numbers is shown."""
    known = all(isinstance(atom, (Text, Number, Literal)) for atom in look.value)
    return known and bool(look.value) and _is_constant(look.value)


def _not_compiled(look: Look) -> str | None:
    """Text is text: nothing in this file compiles what it finds in a page."""
    if not _is_plain(look) and _COMPILED.search(look.calling.machine.unit.code):
        return "a library may compile the text"
    return None


def _shown_text(look: Look) -> str | None:
    return _not_compiled(look) or _no_script(look)


def _image(look: Look) -> str | None:
    """``src`` of a picture; if the file makes scripts, of a script, too."""
    if (reason := text(_script_source, "the address")(look)) is not None:
        return reason
    return None if _is_constant(look.value) else _no_script(look)


_DANGEROUS = words(
    "dangerouslySetInnerHTML href src srcDoc innerHTML action formAction ref children"
)


def _attributes(look: Look) -> str | None:
    """``{...attributes}`` whose names are known."""
    for atom in look.value:
        content = look.content(atom)
        if not isinstance(content, Table) or content.rest:
            return blame(look.value, "the attributes are not known")
        if _DANGEROUS & {str(key) for key, _ in content.items}:
            return "an attribute that is spread"
    return None if look.value else "nothing is known of the attributes"


def _own_component(look: Look) -> str | None:
    """A component of the program: what it makes is judged where it is made."""
    for atom in look.value:
        own = isinstance(atom, (Routine, Class)) or (
            isinstance(atom, Symbol) and atom.path.startswith((".", "@/", "~"))
        )
        if not own:
            return "the component is one of a library"
    return None if look.value else "nothing is known of the component"


def _is_built(node: ir.Expression, look: Look) -> bool:
    """Whether a variable of this name is given a text that is put together."""
    pending = [look.calling.machine.unit.module]
    while pending and isinstance(node, ir.Name):
        scope = pending.pop()
        _ = scope.body
        for binding in scope.bindings.get(node.name, ()):
            if isinstance(binding.value, (ir.Binary, ir.Interpolated)):
                return True
        pending.extend(scope.inner)
    return False


def _no_made_elements(look: Look) -> str | None:
    """Children and attributes that are text, or elements of the program's own."""
    if _UNESCAPED_ELEMENTS.search(look.calling.machine.unit.code):
        return "a library makes elements of what is not escaped"
    for value in look.calling.given.all():
        if any(isinstance(atom, Instance) and atom.kind == _MADE for atom in value):
            return "elements that were made of markup"
    return None


def _chosen_elements(look: Look) -> str | None:
    """``$(x)`` makes elements of markup, and looks for what is none."""
    given = look.call.arguments[0].value if look.call is not None else None
    owner = given
    while isinstance(owner, ir.Attribute):
        owner = owner.value
    named = given is not None and isinstance(owner, ir.Name) and not _is_built(given, look)
    for atom in look.value:
        if isinstance(atom, Text) and (reason := _checked(look.at((atom,)))) is not None:
            return reason
        if isinstance(atom, Unknown) and (atom.cause.source or not named):
            return atom.cause.text
        if isinstance(atom, Symbol) and look.calling.machine.is_source(atom.path):
            return "user input may be markup"
    return None


def _function(look: Look) -> str | None:
    if look.callee:
        return "what the function gives may be put in as markup"
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
    Form(
        "an answer that is no page",
        (Need(_plain_answer, 0),),
        proves="xss/plain_answer",
        justification=Justification.INLINE_MITIGATIONS,
    ),
)
_DATA = (
    Form(
        "data that is sent as JSON",
        (Need(_json, 0, optional=True), Need(_answered, 1, optional=True)),
        proves="xss/sent_as_json",
        justification=Justification.INLINE_MITIGATIONS,
    ),
)
_SET = (
    Form(
        "markup that is constant, escaped or sanitized",
        (Need(_inside, 0),),
        proves="xss/inner_constant, inner_escaped, inner_sanitized",
        justification=Justification.INLINE_MITIGATIONS,
    ),
)
_WRITE = (
    Form(
        "markup that is constant, escaped or sanitized",
        (Need(_written, 0), Need(_written, 1, optional=True)),
        proves="xss/document_write",
        justification=Justification.INLINE_MITIGATIONS,
    ),
)
_ADJACENT = (
    Form(
        "markup that is constant, escaped or sanitized",
        (Need(anything, 0), Need(_inside, 1)),
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
_LOADED = (
    Form(
        "an address on the same or a constant host",
        (Need(text(_loaded, "the address"), 0),),
        proves="xss/loaded_frame",
        justification=Justification.INLINE_MITIGATIONS,
    ),
)
_SCRIPT = (
    Form(
        "a constant address of a script",
        (Need(text(_program, "the address"), 0),),
        proves="xss/script_address",
        justification=Justification.NOT_CONTROLLABLE,
    ),
)
_SCRIPTED = (
    Form(
        "constant code, or data that ends no script",
        (Need(_data_or_fixed, 0),),
        proves="xss/data_in_script",
        justification=Justification.INLINE_MITIGATIONS,
    ),
)
_NO_MARKUP = (
    Form(
        "constant code or text",
        (Need(_fixed_inner, 0),),
        proves="xss/script_markup",
        justification=Justification.NOT_CONTROLLABLE,
    ),
)
_SPREAD = (
    Form(
        "attributes that hold text",
        (Need(_attributes, 0),),
        proves="xss/attributes_spread",
        justification=Justification.INLINE_MITIGATIONS,
    ),
)
_COMPONENT = (
    Form(
        "a component of the program",
        (Need(_own_component, keyword="component", optional=True),),
        proves="xss/component_of_library",
        any_position=True,
    ),
)
_CONSTANT = (
    Form(
        "constants",
        (
            Need(constant, 0, optional=True),
            Need(constant, 1, optional=True),
            Need(constant, 2, optional=True),
        ),
        proves="xss/jquery_property, markup_beside",
    ),
)
_CHOOSES = (
    Form(
        "constant markup, or a selector",
        (Need(_chosen_elements, 0, optional=True), Need(constant, 1, optional=True)),
        proves="xss/elements_made, elements_of_text",
    ),
)
_REACT_TEXT = (
    Form(
        "text that React escapes",
        (Need(_no_made_elements, 0, optional=True),),
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
        (Need(_image, 0),),
        proves="xss/image_source",
        justification=Justification.INLINE_MITIGATIONS,
    ),
)
_TEXT = (
    Form(
        "a property that shows text as text",
        (Need(_shown_text, 0),),
        proves="xss/text_content, element_joined, text_compiled",
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
            Need(_not_compiled, 1),
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
    Form(
        "text that is shown as text",
        (Need(_text_nodes, 0), Need(_text_nodes, 1, optional=True)),
        proves="xss/appended_text",
        justification=Justification.INLINE_MITIGATIONS,
    ),
    *_SET,
)


def _purified(call: Calling) -> Value | None:
    """``DOMPurify.sanitize(markup)``, with options in view that allow nothing that runs."""
    given = call.given.positional
    if not call.given.closed or not 1 <= len(call.given.all()) == len(given) <= 2:
        return None
    if len(given) == 2 and not purifiers.is_tame(Look(given[1], call)):
        return None
    if _PURIFIER_TUNED.search(call.machine.unit.code):
        return None
    call.state.escape(given[0])
    call.machine.measures.add("sanitizer")
    return hole(html.SANITIZED)


def _untuned(model: Model, *words_for_all: str) -> Model:
    """The same, unless the file may change what goes for all calls."""

    def own(call: Calling) -> Value | None:
        if any(word.encode() in call.machine.unit.code for word in words_for_all):
            return None
        return model(call)

    return own


def _escaped(call: Calling) -> Value | None:
    """What escapes ``<``, ``>``, ``&`` and both kinds of quotes."""
    if not call.given.closed or len(call.given.all()) != 1:
        return None
    call.state.escape(*call.given.all())
    call.machine.measures.add("sanitizer")
    return hole(html.ESCAPED)


def _maker(call: Calling) -> Value | None:
    """``createDOMPurify(window)``."""
    if _PURIFIER_TUNED.search(call.machine.unit.code):
        return None
    if len(call.given.all()) != 1:
        return None
    return (Instance(_PURIFIER),)


def _methods(call: Calling, receiver: Atom, name: str) -> Value | None:
    if isinstance(receiver, Instance) and receiver.kind == _PURIFIER and name == "sanitize":
        return _purified(call)
    if receiver in (Text((Hole(_JSON),)), Text((Hole(_ESCAPED_JSON),))):
        return _replaced_in_json(call, receiver, name)
    return None


def _replaced_in_json(call: Calling, receiver: Atom, name: str) -> Value | None:
    """``JSON.stringify(data).replace(/</g, "\\\\u003c")``."""
    if name not in ("replace", "replaceAll") or len(call.given.positional) != 2:
        return None
    old, new = (constant_text(value) for value in call.given.positional)
    single = call.given.positional[0]
    if old is None and len(single) == 1 and isinstance(single[0], Instance):
        parts = [constant_text(part) for part in single[0].details]
        old = parts[0] if single[0].kind == PATTERN and parts[1:] == ["g"] else None
    elif name == "replace":
        # A text is replaced once.
        return None
    if old == "<" and new in _OPENING:
        return hole(_ESCAPED_JSON)
    if (
        old in (">", "&", "/", "\\/", "\u2028", "\u2029")
        and new is not None
        and _CODED.fullmatch(new)
    ):
        return (receiver,)
    return None


_CODED = re.compile(r"\\u[0-9a-fA-F]{4}|\\x[0-9a-fA-F]{2}|\\/")


def _json_text(call: Calling) -> Value | None:
    """``JSON.stringify(data)``, as it is or set with blanks."""
    if not call.given.closed or not 1 <= len(call.given.all()) <= 3:
        return None
    call.state.escape(*call.given.all())
    return hole(_JSON)


_WRITES = frozenset({"write", "writeln", "end"})
_ELEMENT_MAKERS = words(
    """
    html-react-parser html-react-parser.parse react-html-parser react-render-html htmr
    markdown-to-jsx.compiler react-jsx-parser preact.h vue.h react.createElement react.cloneElement
    """
)
"""What makes elements of texts, or of names of attributes."""

_ESCAPING = words(
    """
    escape-html lodash.escape lodash/escape lodash.escape.default underscore.escape he.escape
    he.encode validator.escape validator/lib/escape html-escaper.escape html-entities.encode
    """
)
_CALLS: dict[str, Model] = {
    **TEXTS,
    **dict.fromkeys(_ESCAPING, _untuned(_escaped, "mixin", "allowUnsafeSymbols")),
    **dict.fromkeys(
        (
            "dompurify.sanitize",
            "isomorphic-dompurify.sanitize",
            "builtins.DOMPurify.sanitize",
            "builtins.window.DOMPurify.sanitize",
        ),
        _purified,
    ),
    "sanitize-html": _untuned(_purified, "defaults"),
    **dict.fromkeys(
        ("xss", "xss.filterXSS"),
        _untuned(_purified, "whiteList", "allowList", "getDefaultWhiteList"),
    ),
    "dompurify": _maker,
    "builtins.document.createTextNode": made(_TEXT_NODE),
    "builtins.JSON.stringify": _json_text,
    **dict.fromkeys(_ELEMENT_MAKERS, made(_MADE)),
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
        Sink(_DATA, names=frozenset({"json"})),
        Sink(_SET, names=words("innerHTML= outerHTML= srcdoc= createContextualFragment html")),
        Sink(_WRITE, calls=frozenset({"builtins.document.write"}), names=frozenset({"writeln"})),
        Sink(_ADJACENT, names=frozenset({"insertAdjacentHTML"})),
        Sink(_REACT_MARKUP, calls=frozenset({"jsx.dangerouslySetInnerHTML"})),
        Sink(_SET, calls=frozenset({"jsx.srcDoc", "jsx.innerHTML"})),
        Sink(_NO_MARKUP, calls=frozenset({"jsx.markup", "jsx.code"})),
        Sink(_SCRIPTED, calls=frozenset({"jsx.scripted"})),
        Sink(_SCRIPT, calls=frozenset({"jsx.script"})),
        Sink(_LOADED, calls=frozenset({"jsx.loaded"})),
        Sink(_SPREAD, calls=frozenset({"jsx.spread"})),
        Sink(_REACT_TEXT, calls=frozenset({"jsx.element"})),
        Sink(_LINK, calls=frozenset({"jsx.address"}), names=frozenset({"href=", "location="})),
        Sink(_SOURCE, names=frozenset({"src=", "action="})),
        Sink(_TEXT, names=frozenset({"textContent=", "innerText="})),
        Sink(_ATTRIBUTE, names=frozenset({"setAttribute"})),
        Sink(
            _CALLBACK_OR_TEXT,
            names=words("append prepend after before replaceWith wrap"),
        ),
        Sink(
            (),
            names=words(
                """
                parseHTML parseFromString trustAsHtml bypassSecurityTrustHtml attr appendTo
                prependTo insertAfter insertBefore replaceAll
                """
            ),
        ),
    ),
    beside=(
        Sink(_COMPONENT, calls=frozenset({"jsx.component"})),
        Sink(_CHOOSES, calls=frozenset({"builtins.$", "builtins.jQuery", "jquery"})),
        Sink(_CONSTANT, names=words("wrapInner wrapAll prop load globalEval getScript")),
        Sink(_CHOOSES, names=frozenset({"add"})),
        Sink(_CONSTANT, names=words("execCommand setHTMLUnsafe parseHTMLUnsafe")),
        Sink((), calls=_ELEMENT_MAKERS, names=words("createElement cloneElement renderHTML")),
    ),
    harmless=frozenset({"builtins.process.stdout.write", "builtins.process.stderr.write"}),
    calls=_CALLS,
    methods=_methods,
    fragment=_fragment,
    neighbours=True,
    spared=SPARED - {"render", "add", "replace"},
    pattern="escaped markup",
    constants_harmless=True,
    refuses=_not_here,
)
