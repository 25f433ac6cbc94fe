"""The service as its clients know it: one request, and what its answer must be."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from loadtests.arrivals import Scenario, Seen

VALIDATE = "/api/v1/vulnerabilities/validate"
INVALIDATIONS = "/api/v1/cache/invalidations"

Verdict = tuple[str, bool, float, str]


def body(repository: str, path: str, source: str, marked: Mapping[int, str]) -> dict[str, Any]:
    """A request about one file. ``marked`` are the lines with a finding, and its type."""
    return {
        "repository": repository,
        "vulnerabilities": [
            {"id": f"{path}:{line}", "type": kind, "file": path, "line": line}
            for line, kind in marked.items()
        ],
        "files": {path: {"content": source}},
    }


def post(user: Scenario, path: str, sent: Any, seen: Seen) -> Any:
    """The answer's JSON, or ``None`` with the reason in ``seen.error``."""
    return _json(user, "POST", path, seen, data=json.dumps(sent))


def get(user: Scenario, path: str, seen: Seen) -> Any:
    """The same for what is only read."""
    return _json(user, "GET", path, seen)


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
    with user.client.request(
        method, path, headers=headers, name=seen.tag, catch_response=True, **more
    ) as answer:
        if answer.status_code != 200:
            seen.error = f"status {answer.status_code}" if answer.status_code else f"{answer.error}"
        else:
            try:
                return answer.json()
            except ValueError as error:
                seen.error = f"not JSON: {error}"
        answer.failure(seen.error)
    return None
