"""PHP, with the HTML around it."""

import tree_sitter_php

from fpcache_ops.evidence.languages import LanguageTable


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


TABLE = LanguageTable(
    name="php",
    extensions=("php", "phtml", "inc"),
    grammar="tree-sitter-php",
    load=tree_sitter_php.language_php,
    # A `do` has its condition behind its body, so it is marked whole.
    statements=_words(
        """
        expression_statement echo_statement return_statement break_statement continue_statement
        exit_statement goto_statement unset_statement global_declaration
        function_static_declaration namespace_use_declaration const_declaration
        property_declaration use_declaration enum_case do_statement declare_statement
        text text_interpolation
        """
    ),
    compounds=_words(
        """
        namespace_definition if_statement else_if_clause else_clause for_statement
        foreach_statement while_statement switch_statement case_statement default_statement
        try_statement catch_clause finally_clause function_definition method_declaration
        class_declaration interface_declaration trait_declaration enum_declaration
        """
    ),
    body_fields=frozenset({"body"}),
    body_kinds=_words(
        "compound_statement colon_block declaration_list enum_declaration_list switch_block"
    ),
    bodies=_words("case_statement default_statement"),
    scopes=_words(
        """
        function_definition method_declaration class_declaration interface_declaration
        trait_declaration enum_declaration
        """
    ),
    lone_carriage_return_is_newline=True,
    encoding_cookie=False,
)
