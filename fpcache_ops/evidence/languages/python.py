"""Python 3; what Python 2 wrote otherwise is read as far as the grammar does."""

import re
from collections.abc import Iterator, Sequence

import tree_sitter_python
from tree_sitter import Node

from fpcache_ops.evidence.languages import (
    LanguageTable,
    python_behind,
    python_members,
    python_written,
)
from fpcache_ops.evidence.languages.modules import (
    EVERYTHING,
    Import,
    Listing,
    ModuleTable,
    Target,
    folder_of,
    joined,
    text_of,
)
from fpcache_ops.evidence.languages.scopes import (
    Acting,
    Binder,
    Callee,
    Doubt,
    Flow,
    Reflection,
    ScopeTable,
    Spelling,
    words,
)

# Written out: ``dir(builtins)`` would make a digest depend on the interpreter.
_BUILTINS = words(
    """
    abs aiter all anext any ascii bin bool breakpoint bytearray bytes callable chr classmethod
    compile complex copyright credits delattr dict dir divmod enumerate eval exec exit filter float
    format frozenset getattr globals hasattr hash help hex id input int isinstance issubclass iter
    len license list locals map max memoryview min next object oct open ord pow print property quit
    range repr reversed round set setattr slice sorted staticmethod str sum super tuple type vars
    zip __import__ __build_class__ __debug__ Ellipsis False None NotImplemented True
    __name__ __file__ __doc__ __package__ __spec__ __loader__ __path__ __class__ __annotations__
    __dict__ __module__ __qualname__ __builtins__
    apply basestring buffer cmp coerce execfile file intern long raw_input reduce reload unichr
    unicode xrange WindowsError
    ArithmeticError AssertionError AttributeError BaseException BaseExceptionGroup BlockingIOError
    BrokenPipeError BufferError BytesWarning ChildProcessError ConnectionAbortedError
    ConnectionError ConnectionRefusedError ConnectionResetError DeprecationWarning EOFError
    EncodingWarning EnvironmentError Exception ExceptionGroup FileExistsError FileNotFoundError
    FloatingPointError FutureWarning GeneratorExit IOError ImportError ImportWarning
    IndentationError IndexError InterruptedError IsADirectoryError KeyError KeyboardInterrupt
    LookupError MemoryError ModuleNotFoundError NameError NotADirectoryError NotImplementedError
    OSError OverflowError PendingDeprecationWarning PermissionError ProcessLookupError
    PythonFinalizationError RecursionError ReferenceError ResourceWarning RuntimeError
    RuntimeWarning StandardError StopAsyncIteration StopIteration SyntaxError SyntaxWarning
    SystemError SystemExit TabError TimeoutError TypeError UnboundLocalError UnicodeDecodeError
    UnicodeEncodeError UnicodeError UnicodeTranslateError UnicodeWarning UserWarning ValueError
    Warning ZeroDivisionError
    """
)

_READS = words(
    """
    get keys values items copy index count join format format_map split rsplit splitlines partition
    rpartition strip lstrip rstrip lower upper title capitalize casefold swapcase startswith
    endswith replace encode decode find rfind rindex isdigit isalpha isalnum isspace isupper islower
    isidentifier isnumeric isdecimal zfill ljust rjust center expandtabs translate hex
    union intersection difference symmetric_difference issubset issuperset isdisjoint
    debug info warning warn error exception critical log isEnabledFor getChild getEffectiveLevel
    head options request
    execute executemany fetchone fetchmany fetchall cursor commit rollback close query filter
    filter_by first one scalar scalars order_by limit exists
    match search fullmatch findall finditer sub subn
    read readline readlines read_text read_bytes
    total_seconds isoformat strftime timestamp
    route post
    """
)

_MUTATORS = words(
    """
    append extend insert remove pop popitem clear update setdefault add discard sort reverse
    appendleft extendleft rotate symmetric_difference_update difference_update
    intersection_update __setitem__ __setattr__ __delitem__ __delattr__ __init__ __iadd__ __ior__
    delete write override mock
    """
)

