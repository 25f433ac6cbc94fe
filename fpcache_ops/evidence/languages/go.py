"""Go."""

import tree_sitter_go

from fpcache_ops.evidence.languages import LanguageTable


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


TABLE = LanguageTable(
    name="go",
    extensions=("go",),
    grammar="tree-sitter-go",
    load=tree_sitter_go.language,
    statements=_words(
        """
        package_clause import_spec const_declaration var_declaration type_declaration
        expression_statement short_var_declaration assignment_statement inc_statement dec_statement
        send_statement return_statement go_statement defer_statement goto_statement break_statement
        continue_statement fallthrough_statement
        """
    ),
    compounds=_words(
        """
        import_declaration if_statement for_statement expression_switch_statement
        type_switch_statement select_statement expression_case type_case default_case
        communication_case labeled_statement function_declaration method_declaration
        """
    ),
    body_fields=_words("body consequence"),
    body_kinds=_words(
        """
        block statement_list import_spec_list expression_case type_case default_case
        communication_case
        """
    ),
    scopes=_words("function_declaration method_declaration"),
    lone_carriage_return_is_newline=True,
    encoding_cookie=False,
)
