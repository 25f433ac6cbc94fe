"""deploy/ as the real kubectl renders it, checked against the program it deploys."""

import copy
import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from fpcache_ops import __version__
from fpcache_ops.config import Settings
from fpcache_ops.monitoring.export import DASHBOARD, RULE_OBJECT, RULES, exported
from fpcache_ops.monitoring.rules import Links
from fpcache_ops.operations.criteria import load
from fpcache_ops.operations.rollout.kubernetes import MANIFESTS
from fpcache_ops.service.app import create_app
from fpcache_ops.service.auth import DevelopmentKeys
from fpcache_ops.service.server import FINISHING_SECONDS
from fpcache_ops.stores.sql import SqlStore
from fpcache_ops.stores.sqlite import SqliteDatabase
from fpcache_ops.wire import addresses
from tests.assembling import assembled
from tests.serving import served
from tests.unit.deploy.commands import Understood, understood

DEPLOY = Path(__file__).parents[3] / "deploy"
ENVIRONMENT = "production"
KINDS = {
    "ConfigMap/fpcache-dashboard",
    "ConfigMap/fpcache-environment",
    "Deployment/fpcache",
    "Job/fpcache-migration",
    "PrometheusRule/fpcache",
    "Service/fpcache",
    "ServiceMonitor/fpcache",
}
_OTHER_VARIABLES = {"FORCE_CACHE_CONTROLLER", "FPCACHE_CONFIG"}
_PROBES = {
    "livenessProbe": addresses.HEALTH,
    "readinessProbe": addresses.READY,
    "startupProbe": addresses.HEALTH,
}

Objects = dict[str, Any]


def rendered(folder: Path) -> Objects:
    """By kind and name; the hash that kustomize puts after a name left out."""
    kubectl = Path(sys.executable).with_name("kubectl")
    done = subprocess.run(
        [kubectl, "kustomize", folder], capture_output=True, text=True, env=dict(os.environ)
    )
    assert done.returncode == 0, done.stderr
    found = {}
    for one in yaml.safe_load_all(done.stdout):
        name = one["metadata"]["name"]
        if one["kind"] == "ConfigMap" and name.startswith("fpcache-environment-"):
            name = "fpcache-environment"
        found[f"{one['kind']}/{name}"] = one
    return found


@pytest.fixture(scope="module")
def objects() -> Objects:
    return rendered(DEPLOY)


def pod_of(workload: Any) -> Any:
    return workload["spec"]["template"]["spec"]


def faults(objects: Objects) -> list[str]:
    """What is wrong, each in a line."""
    if objects.keys() != KINDS:
        return [f"the objects are {sorted(objects)}"]
    deployment, job = objects["Deployment/fpcache"], objects["Job/fpcache-migration"]
    wrong = [f"{name}: {one}" for name, of in objects.items() for one in _named(name, of)]
    for name, workload in (("Deployment", deployment), ("Job", job)):
        wrong += [f"{name}: {one}" for one in _pod_faults(pod_of(workload), objects)]
    asked = understood(pod_of(job)["containers"][0]["args"])
    if asked is None or asked.name != "db upgrade" or not asked.options["serving_role"]:
        wrong.append("Job: it does not run `fpcache db upgrade` for a serving role")
    if _secrets(pod_of(job)) & _secrets(pod_of(deployment)):
        wrong.append("Job: it shares a secret with what serves")
    if pod_of(job)["restartPolicy"] != "Never":
        wrong.append("Job: it is started again within its pod")
    wrong += _serving_faults(pod_of(deployment))
    wrong += _connected_faults(objects)
    wrong += _monitoring_faults(objects)
    return wrong


def _named(name: str, of: Any) -> Iterator[str]:
    if of["metadata"].get("namespace") != "fpcache":
        yield "it is in no namespace of its own"
    if "postgresql://" in json.dumps(of) or of["kind"] == "Secret":
        yield "a secret is written down"


