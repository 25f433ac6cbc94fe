"""Python 3."""

import tree_sitter_python

from fpcache_ops.evidence.languages import LanguageTable

TABLE = LanguageTable(
    name="python",
    extensions=("py", "pyi", "pyw"),
    grammar="tree-sitter-python",
    load=tree_sitter_python.language,
    statements=frozenset(
        {
            "import_statement",
            "future_import_statement",
            "import_from_statement",
            "print_statement",
            "assert_statement",
            "expression_statement",
            "return_statement",
            "delete_statement",
            "raise_statement",
            "pass_statement",
            "break_statement",
            "continue_statement",
            "global_statement",
            "nonlocal_statement",
            "exec_statement",
            "type_alias_statement",
        }
    ),
    compounds=frozenset(
        {
            "if_statement",
            "elif_clause",
            "else_clause",
            "match_statement",
            "case_clause",
            "for_statement",
            "while_statement",
            "try_statement",
            "except_clause",
            "except_group_clause",
            "finally_clause",
            "with_statement",
            "function_definition",
            "class_definition",
            "decorated_definition",
        }
    ),
    body_fields=frozenset({"body", "consequence", "definition"}),
    body_kinds=frozenset({"block"}),
    scopes=frozenset({"function_definition", "class_definition"}),
    lone_carriage_return_is_newline=True,
    encoding_cookie=True,
)
