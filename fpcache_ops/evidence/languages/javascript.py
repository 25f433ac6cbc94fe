"""JavaScript with JSX, and TypeScript with and without it: one language in three grammars."""

import re
from collections.abc import Callable

import tree_sitter_javascript
import tree_sitter_typescript

from fpcache_ops.evidence.languages import (
    LanguageTable,
    javascript_members,
    javascript_modules,
    javascript_patterns,
)
from fpcache_ops.evidence.languages.javascript_answers import KeptToItself
from fpcache_ops.evidence.languages.modules import (
    ModuleTable,
)
from fpcache_ops.evidence.languages.scopes import (
    Acting,
    Binder,
    Callee,
    Changeable,
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

_ALWAYS = re.compile(r"(?!)")
_HANDED_ON = KeptToItself()
_HANDED_ON_UNNAMED = KeptToItself(r"\.?\w+\(\s*['\"`{]")

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
                template_substitution class_body lexical_declaration variable_declaration
                """
            ),
            Flow.READ,
        ),
        "spread_element": Flow.ELEMENT,
        **dict.fromkeys(words("export_statement export_specifier"), Flow.PUBLISH),
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
    visitors={
        **dict.fromkeys(
            words(
                """
                forEach map filter find findIndex findLast findLastIndex some every flatMap
                """
            ),
            2,
        ),
        **dict.fromkeys(words("reduce reduceRight"), 3),
    },
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
    wholes=words("prototype __proto__ getPrototypeOf"),
    # What programs are run with, where requests go, and what compiles the pages that it finds.
    telling_words=words(
        """
        chdir cd pushd loadEnvFile setGlobalDispatcher globalAgent GLOBAL_AGENT interceptors
        createApp Vue Alpine applyBindings $compile attributeChangedCallback connectedCallback
        mapParams
        """
    ),
    telling_unless={
        "process": re.compile(
            r"(?<=[\w$.])process|process(?=\w|\s+[\w(])|process\s*\??\.(?!\s*env\b)"
            r"|process\s*\??\.\s*env(?=\s*[}\]])"
            r"|process\s*\??\.\s*env\s*\??\.\s*\w+\b"
            r"(?!\s*(?:(?:\?\?|\|\||&&|[-+*/|&^%])?=(?!=)|\+\+|--))"
        ),
        "env": re.compile(
            r"(?<=[\w$.])env|env(?=[\w$])|env(?=\s*[^\s.[=?|&+]|\s*===?|\s*$|\s+\w)|env\s*\??\.\s*\w+\b"
            r"(?!\s*(?:(?:\?\?|\|\||&&|[-+*/|&^%])?=(?!=)|\+\+|--))"
        ),
        # The environment is read from a file.
        "override": re.compile(r"override(?!\s*:\s*true)"),
        # Programs that run elsewhere are written to, and files that may be run are written.
        "stdin": re.compile(r"(?<=process\.)stdin|(?<=[\w/'\"])stdin|stdin(?=[\w'\"])"),
        **dict.fromkeys(
            words(
                """
                writeFile appendFile outputFile createWriteStream renameSync rename( copyFile .mv(
                writeTextFile symlink
                """
            ),
            re.compile(
                r"[\w.]+\((?![^;\n]{0,120}(?:\.(?:sh|bash|zsh|[cm]?js|ts|py|rb|pl|php|bat|cmd|ps1)\b"
                r"|[Mm]akefile|package\.json|\b[A-Z][A-Z0-9_]+\b))|\w+(?!\w*\()"
            ),
        ),
        # A pattern's own `exec` decides what its test says, and `compile` makes it another one.
        "exec": re.compile(
            r"(?<=[\w$])exec|exec(?!['\"]?\s*\]?\s*(?:=(?![=>])|:\s*[\w(])|\s*\([\w\s,]*\)\s*\{)"
        ),
        "compile": re.compile(
            r"(?i:(?<=ajv\.)|(?<=bars\.)|(?<=hbs\.)|(?<=pug\.)|(?<=ejs\.)|(?<=template\.))compile"
            r"|(?<=[\w$])compile|compile(?=\w)"
        ),
        # What goes for all calls of a library, by another name.
        "defaults": re.compile(
            r"(?<!\.)defaults|defaults(?=\w)|defaults\s*(?:\(|\.\s*(?:headers|timeout)\b)"
        ),
        "locals": re.compile(
            r"(?<=\w)locals|locals(?=\w)|locals\s*\??\.\s*(?!(?:settings|_locals|cache)\b)\w"
        ),
        "app.set(": re.compile(r"app\.set\(\s*['\"`]"),
        "app.settings": re.compile(r"app\.settings(?=\w)"),
        "'views'": _ALWAYS,
        '"views"': _ALWAYS,
        "view options": _ALWAYS,
        # What is run where a property is set.
        "set ": re.compile(
            r"(?<=[\w$])set |set (?!\s*(?:#?[\w$]+|\[[^\]]*\]|['\"][^'\"]*['\"])\s*\()"
        ),
        # What every object of a kind has, and what every name without a home is, handed on.
        "prototype": re.compile(
            r"(?<!Array\.)(?<!String\.)(?<!Object\.)(?<!Set\.)(?<!Map\.)(?<!RegExp\.)(?<!Number\.)"
            r"(?<!Promise\.)prototype|prototype\s*\.\s*\w+(?:\s*\.\s*(?:call|apply|bind)\b)?"
        ),
        "Object.prototype": re.compile(
            r"Object\.prototype(?!\s*(?:\.\s*[\w$]+|\[[^\]]*\])\s*=(?![=>]))"
        ),
        "globalThis": re.compile(r"globalThis\s*(?:\?\.|[.\[])|(?<=typeof )globalThis"),
        # `merge(into[name], from[name])` fills what all objects share.
        "], ": re.compile(r"\], (?![\w.$]+\[)"),
        # Schemas and lists that all calls of a library go by.
        "explicit": re.compile(r"(?<!\.)explicit|explicit(?=\w)"),
        "implicit": re.compile(r"(?<!\.)implicit|implicit(?=\w)"),
        "defaultOptions": _ALWAYS,
        "customTags": _ALWAYS,
        "hiteList": _ALWAYS,
        # Libraries by which values, elements and pages are read in another way.
        "mysql": _ALWAYS,
        "typed-html": _ALWAYS,
        "@kitajs/html": _ALWAYS,
        "@elysiajs/html": _ALWAYS,
        "petite-vue": _ALWAYS,
        "bootstrap": re.compile(r"(?<!angular\.)bootstrap"),
        "addHook": _ALWAYS,
        "setConfig": _ALWAYS,
        # Elements whose text is code.
        "script": re.compile(r"(?<![<'\"`])script|(?<!<)script(?!['\"`])"),
        "<style": _ALWAYS,
        "'style'": _ALWAYS,
        '"style"': _ALWAYS,
        "createElement": re.compile(
            r"(?<=React\.)createElement|createElement(?=\w)|createElement\(\s*(?:'[^'\\]*'|\"[^\"\\]*\")\s*[,)]"
        ),
        # The type of an answer that goes on to somebody else.
        **dict.fromkeys(
            words(
                """
                ontent-Type ontent-type ONTENT-TYPE ontentType ontent_type CONTENT_TYPE text/html
                .type( .type= .type) writeHead .format(
                """
            ),
            _HANDED_ON,
        ),
        ".type =": _HANDED_ON,
        **dict.fromkeys(
            words(".set( .header( .headers( .append( setHeader( setHeaders("), _HANDED_ON_UNNAMED
        ),
        # What types the ends of names stand for.
        "mime.": re.compile(r"(?<=\w)mime\.|mime\.(?!define\b|types\b|extensions\b|load\b)"),
    },
    changeable=Changeable(
        holds=javascript_patterns.is_pattern,
        given_away=javascript_patterns.given_away,
        other_name=javascript_patterns.other_name,
    ),
    acting=Acting(
        called=re.compile(
            rb"(?:\.\s*+|\[\s*+['\"`])(#?[\w$]++)(?:['\"`]\s*\])?\s*+(?:\?\.\s*+)?"
            rb"(?:<[^()]{0,80}>)?[(`]"
        ),
        given=re.compile(rb"\s*(?:=(?![=>])|[:(,}?!<]|\])|[\"'`]"),
        unasked=javascript_members.unasked,
        imports_act=True,
        values_matter=True,
        announcing=words(
            """
            emit dispatchEvent trigger triggerHandler fire fireEvent publish dispatch notify
            broadcast click submit focus blur postMessage abort next complete
            """
        ),
        listening=re.compile(
            rb"(?<=\.)(?:on|once|one|addListener|prependListener|prependOnceListener"
            rb"|addEventListener|attachEvent|subscribe|listen|delegate|bind)\s*\("
            rb"|(?<=\.)on[a-z]+\s*=(?![=>])"
            rb"|@\s*(?:On[A-Z]|\w*(?:Listen|Subscri|Handle[rs]?\b|EventPattern|MessagePattern))"
        ),
        acts=javascript_members.acts,
        hands_on=javascript_members.hands_on,
        gives=javascript_members.gives,
        named_in=javascript_members.named_in,
    ),
    self_word="this",
    parameters_word="arguments",
    self_kinds=words("this super"),
    open_objects=True,
    implicit_members=words("constructor"),
    operator_members=re.compile(r"toString|valueOf|toJSON|inspect|then|constructor"),
    verbatim=words(
        "string template_string template_literal_type regex jsx_element jsx_namespace_name"
    ),
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

_MODULES = ModuleTable(
    family="javascript",
    query="""
    (import_statement) @import
    (export_statement source: (_)) @import
    (call_expression function: [(identifier) (import)]) @import
    (export_statement) @export
    (assignment_expression left: [(member_expression) (identifier)]) @export
    """,
    read=javascript_modules.imports,
    find=javascript_modules.find,
    types=_SCOPE.annotations - {"type_identifier"},
    offer=javascript_modules.exports,
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
