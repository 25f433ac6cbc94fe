# Flask keeps the file in the folder, if the folder is constant.

from flask import send_from_directory

def send(folder, name):
    return send_from_directory("/srv/pages", name)  # <-- finding
