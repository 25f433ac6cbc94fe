# An address of the fourth version is digits and points; of another, it may name a zone.

import ipaddress
import os
from flask import Flask, request

app = Flask(__name__)

@app.post("/probe")
def probe():
    address = ipaddress.ip_address(request.form["address"])
    os.system(f"ping -c 1 {address}")  # <-- finding
    return "done"
