"""JavaScript with JSX, and TypeScript with and without it: one language in three grammars."""

import re
from collections.abc import Callable, Iterator, Sequence

import tree_sitter_javascript
import tree_sitter_typescript
from tree_sitter import Node

from fpcache_ops.evidence.languages import LanguageTable
from fpcache_ops.evidence.languages.modules import (
    EVERYTHING,
    Export,
    Import,
    Listing,
    ModuleTable,
    Target,
    folder_of,
    joined,
    text_of,
)
from fpcache_ops.evidence.languages.scopes import (
    Binder,
    Callee,
    Doubt,
    Flow,
    Reach,
    Reflection,
    ScopeTable,
    Spelling,
    words,
)

# A `do` has its condition behind its body, so it is marked whole.
_STATEMENTS = words(
    """
    import_statement expression_statement variable_declaration lexical_declaration
    using_declaration return_statement throw_statement break_statement continue_statement
    debugger_statement do_statement field_definition
    """
)
_COMPOUNDS = words(
    """
    export_statement if_statement else_clause for_statement for_in_statement while_statement
    switch_statement switch_case switch_default try_statement catch_clause finally_clause
    with_statement labeled_statement class_static_block
    function_declaration generator_function_declaration method_definition class_declaration
    """
)
_TYPES = words(
    """
    public_field_definition type_alias_declaration enum_declaration import_alias
    ambient_declaration function_signature method_signature abstract_method_signature
    property_signature index_signature call_signature construct_signature
    """
)
_BODY_FIELDS = words("body consequence declaration")
_BODY_KINDS = words("statement_block class_body switch_body")
_SCOPES = words(
    """
    function_declaration generator_function_declaration method_definition class_declaration
    variable_declarator
    """
)

# Of the language, of browsers, of Node.js and of its test runners; written out, for what a machine
# has would make a digest depend on it.
_BUILTINS = words(
    """
    this super arguments undefined NaN Infinity globalThis window self global document navigator
    location history screen frames parent top opener
    Object Function Array String Number Boolean Symbol BigInt Math Date RegExp JSON Reflect Proxy
    Intl Atomics WebAssembly Map Set WeakMap WeakSet WeakRef FinalizationRegistry Promise
    ArrayBuffer SharedArrayBuffer DataView Int8Array Uint8Array Uint8ClampedArray Int16Array
    Uint16Array Int32Array Uint32Array Float16Array Float32Array Float64Array BigInt64Array
    BigUint64Array Error EvalError RangeError ReferenceError SyntaxError TypeError URIError
    AggregateError Iterator AsyncIterator GeneratorFunction AsyncFunction
    parseInt parseFloat isNaN isFinite eval escape unescape encodeURI encodeURIComponent decodeURI
    decodeURIComponent setTimeout clearTimeout setInterval clearInterval setImmediate
    clearImmediate queueMicrotask structuredClone requestAnimationFrame cancelAnimationFrame
    requestIdleCallback cancelIdleCallback console performance crypto fetch Request Response
    Headers FormData URL URLSearchParams Blob File FileList FileReader Event EventTarget
    CustomEvent MessageChannel MessagePort MessageEvent AbortController AbortSignal TextEncoder
    TextDecoder ReadableStream WritableStream TransformStream CompressionStream WebSocket
    XMLHttpRequest EventSource Worker SharedWorker BroadcastChannel IntersectionObserver
    MutationObserver ResizeObserver PerformanceObserver DOMParser XMLSerializer XPathResult
    Element HTMLElement HTMLInputElement HTMLFormElement HTMLAnchorElement HTMLImageElement
    HTMLCanvasElement HTMLIFrameElement HTMLScriptElement HTMLTemplateElement Node NodeList
    NodeFilter Text Comment DocumentFragment ShadowRoot Range Selection Image Audio Option
    SVGElement KeyboardEvent MouseEvent PointerEvent TouchEvent InputEvent SubmitEvent DOMException
    DOMRect localStorage sessionStorage indexedDB caches cookieStore customElements matchMedia
    getComputedStyle getSelection alert confirm prompt open close print postMessage scroll scrollTo
    scrollBy addEventListener removeEventListener dispatchEvent btoa atob CSS visualViewport
    innerWidth innerHeight outerWidth outerHeight pageXOffset pageYOffset scrollX scrollY
    devicePixelRatio isSecureContext origin reportError trustedTypes importScripts skipWaiting
    clients registration
    require define requirejs module exports process Buffer __dirname __filename import
    $ jQuery _ angular Vue React ReactDOM Backbone moment d3 axios
    describe it test expect beforeEach afterEach beforeAll afterAll before after suite
    """
) | words(  # Names of elements, which are no names of the program.
    """
    a abbr address area article aside audio b base bdi bdo blockquote body br button canvas caption
    cite code col colgroup data datalist dd del details dfn dialog div dl dt em embed fieldset
    figcaption figure footer form h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe img input
    ins kbd label legend li link main map mark menu meta meter nav noscript object ol optgroup
    option output p param picture pre progress q rp rt ruby s samp script search section select slot
    small source span strong style sub summary sup svg table tbody td template textarea tfoot th
    thead time title tr track u ul var video wbr
    circle clipPath defs ellipse filter foreignObject g image line linearGradient marker mask path
    pattern polygon polyline radialGradient rect stop symbol text textPath tspan use
    """
)

