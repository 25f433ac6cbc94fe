"""Phase data over HTTP: both forms of the addresses, and every text that clients look for."""

import json

STORE, RETRIEVE = "/api/v1/phases/store", "/api/v1/phases/retrieve"
SCAN = {"phase": "scan", "repo": "acme/shop", "commitSha": "c1", "data": {"found": 3}}
ISSUE = {
    "phase": "validation",
    "repo": "acme/shop",
    "issueNumber": 7,
    "commitSha": "c1",
    "data": {"ok": True},
}


def store(service, key, body, path=STORE):
    return service.ask(key, "POST", path, content=json.dumps(body))


def retrieve(service, key, **asked):
    return service.ask(key, "GET", RETRIEVE, params={"repo": "acme/shop", "commit": "c1"} | asked)


def test_stored_and_retrieved(service, acme):
    """Only the phases that exist; ids are whole numbers that grow."""
    assert retrieve(service, acme).json() == {}
    first = store(service, acme, SCAN)
    assert first.status_code == 200
    assert list(first.json()) == ["success", "id", "phase"]
    assert (first.json()["success"], first.json()["phase"]) == (True, "scan")
    assert retrieve(service, acme).json() == {"scan": {"found": 3}}
    assert store(service, acme, ISSUE).json()["id"] > first.json()["id"]
    pull = ISSUE | {"phase": "mitigate", "data": {"pr_url": "https://h/acme/shop/pull/12/files"}}
    assert store(service, acme, pull).json()["phase"] == "mitigation"
    assert retrieve(service, acme, issue=7).json() == {
        "scan": {"found": 3},
        "validation": {"issue-7": {"ok": True}},
        "mitigation": {"issue-7": pull["data"]},
    }
    assert list(retrieve(service, acme, issue=7, commit="c2").json()) == [
        "validation",
        "mitigation",
    ]
    assert retrieve(service, acme, issue=8, commit="c2").json() == {}


def test_what_a_mitigation_tells(service, acme):
    """The address of its pull request, the number in it, and the files; with the key's name."""
    data = {"pr_url": "https://h/o/r/pull/12", "files_changed": ["a.py"]}
    run = {"pipeline_run_id": "run-1"}
    store(service, acme, ISSUE | run | {"phase": "mitigation", "data": data})
    with service.assembly.store.database.reading() as connection:
        row = connection.exec_driver_sql(
            "SELECT pr_url, pr_number, files_changed, pipeline_run_id, key_id FROM phase_executions"
        ).one()
    assert tuple(row[:4]) == (data["pr_url"], 12, '["a.py"]', "run-1")
    assert row.key_id in {key.id for key in service.assembly.directory.keys("acme")}


def test_spellings(service, acme):
    """Snake case, aliases, a number as text, no data at all."""
    body = {"phase": "validate", "repo": "acme/shop", "issue_number": "9", "commit_sha": "c1"}
    assert store(service, acme, body).json()["phase"] == "validation"
    assert retrieve(service, acme, issue="9").json() == {"validation": {"issue-9": {}}}
    assert store(service, acme, SCAN | {"issueNumber": 3}).status_code == 200


def test_the_resource_form(service, acme):
    """POST as the other; GET and DELETE by the issue."""
    place = "/api/v1/phase_data/acme/shop/7"
    assert service.ask(acme, "GET", place).json() == {}
    assert store(service, acme, ISSUE, "/api/v1/phase_data").json()["success"] is True
    store(service, acme, SCAN)
    assert service.ask(acme, "GET", place).json() == {"validation": {"issue-7": {"ok": True}}}
    with_scan = service.ask(acme, "GET", place, params={"commit": "c1"}).json()
    assert with_scan["scan"] == SCAN["data"]
    assert service.ask(acme, "DELETE", place).json() == {"success": True, "deleted": 1}
    assert service.ask(acme, "DELETE", place).json() == {"success": True, "deleted": 0}
    assert service.ask(acme, "GET", place).json() == {}


NEEDED = "Issue number is required for validation and mitigation phases"
WRONG: list[tuple[dict, str]] = [
    ({"phase": None}, "Phase is required"),
    ({"phase": ""}, "Phase is required"),
    ({"repo": None}, "Repository is required"),
    ({"commitSha": None}, "Commit SHA is required"),
    ({"commitSha": ""}, "Commit SHA is required"),
    ({"issueNumber": None}, NEEDED),
    ({"phase": "mitigate", "issueNumber": None}, NEEDED),
    ({"phase": "deploy"}, "Invalid phase. Must be scan, validation, or mitigation"),
    ({"phase": 5}, "Invalid phase. Must be scan, validation, or mitigation"),
    *(
        ({"issueNumber": odd}, "Invalid issue number format")
        for odd in ("seven", "7a", 1.5, -1, 0, True, [7], 2**70)
    ),
    ({"repo": "no-slash"}, "Invalid repository format. Must be owner/name"),
    ({"repo": 5}, "Invalid repository format. Must be owner/name"),
]


def test_errors(service, acme):
    """400, and `error` is the text itself."""
    for change, text in WRONG:
        answer = store(service, acme, ISSUE | change)
        assert (answer.status_code, answer.json()["error"]) == (400, text), change


def test_errors_of_retrieving(service, acme):
    """The same texts."""
    for asked, text in (
        ({"repo": ""}, "Repository is required"),
        ({"commit": ""}, "Commit SHA is required"),
        ({"issue": "seven"}, "Invalid issue number format"),
    ):
        answer = retrieve(service, acme, **asked)
        assert (answer.status_code, answer.json()["error"]) == (400, text)
    assert service.ask(acme, "GET", "/api/v1/phase_data/acme/shop/x").status_code == 400


def test_an_account_that_is_not_yours(service, acme, beta):
    """403, whether anybody has it or not; nothing is stored, read or deleted."""
    store(service, acme, ISSUE)
    for owner in ("acme", "nobody"):
        repo = f"{owner}/shop"
        for answer in (
            store(service, beta, ISSUE | {"repo": repo}),
            store(service, beta, ISSUE | {"repo": repo}, "/api/v1/phase_data"),
            retrieve(service, beta, repo=repo),
            service.ask(beta, "GET", f"/api/v1/phase_data/{repo}/7"),
            service.ask(beta, "DELETE", f"/api/v1/phase_data/{repo}/7"),
        ):
            assert answer.status_code == 403
            assert answer.json()["error"] == "Unauthorized: no access to namespace"
    assert retrieve(service, acme, issue=7).json() == {"validation": {"issue-7": {"ok": True}}}


def test_case_of_an_account_does_not_matter(service, acme):
    """As on the code hosts."""
    assert store(service, acme, SCAN | {"repo": "ACME/shop"}).status_code == 200


def test_the_size_is_limited(service, acme):
    """413, and nothing is stored."""
    answer = store(service, acme, SCAN | {"data": "x" * (8 * 1024 * 1024)})
    assert answer.status_code == 413
    assert retrieve(service, acme).json() == {}


def test_keys_of_a_tenant_share_the_data(service, acme):
    """Each row names the key that wrote it, and is everybody's in the tenant."""
    other, _ = service.key("acme")
    store(service, acme, SCAN)
    assert retrieve(service, other).json() == {"scan": {"found": 3}}