_ASKED = re.compile(r"(?<=\.)\w+(?![\s\\]*[:=](?!=))|(?<=\w)\w+")
"""A method that is called, or its name as a part of another."""

_CALLED_HERE = re.compile(
    r"(?:(?<=[.\w])|\b)(?:vars|locals)(?:\w|\s*[(=:])|(?<=[.\w])(?:vars|locals)"
)
"""A word that is called where it stands, part of another one, or a name of something's own."""

_MAKERS_OF_ALL = (
    *("getaddrinfo", "create_connection", "gethostbyname", "getproxies"),
    *("urandom", "token_bytes", "_sysrand"),
)


def _unless_set(word: str) -> re.Pattern[str]:
    """A word that is neither given something, nor a text, by which it may be."""
    return re.compile(rf"(?<![\"']){word}(?!\w*\s*(?::[^=\n]+)?=(?!=))")


_PATCHED = words(
    """
    Markup Environment SafeString EscapeFormatter Path PurePath ZipFile SafeLoader CSafeLoader
    BaseLoader CBaseLoader SafeConstructor shlex pipes
    Connection Cursor Identifier Composable Session HTTPAdapter SSLContext
    RejectPolicy PoolManager DefusedXMLParser
    Client AsyncClient ClientSession HTTPTransport HTTPConnection HTTPSConnection
    HTTPConnectionPool HTTPSConnectionPool OpenerDirector TCPConnector api
    """
)