_READS = words(
    """
    get has keys values entries forEach map filter find findIndex findLast some every reduce
    reduceRight includes indexOf lastIndexOf join slice concat flat flatMap at toString toJSON
    toLocaleString valueOf charAt charCodeAt codePointAt split replace replaceAll match matchAll
    search test exec trim trimStart trimEnd toLowerCase toUpperCase startsWith endsWith padStart
    padEnd substring substr repeat normalize localeCompare hasOwnProperty isPrototypeOf
    then catch finally bind call apply
    log debug info warn error trace
    query execute run all each prepare findOne findAll findById findMany findUnique findFirst count
    aggregate select where from limit order exists collection table raw
    post head options request fetch listen send json render redirect status end write
    readFile readFileSync existsSync statSync readdir readdirSync stat access resolve relative
    dirname basename extname parse stringify format
    now getTime toISOString getFullYear floor ceil round min max abs random
    createHash digest randomBytes isArray isInteger
    getElementById querySelector querySelectorAll getAttribute
    emit next
    """
)

_SCOPE = ScopeTable(
    functions=words("function_declaration generator_function_declaration method_definition"),
    classes={
        "class_declaration": "body",
        "abstract_class_declaration": "body",
        "class": "body",
    },
    wrappers={"export_statement": "declaration"},
    branch_bodies=words("statement_block"),
    imports=words("import_statement"),
    always=words("hash_bang_line html_comment"),
    always_text=re.compile(rb"(?:'use [a-z ]+'|\"use [a-z ]+\")\s*;?"),
    bodies={"internal_module": "statement_block", "module": "statement_block"},
    wrappings=words(
        "expression_statement parenthesized_expression unary_expression await_expression"
    ),
    wrapping_calls=words("define require requirejs"),
    factories={"assignment_expression": words("module.exports exports")},
    records=words("object"),
    leaders=words("decorator"),
    class_effects=True,
    jumps=words("throw_statement return_statement"),
    returns=words("return_statement"),
    identifiers=words(
        """
        identifier shorthand_property_identifier shorthand_property_identifier_pattern
        type_identifier this super
        """
    ),
    binders={
        "variable_declarator": Binder(
            targets=("name",),
            value="value",
            reach=Reach.BLOCK,
            reaches={"variable_declaration": Reach.FUNCTION},
        ),
        "assignment_expression": Binder(targets=("left",), value="right", reach=Reach.OUTWARD),
        "augmented_assignment_expression": Binder(
            targets=("left",), value="right", reach=Reach.OUTWARD, also_reads=True
        ),
        "update_expression": Binder(targets=("argument",), reach=Reach.OUTWARD, also_reads=True),
        "for_in_statement": Binder(
            targets=("left",),
            value="right",
            flow=Flow.ELEMENT,
            reaches={
                "": Reach.OUTWARD,
                "var": Reach.FUNCTION,
                "let": Reach.BLOCK,
                "const": Reach.BLOCK,
            },
        ),
        "catch_clause": Binder(targets=("parameter",), reach=Reach.BLOCK),
        "field_definition": Binder(targets=("property",), value="value", reach=Reach.BLOCK),
        "public_field_definition": Binder(targets=("name",), value="value", reach=Reach.BLOCK),
        "enum_declaration": Binder(targets=("name",), reach=Reach.BLOCK),
        "type_alias_declaration": Binder(
            targets=("name",), value="value", flow=Flow.READ, reach=Reach.BLOCK
        ),
        "interface_declaration": Binder(targets=("name",), reach=Reach.BLOCK),
        "internal_module": Binder(targets=("name",), reach=Reach.BLOCK),
    },
    blocks=words(
        "statement_block for_statement for_in_statement switch_body catch_clause class_static_block"
    ),
    patterns=words("object_pattern array_pattern rest_pattern parenthesized_expression"),
    partial_patterns={
        "pair_pattern": "value",
        "assignment_pattern": "left",
        "object_assignment_pattern": "left",
    },
    annotations=words(
        """
        type_annotation type_arguments type_predicate_annotation asserts_annotation type_identifier
        generic_type nested_type_identifier object_type union_type intersection_type array_type
        tuple_type function_type literal_type lookup_type index_type_query conditional_type
        readonly_type template_literal_type implements_clause interface_body
        """
    ),
    scopes={
        **dict.fromkeys(
            words(
                """
                function_declaration generator_function_declaration method_definition
                function_expression generator_function arrow_function
                """
            ),
            ("body",),
        ),
        **dict.fromkeys(words("function_signature method_signature abstract_method_signature"), ()),
    },
    parameters={
        "assignment_pattern": "left",
        "required_parameter": "pattern",
        "optional_parameter": "pattern",
    },
    parameter_lists=words("formal_parameters"),
    parameter_fields=words("parameter"),
    promotions={
        "required_parameter": words("accessibility_modifier override_modifier readonly"),
        "optional_parameter": words("accessibility_modifier override_modifier readonly"),
    },
    member_names=words("property_identifier private_property_identifier"),
    typevars=words("type_parameters"),
    decorators=words("decorator"),
    import_names=words("identifier"),
    import_aliases={"import_specifier": "alias"},
    import_sources=words("source"),
    import_calls=words("require"),
    export_roots=words("module exports"),
    escaped_names=True,
    hidden_names=(b"\\u",),
    word_signs="$",
    members={"member_expression": ("object", "property")},
    subscripts={"subscript_expression": "object"},
    keys_are_members=True,
    # A free name is a property of the global object, whose writers are looked for.
    unbound_elsewhere=True,
    calls={
        "call_expression": Callee(function="function"),
        "new_expression": Callee(function="constructor"),
    },
    argument_lists=words("arguments"),
    mutating_operators={"unary_expression": ("argument", frozenset({"delete"}))},
    transparent=words("parenthesized_expression await_expression"),
    views={
        "as_expression": "0",
        "satisfies_expression": "0",
        "non_null_expression": "0",
        "type_assertion": "1",
    },
    flows={
        **dict.fromkeys(
            words(
                """
                program statement_block expression_statement if_statement else_clause
                while_statement do_statement for_statement switch_statement switch_body switch_case
                switch_default try_statement finally_clause labeled_statement export_clause
                export_specifier template_substitution class_body lexical_declaration
                variable_declaration
                """
            ),
            Flow.READ,
        ),
        "spread_element": Flow.ELEMENT,
        **dict.fromkeys(
            words(
                """
                ternary_expression binary_expression unary_expression sequence_expression arguments
                jsx_expression
                """
            ),
            Flow.INHERIT,
        ),
    },
    literals=words(
        """
        comment html_comment hash_bang_line number true false null undefined regex string_fragment
        escape_sequence property_identifier private_property_identifier statement_identifier
        jsx_text html_character_reference meta_property optional_chain predefined_type
        accessibility_modifier override_modifier empty_statement debugger_statement
        break_statement continue_statement
        """
    ),
    strings=words("string template_string"),
    interpolations=words("template_substitution"),
    immutables=words(
        """
        string number true false null undefined regex comment string_fragment escape_sequence
        property_identifier
        """
    ),
    composites=words(
        """
        parenthesized_expression unary_expression binary_expression ternary_expression
        template_string template_substitution pair as_expression predefined_type
        """
    ),
    containers=words("array object"),
    lambdas=words("function_expression generator_function arrow_function"),
    deferred=words("method_definition"),
    constructors=words("Set Map Array Object WeakMap WeakSet Array.from Object.create"),
    inert=words("RegExp Symbol String Number Boolean Symbol.for"),
    reads=_READS,
    iterators=words(
        """
        forEach map filter find findIndex findLast findLastIndex some every reduce reduceRight
        flatMap flat slice concat values entries at from each toSorted toReversed with
        """
    ),
    registrations=words(
        """
        get post put patch delete head options all on once use route command action param
        addEventListener subscribe then catch finally describe it test before after beforeEach
        afterEach handle register
        """
    ),
    mutators=words(
        """
        push pop shift unshift splice sort reverse fill copyWithin add delete clear set append
        assign extend merge use inject unset remove engine
        """
    ),
    mutator_prefixes=tuple(
        sorted(
            words(
                """
                set add register unregister patch install uninstall enable disable configure config
                init override overwrite allow deny permit trust mount put insert remove append
                extend update clear reset replace load include unset define mixin stub mock spy
                """
            )
        )
    ),
    harmless_calls=dict.fromkeys(
        words(
            """
            String Number Boolean parseInt parseFloat isNaN isFinite encodeURIComponent encodeURI
            decodeURIComponent decodeURI escape unescape
            """
        ),
        Flow.READ,
    ),
    harmless_methods={
        **dict.fromkeys(
            words(
                """
                log debug info warn error stringify isArray isInteger includes indexOf test
                startsWith endsWith has hasOwnProperty
                """
            ),
            Flow.READ,
        ),
        **dict.fromkeys(words("keys values entries concat join"), Flow.ELEMENT),
    },
    reflection={
        "eval": Reflection(doubt=Doubt.EVALUATES),
        "Function": Reflection(doubt=Doubt.EVALUATES),
        "execScript": Reflection(doubt=Doubt.EVALUATES),
    },
    reflective_methods={
        method: Reflection(doubt=Doubt.WRITES_BY_NAME, argument=1)
        for method in sorted(
            words(
                """
                defineProperty defineProperties setPrototypeOf assign extend merge defaults mixin
                """
            )
        )
    },
    doubtful_kinds={"with_statement": Doubt.EVALUATES},
    exits=words("exit"),
    builtins=_BUILTINS,
    builtins_change=True,
    global_objects=words("globalThis window global self"),
    wholes=words("prototype __proto__"),
    self_word="this",
    self_kinds=words("this super"),
    open_objects=True,
    implicit_members=words("constructor"),
    operator_members=re.compile(r"toString|valueOf|toJSON|inspect|then|constructor"),
    verbatim=words("string template_string template_literal_type regex jsx_element"),
    comments=words("comment"),
    kept_comments=re.compile(
        rb"/[/*][\s\S]*?@(?:jsx|ts-(?:no)?check|ts-ignore|ts-expect|flow\b|noflow\b)|///\s*<"
    ),
    extras=words("html_comment"),
    white=b" \t\n\r\f\v",
    spelling=Spelling(
        blocks=words(
            "program statement_block class_body switch_body interface_body enum_body object_type"
        ),
        lines=frozenset(),
        brackets=words("arguments formal_parameters subscript_expression"),
        close={},
        close_after={"unary_expression": frozenset({"-", "+", "~", "!"})},
    ),
)

