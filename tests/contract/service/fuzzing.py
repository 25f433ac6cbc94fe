"""Requests made up from the API's own description, good ones and bad ones, by schemathesis."""

import itertools
import warnings
from collections import Counter
from collections.abc import Sequence
from typing import Any

import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import seed as seeded
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.generation import GenerationMode

load_all_checks()

_CHECKS = [
    CHECKS.get_one(name)
    for name in (
        "not_a_server_error",
        "status_code_conformance",
        "content_type_conformance",
        "response_headers_conformance",
        "response_schema_conformance",
        "allow_header_conformance",
    )
]
_REFUSED = CHECKS.get_one("negative_data_rejection")
_TAKEN = CHECKS.get_one("positive_data_acceptance")

_PATIENCE_SECONDS = 110
"""On a machine that has a lot else to do; how fast answers are is measured elsewhere."""

_MORE_THAN_A_SCHEMA = {"postCacheInvalidations", "getCacheExplain", "postKeys"}
"""Rules over several fields, or on characters, are described in words: a good request by the schema
may be refused."""


def fuzz(url: str, keys: Sequence[str | None], *, cases: int, seed: int) -> Counter[str]:
    """Send so many requests, spread over every operation, and check every answer.

    Args:
        url: of the service.
        keys: taken in turn; ``None`` is a request without one.
        cases: how many, at least.
        seed: of what is made up.

    Returns:
        How many answers of each status there were.
    """
    schema = schemathesis.openapi.from_url(f"{url}/openapi.json")
    found: list[Any] = list(schema.get_all_operations())
    operations = [one.ok() for one in found]
    kinds = [
        (operation, mode)
        for operation, mode in itertools.product(operations, GenerationMode)
        if mode is GenerationMode.POSITIVE or not _is_fixed(operation)
    ]
    # A request without anything to choose is made once.
    varied = sum(not _is_fixed(operation) for operation, _ in kinds)
    each = -(-cases // varied)
    seen: Counter[str] = Counter()
    turns = itertools.cycle(keys)
    with requests.Session() as session, warnings.catch_warnings():
        # About parts of an operation that cannot be made wrong.
        warnings.simplefilter("ignore")
        session.trust_env = False
        for operation, mode in kinds:
            _fuzz(operation, mode, url, turns, session, seen, cases=each, seed=seed)
    return seen


def _fuzz(
    operation: Any,
    mode: GenerationMode,
    url: str,
    turns: "itertools.cycle[str | None]",
    session: requests.Session,
    seen: Counter[str],
    *,
    cases: int,
    seed: int,
) -> None:
    strategy = operation.as_strategy(generation_mode=mode)
    checks = [*_CHECKS, _REFUSED]
    if operation.definition.raw["operationId"] not in _MORE_THAN_A_SCHEMA:
        checks.append(_TAKEN)

    @seeded(seed)
    @settings(
        max_examples=cases,
        phases=[Phase.generate],
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=strategy)
    def send(case: Any) -> None:
        key = next(turns)
        headers = {"x-api-key": key} if key is not None else {}
        answer = case.call(
            base_url=url, session=session, headers=headers, timeout=_PATIENCE_SECONDS
        )
        seen[str(answer.status_code)] += 1
        case.validate_response(answer, checks=checks if key is not None else _CHECKS)

    send()


def _is_fixed(operation: Any) -> bool:
    described = operation.definition.raw
    return not described.get("parameters") and "requestBody" not in described
