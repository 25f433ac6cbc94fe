"""Ruby: everything is an expression, so a statement is whatever stands in a body."""

import tree_sitter_ruby

from fpcache_ops.evidence.languages import LanguageTable


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


TABLE = LanguageTable(
    name="ruby",
    extensions=("rb", "rake", "gemspec", "ru"),
    grammar="tree-sitter-ruby",
    load=tree_sitter_ruby.language,
    statements=frozenset(),
    compounds=_words(
        """
        class module singleton_class method singleton_method if unless elsif else while until for
        case case_match when in_clause begin rescue ensure
        """
    ),
    body_fields=_words("body consequence alternative"),
    body_kinds=_words("body_statement block_body then do when in_clause else ensure rescue"),
    bodies=_words(
        """
        program body_statement block_body then do else begin ensure parenthesized_statements
        begin_block end_block
        """
    ),
    scopes=_words("class module method singleton_method"),
    lone_carriage_return_is_newline=True,
    encoding_cookie=True,
)