def _pod_faults(pod: Any, objects: Objects) -> Iterator[str]:
    (container,) = pod["containers"]
    if container["image"] != f"fpcache-ops:{__version__}":
        yield f"the image {container['image']} is not this version's"
    if pod.get("automountServiceAccountToken") is not False:
        yield "it holds a token of the cluster that it does not need"
    rights, own = pod["securityContext"], container["securityContext"]
    if not (rights.get("runAsNonRoot") and rights.get("runAsUser")):
        yield "it may run as root"
    if rights.get("seccompProfile") != {"type": "RuntimeDefault"}:
        yield "system calls are not filtered"
    if own != {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }:
        yield f"the container may do more than it needs: {own}"
    if "memory" not in container["resources"].get("limits", {}):
        yield "its memory has no limit"
    mounts = {one["name"]: one for one in container["volumeMounts"]}
    if mounts.keys() != {one["name"] for one in pod["volumes"]}:
        yield "volumes and mounts differ"
    if not {"/tmp", "/var/lib/fpcache"} <= {one["mountPath"] for one in mounts.values()}:
        yield "there is no place to write to"
    settings = {f"FPCACHE_{name.upper()}" for name in Settings.model_fields}
    for name in _variables(container, objects):
        if name not in settings | _OTHER_VARIABLES:
            yield f"{name} is no setting"
    for one in container["env"]:
        secret = one["name"] in ("FPCACHE_STORE", "FPCACHE_MAC_KEY")
        if secret and "secretKeyRef" not in one.get("valueFrom", {}):
            yield f"{one['name']} is not from a secret"


def _variables(container: Any, objects: Objects) -> list[str]:
    names = [one["name"] for one in container["env"]]
    for source in container.get("envFrom", []):
        name = source["configMapRef"]["name"]
        maps = [one for one in objects.values() if one["metadata"]["name"] == name]
        names += [key for of in maps for key in of["data"]] or [f"nothing from {name}"]
    return names


def _secrets(pod: Any) -> set[str]:
    env = pod["containers"][0]["env"]
    sources = [one.get("valueFrom", {}) for one in env]
    return {of["secretKeyRef"]["name"] for of in sources if "secretKeyRef" in of}


def _serving_faults(pod: Any) -> Iterator[str]:
    (container,) = pod["containers"]
    asked = understood(container["args"])
    if asked is None or asked.name != "serve" or asked.options["dev"]:
        yield "Deployment: its arguments do not start the service"
        return
    ports = {one["name"]: one["containerPort"] for one in container["ports"]}
    listening = {"api": asked.options["port"], "metrics": asked.options["metrics_port"]}
    if ports != listening:
        yield f"Deployment: it listens on {listening}, and says {ports}"
    if {asked.options["host"], asked.options["metrics_host"]} != {"0.0.0.0"}:
        yield "Deployment: nobody outside its pod can reach it"
    for probe, path in _PROBES.items():
        if container.get(probe, {}).get("httpGet") != {"path": path, "port": "api"}:
            yield f"Deployment: its {probe} does not ask {path}"
    if pod["terminationGracePeriodSeconds"] < _longest_end(asked):
        yield "Deployment: it is killed while it drains"
    probe = container["readinessProbe"]
    unready = probe["periodSeconds"] * probe.get("failureThreshold", 3) + probe["timeoutSeconds"]
    if asked.options["drain_seconds"] < unready:
        yield "Deployment: it stops before its probe can have said so"
    off = [one["value"] for one in container["env"] if one["name"] == "FPCACHE_OFF_FILE"]
    switch = {one["name"]: one["mountPath"] for one in container["volumeMounts"]}["switch"]
    if off != [f"{switch}/cache.off"]:
        yield "Deployment: its off file is not in the volume for it"


def _longest_end(asked: Understood) -> float:
    return float(asked.options["drain_seconds"] or 0) + FINISHING_SECONDS


def _connected_faults(objects: Objects) -> Iterator[str]:
    deployment, service = objects["Deployment/fpcache"]["spec"], objects["Service/fpcache"]["spec"]
    labels = deployment["template"]["metadata"]["labels"]
    if not deployment["selector"]["matchLabels"].items() <= labels.items():
        yield "Deployment: it does not select its own pods"
    if not service["selector"].items() <= labels.items():
        yield "Service: it selects no pod"
    if service["selector"].items() <= pod_labels(objects["Job/fpcache-migration"]).items():
        yield "Service: it selects the migration"
    ports = {one["name"]: one["containerPort"] for one in _container(objects)["ports"]}
    for one in service["ports"]:
        if ports.get(one["targetPort"]) != one["port"]:
            yield f"Service: its port {one['name']} leads to another"
    if "FORCE_CACHE_CONTROLLER" not in objects["ConfigMap/fpcache-environment"]["data"]:
        yield "Deployment: FORCE_CACHE_CONTROLLER is not set"
    elif "envFrom" not in _container(objects):
        yield "Deployment: FORCE_CACHE_CONTROLLER does not reach it"


def pod_labels(workload: Any) -> dict[str, str]:
    return dict(workload["spec"]["template"]["metadata"]["labels"])


