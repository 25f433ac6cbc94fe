"""Cache management over HTTP."""

from datetime import UTC, datetime, timedelta

from fpcache_ops.core.access import Scope
from tests.contract.service.conftest import FALSE, REAL

INVALIDATIONS = "/api/v1/cache/invalidations"
XSS = FALSE | {"type": "xss"}


def get(service, key, name, **asked):
    answer = service.ask(key, "GET", f"/api/v1/cache/{name}", params=asked)
    assert answer.status_code == 200, answer.text
    return answer.json()


def invalidate(service, key, selector, **more):
    body = {"selector": selector, "reason": "a new rule"} | more
    return service.ask(key, "POST", INVALIDATIONS, json=body)


def outcome(service, key, finding=FALSE, **more):
    return service.validate(key, finding, **more)["validated"][0]["outcome"]


def test_withdrawn_and_restored(service, acme):
    """A dry run changes nothing; an invalidation acts at once and can be taken back."""
    service.validate(acme, FALSE, REAL)
    dry = invalidate(service, acme, {"file": "b.py", "repository": "acme/shop"}, dry_run=True)
    assert dry.json()["count"] == 1
    assert [one["path"] for one in dry.json()["sample"]] == ["b.py"]
    assert outcome(service, acme) == "hit"
    done = invalidate(service, acme, {"file": "b.py", "repository": "acme/shop"}).json()
    assert (done["dry_run"], done["count"]) == (False, 1)
    (answer,) = service.validate(service.key("acme")[0], FALSE)["validated"]
    assert answer["outcome"] == "invalidated"
    assert answer["cacheInvalidatedReason"] == "manual"
    listed = service.ask(acme, "GET", INVALIDATIONS).json()["invalidations"]
    assert [(one["id"], one["reason"], one["selector"]) for one in listed] == [
        (done["id"], "a new rule", {"file": "b.py", "repository": "acme/shop"})
    ]
    restored = service.ask(acme, "DELETE", f"{INVALIDATIONS}/{done['id']}")
    assert restored.json() == {"id": done["id"], "restored": True}
    assert service.ask(acme, "DELETE", f"{INVALIDATIONS}/{done['id']}").status_code == 404
    assert "revoked_at" in service.ask(acme, "GET", INVALIDATIONS).json()["invalidations"][0]


EVERY_SELECTOR: list[dict] = [
    {"everything": True},
    {"type": "SQL injection"},
    {"repository": "acme/shop"},
    {"entry": "the digest"},
    {"validator_version": "1"},
]


def test_every_selector(service, acme):
    """Each withdraws what it names."""
    digest = service.validate(acme, FALSE)["validated"][0]["evidence"]["digest"]
    for selector in EVERY_SELECTOR:
        done = invalidate(
            service, acme, {k: digest if k == "entry" else v for k, v in selector.items()}
        )
        assert done.json()["count"] == 1, selector
        assert outcome(service, service.key("acme", Scope.VALIDATE)[0]) == "invalidated"
        service.ask(acme, "DELETE", f"{INVALIDATIONS}/{done.json()['id']}")


WRONG: list[dict] = [
    {},
    {"selector": {}, "reason": "r"},
    {"selector": {"everything": True}},
    {"selector": {"everything": True}, "reason": "  "},
    {"selector": {"everything": True, "type": "xss"}, "reason": "r"},
    {"selector": {"file": "b.py"}, "reason": "r"},
    {"selector": {"files": "b.py"}, "reason": "r"},
    {"selector": {"entry": "abc"}, "reason": "r"},
    {"selector": {"type": "a\0b"}, "reason": "r"},
    {"selector": {"type": 5}, "reason": "r"},
    {"selector": "everything", "reason": "r"},
    {"selector": {"everything": True}, "reason": "r", "dryrun": True},
]


def test_what_cannot_be_withdrawn(service, acme):
    """400, and nothing is: a misspelt selector never becomes a wider one."""
    service.validate(acme, FALSE)
    for body in WRONG:
        answer = service.ask(acme, "POST", INVALIDATIONS, json=body)
        assert (answer.status_code, answer.json()["error"]) == (400, "Invalid request format"), body
    assert outcome(service, acme) == "hit"


