"""Blue and green in a cluster, by kubectl: what is done is what a person would type.

Two Deployments and their Services, and an HTTPRoute (Gateway API) whose weights share the requests
out. kubectl finds its cluster and its rights as it always does; nothing here holds a credential.
"""

import json
import re
import shlex
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from fpcache_ops.errors import ServiceUnusable, UnusableInput
from fpcache_ops.operations.rollout.deploying import BLUE, GREEN, SIDES, Instance, Version

MANIFESTS = Path(__file__).with_name("manifests")
"""A kustomization to begin with: Deployments, Services, the route."""

WHOLE = 100
_CONTAINER = "fpcache"
_ROUTE = "fpcache"
_LABEL = "fpcache.io/version"
_ROLLOUT_SECONDS = 300
_REPLICAS = 2
_NAMESPACE = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
_SETTING = re.compile(r"[A-Z][A-Z0-9_]*")
_IN_SECRET = ("FPCACHE_STORE", "FPCACHE_MAC_KEY")
_PATIENCE = _ROLLOUT_SECONDS + 30.0

Kubectl = Callable[[Sequence[str]], str]


class KubernetesDeployer:
    """Deploys to a namespace of the cluster that kubectl is set up for."""

    def __init__(self, namespace: str, entry: str, kubectl: Kubectl | None = None) -> None:
        self._namespace = namespace
        self._entry = entry
        self._kubectl = kubectl or run_kubectl

    @property
    def entry(self) -> str:
        """Where clients send their requests."""
        return self._entry

    def start(self, side: str, version: Version) -> Instance:
        """Set the image and the environment of a side, and wait for its rollout."""
        for command in self._start(side, version):
            self._kubectl(command)
        return self._instance(side, version)

    def stop(self, side: str) -> None:
        """Scale a side to nothing; its pods drain."""
        self._kubectl(self._scaled(side, 0))

    def undo(self, side: str) -> None:
        """The revision that the side had before, and wait for it."""
        for command in self._undo(side):
            self._kubectl(command)

    def route(self, percent: int) -> None:
        """Send so many percent of the requests to green."""
        self._kubectl(self._route(percent))
        if self.routed() != percent:
            raise ServiceUnusable(f"the route does not say that green gets {percent} %")

    def routed(self) -> int:
        """How many percent go to green, as the route says."""
        said = self._kubectl(self._in("get", "httproute", _ROUTE, "-o", "json"))
        try:
            backends = json.loads(said)["spec"]["rules"][0]["backendRefs"]
            weights = {one["name"]: int(one.get("weight", 1)) for one in backends}
            return round(WHOLE * weights.get(f"fpcache-{GREEN}", 0) / sum(weights.values()))
        except (ValueError, KeyError, IndexError, TypeError, ZeroDivisionError) as error:
            raise ServiceUnusable(f"the route {_ROUTE} cannot be understood: {error}") from error

    def instances(self) -> Mapping[str, Instance]:
        """What is deployed, by side; one that is scaled to nothing is left out."""
        said = self._kubectl(self._in("get", "deployments", "-l", "app=fpcache", "-o", "json"))
        found = {}
        try:
            for item in json.loads(said)["items"]:
                side = item["metadata"]["labels"]["side"]
                if side in SIDES and item["spec"].get("replicas", 1):
                    container = item["spec"]["template"]["spec"]["containers"][0]
                    labels = item["metadata"].get("annotations", {})
                    version = Version(label=labels.get(_LABEL, ""), source=container["image"])
                    found[side] = self._instance(side, version)
        except (ValueError, KeyError, IndexError, TypeError) as error:
            raise ServiceUnusable(f"the deployments cannot be understood: {error}") from error
        return found

    def shown(self, action: str, **arguments: str) -> list[str]:
        """What an action would do, as commands a person could type."""
        match action:
            case "start":
                version = Version(
                    label=arguments.get("label", ""), source=arguments.get("image", "IMAGE")
                )
                commands = self._start(arguments["side"], version)
            case "route":
                commands = [self._route(int(arguments["percent"]))]
            case "stop":
                commands = [self._scaled(arguments["side"], 0)]
            case "undo":
                commands = self._undo(arguments["side"])
            case _:
                raise UnusableInput(f"nothing is known of the action {action}")
        return _typed(commands)

    def plan(self, version: Version) -> list[tuple[str, list[str]]]:
        """A whole roll-out and the way back, as commands a person could type; nothing is done."""
        ask_green = f"-p server={self._instance(GREEN, version).url} -p api_key=env:KEY"
        manifests = ["-k", str(MANIFESTS)]
        return [
            (
                "Once, before anything runs there: blue, green without pods, and the route",
                _typed([self._in("diff", *manifests), self._in("apply", *manifests)]),
            ),
            ("Phase 2: green beside blue, without requests", _typed(self._start(GREEN, version))),
            (
                "Phase 3: ask green past the route, from within the cluster",
                [f"fpcache runbook run validate-cache {ask_green}"],
            ),
            *(
                (f"Phase 4: {percent} % of the requests to green", _typed([self._route(percent)]))
                for percent in (10, 50, WHOLE)
            ),
            ("After each step of phase 4", [f"fpcache runbook run triage {ask_green}"]),
            ("The way back: all requests to blue", _typed([self._route(0)])),
            ("The way back of a side: the revision that it had before", _typed(self._undo(GREEN))),
            ("When blue is no longer wanted", _typed([self._scaled(BLUE, 0)])),
        ]

    def _undo(self, side: str) -> list[list[str]]:
        return [self._in("rollout", "undo", _deployment(side)), self._waiting(side)]

    def _scaled(self, side: str, replicas: int) -> list[str]:
        return self._in("scale", _deployment(side), f"--replicas={replicas}")

    def _start(self, side: str, version: Version) -> list[list[str]]:
        if not version.source:
            raise UnusableInput("in a cluster a version is an image: give it as its source")
        name = _deployment(side)
        settings = [f"{key}={value}" for key, value in sorted(version.settings.items())]
        return [
            self._in("set", "image", name, f"{_CONTAINER}={version.source}"),
            *([self._in("set", "env", name, *settings)] if settings else []),
            self._in("annotate", "--overwrite", name, f"{_LABEL}={version.label}"),
            self._scaled(side, _REPLICAS),
            self._waiting(side),
        ]

    def _waiting(self, side: str) -> list[str]:
        return self._in("rollout", "status", _deployment(side), f"--timeout={_ROLLOUT_SECONDS}s")

    def _route(self, percent: int) -> list[str]:
        return self._in("patch", "httproute", _ROUTE, "--type=json", "-p", weights_patch(percent))

    def _instance(self, side: str, version: Version) -> Instance:
        host = f"fpcache-{side}.{self._namespace}.svc"
        return Instance(
            side=side,
            version=version,
            url=f"http://{host}:8080",
            metrics=f"http://{host}:9080/metrics",
        )

    def _in(self, *command: str) -> list[str]:
        return ["--namespace", self._namespace, *command]


