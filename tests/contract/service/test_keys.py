"""Keys: who is let in, for what, and for how long."""

from fpcache_ops.core.access import Scope
from tests.contract.service.conftest import FALSE, FILES, VALIDATE

BODY = {"repository": "acme/shop", "vulnerabilities": [FALSE], "files": FILES}


def status(service, key):
    answer = service.ask(key, "POST", VALIDATE, json=BODY)
    said = answer.json().get("error")
    return answer.status_code, said["code"] if isinstance(said, dict) else said


def test_only_valid_keys_open(service, acme):
    """A wrong secret, an unknown key, an expired one: the same answer."""
    assert status(service, acme)[0] == 200
    bearer = service.http.post(VALIDATE, json=BODY, headers={"authorization": f"Bearer {acme}"})
    assert bearer.status_code == 200
    assert service.http.post(VALIDATE, json=BODY).json()["error"]["code"] == "AUTH_REQUIRED"
    expired, _ = service.key("acme", days=-1)
    wrong = acme[:-8] + ("0" if acme[-8] != "0" else "1") + acme[-7:]
    for key in (expired, wrong, "nonsense", "fpc_" + "0" * 50):
        assert status(service, key) == (401, "INVALID_API_KEY")


def test_a_key_without_store_leaves_nothing_behind(service, acme):
    """It is answered, from the cache too, and never leads a flight."""
    fork, _ = service.key("acme", Scope.VALIDATE)
    leases = service.assembly.validation._leases
    claims = []
    leases.claim = lambda *asked, **named: claims.append(asked)
    for _ in range(2):
        (answer,) = service.validate(fork, FALSE)["validated"]
        assert (answer["outcome"], answer["isValid"]) == ("miss", False)
    assert claims == []
    del leases.claim
    service.validate(acme, FALSE)
    assert service.validate(fork, FALSE)["validated"][0]["outcome"] == "hit"


def test_scopes_open_their_own_doors(service):
    """403 with the scope that is lacking."""
    doors = {
        Scope.VALIDATE: ("POST", VALIDATE),
        Scope.STORE: ("POST", "/api/v1/phases/store"),
        Scope.READ: ("GET", "/api/v1/cache/stats"),
        Scope.INVALIDATE: ("POST", "/api/v1/cache/invalidations"),
        Scope.ADMIN: ("GET", "/api/v1/keys"),
    }
    for scope in Scope:
        key, _ = service.key("acme", scope)
        for wanted, (method, path) in doors.items():
            answer = service.ask(key, method, path, json={})
            if scope in (wanted, Scope.ADMIN):
                assert answer.status_code in (200, 400)
            else:
                assert answer.status_code == 403
                assert wanted.value in answer.json()["error"]