def _container(objects: Objects) -> Any:
    return pod_of(objects["Deployment/fpcache"])["containers"][0]


@cache
def _exported(*, in_cluster: bool) -> dict[str, Any]:
    """What the command writes if nothing but the environment is given, read."""
    files = exported(
        ENVIRONMENT,
        load(),
        links=Links(),
        targets=["127.0.0.1:9080"],
        cost_per_call=0.0,
        currency="USD",
        in_cluster=in_cluster,
    )
    return {name: yaml.safe_load(text) if name == RULES else text for name, text in files.items()}


def _monitoring_faults(objects: Objects) -> Iterator[str]:
    again = f"fpcache monitoring export deploy/monitoring --environment {ENVIRONMENT} --kubernetes"
    dashboard = objects["ConfigMap/fpcache-dashboard"]
    if dashboard["data"] != {DASHBOARD: _exported(in_cluster=True)[DASHBOARD]}:
        yield f"the dashboard is not what is exported: {again}"
    if dashboard["metadata"]["labels"].get("grafana_dashboard") != "1":
        yield "Grafana does not find the dashboard"
    if objects["PrometheusRule/fpcache"]["spec"] != _exported(in_cluster=False)[RULES]:
        yield f"the rules are not what is exported: {again}"
    monitor, service = objects["ServiceMonitor/fpcache"]["spec"], objects["Service/fpcache"]
    if not monitor["selector"]["matchLabels"].items() <= service["metadata"]["labels"].items():
        yield "ServiceMonitor: it selects no service"
    (endpoint,) = monitor["endpoints"]
    if endpoint["path"] != addresses.METRICS or endpoint["port"] != "metrics":
        yield "ServiceMonitor: it does not scrape the port for metrics"
    # What the dashboard and the rules choose by.
    labelled = {"targetLabel": "environment", "replacement": ENVIRONMENT}
    if labelled not in endpoint["relabelings"]:
        yield "ServiceMonitor: what it scrapes lacks the environment that the rules ask for"


def test_there_is_no_fault_in_it(objects: Objects) -> None:
    assert faults(objects) == []


def _variable(name: str, planted: Any) -> Callable[[Objects], None]:
    def plant(objects: Objects) -> None:
        (one,) = (one for one in _container(objects)["env"] if one["name"] == name)
        one.update(planted)

    return plant


def _put(path: str, planted: Any) -> Callable[[Objects], None]:
    """Plant a value; ``None`` removes what is there."""

    def plant(objects: Objects) -> None:
        kind, name, *steps = path.split("/")
        at = objects[f"{kind}/{name}"]
        for step in steps[:-1]:
            at = at[int(step)] if step.isdecimal() else at[step]
        last: Any = int(steps[-1]) if steps[-1].isdecimal() else steps[-1]
        if planted is None:
            del at[last]
        else:
            at[last] = planted

    return plant


_POD = "Deployment/fpcache/spec/template/spec"
_IT = f"{_POD}/containers/0"
_MIGRATION = "Job/fpcache-migration/spec/template/spec/containers/0"


