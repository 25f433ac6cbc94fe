"""JavaScript with JSX, and TypeScript with and without it: one language in three grammars."""

from collections.abc import Callable

import tree_sitter_javascript
import tree_sitter_typescript

from fpcache_ops.evidence.languages import LanguageTable


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# A `do` has its condition behind its body, so it is marked whole.
_STATEMENTS = _words(
    """
    import_statement expression_statement variable_declaration lexical_declaration
    using_declaration return_statement throw_statement break_statement continue_statement
    debugger_statement do_statement field_definition
    """
)
_COMPOUNDS = _words(
    """
    export_statement if_statement else_clause for_statement for_in_statement while_statement
    switch_statement switch_case switch_default try_statement catch_clause finally_clause
    with_statement labeled_statement class_static_block
    function_declaration generator_function_declaration method_definition class_declaration
    """
)
_TYPES = _words(
    """
    public_field_definition type_alias_declaration enum_declaration import_alias
    ambient_declaration function_signature method_signature abstract_method_signature
    property_signature index_signature call_signature construct_signature
    """
)
_BODY_FIELDS = _words("body consequence declaration")
_BODY_KINDS = _words("statement_block class_body switch_body")
_SCOPES = _words(
    """
    function_declaration generator_function_declaration method_definition class_declaration
    variable_declarator
    """
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
    )


TYPESCRIPT = _typescript(
    "typescript", ("ts", "mts", "cts"), tree_sitter_typescript.language_typescript
)
TSX = _typescript("tsx", ("tsx",), tree_sitter_typescript.language_tsx)
