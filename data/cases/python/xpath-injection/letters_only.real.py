# Letters and digits hold no quote; what can be printed may.

from flask import Flask, abort, request
from lxml import etree

app = Flask(__name__)
parts = etree.parse("data/parts.xml")

@app.get("/parts")
def part():
    number = request.args.get("number", "")
    if not number.isprintable():
        abort(400)
    return str(len(parts.xpath("//part[@number='" + number + "']")))  # <-- finding
