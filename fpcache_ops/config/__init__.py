"""Settings, read once at the edge: arguments > environment > fpcache.toml > defaults."""

import os
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from fpcache_ops.config.escalation import LEVELS, Contact
from fpcache_ops.config.validators import SafePatternsTable, ValidatorTable, named
from fpcache_ops.core.lookup import DEFAULT_CONFIDENCE_THRESHOLD, ServingRule
from fpcache_ops.core.taxonomy import Severity
from fpcache_ops.errors import UnusableInput

_TRUE, _FALSE = frozenset({"true", "1", "yes", "on"}), frozenset({"false", "0", "no", "off"})
_LONGEST_DAYS = 36_500


class Settings(BaseSettings):
    """Every setting with its default; ``FPCACHE_<NAME>`` in the environment, a key in the file."""

    model_config = SettingsConfigDict(env_prefix="FPCACHE_", extra="forbid", frozen=True)

    store: str = ".fpcache/cache.db"
    log: Path = Path(".fpcache/log")
    runs: Path = Path(".fpcache/runs")
    mac_key: SecretStr | None = None
    off_file: Path | None = None
    policy: Literal["file", "scope", "closure"] = "scope"
    confidence_threshold: float = Field(DEFAULT_CONFIDENCE_THRESHOLD, ge=0, le=1)
    lifetime_days: float = Field(90, gt=0, le=_LONGEST_DAYS)
    lifetime_days_by_severity: dict[str, float] = Field(default_factory=dict)
    lifetime_days_by_tenant: dict[str, float] = Field(default_factory=dict)
    severity_floor: str | None = None
    denied_validators: dict[str, list[str]] = Field(default_factory=dict)
    requests_per_minute: int | None = Field(None, ge=1)
    body_idle_seconds: float = Field(1.5, gt=0)
    answer_seconds: float = Field(115, gt=0)
    escalation: tuple[Contact, ...] = Field(LEVELS, min_length=1, max_length=9)
    readers: int | None = Field(None, ge=0, le=64)
    reading_seconds: float = Field(10, gt=0)
    validator: ValidatorTable = SafePatternsTable()
    validator_token: SecretStr | None = None

    @field_validator("severity_floor")
    @classmethod
    def _known_severity(cls, value: str | None) -> str | None:
        if value is not None:
            _severity(value)
        return value

    @field_validator("lifetime_days_by_severity")
    @classmethod
    def _known_severities(cls, value: dict[str, float]) -> dict[str, float]:
        for name in value:
            _severity(name)
        return value

    @field_validator("lifetime_days_by_severity", "lifetime_days_by_tenant")
    @classmethod
    def _lifetimes(cls, value: dict[str, float]) -> dict[str, float]:
        for days in value.values():
            if not 0 <= days <= _LONGEST_DAYS:
                raise ValueError(f"a lifetime is from 0 to {_LONGEST_DAYS} days, not {days}")
        return value

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments before the environment before the files, the working directory's first."""
        return (
            init_settings,
            env_settings,
            *(_File(settings_cls, file) for file in files()),
        )

    def judged_by(self, name: str | None) -> "Settings":
        """The same settings with the validator of this name; ``None``: the configured one.

        Raises:
            UnusableInput: there is none.
        """
        if name is None:
            return self
        known = named(self.validator)
        if name not in known:
            raise UnusableInput(
                f"no validator is called {name!r}, but {', '.join(sorted(known))}: configure it as "
                "[validator] (see docs/validators.md)"
            )
        return self.model_copy(update={"validator": known[name]})

    @property
    def serving_rule(self) -> ServingRule:
        """What every hit must satisfy."""
        return ServingRule(
            confidence_threshold=self.confidence_threshold,
            lifetime=timedelta(days=self.lifetime_days),
            lifetimes={
                _severity(name): timedelta(days=days)
                for name, days in self.lifetime_days_by_severity.items()
            },
            tenants={
                tenant: timedelta(days=days)
                for tenant, days in self.lifetime_days_by_tenant.items()
            },
            severity_floor=_severity(self.severity_floor) if self.severity_floor else None,
            denied=frozenset(
                (name, version)
                for name, versions in self.denied_validators.items()
                for version in versions
            ),
        )


