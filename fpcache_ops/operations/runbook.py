"""A runbook as a file: a notebook that declares, in its metadata, what it takes and promises.

``metadata.fpcache`` names the parameters, every step and every check. Reading it executes nothing.
A run in which a declared step or check never happened is never a pass, so a deleted cell is seen.
"""

import ast
import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import msgspec

from fpcache_ops.errors import UnusableInput
from fpcache_ops.operations.criteria import Criterion
from fpcache_ops.operations.files import PACKAGE, checkout
from fpcache_ops.operations.parameters import Parameter, Value, complete, nearest, shown

_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_MAXIMUM_BYTES = 8_000_000
_LONGEST_MINUTES = 24 * 60


ENVIRONMENTS = ("rehearsal", "staging", "production")

APPLY_TAG = "apply"
"""The tag of the first cell that a plan does not execute."""


class Risk(StrEnum):
    """What a run can do to a system in use."""

    NONE = "none"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"

    def may_skip_question(self, environment: str) -> bool:
        """Whether ``--yes`` will do, so that nobody is asked before something is changed."""
        match self:
            case Risk.NONE | Risk.LOW:
                return True
            case Risk.MEDIUM:
                return environment != "production"
            case Risk.HIGH:
                return environment == "rehearsal"


class Phase(StrEnum):
    """What a step is for. Until ``apply`` nothing is changed."""

    DIAGNOSIS = "diagnosis"
    PLAN = "plan"
    APPLY = "apply"
    VERIFY = "verify"

    @property
    def is_before_changes(self) -> bool:
        """Whether it is part of making a plan."""
        return self in (Phase.DIAGNOSIS, Phase.PLAN)


