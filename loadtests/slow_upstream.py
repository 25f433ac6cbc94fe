"""An upstream validator that is as slow as the real ones: 30 to 60 s for a finding, scaled.

    python -m loadtests.slow_upstream --scale 0.02 --ready-file upstream.json

A real HTTP server that answers the contract of ``docs/validators.md``. It knows the code of
``sources.py``: what has a parameter is real. ``GET /`` tells how often it was asked, and about how
many different things.
"""

import argparse
import json
import random
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

SECONDS = (30.0, 60.0)


class Upstream(ThreadingHTTPServer):
    """The server, and what it was asked."""

    daemon_threads = True
    request_queue_size = 256

    def __init__(self, port: int, scale: float) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.scale = scale
        self.asked: list[str] = []


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Upstream

    def do_POST(self) -> None:
        question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        evidence = json.dumps(question["evidence"], sort_keys=True)
        self.server.asked.append(evidence)
        time.sleep(self.server.scale * random.uniform(*SECONDS))
        real = ": str)" in question["evidence"]["slices"][0]["text"]
        self._answer(
            {
                "id": question["id"],
                "version": question["validator"]["version"],
                "verdict": "true_positive" if real else "false_positive",
                "confidence": 0.95,
                "reason": "It has a parameter." if real else "It is constant.",
                "justification": None
                if real
                else "vulnerable_code_cannot_be_controlled_by_adversary",
                "relies_on_unseen": [],
            }
        )

    def do_GET(self) -> None:
        asked = self.server.asked
        self._answer({"calls": len(asked), "distinct": len(set(asked))})

    def _answer(self, value: dict[str, Any]) -> None:
        content = json.dumps(value).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_said: object) -> None:
        """Nothing: the scenario counts."""


def main() -> None:
    """Serve until stopped."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--scale", type=float, default=0.02, help="Of 30 to 60 seconds")
    parser.add_argument("--ready-file", type=Path, help="Where {url} is written when it serves")
    options = parser.parse_args()
    server = Upstream(options.port, options.scale)
    url = f"http://127.0.0.1:{server.server_address[1]}"
    if options.ready_file:
        draft = options.ready_file.with_suffix(".draft")
        draft.write_text(json.dumps({"url": url}))
        draft.replace(options.ready_file)
    print(f"asked at {url}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