def weights_patch(percent: int) -> str:
    """The change of the route that sends so many percent to green."""
    if not 0 <= percent <= WHOLE:
        raise UnusableInput(f"a share is from 0 to 100 percent, not {percent}")
    shares = ((0, WHOLE - percent), (1, percent))
    return json.dumps(
        [
            {"op": "replace", "path": f"/spec/rules/0/backendRefs/{index}/weight", "value": weight}
            for index, weight in shares
        ]
    )


def rendered(folder: Path = MANIFESTS, kubectl: Kubectl | None = None) -> str:
    """The manifests as kubectl renders them; wants no cluster."""
    return (kubectl or run_kubectl)(["kustomize", str(folder)])


def run_kubectl(command: Sequence[str]) -> str:
    """Run the kubectl of the machine.

    Raises:
        ServiceUnusable: it failed, or there is none; its last line says why.
    """
    try:
        done = subprocess.run(
            ["kubectl", *command], capture_output=True, text=True, timeout=_PATIENCE, check=False
        )
    except FileNotFoundError:
        raise ServiceUnusable("there is no kubectl on PATH") from None
    except subprocess.TimeoutExpired:
        raise ServiceUnusable(f"kubectl {' '.join(command[:4])} did not end in time") from None
    if done.returncode:
        said = done.stderr.strip().splitlines()
        raise ServiceUnusable(f"kubectl failed: {said[-1][:300] if said else done.returncode}")
    return done.stdout


def _deployment(side: str) -> str:
    if side not in (BLUE, GREEN):
        raise UnusableInput(f"{side} is neither of {', '.join(SIDES)}")
    return f"deployment/fpcache-{side}"


def _typed(commands: Sequence[Sequence[str]]) -> list[str]:
    return [shlex.join(["kubectl", *command]) for command in commands]


def version_of(label: str, image: str, settings: Sequence[str]) -> Version:
    """A version for a cluster, of what a person typed; ``settings`` are ``NAME=VALUE``.

    Raises:
        UnusableInput: in one line that says what would do.
    """
    for what, text in (("--green", label), ("--image", image)):
        if not text or not text.isprintable() or " " in text:
            raise UnusableInput(f"{what} wants a name without spaces, not {text!r}")
    given = {}
    for setting in settings:
        name, equals, value = setting.partition("=")
        if not equals or not _SETTING.fullmatch(name) or not value.isprintable():
            raise UnusableInput(f"--set wants NAME=VALUE with a variable's name, not {name!r}")
        if name in _IN_SECRET:
            raise UnusableInput(f"{name} is read from the Secret fpcache: it is not for a command")
        given[name] = value
    return Version(label=label, source=image, settings=given)


def checked_namespace(text: str) -> str:
    """A namespace as a cluster takes it. Raises UnusableInput."""
    if not _NAMESPACE.fullmatch(text):
        raise UnusableInput(f"a namespace is of lower-case letters, digits and -, not {text!r}")
    return text
