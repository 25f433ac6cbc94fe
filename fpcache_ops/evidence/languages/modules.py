"""What the ``closure`` policy has to know of a language: how its files name each other.

Each language says how an import is read from its syntax, and which files of a checkout it may mean.
Where more than one may be meant, all of them are.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Protocol

from tree_sitter import Node

EVERYTHING = "*"
"""The name of an import that takes whatever the other file offers."""


@dataclass(frozen=True, slots=True)
class Import:
    """Something that a file takes from another one, as it is written.

    ``module`` is how it names the other file, ``name`` what it takes of it (``""``: the module as
    such), ``local`` what that is called here, with dots. ``start`` and ``end`` are its bytes, in
    the ``statement`` that has these: the node that was read, unless it says another. ``besides`` is
    an attribute of ``local`` that another import accounts for. ``only_if`` is the name that must
    be true for it to happen, if there is one.
    """

    module: str
    name: str
    local: str
    start: int
    end: int
    besides: str = ""
    statement: tuple[int, int] = (0, 0)
    only_if: str = ""


@dataclass(frozen=True, slots=True)
class Export:
    """Something that a file offers to others.

    ``name`` is what it is offered as (``""``: it is the module), ``local`` what it is called here,
    empty if it stands between ``start`` and ``end`` itself.
    """

    name: str
    local: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Target:
    """A file that an import may mean; ``name`` is what is taken of it, ``""`` the whole.

    ``maybe``: if it binds that name; otherwise it is not meant.
    """

    path: str
    name: str
    maybe: bool = field(default=False, compare=False)


class Listing(Protocol):
    """The names of all files of a checkout."""

    def __contains__(self, path: str) -> bool:
        """Whether there is such a file."""

    def ending(self, path: str) -> Sequence[str]:
        """The files of this path below any folder, in order."""

    def inside(self, folder: str) -> Sequence[str]:
        """The files directly in a folder, in order."""

    def folders(self, path: str) -> Sequence[str]:
        """The folders of this path below any folder, in order, that hold files."""

    def text(self, path: str) -> str:
        """What a file of the build says; empty if there is none."""


class Ambient(Enum):
    """From where a file has names that it neither binds nor imports by name.

    Nowhere else; the files of its folder; or any file.
    """

    NOWHERE = auto()
    FOLDER = auto()
    EVERYWHERE = auto()


@dataclass(frozen=True, slots=True)
class ModuleTable:
    """How the files of one family of languages name each other.

    ``query`` finds nodes that import, and those that export. ``read`` says what one imports,
    ``offer`` what one exports; without it, a file offers all that it binds. ``find`` gives
    the files that ``name`` of ``module`` may be in, as seen from the file at a path; with an empty
    module, those from which it has a name without importing it (``ambient``). ``spread``:
    what a name stands for may be put together from several files. In ``types`` a name is only that
    of a type; ``for_types`` is a module and its name that is true for type checkers alone.
    ``making`` are methods that are called by making an object, or by a class that derives.
    ``dotted``: a name of a module may be a module inside it, which has a dot before its name.
    """

    family: str
    query: str
    read: Callable[[Node], Iterable[Import]]
    find: Callable[[Listing, str, str, str], Sequence[Target]]
    types: frozenset[str] = frozenset()
    for_types: tuple[str, str] = ("", "")
    making: frozenset[str] = frozenset()
    dotted: bool = False
    offer: Callable[[Node], Iterable[Export]] | None = None
    ambient: Ambient = Ambient.NOWHERE
    spread: bool = False


def text_of(node: Node) -> str:
    """The source of a node without its white space."""
    return "".join((node.text or b"").decode("utf-8", "replace").split())


def folder_of(path: str) -> str:
    """The folder that a file is in; empty for the root."""
    return path.rpartition("/")[0]


def joined(folder: str, relative: str) -> str | None:
    """A path from a folder, ``..`` followed; ``None`` if it leads out of the checkout."""
    parts = folder.split("/") if folder else []
    for part in relative.split("/"):
        if part == "..":
            if not parts:
                return None
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)
