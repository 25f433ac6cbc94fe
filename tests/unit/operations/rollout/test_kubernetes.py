"""The cluster's way, with the real kubectl as far as it goes without a cluster."""

import json
import os
import shlex
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml
from typer.testing import CliRunner

from fpcache_ops.cli import rollout
from fpcache_ops.errors import ServiceUnusable, UnusableInput
from fpcache_ops.operations.rollout.deploying import BLUE, GREEN, Version
from fpcache_ops.operations.rollout.kubernetes import (
    MANIFESTS,
    KubernetesDeployer,
    rendered,
    weights_patch,
)

APP = typer.Typer()
rollout.register(APP)
NEXT = Version(label="v2", source="registry.example/fpcache:2", settings={"FPCACHE_POLICY": "file"})


@pytest.fixture(autouse=True)
def _kubectl_of_this_environment(monkeypatch, tmp_path) -> None:
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}:{os.environ['PATH']}")
    # No cluster of whoever runs the tests.
    monkeypatch.setenv("KUBECONFIG", str(tmp_path / "none"))


class LocalCluster:
    """The manifests as a cluster; every change is made by the real kubectl, on local objects."""

    def __init__(self) -> None:
        self.objects: dict[str, Any] = {
            f"{one['kind'].lower()}/{one['metadata']['name']}": one
            for one in yaml.safe_load_all(rendered())
        }
        self.asked: list[str] = []

    def __call__(self, command: Sequence[str]) -> str:
        assert command[:2] == ["--namespace", "shop"]
        words = list(command[2:])
        self.asked.append(" ".join(words[:2]))
        match words:
            case ["get", "httproute", name, *_]:
                return json.dumps(self.objects[f"httproute/{name}"])
            case ["get", "deployments", *_]:
                kinds = [o for key, o in self.objects.items() if key.startswith("deployment/")]
                return json.dumps({"items": kinds})
            case ["rollout", *_]:
                return ""
            case ["scale", name, replicas]:
                self.objects[name]["spec"]["replicas"] = int(replicas.removeprefix("--replicas="))
                return ""
            case ["patch", kind, name, *rest]:
                return self._changed(f"{kind}/{name}", ["patch"], rest)
            case ["set", what, name, *rest]:
                return self._changed(name, ["set", what], rest)
            case ["annotate", flag, name, *rest]:
                return self._changed(name, ["annotate", flag], rest)
        raise AssertionError(words)

    def _changed(self, name: str, verb: list[str], rest: list[str]) -> str:
        done = subprocess.run(
            ["kubectl", *verb, "--local", "-f", "-", "-o", "json", *rest],
            input=json.dumps(self.objects[name]),
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        self.objects[name] = json.loads(done.stdout)
        return ""


def test_the_manifests_render_and_keep_blue_and_green_apart() -> None:
    cluster = LocalCluster()
    assert len(cluster.objects) == 5
    for side in (BLUE, GREEN):
        deployment = cluster.objects[f"deployment/fpcache-{side}"]["spec"]
        labels = deployment["template"]["metadata"]["labels"]
        assert labels == deployment["selector"]["matchLabels"]
        assert cluster.objects[f"service/fpcache-{side}"]["spec"]["selector"] == labels
        assert labels["side"] == side
    # Secrets are referred to, never written down.
    text = "".join(file.read_text() for file in MANIFESTS.glob("*.yaml"))
    assert "postgresql://" not in text


def test_green_is_started_and_gets_its_share_by_real_kubectl() -> None:
    cluster = LocalCluster()
    deployer = KubernetesDeployer("shop", "https://fpcache.example", cluster)
    assert set(deployer.instances()) == {BLUE}
    started = deployer.start(GREEN, NEXT)
    assert started.url == "http://fpcache-green.shop.svc:8080"
    container = cluster.objects["deployment/fpcache-green"]["spec"]["template"]["spec"][
        "containers"
    ][0]
    assert container["image"] == NEXT.source
    assert {"name": "FPCACHE_POLICY", "value": "file"} in container["env"]
    # What the secret says is still there.
    assert any("valueFrom" in one for one in container["env"])
    assert deployer.instances()[GREEN].version.label == "v2"
    assert cluster.asked[-2] == "rollout status"
    for percent in (10, 50, 100, 0):
        deployer.route(percent)
        assert deployer.routed() == percent
    deployer.undo(GREEN)
    deployer.stop(GREEN)
    assert set(deployer.instances()) == {BLUE}


def test_a_plan_shows_what_a_person_would_type() -> None:
    deployer = KubernetesDeployer("shop", "https://fpcache.example")
    start = deployer.shown("start", side=GREEN, label="v2", image="fpcache:2")
    assert (
        start[0] == "kubectl --namespace shop set image deployment/fpcache-green fpcache=fpcache:2"
    )
    assert start[-1].startswith("kubectl --namespace shop rollout status deployment/fpcache-green")
    (route,) = deployer.shown("route", percent="10")
    assert f"-p '{weights_patch(10)}'" in route
    assert "rollout undo deployment/fpcache-green" in deployer.shown("undo", side=GREEN)[0]


def test_the_plan_of_a_roll_out_is_what_would_be_done() -> None:
    """Typed as it is shown, it brings green and takes the requests over; nothing more is shown."""
    options = ["--namespace", "shop", "--green", "v2", "--image", NEXT.source]
    options += ["--set", "FPCACHE_POLICY=file"]
    done = CliRunner().invoke(APP, ["rollout", "plan", *options])
    assert done.exit_code == 0
    plan, manifests = done.stdout.split("# The manifests, as kubectl renders them\n")
    assert manifests == rendered()
    typed, deployed, weights = LocalCluster(), LocalCluster(), []
    for line in plan.splitlines():
        words = shlex.split(line, comments=True)
        if words[:1] == ["kubectl"] and words[3] not in ("diff", "apply"):
            typed(words[1:])
            weights += [
                KubernetesDeployer("shop", "", typed).routed() for word in words if word == "patch"
            ]
    assert weights == [10, 50, 100, 0]
    deployer = KubernetesDeployer("shop", "", deployed)
    deployer.start(GREEN, NEXT)
    deployer.stop(BLUE)
    assert typed.objects == deployed.objects


@pytest.mark.parametrize(
    ("option", "value", "why"),
    [
        ("--namespace", "Shop; rm", "lower-case"),
        ("--image", "a b", "--image wants"),
        ("--set", "A", "NAME=VALUE"),
        ("--set", "a-b=c", "NAME=VALUE"),
        ("--set", "FPCACHE_STORE=postgresql://u:p@h/d", "read from the Secret"),
    ],
)
def test_a_plan_wants_what_a_cluster_takes(option, value, why) -> None:
    options = {"--namespace": "shop", "--green": "v2", "--image": "f:2", option: value}
    words = [word for pair in options.items() for word in pair]
    done = CliRunner().invoke(APP, ["rollout", "plan", *words])
    assert done.exit_code == 2
    assert why in done.output
    assert "u:p" not in done.output


def test_without_a_cluster_one_line_says_so() -> None:
    deployer = KubernetesDeployer("shop", "https://fpcache.example")
    with pytest.raises(ServiceUnusable, match=r"kubectl failed: .*(refused|cluster|server)"):
        deployer.routed()
    with pytest.raises(UnusableInput, match="an image"):
        deployer.start(GREEN, Version(label="v2"))
    with pytest.raises(UnusableInput, match="0 to 100"):
        weights_patch(101)
