"""What stands for everything outside of a program.

Its parameters and what it is told by whoever runs it are hostile, and so is whatever is asked of
them. What libraries give is not.
"""

import builtins
import inspect
import pathlib
import posixpath
import types
from collections.abc import AsyncIterator, Generator
from functools import partial
from typing import Any

from fpcache_ops.evidence.languages.scopes import words

_PURE = words(
    """
    __future__ abc base64 binascii bisect calendar collections collections.abc contextlib copy
    dataclasses datetime decimal enum fractions functools hashlib heapq hmac html ipaddress
    itertools json math numbers operator posixpath random re secrets shlex statistics string
    textwrap types typing unicodedata urllib urllib.parse uuid
    """
)
"""Modules that do nothing but work something out: they are themselves."""

_TOLD = frozenset(("request", "argv", "stdin", "environ"))
"""What of a module is told by others."""

_LIBRARY = "library"
"""The text that libraries give."""

_RAISED = ("Error", "Exception", "NotFound", "BadRequest", "Forbidden", "Http404")


class Given(str):
    """A text, and any object that gives the same text whatever is done with it."""

    __slots__ = ()

    def __init_subclass__(cls, **options: Any) -> None:
        """May be derived from, with whatever options."""

    def __getattr__(self, name: str) -> "Given":
        if name.startswith("__"):
            raise AttributeError(name)
        return self._another()

    def __call__(self, *given: Any, **options: Any) -> Any:
        if len(given) == 1 and not options and (_is_code(given[0])):
            return given[0]  # It decorates.
        return self._another()

    def __getitem__(self, key: Any) -> Any:
        return super().__getitem__(key) if isinstance(key, int | slice) else self._another()

    def __setattr__(self, name: str, value: Any) -> None:
        """Forgets it."""

    def __setitem__(self, key: Any, value: Any) -> None:
        """Forgets it."""

    def __delitem__(self, key: Any) -> None:
        """Forgets nothing."""

    def __enter__(self) -> "Given":
        return self._another()

    def __exit__(self, *raised: object) -> None:
        """Swallows nothing."""

    async def __aenter__(self) -> "Given":
        return self._another()

    async def __aexit__(self, *raised: object) -> None:
        """Swallows nothing."""

    def __await__(self) -> Generator[None, None, "Given"]:
        yield from ()
        return self._another()

    async def __aiter__(self) -> AsyncIterator["Given"]:
        yield self._another()

    def __mro_entries__(self, bases: object) -> tuple[type, ...]:
        return (type("Base", (_Base,), {"_given": self._another()}),)

    def __or__(self, other: Any) -> Any:
        return other

    def __ror__(self, other: Any) -> Any:
        return other

    def __truediv__(self, other: Any) -> "Given":
        return self._another()

    def _another(self) -> "Given":
        return Given(str.__str__(self))


class _Base:
    """A class out of sight that others derive from."""

    _given: Given

    def __init__(self, *given: Any, **options: Any) -> None:
        pass

    def __getattr__(self, name: str) -> Given:
        if name.startswith("__"):
            raise AttributeError(name)
        return self._given


class _Module(types.ModuleType):
    def __init__(self, name: str, given: Given) -> None:
        super().__init__(name)
        self._given = given

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        if self.__name__ == "os" and name in ("path", "sep"):
            return posixpath if name == "path" else "/"
        if self.__name__ == "pathlib":
            return pathlib.PurePosixPath
        if name == "abort":
            return _leave
        if name.endswith(_RAISED):
            return type(name, (Exception,), {"__init__": _take_anything})
        return self._given if name in _TOLD else Given(_LIBRARY)


def _leave(*given: Any, **options: Any) -> None:
    raise SystemExit


def _take_anything(*given: Any, **options: Any) -> None:
    pass


def _a_library_answer(*given: Any, **options: Any) -> Given:
    return Given(_LIBRARY)


def _is_code(value: object) -> bool:
    return inspect.isfunction(value) or inspect.isclass(value)


def built_in(given: Given) -> dict[str, Any]:
    """Python's own functions, for a program that is run; none of them reaches this machine."""
    return vars(builtins) | {
        "__import__": partial(_imported, given),
        "input": lambda *_: given,
        # A power of powers would not come to its end.
        **dict.fromkeys(("open", "eval", "compile", "breakpoint", "pow"), _a_library_answer),
        **dict.fromkeys(("exec", "print", "exit", "quit"), _take_anything),
    }


def _imported(
    given: Given,
    name: str,
    names: Any = None,
    inside: Any = None,
    wanted: tuple[str, ...] = (),
    level: int = 0,
) -> Any:
    if level == 0 and name in _PURE:
        return __import__(name, names, inside, wanted, level)
    if level == 0 and name == "os.path" and wanted:
        return posixpath
    return _Module(name if wanted else name.split(".", 1)[0], given)