_SCOPE = ScopeTable(
    functions=frozenset({"function_definition"}),
    classes={"class_definition": "body"},
    wrappers={"decorated_definition": "definition"},
    branches=frozenset({"if_statement", "elif_clause", "else_clause"}),
    branch_bodies=frozenset({"block"}),
    imports=frozenset({"import_statement", "import_from_statement", "future_import_statement"}),
    always=frozenset({"future_import_statement"}),
    jumps=frozenset({"raise_statement"}),
    identifiers=frozenset({"identifier"}),
    binders={
        "assignment": Binder(targets=("left",), value="right"),
        "augmented_assignment": Binder(
            targets=("left",), value="right", flow=Flow.ELEMENT, also_reads=True
        ),
        "named_expression": Binder(targets=("name",), value="value"),
        "for_statement": Binder(targets=("left",), value="right", flow=Flow.ELEMENT),
        "for_in_clause": Binder(targets=("left",), value="right", flow=Flow.ELEMENT, hides=False),
        "as_pattern": Binder(targets=("alias",)),
        "delete_statement": Binder(),
        "type_alias_statement": Binder(targets=("left",), value="right", flow=Flow.READ),
    },
    patterns=frozenset(
        {
            "pattern_list",
            "tuple_pattern",
            "list_pattern",
            "list_splat_pattern",
            "dictionary_splat_pattern",
            "as_pattern_target",
            "expression_list",
            "parenthesized_expression",
            "tuple",
            "list",
            "list_splat",
            "type",
            "generic_type",
            "type_parameter",
            # ``type(x).name: str = value`` is read as an alias of a type.
            "constrained_type",
        }
    ),
    mixed_patterns=frozenset({"case_pattern"}),
    annotations=frozenset({"type"}),
    scopes={"function_definition": ("body",), "lambda": ("body",)},
    parameters={
        "default_parameter": "name",
        "typed_default_parameter": "name",
        "typed_parameter": "",
    },
    parameter_lists=frozenset({"parameters", "lambda_parameters"}),
    globals=frozenset({"global_statement"}),
    typevars=frozenset({"type_parameter"}),
    decorators=frozenset({"decorator"}),
    import_names=frozenset({"dotted_name"}),
    import_aliases={"aliased_import": "alias"},
    import_sources=frozenset({"module_name"}),
    star_imports=frozenset({"wildcard_import"}),
    import_lists=frozenset({"import_statement", "import_from_statement"}),
    module_imports=frozenset({"import_statement"}),
    not_names={"keyword_argument": "name"},
    nfkc=True,
    mangles=True,
    members={"attribute": ("object", "attribute")},
    subscripts={"subscript": "value"},
    calls={"call": Callee(function="function")},
    argument_lists=frozenset({"argument_list"}),
    transparent=frozenset({"parenthesized_expression", "await"}),
    flows={
        **dict.fromkeys(
            words(
                """
                module block expression_statement if_statement elif_clause else_clause
                while_statement try_statement except_clause except_group_clause finally_clause
                assert_statement if_clause comparison_operator not_operator unary_operator
                interpolation format_specifier format_expression slice print_statement
                concatenated_string
                """
            ),
            Flow.READ,
        ),
        **dict.fromkeys(
            ("binary_operator", "list_splat", "dictionary_splat", "augmented_assignment"),
            Flow.ELEMENT,
        ),
        **dict.fromkeys(
            (
                "boolean_operator",
                "conditional_expression",
                "keyword_argument",
                "argument_list",
            ),
            Flow.INHERIT,
        ),
    },
    literals=words(
        """
        comment line_continuation integer float true false none ellipsis nonlocal_statement
        pass_statement break_statement continue_statement string_content escape_sequence
        type_conversion import_prefix
        """
    ),
    strings=frozenset({"string"}),
    interpolations=frozenset({"interpolation"}),
    immutables=words("string integer float true false none ellipsis comment"),
    composites=words(
        """
        concatenated_string parenthesized_expression tuple expression_list unary_operator
        binary_operator not_operator comparison_operator boolean_operator conditional_expression
        pair
        """
    ),
    containers=words(
        """
        list dictionary set tuple expression_list list_comprehension dictionary_comprehension
        set_comprehension
        """
    ),
    lambdas=frozenset({"lambda"}),
    constructors=words(
        """
        list dict set tuple frozenset bytearray deque defaultdict OrderedDict Counter ChainMap
        collections.deque collections.defaultdict collections.OrderedDict collections.Counter
        collections.ChainMap SimpleNamespace types.SimpleNamespace
        """
    ),
    inert=words(
        """
        logging.getLogger getLogger structlog.get_logger get_logger re.compile TypeVar
        typing.TypeVar t.TypeVar ParamSpec typing.ParamSpec t.ParamSpec NewType typing.NewType
        object int str float bool bytes
        """
    ),
    plain={
        "os": words(
            """
            path.abspath path.basename path.commonpath path.dirname path.exists path.expanduser
            path.expandvars path.getmtime path.getsize path.isabs path.isdir path.isfile path.islink
            path.join path.normcase path.normpath path.realpath path.relpath path.split
            path.splitdrive path.splitext getcwd
            """
        )
    },
    reads=_READS,
    registrations=words(
        """
        route get post put delete patch head options websocket errorhandler exception_handler
        before_request after_request teardown_request before_first_request app_errorhandler
        before_app_request command group task shared_task on event listens_for listener middleware
        fixture mark setter getter deleter cli hook receiver connect on_event api_route test
        """
    ),
    mutators=_MUTATORS,
    mutator_prefixes=tuple(
        sorted(
            words(
                """
                set add_ register unregister patch install uninstall enable disable configure
                config_ init_ monkey inject override overwrite allow deny permit trust mount push
                put insert_ remove_ append_ extend_ update_ delete_ clear_ reset replace_ load_into
                from_ include defuse
                """
            )
        )
    ),
    harmless_calls={
        **dict.fromkeys(
            words(
                """
                len str repr bool int float bytes hash print isinstance issubclass callable id type
                ascii format hasattr ord chr hex
                """
            ),
            Flow.READ,
        ),
        **dict.fromkeys(
            words(
                """
                sorted list set tuple dict frozenset any all sum min max enumerate zip reversed iter
                next map filter range
                """
            ),
            Flow.ELEMENT,
        ),
        "super": Flow.INHERIT,
    },
    harmless_methods={"join": Flow.ELEMENT, "format": Flow.ELEMENT, "startswith": Flow.READ},
    reflection={
        "eval": Reflection(doubt=Doubt.EVALUATES),
        "exec": Reflection(doubt=Doubt.EVALUATES),
        "execfile": Reflection(doubt=Doubt.EVALUATES),
        "globals": Reflection(doubt=Doubt.NAMESPACE),
        "getattr": Reflection(doubt=Doubt.READS_BY_NAME, argument=1),
        "attrgetter": Reflection(doubt=Doubt.READS_BY_NAME),
        "methodcaller": Reflection(doubt=Doubt.READS_BY_NAME),
        "setattr": Reflection(doubt=Doubt.WRITES_BY_NAME, argument=1),
        "delattr": Reflection(doubt=Doubt.WRITES_BY_NAME, argument=1),
        "__import__": Reflection(doubt=Doubt.CALLS_BY_NAME),
        "import_module": Reflection(doubt=Doubt.CALLS_BY_NAME),
        "import_string": Reflection(doubt=Doubt.CALLS_BY_NAME),
    },
    reflective_methods={
        "__getattribute__": Reflection(doubt=Doubt.READS_BY_NAME),
        "attrgetter": Reflection(doubt=Doubt.READS_BY_NAME),
        "methodcaller": Reflection(doubt=Doubt.READS_BY_NAME),
        "__setattr__": Reflection(doubt=Doubt.WRITES_BY_NAME),
        "import_module": Reflection(doubt=Doubt.CALLS_BY_NAME),
    },
    doubtful_kinds={"exec_statement": Doubt.EVALUATES},
    exits=words("exit quit _exit abort"),
    builtins=_BUILTINS,
    declaring_words=frozenset({"global"}),
    builtin_modules=words("builtins __builtin__ __builtins__"),
    dictionaries=words("locals vars"),
    namespaces=frozenset({"modules"}),
    unknowable={
        "os": words("environ environb"),
        "sys": words("argv path stdin stdout stderr"),
    },
    foreign_modules=words(
        """
        os sys json re logging time socket ssl signal threading subprocess shutil urllib random
        warnings locale typing builtins
        """
    ),
    wildcards=words("__dict__ __class__ __bases__"),
    poisons=words(
        """
        f_globals f_locals f_builtins __globals__ __closure__ cell_contents settrace setprofile
        PyFrame_LocalsToFast
        """
    ),
    rewriting={"patch": b"mock"},
    first_parameter_is_self=True,
    self_names=words("self cls _self __self _cls mcs mcls metacls"),
    static_decorators=frozenset({"staticmethod"}),
    implicit_members=words(
        "__getattr__ __getattribute__ __setattr__ __delattr__ __new__ __init_subclass__ __slots__"
    ),
    operator_members=re.compile(r"__\w+__"),
    comparisons=words("comparison_operator match_statement"),
    asking_calls=words("quote isinstance isdigit isdecimal fullmatch"),
    telling_words=words(
        """
        add_constructor add_multi_constructor yaml_constructors yaml_multi_constructors YAMLObject
        yaml_loader yaml_implicit_resolvers __doc__ getdoc __format__ __getattribute__ __defaults__
        __kwdefaults__ autoescape get_objects get_referrers getmembers getmembers_static
        import_string locate resolve_name attrgetter getattr_static
        get_docstring getsource getsourcelines getsourcefile getcomments getblock co_consts
        doctest DocTestSuite pydoc
        __html__ __html_format__ select_jinja_autoescape jinja_options create_jinja_environment
        chdir fchdir chroot dup2 putenv setenv load_dotenv request_class add_to_loader_class
        construct_object construct_undefined construct_mapping construct_sequence construct_scalar
        construct_document construct_pairs compose_node flatten_mapping yaml_path_resolvers
        AsIs getquoted __conform__ ISQLQuote register_adapter
        DebuggedApplication install_opener set_default_proxy setdefaultproxy socksocket
        xinclude XInclude ElementInclude _urandom
        jinja_environment
        finalize overlay get_template select_template get_or_select_template
        ALLOWED_TAGS ALLOWED_ATTRIBUTES ALLOWED_STYLES JSONIFY_MIMETYPE default_mimetype
        after_request after_app_request after_this_request after_request_funcs process_response
        middleware get_response response_class
        dispatch_request full_dispatch_request finalize_request finalize_response _iter
        wsgi_app asgi_app on_response_prepare request_finished
        parameter_storage_class dict_storage_class tempdir _opener view_functions
        _extract_member _find_unsafe _default_decoder
        url_build_error_handlers handle_url_build_error url_defaults app_url_defaults
        url_default_functions inject_url_defaults
        builtins __builtins__ __builtin__
        """
    ),
    # Of a name that is written out the attribute is followed; ``self`` is no module.
    telling_unless={
        # What reads the environment says nothing of other places; what holds or sets it does.
        "environ": re.compile(
            r"environb?\s*(?:\.\s*(?:get|items|keys|values|copy)\b"
            r"|\[[^\]\n]*\](?![\s\\]*(?:[-+|]?=(?!=)|[,:\]]))|(?<=import environ)\s*$)"
        ),
        # What an answer is called in a call is that answer's; an attribute may be of all of them.
        "mimetype": re.compile(
            r"(?<![.\w])mimetype\b(?![\"']\s*,)|(?<=\.)mimetype\b(?![\s\\]*=(?!=))|(?<=\w)mimetype"
        ),
        # A script that is run elsewhere is what is written here.
        ".sh'": re.compile(r"(?!)"),
        '.sh"': re.compile(r"(?!)"),
        "make_response": re.compile(r"(?<!\bdef )make_response"),
        # A page that is made of another answer.
        "Response(": re.compile(
            r"Response\((?![^\n]*\.\s*(?:get_data|content|body|data|response)\b)"
        ),
        # A module of this name is imported by half of all views, and is none of theirs.
        "decorators": re.compile(
            r"decorators(?!\s*[=:\"'\[]|\s*\.\s*(?:append|extend|insert|remove|pop|clear|__))"
        ),
        "dispatch": re.compile(r"(?<=django\.)dispatch\b"),
        # Under another name it may be called anywhere.
        "vars": _CALLED_HERE,
        "locals": _CALLED_HERE,
        "globals": re.compile(r"(?<=\w)globals|globals(?=\w|\s+import\b)"),
        "JSONProvider": re.compile(r"(?!)"),
        "json_provider_class": re.compile(r"(?!)"),
        "Set-Cookie": re.compile(r"(?!)"),
        "set-cookie": re.compile(r"(?!)"),
        # Who makes connections and random numbers for all; how values are put into statements.
        **{word: _unless_set(word) for word in _MAKERS_OF_ALL},
        "conv=": re.compile(r"(?<=\w)conv="),
        # What loads with it, or imports it, teaches it nothing.
        # Whoever only asks a value decides nothing.
        "isdigit": _ASKED,
        "isdecimal": _ASKED,
        "SafeLoader": re.compile(
            r"(?:(?<=\bLoader=yaml\.)|(?<=\bLoader=yaml\.C)|(?<=\bLoader=)|(?<=\bLoader=C)"
            r"|(?<=import )|(?<=import C))SafeLoader\b"
        ),
        "getattr": re.compile(
            r"getattr\s*\(\s*(?:[\w.]+\s*,\s*[\"']\w+[\"']\s*[,)]|(?:self|cls)\b[\w.]*\s*,)"
        ),
    },
    patched=_PATCHED,
    patched_otherwise=re.compile(
        rb"(?m)\b(?:%(names)s)\s+as\s+(?P<imported>\w+)"
        rb"|\b(?P<kept>\w+)[ \t]*=[ \t]*(?:\w+[ \t]*\.[ \t]*)*(?:%(names)s)[ \t]*(?:$|[;#])"
        rb"|\b(?:(?:set|del)attr(?:__)?|patch\.object)\s*\(\s*(?:\w+\s*\.\s*)*(?:%(names)s)\s*,"
        % {b"names": "|".join(sorted(_PATCHED)).encode()}
    ),
    equality_words=words("__eq__ __ne__ __hash__"),
    acting=Acting(
        hooks=re.compile(r"__(?!(?:init|new|post_init)__)\w+__"),
        of_module=words("__getattr__ __dir__"),
        makers=words("__init__ __new__"),
        metaclass=re.compile(r"type|\w*(?:Meta|Type)"),
        local=re.compile(rb"\b__(?!(?:init|new|post_init)__)\w+__\s*[(=]"),
        called_back={
            **dict.fromkeys(words("start apply apply_async delay"), ("run",)),
            "feed": ("handle_", "unknown_", "start", "end", "data", "comment"),
            "visit": ("visit_", "generic_visit"),
            **dict.fromkeys(words("is_valid full_clean"), ("clean", "validate")),
            **dict.fromkeys(words("onecmd cmdloop"), ("do_", "default", "precmd", "postcmd")),
            **dict.fromkeys(words("serve_forever handle_request"), ("do_", "handle")),
            **dict.fromkeys(words("print dump writer"), ("write",)),
            "load": ("read",),
            "copyfileobj": ("read", "write"),
            "closing": ("close",),
            **dict.fromkeys(
                words("debug info warning warn error exception critical log"),
                ("emit", "format", "filter"),
            ),
        },
        announcing=words(
            """
            send send_robust emit fire dispatch trigger publish notify announce save create delete
            commit flush
            """
        ),
        written={
            "import_module": re.compile(
                rb"\.\s*(?:write|write_text|write_bytes|writelines|save|extract|extractall)\s*\("
                rb"|\b(?:copy|copy2|copyfile|copyfileobj|copytree|move|rename|symlink|link"
                rb"|unpack_archive|urlretrieve)\s*\(|\bsys\s*\.\s*path\b"
            )
        },
        listening=re.compile(
            rb"(?<=[.@])(?:connect|connect_via|receiver|on|subscribe|subscriber|listen|listens_for"
            rb"|listener|add_listener|register|handler|on_event|add_event_handler|hook)\b"
        ),
        acts=python_members.acts,
        hands_on=python_members.hands_on,
        gives=python_members.gives,
        named_in=python_members.named_in,
    ),
    behind=lambda source, root, function: (
        *python_behind.behind(source, root, function),
        *python_written.writers(source, root, function),
    ),
    class_word=b"class",
    value_bases={"class_definition": "superclasses"},
    values=words("str int float bytes Decimal UserString"),
    verbatim=frozenset({"string"}),
    comments=frozenset({"comment"}),
    # What a type checker is told to ignore is no code.
    kept_comments=re.compile(
        rb"#!|#.*?coding[:=]|#\s*(?:type:\s*+(?!ignore\b)|cython:|distutils:|language_level)"
    ),
    continuation=frozenset({"line_continuation"}),
    joints=(b"\\\r\n", b"\\\n"),
    spelling=Spelling(
        blocks=frozenset({"module", "block"}),
        lines=words(
            """
            elif_clause else_clause except_clause except_group_clause finally_clause decorator
            function_definition class_definition
            """
        ),
        brackets=words("argument_list parameters subscript generic_type type_parameter"),
        close={
            "keyword_argument": frozenset({"="}),
            "default_parameter": frozenset({"="}),
            "slice": frozenset({":"}),
        },
        close_after={
            "unary_operator": frozenset({"-", "+", "~"}),
            "list_splat": frozenset({"*"}),
            "list_splat_pattern": frozenset({"*"}),
            "dictionary_splat": frozenset({"**"}),
            "dictionary_splat_pattern": frozenset({"**"}),
        },
    ),
)


