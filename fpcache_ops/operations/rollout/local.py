"""Blue and green on one machine: real services behind a real proxy, held by a host process."""

import json
import os
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import httpx
import msgspec

from fpcache_ops.errors import ServiceUnusable, UnusableInput
from fpcache_ops.operations.files import with_this_package, write_atomically
from fpcache_ops.operations.rollout import caddy
from fpcache_ops.operations.rollout.deploying import BLUE, GREEN, SIDES, Instance, Version
from fpcache_ops.operations.rollout.host import Host, HostUnusable

FILE = "deployment.json"
_HEALTHY_SECONDS = 20.0
_FOREIGN = ("FPCACHE_", "FORCE_CACHE_CONTROLLER")


class Layout(msgspec.Struct, frozen=True, kw_only=True):
    """``deployment.json``: where things are, and what ran last on each side."""

    host: str
    entry_port: int
    balancer_port: int
    admin_port: int
    store: str
    serve: list[str]
    """Options of ``fpcache serve`` for both sides."""
    instances: dict[str, Instance] = {}


class LocalDeployer:
    """Deploys in ``folder``, whose ``deployment.json`` is the truth between processes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.absolute()
        layout = self._layout
        self._host = Host(Path(layout.host))
        self._caddy = caddy.Caddy(layout.admin_port)

    @property
    def _layout(self) -> Layout:
        """Read anew each time: others deploy here as well."""
        try:
            return msgspec.json.decode((self.folder / FILE).read_bytes(), type=Layout)
        except OSError as error:
            raise UnusableInput(f"no deployment in {self.folder} ({error.strerror})") from None
        except msgspec.DecodeError as error:
            raise UnusableInput(f"{self.folder / FILE} is no deployment: {error}") from None

    @classmethod
    def set_up(
        cls,
        folder: Path,
        blue: Version,
        *,
        host: Path,
        ports: tuple[int, int, int],
        store: str,
        serve: list[str],
    ) -> "LocalDeployer":
        """Start blue and the proxies.

        ``ports`` are those of the entry, the balancer behind it, and the balancer's admin API;
        ``host`` is the folder in which a host process listens.
        """
        folder.mkdir(parents=True, exist_ok=True)
        entry, balancer, admin = ports
        layout = Layout(
            host=str(host),
            entry_port=entry,
            balancer_port=balancer,
            admin_port=admin,
            store=store,
            serve=serve,
        )
        _save(folder, layout)
        made = cls(folder)
        made.start(BLUE, blue)
        made._start_proxies()
        return made

    @property
    def store(self) -> Path:
        """The store that both sides share."""
        return Path(self._layout.store)

    @property
    def entry(self) -> str:
        """Where clients send their requests."""
        return f"http://127.0.0.1:{self._layout.entry_port}"

    def log_of(self, side: str) -> Path:
        """The lookup log of a side."""
        return self.folder / side / "log"

    def start(self, side: str, version: Version) -> Instance:
        """Run a version on a side; it is healthy when this returns."""
        if side not in SIDES:
            raise UnusableInput(f"{side} is neither of {', '.join(SIDES)}")
        place = self.folder / side
        place.mkdir(exist_ok=True)
        ready = place / "ready.json"
        try:
            self._host.stop(side)
            self._host.start(
                side,
                self._serve(side),
                env=_environment(version, place),
                log=place / "service.log",
                ready=ready,
            )
        except HostUnusable as error:
            raise ServiceUnusable(str(error)) from error
        told = json.loads(ready.read_text(encoding="utf-8"))
        instance = Instance(side=side, version=version, url=told["url"], metrics=told["metrics"])
        _wait(lambda: _is_ready(instance.url), f"{side} ({version.label})")
        self._keep({**self._layout.instances, side: instance})
        return instance

    def stop(self, side: str) -> None:
        """Let a side drain and end."""
        try:
            self._host.stop(side)
        except HostUnusable as error:
            raise ServiceUnusable(str(error)) from error
        self._keep({s: i for s, i in self._layout.instances.items() if s != side})

    def route(self, percent: int) -> None:
        """Send so many percent of the requests to green."""
        upstreams = {side: _address(one) for side, one in self._layout.instances.items()}
        if percent and GREEN not in upstreams:
            raise UnusableInput("green does not run: start it first")
        self._caddy.set_weights(upstreams, {GREEN: percent, BLUE: caddy.WHOLE - percent})

    def routed(self) -> int:
        """How many percent go to green, as the proxy itself says."""
        weights = self._caddy.weights()
        total = sum(weights.values())
        green = self._layout.instances.get(GREEN)
        if green is None or not total:
            return 0
        return round(caddy.WHOLE * weights.get(_address(green), 0) / total)

    def instances(self) -> Mapping[str, Instance]:
        """What runs, by side."""
        return dict(self._layout.instances)

    def process_of(self, side: str) -> int | None:
        """The process id of a side, if it runs."""
        return self._host.running().get(side)

    def shown(self, action: str, **arguments: str) -> list[str]:
        """What an action would do, as commands a person could type."""
        admin = f"http://127.0.0.1:{self._layout.admin_port}"
        match action:
            case "start":
                return [" ".join(["fpcache", *self._serve(arguments["side"])[4:]])]
            case "stop":
                return [f"kill -TERM (the process of {arguments['side']})"]
            case "route":
                share = f"green {arguments['percent']} %, blue the rest"
                return [f"curl -X PATCH {admin}/id/sides -d ... ({share})"]
            case _:
                raise UnusableInput(f"nothing is known of the action {action}")

    def _serve(self, side: str) -> list[str]:
        place = self.folder / side
        return [
            *(sys.executable, "-P", "-m", "fpcache_ops.cli", "serve"),
            *("--host", "127.0.0.1", "--port", "0", "--metrics-port", "0"),
            *("--store", self._layout.store, "--log", str(self.log_of(side))),
            *("--ready-file", str(place / "ready.json")),
            *self._layout.serve,
        ]

    def _start_proxies(self) -> None:
        upstreams = {BLUE: _address(self._layout.instances[BLUE])}
        layout = self._layout
        for name, settings in (
            (
                "balancer",
                caddy.balancer(
                    admin=layout.admin_port,
                    port=layout.balancer_port,
                    upstreams=upstreams,
                    weights={BLUE: caddy.WHOLE},
                ),
            ),
            ("entry", caddy.entry(port=layout.entry_port, behind=layout.balancer_port)),
        ):
            file, ready = self.folder / f"{name}.json", self.folder / f"{name}.ready"
            write_atomically(file, json.dumps(settings, indent=2).encode())
            program = [caddy.program(), "run", "--config", str(file), "--pidfile", str(ready)]
            env = {"PATH": os.environ.get("PATH", ""), "HOME": str(self.folder)}
            log = self.folder / f"{name}.log"
            try:
                self._host.start(name, program, env=env, log=log, ready=ready)
            except HostUnusable as error:
                raise ServiceUnusable(str(error)) from error
        _wait(lambda: _is_ready(self.entry), "the proxy")

    def _keep(self, instances: dict[str, Instance]) -> None:
        _save(self.folder, msgspec.structs.replace(self._layout, instances=instances))


def _save(folder: Path, layout: Layout) -> None:
    write_atomically(folder / FILE, msgspec.json.format(msgspec.json.encode(layout), indent=2))


def _address(instance: Instance) -> str:
    return httpx.URL(instance.url).netloc.decode()


def _environment(version: Version, home: Path) -> dict[str, str]:
    env = {name: value for name, value in os.environ.items() if not name.startswith(_FOREIGN)}
    env["XDG_CONFIG_HOME"] = str(home)
    env = {**env, "PYTHONPATH": version.source} if version.source else with_this_package(env)
    return {**env, **version.settings}


def _is_ready(url: str) -> bool:
    return httpx.get(f"{url}/ready", timeout=2, trust_env=False).status_code == 200


def _wait(done: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + _HEALTHY_SECONDS
    why = "it is not ready"
    while time.monotonic() < deadline:
        try:
            if done():
                return
        except (httpx.HTTPError, ServiceUnusable) as error:
            why = str(error)
        time.sleep(0.02)
    raise ServiceUnusable(f"{what} did not become healthy in {_HEALTHY_SECONDS:g} s: {why}")