@pytest.mark.parametrize(
    ("plant", "found"),
    [
        (_variable("FPCACHE_LOG", {"name": "FPCACHE_LOGS"}), "FPCACHE_LOGS is no setting"),
        (_variable("FPCACHE_OFF_FILE", {"value": "/cache.off"}), "not in the volume for it"),
        (_variable("FPCACHE_MAC_KEY", {"valueFrom": {"configMapKeyRef": {}}}), "a secret"),
        (_variable("FPCACHE_STORE", {"value": "postgresql://a:b@c/d"}), "written down"),
        (_put(f"{_IT}/envFrom", None), "does not reach it"),
        (_put(f"{_IT}/envFrom/0/configMapRef/name", "other"), "is no setting"),
        (_put("ConfigMap/fpcache-environment/data", {"A": "1"}), "FORCE_CACHE_CONTROLLER is not"),
        (_put(f"{_IT}/args/2", "127.0.0.1"), "nobody outside"),
        (_put(f"{_IT}/args/4", "8000"), "it listens on"),
        (_put(f"{_IT}/args/3", "--prot"), "do not start the service"),
        (_put(f"{_IT}/args/10", "60"), "killed while it drains"),
        (_put(f"{_IT}/args/10", "5"), "before its probe can have said so"),
        (_put(f"{_IT}/image", "fpcache-ops:0.0.9"), "not this version's"),
        (_put(f"{_IT}/livenessProbe/httpGet/path", "/healthz"), "does not ask /health"),
        (_put(f"{_IT}/livenessProbe/httpGet/path", "/ready"), "does not ask /health"),
        (_put(f"{_IT}/readinessProbe/httpGet/port", "metrics"), "does not ask /ready"),
        (_put(f"{_IT}/securityContext/readOnlyRootFilesystem", False), "more than it needs"),
        (_put(f"{_IT}/securityContext/capabilities/add", ["SYS_ADMIN"]), "more than it needs"),
        (_put(f"{_IT}/volumeMounts/1", None), "no place to write to"),
        (_put(f"{_POD}/securityContext/runAsUser", 0), "may run as root"),
        (_put(f"{_POD}/automountServiceAccountToken", True), "a token of the cluster"),
        (_put("Service/fpcache/spec/ports/0/targetPort", "metrics"), "leads to another"),
        (_put("Service/fpcache/spec/selector", {"app": "other"}), "it selects no pod"),
        (_put("Service/fpcache/metadata/labels/app", "other"), "it selects no service"),
        (_put(f"{_MIGRATION}/args/1", "check"), "does not run `fpcache db upgrade`"),
        (_put(f"{_MIGRATION}/env/0/valueFrom/secretKeyRef/name", "fpcache"), "shares a secret"),
        (_put(f"{_MIGRATION}/securityContext/allowPrivilegeEscalation", True), "Job: the contain"),
        (_put("PrometheusRule/fpcache/spec/groups/0/rules/0/for", "9m"), "rules are not what"),
        (_put("ConfigMap/fpcache-dashboard/data/dashboard.json", "{}"), "dashboard is not what"),
        (_put("ServiceMonitor/fpcache/spec/endpoints/0/port", "api"), "the port for metrics"),
        (_put("ServiceMonitor/fpcache/spec/endpoints/0/relabelings", []), "lacks the environment"),
    ],
)
def test_a_fault_is_found(objects: Objects, plant: Callable[[Objects], None], found: str) -> None:
    planted = copy.deepcopy(objects)
    plant(planted)
    assert any(found in one for one in faults(planted)), faults(planted)


def test_what_is_written_is_what_is_rendered() -> None:
    """A file that no kustomization names would be taken for one that is in force."""
    kustomization = yaml.safe_load((DEPLOY / "kustomization.yaml").read_text())
    named = {*kustomization["resources"]}
    named |= {file for one in kustomization["configMapGenerator"] for file in one.get("files", [])}
    there = {str(file.relative_to(DEPLOY)) for file in DEPLOY.rglob("*") if file.is_file()} - {
        "Containerfile",
        "kustomization.yaml",
    }
    assert there == named
    assert f"monitoring/{RULE_OBJECT}" in named


def test_the_page_names_commands_that_there_are() -> None:
    page = (DEPLOY.parent / "docs" / "deployment.md").read_text()
    shown = re.findall(r"^fpcache (.+)$|`fpcache ([a-z]+ [^`]+)`", page, re.MULTILINE)
    assert len(shown) >= 3
    for line, inline in shown:
        assert "--help" in inline or understood(shlex.split(line or inline)), line or inline


def test_what_is_probed_and_scraped_is_answered(objects: Objects, tmp_path: Path) -> None:
    """By the service as it is, before anybody has a key."""
    container = _container(objects)
    paths = {container[probe]["httpGet"]["path"] for probe in _PROBES}
    (endpoint,) = objects["ServiceMonitor/fpcache"]["spec"]["endpoints"]
    with (
        assembled(SqlStore(SqliteDatabase(tmp_path / "cache.db")), tmp_path) as assembly,
        served(create_app(assembly, DevelopmentKeys())) as http,
    ):
        assert {path: http.get(path).status_code for path in {*paths, endpoint["path"]}} == {
            addresses.HEALTH: 200,
            addresses.READY: 200,
            addresses.METRICS: 200,
        }


def test_blue_and_green_are_run_the_same_way(objects: Objects) -> None:
    """The roll-out's manifests hold the same pods; what they are told, the roll-out sets."""
    sides = rendered(MANIFESTS)
    for side in ("blue", "green"):
        ours = copy.deepcopy(pod_of(objects["Deployment/fpcache"]))
        del ours["containers"][0]["envFrom"]
        ours["topologySpreadConstraints"][0]["labelSelector"]["matchLabels"]["side"] = side
        assert pod_of(sides[f"Deployment/fpcache-{side}"]) == ours
