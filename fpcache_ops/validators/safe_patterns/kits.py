"""What the prover is given of each language: how to read it, what its own values do, and what is
known of its libraries. Adding a language is a folder under ``languages/``, one under ``knowledge/``
and a line here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache

from fpcache_ops.evidence.tree import SyntaxNode
from fpcache_ops.validators.safe_patterns.engine.budget import Budget
from fpcache_ops.validators.safe_patterns.engine.language import Language, Unit
from fpcache_ops.validators.safe_patterns.engine.machine import MethodModel, Model
from fpcache_ops.validators.safe_patterns.engine.values import Value
from fpcache_ops.validators.safe_patterns.knowledge.model import Family


@dataclass(frozen=True, slots=True)
class Kit:
    """One language.

    ``folder`` holds its code and knowledge: they decide its version. ``read`` makes a unit of the
    source and its syntax tree. ``families`` are known by their vulnerability type; ``calls`` and
    ``constants`` are what all of them know of libraries, ``is_source`` tells known user input by a
    dotted path, ``never_return`` are calls that end the run of whoever makes them, ``methods`` what
    those of library objects give. ``headers``: a mark on the header of a function or class stands
    for all of it. ``resolved``: library functions are told by their class, so that one of the same
    last name is another.
    """

    folder: str
    language: Language
    read: Callable[[bytes, SyntaxNode, Budget], Unit]
    comments: frozenset[str]
    families: Mapping[str, Family]
    calls: Mapping[str, Model]
    is_source: Callable[[str], bool]
    never_return: frozenset[str]
    constants: Mapping[str, Value] = field(default_factory=dict)
    methods: MethodModel | None = None
    headers: bool = False
    resolved: bool = False
    shared: frozenset[str] = frozenset({"common.py"})


@cache
def kit_of(language: str) -> Kit | None:
    """The kit of a language, if the prover knows it."""
    match language:
        case "python":
            return _python()
        case "java":
            return _java()
        case "javascript" | "typescript" | "tsx":
            return _javascript()
        case _:
            return None


def family_of(language: str, vulnerability_type: str) -> Family | None:
    """What is known of a pair, if anything is."""
    kit = kit_of(language)
    return kit.families.get(vulnerability_type) if kit is not None else None


def _python() -> Kit:
    from fpcache_ops.validators.safe_patterns.knowledge.python import (
        FAMILIES,
        common,
        configuration,
        encoders,
    )
    from fpcache_ops.validators.safe_patterns.languages.python.semantics import Python
    from fpcache_ops.validators.safe_patterns.languages.python.unit import PythonUnit

    return Kit(
        folder="python",
        language=Python(),
        read=PythonUnit,
        comments=frozenset({"comment"}),
        families=FAMILIES,
        calls={**common.CALLS, **configuration.CALLS, **encoders.CALLS},
        is_source=common.is_source,
        never_return=common.NEVER_RETURN,
        constants=common.CONSTANTS,
        methods=configuration.methods,
        shared=frozenset({"common.py", "configuration.py", "encoders.py"}),
    )


def _java() -> Kit:
    from fpcache_ops.validators.safe_patterns.knowledge.java import FAMILIES, common
    from fpcache_ops.validators.safe_patterns.languages.java.semantics import Java
    from fpcache_ops.validators.safe_patterns.languages.java.unit import JavaUnit

    return Kit(
        folder="java",
        language=Java(common.TYPES),
        read=JavaUnit,
        comments=frozenset({"line_comment", "block_comment"}),
        families=FAMILIES,
        calls=common.CALLS,
        is_source=common.is_source,
        never_return=common.NEVER_RETURN,
        constants=common.CONSTANTS,
        methods=common.methods,
        headers=True,
        resolved=True,
    )


@cache
def _javascript() -> Kit:
    from fpcache_ops.validators.safe_patterns.knowledge.javascript import FAMILIES, common
    from fpcache_ops.validators.safe_patterns.languages.javascript.semantics import Script
    from fpcache_ops.validators.safe_patterns.languages.javascript.unit import ScriptUnit

    return Kit(
        folder="javascript",
        language=Script(),
        read=ScriptUnit,
        comments=frozenset({"comment", "html_comment"}),
        families=FAMILIES,
        calls=common.CALLS,
        is_source=common.is_source,
        never_return=common.NEVER_RETURN,
        constants=common.CONSTANTS,
        methods=common.methods,
        shared=frozenset({"common.py", "pipes.py", "schemas.py"}),
    )
