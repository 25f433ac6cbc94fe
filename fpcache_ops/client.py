"""A client of the HTTP API. A ReadClient has no method that changes what the service keeps on
purpose; validating may store verdicts, as it does for everyone who asks.
"""

import ssl
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any, Self, TypeVar
from urllib.parse import quote

import httpx
import msgspec

from fpcache_ops.core.access import Scope
from fpcache_ops.core.finding import Finding
from fpcache_ops.errors import ServiceUnusable, UnusableInput
from fpcache_ops.wire import (
    ValidateResponse,
    addresses,
    decode_response,
    finding_body,
    management,
)

VALIDATE_PATH = addresses.VALIDATE
TIMEOUT_SECONDS = 120.0
"""What clients in the field wait for a batch."""


_S = TypeVar("_S")


@cache
def _trusted() -> ssl.SSLContext:
    """Reading the certificates takes longer than a request; all clients share them."""
    return httpx.create_ssl_context(trust_env=False)


class ReadClient:
    """Asks a service. It follows no redirect, and reads answers strictly."""

    def __init__(self, base_url: str, api_key: str, *, timeout: float = TIMEOUT_SECONDS) -> None:
        if httpx.URL(base_url).scheme not in ("http", "https"):
            raise UnusableInput(f"{base_url!r} is no address: give http://HOST:PORT")
        # The environment's proxies are for the world outside, not for an internal service.
        self._http = httpx.Client(
            base_url=base_url,
            headers={"x-api-key": api_key},
            timeout=timeout,
            trust_env=False,
            verify=_trusted(),
        )

    def anew(self) -> "ReadClient":
        """A client of the same service with the same key, on a connection of its own: of several
        processes another one may answer.
        """
        key, timeout = self._http.headers["x-api-key"], self._http.timeout.read
        return ReadClient(str(self._http.base_url), key, timeout=timeout or TIMEOUT_SECONDS)

    def __enter__(self) -> Self:
        """Use as a context manager to close the connections at the end."""
        return self

    def __exit__(self, *_raised: object) -> None:
        """Close the connections."""
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def health(self) -> dict[str, Any]:
        """What ``GET /health`` says. Raises ServiceUnusable."""
        said = self._checked(lambda: self._http.get("/health")).json()
        if not isinstance(said, dict):
            raise ServiceUnusable(f"{self._http.base_url}: /health is not this service's")
        return said

    def validate(
        self, repository: str, findings: Sequence[Finding], files: Mapping[str, str]
    ) -> ValidateResponse:
        """Have findings judged, in one request; answers come in their order.

        Raises:
            ServiceUnusable: no connection, an error status, or an answer that breaks the contract.
        """
        body = {
            "repository": repository,
            "vulnerabilities": [
                finding_body(number, finding) for number, finding in enumerate(findings)
            ],
            "files": {path: {"content": content} for path, content in files.items()},
        }
        answer = self._checked(
            lambda: self._http.post(
                VALIDATE_PATH,
                content=msgspec.json.encode(body),
                headers={"content-type": "application/json"},
            )
        )
        try:
            response = decode_response(answer.content)
        except msgspec.DecodeError as error:
            raise ServiceUnusable(
                f"{self._http.base_url} answered something that is not the contract: {error}"
            ) from error
        if [one.id for one in response.validated] != list(range(len(findings))):
            raise ServiceUnusable(f"{self._http.base_url} answered other findings than were asked")
        return response

    # --- what is kept ---------------------------------------------------------------------

    def entries(
        self,
        *,
        repository: str | None = None,
        file: str | None = None,
        vulnerability_type: str | None = None,
        entry: str | None = None,
        validator_version: str | None = None,
        limit: int | None = None,
    ) -> management.Entries:
        """Entries that fit all that is named, newest first. Raises ServiceUnusable."""
        asked = {
            "repository": repository,
            "file": file,
            "type": vulnerability_type,
            "entry": entry,
            "validator_version": validator_version,
            "limit": limit,
        }
        return self._get(addresses.ENTRIES, management.Entries, asked)

    def stats(self) -> management.StatsBody:
        """How much is kept. Raises ServiceUnusable."""
        return self._get(addresses.STATS, management.StatsBody, {})

    def explain(
        self,
        *,
        repository: str | None = None,
        file: str | None = None,
        line: int | None = None,
        vulnerability_type: str | None = None,
        entry: str | None = None,
    ) -> management.Explained:
        """What is known of a place, and what keeps it from being used. Raises ServiceUnusable."""
        asked = {
            "repository": repository,
            "file": file,
            "line": line,
            "type": vulnerability_type,
            "entry": entry,
        }
        return self._get(addresses.EXPLAIN, management.Explained, asked)

    def savings(
        self,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        seconds_per_call: float | None = None,
        cost_per_call: float | None = None,
    ) -> management.Savings:
        """What the cache saved, by the log. Raises ServiceUnusable."""
        asked = {
            "since": since.isoformat() if since is not None else None,
            "until": until.isoformat() if until is not None else None,
            "seconds_per_call": seconds_per_call,
            "cost_per_call": cost_per_call,
        }
        return self._get(addresses.SAVINGS, management.Savings, asked)

    def invalidations(self) -> list[management.InvalidationNote]:
        """All invalidations of the tenant, newest first. Raises ServiceUnusable."""
        found = self._get(addresses.INVALIDATIONS, management.Invalidations, {})
        return found.invalidations

    def preview(self, selector: management.SelectorBody) -> management.Invalidated:
        """What an invalidation would withdraw; nothing is changed. Raises ServiceUnusable."""
        body = management.InvalidateBody(selector, "preview", dry_run=True)
        return self._send("POST", addresses.INVALIDATIONS, management.Invalidated, body)

    def api_keys(self) -> list[management.KeyNote]:
        """The tenant's API keys; wants a key with the scope admin. Raises ServiceUnusable."""
        return self._get(addresses.KEYS, management.Keys, {}).keys

    def phases(self, repository: str, commit: str, issue: int | None = None) -> dict[str, Any]:
        """What is known of a repository's phases: only those that exist. Raises ServiceUnusable."""
        asked = {"repo": repository, "commit": commit, "issue": issue}
        return self._get(addresses.PHASES_RETRIEVE, dict[str, Any], asked)

    # --- how ------------------------------------------------------------------------------

    def _get(self, path: str, kind: type[_S], asked: Mapping[str, object]) -> _S:
        given = {name: str(value) for name, value in asked.items() if value is not None}
        return self._send("GET", path, kind, params=given)

    def _send(
        self,
        method: str,
        path: str,
        kind: type[_S],
        body: msgspec.Struct | None = None,
        params: Mapping[str, str] | None = None,
    ) -> _S:
        answer = self._checked(
            lambda: self._http.request(
                method,
                path,
                params=params,
                content=msgspec.json.encode(body) if body is not None else None,
                headers={"content-type": "application/json"} if body is not None else None,
            )
        )
        try:
            return msgspec.json.decode(answer.content, type=kind)
        except msgspec.DecodeError as error:
            raise ServiceUnusable(
                f"{self._http.base_url} answered something that is not the contract: {error}"
            ) from error

    def _checked(self, send: Callable[[], httpx.Response]) -> httpx.Response:
        where = self._http.base_url
        try:
            answer = send()
        except httpx.TimeoutException as error:
            raise ServiceUnusable(f"{where} did not answer in time: try again") from error
        except httpx.HTTPError as error:
            raise ServiceUnusable(
                f"{where} cannot be reached ({error}): is the service running?"
            ) from error
        status = answer.status_code
        if status == 200:
            return answer
        said = _detail(answer)
        match status:
            case 401 | 403:
                raise ServiceUnusable(f"{where} refused the API key (status {status}{said})")
            case 400 | 404 | 413:
                raise UnusableInput(f"{where} answered status {status}{said}")
            case _:
                raise ServiceUnusable(f"{where} answered status {status}{said}")