_TAILS = tuple(
    tail + extension
    for tail in ("", "/index")
    for extension in (".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs", ".d.ts")
)
_EXPORTED = re.compile(r"(?:module\.)?exports(?:\.([\w$]+))?")


def _imports(node: Node) -> Iterator[Import]:
    """What a declaration imports, or a call of ``require`` or ``import``."""
    if node.type == "call_expression":
        yield from _required(node)
        return
    clause = node.named_children[0] if node.named_children else None
    if clause is not None and clause.type == "import_require_clause":
        names, source = clause.named_children[:1], clause.child_by_field_name("source")
        if names and source is not None:
            yield Import(
                _literal(source), "", text_of(names[0]), clause.start_byte, clause.end_byte
            )
        return
    source = node.child_by_field_name("source")
    if source is None:
        return
    module = _literal(source)
    exported = node.type == "export_statement"
    found = False
    pending = [child for child in reversed(node.named_children) if child != source]
    while pending:
        at = pending.pop()
        span = (at.start_byte, at.end_byte)
        name, alias = (at.child_by_field_name(field) for field in ("name", "alias"))
        if name is not None:  # A specifier.
            local = text_of(alias if alias is not None else name)
            yield Import(module, _name(name), local, *span)
        elif at.type in ("namespace_import", "namespace_export"):
            yield Import(module, "", text_of(at.named_children[-1]), *span)
        elif at.type == "identifier":
            yield Import(module, "default", text_of(at), *span)
        else:
            pending += reversed(at.named_children)
            continue
        found = True
    if not found:
        span = (node.start_byte, node.end_byte)
        yield Import(module, EVERYTHING if exported else "", "", *span)


