"""The API's description; made-up requests get no answer that it does not describe."""

import re

import msgspec
import pytest
from jsonschema_rs import Draft202012Validator

from fpcache_ops.service.docs import page
from fpcache_ops.service.openapi import describe
from tests.contract.service.fuzzing import fuzz

CASES = 500
"""For each store; `make prove` sends 20,000."""


def test_made_up_requests(service, acme, beta):
    """No 5xx, no status, type or body that is not described; with keys and without."""
    fork, _ = service.key("acme")
    seen = fuzz(str(service.http.base_url), [acme, None, beta, fork], cases=CASES, seed=20261127)
    assert sum(seen.values()) >= CASES
    assert not [status for status in seen if status >= "500"]
    assert {"200", "400", "401"} <= set(seen)


def test_the_description():
    """OpenAPI 3.1, every address of the service in it, every reference in it leads somewhere."""
    document = describe()
    assert document["openapi"] == "3.1.0"
    text = msgspec.json.encode(document).decode()
    for name in re.findall(r'"#/components/schemas/(\w+)"', text):
        Draft202012Validator({"$ref": f"#/components/schemas/{name}", **document})
    assert (
        len({one["operationId"] for of in document["paths"].values() for one in of.values()}) == 19
    )


def test_every_address_is_described(service):
    """And nothing else."""
    described = {
        (path, method.upper())
        for path, of in service.http.get("/openapi.json").json()["paths"].items()
        for method in of
    }
    served = {
        (route.path, method) for route in service.app.routes for method in route.methods - {"HEAD"}
    }
    # What a browser or a scraper reads is described by what it is.
    assert served - described == {("/metrics", "GET"), ("/openapi.json", "GET"), ("/docs", "GET")}
    assert described <= served


def test_the_page_needs_nothing_else(service):
    """No script, no address of anybody else, and every operation."""
    answer = service.http.get("/docs")
    assert answer.headers["content-type"].startswith("text/html")
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.text == page(describe())
    assert not re.search(r"<script|https?://|@import|url\(", answer.text)
    for path in describe()["paths"]:
        assert f"<code>{path}</code>" in answer.text


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_a_method_that_an_address_has_not(service, method):
    """405, and which ones it has."""
    answer = service.http.request(method, "/api/v1/cache/invalidations")
    assert answer.status_code == 405
    assert set(answer.headers["allow"].split(", ")) == {"GET", "HEAD", "POST"}
