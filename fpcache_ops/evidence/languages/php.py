"""PHP, with the HTML around it."""

import re
from collections.abc import Iterator, Sequence

import tree_sitter_php
from tree_sitter import Node

from fpcache_ops.evidence.languages import LanguageTable
from fpcache_ops.evidence.languages.modules import (
    EVERYTHING,
    Ambient,
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
    Reflection,
    ScopeTable,
    Spelling,
    words,
)

_SUPERGLOBALS = words(
    """
    this self static parent _get _post _request _cookie _server _files _env _session globals
    """
)

_READS = words(
    """
    get has all count first last find findorfail findall findby findone where query prepare execute
    fetch fetchall fetchcolumn rowcount lastinsertid select table from join limit orderby groupby
    toarray jsonserialize getid getname getvalue gettitle getcontent getbody getstatuscode
    getquery getparsedbody getheader getmethod geturi input only except validate validated
    info debug warning error notice critical log render view make json redirect response send write
    isempty contains exists keys values map filter reduce each pluck implode format modify diff
    real_escape_string escape quote
    """
)

_SCOPE = ScopeTable(
    functions=words("function_definition method_declaration"),
    classes={
        "class_declaration": "body",
        "trait_declaration": "body",
        "interface_declaration": "body",
        "enum_declaration": "body",
    },
    imports=words("namespace_use_declaration"),
    # What is written around an output decides how it is to be escaped.
    always=words(
        "php_tag php_end_tag text text_interpolation declare_statement namespace_definition"
    ),
    bodies={"namespace_definition": "compound_statement"},
    jumps=words("exit_statement return_statement throw_expression"),
    class_effects=True,
    identifiers=words("variable_name name relative_scope"),
    binders={
        "assignment_expression": Binder(targets=("left",), value="right"),
        "reference_assignment_expression": Binder(targets=("left", "right"), also_reads=True),
        "augmented_assignment_expression": Binder(
            targets=("left",), value="right", also_reads=True
        ),
        "update_expression": Binder(targets=("argument",), also_reads=True),
        "foreach_statement": Binder(targets=("1",), value="0", flow=Flow.ELEMENT),
        "catch_clause": Binder(targets=("name",)),
        "static_variable_declaration": Binder(targets=("name",), value="value"),
        "unset_statement": Binder(),
        "const_element": Binder(targets=("0",), value="1"),
        "property_element": Binder(targets=("name",), value="default_value"),
        "enum_case": Binder(targets=("name",), value="value"),
    },
    captures=words("by_ref"),
    bases=words("base_clause class_interface_clause"),
    class_bodies=words("declaration_list"),
    patterns=words(
        """
        pair by_ref list_literal array_creation_expression array_element_initializer
        parenthesized_expression
        """
    ),
    scopes=dict.fromkeys(
        words("function_definition method_declaration anonymous_function arrow_function"),
        ("body",),
    ),
    parameters={
        "simple_parameter": "name",
        "variadic_parameter": "name",
        "property_promotion_parameter": "name",
    },
    parameter_lists=words("formal_parameters"),
    promotions={"property_promotion_parameter": words("visibility_modifier readonly_modifier")},
    globals=words("global_declaration"),
    import_aliases={"namespace_use_clause": "alias"},
    last_import_names=True,
    # Of the same namespace, of the language, inherited or of an included file.
    unbound_elsewhere=True,
    not_names={"namespace_definition": "name", "argument": "name"},
    sigils="$",
    casefold=True,
    members={
        "member_access_expression": ("object", "name"),
        "nullsafe_member_access_expression": ("object", "name"),
        "scoped_property_access_expression": ("scope", "name"),
        "class_constant_access_expression": ("0", "1"),
    },
    computed_members=dict.fromkeys(
        words(
            """
            member_access_expression nullsafe_member_access_expression member_call_expression
            nullsafe_member_call_expression scoped_call_expression
            """
        ),
        words("variable_name dynamic_variable_name subscript_expression"),
    ),
    subscripts={"subscript_expression": "0"},
    calls={
        "function_call_expression": Callee(function="function"),
        "member_call_expression": Callee(object="object", name="name"),
        "nullsafe_member_call_expression": Callee(object="object", name="name"),
        "scoped_call_expression": Callee(object="scope", name="name"),
        "object_creation_expression": Callee(function="0", arguments="1"),
    },
    argument_lists=words("arguments"),
    argument_wrappers=words("argument"),
    by_reference=True,
    transparent=words("parenthesized_expression"),
    views={"cast_expression": "value", "clone_expression": "0"},
    flows={
        **dict.fromkeys(
            words(
                """
                program compound_statement colon_block declaration_list expression_statement
                if_statement else_if_clause else_clause while_statement do_statement for_statement
                switch_statement switch_block case_statement default_statement try_statement
                finally_clause echo_statement print_intrinsic encapsed_string heredoc heredoc_body
                shell_command_expression property_declaration const_declaration
                function_static_declaration namespace_definition attribute_list attribute_group
                """
            ),
            Flow.READ,
        ),
        **dict.fromkeys(
            words(
                """
                argument arguments binary_expression unary_op_expression conditional_expression
                error_suppression_expression
                """
            ),
            Flow.INHERIT,
        ),
    },
    literals=words(
        """
        comment integer float boolean null string_content escape_sequence heredoc_start heredoc_end
        nowdoc nowdoc_body primitive_type visibility_modifier static_modifier final_modifier
        abstract_modifier readonly_modifier reference_modifier php_tag php_end_tag text
        text_interpolation break_statement continue_statement empty_statement
        """
    ),
    strings=words("string"),
    symbols=words("name"),
    immutables=words(
        "integer float boolean null string string_content escape_sequence comment nowdoc"
    ),
    # Arrays are values: whoever gets one has a copy.
    composites=words(
        """
        parenthesized_expression unary_op_expression binary_expression conditional_expression
        encapsed_string array_creation_expression array_element_initializer
        """
    ),
    containers=frozenset(),
    lambdas=words("anonymous_function arrow_function"),
    constructors=words("ArrayObject ArrayIterator SplObjectStorage SplStack SplQueue stdClass"),
    inert=words("strval intval"),
    reads=_READS,
    mutators=words(
        """
        push add append set put remove delete clear offsetset offsetunset attach detach insert
        unshift prepend merge fill
        """
    ),
    mutator_prefixes=tuple(
        sorted(
            words(
                """
                set add register unregister enable disable configure config init override allow deny
                permit trust install put insert remove append extend update clear reset replace load
                include exclude bind with
                """
            )
        )
    ),
    harmless_calls=dict.fromkeys(
        words(
            """
            htmlspecialchars htmlentities strip_tags addslashes escapeshellarg escapeshellcmd intval
            floatval strval boolval trim ltrim rtrim strlen mb_strlen strtolower strtoupper ucfirst
            substr mb_substr strpos stripos strrpos str_contains str_starts_with str_ends_with
            str_replace str_ireplace sprintf vsprintf number_format nl2br md5 sha1 hash crc32
            bin2hex base64_encode base64_decode urlencode rawurlencode urldecode http_build_query
            json_encode json_decode serialize is_numeric is_int is_string is_array is_null is_bool
            is_callable isset empty in_array array_key_exists array_keys array_values array_map
            array_filter array_merge array_search array_slice count implode explode join basename
            dirname pathinfo realpath file_exists is_file is_dir preg_quote preg_replace preg_split
            ctype_digit ctype_alnum ctype_alpha filter_var date strtotime time defined constant
            function_exists class_exists method_exists gettype print_r var_dump header setcookie
            printf error_log system exec shell_exec passthru mysql_query file_get_contents
            """
        ),
        Flow.READ,
    ),
    defining_calls={"define": 0, "class_alias": 1},
    reflection={
        "eval": Reflection(doubt=Doubt.EVALUATES),
        "create_function": Reflection(doubt=Doubt.EVALUATES),
        "globals": Reflection(doubt=Doubt.NAMESPACE),
        "extract": Reflection(doubt=Doubt.COMPUTED_NAMES),
        "compact": Reflection(doubt=Doubt.COMPUTED_NAMES),
        "parse_str": Reflection(doubt=Doubt.COMPUTED_NAMES),
        "mb_parse_str": Reflection(doubt=Doubt.COMPUTED_NAMES),
        "import_request_variables": Reflection(doubt=Doubt.COMPUTED_NAMES),
        "get_defined_vars": Reflection(doubt=Doubt.COMPUTED_NAMES),
        "call_user_func": Reflection(doubt=Doubt.CALLS_BY_NAME),
        "call_user_func_array": Reflection(doubt=Doubt.CALLS_BY_NAME),
    },
    doubtful_kinds={
        "dynamic_variable_name": Doubt.COMPUTED_NAMES,
        **dict.fromkeys(
            words(
                """
                include_expression include_once_expression require_expression
                require_once_expression
                """
            ),
            Doubt.INCLUDES,
        ),
    },
    exits=words("die exit"),
    builtins=_SUPERGLOBALS,
    builtins_change=True,
    declaring_words=words("global define define( class_alias class_alias( function"),
    self_word="this",
    self_kinds=words("relative_scope"),
    open_objects=True,
    implicit_members=words("__get __set __call __callstatic __isset __unset __construct"),
    operator_members=re.compile(r"__\w+|getiterator|offsetget|count|jsonserialize"),
    verbatim=words(
        "string encapsed_string heredoc nowdoc shell_command_expression text_interpolation"
    ),
    comments=words("comment"),
    # Frameworks read annotations such as ``@Route`` out of documentation.
    kept_comments=re.compile(rb"/\*\*[\s\S]*?@\\?[A-Z]"),
    extras=words("text_interpolation"),
    white=b" \t\n\r\f\v",
    spelling=Spelling(
        blocks=words("program compound_statement declaration_list switch_block"),
        lines=frozenset(),
        brackets=words("arguments formal_parameters subscript_expression"),
        close={
            **dict.fromkeys(
                words("member_access_expression member_call_expression"), frozenset({"->"})
            ),
            **dict.fromkeys(
                words("nullsafe_member_access_expression nullsafe_member_call_expression"),
                frozenset({"?->"}),
            ),
            **dict.fromkeys(
                words(
                    """
                    scoped_property_access_expression scoped_call_expression
                    class_constant_access_expression
                    """
                ),
                frozenset({"::"}),
            ),
            **dict.fromkeys(
                words("qualified_name namespace_name relative_name namespace_use_declaration"),
                frozenset({"\\"}),
            ),
        },
        close_after={
            "variable_name": frozenset({"$"}),
            "dynamic_variable_name": frozenset({"$"}),
            "unary_op_expression": frozenset({"-", "+", "~", "!"}),
            "by_ref": frozenset({"&"}),
        },
    ),
)


