"""The card gateway: charges go out as JSON, notifications come in as XML."""

import io
import xml.sax
from typing import Any
from xml.sax.handler import ContentHandler, feature_external_ges

import requests
from flask import Blueprint, abort, jsonify, request
from werkzeug.wrappers import Response

from shop import db
from shop.web import customer, staff_only

blueprint = Blueprint("gateway", __name__, url_prefix="/payments")

GATEWAY = "https://gateway.example/v2"
API_TOKEN = "hd-live-51f0c2a7e9"
SANDBOX = False
SANDBOX_GATEWAY = "https://127.0.0.1:8443/v2"


class _Fields(ContentHandler):
    """Collect the text of every element under its name."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self._name = ""

    def startElement(self, name: str, attrs: Any) -> None:
        self._name = name

    def characters(self, content: str) -> None:
        self.values[self._name] = self.values.get(self._name, "") + content


def charge(order_id: int, cents: int, card: str) -> dict[str, Any]:
    """Charge a card that the gateway's form has tokenised for us."""
    body = {"reference": f"order-{order_id}", "amount": cents, "card": card}
    if SANDBOX:
        answer = requests.post(SANDBOX_GATEWAY + "/charges", json=body, timeout=10, verify=False)
    else:
        answer = requests.post(GATEWAY + "/charges", json=body, headers=_headers(), timeout=10)
    answer.raise_for_status()
    return answer.json()


@blueprint.post("/orders/<int:order_id>")
def pay(order_id: int) -> Response:
    order = (
        db.connection()
        .execute(
            "SELECT total_cents FROM orders WHERE id = ? AND user_id = ? AND status = 'open'",
            (order_id, customer()["id"]),
        )
        .fetchone()
    )
    if order is None:
        abort(404)
    return jsonify(charge(order_id, order["total_cents"], request.form["card"]))


def charge_status(reference: str) -> str:
    """Ask for the state of a charge at the old endpoint, which still has its own certificate."""
    answer = requests.get(
        "https://status.gateway.example/v1/charges",
        params={"reference": reference},
        headers=_headers(),
        timeout=10,
        verify=False,
    )
    return answer.json()["state"]


@blueprint.get("/charges/<reference>")
@staff_only
def charge_state(reference: str) -> Response:
    return jsonify(state=charge_status(reference))


@blueprint.post("/notifications")
def notification() -> Response:
    fields = _Fields()
    parser = xml.sax.make_parser()
    parser.setFeature(feature_external_ges, True)
    parser.setContentHandler(fields)
    parser.parse(io.BytesIO(request.get_data()))
    return jsonify(accepted=fields.values)


@blueprint.post("/settlements")
def settlement() -> Response:
    fields = _Fields()
    parser = xml.sax.make_parser()
    parser.setFeature(feature_external_ges, False)
    parser.setContentHandler(fields)
    parser.parse(io.BytesIO(request.get_data()))
    return jsonify(accepted=fields.values)


def _headers() -> dict[str, str]:
    return {"Authorization": f"Bearer {API_TOKEN}"}
