"""The deployment that a page works on: the one it is given, or a rehearsal's own."""

import shlex
from dataclasses import dataclass
from pathlib import Path

import msgspec

from fpcache_ops.client import ReadClient
from fpcache_ops.errors import UnusableInput
from fpcache_ops.operations.files import write_atomically
from fpcache_ops.operations.parameters import read_secret
from fpcache_ops.operations.rehearsal import API_KEY, IN_REHEARSAL
from fpcache_ops.operations.rollout.deploying import GREEN, Version
from fpcache_ops.operations.rollout.local import LocalDeployer
from fpcache_ops.operations.rollout.rehearsing import TRAFFIC, RehearsedDeployment, copied_version
from fpcache_ops.operations.session import Run

INTENT = "rollout.json"
REHEARSED_RATE = 12.0
_NEXT = {"__init__.py": ('"""Judge a security finding once;', '"""The next version. Judge once;')}


class Intent(msgspec.Struct, frozen=True, kw_only=True):
    """``rollout.json`` in the deployment's folder: what is to be rolled out, by whom, since when.

    ``look_seconds`` are those of one minute of the plan: 60, and fewer in a rehearsal.
    """

    id: str
    green: Version
    environment: str
    who: str
    started_at: str
    look_seconds: float = 60.0


class CutOver(msgspec.Struct, frozen=True, kw_only=True):
    """``cutover.json``: when all requests went to green, and what it had counted by then."""

    at: float
    requests: float
    errors: float
    lookups: float
    hits: float
    slow: float
    seconds: float
    buckets: list[tuple[str, float]]
    """Upper bound as it is written, for one is infinite, and how many took no longer."""


@dataclass(frozen=True, slots=True)
class Place:
    """A deployment with what is to come, and the key for it."""

    deployer: LocalDeployer
    intent: Intent
    api_key: str
    folder: Path
    rehearsed: RehearsedDeployment | None = None

    @property
    def name(self) -> str:
        """How a change names it: the same in a plan and when that is applied."""
        return IN_REHEARSAL if self.rehearsed is not None else str(self.folder)

    def named(self, text: str) -> str:
        """A text as a plan holds it: in a rehearsal of its own each run has another folder."""
        if self.rehearsed is None:
            return text
        return text.replace(str(self.folder), IN_REHEARSAL)

    @property
    def is_rehearsal(self) -> bool:
        """Whether nobody but us uses it."""
        return self.intent.environment == "rehearsal"

    @property
    def traffic(self) -> Path | None:
        """What the rehearsal's own clients saw; ``None`` when the clients are others."""
        file = self.folder / TRAFFIC
        return file if file.exists() else None

    @property
    def facts(self) -> dict[str, object]:
        """What to note about it."""
        return {
            "entry": self.deployer.entry,
            "green": self.intent.green.label,
            "environment": self.intent.environment,
            "instances": {
                side: one.version.label for side, one in self.deployer.instances().items()
            },
        }

    def way_back(self, run: Run) -> str:
        """What a person types to send all requests back to blue."""
        if self.rehearsed is not None:
            return "nothing to type: this rehearsal ends with its run"
        names = ("rollout", "server", "api_key", "environment")
        given = [(name, str(run.parameters[name])) for name in names]
        words = [word for name, value in given if value for word in ("-p", f"{name}={value}")]
        return shlex.join(["fpcache", "runbook", "run", "rollback", *words])

    def client(self, side: str) -> ReadClient:
        """A client of one side, past the proxy."""
        return ReadClient(self.deployer.instances()[side].url, self.api_key)


_own: dict[Path, Place] = {}


def place_of(run: Run, *, green: bool = False, percent: int = 0) -> Place:
    """The deployment of a page's parameters; without any, one of the run's own, with traffic.

    For a rehearsal of its own, ``green`` says whether green runs already when the page begins, and
    ``percent`` what it is sent.

    Raises:
        UnusableInput: the parameters do not go together, or nothing is deployed there.
    """
    folder, server = str(run.parameters["rollout"]), str(run.parameters["server"])
    if not folder:
        if run.folder not in _own:
            _own[run.folder] = _rehearsed(run, green=green, percent=percent)
        return _own[run.folder]
    deployer = LocalDeployer(Path(folder))
    if deployer.entry != server:
        raise UnusableInput(f"the entry of {folder} is {deployer.entry}, not {server}")
    intent = load_intent(Path(folder))
    if intent.environment != run.parameters["environment"]:
        raise UnusableInput(
            f"this roll-out is in {intent.environment}, not in {run.parameters['environment']}"
        )
    key = str(run.parameters["api_key"])
    return Place(deployer, intent, read_secret(key) if key else API_KEY, Path(folder))


def load_intent(folder: Path) -> Intent:
    """What is to be rolled out there. Raises UnusableInput."""
    try:
        return msgspec.json.decode((folder / INTENT).read_bytes(), type=Intent)
    except OSError as error:
        raise UnusableInput(f"no roll-out in {folder} ({error.strerror})") from None
    except msgspec.DecodeError as error:
        raise UnusableInput(f"{folder / INTENT} is no roll-out: {error}") from None


def save(folder: Path, name: str, content: msgspec.Struct) -> None:
    """Keep something in the roll-out's folder."""
    write_atomically(folder / name, msgspec.json.format(msgspec.json.encode(content)) + b"\n")


def next_version(folder: Path) -> Version:
    """Another version to rehearse with: a copy of this package that says so."""
    return copied_version(folder, "next", _NEXT)


def _rehearsed(run: Run, *, green: bool, percent: int) -> Place:
    folder = run.folder / "deployment"
    rehearsed = RehearsedDeployment(folder)
    run.rehearse_on(rehearsed)
    version = next_version(folder / "next")
    intent = Intent(
        id=run.id,
        green=version,
        environment="rehearsal",
        who="",
        started_at="",
        look_seconds=float(run.parameters.get("look_seconds") or 0.4),
    )
    save(folder, INTENT, intent)
    rehearsed.send_traffic(REHEARSED_RATE)
    if green:
        rehearsed.deployer.start(GREEN, version)
    if percent:
        rehearsed.deployer.route(percent)
    return Place(LocalDeployer(folder), intent, API_KEY, folder, rehearsed)