class OperatorClient(ReadClient):
    """A client that may change what the service keeps."""

    def invalidate(self, selector: management.SelectorBody, reason: str) -> management.Invalidated:
        """Withdraw what is selected; acknowledged when it is in force everywhere.

        Raises:
            UnusableInput: the selector or the reason is refused.
            ServiceUnusable: it is not known whether it was done.
        """
        body = management.InvalidateBody(selector, reason)
        return self._send("POST", addresses.INVALIDATIONS, management.Invalidated, body)

    def restore(self, invalidation: int) -> management.Restored:
        """Revoke an invalidation. Raises UnusableInput if there is no such unrevoked one."""
        path = f"{addresses.INVALIDATIONS}/{invalidation}"
        return self._send("DELETE", path, management.Restored)

    def create_key(
        self, scopes: Sequence[Scope], *, label: str = "", days: int = 365
    ) -> management.CreatedKey:
        """Make a key of the tenant; the answer shows it this once."""
        body = management.CreateKeyBody(list(scopes), label, days)
        return self._send("POST", addresses.KEYS, management.CreatedKey, body)

    def revoke_key(self, key_id: str) -> management.RevokedKey:
        """End a key of the tenant. Raises UnusableInput if there is no such unrevoked one."""
        path = f"{addresses.KEYS}/{quote(key_id, safe='')}"
        return self._send("DELETE", path, management.RevokedKey)


def _detail(answer: httpx.Response) -> str:
    """What a problem document says is wrong, in one line of printable text."""
    try:
        detail = msgspec.json.decode(answer.content)["detail"]
    except (msgspec.DecodeError, UnicodeDecodeError, KeyError, TypeError):
        return ""
    return f": {''.join(filter(str.isprintable, str(detail)))[:300]}"