class DeclaredStep(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A step that a run must go through."""

    key: str
    title: str
    phase: Phase = Phase.DIAGNOSIS

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.key) or not self.title.strip():
            raise ValueError(f"step {shown(self.key)} wants a key in lower case, and a title")


class Declaration(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """``metadata.fpcache`` of a runbook.

    ``checks`` are names of criteria. With ``changes`` it is planned first and applied only by its
    plan's digest, in one of the ``environments``; ``rehearsal`` is a service of the run's own.
    Parameters of a group in ``together`` are given all, or none of them. After so many ``minutes``
    an execution is stopped.
    """

    name: str
    title: str
    summary: str
    risk: Risk
    parameters: tuple[Parameter, ...]
    steps: tuple[DeclaredStep, ...]
    checks: tuple[str, ...]
    together: tuple[tuple[str, ...], ...] = ()
    changes: bool = False
    environments: tuple[str, ...] = ENVIRONMENTS
    minutes: float = 60.0

    def __post_init__(self) -> None:
        # It becomes part of a folder's name.
        if not _NAME.fullmatch(self.name) or len(self.name) > 60:
            raise ValueError(f"{shown(self.name)} cannot be the name of a runbook")
        for what, names in (
            ("parameter", [parameter.name for parameter in self.parameters]),
            ("step", [step.key for step in self.steps]),
            ("check", list(self.checks)),
        ):
            for name in names:
                if names.count(name) > 1:
                    raise ValueError(f"{what} {name} is declared twice")
        if not self.steps or not self.checks:
            raise ValueError("a runbook declares at least one step and one check")
        if not self.changes and any(not s.phase.is_before_changes for s in self.steps):
            raise ValueError("only a runbook with changes has steps to apply or verify")
        if not 0 < self.minutes <= _LONGEST_MINUTES:
            raise ValueError(f"minutes are above 0 and at most {_LONGEST_MINUTES}")
        known = {parameter.name for parameter in self.parameters if parameter.optional}
        for name in (name for group in self.together for name in group):
            if name not in known:
                raise ValueError(f"together: {shown(name)} is no parameter that can be left out")
        unknown = [name for name in self.environments if name not in ENVIRONMENTS]
        if unknown:
            raise ValueError(f"{shown(unknown[0])} is none of {', '.join(ENVIRONMENTS)}")

    def values(self, given: Mapping[str, object], *, base: Path) -> dict[str, Value]:
        """All parameters with their values; see :func:`parameters.complete`.

        Raises:
            UnusableInput: also when one is given without those that belong to it.
        """
        values = complete(self.parameters, given, base=base)
        for group in self.together:
            missing = [name for name in group if values[name] == ""]
            if missing and len(missing) < len(group):
                raise UnusableInput(
                    f"parameter {missing[0]}: it is missing; allowed: {' and '.join(group)} "
                    "together, or none of them"
                )
        return values


@dataclass(frozen=True, slots=True)
class Runbook:
    """A runbook that was read. ``digest`` is the SHA-256 of the file."""

    path: Path
    declaration: Declaration
    digest: str

    @property
    def name(self) -> str:
        """Its unique name."""
        return self.declaration.name

    @property
    def base(self) -> Path:
        """Where relative paths in its defaults start: beside its ``runbooks`` folder."""
        for folder in self.path.parents:
            if folder.name == "runbooks":
                return folder.parent
        return self.path.parent

    @classmethod
    def read(cls, path: Path) -> "Runbook":
        """Read a runbook without executing any of it.

        Raises:
            UnusableInput: when it is none, or contradicts itself.
        """
        path = path.resolve()
        try:
            raw = path.read_bytes() if path.stat().st_size <= _MAXIMUM_BYTES else b""
            notebook = json.loads(raw)
            declared = notebook["metadata"]["fpcache"]
            cells = notebook["cells"]
        except OSError as error:
            raise UnusableInput(f"the runbook {path} cannot be read ({error.strerror})") from None
        except (ValueError, KeyError, TypeError):
            raise UnusableInput(
                f"{path} is no runbook: it is not a notebook with metadata.fpcache"
            ) from None
        try:
            declaration = msgspec.convert(declared, Declaration)
        except (msgspec.ValidationError, ValueError) as error:
            raise UnusableInput(
                f"the runbook {path} declares something unusable: {error}"
            ) from None
        runbook = cls(path, declaration, hashlib.sha256(raw).hexdigest())
        runbook._check_parameters_cell(cells)
        runbook._check_apply_cell(cells)
        return runbook

    def criteria(self, known: dict[str, Criterion]) -> list[Criterion]:
        """The criteria of its checks, in its order.

        Raises:
            UnusableInput: when there is none of such a name.
        """
        for name in self.declaration.checks:
            if name not in known:
                raise UnusableInput(
                    f"the runbook {self.name} declares a check {shown(name)} that the criteria do "
                    f"not define{nearest(name, known)}"
                )
        return [known[name] for name in self.declaration.checks]

    def _check_parameters_cell(self, cells: list[dict[str, Any]]) -> None:
        """The cell tagged ``parameters`` shows a reader the defaults: it must tell the truth."""
        source = ""
        for cell in cells:
            if "parameters" in cell.get("metadata", {}).get("tags", ()):
                source = "".join(cell["source"])
        try:
            written = {
                node.targets[0].id: ast.literal_eval(node.value)
                for node in ast.parse(source).body
                if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
            }
        except (SyntaxError, ValueError):
            written = {}
        declared = {parameter.name: parameter.default for parameter in self.declaration.parameters}
        if written != declared or list(written) != list(declared):
            raise UnusableInput(
                f"the runbook {self.path}: its cell tagged parameters differs from the declared "
                "parameters and their defaults"
            )

    def _check_apply_cell(self, cells: list[dict[str, Any]]) -> None:
        """A plan ends where the cells tagged ``apply`` begin, so there must be one, or none."""
        tagged = [c for c in cells if APPLY_TAG in c.get("metadata", {}).get("tags", ())]
        if bool(tagged) != self.declaration.changes:
            raise UnusableInput(
                f"the runbook {self.path}: a cell is tagged {APPLY_TAG} if, and only if, the "
                "runbook declares changes"
            )


def folder() -> Path:
    """Where the runbooks of this installation are."""
    shipped = PACKAGE / "_shipped" / "runbooks"
    own = checkout()
    return shipped if shipped.is_dir() or own is None else own / "runbooks"


def list_runbooks() -> list[Runbook]:
    """The runbooks of this installation, by name."""
    return sorted(_all(), key=lambda runbook: runbook.name)


def find(name: str | Path) -> Runbook:
    """A runbook by its name, or by the path of its file.

    Raises:
        UnusableInput: when there is none; the message names the nearest.
    """
    if isinstance(name, Path) or name.endswith(".ipynb"):
        return Runbook.read(Path(name))
    known = {runbook.name: runbook for runbook in _all()}
    if name not in known:
        names = ", ".join(sorted(known)) or f"none in {folder()}"
        raise UnusableInput(f"no runbook {shown(name)}{nearest(name, known)}; there are: {names}")
    return known[name]


def _all() -> Iterator[Runbook]:
    for path in sorted(folder().rglob("*.ipynb")):
        if ".ipynb_checkpoints" not in path.parts:
            yield Runbook.read(path)