def _imports(node: Node) -> Iterator[Import]:
    """What ``import a.b`` or ``from a import b as c`` imports."""
    at = node.child_by_field_name("module_name")
    source = text_of(at) if at is not None else ""
    only_if = _condition(node)
    for child in node.named_children:
        span = (child.start_byte, child.end_byte)
        if child.type == "wildcard_import":
            yield Import(source, EVERYTHING, "", *span)
        if child == at or child.type not in ("dotted_name", "aliased_import"):
            continue
        named, alias = (child.child_by_field_name(field) for field in ("name", "alias"))
        name = text_of(named if named is not None else child)
        if at is not None:
            local = text_of(alias) if alias is not None else name
            yield Import(source, name, local, *span, only_if=only_if)
        elif alias is not None:
            yield Import(name, "", text_of(alias), *span, only_if=only_if)
        else:
            parts = name.split(".")
            for count in range(1, len(parts) + 1):
                before = ".".join(parts[:count])
                besides = "".join(parts[count : count + 1])
                yield Import(before, "", before, *span, besides, only_if=only_if)


def _condition(node: Node) -> str:
    """The name that a statement directly in an ``if`` wants to be true."""
    around = node.parent.parent if node.parent is not None else None
    if around is None or around.type != "if_statement":
        return ""
    asked = around.child_by_field_name("condition")
    named = asked is not None and asked.type in ("identifier", "attribute")
    return text_of(asked) if asked is not None and named else ""


