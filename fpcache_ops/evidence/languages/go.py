"""Go."""

import re
from collections.abc import Iterator, Sequence

import tree_sitter_go
from tree_sitter import Node

from fpcache_ops.evidence.languages import LanguageTable
from fpcache_ops.evidence.languages.modules import (
    EVERYTHING,
    Ambient,
    Export,
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

_BUILTINS = words(
    """
    any bool byte comparable complex64 complex128 error float32 float64 int int8 int16 int32 int64
    rune string uint uint8 uint16 uint32 uint64 uintptr true false iota nil append cap clear close
    complex copy delete imag len make max min new panic print println real recover _
    """
)

_SCOPE = ScopeTable(
    functions=words("function_declaration method_declaration"),
    classes={},
    imports=words("import_declaration import_spec"),
    always=words("package_clause"),
    bodies={"import_declaration": "import_spec_list"},
    loose_methods=words("method_declaration"),
    initializers=words("init"),
    separators=frozenset({";", "\n"}),
    identifiers=words("identifier type_identifier package_identifier"),
    binders={
        "var_spec": Binder(targets=("name",), value="value", reach=Reach.BLOCK),
        "const_spec": Binder(targets=("name",), value="value", reach=Reach.BLOCK),
        "type_spec": Binder(targets=("name",), value="type", flow=Flow.READ, reach=Reach.BLOCK),
        "type_alias": Binder(targets=("name",), value="type", flow=Flow.READ, reach=Reach.BLOCK),
        "short_var_declaration": Binder(targets=("left",), value="right", reach=Reach.BLOCK),
        "assignment_statement": Binder(
            targets=("left",), value="right", reach=Reach.OUTWARD, also_reads=True
        ),
        "inc_statement": Binder(reach=Reach.OUTWARD, also_reads=True),
        "dec_statement": Binder(reach=Reach.OUTWARD, also_reads=True),
        "range_clause": Binder(
            targets=("left",),
            value="right",
            flow=Flow.ELEMENT,
            reach=Reach.OUTWARD,
            reaches={":=": Reach.BLOCK},
        ),
        "receive_statement": Binder(
            targets=("left",),
            value="right",
            flow=Flow.ELEMENT,
            reach=Reach.OUTWARD,
            reaches={":=": Reach.BLOCK},
        ),
        "type_switch_statement": Binder(targets=("alias",), value="value", reach=Reach.BLOCK),
    },
    references={"unary_expression": ("operand", frozenset({"&"}))},
    blocks=words(
        """
        block for_statement if_statement expression_switch_statement type_switch_statement
        select_statement expression_case type_case default_case communication_case
        """
    ),
    patterns=words("expression_list parenthesized_expression"),
    scopes=dict.fromkeys(words("function_declaration method_declaration func_literal"), ("body",)),
    parameters={"parameter_declaration": "name", "variadic_parameter_declaration": "name"},
    parameter_lists=words("parameter_list"),
    typevars=words("type_parameter_list"),
    star_imports=words("dot"),
    path_imports={"import_spec": "path"},
    # Written in another file of the package, or imported under a name that the path does not tell.
    unbound_elsewhere=True,
    members={
        "selector_expression": ("operand", "field"),
        "qualified_type": ("package", "name"),
    },
    subscripts={"index_expression": "operand", "slice_expression": "operand"},
    calls={"call_expression": Callee(function="function")},
    argument_lists=words("argument_list"),
    transparent=words("parenthesized_expression expression_list"),
    views={"type_assertion_expression": "operand", "type_conversion_expression": "operand"},
    flows={
        **dict.fromkeys(
            words(
                """
                source_file block statement_list expression_statement if_statement for_statement
                for_clause expression_switch_statement type_switch_statement select_statement
                expression_case type_case default_case communication_case labeled_statement
                binary_expression var_declaration const_declaration type_declaration go_statement
                defer_statement parameter_declaration variadic_parameter_declaration pointer_type
                slice_type array_type map_type channel_type struct_type
                field_declaration_list field_declaration interface_type method_elem function_type
                generic_type type_arguments type_elem
                """
            ),
            Flow.READ,
        ),
        **dict.fromkeys(
            words("unary_expression argument_list expression_list parenthesized_expression"),
            Flow.INHERIT,
        ),
    },
    literals=words(
        """
        comment package_clause int_literal float_literal imaginary_literal rune_literal true false
        nil iota interpreted_string_literal_content raw_string_literal_content escape_sequence
        field_identifier label_name dot blank_identifier break_statement continue_statement
        goto_statement fallthrough_statement empty_statement
        """
    ),
    strings=words("interpreted_string_literal raw_string_literal"),
    immutables=words(
        """
        int_literal float_literal imaginary_literal rune_literal true false nil iota
        interpreted_string_literal raw_string_literal comment
        """
    ),
    composites=words("parenthesized_expression unary_expression binary_expression expression_list"),
    containers=words("composite_literal"),
    lambdas=words("func_literal"),
    constructors=words("make new append"),
    inert=words("errors.New regexp.MustCompile string int"),
    reads=words(
        """
        Get Has Len Contains String Error Bytes Name Value Values Keys Query QueryRow QueryContext
        QueryRowContext Exec ExecContext Prepare Find First Where Select Count Scan Next Rows Close
        Open Read ReadAll ReadFile Write WriteString Print Printf Println Fprintf Fprintln Fprint
        Sprintf Errorf Info Debug Warn Infof Debugf Warnf Error Fatalf Fatal Lock Unlock RLock
        RUnlock FormValue PathValue Header Cookie Context Body Redirect ServeHTTP HandleFunc Handle
        Parse Match MatchString FindString ReplaceAll ReplaceAllString Join Split TrimSpace
        HasPrefix HasSuffix ToLower ToUpper Execute ExecuteTemplate Lookup Done Err Load
        """
    ),
    mutators=words(
        """
        Add Append Push Put Set Store Delete Remove Insert Clear Reset Del Swap Sort Write WriteByte
        WriteRune LoadOrStore Use Unmarshal Decode
        """
    ),
    mutator_prefixes=tuple(
        sorted(
            words(
                """
                Set Add Register Unregister Enable Disable Configure Config Init Override Allow Deny
                Permit Trust Install Put Insert Remove Append Extend Update Clear Reset Replace
                With set add register init update reset
                """
            )
        )
    ),
    harmless_calls={
        **dict.fromkeys(words("len cap print println panic string int bool"), Flow.READ),
        **dict.fromkeys(words("min max"), Flow.ELEMENT),
    },
    harmless_methods=dict.fromkeys(
        words(
            """
            Print Printf Println Fprintf Fprintln Sprintf Errorf Contains HasPrefix HasSuffix
            EqualFold Index Join
            """
        ),
        Flow.READ,
    ),
    reflective_methods={
        "FieldByName": Reflection(doubt=Doubt.WRITES_BY_NAME),
        "MethodByName": Reflection(doubt=Doubt.READS_BY_NAME),
    },
    builtins=_BUILTINS,
    open_objects=True,
    # Called by packages that are handed an object of the type.
    implicit_members=words(
        """
        String Error Format GoString MarshalText MarshalJSON UnmarshalText UnmarshalJSON Scan Value
        Write Read Close Less Len Swap Unwrap Is As
        """
    ),
    operator_members=re.compile(r"(?!)"),
    verbatim=words("interpreted_string_literal raw_string_literal rune_literal"),
    comments=words("comment"),
    kept_comments=re.compile(rb"//go:|//export |//extern |//\s*\+build|//line |/\*line |//cgo_"),
    # Before it stands a preamble in C.
    comments_matter=re.compile(rb'"C"'),
    spelling=Spelling(
        blocks=words(
            """
            source_file block import_spec_list field_declaration_list interface_type var_spec_list
            """
        ),
        rows=words("statement_list const_declaration type_declaration"),
        lines=frozenset(),
        brackets=words("argument_list parameter_list index_expression slice_expression"),
        close={},
        close_after={"unary_expression": frozenset({"-", "+", "!", "^", "*", "&", "<-"})},
        no_space_before=frozenset({",", ";", ")", "]", "}", ".", "\n"}),
    ),
)


def _imports(node: Node) -> Iterator[Import]:
    """A package, by the last part of its path unless it is given a name."""
    path, named = (node.child_by_field_name(field) for field in ("path", "name"))
    if path is None:
        return
    module = text_of(path)[1:-1]
    parts = [part for part in module.split("/") if not _VERSION.fullmatch(part)]
    local = text_of(named) if named is not None else (parts or [module])[-1]
    span = (node.start_byte, node.end_byte)
    if local == ".":
        yield Import(module, EVERYTHING, "", *span)
    elif local != "_":
        yield Import(module, "", local, *span)


def _exports(node: Node) -> Iterator[Export]:
    """What a declaration of the package declares; a method is of its type."""
    span = (node.start_byte, node.end_byte)
    receiver = node.child_by_field_name("receiver")
    if receiver is not None:
        for one in _types(receiver):
            yield Export(one, "", *span)
        return
    for named in node.children_by_field_name("name"):
        yield Export(text_of(named), text_of(named), *span)


def _types(receiver: Node) -> Iterator[str]:
    pending = [receiver]
    while pending:
        node = pending.pop()
        if node.type == "type_identifier":
            yield text_of(node)
        pending += node.named_children


def _find(files: Listing, at: str, module: str, name: str) -> Sequence[Target]:
    """The files of a package: of the same folder, or of one below a ``go.mod`` that names it."""
    folders = [folder_of(at)] if not module else []
    for path in files.ending("go.mod") if module else ():
        for line in files.text(path).splitlines():
            root = line.removeprefix("module ").strip().strip('"')
            if line.startswith("module ") and f"{module}/".startswith(f"{root}/"):
                folders.append(f"{folder_of(path)}{module.removeprefix(root)}".strip("/"))
    return [
        Target(one, name, maybe=bool(name))
        for folder in dict.fromkeys(folders)
        for one in files.inside(folder)
        if one.endswith(".go") and not one.endswith("_test.go")
    ]


_VERSION = re.compile(r"v\d+")

_MODULES = ModuleTable(
    family="go",
    query="""
    (import_spec) @import
    (source_file (type_declaration [(type_spec) (type_alias)] @export))
    (source_file (const_declaration (const_spec) @export))
    (source_file (var_declaration (var_spec) @export))
    (source_file (var_declaration (var_spec_list (var_spec) @export)))
    (source_file (function_declaration) @export)
    (source_file (method_declaration) @export)
    """,
    read=_imports,
    find=_find,
    offer=_exports,
    ambient=Ambient.FOLDER,
    spread=True,
)


TABLE = LanguageTable(
    name="go",
    extensions=("go",),
    grammar="tree-sitter-go",
    load=tree_sitter_go.language,
    statements=words(
        """
        package_clause import_spec const_declaration var_declaration type_declaration
        expression_statement short_var_declaration assignment_statement inc_statement dec_statement
        send_statement return_statement go_statement defer_statement goto_statement break_statement
        continue_statement fallthrough_statement
        """
    ),
    compounds=words(
        """
        import_declaration if_statement for_statement expression_switch_statement
        type_switch_statement select_statement expression_case type_case default_case
        communication_case labeled_statement function_declaration method_declaration
        """
    ),
    body_fields=words("body consequence"),
    body_kinds=words(
        """
        block statement_list import_spec_list expression_case type_case default_case
        communication_case
        """
    ),
    scopes=words("function_declaration method_declaration"),
    lone_carriage_return_is_newline=True,
    encoding_cookie=False,
    scope=_SCOPE,
    modules=_MODULES,
)
