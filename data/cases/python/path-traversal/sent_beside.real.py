# Wherever else the statement sends from.

from flask import request, send_file, send_from_directory

def page(name):
    return send_from_directory(request.args["folder"], name) if name else send_file("/srv/index.html")  # <-- finding
