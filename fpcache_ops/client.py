"""A client of the HTTP API. A ReadClient has no method that changes what the service keeps on
purpose; validating may store verdicts, as it does for everyone who asks.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Self

import httpx
import msgspec

from fpcache_ops.core.finding import Finding
from fpcache_ops.errors import ServiceUnusable, UnusableInput
from fpcache_ops.wire import ValidateResponse, decode_response, finding_body

VALIDATE_PATH = "/api/v1/vulnerabilities/validate"
TIMEOUT_SECONDS = 120.0
"""What clients in the field wait for a batch."""


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
        )

    def __enter__(self) -> Self:
        """Use as a context manager to close the connections at the end."""
        return self

    def __exit__(self, *_raised: object) -> None:
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

    def _checked(self, send: Any) -> httpx.Response:
        where = self._http.base_url
        try:
            answer: httpx.Response = send()
        except httpx.TimeoutException as error:
            raise ServiceUnusable(f"{where} did not answer in time: try again") from error
        except httpx.HTTPError as error:
            raise ServiceUnusable(
                f"{where} cannot be reached ({error}): is the service running?"
            ) from error
        if answer.status_code in (401, 403):
            raise ServiceUnusable(f"{where} refused the API key (status {answer.status_code})")
        if answer.status_code != 200:
            raise ServiceUnusable(f"{where} answered status {answer.status_code}")
        return answer


class OperatorClient(ReadClient):
    """A client that may change what the service keeps."""
