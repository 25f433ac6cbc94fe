"""Web hooks: partners are told about events at an address of theirs."""

import hmac
import json
import string
from secrets import SystemRandom
from typing import Any

import requests
from flask import Blueprint, Response, current_app, jsonify, request

from shop import db
from shop.web import customer

blueprint = Blueprint("webhooks", __name__, url_prefix="/hooks")

random = SystemRandom()
ALPHABET = string.ascii_letters + string.digits


@blueprint.post("/")
def register() -> tuple[Response, int]:
    """Register an address; the answer is the only place where its signing key is shown."""
    customer()
    signing_key = "".join(random.choice(ALPHABET) for _ in range(40))
    database = db.connection()
    database.execute(
        "INSERT INTO hooks (url, signing_key) VALUES (?, ?)", (request.form["url"], signing_key)
    )
    database.commit()
    return jsonify(signing_key=signing_key), 201


def deliver(event: str, content: dict[str, Any]) -> None:
    """Tell every partner, before the customer gets an answer: partners reserve stock by it."""
    body = json.dumps({"event": event, **content}).encode()
    for hook in db.connection().execute("SELECT url, signing_key FROM hooks").fetchall():
        signature = hmac.digest(hook["signing_key"].encode(), body, "sha256").hex()
        try:
            requests.post(hook["url"], data=body, headers={"X-Signature": signature})
        except requests.RequestException as error:
            current_app.logger.warning("%s not delivered to %s: %s", event, hook["url"], error)
