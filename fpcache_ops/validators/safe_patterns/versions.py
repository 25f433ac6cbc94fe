"""What a version of the prover is: a digest of every file that its answers rest on."""

import ast
import hashlib
from functools import cache, lru_cache
from pathlib import Path
from threading import Lock

from fpcache_ops.core.waiting import may_wait
from fpcache_ops.evidence.languages import language_named
from fpcache_ops.evidence.syntax import grammar_version
from fpcache_ops.validators.safe_patterns.kits import family_of, kit_of

_HERE = Path(__file__).parent
_PACKAGE = _HERE.parents[1]
_BENEATH = tuple(
    _PACKAGE / name
    for name in (
        "core/evidence.py",
        "core/finding.py",
        "core/verdict.py",
        "core/waiting.py",
        "evidence/erased_types.py",
        "evidence/memory.py",
        "evidence/syntax.py",
        "evidence/tree.py",
    )
)
"""What the engine is built on: how a tree is read decides what is proven in it."""
_LANGUAGES = frozenset({"go", "java", "javascript", "php", "python", "ruby"})
_TYPES = 4096
"""Clients name the types: no more than so many are remembered."""

_PARSING = Lock()


@lru_cache(_TYPES)
def version_of(language: str, vulnerability_type: str) -> str:
    """A digest of the engine, of the knowledge about this pair, and of the grammar."""
    may_wait()  # What is known is loaded, and some fifty files are read.
    digest = hashlib.sha256(_files_digest(language, _family_file(language, vulnerability_type)))
    table = language_named(language)
    grammar = grammar_version(table) if table is not None else "none"
    pair = f"{grammar}\x00{language}\x00{vulnerability_type}"
    digest.update(pair.encode("utf-8", "surrogatepass"))
    return digest.hexdigest()[:32]


def rests_on(language: str, vulnerability_type: str) -> list[Path]:
    """The files of this program that an answer about this pair may depend on."""
    return _files(language, _family_file(language, vulnerability_type))


def _family_file(language: str, vulnerability_type: str) -> str:
    """The file in which a family is described; "" where nothing is known of the type."""
    family = family_of(language, vulnerability_type)
    return f"{family.module.rpartition('.')[2]}.py" if family is not None else ""


@cache
def _files_digest(language: str, family_file: str) -> bytes:
    digest = hashlib.sha256()
    for path in _files(language, family_file):
        digest.update(f"{path.relative_to(_PACKAGE).as_posix()}\x00".encode())
        digest.update(_file_digest(path))
    return digest.digest()


def _files(language: str, family_file: str) -> list[Path]:
    kit = kit_of(language)
    folder = kit.folder if kit is not None else ""
    shared = kit.shared if kit is not None else frozenset()
    own = {family_file, *shared} - {""}
    known = _read_with(_HERE / "knowledge" / folder, own) if folder else set()
    found = [
        path
        for path in (
            *_BENEATH,
            *(_PACKAGE / "evidence" / "languages").glob("*.py"),
            *(_PACKAGE / "evidence" / "misread").glob("*.py"),
        )
        if (of := path.stem.partition("_")[0]) == folder or of not in _LANGUAGES
    ]
    for path in _HERE.rglob("*.py"):
        parts = path.relative_to(_HERE).parts
        if parts[0] == "describe.py":
            continue
        if len(parts) > 2 and parts[0] == "languages" and parts[1] != folder:
            continue
        knows = len(parts) > 2 and parts[0] == "knowledge" and parts[1] != "contexts"
        if knows and not (parts[1] == folder and parts[2] in known):
            continue
        found.append(path)
    return sorted(found)


def _read_with(folder: Path, files: set[str]) -> set[str]:
    """Files of knowledge, and all those of the same language that they import."""
    found: set[str] = set()
    pending = [name for name in files if (folder / name).exists()]
    while pending:
        name = pending.pop()
        if name not in found:
            found.add(name)
            pending += _imported(folder / name)
    return found


@cache
def _imported(path: Path) -> list[str]:
    # Two threads in the parser at once can fail with "AST constructor recursion depth mismatch":
    # before Python 3.13 they share one counter.
    with _PARSING:
        tree = ast.parse(path.read_bytes())
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            last = node.module.rpartition(".")[2]
            names = [alias.name for alias in node.names] if last == path.parent.name else [last]
            found += [f"{one}.py" for one in names if (path.parent / f"{one}.py").exists()]
    return found


@cache
def _file_digest(path: Path) -> bytes:
    return hashlib.sha256(path.read_bytes()).digest()