def _required(call: Node) -> Iterator[Import]:
    function, arguments = (call.child_by_field_name(name) for name in ("function", "arguments"))
    first = arguments.named_children[0] if arguments and arguments.named_children else None
    if function is None or first is None or first.type != "string":
        return
    if text_of(function) not in ("require", "import"):
        return
    module, at, name = _literal(first), call, ""
    while at.parent is not None and at.parent.type in (
        "await_expression",
        "parenthesized_expression",
    ):
        at = at.parent
    around = at.parent
    if around is not None and around.type == "member_expression":
        taken = around.child_by_field_name("property")
        name, at = (text_of(taken) if taken is not None else ""), around
        around = at.parent
    span = (call.start_byte, call.end_byte)
    if around is None or around.type != "variable_declarator":
        yield Import(module, name, "", *span)
        return
    statement = (around.start_byte, around.end_byte)
    target = around.child_by_field_name("name")
    taken_apart = target is not None and target.type == "object_pattern" and not name
    for one in target.named_children if target is not None and taken_apart else [target]:
        local = ""
        if one is not None and one.type in ("identifier", "shorthand_property_identifier_pattern"):
            local = text_of(one)
            key = local if taken_apart else name
        else:
            named, value = (
                one.child_by_field_name(field) if one is not None else None
                for field in ("key", "value")
            )
            key = name
            if named is not None and value is not None and value.type == "identifier":
                key, local = text_of(named), text_of(value)
        yield Import(module, key, local, *span, statement=statement)


