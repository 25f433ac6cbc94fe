"""Plain Locust, as it is usually written: users that wait for their answers. To compare with."""

from locust import FastHttpUser, constant, task

from loadtests.sources import SAFE_LINE, SAFE_TYPE, safe

FINDING = {"id": "1", "type": SAFE_TYPE, "file": "shop.py", "line": SAFE_LINE}
BODY = {
    "repository": "loadtest/closed",
    "vulnerabilities": [FINDING],
    "files": {"shop.py": safe(1)},
}


class Waits(FastHttpUser):
    wait_time = constant(0.02)

    @task
    def ask(self) -> None:
        path = "/api/v1/vulnerabilities/validate"
        self.client.post(path, json=BODY, headers={"x-api-key": "dev"})