def test_entries(service, acme):
    """Newest first, filtered, cut off and said so."""
    service.validate(acme, FALSE, REAL, XSS)
    everything = get(service, acme, "entries")
    assert len(everything["entries"]) == 3
    assert everything["truncated"] is False
    assert get(service, acme, "entries", limit=2)["truncated"] is True
    (real,) = get(service, acme, "entries", repository="acme/shop", file="a.py")["entries"]
    assert (real["verdict"], real["outcome"], real["why"]) == ("true_positive", "hit", "usable")
    assert [e["type"] for e in get(service, acme, "entries", type="XSS")["entries"]] == ["xss"]
    assert get(service, acme, "entries", entry=real["digest"])["entries"] == [real]
    for odd in (
        {"limit": "0"},
        {"limit": "9999"},
        {"limit": "x"},
        {"entry": "xyz"},
        {"file": "\0"},
    ):
        assert service.ask(acme, "GET", "/api/v1/cache/entries", params=odd).status_code == 400


def test_stats(service, acme):
    """Of the tenant; nothing about others' bytes."""
    service.validate(acme, FALSE, REAL)
    said = get(service, acme, "stats")
    assert (said["entries"], said["false_positives"], said["true_positives"]) == (2, 1, 1)
    assert said["by_type"] == {"sql-injection": 2}
    assert said["by_repository"] == {"acme/shop": 2}
    assert list(said) == [
        "entries", "false_positives", "true_positives", "withdrawn", "by_type", "by_repository",
        "oldest", "newest",
    ]  # fmt: skip


def test_explain(service, acme):
    """What is known of a place, and what keeps it from being used."""
    service.validate(acme, FALSE, XSS)
    invalidate(service, acme, {"type": "xss"})
    said = get(service, acme, "explain", repository="acme/shop", file="b.py", line=2)
    assert said["switch"] == {"on": True, "rule": "default"}
    assert sorted((e["type"], e["outcome"]) for e in said["entries"]) == [
        ("sql-injection", "hit"),
        ("xss", "invalidated"),
    ]
    assert get(service, acme, "explain", file="b.py", line=3)["entries"] == []
    service.assembly.validator.current = "2"
    (entry,) = get(service, acme, "explain", file="b.py", type="sqli")["entries"]
    assert (entry["outcome"], entry["why"]) == ("outdated", "judged by another validator version")
    assert service.ask(acme, "GET", "/api/v1/cache/explain").status_code == 400


def test_savings(service, acme, beta):
    """Calls, seconds and money, from the log; of this tenant only."""
    service.validate(acme, FALSE, REAL)
    for _ in range(3):
        service.validate(acme, FALSE, FALSE | {"id": "twice"}, REAL)
    service.validate(beta, FALSE)
    service.assembly.log.flush()
    said = get(service, acme, "savings", seconds_per_call=45, cost_per_call=0.05)
    assert (said["findings"], said["calls_without_cache"]) == (11, 8)
    assert (said["calls_made"], said["calls_avoided"]) == (2, 6)
    assert (said["seconds"], said["money"]) == (270, 0.3)
    measured = get(service, acme, "savings")
    assert measured["seconds_per_call"] > 0
    assert measured["money"] == 0
    later = (datetime.now(UTC) + timedelta(hours=2)).isoformat()
    assert get(service, acme, "savings", since=later)["findings"] == 0
    assert get(service, acme, "savings", until="2020-01-01")["findings"] == 0
    assert (
        service.ask(acme, "GET", "/api/v1/cache/savings", params={"since": "x"}).status_code == 400
    )


def test_keys_over_http(service, acme):
    """Made, listed without the secret, revoked."""
    made = service.ask(acme, "POST", "/api/v1/keys", json={"scopes": ["read"], "label": "x"}).json()
    assert service.ask(made["key"], "GET", "/api/v1/cache/stats").status_code == 200
    listed = service.ask(acme, "GET", "/api/v1/keys")
    assert made["note"] in listed.json()["keys"]
    assert made["key"] not in listed.text
    gone = service.ask(acme, "DELETE", f"/api/v1/keys/{made['note']['id']}")
    assert gone.json() == {"id": made["note"]["id"], "revoked": True}
    assert service.ask(acme, "DELETE", f"/api/v1/keys/{made['note']['id']}").status_code == 404
    wrong: list[dict] = [{}, {"scopes": []}, {"scopes": ["root"]}, {"scopes": ["read"], "days": -1}]
    for odd in wrong:
        assert service.ask(acme, "POST", "/api/v1/keys", json=odd).status_code == 400
