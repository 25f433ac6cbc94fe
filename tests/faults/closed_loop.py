"""Plain Locust, as it is usually written: users that wait for their answers. To compare with."""

from locust import FastHttpUser, constant, task

from loadtests.sources import LINE, safe

FINDING = {"id": "1", "type": "xss", "file": "shop.py", "line": LINE}
BODY = {
    "repository": "loadtest/closed",
    "vulnerabilities": [FINDING],
    "files": {"shop.py": safe("xss", 1)},
}


class Waits(FastHttpUser):
    wait_time = constant(0.02)

    @task
    def ask(self) -> None:
        path = "/api/v1/vulnerabilities/validate"
        self.client.post(path, json=BODY, headers={"x-api-key": "dev"})
