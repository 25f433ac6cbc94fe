"""The parameters of a runbook: declared once, in its metadata, and checked before it runs.

What a person types after ``-p NAME=`` is text; its declared type says what it means, so
``123e4567`` stays a commit id and ``false`` is false. Whatever does not fit is
:class:`~fpcache_ops.errors.UnusableInput`, in one line that says what would. A secret is never a
parameter: ``env:NAME`` or ``file:PATH`` says where to read it.
"""

import difflib
import json
import keyword
import math
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec

from fpcache_ops.errors import UnusableInput
from fpcache_ops.operations.wording import seconds

Value = str | int | float | bool

MAXIMUM_TEXT = 4096


class ParameterType(StrEnum):
    """What the text of a parameter means."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    CHOICE = "choice"
    PATH = "path"
    """An existing file or folder; in the notebook an absolute path."""
    NEW_FILE = "new_file"
    """A file that may not be there yet, in a folder that is; in the notebook an absolute path."""
    URL = "url"
    DURATION = "duration"
    """``90s``, ``5m``, ``1h30m``, ``250ms``; in the notebook a number of seconds."""
    SECRET_REFERENCE = "secret_reference"  # noqa: S105
    """Where a secret is to be read: ``env:NAME`` or ``file:PATH``."""


_OPTIONAL = (
    ParameterType.PATH,
    ParameterType.NEW_FILE,
    ParameterType.URL,
    ParameterType.SECRET_REFERENCE,
)
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_INTEGER = re.compile(r"[+-]?[0-9]{1,18}")
_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")
_DURATION = re.compile(
    r"(?:([0-9]+)h)?(?:([0-9]+)m(?!s))?(?:([0-9]+(?:\.[0-9]+)?)s)?(?:([0-9]+)ms)?"
)
_SECRET = re.compile(r"env:[A-Za-z_][A-Za-z0-9_]*|file:.+")


class Parameter(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A declared parameter. ``default`` is what the notebook's own cell says, as a person types it.

    A path, url or secret reference with an empty default may be left out.
    """

    name: str
    type: ParameterType
    default: bool | int | float | str
    help: str
    unit: str | None = None
    minimum: float | None = None
    maximum: float | None = None
    choices: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        # Names become code of an injected cell.
        if not _NAME.fullmatch(self.name) or keyword.iskeyword(self.name):
            raise ValueError(f"{shown(self.name)} cannot be the name of a parameter")
        if (self.type is ParameterType.CHOICE) != bool(self.choices):
            raise ValueError(f"parameter {self.name}: choices belong to the type choice")
        if not self.help.strip():
            raise ValueError(f"parameter {self.name}: no help")

    @property
    def optional(self) -> bool:
        """Whether it may be empty."""
        return self.default == "" and self.type in (*_OPTIONAL, ParameterType.TEXT)

    @property
    def allowed(self) -> str:
        """What is allowed, in words."""
        match self.type:
            case ParameterType.TEXT:
                words = "text"
            case ParameterType.INTEGER | ParameterType.NUMBER:
                words = "a whole number" if self.type is ParameterType.INTEGER else "a number"
                if self.minimum is not None and self.maximum is not None:
                    words += f" from {self.minimum:g} to {self.maximum:g}"
                elif self.minimum is not None:
                    words += f", {self.minimum:g} or more"
                elif self.maximum is not None:
                    words += f", {self.maximum:g} or less"
                words += f" ({self.unit})" if self.unit else ""
            case ParameterType.BOOLEAN:
                words = "true or false"
            case ParameterType.CHOICE:
                words = "one of " + ", ".join(self.choices)
            case ParameterType.PATH:
                words = "an existing file or folder"
            case ParameterType.NEW_FILE:
                words = "the path of a file, in a folder that exists"
            case ParameterType.URL:
                words = "an address such as https://host:8080, without user and password"
            case ParameterType.DURATION:
                words = "a duration such as 90s, 5m, 1h30m or 250ms"
                if self.minimum is not None:
                    words += f", {seconds(self.minimum)} or more"
                if self.maximum is not None:
                    words += f", {seconds(self.maximum)} or less"
            case _:
                words = "where the secret is to be read, env:NAME or file:PATH, never the secret"
        return words + (", or nothing" if self.optional else "")

    def parse(self, text: str, *, here: Path | None = None) -> Value:
        """The value that a typed text means; relative paths start at ``here``.

        Raises:
            UnusableInput: when it means none.
        """
        if len(text) > MAXIMUM_TEXT or not text.isprintable():
            raise self._unusable("it is too long or holds control characters")
        if text == "" and self.optional:
            return ""
        match self.type:
            case ParameterType.TEXT:
                if text == "":
                    raise self._unusable("it is empty")
                return text
            case ParameterType.INTEGER:
                if not _INTEGER.fullmatch(text):
                    raise self._unusable(f"{shown(text)} is no whole number")
                return int(self._within(int(text)))
            case ParameterType.NUMBER:
                if not _NUMBER.fullmatch(text) or not math.isfinite(float(text)):
                    raise self._unusable(f"{shown(text)} is no number")
                return self._within(float(text))
            case ParameterType.BOOLEAN:
                if text.lower() not in ("true", "false"):
                    raise self._unusable(f"{shown(text)} is neither")
                return text.lower() == "true"
            case ParameterType.CHOICE:
                if text not in self.choices:
                    near = nearest(text, self.choices)
                    raise self._unusable(f"{shown(text)} is none of them{near}")
                return text
            case ParameterType.PATH:
                return self._path(text, here or Path.cwd())
            case ParameterType.NEW_FILE:
                return self._new_file(text, here or Path.cwd())
            case ParameterType.URL:
                return self._url(text)
            case ParameterType.DURATION:
                return self._duration(text)
            case ParameterType.SECRET_REFERENCE:
                return self._secret_reference(text)

    def accept(self, value: object) -> Value:
        """A value given by a program, in the type the notebook sees; text is parsed where it is
        text in the notebook too.

        Raises:
            UnusableInput: when it is of another type, or out of bounds.
        """
        kind = type(value).__name__
        match self.type, value:
            case ParameterType.BOOLEAN, bool():
                return value
            case ParameterType.INTEGER, int() if not isinstance(value, bool):
                return int(self._within(value))
            case ((ParameterType.NUMBER | ParameterType.DURATION), int() | float()) if (
                not isinstance(value, bool)
            ):
                if not math.isfinite(value) or (self.type is ParameterType.DURATION and value < 0):
                    raise self._unusable(f"{value} is out of bounds")
                return self._within(float(value))
            case ((ParameterType.BOOLEAN | ParameterType.INTEGER | ParameterType.NUMBER), _):
                raise self._unusable(f"a value of type {kind} was given")
            case _, str():
                return self.parse(value)
            case ParameterType.PATH, Path():
                return self.parse(str(value))
            case _:
                raise self._unusable(f"a value of type {kind} was given")

    def _within(self, value: float) -> float:
        if (self.minimum is not None and value < self.minimum) or (
            self.maximum is not None and value > self.maximum
        ):
            raise self._unusable(f"{value:g} is out of bounds")
        return value

    def _path(self, text: str, here: Path) -> str:
        path = Path(os.path.abspath(here / Path(text).expanduser()))
        if not path.exists():
            raise self._unusable(f"there is no {shown(str(path))}")
        return str(path)

    def _new_file(self, text: str, here: Path) -> str:
        path = Path(os.path.abspath(here / Path(text).expanduser()))
        if not path.parent.is_dir():
            raise self._unusable(f"there is no folder {shown(str(path.parent))}")
        if path.is_dir():
            raise self._unusable(f"{shown(str(path))} is a folder")
        return str(path)

    def _url(self, text: str) -> str:
        try:
            parts = urlsplit(text)
            bad = parts.scheme not in ("http", "https") or not parts.hostname or parts.port == 0
        except ValueError:
            raise self._unusable("it is no address") from None
        # What it holds is not repeated: it may be a password.
        if "@" in parts.netloc:
            raise self._unusable("it holds a user or a password")
        if bad or " " in text:
            raise self._unusable(f"{shown(text)} is no http address")
        return text.rstrip("/")

    def _duration(self, text: str) -> float:
        found = _DURATION.fullmatch(text)
        if not text or found is None:
            raise self._unusable(f"{shown(text)} is no duration")
        hours, minutes, seconds, milliseconds = (float(part or 0) for part in found.groups())
        return self._within(hours * 3600 + minutes * 60 + seconds + milliseconds / 1000)

    def _secret_reference(self, text: str) -> str:
        # The text is never repeated: somebody may have typed the secret itself.
        if not _SECRET.fullmatch(text):
            raise self._unusable("it is no reference")
        try:
            read_secret(text)
        except UnusableInput as trouble:
            raise self._unusable(str(trouble)) from None
        return text

    def _unusable(self, why: str) -> UnusableInput:
        return UnusableInput(f"parameter {self.name}: {why}; allowed: {self.allowed}")