def _find(files: Listing, at: str, module: str, name: str) -> Sequence[Target]:
    """A module, or what ``from`` it is imported: one of its names, or a module inside it."""
    found = [Target(path, name) for path in _files_of(files, at, module)]
    if name and name != EVERYTHING:
        inside = module + name if module.endswith(".") else f"{module}.{name}"
        found += [Target(path, "") for path in _files_of(files, at, inside)]
    return found


def _files_of(files: Listing, at: str, module: str) -> list[str]:
    rest = module.lstrip(".")
    dots = len(module) - len(rest)
    stem = rest.replace(".", "/")
    if dots:
        inside = joined(folder_of(at), "../" * (dots - 1) + stem)
        if inside is None:
            return []
        names = (f"{inside}.py", f"{inside}/__init__.py" if inside else "__init__.py")
        return [path for path in names if path in files]
    roots = {
        path: path[: -len(stem + tail)].rstrip("/")
        for tail in (".py", "/__init__.py")
        for path in files.ending(stem + tail)
    }
    # Where a search may begin: in a folder that is no package; at last in the script's own.
    open_ = [path for path in roots if not roots[path] or f"{roots[path]}/__init__.py" not in files]
    own = folder_of(at)
    if not open_:
        return [path for path in roots if roots[path] == own]
    around = [path for path in open_ if f"{own}/".startswith(f"{roots[path]}/") or not roots[path]]
    return around or open_


