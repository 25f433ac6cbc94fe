"""Java, up to what the grammar reads of its newest releases."""

import tree_sitter_java

from fpcache_ops.evidence.languages import LanguageTable


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


TABLE = LanguageTable(
    name="java",
    extensions=("java",),
    grammar="tree-sitter-java",
    load=tree_sitter_java.language,
    # A `do` has its condition behind its body, so it is marked whole.
    statements=_words(
        """
        package_declaration import_declaration expression_statement local_variable_declaration
        return_statement throw_statement assert_statement break_statement continue_statement
        yield_statement do_statement switch_label explicit_constructor_invocation
        field_declaration constant_declaration enum_constant annotation_type_element_declaration
        """
    ),
    compounds=_words(
        """
        if_statement for_statement enhanced_for_statement while_statement switch_expression
        try_statement try_with_resources_statement catch_clause finally_clause
        synchronized_statement labeled_statement static_initializer
        method_declaration constructor_declaration compact_constructor_declaration
        class_declaration interface_declaration enum_declaration record_declaration
        annotation_type_declaration
        """
    ),
    body_fields=_words("body consequence"),
    body_kinds=_words(
        """
        block constructor_body class_body interface_body enum_body annotation_type_body
        switch_block
        """
    ),
    scopes=_words(
        """
        method_declaration constructor_declaration compact_constructor_declaration
        class_declaration interface_declaration enum_declaration record_declaration
        annotation_type_declaration
        """
    ),
    lone_carriage_return_is_newline=True,
    encoding_cookie=False,
    unicode_escapes=True,
)