def _exports(node: Node) -> Iterator[Export]:
    """What a declaration offers, or an assignment to ``exports``."""
    span = (node.start_byte, node.end_byte)
    if node.type == "assignment_expression":
        left, value = (node.child_by_field_name(field) for field in ("left", "right"))
        matched = _EXPORTED.fullmatch(text_of(left)) if left is not None else None
        if matched is None or value is None:
            return
        if matched[1]:
            yield _export(matched[1], value, span)
        elif value.type == "object":
            yield from _of_object(value)
        else:
            yield _export("", value, span)
        return
    declared, value = (node.child_by_field_name(field) for field in ("declaration", "value"))
    default = any(child.type == "default" for child in node.children)
    if value is not None:
        yield _export("default", value, span)
    elif declared is not None:
        named = declared.child_by_field_name("name")
        names = [named] if named is not None else []
        for one in declared.named_children:
            bound = one.child_by_field_name("name") if one.type == "variable_declarator" else None
            names += [bound] if bound is not None and bound.type == "identifier" else []
        for one in names:
            yield Export("default" if default else text_of(one), text_of(one), *span)
        if default and not names:
            yield Export("default", "", *span)
    if any(child.type == "=" for child in node.children) and node.named_children:
        yield _export("", node.named_children[-1], span)
    for clause in node.named_children:
        for one in clause.named_children if clause.type == "export_clause" else ():
            name, alias = (one.child_by_field_name(field) for field in ("name", "alias"))
            if name is not None:
                shown = _name(alias if alias is not None else name)
                from_here = node.child_by_field_name("source") is None
                yield Export(shown, text_of(name) if from_here else "", *span)
        if clause.type == "namespace_export":
            yield Export(text_of(clause.named_children[-1]), "", *span)


