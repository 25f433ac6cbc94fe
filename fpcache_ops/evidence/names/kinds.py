"""What the tables of a language say, for each number of a kind of its grammar."""

from fpcache_ops.evidence.languages.scopes import Doubt, Flow, ScopeTable
from fpcache_ops.evidence.syntax import grammar


class Kinds:
    """The kinds of one language: ``names`` by their numbers, and what becomes of their children.

    ``levels``: whether a kind has names of its own, and is a block (``True``) or the body of a
    class (``False``). ``rewriters`` are names to say which is as bad as calling them.
    """

    def __init__(self, language_name: str, scopes: ScopeTable) -> None:
        language = grammar(language_name)
        self.scopes = scopes
        self.names = [
            language.node_kind_for_id(number) or "" for number in range(language.node_kind_count)
        ]
        self.flows = [_flow(name, scopes) for name in self.names]
        self.levels = [_level(name, scopes) for name in self.names]
        self.comparisons = frozenset(
            number for number, name in enumerate(self.names) if name in scopes.comparisons
        )
        self.rewriters = frozenset(
            name
            for name, reflection in scopes.reflection.items()
            if reflection.doubt in (Doubt.EVALUATES, Doubt.NAMESPACE)
        )
        # Names that have been read, as they are compared.
        self.spelt: dict[bytes, str] = {}


def _flow(name: str, scopes: ScopeTable) -> Flow:
    if name in scopes.transparent:
        return Flow.INHERIT
    if name in scopes.decorators:
        return Flow.DECORATE
    if name in scopes.wrappers:
        return scopes.flows.get(name, Flow.READ)
    return scopes.flows.get(name, Flow.ESCAPE)


def _level(name: str, scopes: ScopeTable) -> bool | None:
    if name in scopes.class_bodies:
        return False
    return True if name in scopes.blocks else None
