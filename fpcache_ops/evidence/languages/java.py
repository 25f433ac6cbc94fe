"""Java, up to what the grammar reads of its newest releases."""

import re
from collections.abc import Iterator, Sequence

import tree_sitter_java
from tree_sitter import Node

from fpcache_ops.evidence.languages import LanguageTable, java_members
from fpcache_ops.evidence.languages.modules import (
    EVERYTHING,
    Ambient,
    Import,
    Listing,
    ModuleTable,
    Target,
    folder_of,
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

# Of ``java.lang``, which is imported everywhere.
_BUILTINS = words(
    """
    this super Object String StringBuilder StringBuffer CharSequence Character Boolean Byte Short
    Integer Long Float Double Number Math StrictMath Void Class ClassLoader Enum Record Iterable
    Comparable Runnable Thread ThreadLocal Process ProcessBuilder Runtime System Package Module
    Cloneable AutoCloseable Appendable Readable StackTraceElement Throwable Exception Error
    RuntimeException ArithmeticException ArrayIndexOutOfBoundsException ArrayStoreException
    ClassCastException ClassNotFoundException CloneNotSupportedException IllegalAccessException
    IllegalArgumentException IllegalMonitorStateException IllegalStateException
    IndexOutOfBoundsException InstantiationException InterruptedException
    NegativeArraySizeException NoSuchFieldException NoSuchMethodException NullPointerException
    NumberFormatException ReflectiveOperationException SecurityException
    StringIndexOutOfBoundsException UnsupportedOperationException AssertionError
    ExceptionInInitializerError LinkageError NoClassDefFoundError OutOfMemoryError
    StackOverflowError VirtualMachineError Override Deprecated SuppressWarnings SafeVarargs
    FunctionalInterface var
    """
)

_READS = words(
    """
    get getOrDefault containsKey containsValue contains containsAll isEmpty size length keySet
    values entrySet iterator stream indexOf lastIndexOf subList toArray toString equals hashCode
    compareTo charAt substring split trim strip toLowerCase toUpperCase startsWith endsWith matches
    replace replaceAll replaceFirst format concat join valueOf parseInt intValue longValue
    matcher find group start end pattern
    execute executeQuery executeUpdate query queryForObject queryForList createQuery
    createNativeQuery prepareStatement createStatement getResultList getSingleResult findById
    findAll findOne save count existsById
    read readLine readAllBytes available close flush write print println printf sendRedirect
    getParameter getHeader getAttribute getSession getCookies getInputStream getWriter
    debug info warn error trace log isDebugEnabled
    getName getId getValue getKey getPath getClass of ofNullable orElse orElseThrow isPresent
    map filter collect forEach anyMatch allMatch noneMatch findFirst reduce sorted limit
    """
)

_RAW = tuple(
    spelt
    for name in sorted(words("script style textarea title iframe xmp noembed noframes plaintext"))
    for spelt in (name, name.upper(), name.title())
)
"""Elements of a page in which a tag is no tag."""

_SCOPE = ScopeTable(
    functions=words("method_declaration constructor_declaration compact_constructor_declaration"),
    classes={
        "class_declaration": "body",
        "interface_declaration": "body",
        "record_declaration": "body",
    },
    imports=words("import_declaration"),
    always=words("package_declaration module_declaration"),
    class_effects=True,
    identifiers=words("identifier type_identifier this super"),
    binders={
        "variable_declarator": Binder(targets=("name",), value="value", reach=Reach.BLOCK),
        "resource": Binder(targets=("name",), value="value", reach=Reach.BLOCK),
        "catch_formal_parameter": Binder(targets=("name",), reach=Reach.BLOCK),
        "enhanced_for_statement": Binder(
            targets=("name",), value="value", flow=Flow.ELEMENT, reach=Reach.BLOCK
        ),
        "assignment_expression": Binder(
            targets=("left",), value="right", reach=Reach.OUTWARD, also_reads=True
        ),
        "update_expression": Binder(reach=Reach.OUTWARD, also_reads=True),
        "instanceof_expression": Binder(targets=("name",), hides=False),
        "enum_declaration": Binder(targets=("name",), reach=Reach.BLOCK),
        "annotation_type_declaration": Binder(targets=("name",), reach=Reach.BLOCK),
        "enum_constant": Binder(targets=("name",), reach=Reach.BLOCK),
    },
    bases=words("superclass super_interfaces extends_interfaces"),
    blocks=words(
        """
        block constructor_body for_statement enhanced_for_statement catch_clause switch_block
        switch_block_statement_group switch_rule try_with_resources_statement lambda_expression
        """
    ),
    class_bodies=words("class_body interface_body enum_body"),
    patterns=words("parenthesized_expression"),
    mixed_patterns=words("record_pattern type_pattern"),
    annotations=words("type_identifier generic_type scoped_type_identifier array_type"),
    scopes={
        **dict.fromkeys(
            words("method_declaration constructor_declaration compact_constructor_declaration"),
            ("body",),
        ),
        "lambda_expression": ("body",),
    },
    parameters={"formal_parameter": "name"},
    parameter_lists=words("formal_parameters inferred_parameters"),
    parameter_fields=words("parameters"),
    typevars=words("type_parameter"),
    import_names=words("scoped_identifier identifier"),
    star_imports=words("asterisk"),
    last_import_names=True,
    # Of the same package, inherited, or imported on demand: written in another file.
    unbound_elsewhere=True,
    not_names={"element_value_pair": "key"},
    word_signs="$",
    members={"field_access": ("object", "field")},
    subscripts={"array_access": "array"},
    calls={
        "method_invocation": Callee(object="object", name="name"),
        "object_creation_expression": Callee(function="type"),
        "explicit_constructor_invocation": Callee(function="constructor"),
    },
    argument_lists=words("argument_list"),
    transparent=words("parenthesized_expression"),
    views={"cast_expression": "value"},
    flows={
        **dict.fromkeys(
            words(
                """
                program class_body interface_body block constructor_body expression_statement
                if_statement while_statement do_statement for_statement switch_expression
                switch_block switch_block_statement_group switch_rule switch_label try_statement
                try_with_resources_statement resource_specification catch_clause finally_clause
                synchronized_statement labeled_statement assert_statement local_variable_declaration
                field_declaration constant_declaration modifiers binary_expression unary_expression
                instanceof_expression string_interpolation throw_statement
                """
            ),
            Flow.READ,
        ),
        **dict.fromkeys(words("ternary_expression argument_list"), Flow.INHERIT),
    },
    literals=words(
        """
        package_declaration line_comment block_comment decimal_integer_literal hex_integer_literal
        octal_integer_literal binary_integer_literal decimal_floating_point_literal
        hex_floating_point_literal true false
        null_literal character_literal string_fragment escape_sequence void_type integral_type
        floating_point_type boolean_type dimensions break_statement continue_statement asterisk
        """
    ),
    strings=words("string_literal"),
    interpolations=words("string_interpolation"),
    immutables=words(
        """
        decimal_integer_literal hex_integer_literal octal_integer_literal binary_integer_literal
        decimal_floating_point_literal true false null_literal character_literal string_literal
        line_comment block_comment
        """
    ),
    composites=words(
        "parenthesized_expression unary_expression binary_expression ternary_expression"
    ),
    containers=words("array_initializer array_creation_expression"),
    lambdas=words("lambda_expression"),
    deferred=words("lambda_expression"),
    constructors=words(
        """
        ArrayList LinkedList Vector Stack ArrayDeque PriorityQueue HashMap LinkedHashMap TreeMap
        Hashtable ConcurrentHashMap HashSet LinkedHashSet TreeSet CopyOnWriteArrayList Properties
        Arrays.asList
        """
    ),
    inert=words(
        """
        Pattern.compile LoggerFactory.getLogger Logger.getLogger LogManager.getLogger Set.of List.of
        Map.of String Integer Long Object
        """
    ),
    reads=_READS,
    iterators=words(
        """
        forEach map filter flatMap reduce collect anyMatch allMatch noneMatch get getOrDefault
        values entrySet iterator stream subList toArray
        """
    ),
    mutators=words(
        """
        add addAll addFirst addLast put putAll putIfAbsent remove removeAll removeIf clear set
        setProperty push pop offer poll append insert delete sort reverse fill merge compute
        computeIfAbsent computeIfPresent retainAll swap shuffle accept
        """
    ),
    mutator_prefixes=tuple(
        sorted(
            words(
                """
                set add register unregister enable disable configure config init override allow deny
                permit trust install put insert remove append extend update clear reset replace load
                include exclude inject mock with
                """
            )
        )
    ),
    harmless_calls={},
    harmless_methods={
        **dict.fromkeys(
            words(
                """
                equals hashCode valueOf println print printf debug info warn error trace contains
                containsKey startsWith endsWith parseInt length isEmpty requireNonNull
                """
            ),
            Flow.READ,
        ),
        **dict.fromkeys(words("concat join format"), Flow.ELEMENT),
    },
    reflective_methods={
        "forName": Reflection(doubt=Doubt.CALLS_BY_NAME),
        "loadClass": Reflection(doubt=Doubt.CALLS_BY_NAME),
        "getMethod": Reflection(doubt=Doubt.READS_BY_NAME),
        "getDeclaredMethod": Reflection(doubt=Doubt.READS_BY_NAME),
        "getField": Reflection(doubt=Doubt.WRITES_BY_NAME),
        "getDeclaredField": Reflection(doubt=Doubt.WRITES_BY_NAME),
        "getDeclaredFields": Reflection(doubt=Doubt.WRITES_BY_NAME),
    },
    builtins=_BUILTINS,
    telling_words=words(
        """
        setAccessible trySetAccessible Unsafe VarHandle privateLookupIn getDeclaredField
        getDeclaredFields findStaticSetter findStaticVarHandle unreflectSetter FieldUtils
        ReflectionUtils ReflectionTestUtils Whitebox setSeed ProxySelector getProperties
        setProperties setProperty insertProviderAt getProvider getProviders Provider
        setSerialFilterFactory Proxy HttpHost setProxy proxy setDefaultProxy setRoutePlanner
        setDnsResolver DnsResolver dns addInterceptor addNetworkInterceptor getInterceptors
        setInterceptors interceptors additionalInterceptors addInterceptorFirst addInterceptorLast
        addRequestInterceptorFirst addRequestInterceptorLast HttpRequestWrapper
        setUriTemplateHandler uriTemplateHandler setRequestFactory URLStreamHandler
        setURLStreamHandlerFactory setContentHandlerFactory outputWriter TEXT_HTML
        TEXT_HTML_VALUE APPLICATION_XHTML_XML setSupportedMediaTypes defaultContentType
        ExchangeFilterFunction ExchangeFunction ClientRequest ResponseBodyAdvice
        PRODUCIBLE_MEDIA_TYPES_ATTRIBUTE WriterInterceptor WebFilter WebRequestInterceptor
        requestInterceptor requestInterceptors requestFactory ClientHttpRequestFactory
        setSocketImplFactory
        """
    ),
    telling_unless={
        "ESAPI": re.compile(r"ESAPI\s*(?:;|\.\s*(?!override|initialize))"),
        # What a page is left inside of, whoever writes the rest of it.
        **{
            f"<{name}": re.compile(rf"<{name}[^\"\n]{{0,500}}</{name}", re.IGNORECASE)
            for name in _RAW
        },
        # Who takes a flag of a cookie away again, wherever the cookie was made.
        **{name: re.compile(rf"{name}\s*\(\s*true\s*\)") for name in ("setSecure", "setHttpOnly")},
        **{
            f'"{name}"': re.compile(r"(?!)")
            for name in ("Secure", "secure", "HttpOnly", "httpOnly")
        },
        "ookie.setAttribute": re.compile(r"ookie\.setAttribute\s*\(\s*\""),
        # Who tells a reader of documents what it may read, but to read less.
        "setFeature": re.compile(
            r"setFeature\s*\(\s*(?:(?:XMLConstants\s*\.\s*)?FEATURE_SECURE_PROCESSING\b"
            r"|\"[^\"]{0,200}disallow-doctype-decl\"\s*,\s*true\b"
            r"|\"(?![^\"]{0,200}disallow-doctype-decl)[^\"]{0,200}\"\s*,\s*false\b)"
        ),
        # Who writes to a program that runs what it reads; an answer is no program.
        "getOutputStream": re.compile(
            r"(?:(?<=response\.)|(?<=resp\.)|(?<=res\.)|(?<=[sS]ocket\.)|(?<=[cC]onnection\.)"
            r"|(?<=conn\.))getOutputStream"
        ),
        # What a reactive client hands its requests through.
        "WebClient": re.compile(
            r"WebClient(?![\s\S]{0,2000}?\.\s*(?:filters?|exchangeFunction)\s*\()"
        ),
        # A script that is run elsewhere is what is written here.
        '.sh"': re.compile(r"(?!)"),
        "<!--": re.compile(r"<!--[^\"\n]{0,500}-->"),
    },
    heirs_pass=True,
    by_class=java_members.TABLE,
    # No method binds a name of its file.
    declaring_words=frozenset({"\0"}),
    self_word="this",
    self_kinds=words("this super"),
    implicit_self=True,
    inner_classes_share=True,
    open_objects=True,
    implicit_members=frozenset(),
    operator_members=re.compile(r"toString|equals|hashCode|compareTo|compare|close|iterator"),
    verbatim=words("string_literal character_literal"),
    comments=words("line_comment block_comment"),
    kept_comments=re.compile(rb"(?!)"),
    spelling=Spelling(
        blocks=words(
            """
            program class_body interface_body enum_body annotation_type_body block constructor_body
            switch_block
            """
        ),
        lines=frozenset(),
        brackets=words("argument_list formal_parameters array_access annotation_argument_list"),
        close={"method_reference": frozenset({"::"})},
        close_after={"unary_expression": frozenset({"-", "+", "~", "!"})},
    ),
)


def _imports(node: Node) -> Iterator[Import]:
    """A class, a member of one, all classes of a package, or all members of a class."""
    path = next((one for one in node.named_children if one.type.endswith("identifier")), None)
    if path is None:
        return
    span = (node.start_byte, node.end_byte)
    module = text_of(path)
    name = module.rpartition(".")[2]
    if any(one.type == "asterisk" for one in node.named_children):
        yield Import(module, EVERYTHING, "", *span)
    elif any(one.type == "static" for one in node.children):
        yield Import(module.rpartition(".")[0], name, name, *span)
    else:
        yield Import(module, name, name, *span)


def _find(files: Listing, at: str, module: str, name: str) -> Sequence[Target]:
    """The file of a class, or of one around it; the files of a package for what they may hold."""
    if not module:
        return _of_folder(files, folder_of(at), name)
    path = module.replace(".", "/")
    found = [Target(one, path.rpartition("/")[2]) for one in files.ending(f"{path}.java")]
    around = path.rpartition("/")[0]
    if not found and around:
        found = [Target(one, around.rpartition("/")[2]) for one in files.ending(f"{around}.java")]
    if not found:
        for folder in files.folders(path):
            found += _of_folder(files, folder, name)
    return found


def _of_folder(files: Listing, folder: str, name: str) -> list[Target]:
    return [Target(one, name, maybe=True) for one in files.inside(folder) if one.endswith(".java")]


_MODULES = ModuleTable(
    family="java",
    query="(import_declaration) @import",
    read=_imports,
    find=_find,
    ambient=Ambient.FOLDER,
)


TABLE = LanguageTable(
    name="java",
    extensions=("java",),
    grammar="tree-sitter-java",
    load=tree_sitter_java.language,
    # A `do` has its condition behind its body, so it is marked whole.
    statements=words(
        """
        package_declaration import_declaration expression_statement local_variable_declaration
        return_statement throw_statement assert_statement break_statement continue_statement
        yield_statement do_statement switch_label explicit_constructor_invocation
        field_declaration constant_declaration enum_constant annotation_type_element_declaration
        """
    ),
    compounds=words(
        """
        if_statement for_statement enhanced_for_statement while_statement switch_expression
        try_statement try_with_resources_statement catch_clause finally_clause
        synchronized_statement labeled_statement static_initializer
        method_declaration constructor_declaration compact_constructor_declaration
        class_declaration interface_declaration enum_declaration record_declaration
        annotation_type_declaration
        """
    ),
    body_fields=words("body consequence"),
    body_kinds=words(
        """
        block constructor_body class_body interface_body enum_body annotation_type_body
        switch_block
        """
    ),
    scopes=words(
        """
        method_declaration constructor_declaration compact_constructor_declaration
        class_declaration interface_declaration enum_declaration record_declaration
        annotation_type_declaration
        """
    ),
    lone_carriage_return_is_newline=True,
    encoding_cookie=False,
    unicode_escapes=True,
    scope=_SCOPE,
    modules=_MODULES,
)
