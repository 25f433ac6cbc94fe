"""Exchange rates, for prices in other currencies."""

import json
import xml.etree.ElementTree as ElementTree
from urllib.request import urlopen

import requests
from flask import Blueprint, jsonify, request
from werkzeug.wrappers import Response

blueprint = Blueprint("rates", __name__, url_prefix="/rates")

LATEST = "https://rates.example/latest.json"
HISTORY = "https://rates.example/history/"
HTTP = {"timeout": 5, "allow_redirects": False}
FALLBACK = """
<rates date="2026-10-01">
  <rate code="USD">1.09</rate>
  <rate code="GBP">0.86</rate>
  <rate code="NOK">11.72</rate>
</rates>
"""


@blueprint.get("/")
def latest() -> Response:
    if not _service_is_up():
        return fallback()
    with urlopen(LATEST, timeout=5) as answer:
        return jsonify(json.load(answer))


@blueprint.get("/history")
def history() -> Response:
    days = int(request.args.get("days", "7"))
    with urlopen(HISTORY + str(days) + ".json", timeout=5) as answer:
        return jsonify(json.load(answer))


@blueprint.get("/bank")
def of_bank() -> Response:
    path = request.args.get("path", "/banks/ecb.json")
    with urlopen("https://rates.example" + path, timeout=5) as answer:
        return jsonify(json.load(answer))


@blueprint.get("/fallback")
def fallback() -> Response:
    """The rates of the last price list, for when the service is away."""
    rates = ElementTree.fromstring(FALLBACK)
    return jsonify({rate.get("code"): float(rate.text or 0) for rate in rates})


def _service_is_up() -> bool:
    return requests.get("https://rates.example/health", **HTTP).status_code == 200