def _imports(node: Node) -> Iterator[Import]:
    """Classes and functions of a namespace; all that an included file defines."""
    span = (node.start_byte, node.end_byte)
    if node.type != "namespace_use_declaration":
        path = _constant_path(node)
        if path:
            yield Import(f"./{path}", EVERYTHING, "", *span)
        return
    prefix = next((text_of(one) for one in node.named_children if one.type == "namespace_name"), "")
    pending = list(reversed(node.named_children))
    while pending:
        one = pending.pop()
        if one.type != "namespace_use_clause":
            pending += reversed(one.named_children)
            continue
        alias = one.child_by_field_name("alias")
        named = [part for part in one.named_children if part != alias and "name" in part.type]
        module = "\\".join(part for part in (prefix, *map(text_of, named[:1])) if part).strip("\\")
        name = module.rpartition("\\")[2].lower()
        yield Import(module, name, text_of(alias).lower() if alias is not None else name, *span)


def _constant_path(node: Node) -> str:
    """The path that an ``include`` names, as far as it is written out."""
    inside = [*node.named_children]
    path = ""
    while inside:
        one = inside.pop(0)
        if one.type == "string_content":
            path += (one.text or b"").decode("utf-8", "replace")
        elif one.type in _WHERE or text_of(one).upper() in ("__DIR__", "DIRNAME(__FILE__)"):
            inside = [*one.named_children, *inside] if one.type in _WHERE else inside
        else:
            return ""
    return path.strip("/")


