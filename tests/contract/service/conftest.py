"""The service over each kind of store, with two tenants and their keys."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from fpcache_ops.bootstrap import Assembly, SystemClock
from fpcache_ops.core.access import ApiKey, Scope, Tenant, new_key
from fpcache_ops.service.app import create_app
from fpcache_ops.service.auth import StoredKeys
from tests.assembling import assembled
from tests.contract.places import Place
from tests.serving import served

VALIDATE = "/api/v1/vulnerabilities/validate"
FILES = {"a.py": "def f(x):\n    run(unsafe)\n", "b.py": "def g(x):\n    run(x)\n"}
REAL = {"id": "r", "type": "sql_injection", "file": "a.py", "line": 2}
FALSE = {"id": "f", "type": "sql_injection", "file": "b.py", "line": 2}
TENANTS = ("acme", "beta")


@dataclass
class Service:
    """A running service. Every request names whose key it carries."""

    http: httpx.Client
    assembly: Assembly
    place: Place
    app: Starlette

    def key(self, tenant: str, *scopes: Scope, days: float | None = 1) -> tuple[str, str]:
        """A new key, and its id."""
        text, presented = new_key(secrets.randbelow)
        now = datetime.now(UTC)
        self.assembly.directory.add_key(
            ApiKey(
                presented.id,
                tenant,
                "test",
                presented.digest,
                frozenset(scopes or Scope),
                now,
                "test",
                now + timedelta(days=days) if days is not None else None,
            )
        )
        return text, presented.id

    def ask(self, key: str, method: str, path: str, **sent: Any) -> httpx.Response:
        return self.http.request(method, path, headers={"x-api-key": key}, **sent)

    def validate(self, key: str, *findings: dict, **more: Any) -> dict[str, Any]:
        body = {"repository": "acme/shop", "vulnerabilities": findings, "files": FILES} | more
        answer = self.ask(key, "POST", VALIDATE, json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()


@pytest.fixture
def service(place: Place, tmp_path: Path) -> Iterator[Service]:
    with assembled(place.store(), tmp_path) as assembly:
        for name in TENANTS:
            tenant = Tenant(name, datetime.now(UTC), (name,))
            assembly.directory.add_tenant(tenant, who="test")
        app = create_app(assembly, StoredKeys(assembly.directory, SystemClock()))
        with served(app) as http:
            yield Service(http, assembly, place, app)


@pytest.fixture
def acme(service: Service) -> str:
    """A key of tenant acme with every scope."""
    return service.key("acme")[0]


@pytest.fixture
def beta(service: Service) -> str:
    """A key of tenant beta with every scope."""
    return service.key("beta")[0]
