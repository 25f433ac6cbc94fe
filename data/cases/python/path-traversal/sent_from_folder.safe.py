# The name is joined safely to the folder, which must be constant.

from flask import request, send_from_directory

def page(name):
    return send_from_directory("/srv/pages", name)  # <-- finding