def parse_assignments(
    parameters: Sequence[Parameter], assignments: Iterable[str]
) -> dict[str, Value]:
    """The values of ``NAME=VALUE`` texts, by declared type.

    Raises:
        UnusableInput: for an unknown or repeated name, a missing ``=``, or a text of another type.
    """
    values: dict[str, Value] = {}
    for assignment in assignments:
        name, equals, text = assignment.partition("=")
        parameter = _named(parameters, name)
        if not equals:
            raise UnusableInput(f"parameter {name}: write -p {name}=VALUE")
        if name in values:
            raise UnusableInput(f"parameter {name}: it is given twice")
        values[name] = parameter.parse(text)
    return values


def complete(
    parameters: Sequence[Parameter], given: Mapping[str, object], *, base: Path
) -> dict[str, Value]:
    """All parameters with their values, those not given by their defaults.

    A relative path that is a default starts at ``base``.

    Raises:
        UnusableInput: for an unknown name, a value of another type, or a default that is not there.
    """
    for name in given:
        _named(parameters, name)
    return {
        p.name: p.accept(given[p.name]) if p.name in given else default_of(p, base)
        for p in parameters
    }


def default_of(parameter: Parameter, base: Path) -> Value:
    """A parameter's default as the notebook sees it."""
    default = parameter.default
    if isinstance(default, str) and not (default == "" and parameter.optional):
        if parameter.type is ParameterType.PATH and not (base / default).exists():
            raise UnusableInput(
                f"parameter {parameter.name}: its default {default} is part of a checkout of "
                f"fpcache-ops and is not in {base}; give one with -p {parameter.name}=PATH"
            )
        return parameter.parse(default, here=base)
    return parameter.accept(default)