def load(**given: Any) -> Settings:
    """The settings in force; ``given`` are arguments, ``None`` meaning not given.

    Raises:
        UnusableInput: a file or a variable holds something that is no setting.
    """
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        raise UnusableInput(_mistake(error.errors()[0])) from error
    except (OSError, ValueError) as error:
        raise UnusableInput(f"fpcache.toml cannot be read: {error}") from error


def origins(**given: Any) -> dict[str, str]:
    """Where each setting in force comes from, in words: an argument, a variable, a file, or none.

    Raises:
        UnusableInput: a file cannot be read.
    """
    try:
        said: list[tuple[str, frozenset[str]]] = [
            ("argument", frozenset(name for name, value in given.items() if value is not None)),
            ("environment", frozenset(EnvSettingsSource(Settings)())),
            *((str(one), frozenset(TomlConfigSettingsSource(Settings, one)())) for one in files()),
        ]
    except (OSError, ValueError) as error:
        raise UnusableInput(f"fpcache.toml cannot be read: {error}") from error
    found = {}
    for name, field in Settings.model_fields.items():
        by = [_variable(name) if who == "environment" else who for who, has in said if name in has]
        # Tables of several sources are put together; of all else the first one counts.
        found[name] = " and ".join(by if field.default_factory else by[:1]) or "default"
    return found


def _variable(name: str) -> str:
    return f"FPCACHE_{name.upper()}"


def forced_switch() -> bool | None:
    """What ``FORCE_CACHE_CONTROLLER`` says.

    Raises:
        UnusableInput: it says something that is neither true nor false.
    """
    said = os.environ.get("FORCE_CACHE_CONTROLLER", "").strip().casefold()
    if not said:
        return None
    if said in _TRUE | _FALSE:
        return said in _TRUE
    raise UnusableInput(f"FORCE_CACHE_CONTROLLER must be true or false, not {said!r}")


def _severity(name: str) -> Severity:
    try:
        return Severity[name.strip().upper()]
    except KeyError:
        known = ", ".join(s.name.lower() for s in Severity)
        raise ValueError(f"unknown severity {name!r}: one of {known}") from None


def files() -> list[Path]:
    """What settings are read from: the file that ``FPCACHE_CONFIG`` names, or else the working
    directory's, then the user's.

    Raises:
        UnusableInput: it names none.
    """
    given = os.environ.get(_NAMED)
    if given:
        if not Path(given).is_file():
            raise UnusableInput(f"{_NAMED} names {given}, which is no file")
        return [Path(given)]
    home = os.environ.get("XDG_CONFIG_HOME") or os.path.join(os.path.expanduser("~"), ".config")
    places = (_FOUND, Path(home) / "fpcache" / "fpcache.toml")
    return [place for place in places if place.is_file()]


_NAMED = "FPCACHE_CONFIG"
_FOUND = Path("fpcache.toml")


class _File(TomlConfigSettingsSource):
    """A file of settings. Who judges is not taken from one that merely lies where we work."""

    def __init__(self, settings_cls: type[BaseSettings], file: Path) -> None:
        super().__init__(settings_cls, file)
        found = {"validator", "validator_token"} & self.toml_data.keys()
        if found and file == _FOUND and not os.environ.get(_NAMED):
            raise UnusableInput(
                f"{min(found)} is not taken from the {file} of the working directory, which may "
                f"belong to what is scanned: set {_NAMED}={file} if it is yours, or move it to "
                "your own configuration folder"
            )


_KINDS = frozenset({"safe-patterns", "http", "command", "entry-point", "chain"})


def _mistake(details: Mapping[str, Any]) -> str:
    """What is wrong with a setting, in a line."""
    path = [str(step) for step in details["loc"]]
    if path[:1] == ["validator"]:
        # The kinds that were chosen are steps of the path, and no settings.
        path = [
            step
            for before, step in zip(["", *path], path, strict=False)
            if not (before in ("validator", "upstream") and step in _KINDS)
        ]
    name = ".".join(path) or "settings"
    said = details["msg"].removeprefix("Value error, ")
    if details["type"].startswith("union_tag"):
        said = f"kind must be one of {', '.join(sorted(_KINDS))}"
    return f"setting {name!r}: {said} (see fpcache.toml and FPCACHE_* variables)"