_MODULES = ModuleTable(
    family="python",
    query="[(import_statement) (import_from_statement)] @import",
    read=_imports,
    find=_find,
    types=frozenset({"type"}),
    for_types=("typing", "TYPE_CHECKING"),
    making=words("__init__ __new__ __init_subclass__"),
    dotted=True,
)

TABLE = LanguageTable(
    name="python",
    extensions=("py", "pyi", "pyw"),
    grammar="tree-sitter-python",
    load=tree_sitter_python.language,
    statements=words(
        """
        import_statement future_import_statement import_from_statement print_statement
        assert_statement expression_statement return_statement delete_statement raise_statement
        pass_statement break_statement continue_statement global_statement nonlocal_statement
        exec_statement type_alias_statement
        """
    ),
    compounds=words(
        """
        if_statement elif_clause else_clause match_statement case_clause for_statement
        while_statement try_statement except_clause except_group_clause finally_clause
        with_statement function_definition class_definition decorated_definition
        """
    ),
    body_fields=frozenset({"body", "consequence", "definition"}),
    body_kinds=frozenset({"block"}),
    scopes=frozenset({"function_definition", "class_definition"}),
    lone_carriage_return_is_newline=True,
    encoding_cookie=True,
    reread_comment=b"#",
    scope=_SCOPE,
    modules=_MODULES,
)
