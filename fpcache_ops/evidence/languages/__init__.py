"""What differs between languages, as data. Adding one is one module here and its cases."""

from collections.abc import Callable
from dataclasses import dataclass

from fpcache_ops.evidence.languages.modules import ModuleTable
from fpcache_ops.evidence.languages.scopes import ScopeTable


@dataclass(frozen=True, slots=True)
class LanguageTable:
    """One language.

    ``statements`` are the node kinds that stand for themselves; ``compounds`` have a body and are
    marked by their header, which ends where the first child in one of ``body_fields`` (or of one of
    ``body_kinds``) begins. In ``bodies`` whatever stands there is a statement, of any kind.
    ``scopes`` are the kinds whose ``name`` field qualifies a place.
    ``grammar`` names the distribution that brings the grammar and ``load`` returns its pointer.
    ``unicode_escapes``: such escapes are translated anywhere, not in literals alone.
    ``reread_comment`` begins a comment, where the grammar reads a run of them again at each line.
    ``scope`` is what the policy of that name knows; without it, it takes whole files. ``modules``
    is what ``closure`` knows besides; without it, it sees no other file.
    """

    name: str
    extensions: tuple[str, ...]
    grammar: str
    load: Callable[[], object]
    statements: frozenset[str]
    compounds: frozenset[str]
    body_fields: frozenset[str]
    body_kinds: frozenset[str]
    scopes: frozenset[str]
    lone_carriage_return_is_newline: bool
    encoding_cookie: bool
    unicode_escapes: bool = False
    reread_comment: bytes | None = None
    bodies: frozenset[str] = frozenset()
    scope: ScopeTable | None = None
    modules: ModuleTable | None = None


def language_of(path: str) -> LanguageTable | None:
    """The language that a path's extension stands for, if there is a table for it."""
    extension = path.rpartition(".")[2].casefold() if "." in path.rpartition("/")[2] else ""
    return _by_extension().get(extension)


def language_named(name: str) -> LanguageTable | None:
    """The table of a language by its name."""
    return next((table for table in _tables() if table.name == name), None)


def _tables() -> tuple[LanguageTable, ...]:
    from fpcache_ops.evidence.languages import go, java, javascript, php, python, ruby

    return (
        python.TABLE,
        javascript.JAVASCRIPT,
        javascript.TYPESCRIPT,
        javascript.TSX,
        java.TABLE,
        php.TABLE,
        go.TABLE,
        ruby.TABLE,
    )


def _by_extension() -> dict[str, LanguageTable]:
    return {extension: table for table in _tables() for extension in table.extensions}