def json_schema(parameters: Sequence[Parameter]) -> dict[str, Any]:
    """The JSON Schema (2020-12) of the parameters as a person gives them."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "additionalProperties": False,
        "properties": {parameter.name: _schema(parameter) for parameter in parameters},
    }


def read_secret(reference: str) -> str:
    """The secret that ``env:NAME`` or ``file:PATH`` refers to; empty for an empty reference.

    Raises:
        UnusableInput: when there is none; the message holds no part of it.
    """
    if reference == "":
        return ""
    kind, _, place = reference.partition(":")
    if kind == "env":
        secret = os.environ.get(place, "")
        where = f"the environment variable {place}"
    elif kind == "file":
        where = f"the file {shown(place)}"
        try:
            secret = Path(place).expanduser().read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise UnusableInput(f"{where} cannot be read ({type(error).__name__})") from None
    else:
        raise UnusableInput("a secret is given as env:NAME or file:PATH")
    secret = secret.strip()
    if not secret:
        raise UnusableInput(f"{where} is not set or empty")
    return secret


def shown(text: str) -> str:
    """A text from outside in one harmless line, for a message."""
    quoted = json.dumps(text if len(text) <= 80 else text[:77] + "...", ensure_ascii=False)
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in quoted)


def nearest(text: str, names: Iterable[str]) -> str:
    """``; nearest is NAME``, or nothing when none is near."""
    found = difflib.get_close_matches(text, list(names), n=1, cutoff=0.5)
    return f"; nearest is {found[0]}" if found else ""


def _named(parameters: Sequence[Parameter], name: str) -> Parameter:
    for parameter in parameters:
        if parameter.name == name:
            return parameter
    names = [parameter.name for parameter in parameters]
    allowed = ", ".join(names) if names else "none, this runbook has no parameters"
    near = nearest(name, names)
    raise UnusableInput(f"unknown parameter {shown(name)}{near}; allowed: {allowed}")


_SCHEMAS: Mapping[ParameterType, Mapping[str, Any]] = {
    ParameterType.TEXT: {"type": "string", "maxLength": MAXIMUM_TEXT},
    ParameterType.INTEGER: {"type": "integer"},
    ParameterType.NUMBER: {"type": "number"},
    ParameterType.BOOLEAN: {"type": "boolean"},
    ParameterType.CHOICE: {"type": "string"},
    ParameterType.PATH: {"type": "string"},
    ParameterType.NEW_FILE: {"type": "string"},
    ParameterType.URL: {"type": "string", "pattern": r"^(https?://[^@\s]+)?$"},
    ParameterType.DURATION: {"type": "string", "pattern": r"^[0-9][0-9.hms]*$"},
    ParameterType.SECRET_REFERENCE: {
        "type": "string",
        "pattern": r"^(env:[A-Za-z_][A-Za-z0-9_]*|file:.+)?$",
    },
}


def _schema(parameter: Parameter) -> dict[str, Any]:
    schema = {
        **_SCHEMAS[parameter.type],
        "description": parameter.help,
        "default": parameter.default,
        "x-fpcache-type": parameter.type.value,
    }
    if parameter.choices:
        schema["enum"] = list(parameter.choices)
    if parameter.type in (ParameterType.INTEGER, ParameterType.NUMBER):
        if parameter.minimum is not None:
            schema["minimum"] = parameter.minimum
        if parameter.maximum is not None:
            schema["maximum"] = parameter.maximum
    if parameter.unit:
        schema["x-fpcache-unit"] = parameter.unit
    return schema
