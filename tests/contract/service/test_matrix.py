"""Two tenants: whatever one asks with the other's ids, it learns nothing, not even of absence."""

import re

from tests.contract.service.conftest import FALSE, REAL

SCAN = {"phase": "scan", "repo": "acme/secret", "commitSha": "c1", "data": {"mark": "of-acme"}}


def answers_alike(service, key, method, foreign, absent, **sent):
    """The answer to another tenant's id, equal to the one to an id that nobody has."""
    first = service.ask(key, method, foreign, **sent)
    second = service.ask(key, method, absent, **sent)
    assert first.status_code == second.status_code
    assert _comparable(first) == _comparable(second)
    return first


def _comparable(answer):
    text = re.sub(r'"requestId":"[0-9a-f]+"', "", answer.text)
    headers = {
        name: value
        for name, value in answer.headers.items()
        if name not in ("x-request-id", "server-timing", "date")
    }
    return text, headers


def test_every_route_with_every_kind_of_foreign_id(service, acme, beta):
    """Foreign and absent are one; nothing of acme's is in any answer to beta."""
    (false, _) = service.validate(acme, FALSE, REAL, repository="acme/secret")["validated"]
    digest = false["evidence"]["digest"]
    done = service.ask(
        acme,
        "POST",
        "/api/v1/cache/invalidations",
        json={"selector": {"type": "xss"}, "reason": "mark-of-acme"},
    ).json()
    service.ask(acme, "POST", "/api/v1/phases/store", json=SCAN)
    _, key_id = service.key("acme")
    ask = (service, beta)
    cache, phases = "/api/v1/cache", "/api/v1/phases"

    entries = answers_alike(
        *ask, "GET", f"{cache}/entries?repository=acme/secret", f"{cache}/entries?repository=no/ne"
    )
    assert entries.json() == {"entries": [], "truncated": False}
    answers_alike(
        *ask, "GET", f"{cache}/entries?entry={digest}", f"{cache}/entries?entry={'0' * 64}"
    )
    answers_alike(
        *ask, "GET", f"{cache}/explain?entry={digest}", f"{cache}/explain?entry={'0' * 64}"
    )
    answers_alike(*ask, "GET", f"{cache}/explain?file=b.py", f"{cache}/explain?file=none.py")
    restore = answers_alike(
        *ask,
        "DELETE",
        f"{cache}/invalidations/{done['id']}",
        f"{cache}/invalidations/{done['id'] + 999}",
    )
    assert restore.status_code == 404
    for selector, absent in (
        ({"entry": digest}, {"entry": "0" * 64}),
        ({"repository": "acme/secret"}, {"repository": "no/ne"}),
        ({"file": "b.py", "repository": "acme/secret"}, {"file": "b.py", "repository": "no/ne"}),
        ({"everything": True}, {"type": "none"}),
    ):
        dry = {"reason": "r", "dry_run": True}
        path = f"{cache}/invalidations"
        counts = [
            service.ask(beta, "POST", path, json={"selector": one} | dry).json()
            for one in (selector, absent)
        ]
        assert counts[0] == counts[1] == {"dry_run": True, "count": 0, "sample": []}
    assert service.ask(beta, "GET", f"{cache}/invalidations").json() == {"invalidations": []}
    assert service.ask(beta, "GET", f"{cache}/stats").json()["entries"] == 0
    assert service.ask(beta, "GET", f"{cache}/savings").json()["findings"] == 0
    answers_alike(*ask, "DELETE", f"/api/v1/keys/{key_id}", "/api/v1/keys/AAAAAAAAAAAA")
    assert len(service.ask(beta, "GET", "/api/v1/keys").json()["keys"]) == 1
    answers_alike(
        *ask,
        "GET",
        f"{phases}/retrieve?repo=acme/secret&commit=c1",
        f"{phases}/retrieve?repo=nobody/x&commit=c1",
    )
    answers_alike(*ask, "GET", "/api/v1/phase_data/acme/secret/1", "/api/v1/phase_data/nobody/x/1")
    answers_alike(
        *ask, "DELETE", "/api/v1/phase_data/acme/secret/1", "/api/v1/phase_data/nobody/x/1"
    )
    # The same question, the same bytes, another tenant: a miss, and its own verdict.
    (mine,) = service.validate(beta, FALSE, repository="acme/secret")["validated"]
    assert (mine["outcome"], mine["cause"]) == ("miss", "first_seen")
    assert mine["cacheKey"].startswith("beta/")

    # And nothing that beta tried has touched acme.
    (kept, _) = service.validate(acme, FALSE, REAL, repository="acme/secret")["validated"]
    assert kept["outcome"] == "hit"
    listed = service.ask(acme, "GET", f"{cache}/invalidations").json()["invalidations"]
    assert [("revoked_at" in one) for one in listed] == [False]
    found = service.ask(acme, "GET", f"{phases}/retrieve?repo=acme/secret&commit=c1")
    assert found.json() == {"scan": {"mark": "of-acme"}}


def test_an_invalidation_withdraws_nothing_of_others(service, acme, beta):
    """Everything is everything of the tenant."""
    service.validate(acme, FALSE)
    service.validate(beta, FALSE)
    body = {"selector": {"everything": True}, "reason": "r"}
    assert service.ask(beta, "POST", "/api/v1/cache/invalidations", json=body).json()["count"] == 1
    assert service.validate(acme, FALSE)["validated"][0]["outcome"] == "hit"
    assert service.validate(beta, FALSE)["validated"][0]["outcome"] == "invalidated"