def _of_object(value: Node) -> Iterator[Export]:
    for one in value.named_children:
        span = (one.start_byte, one.end_byte)
        key, inside = (one.child_by_field_name(field) for field in ("key", "value"))
        name = one.child_by_field_name("name")
        if one.type == "shorthand_property_identifier":
            yield Export(text_of(one), text_of(one), *span)
        elif key is not None and inside is not None:
            yield _export(_name(key), inside, span)
        elif name is not None:
            yield Export(_name(name), "", *span)


def _export(name: str, value: Node, span: tuple[int, int]) -> Export:
    return Export(name, text_of(value) if value.type == "identifier" else "", *span)


def _name(node: Node) -> str:
    return _literal(node) if node.type == "string" else text_of(node)


def _literal(node: Node) -> str:
    return (node.text or b"").decode("utf-8", "replace")[1:-1]


def _find(files: Listing, at: str, module: str, name: str) -> Sequence[Target]:
    """The file of a relative path, with or without what a bundler adds; or below any folder."""
    tails = ("", *_TAILS)
    relative = module.startswith((".", "/"))
    if relative:
        stem = joined("" if module.startswith("/") else folder_of(at), module)
    else:
        stem = module.removeprefix("@/").removeprefix("~/")
    if stem is None or (stem == module and "/" not in module):
        return ()
    compiled = [one for one in (_source(stem), f"{_source(stem)}x") if _source(stem) != stem]
    paths = [f"{stem}{tail}".strip("/") for tail in tails] + compiled
    found = paths if relative else [one for path in paths for one in files.ending(path)]
    meant = (path for path in found if path.endswith(_SUFFIXES))
    return [Target(path, name) for path in meant if path in files]


def _source(path: str) -> str:
    """What ``./x.js`` is compiled from."""
    return re.sub(r"\.([cm]?)js$", r".\1ts", path)


_SUFFIXES = (".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs")

_MODULES = ModuleTable(
    family="javascript",
    query="""
    (import_statement) @import
    (export_statement source: (_)) @import
    (call_expression function: [(identifier) (import)]) @import
    (export_statement) @export
    (assignment_expression left: [(member_expression) (identifier)]) @export
    """,
    read=_imports,
    find=_find,
    types=_SCOPE.annotations - {"type_identifier"},
    offer=_exports,
)

JAVASCRIPT = LanguageTable(
    name="javascript",
    extensions=("js", "jsx", "mjs", "cjs"),
    grammar="tree-sitter-javascript",
    load=tree_sitter_javascript.language,
    statements=_STATEMENTS,
    compounds=_COMPOUNDS,
    body_fields=_BODY_FIELDS,
    body_kinds=_BODY_KINDS,
    scopes=_SCOPES,
    lone_carriage_return_is_newline=True,
    encoding_cookie=False,
    scope=_SCOPE,
    modules=_MODULES,
)


def _typescript(
    name: str, extensions: tuple[str, ...], load: Callable[[], object]
) -> LanguageTable:
    return LanguageTable(
        name=name,
        extensions=extensions,
        grammar="tree-sitter-typescript",
        load=load,
        statements=_STATEMENTS | _TYPES,
        compounds=_COMPOUNDS | {"abstract_class_declaration", "interface_declaration"},
        body_fields=_BODY_FIELDS,
        body_kinds=_BODY_KINDS | {"interface_body"},
        scopes=_SCOPES | {"abstract_class_declaration", "interface_declaration"},
        lone_carriage_return_is_newline=True,
        encoding_cookie=False,
        scope=_SCOPE,
        modules=_MODULES,
    )


TYPESCRIPT = _typescript(
    "typescript", ("ts", "mts", "cts"), tree_sitter_typescript.language_typescript
)
TSX = _typescript("tsx", ("tsx",), tree_sitter_typescript.language_tsx)
