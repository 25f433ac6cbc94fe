"""The service as its clients know it: one request, and what its answer must be."""

import json
import time
from collections.abc import Mapping, Sequence
from typing import Any

import gevent

from loadtests.arrivals import Scenario, Seen
from loadtests.sources import LINE

VALIDATE = "/api/v1/vulnerabilities/validate"
INVALIDATIONS = "/api/v1/cache/invalidations"

_BUSY = (429, 503)

Verdict = tuple[str, bool, float, str]


def body(repository: str, files: Mapping[str, tuple[str, str]]) -> dict[str, Any]:
    """A request about the finding of each file: by path, its type and its source."""
    return {
        "repository": repository,
        "vulnerabilities": [
            {"id": path, "type": kind, "file": path, "line": LINE}
            for path, (kind, _) in files.items()
        ],
        "files": {path: {"content": source} for path, (_, source) in files.items()},
    }


def post(user: Scenario, path: str, sent: Any, seen: Seen) -> Any:
    """The answer's JSON, or ``None`` with the reason in ``seen.error``."""
    return _json(user, "POST", path, seen, data=json.dumps(sent))


def get(user: Scenario, path: str, seen: Seen) -> Any:
    """The same for what is only read."""
    return _json(user, "GET", path, seen)


def plain(user: Scenario, url: str) -> str:
    """What an address says, as text; nothing if it cannot be had. It is no part of the load."""
    with user.client.get(url, name="metrics", catch_response=True) as answer:
        answer.success()
        return str(answer.text or "") if answer.status_code == 200 else ""


def validate(user: Scenario, sent: Mapping[str, Any], seen: Seen) -> list[dict[str, Any]]:
    """The answers to a request, checked against the contract; none if ``seen`` says an error."""
    answer = post(user, VALIDATE, sent, seen)
    if answer is None:
        return []
    try:
        found = answer["validated"]
        for one in found:
            _ = one["id"], one["isValid"], one["confidence"], one["reason"]
        outcomes = [one["outcome"] for one in found]
        asked = [one["id"] for one in sent["vulnerabilities"]]
        if [one["id"] for one in found] != asked:
            seen.wrong = f"asked about {asked[:3]}..., answered {[one['id'] for one in found][:3]}"
    except (KeyError, TypeError) as error:
        seen.error = f"not the contract: {error!r}"
        return []
    seen.findings, seen.hits = len(outcomes), outcomes.count("hit")
    seen.outcome = outcomes[0] if len(set(outcomes)) == 1 else "mixed"
    return list(found)


def verdicts(found: Sequence[Mapping[str, Any]]) -> list[Verdict]:
    """What must not change while the evidence and the validator do not."""
    return [(one["id"], one["isValid"], one["confidence"], one["reason"]) for one in found]


def _json(user: Scenario, method: str, path: str, seen: Seen, **more: Any) -> Any:
    headers = {**user.headers, "Content-Type": "application/json"}
    give_up = time.perf_counter() + user.options.timeout
    while True:
        with user.client.request(
            method, path, headers=headers, name=seen.tag, catch_response=True, **more
        ) as answer:
            code = answer.status_code
            if code in _BUSY and user.patient and time.perf_counter() < give_up:
                user.refused += 1
                answer.success()
            elif code == 200:
                try:
                    return answer.json()
                except ValueError as error:
                    seen.error = f"not JSON: {error}"
            else:
                seen.error = f"status {code}" if code else f"{answer.error}"
            if seen.error:
                answer.failure(seen.error)
                return None
        # As the service's own client does: it comes again when it is told to.
        gevent.sleep(float(answer.headers.get("retry-after") or 1))