_WHERE = words("binary_expression parenthesized_expression string encapsed_string")


def _find(files: Listing, at: str, module: str, name: str) -> Sequence[Target]:
    """An included file; the file of a class, below any folder that its namespace may begin at."""
    if module.startswith("./"):
        path = joined(folder_of(at), module)
        found = [path] if path is not None and path in files else files.ending(module[2:])
        return [Target(one, name.lower(), maybe=True) for one in found if one.endswith(".php")]
    if not module:
        return _of_folder(files, folder_of(at), name)
    parts = module.split("\\")
    for first in range(len(parts)):
        classes = files.ending("/".join(parts[first:]) + ".php")
        if classes:
            alone = first == len(parts) - 1 and len(parts) > 1
            return [Target(one, name.lower(), maybe=alone) for one in classes]
    # Of a function: the files of its namespace.
    for first in range(len(parts) - 1):
        folders = files.folders("/".join(parts[first:-1]))
        if folders:
            return [one for folder in folders for one in _of_folder(files, folder, name)]
    return ()


def _of_folder(files: Listing, folder: str, name: str) -> list[Target]:
    inside = [one for one in files.inside(folder) if one.endswith(".php")]
    return [Target(one, name.lower(), maybe=True) for one in inside]


_MODULES = ModuleTable(
    family="php",
    query="""[
        (namespace_use_declaration) (require_expression) (require_once_expression)
        (include_expression) (include_once_expression)
    ] @import""",
    read=_imports,
    find=_find,
    ambient=Ambient.FOLDER,
)


TABLE = LanguageTable(
    name="php",
    extensions=("php", "phtml", "inc"),
    grammar="tree-sitter-php",
    load=tree_sitter_php.language_php,
    # A `do` has its condition behind its body, so it is marked whole.
    statements=words(
        """
        expression_statement echo_statement return_statement break_statement continue_statement
        exit_statement goto_statement unset_statement global_declaration
        function_static_declaration namespace_use_declaration const_declaration
        property_declaration use_declaration enum_case do_statement declare_statement
        text text_interpolation
        """
    ),
    compounds=words(
        """
        namespace_definition if_statement else_if_clause else_clause for_statement
        foreach_statement while_statement switch_statement case_statement default_statement
        try_statement catch_clause finally_clause function_definition method_declaration
        class_declaration interface_declaration trait_declaration enum_declaration
        """
    ),
    body_fields=frozenset({"body"}),
    body_kinds=words(
        "compound_statement colon_block declaration_list enum_declaration_list switch_block"
    ),
    bodies=words("case_statement default_statement"),
    scopes=words(
        """
        function_definition method_declaration class_declaration interface_declaration
        trait_declaration enum_declaration
        """
    ),
    lone_carriage_return_is_newline=True,
    encoding_cookie=False,
    scope=_SCOPE,
    modules=_MODULES,
)
