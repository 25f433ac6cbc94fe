"""The table ``[validator]``: who judges, and within which limits (docs/validators.md)."""

import ipaddress
import os
import re
from importlib.metadata import entry_points
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import SplitResult, urlsplit

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

PLUGINS = "fpcache_ops.validators"
"""The group of entry points under which installed packages offer validators."""

BUILT_IN = "safe-patterns"

_NAME = r"^[a-z0-9][a-z0-9._-]{0,63}$"
_PROMPT_LIMIT = 256 * 1024


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class SafePatternsTable(_Table):
    """The built-in validator alone."""

    kind: Literal["safe-patterns"] = "safe-patterns"

    @property
    def name(self) -> str:
        """What it is known by."""
        return BUILT_IN


class UpstreamTable(_Table):
    """What every validator has but the built-in one: a name, and limits on calling it.

    ``revision`` is for what the other settings do not show: change it, and all is judged again.
    """

    name: str = Field(pattern=_NAME)
    parameters: dict[str, Any] = Field(default_factory=dict)
    revision: str = ""
    total_seconds: float = Field(80, gt=0, le=100)
    workers: int = Field(8, ge=1, le=256)
    failures: int = Field(5, ge=1)
    cool_down: float = Field(30, ge=0)

    @field_validator("name")
    @classmethod
    def _other_name(cls, value: str) -> str:
        if value == BUILT_IN:
            raise ValueError(f"{BUILT_IN} is the name of the built-in validator")
        return value

    def answering(self) -> dict[str, Any]:
        """The settings that an answer depends on, and all limits on it."""
        return self.model_dump(mode="json", exclude={"workers", "failures", "cool_down"})


class AskedTable(UpstreamTable):
    """A validator that is asked in JSON. ``prompt`` is a file."""

    model: str = ""
    prompt: Path | None = None
    question_bytes: int = Field(1024 * 1024, ge=1024)
    answer_bytes: int = Field(64 * 1024, ge=256)

    @field_validator("prompt")
    @classmethod
    def _readable(cls, value: Path | None) -> Path | None:
        if value is not None and not value.is_absolute():
            raise ValueError(f"{value} must be an absolute path")
        _text_of(value)
        return value

    def prompt_text(self) -> str:
        """What is in the file that ``prompt`` names."""
        return _text_of(self.prompt)

    def answering(self) -> dict[str, Any]:
        """See :meth:`UpstreamTable.answering`: the prompt counts by its text."""
        return super().answering() | {"prompt": self.prompt_text()}


class HttpTable(AskedTable):
    """One that is asked over HTTP; ``allowed_urls`` are beginnings of addresses."""

    kind: Literal["http"]
    name: str = Field("http", pattern=_NAME)
    url: str
    allowed_urls: list[str] = Field(default_factory=list)
    plain_http: bool = False
    connect_seconds: float = Field(5, gt=0)
    read_seconds: float = Field(75, gt=0)

    @model_validator(mode="after")
    def _may_be_asked(self) -> "HttpTable":
        url = _address(self.url)
        if self.allowed_urls and not any(_begins(url, _address(at)) for at in self.allowed_urls):
            raise ValueError(f"url {self.url} begins like none of allowed_urls")
        if url.scheme == "http" and not self.plain_http and not _is_loopback(url.hostname or ""):
            raise ValueError(f"url {self.url} would send source code unencrypted: use https")
        return self


class CommandTable(AskedTable):
    """One that is a program; only the named variables of the environment are passed to it."""

    kind: Literal["command"]
    name: str = Field("command", pattern=_NAME)
    command: list[str] = Field(min_length=1)
    pass_environment: list[str] = Field(default_factory=list)
    cpu_seconds: int = Field(60, ge=1)
    memory_bytes: int = Field(4 * 1024**3, ge=16 * 1024**2)
    file_bytes: int = Field(16 * 1024**2, ge=0)

    @field_validator("command")
    @classmethod
    def _runnable(cls, value: list[str]) -> list[str]:
        program, *words = value
        if not (os.path.isabs(program) and os.path.isfile(program) and os.access(program, os.X_OK)):
            raise ValueError(f"{program} must be the absolute path of a program")
        for word in words:
            if not os.path.isabs(word) and os.path.isfile(word):
                raise ValueError(f"{word} must be an absolute path: it runs in an empty folder")
        return value


class EntryPointTable(UpstreamTable):
    """One that an installed package offers; its name is that of the entry point unless given."""

    kind: Literal["entry-point"]
    entry_point: str

    @model_validator(mode="before")
    @classmethod
    def _named(cls, given: Any) -> Any:
        if isinstance(given, dict) and "entry_point" in given:
            return {"name": given["entry_point"]} | given
        return given

    @field_validator("entry_point")
    @classmethod
    def _installed(cls, value: str) -> str:
        offered = entry_points(group=PLUGINS).names
        if value not in offered:
            known = ", ".join(sorted(offered)) or "none"
            raise ValueError(f"no installed package offers {value!r} in {PLUGINS!r}, but {known}")
        return value


Upstream = Annotated[HttpTable | CommandTable | EntryPointTable, Field(discriminator="kind")]


class ChainTable(_Table):
    """The built-in validator first, and ``upstream`` for what it does not prove."""

    kind: Literal["chain"]
    name: str = Field("chain", pattern=_NAME)
    upstream: Upstream


ValidatorTable = Annotated[
    SafePatternsTable | HttpTable | CommandTable | EntryPointTable | ChainTable,
    Field(discriminator="kind"),
]


def named(table: ValidatorTable) -> dict[str, ValidatorTable]:
    """All validators that can be chosen, by name: the built-in, what is configured, plug-ins."""
    found: dict[str, ValidatorTable] = {
        name: EntryPointTable.model_validate({"kind": "entry-point", "entry_point": name})
        for name in entry_points(group=PLUGINS).names
        if name != BUILT_IN and re.fullmatch(_NAME, name)
    }
    found[BUILT_IN] = SafePatternsTable()
    if isinstance(table, ChainTable):
        found[table.upstream.name] = table.upstream
    found[table.name] = table
    return found


def _text_of(prompt: Path | None) -> str:
    if prompt is None:
        return ""
    try:
        content = prompt.read_bytes()
        if len(content) > _PROMPT_LIMIT:
            raise ValueError(f"{prompt} is larger than {_PROMPT_LIMIT} bytes")
        return content.decode("utf-8")
    except OSError as error:
        raise ValueError(f"{prompt} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ValueError(f"{prompt} is not UTF-8 text") from error


def _address(url: str) -> SplitResult:
    parts = urlsplit(url)
    _ = parts.port  # raises ValueError if it is none
    if parts.scheme not in ("https", "http") or not parts.hostname:
        raise ValueError(f"{url} is no address: https://HOST/PATH")
    if parts.username is not None or parts.password is not None:
        raise ValueError("an address holds no password: use FPCACHE_VALIDATOR_TOKEN")
    return parts


def _begins(url: SplitResult, allowed: SplitResult) -> bool:
    same = [(one.scheme, one.hostname, one.port) for one in (url, allowed)]
    folder = allowed.path.rstrip("/")
    return same[0] == same[1] and (url.path == folder or url.path.startswith(folder + "/"))


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
